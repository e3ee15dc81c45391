package api

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
)

// redaction stands where a server echoed the key.
const redaction = "[API key]"

// redactor blots a key out, in every form in which a server may echo it. The
// zero value changes nothing.
type redactor struct{ forms []string }

// newRedactor knows the key as it is and as URL, HTML, JSON, hex and base64
// (also inside of a longer base64 text) write it.
func newRedactor(key string) redactor {
	if key == "" {
		return redactor{}
	}
	quoted, _ := json.Marshal(key) // a string always marshals
	forms := []string{
		key, url.QueryEscape(key), url.PathEscape(key), html.EscapeString(key),
		string(quoted[1 : len(quoted)-1]), strings.Trim(string(appendString(nil, key)), `"`),
		hex.EncodeToString([]byte(key)), strings.ToUpper(hex.EncodeToString([]byte(key))),
	}
	forms = append(forms, strings.ReplaceAll(key, "/", `\/`))
	forms = append(forms, escapedForms(key, "%", 2)...)
	forms = append(forms, escapedForms(key, `\u`, 4)...)
	forms = append(forms, base64Forms(key)...)
	slices.SortFunc(forms, func(a, b string) int { // the longest first
		if d := len(b) - len(a); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	forms = slices.Compact(forms)
	return redactor{slices.DeleteFunc(forms, func(f string) bool { return f == "" })}
}

// escapedForms are the key with every byte, or all but letters and digits (as
// .NET's JSON writer does), written as prefix and that many hex digits, in both
// cases.
func escapedForms(key, prefix string, digits int) []string {
	var forms []string
	for _, format := range []string{"%s%0*x", "%s%0*X"} {
		var all, some strings.Builder
		for i := range len(key) {
			escape := fmt.Sprintf(format, prefix, digits, key[i])
			all.WriteString(escape)
			if c := key[i] | 0x20; c >= 'a' && c <= 'z' || key[i] >= '0' && key[i] <= '9' {
				some.WriteByte(key[i])
			} else {
				some.WriteString(escape)
			}
		}
		forms = append(forms, all.String(), some.String())
	}
	return forms
}

// base64Forms are the key as base64 shows it at each of the three places a
// byte can have in a group; characters shared with neighbours are left off.
func base64Forms(key string) []string {
	if len(key) < 6 {
		return []string{base64.StdEncoding.EncodeToString([]byte(key))}
	}
	var forms []string
	for _, enc := range []*base64.Encoding{base64.RawStdEncoding, base64.RawURLEncoding} {
		for shift := range 3 {
			text := enc.EncodeToString(append(make([]byte, shift), key...))
			from := []int{0, 2, 3}[shift]
			to := (shift + len(key)) * 8 / 6
			forms = append(forms, text[from:to])
		}
	}
	return forms
}

// text blots the key out of s.
func (r redactor) text(s string) string {
	for _, form := range r.forms {
		s = strings.ReplaceAll(s, form, redaction)
	}
	return s
}

// body blots the key out of a body. A JSON string that spells it with escapes
// of its own (\u0073…) is written anew.
func (r redactor) body(b []byte) []byte {
	if len(r.forms) == 0 || len(b) == 0 {
		return b
	}
	b = r.literals(b)
	for _, form := range r.forms {
		if bytes.Contains(b, []byte(form)) {
			b = bytes.ReplaceAll(b, []byte(form), []byte(redaction))
		}
	}
	return b
}

// tail takes the beginning of a key off the end of a body that was cut.
func (r redactor) tail(b []byte) []byte {
	for _, form := range r.forms {
		for n := len(form) - 1; n > 0; n-- {
			if bytes.HasSuffix(b, []byte(form[:n])) {
				b = b[:len(b)-n]
				break
			}
		}
	}
	return b
}

func (r redactor) literals(b []byte) []byte {
	if !bytes.ContainsRune(b, '\\') || !json.Valid(b) {
		return b
	}
	var out []byte
	for i := 0; i < len(b); {
		if b[i] != '"' {
			out = append(out, b[i])
			i++
			continue
		}
		end := stringEnd(b, i)
		literal := b[i:end]
		var said string
		if bytes.IndexByte(literal, '\\') >= 0 && json.Unmarshal(literal, &said) == nil && r.text(said) != said {
			literal = appendString(nil, r.text(said))
		}
		out = append(out, literal...)
		i = end
	}
	return out
}
