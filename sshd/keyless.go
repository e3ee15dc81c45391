package sshd

import (
	"io"
	"strings"

	"leadpad/safe/lazyregexp"
)

// keyless is a demo's input: what looks like an API key in a paste is not taken. Nobody
// is to show a key to a machine of which they know nothing, and a visitor who tries to
// connect would.
type keyless struct {
	from io.Reader
	told func() // something was not taken

	raw, out []byte
	err      error // behind out
	matched  int   // bytes of the bracket that may end here
	inside   bool
	paste    []byte // so far
}

func newKeyless(from io.Reader, told func()) *keyless {
	return &keyless{from: from, told: told, raw: make([]byte, 4096)}
}

// Read gives what has come; a paste when it is whole.
func (k *keyless) Read(p []byte) (int, error) {
	for len(k.out) == 0 {
		if k.err != nil {
			return 0, k.err
		}
		var n int
		n, k.err = k.from.Read(k.raw)
		k.out = k.out[:0]
		for _, c := range k.raw[:n] {
			k.take(c)
		}
	}
	n := copy(p, k.out)
	k.out = k.out[n:]
	return n, nil
}

func (k *keyless) take(c byte) {
	bracket := pasteStart
	if k.inside {
		bracket = pasteEnd
	}
	switch c {
	case bracket[k.matched]:
		k.matched++
	case bracket[0]:
		k.matched = 1
	default:
		k.matched = 0
	}
	if k.inside {
		k.paste = append(k.paste, c)
	} else {
		k.out = append(k.out, c)
	}
	if k.matched < len(bracket) {
		return
	}
	if k.inside {
		text := string(k.paste[:len(k.paste)-len(bracket)])
		rest := withoutKeys(text)
		if rest != text {
			k.told()
		}
		k.out = append(append(k.out, rest...), bracket...)
		k.paste = k.paste[:0]
	}
	k.inside, k.matched = !k.inside, 0
}

// wordOfKey is text that stands alone and has a key's alphabet and length: those that
// services give out have 24 characters and more, and no blank.
var wordOfKey = lazyregexp.New(`[A-Za-z0-9_-]{24,}`)

// withoutKeys is a text less what looks like a key: words that are long, have digits
// and letters and are no part of an address.
func withoutKeys(text string) string {
	var out strings.Builder
	at := 0
	for _, span := range wordOfKey.FindAllStringIndex(text, -1) {
		word := text[span[0]:span[1]]
		if partOfAddress(text, span[0], span[1]) || !strings.ContainsAny(word, "0123456789") || strings.Trim(word, "0123456789_-") == "" {
			continue
		}
		out.WriteString(text[at:span[0]])
		at = span[1]
	}
	out.WriteString(text[at:])
	return out.String()
}

// partOfAddress says that a word belongs to a URL, an email or a host.
func partOfAddress(text string, from, to int) bool {
	const joints = "/.@%?&#~+"
	return from > 0 && strings.IndexByte(joints, text[from-1]) >= 0 || to < len(text) && strings.IndexByte(joints, text[to]) >= 0
}
