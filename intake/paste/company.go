package paste

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadpad/lead"
	"leadpad/safe/lazyregexp"
)

// findCompany takes the company by its legal form, else by its likeness to the
// domain of its mail or its site.
func (c *card) findCompany() {
	if c.company.text != "" { // a label named it
		return
	}
	pieces := c.near()
	for _, p := range pieces {
		if form := legalPart(p); form.from < form.to {
			c.takeCompany(c.withBrand(form), LegalForm, "")
			return
		}
	}
	for _, p := range pieces {
		if c.practice(p) {
			continue
		}
		said := sentence(p.String()) || strings.HasPrefix(p.String(), ")")
		p = p.withoutLead()
		from := append(append(c.wholeBrands(p), p), parts(p)...)
		if said {
			from = p.capitalRuns()
		}
		for _, q := range from {
			if host := c.likeDomain(q.String()); host != "" && !(roleWord(q.String()) && strings.Contains(q.String(), " ")) {
				q, _ = c.withoutTown(q)
				c.takeCompany(q, Domain, host)
				return
			}
		}
	}
}

// withoutTown is a company that is a host's whole name without where it is: "Alpentech
// in Innsbruck".
func (c *card) withoutTown(p piece) (piece, bool) {
	s := p.String()
	for _, where := range []string{" in ", " out of ", " based in ", " aus "} {
		i := strings.Index(s, where)
		if i <= 0 || !townish(s[i+len(where):]) {
			continue
		}
		for _, host := range c.hosts() {
			if name := plain(s[:i])[0]; name != "" && name == strings.ReplaceAll(brandOf(host), "-", "") {
				return p.sub(0, i), true
			}
		}
	}
	return p, false
}

// withoutLead is what a sentence says of a company without the words before it and
// the parenthesis behind it: "of Kanto Valve (".
func (p piece) withoutLead() piece {
	s := p.String()
	for oneOf(firstWord(s), "of from at with for von vom bei chez de presso bij van hos fra från") && strings.Contains(s, " ") {
		p = p.sub(strings.IndexByte(s, ' '), len(s))
		s = p.String()
	}
	if bare := strings.TrimRight(s, " ("); bare != s {
		p = p.sub(0, len(bare))
	}
	return p
}

// withBrand is a company with what a dash parts from it and a host is named by: "Casa
// Norte - Mediação, Lda" of casanorte.pt.
func (c *card) withBrand(form piece) piece {
	for _, p := range form.free() {
		gap := strings.TrimSpace(form.text[min(p.to, form.from):form.from])
		if p.to < form.from && oneOf(gap, "- – —") && c.likeDomain(p.String()) != "" && c.likeDomain(form.String()) == "" {
			form.from = p.from
		}
	}
	return form
}

// wholeBrands are the parts between commas that are a host's whole name.
func (c *card) wholeBrands(p piece) []piece {
	var out []piece
	atoms := p.commas()
	for i, a := range atoms {
		if len(atoms) < 2 || i+1 < len(atoms) && formAlone(atoms[i+1].String()) {
			continue
		}
		for _, host := range c.hosts() {
			if text := plain(a.String()); text[0] == strings.ReplaceAll(brandOf(host), "-", "") && text[0] != "" {
				out = append(out, a)
			}
		}
	}
	return out
}

// ownName are the legal forms of people who work under their own names.
var ownName = lazyregexp.New(`^(?:ИП|ФОП|СПД|FOP|IP)\s+|,?\s+(?:e\.\s?v\.|e\.U\.)$`)

// soleOwner reads the person of a company that is one person.
func (c *card) soleOwner(p piece) {
	at := ownName.FindStringIndex(p.String())
	if at == nil || c.person.first.text != "" || strings.HasSuffix(p.String(), "e.V.") {
		return
	}
	q := p.sub(at[1], p.to-p.from)
	if at[0] > 0 {
		q = p.sub(0, at[0])
	}
	if h, ok := person(q); ok && len(h.words) > 1 && len(h.words) < 4 && len(h.titles) == 0 {
		c.takeName(h, c.lastByShape(h), LegalForm, "")
	}
}

// practice says that a text is whose practice it is, and nobody else is named: the
// person in it counts for more than the practice.
func (c *card) practice(p piece) bool {
	q, ok := p.fromTitle()
	if !ok || c.person.first.text != "" {
		return false
	}
	h, ok := person(q)
	return ok && len(h.words) > 1
}

// behindCompany is what a name of a company has behind it in parentheses that is no
// part of it: its number in a register, its country.
var behindCompany = lazyregexp.New(`\s*\(([^()]*)\)$`)

// takeCompany takes a company of which a rule is certain.
func (c *card) takeCompany(p piece, w Why, detail string) {
	s := p.String()
	if at := behindCompany.FindStringSubmatchIndex(s); len(at) > 0 && at[0] > 0 {
		inside := s[at[2]:at[3]]
		if _, country := namedCountry(inside); country || hasDigit(inside) {
			p = p.sub(0, at[0])
		}
	}
	c.company, c.certain = p.give(w, detail), true
	c.leaveGlued(p)
	c.companyAgain()
	c.soleOwner(p)
}

// sentence says that a text has words as sentences have, three and more of them in
// small letters that are none of names.
func sentence(s string) bool {
	least := 3
	if strings.ContainsAny(s, "!?(") {
		least--
	}
	if strings.Contains(s, "? ") {
		least--
	}
	n := 0
	for w := range strings.FieldsSeq(s) {
		if first, _ := utf8.DecodeRuneInString(w); unicode.IsLower(first) && !particle(w) && !oneOf(w, "for fur für of the & und and et") {
			n++
		}
	}
	return n >= least || called.MatchString(s)
}

