package paste

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadpad/lead"
	"leadpad/safe/lazyregexp"
)

var (
	emailForm = lazyregexp.New(`[\p{L}\p{N}!#$%&'*+/=?^_{|}~.-]+\s?@\s?[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}\p{M}-]+)+`)
	spelledAt = lazyregexp.New(`(?i)([\p{L}\p{N}._+-]+)\s*[\[({]\s*(?:at|ät|arroba|@)\s*[\])}]\s*([\p{L}\p{N}-]+(?:\s*(?:\.|[\[({]\s*(?:dot|punkt|punto|\.)\s*[\])}])\s*[\p{L}\p{N}-]+)+)`)
	spelledDo = lazyregexp.New(`(?i)\s*[\[({]\s*(?:dot|punkt|punto|\.)\s*[\])}]\s*`)
	urlForm   = lazyregexp.New(`(?i)(?:https?://|www\.)[^\s<>"'|•·,;()\[\]]+(?:\([^\s()]*\))?[^\s<>"'|•·,;()\[\]]*`)
	bareHost  = lazyregexp.New(`[\p{L}\p{N}][\p{L}\p{N}-]*(?:\.[\p{L}\p{N}-]+)+(?::\d{2,5})?(?:/[^\s<>"'|•·,;()\[\]]*)?`)
	mailTo    = lazyregexp.New(`(?i)mailto:`)
	blanks    = lazyregexp.New(`\s+`)
)

// findEmails takes emails by their shape; one that comes again is one.
func (c *card) findEmails() {
	for _, l := range c.lines {
		if l.outside {
			continue
		}
		if strings.Contains(l.text, ":") {
			c.mailTags(l)
		}
		if strings.Contains(l.text, "@") {
			for _, at := range emailForm.FindAllStringIndex(l.text, -1) {
				n := gluedLabel(l.text[at[0]:at[1]])
				c.email(l, at[0]+n, at[1])
				if n > 0 {
					c.leaveGlued(piece{l, at[0] + n, at[1]})
				}
			}
		}
		if strings.ContainsAny(l.text, "[({") {
			c.spelledEmails(l)
		}
	}
}

// gluedLabel is how long the East Asian label is that touches an email: "邮箱jane@".
func gluedLabel(s string) int {
	n := 0
	for i, r := range s {
		switch {
		case unspaced(r) && n == i:
			n = i + len(string(r))
		case unspaced(r) || r == '@' && n == i:
			return 0
		}
	}
	return n
}

// mailTags leaves over the "mailto" before emails.
func (c *card) mailTags(l *line) {
	for _, at := range mailTo.FindAllStringIndex(l.text, -1) {
		c.aside(piece{l, at[0], at[1] - 1}, Tag)
	}
}

// spelledEmails takes emails without an @: "jane (at) acme (dot) com".
func (c *card) spelledEmails(l *line) {
	for _, at := range spelledAt.FindAllStringSubmatchIndex(l.text, -1) {
		p := piece{l, at[0], at[1]}
		address := l.text[at[2]:at[3]] + "@" + spelledDo.ReplaceAllString(l.text[at[4]:at[5]], ".")
		address = blanks.ReplaceAllString(address, "")
		if !fits(lead.Emails, address) || p.gone() {
			continue
		}
		c.aside(p, Tag) // as it was written
		c.addEmail(value{text: address, line: l.number})
	}
}

// email takes the email in a part of a line. What sticks to it is no part of it.
func (c *card) email(l *line, from, to int) {
	for {
		switch text := l.text[from:to]; {
		case text == "":
			return
		case strings.HasPrefix(strings.ToLower(text), "mailto:"):
			from += len("mailto:")
			continue
		case strings.ContainsRune(".'/*=|{}?!-", rune(text[0])):
			from++
			continue
		case strings.ContainsRune(".-'_", rune(text[len(text)-1])):
			to--
			continue
		}
		break
	}
	if i := strings.IndexByte(l.text[from:to], '/'); i > 0 && i < strings.IndexByte(l.text[from:to], '@') {
		from += i + 1 // "Email/jane@acme.example"
	}
	text := blanks.ReplaceAllString(l.text[from:to], "")
	p := piece{l, from, to}
	if !fits(lead.Emails, text) || p.gone() || strings.HasSuffix(text, ".png") || strings.HasSuffix(text, ".jpg") {
		return
	}
	if text != l.text[from:to] && !lowered(text) {
		return // a blank in it is a slip of a reader of cards, unless it ends a sentence
	}
	p.take()
	c.addEmail(value{text: text, line: l.number})
}

func lowered(s string) bool { return s == strings.ToLower(s) }

func (c *card) addEmail(v value) {
	i, known := c.mails.add(anyCase(v.text), len(c.emails))
	if !known {
		c.domains.add(anyCase(domainOf(v.text)), 0)
		c.emails = append(c.emails, v)
	} else if c.emails[i].text != v.text {
		c.left = append(c.left, Left{Text: v.text, Kind: Tag, Line: v.line})
	}
}

// anyCase is the same for texts that strings.EqualFold finds equal.
func anyCase(s string) string {
	if ascii(s) {
		return strings.ToLower(s)
	}
	return strings.Map(func(r rune) rune {
		least := r
		for other := unicode.SimpleFold(r); other != r; other = unicode.SimpleFold(other) {
			least = min(least, other)
		}
		if 'A' <= least && least <= 'Z' {
			least += 'a' - 'A'
		}
		return least
	}, s)
}

