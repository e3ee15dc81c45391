package api

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"

	"leadpad/safe"
)

// What stands where a server or a proxy echoed a secret.
const (
	redaction      = "[API key]"
	proxyRedaction = "[proxy password]"
)

// blot is a text that is not to be seen.
type blot struct {
	form, mask string
	words      bool // only where it stands as a word of its own: a short secret
}

// redactor blots secrets out, in every form in which they may be echoed. The zero
// value changes nothing.
type redactor struct{ blots []blot }

// newRedactor knows the key.
func newRedactor(key string) redactor {
	var r redactor
	r.hide(key, redaction)
	return r
}

// hide blots a secret out as it is and as URL, HTML, JSON, hex and base64 (also
// inside of a longer base64 text) write it.
func (r *redactor) hide(secret, mask string) {
	if secret == "" {
		return
	}
	quoted, _ := json.Marshal(secret) // a string always marshals
	forms := []string{
		secret, url.QueryEscape(secret), url.PathEscape(secret), html.EscapeString(secret),
		string(quoted[1 : len(quoted)-1]), strings.Trim(string(appendString(nil, secret)), `"`),
		hex.EncodeToString([]byte(secret)), strings.ToUpper(hex.EncodeToString([]byte(secret))),
	}
	forms = append(forms, strings.ReplaceAll(secret, "/", `\/`))
	forms = append(forms, escapedForms(secret, "%", 2)...)
	forms = append(forms, escapedForms(secret, `\u`, 4)...)
	for _, form := range append(forms, base64Forms(secret)...) {
		if form != "" {
			r.blots = append(r.blots, blot{form, mask, safe.ShortSecret(secret)})
		}
	}
	slices.SortFunc(r.blots, func(a, b blot) int { // the longest first
		return cmp.Or(cmp.Compare(len(b.form), len(a.form)), strings.Compare(a.form, b.form))
	})
	r.blots = slices.CompactFunc(r.blots, func(a, b blot) bool { return a.form == b.form })
}

// hideProxy blots out the password of a proxy, alone and as it is sent.
func (r *redactor) hideProxy(proxy *url.URL) {
	if proxy == nil || proxy.User == nil {
		return
	}
	password, _ := proxy.User.Password()
	if password == "" {
		return
	}
	r.hide(password, proxyRedaction)
	_, encoded, _ := strings.Cut(proxy.User.String(), ":")
	r.hide(encoded, proxyRedaction)
	r.hide(proxy.User.Username()+":"+password, proxyRedaction)
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
	for _, b := range r.blots {
		s = safe.Blot(s, b.form, b.mask, b.words)
	}
	return s
}

// body blots the key out of a body. A JSON string that spells it with escapes
// of its own (\u0073…) is written anew.
func (r redactor) body(b []byte) []byte {
	if len(r.blots) == 0 || len(b) == 0 {
		return b
	}
	b = r.literals(b)
	for _, out := range r.blots {
		if bytes.Contains(b, []byte(out.form)) {
			b = []byte(safe.Blot(string(b), out.form, out.mask, out.words))
		}
	}
	return b
}

// tail takes the beginning of a key off the end of a body that was cut.
func (r redactor) tail(b []byte) []byte {
	for _, out := range r.blots {
		for n := len(out.form) - 1; n > 0; n-- {
			if bytes.HasSuffix(b, []byte(out.form[:n])) {
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
