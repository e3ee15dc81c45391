package paste

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"leadpad/safe/lazyregexp"
)

// findRole takes the role: what holds a word of roles, within the first lines.
func (c *card) findRole() {
	for _, p := range c.near() {
		c.nameBeforeRole(p)
		if c.role.text != "" { // a label named it
			continue
		}
		for _, q := range append(c.rolePieces(p.rest()), p.commas()...) {
			if q.gone() {
				continue
			}
			q = q.withoutAt()
			if s := q.String(); strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
				q = q.sub(1, len(s)-1)
			}
			if s := q.String(); isRole(s) && !titledName(q) {
				c.role = q.give(Word, "")
				return
			}
		}
	}
}

// nameBeforeRole takes "Jane Doe" of "Jane Doe, Head of Sales".
func (c *card) nameBeforeRole(p piece) {
	atoms := p.commas()
	if q, ok := p.behindRole(); ok && c.person.first.text == "" {
		if h, ok := person(q); ok && len(h.words) > 1 {
			c.takeName(h, c.lastByShape(h), Position, "")
			return
		}
	}
	if c.person.first.text != "" || len(atoms) < 2 {
		return
	}
	if said, ok := atoms[1].saidOf(); !isRole(atoms[1].withoutAt().String()) && (!ok || !isRole(said.String())) {
		return
	}
	if h, ok := person(atoms[0]); ok && len(h.words) > 1 {
		c.takeName(h, c.lastByShape(h), Position, "")
	}
}

// rest is the piece without what is taken of its begin.
func (p piece) rest() piece {
	for p.taken != nil && p.from < p.to && p.taken[p.from] {
		p.from++
	}
	return p.trimmed()
}

// withoutAt is a role without the word behind it that a company stood behind.
func (p piece) withoutAt() piece {
	for _, at := range []string{" at", " @", " bei", " chez", " presso", " bij", " hos", " de", " en", " of"} {
		if cut, ok := strings.CutSuffix(p.String(), at); ok {
			p = p.sub(0, len(cut))
		}
	}
	return p
}

// rolePieces are the piece as a whole and what stands before "at" and behind a dash.
func (c *card) rolePieces(p piece) []piece {
	p = p.withoutAt()
	s := p.String()
	for _, a := range append([]piece{p}, p.commas()...) {
		if q, ok := a.saidOf(); ok {
			return []piece{q}
		}
	}
	out := []piece{c.withoutName(p)}
	if atoms := p.commas(); c.company.text == "" && len(atoms) == 2 && !oneOf(atoms[0].String(), ranks) && roleWord(atoms[0].String()) && !roleWord(atoms[1].String()) && (companyWord(atoms[1].String()) || c.family(atoms[1].String())) {
		out = []piece{atoms[0]} // "Facilities Manager, Ridgeline Medical Center"
	}
	for _, at := range []string{" of ", " at ", " @ ", " bei ", " chez ", " presso ", " bij ", " hos "} {
		if i := strings.Index(s, at); i > 0 && (at != " of " || legal(s[i+len(at):])) {
			out = append(out, p.sub(0, i))
		}
	}
	return out
}

// ranks are roles that say nothing without the field behind them: "VP, Supply Chain".
const ranks = "VP SVP EVP AVP Head Chief V.P."

// withoutName is a text of East Asia without the name in that script which stands
// behind the words that say what somebody is, or before them.
func (c *card) withoutName(p piece) piece {
	s := p.String()
	words := strings.Fields(s)
	if len(words) < 2 || !eastern(s) {
		return p
	}
	isName := func(words []string, q piece) bool {
		_, _, ok := c.easternName(strings.Join(words, ""))
		h, human := person(q)
		return ok && len(words) == 1 || human && len(h.words) > 1 && len(h.words) == len(words)
	}
	n := 0
	for n < len(words)-1 && roleWord(words[n]) {
		n++
	}
	if at := strings.Index(s, words[n]); n > 0 && !roleWord(words[n]) && isName(words[n:], p.sub(at, len(s))) {
		return p.sub(0, at)
	}
	last := lastOf(words)
	if at := len(s) - len(last); roleWord(last) && isName(words[:len(words)-1], p.sub(0, at)) {
		return p.sub(at, len(s))
	}
	return p
}