// gone says that some of the piece is taken already.
func (p piece) gone() bool {
	if p.taken == nil {
		return false
	}
	return slices.Contains(p.taken[p.from:p.to], true)
}

// fits says that leadpad finds no fault in a text on a field.
func fits(f lead.Field, text string) bool {
	var l lead.Lead
	l.Set(f.Path(), text)
	return !slices.ContainsFunc(lead.Check(l, lead.Rules{PhoneFormat: "typed"}), func(p lead.Problem) bool { return p.Field == f && !p.Note })
}

// findURLs takes web addresses: those that say so, and bare hosts that are written
// as hosts are.
func (c *card) findURLs() {
	for _, l := range c.lines {
		if l.outside || !strings.Contains(l.text, ".") && !strings.Contains(l.text, "://") {
			continue
		}
		for _, at := range urlForm.FindAllStringIndex(l.text, -1) {
			c.url(l, at[0], at[1])
		}
		for _, at := range bareHost.FindAllStringIndex(l.text, -1) {
			if !touches(l.text, at[0], at[1]) && (c.isHost(l.text[at[0]:at[1]]) || webTagged(l.text[:at[0]]) && fits(lead.Socials, l.text[at[0]:at[1]])) {
				c.url(l, at[0], at[1])
			}
		}
	}
}

// webTagged says that the words before a host say that it is one.
func webTagged(before string) bool {
	words := folded(before)
	return len(words) > 0 && oneOf(words[len(words)-1], "web website webseite internet homepage url site www online sito")
}

// touches says that a part of a line is the middle of something longer.
func touches(s string, from, to int) bool {
	before, _ := utf8.DecodeLastRuneInString(s[:from])
	after, _ := utf8.DecodeRuneInString(s[to:])
	return from > 0 && (isWordRune(before) || strings.ContainsRune("@._/-", before)) || to < len(s) && (isWordRune(after) || after == '@')
}

func (c *card) url(l *line, from, to int) {
	for to > from && strings.ContainsRune(".,:!?'*", rune(l.text[to-1])) {
		to--
	}
	p := piece{l, from, to}
	text := p.String()
	if p.gone() || !fits(lead.Socials, text) {
		return
	}
	p.take()
	bare := func(s string) string {
		s = strings.ToLower(s)
		for _, cut := range []string{"https://", "http://", "www."} {
			s = strings.TrimPrefix(s, cut)
		}
		return strings.TrimSuffix(s, "/")
	}
	if i, known := c.sites.add(bare(text), len(c.urls)); known {
		if c.urls[i].text != text {
			c.left = append(c.left, Left{Text: text, Kind: Tag, Line: l.number})
		}
		return
	}
	network := lead.SocialType(text)
	v := value{text: text, line: l.number, why: Network, detail: network}
	if network == "Website" {
		v.why, v.detail = Shape, ""
	}
	path := strings.ToLower(text)
	v.person = strings.Contains(path, "/in/") || network == "X" || network == "XING" && strings.Contains(path, "/profile/") || network == "WhatsApp" || network == "GitHub" || network == "Telegram"
	c.urls = append(c.urls, v)
}

// isHost says that a bare name with dots in it is a host: in lower case, below a
// top-level domain that companies use, and no abbreviation ("z.b.", "dr.med").
func (c *card) isHost(s string) bool {
	host, _, _ := strings.Cut(s, "/")
	host, _, _ = strings.Cut(host, ":")
	labels := strings.Split(host, ".")
	top := labels[len(labels)-1]
	if len(labels[len(labels)-2]) < 2 && len(labels) > 2 || len(labels[0]) < 2 || !strings.ContainsFunc(host, unicode.IsLetter) {
		return false
	}
	if _, known := c.domains[anyCase(host)]; known {
		return true
	}
	if host != strings.ToLower(host) && lead.SocialType(s) == "Website" {
		return false // "Booking.com" is a company
	}
	if _, country := lead.CountryCode(top); !country && !tops.has(strings.ToLower(top)) {
		return false
	}
	return fits(lead.Socials, s)
}

var tops = newWordList(`com org net info biz io eu app dev shop store online tech cloud agency berlin hamburg koeln wien bayern london paris nyc
	group company consulting solutions digital studio design global ai co me tv pro name edu gov int aero coop museum jobs mobi travel cat
	asia tel email link media network systems software services energy health care legal law finance partners ventures capital estate
	immo haus swiss vlaanderen amsterdam brussels moe tokyo world space site website blog news team works zone life live page one
	xyz club events academy training university example test`)

// oneOf says that word is one of words, which white space separates.
func oneOf(word, words string) bool {
	if !strings.Contains(words, word) {
		return false
	}
	for one := range strings.FieldsSeq(words) {
		if one == word {
			return true
		}
	}
	return false
}

// domainOf is the part of an email behind the @, in lower case.
func domainOf(email string) string {
	return strings.ToLower(email[strings.LastIndexByte(email, '@')+1:])
}

// localOf is the part of an email before the @, nothing of what a card calls an email
// and is none.
func localOf(email string) string { return email[:max(0, strings.LastIndexByte(email, '@'))] }
