package api

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
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
	forms = append(forms, percentForms(key)...)
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

// percentForms are the key with every byte, or all but letters and digits,
// percent-encoded, in both cases.
func percentForms(key string) []string {
	var all, some strings.Builder
	for i := range len(key) {
		escape := "%" + hex.EncodeToString([]byte{key[i]})
		all.WriteString(escape)
		if c := key[i] | 0x20; c >= 'a' && c <= 'z' || key[i] >= '0' && key[i] <= '9' {
			some.WriteByte(key[i])
		} else {
			some.WriteString(escape)
		}
	}
	upper := strings.NewReplacer("%2a", "%2A", "%2b", "%2B", "%2c", "%2C", "%2d", "%2D", "%2e", "%2E",
		"%2f", "%2F", "%3a", "%3A", "%3b", "%3B", "%3c", "%3C", "%3d", "%3D", "%3e", "%3E", "%3f", "%3F",
		"%5b", "%5B", "%5c", "%5C", "%5d", "%5D", "%5e", "%5E", "%5f", "%5F",
		"%7b", "%7B", "%7c", "%7C", "%7d", "%7D", "%7e", "%7E")
	return []string{all.String(), strings.ToUpper(all.String()), some.String(), upper.Replace(some.String())}
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
