package paste

import (
	"slices"
	"strings"
	"unicode/utf8"

	"leadpad/safe/lazyregexp"
)

// runsIt are the words by which an imprint names who runs the company, in the languages
// of countries whose law asks for it.
var runsIt = lazyregexp.New(`(?i)^(?:vertreten durch(?: (?:den|die) geschäftsführer(?:in)?)?|vertretungsberechtigte?r? geschäftsführer(?:in)?|geschäftsführ(?:er|erin|ung)|geschaeftsfuehrer(?:in)?|inhaber(?:in)?|vorstand|managing directors?|responsable (?:légal|del tratamiento)|représentant légal|rappresentante legale|verantwortlich(?:e[r]?)?(?: (?:für den inhalt|i\.\s?s\.\s?d\.?[^:]*|nach[^:]*|gemäß[^:]*))?)\s*[:：]\s*(?:herr(?:n)?\s|frau\s)?`)

// findNameInImprint takes who runs the company where nobody else is named: what only
// the register wants to know was set aside, and an imprint has no other person.
func (c *card) findNameInImprint() {
	if c.person.first.text != "" {
		return
	}
	for i, left := range c.left {
		at := runsIt.FindStringIndex(left.Text)
		if at == nil || left.Kind != Rest {
			continue
		}
		rest := &line{text: left.Text, number: left.Line}
		for _, q := range append((piece{rest, at[1], len(rest.text)}).commas(), piece{rest, at[1], len(rest.text)}) {
			h, ok := person(q.trimmed())
			if !ok || len(h.words) < 2 {
				continue
			}
			label := piece{rest, 0, at[1]}.trimmed().String()
			last := c.lastByShape(h)
			for _, email := range c.emails {
				if k, ok := matches(h, localOf(email.text), true); ok {
					last = c.familyFirst(h, k)
				}
			}
			c.takeName(h, last, Label, label)
			c.left = append(c.left[:i], c.left[i+1:]...)
			if text := rest.text[:strings.IndexAny(rest.text, ":：")]; c.role.text == "" && isRole(text) {
				c.role = (piece{rest, 0, len(text)}).give(Word, "")
			}
			for _, p := range rest.free() {
				c.left = append(c.left, Left{Text: p.String(), Kind: Rest, Line: left.Line})
			}
			return
		}
	}
}

// findNameOnTwoLines takes a name of which an email spells both parts, where each
// stands on a line of its own.
func (c *card) findNameOnTwoLines() {
	if c.person.first.text != "" {
		return
	}
	near := c.near()
	for i := 0; i+1 < len(near); i++ {
		p, q := near[i], near[i+1]
		if q.number != p.number+1 || p.String() != strings.TrimSpace(p.text) || q.String() != strings.TrimSpace(q.text) {
			continue
		}
		above, ok := person(p)
		below, good := person(q)
		if !ok || !good || len(above.words)+len(below.words) > 5 {
			continue
		}
		both := human{words: slices.Concat(above.words, below.words)}
		for n := range c.emails {
			local := localOf(c.emails[n].text)
			last, ok := matches(both, local, true)
			if !ok || roleAddress(local) || last != 0 && last < len(above.words) {
				continue
			}
			first, family := above.words, below.words
			if last == 0 {
				first, family = family, first
			}
			c.emails[n].person = true
			c.person.first, c.person.last = giveWords(first, Local, local+"@"), giveWords(family, Local, local+"@")
			return
		}
	}
}

// findSecondLine takes the other half of a name that stands on two lines, as badges
// print it: a single word of capitals or a begin with one, under or over the first.
func (c *card) findSecondLine() {
	if c.person.first.text == "" || c.person.last.text != "" || c.person.first.line == 0 {
		return
	}
	if eastern(c.person.first.text) {
		return
	}
	for _, step := range []int{1, -1} {
		for _, p := range c.near() {
			h, ok := person(p)
			if p.number != c.person.first.line+step || !ok || len(h.words) != 1 || len(h.titles) > 0 || h.String() != strings.TrimSpace(p.text) {
				continue
			}
			if strings.Contains(p.String(), ".") || c.likeDomain(p.String()) != "" || c.company.text == "" && step < 0 || utf8.RuneCountInString(p.String()) < 2 {
				continue
			}
			if _, country := namedCountry(p.String()); country {
				continue
			}
			c.person.last = p.give(Position, "")
			return
		}
	}
}

// called are the titles with which a sentence names somebody.
var called = lazyregexp.New(`(?:^|[\s(])((?:M\.|Mr|Mrs|Ms|Dr|Prof|Mme|Mlle|Sr|Sra|Dott|Ing|Herrn?|Frau|Monsieur|Madame|Señor|Señora|Mevrouw|Meneer|Pan|Pani)\.?)\s+(\p{Lu}[\p{L}'’-]+(?:\s(?:van|von|de|der|den|del|della|di|da|dos|la|le|bin|al|el|\p{Lu}\.|\p{Lu}[\p{L}'’-]+)){0,3})`)

// findNameInSentence takes whom a sentence names with a title: "please call Mr. John
// Doe of Acme".
func (c *card) findNameInSentence() {
	if c.person.first.text != "" {
		return
	}
	for _, p := range c.near() {
		at := called.FindStringSubmatchIndex(p.String())
		if at == nil {
			continue
		}
		q := p.sub(at[4], at[5])
		h, ok := person(q)
		if !ok || len(h.words) < 2 {
			continue
		}
		c.takeName(h, c.lastByShape(h), Position, "")
		c.aside(p.sub(at[2], at[3]), Title)
		return
	}
}

// findNameAboveRole takes a name on two lines, as badges print it, right above what its
// owner is or the company: no email has to spell it.
func (c *card) findNameAboveRole() {
	if c.person.first.text != "" {
		return
	}
	near := c.near()
	for i := 0; i+1 < len(near); i++ {
		p, q := near[i], near[i+1]
		if q.number != p.number+1 || c.role.line != q.number+1 && c.company.line != q.number+1 {
			continue
		}
		if p.String() != strings.TrimSpace(p.text) || q.String() != strings.TrimSpace(q.text) {
			continue
		}
		above, ok := person(p)
		below, good := person(q)
		const shortest = 2 // letters
		if !ok || !good || len(above.words) != 1 || len(below.words) != 1 || inCapitals(above.String()) && !inCapitals(below.String()) || utf8.RuneCountInString(below.String()) < shortest {
			continue
		}
		if closing(p.String()) || opening(p.String()) || greeting.MatchString(p.String()) || eastern(p.String()) {
			continue
		}
		c.person.first, c.person.last = giveWords(above.words, Position, ""), giveWords(below.words, Position, "")
		return
	}
}
