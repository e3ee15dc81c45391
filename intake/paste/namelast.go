package paste

import (
	"slices"
	"strings"
	"unicode"

	"leadpad/lead"
	"leadpad/safe/lazyregexp"
)

// takeName puts a name on its fields. last is the word with which the last name
// begins as an email says it; small words before it belong to it.
func (c *card) takeName(h human, last int, w Why, detail string) {
	n := len(h.words)
	if n == 1 {
		c.person.first = h.words[0].give(w, detail)
		c.titles(h)
		return
	}
	for last > 1 && particle(h.words[last-1].String()) {
		last--
	}
	if c.portuguese(h, last) {
		last--
	}
	for last > 0 && last < n-1 && (oneInitial(h.words[last]) || last == 1 && oneOf(h.words[0].String(), "Md. Md Mohd. Mohd Mhd. Sk. Syed Sheikh Mª M.ª Mª. Ma.")) {
		last++ // "Jose V. Soto", "Md. Rafiq Islam"
	}
	first, family := h.words[:last], h.words[last:]
	if last == 0 { // "Doe, Jane", "DUPONT Jean"
		k := h.familyRun()
		first, family = h.words[k:], h.words[:k]
	} else if from, to := h.inCapitals(); to > 0 {
		first, family = slices.Concat(h.words[:from], h.words[to:]), h.words[from:to]
	} else if k := h.fathers(); k > 0 {
		first, family = h.words[:k], h.words[k:]
	}
	c.person.first = giveWords(first, w, detail)
	c.person.last = giveWords(family, w, detail)
	c.titles(h)
}

func (c *card) titles(h human) {
	for _, p := range c.near() { // "Emily" under the closing words
		if s := p.String(); strings.EqualFold(s, c.person.first.text) || strings.EqualFold(s, c.person.first.text+" "+c.person.last.text) {
			c.aside(p, Tag)
		}
	}
	for _, t := range append(h.titles, h.called...) {
		if w := t.wholeWord(); w.to > t.to { // Thai, with the name behind it: as it was written
			t.take()
			c.left = append(c.left, Left{Text: w.String(), Kind: Title, Line: t.number})
			continue
		}
		c.aside(t, Title)
	}
}

// familyStands says that the family's name stands first: in Hungary, East Asia and
// Viet Nam, and before a given name with a patronymic.
func (c *card) familyStands(h human) bool {
	n := len(h.words)
	return c.region == "HU" || c.easternOrder(h) || eastern(h.words[0].String()) || n == 3 && patronymic.MatchString(h.words[2].String()) ||
		n > 2 && oneOf(lead.Fold(h.words[0].String()), vietnamese) && (c.region == "VN" || h.words[0].String() != lead.Fold(h.words[0].String()) && strings.ContainsFunc(h.String(), notASCII))
}

var patronymic = lazyregexp.New(`(?:вич|вна|ична|ьич|ovich|evich|ovna|evna)$`)

// vietnamese are the fourteen names of nine of ten families there.
const vietnamese = `nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly`

// givenBehind says that the last of two words is a given name of two with a hyphen, and
// the first one is none: "Roux Jean-Michel".
func (h human) givenBehind() bool {
	const begins = "jean marie anne pierre hans karl klaus heinz franz gert jan eva ann mary paul louis anna juan jose luis luca gian pier"
	if len(h.words) != 2 || strings.Contains(h.words[0].String(), "-") {
		return false
	}
	head, tail, ok := strings.Cut(h.words[1].String(), "-")
	return ok && tail != "" && oneOf(lead.Fold(head), begins) && !oneOf(lead.Fold(h.words[0].String()), begins)
}

// portuguese says that the word before "dos Santos" is a last name too, as two are
// common there, and no second first name.
func (c *card) portuguese(h human, last int) bool {
	const twice = "maria ana joao jose luis luiz antonio pedro carlos paulo marco rita"
	return last > 1 && last < len(h.words) && oneOf(c.region, "PT BR AO MZ CV") && oneOf(h.words[last].String(), "de da do das dos e") && !oneOf(lead.Fold(h.words[last-2].String()), twice) && len([]rune(h.words[last-1].String())) > len("M.")
}

// devout is the last of the words that a Spanish first name has behind Mary or Joseph:
// "María del Carmen Soto Gil", "José de Jesús Rey Paz". A last name follows them.
func (h human) devout() int {
	n := len(h.words)
	if !oneOf(lead.Fold(h.words[0].String()), "maria m ma mª jose juan rosa ana") {
		return 0
	}
	k := 1
	for k < n-2 && oneOf(strings.ToLower(h.words[k].String()), "de del la las los") {
		k++
	}
	if k == 1 || n-k < 3 {
		return 0
	}
	return k
}

// secondGiven says that a word is a common second first name of Spain and Portugal.
func secondGiven(s string) bool {
	return oneOf(lead.Fold(s), "jose maria luis luiz carlos antonio manuel javier alberto eduardo felipe andres ramon isabel carmen teresa elena fernando enrique angel miguel francisco pablo pedro juan jesus ignacio alejandro david daniel rafael sofia beatriz cristina lucia andrea paola fernanda gabriela patricia alejandra carolina helena henrique augusto roberto ricardo paulo cesar sebastian esteban paula camilo camila filipe clara claudia monica veronica victoria mario mauricio emilio julio guillermo gonzalo nicolas santiago victor hugo arturo ernesto joaquin eugenia lourdes dolores pilar mercedes luisa ines raquel silvia margarida conceicao fatima aparecida regina")
}

// spanish says that last names are two: the text is from a country where they are, or
// its words for fields are Spanish.
func (c *card) spanish() bool {
	const countries = "ES MX AR CO CL PE EC UY VE CR GT HN SV NI PA DO CU BO PY PR"
	if c.region != "" {
		return oneOf(c.region, countries)
	}
	for _, l := range c.lines {
		for _, w := range folded(l.text) {
			if oneOf(w, "telefono tfno movil domicilio correo calle avda avenida dpto") {
				return true
			}
		}
	}
	return false
}

// lastByShape is where the last name begins where no email says it.
func (c *card) lastByShape(h human) int {
	n := len(h.words)
	if n < 2 {
		return n
	}
	if h.comma() {
		return 0
	}
	if h.capital(0) && !h.capital(n-1) || c.familyStands(h) {
		return 0
	}
	for i := 1; i < n; i++ {
		if h.capital(i) && !h.capital(0) {
			return i
		}
	}
	if h.givenBehind() {
		return 0
	}
	for i := h.devout() + 1; i < n-1; i++ {
		switch {
		case i > 1 && oneOf(h.words[i].String(), "i y e"): // "Puigdomènech i Rovira"
			return i - 1
		case particle(h.words[i].String()):
			return i
		}
	}
	const many = 4 // as many words hold two last names as not
	if n >= many && len([]rune(h.words[n-2].String())) > len("M.") {
		return n - 2
	}
	if n > 2 && c.twoFamilies() && !secondGiven(h.words[1].String()) && len([]rune(h.words[n-2].String())) > 2 {
		return n - 2
	}
	return n - 1
}

func notASCII(r rune) bool { return r > unicode.MaxASCII }