// titledName says that a text is a name behind a title that is a word of roles as well.
func titledName(p piece) bool {
	first, rest, _ := strings.Cut(p.String(), " ")
	if !farScript(first) || !isTitle(first, titlesBefore) || roleWord(rest) {
		return false
	}
	h, ok := person(p)
	return ok && len(h.words) > 1 && len(h.titles) > 0
}

// isRole says that a text is a role and nothing else.
func isRole(s string) bool {
	const most, longest = 9, 80
	s = ordinal.ReplaceAllString(s, "")
	words := strings.Fields(s)
	if strings.Contains(s, " v.d. ") {
		return false
	}
	if len(words) == 0 || !beginsRole(words[0]) || len(words) > 1 && (oneOf(lastOf(words), noRoleEnd) || oneOf(words[1], "from von")) {
		return false
	}
	if len(words) > most || len(s) > longest || strings.ContainsAny(s, "@0123456789:") || registered(s) || prose(s) {
		return false
	}
	return roleWord(s) && !legal(s) && !boast.MatchString(s) && (len(words) < 2 || !companyWord(words[0]) || roleWord(words[0]) || roleWord(lastOf(words)))
}

// beginsRole says that a word can be the first one of a role: it begins with a letter
// and is none with which sentences begin.
func beginsRole(w string) bool {
	r, _ := utf8.DecodeRuneInString(w)
	if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("(\"„“«", r) {
		return false
	}
	w, _, _ = strings.Cut(strings.ToLower(w), "'")
	w, _, _ = strings.Cut(w, "’")
	return !oneOf(w, noRoleBegin)
}

// The words with which sentences about somebody begin and roles do not, and those that
// no role ends in.
const (
	noRoleBegin = `he she they we i you who whom is are was am it its has have had can could will would runs please meet met ask add talk spoke speak wants needs his her their my our your the this that there with from by to at for in on and or
		er sie wir ich du ist sind war hat haben arbeitet leitet bitte il elle ils elles est sont travaille dirige él ella es trabaja dirige lui lei è lavora hij zij ze werkt han hun hon är er jobbar jobber ele ela trabalha`
	noRoleEnd = `of for at in on by with from to the a an and & or is runs bei von für im der die das chez de du des la le les et en y e del para por di da per presso bij van voor het hos av af til i og och`
)

// isWho is how a sentence says what somebody is: "he's the CTO", "sie ist Leiterin".
var isWho = lazyregexp.New(`(?i)(?:^|[.!?)] +)(?:(?:and |und |who )?(?:(?:s?he|they|who|i|er|sie|il|elle|él|ella|lui|lei|hij|zij|han|hun|hon|ele|ela)(?:['’](?:s|re|m)| is| are| am| ist| est| es| è| é| är| er)|is|ist|est)) (?:(?:the|our|their|its|a|an|der|die|unser|unsere|le|la|el|il|o|a|de) )?`)

// saidOf is what a sentence says that somebody is, without its first words and those
// behind which a company stood.
func (p piece) saidOf() (piece, bool) {
	at := isWho.FindStringIndex(p.String())
	if at == nil {
		return p, false
	}
	q := p.sub(at[1], p.to-p.from)
	for i := strings.LastIndexByte(q.String(), ' '); i > 0 && oneOf(q.String()[i+1:], noRoleEnd); i = strings.LastIndexByte(q.String(), ' ') {
		q = q.sub(0, i)
	}
	return q, true
}

