package paste

import (
	"strings"
	"unicode"

	"leadpad/safe/lazyregexp"
)

// withCapitals gives the words of a text that has no capitals at all the ones that
// names, towns and streets are told by. Only the search sees them: values stay as they
// were written. It does so where an email says that a person may be named.
func (c *card) withCapitals() {
	const fewest = 2 // lines
	if len(c.emails) == 0 {
		return
	}
	n := 0
	for _, l := range c.lines {
		if l.outside {
			continue
		}
		if strings.ContainsFunc(l.text, func(r rune) bool { return unicode.IsUpper(r) || r >= hebrew && unicode.IsLetter(r) }) {
			return
		}
		if len(l.free()) > 0 {
			n++
		}
	}
	if n < fewest {
		return
	}
	c.small = true
	for _, l := range c.lines {
		if l.outside {
			continue
		}
		const most = 12 // words
		text := []byte(l.text)
		for _, p := range l.free() {
			if words := strings.Fields(p.String()); len(words) > most || !beginsRole(words[0]) || strings.ContainsAny(p.String(), "!?") {
				continue
			}
			for i := p.from; i < p.to; i++ {
				word := firstWord(l.text[i:p.to])
				if i != p.from && l.text[i-1] != ' ' {
					continue
				}
				if len(word) <= 4 && hasDigit(word) || len(word) == 2 && beforeCode.MatchString(l.text[i+2:]) { // parts of postal codes, and a state
					if big := strings.ToUpper(word); len(big) == len(word) {
						copy(text[i:], big)
					}
					continue
				}
				if (i == p.from || l.text[i-1] == ' ') && 'a' <= text[i] && text[i] <= 'z' && !particle(word) && !oneOf(word, noRoleEnd) {
					text[i] -= 'a' - 'A'
				}
			}
		}
		if s := string(text); s != l.text {
			l.said, l.text, l.parts = l.text, s, nil
		}
	}
}

var beforeCode = lazyregexp.New(`^\s+\d{5}(?:$|\D)`)

// asWritten takes the capitals back.
func (c *card) asWritten() {
	for _, l := range c.lines {
		if l.said != "" {
			l.text, l.said, l.parts = l.said, "", nil
		}
	}
}

// written is a piece as it stands in the text.
func (p piece) written() string {
	if p.said != "" {
		return p.said[p.from:p.to]
	}
	return p.String()
}
