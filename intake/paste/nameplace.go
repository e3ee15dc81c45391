package paste

import (
	"strings"

	"leadpad/lead"
)

// candidates are the texts in which a name may stand: the piece, its parts between
// commas, and what stands before a dash.
func candidates(p piece) []piece {
	out := []piece{p}
	if atoms := p.commas(); len(atoms) > 1 {
		out = append(out, atoms...)
		out = append(out, join(atoms[:2]))
	}
	out = append(out, scripts(p)...)
	if q, ok := p.behindClosing(); ok {
		out = append(out, q)
	}
	if s := p.String(); strings.HasPrefix(s, "di ") || strings.HasPrefix(s, "by ") { // whose it is
		out = append(out, p.sub(len("di "), len(s)))
	}
	if q, ok := p.behindRole(); ok {
		out = append(out, q)
	}
	s := p.String()
	if q, ok := p.fromTitle(); ok {
		out = append(out, q)
	}
	for _, mark := range []string{" - ", " – ", ": ", " (", "/", " from "} {
		if i := strings.Index(s, mark); i > 0 {
			out = append(out, p.sub(0, i), p.sub(i+len(mark), len(s)))
		}
	}
	return out
}

// behindClosing is what stands behind closing words, "Mvh Kari Moe".
func (p piece) behindClosing() (piece, bool) {
	const most = 3 // words
	s := p.String()
	if !closings().begins[firstWord(lead.Fold(firstWord(s)))] {
		return p, false
	}
	for i, n := 0, 0; i < len(s) && n < most; i++ {
		if s[i] != ' ' {
			continue
		}
		if n++; closingWords(s[:i]) {
			return p.sub(i, len(s)), true
		}
	}
	return p, false
}

// standsBefore says that a word, folded, names somebody's trade or profession and stands
// before the name as a title does: "Inhaber Jan Holm", "Rechtsanwalt Jan Holm".
func standsBefore(word string) bool {
	return oneOf(word, ownsIt) || oneOf(word, professions) || strings.HasSuffix(word, "meister") || strings.HasSuffix(word, "meisterin")
}

const (
	ownsIt      = "inhaber inhaberin inh geschaftsfuhrer geschaftsfuhrerin owner proprietor prop gerant gerante titolare titular propietario propietaria proprietario proprietaria eigenaar eigenares wlasciciel wlascicielka majitel majitelka vlasnik vlasnica sahibi vl"
	professions = `rechtsanwalt rechtsanwaltin anwalt anwaltin fachanwalt fachanwaltin notar notarin steuerberater steuerberaterin architekt architektin innenarchitektin zahnarzt zahnarztin tierarzt tierarztin facharzt facharztin heilpraktiker heilpraktikerin
		hebamme fotograf fotografin avocat avocate notaire architecte avvocato avvocata notaio architetto geometra commercialista abogado abogada notario arquitecto arquitecta psicologo psicologa odontologo odontologa advogado advogada arquiteto arquiteta
		adwokat notariusz radca advocaat notaris advokat advokatka arkitekt tannlege tandlaege tandlakare avukat mimar attorney адвокат нотариус нотаріус врач`
)

// behindRole is what stands behind a first word that says who owns a company, or what
// somebody is by profession.
func (p piece) behindRole() (piece, bool) {
	s := p.String()
	i := strings.IndexByte(s, ' ')
	const least, most = 3, 5
	if i < 0 || s[i-1] == ',' || !standsBefore(lead.Fold(s[:i])) {
		return p, false
	}
	if n := len(strings.Fields(s)); n < least || n > most {
		return p, false
	}
	return p.sub(i, len(s)), true
}

// fromTitle is a piece from a title on that stands in it: "Practice of Dr. Ann Ames".
func (p piece) fromTitle() (piece, bool) {
	s := p.String()
	if !strings.Contains(s, ".") {
		return p, false
	}
	for i := 1; i < len(s); i++ {
		if s[i-1] != ' ' {
			continue
		}
		word, _, _ := strings.Cut(s[i:], " ")
		if len(word) > len("M.") && strings.Contains(word, ".") && isTitle(word, titlesBefore) {
			return p.sub(i, len(s)), true
		}
	}
	return p, false
}

// closed is a piece with the parenthesis behind it that it opens.
func (p piece) closed() piece {
	if strings.Contains(p.String(), "(") && !strings.Contains(p.String(), ")") && strings.HasPrefix(p.text[p.to:], ")") {
		p.to++
	}
	return p
}

// findNameByPlace takes a name that no email spells: the first thing of the block
// that looks like one.
func (c *card) findNameByPlace() {
	if c.person.first.text != "" {
		return
	}
	pieces := c.near()
	if c.findTitledName(pieces) {
		return
	}
	for i, p := range pieces {
		const deep = 4
		if i >= deep {
			return
		}
		for _, q := range candidates(p) {
			h, ok := person(q)
			if !ok || len(h.words) < 2 && len(h.titles) == 0 || len(h.words) > 5 || c.likeDomain(q.String()) != "" || shouted(h, c) {
				continue
			}
			if _, country := namedCountry(q.String()); country || q.line.outside {
				continue
			}
			if i > 0 && len(h.titles) == 0 && c.role.text == "" && c.company.text == "" && !c.namesCompany(pieces[i-1]) {
				continue
			}
			if len(q.commas()) > 1 && len(h.titles) == 0 && len(h.words) != 2 {
				continue
			}
			if len(q.commas()) > 1 && len(h.titles) == 0 && !c.personal() {
				continue // "Berlin, Hamburg"
			}
			if i > 0 && c.role.line > 0 && q.number > c.role.line+1 && len(h.titles) == 0 {
				continue
			}
			c.takeName(h, c.lastByShape(h), Position, "")
			return
		}
	}
}

// findTitledName takes a name behind a title, which no company and no place has.
func (c *card) findTitledName(pieces []piece) bool {
	for _, p := range pieces {
		if q, ok := p.fromTitle(); ok && q.from > p.from {
			p = q
		}
		h, ok := person(p)
		if !ok || len(h.words) < 2 || len(h.titles) == 0 || h.titles[0].from > h.words[0].from || !isTitle(h.titles[0].String(), titlesBefore) || legal(p.String()) {
			continue
		}
		c.takeName(h, c.lastByShape(h), Position, "")
		return true
	}
	return false
}

// personal says that the card has signs of a person.
func (c *card) personal() bool { return c.role.text != "" }

// shouted says that a line in capitals without other signs of a person may be a
// company's name.
func shouted(h human, c *card) bool {
	return allCaps(h.words) && len(h.words) > 3 && c.role.text == ""
}
