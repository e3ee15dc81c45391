package paste

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// wordList is a list of words, which white space separates. It becomes a set when it
// is first asked: the rules ask hundreds of times for each line.
type wordList struct{ words func() map[string]bool }

func newWordList(text string) wordList {
	return wordList{sync.OnceValue(func() map[string]bool { return set(text) })}
}

func (l wordList) has(word string) bool { return l.words()[word] }

// hasLetters is has in any case for a word of nothing but ASCII letters; plain is false
// for all others.
func (l wordList) hasLetters(word string) (known, plain bool) {
	var lower [32]byte
	if word == "" || len(word) > len(lower) {
		return false, false
	}
	for i := range len(word) {
		ch := word[i] | ' '
		if ch < 'a' || ch > 'z' || word[i] >= utf8.RuneSelf {
			return false, false
		}
		lower[i] = ch
	}
	return l.words()[string(lower[:len(word)])], true
}

// hasAny says that one of words is on the list.
func (l wordList) hasAny(words []string) bool {
	for _, w := range words {
		if l.has(w) {
			return true
		}
	}
	return false
}

// tokens are the words of a text in lower case, parted at white space, digits, dots,
// commas, slashes and hyphens.
func tokens(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool {
		return unicode.IsSpace(r) || isDigit(r) || strings.ContainsRune(".,/-#", r)
	})
}

// endsWith says that a word is longer than one of ends and ends in it.
func endsWith(word string, ends []string) bool {
	for _, end := range ends {
		if len(word) > len(end) && strings.HasSuffix(word, end) {
			return true
		}
	}
	return false
}

// byByte parts words by one of their bytes.
func byByte(of func(string) byte, words []string) map[byte][]string {
	out := map[byte][]string{}
	for _, w := range words {
		out[of(w)] = append(out[of(w)], w)
	}
	return out
}

// containsAny says that a text holds one of parts.
func containsAny(s string, parts []string) bool {
	for _, part := range parts {
		if strings.Contains(s, part) {
			return true
		}
	}
	return false
}

// beginsWith is the first of heads, longest first, with which a text begins and behind
// which a space and a letter stand.
func beginsWith(s string, heads []string) bool {
	for _, head := range heads {
		rest, ok := strings.CutPrefix(s, head)
		if !ok || rest == "" {
			continue
		}
		bare := strings.TrimLeft(rest, " \u00a0")
		if r, _ := utf8.DecodeRuneInString(bare); len(bare) < len(rest) && unicode.IsLetter(r) {
			return true
		}
	}
	return false
}

// hebrew is the first letter of the scripts that have no capitals.
const hebrew = 0x590

// farScript says that a text has letters beyond those of Europe; Viet Nam's accents
// count among them.
func farScript(s string) bool {
	return !ascii(s) && strings.ContainsFunc(s, func(r rune) bool { return r >= hebrew && unicode.IsLetter(r) })
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