// findCompanyInRole takes a company of the person's name from behind the role in which
// it was taken: "Owner, Lindqvist Tree Service".
func (c *card) findCompanyInRole() {
	if role, company, ok := strings.Cut(c.role.text, ", "); ok && c.company.text == "" && isRole(role) && !roleWord(company) && c.family(company) {
		c.company = value{text: company, why: Word, line: c.role.line}
		c.role.text = role
	}
}

// ordinal is the place of somebody among others of the same role: "1. Vorsitzende".
var ordinal = lazyregexp.New(`^\d\.?[ªºaoe]?\s+`)

// boast is how companies praise themselves with a word of roles.
var boast = lazyregexp.New(`(?i)^(?:(?:ihr|euer|dein|your|votre|ton|su|tu|il tuo|il vostro|uw|jouw|seu|o seu|din|deres|teidän|twój|váš|az ön)\s+(?:\p{L}+\s)?(?:partner|partenaire|socio|specialist|spezialist|expert|experte|spécialiste|especialista|fachmann))`)

// findRoleBelow joins a second line of a role ("Head of Sales / EMEA"): it stands
// directly under the first and holds a word of roles as well.
func (c *card) findRoleBelow() {
	if c.role.text == "" {
		return
	}
	c.roleBehindDash()
	for _, p := range c.near() {
		if p = c.withoutName(p); p.number == c.role.line+1 && isRole(p.String()) {
			v := p.give(Word, "")
			c.role.text += ", " + v.text
			return
		}
	}
}

// findRoleByPlace takes as the role what stands alone on the line below the name where
// the company stands elsewhere: no list has to know the word.
func (c *card) findRoleByPlace() {
	if c.role.text != "" || c.person.last.line == 0 || c.company.text == "" {
		return
	}
	below := max(c.person.first.line, c.person.last.line) + 1
	for _, p := range c.near() {
		if p.number == below && p.String() == strings.TrimSpace(p.text) && c.company.line != below && likeRole(p.String()) && farScript(p.String()) == farScript(c.person.last.text) {
			c.role = p.give(Position, "")
			return
		}
	}
}

// likeRole says that a text has the shape of a role and is nothing else that a rule
// knows.
func likeRole(s string) bool {
	const most, longest = 4, 50
	if len(strings.Fields(s)) > most || len(s) > longest || strings.ContainsAny(s, "@0123456789:/()!?.,\"#") || registered(s) || prose(s) || closing(s) {
		return false
	}
	const departments = "department dept division abteilung abt lehrstuhl institut fakultat departamento dpto depto ufficio service direction direccion afdeling avdelning avdeling oddeleni oddelenie dzial osztaly odjel отдел відділ"
	_, country := namedCountry(s)
	return !country && !oneOf(folded(s)[0], departments) && !companyWord(s) && !legal(s) && !fieldWord(s) && columnOf(s) == noColumn
}

// roleBehindDash joins what a dash parts from the role and no rule took: "Sales Manager
// – Benelux".
func (c *card) roleBehindDash() {
	const most = 5
	for _, p := range c.near() {
		before := p.text[:p.from]
		bare := strings.TrimRight(before, " ")
		if strings.HasSuffix(bare, " /") && p.number == c.role.line && isRole(p.String()) && strings.HasSuffix(strings.TrimSuffix(bare, " /"), c.role.text) { // in two languages
			v := p.give(Word, "")
			c.role.text += " / " + v.text
			return
		}
		if p.number != c.role.line || bare == before || !strings.HasSuffix(bare, "-") && !strings.HasSuffix(bare, "–") && !strings.HasSuffix(bare, "—") {
			continue
		}
		dash := len(bare) - len(strings.TrimRight(bare, "-–—"))
		head := strings.TrimRight(bare[:len(bare)-dash], " ")
		if !strings.HasSuffix(head, c.role.text) || len(strings.Fields(p.String())) > most || strings.ContainsAny(p.String(), "0123456789@:") || !c.certain && companyWord(p.String()) {
			continue
		}
		v := p.give(Word, "")
		c.role.text += before[len(head):] + v.text
		return
	}
}