// capitalRuns are the words in a row that begin with capitals.
func (p piece) capitalRuns() []piece {
	var out []piece
	s := p.String()
	from, end := -1, 0
	for w := range strings.FieldsSeq(s) {
		at := end + strings.Index(s[end:], w)
		first, _ := utf8.DecodeRuneInString(w)
		big := unicode.IsUpper(first) || w == "&"
		if !big && from >= 0 {
			out = append(out, p.sub(from, end))
			from = -1
		}
		if big && from < 0 {
			from = at
		}
		end = at + len(w)
		const initial = 2
		if from >= 0 && strings.ContainsAny(w[len(w)-1:], ".,;:!?)") && (len(w) > initial || w[len(w)-1] != '.') {
			run := p.sub(from, end-1)
			if w[len(w)-1] == '.' && strings.Contains(w[:len(w)-1], ".") {
				run = p.sub(from, end) // "S.p.A."
			}
			out = append(out, run)
			from = -1
		}
	}
	if from >= 0 {
		out = append(out, p.sub(from, end))
	}
	return out
}

// parts are the parts of a piece in which a company may stand: between commas, and
// behind "at".
func parts(p piece) []piece {
	var out []piece
	if atoms := p.commas(); len(atoms) > 1 {
		out = append(out, atoms...)
	}
	s := p.String()
	if i := strings.LastIndex(s, " of "); i > 0 && roleWord(s[:i]) && !containsAny(s[i:], worksAt()) { // "CFO of Acme Inc."
		out = append(out, p.sub(i+len(" of "), len(s)))
	}
	if i := strings.Index(s, " @"); i > 0 && !strings.HasPrefix(s[i:], " @ ") { // "Buyer @Acme"
		out = append(out, p.sub(i+len(" @"), len(s)))
	}
	for _, at := range []string{" at ", " @ ", " from ", " bei ", " chez ", " en ", " presso ", " bij ", " na ", " hos ", " behalf of ", " - ", " – ", ": "} {
		if i := strings.Index(s, at); i > 0 {
			out = append(out, p.sub(i+len(at), len(s)))
			out = append(out, p.sub(0, i))
		}
	}
	return out
}

// worksAt are the words between what somebody is and where they work.
func worksAt() []string {
	return []string{" at ", " @ ", " @", " bei ", " chez ", " presso ", " bij ", " hos "}
}

// companyAgain takes what only repeats the company's name.
func (c *card) companyAgain() {
	for _, p := range c.free() {
		if strings.EqualFold(p.String(), c.company.text) {
			c.aside(p, Tag)
		}
	}
}

// findCompanyByWord takes a company by a word that says what it is ("Hotel"): less
// certain than its form.
func (c *card) findCompanyByWord() {
	if c.company.text != "" {
		return
	}
	for _, p := range c.near() {
		all := append(p.commas(), p)
		if len(all) > 2 && strings.Contains(all[0].String(), " ") && c.namesCompany(all[0]) && !formAlone(all[1].String()) { // "Riverside Surgery, Waterside"
			all = all[:1]
		} else {
			all = append([]piece{p}, all[:len(all)-1]...)
		}
		for _, q := range all {
			if c.namesCompany(q) {
				c.company = q.give(Word, "")
				return
			}
		}
	}
	c.findCompanyAbove()
}

// findCompanyAbove takes a line in capitals above a person's name, as cards print the
// company: the least certain of the rules.
func (c *card) findCompanyAbove() {
	const least, most = 2, 5 // words
	for _, p := range c.near() {
		s := p.String()
		n := len(strings.Fields(s))
		if p.number >= c.person.first.line || p.number >= c.person.last.line {
			return
		}
		if s != strings.TrimSpace(p.text) || n < least || n > most || s != strings.ToUpper(s) || s == strings.ToLower(s) || hasDigit(s) || !townlike(s) || roleWord(s) {
			continue
		}
		if _, country := namedCountry(s); country || fieldWord(s) || columnOf(s) != noColumn || noNames.hasAny(folded(s)) || closing(s) {
			continue
		}
		c.company = p.give(Position, "")
		return
	}
}

// namesCompany says that a text is a few words, of which one names companies, or two
// are names with "&" between them.
func (c *card) namesCompany(p piece) bool {
	s := p.String()
	n := len(strings.Fields(s))
	house := n > 2 && oneOf(lastOf(strings.Fields(strings.ToLower(s))), "house hall lodge works world point hub lab labs")
	return n > 1 && n < 7 && (house || companyWord(s) || c.family(s) || pairOfNames(s)) && !roleWord(s) && townlike(s)
}

// pairOfNames says that a text is two names with "&" between them, as companies have
// it.
func pairOfNames(s string) bool {
	before, behind, ok := strings.Cut(s, " & ")
	return ok && lead.Fold(before) != "" && lead.Fold(behind) != "" && !lowered(before[:1]) && !strings.ContainsAny(s, "0123456789@") && len(strings.Fields(s)) <= 6
}

// family says that a text holds the person's last name and more, as the names of
// their companies do.
func (c *card) family(s string) bool {
	const least = 4
	last := lead.Fold(c.person.last.text)
	if len(last) < least || strings.EqualFold(s, c.person.last.text) {
		return false
	}
	words := folded(s)
	return len(words) > 1 && slices.Contains(words, last)
}

// townlike says that a text begins with a capital and has no digits.
func townlike(s string) bool { return !strings.ContainsAny(s, "@:") && s != strings.ToLower(s) }
