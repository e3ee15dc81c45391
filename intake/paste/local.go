package paste

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadpad/lead"
)

// reading is a text with the shape of a name. Whether it is one is asked of those alone
// that an email spells: the question is dear.
type reading struct {
	human
	of    piece
	run   bool // of a sentence
	asked bool
	sure  bool
}

// ok says that it is a name.
func (r *reading) ok() bool {
	if !r.asked {
		r.asked, r.sure = true, r.nothingElse() && scripts(r.of) == nil
	}
	return r.sure
}

// loose says that it is a name if an email spells it whole: "Tom Baker" of tom.baker@
// is no baker.
func (r *reading) loose() bool {
	const words = 2
	return r.ok() || len(r.words) == words && !legal(r.of.String()) && !companyWord(r.String())
}

// findNameByMail takes the name that an email's local part spells.
func (c *card) findNameByMail() {
	var locals []int
	for n := range c.emails {
		if !roleAddress(localOf(c.emails[n].text)) {
			locals = append(locals, n)
		}
	}
	if len(locals) == 0 {
		return
	}
	readings := c.readings()
	for _, pass := range []int{spelt, given, partly, alone} {
		for _, n := range locals {
			local := localOf(c.emails[n].text)
			for i := range readings {
				r := &readings[i]
				last, ok := r.speltBy(local, pass)
				if !ok {
					continue
				}
				if h := r.withoutLetters(local); len(h.words) < len(r.words) {
					r.human = h
					last, _ = matches(h, local, true)
				}
				c.emails[n].person = true
				if pass == given && len(r.words) > 1 { // it says nothing of the last name
					last = c.lastByShape(r.human)
				}
				last = c.twoGiven(r.human, local, last)
				if pass == partly && last == 1 && len(r.words) == 3 && oneOf(lead.Fold(r.words[0].String()), prophets) && !particle(r.words[1].String()) {
					last++ // usman@ of "Muhammad Usman Tariq"
				}
				c.takeName(r.human, c.familyFirst(r.human, last), Local, local+"@")
				c.setAsideSender(r.words[0].line)
				return
			}
		}
	}
}

// withoutLetters is a name without a last word of capitals that an email leaves out
// while it spells the others: letters behind the name that no list has to know.
func (h human) withoutLetters(local string) human {
	const words, longest = 3, 6
	n := len(h.words)
	if n < words || !inCapitals(h.words[n-1].String()) || h.capital(0) || h.capital(n-2) || len(h.words[n-1].String()) > longest {
		return h
	}
	bare := h
	bare.words = h.words[:n-1]
	if last, ok := matches(bare, local, true); !ok || last == 0 || last >= n-1 || strings.Contains(plainLocal(local), plain(h.words[n-1].String())[0]) {
		return h
	}
	bare.titles = append(slices.Clone(h.titles), h.words[n-1])
	return bare
}

// setAsideSender leaves over what a mail's head says of its sender beside the name.
func (c *card) setAsideSender(l *line) {
	if !strings.Contains(l.text, ":") || !quoteHeader.MatchString(l.text) {
		return
	}
	for _, p := range l.free() {
		c.aside(p, Rest)
	}
}

// readings are the texts of the block that have the shape of names.
func (c *card) readings() []reading {
	var out []reading
	for _, p := range c.near() {
		for _, q := range candidates(p) {
			if h := readHuman(q); h.shape() {
				out = append(out, reading{human: h, of: q})
			}
		}
		if sentence(p.String()) {
			for _, q := range p.capitalRuns() {
				if !p.goesOn(q) {
					out = append(out, runsOf(q)...)
				}
			}
		}
	}
	return out
}

// speltBy says that a local part spells the name as much as a pass wants, and where
// the last name begins.
func (r *reading) speltBy(local string, pass int) (last int, ok bool) {
	const words = 3
	one := len(r.words) < 2
	switch {
	case r.run && pass != spelt && pass != given:
		return 0, false
	case one != (pass == alone):
		return 0, false
	case pass == given && (len(r.words) > words || plain(r.words[0].String())[0] != plainLocal(local) && plain(firstHalf(r.words[0].String()))[0] != plainLocal(local) && !r.calledSo(local)):
		return 0, false // "Lotte Mulder" of lotte@, before "Fotografie Lotte Mulder"
	case pass == alone && plainLocal(local) != plain(r.String())[0]:
		return 0, false
	}
	last, ok = matches(r.human, local, pass == spelt)
	if pass == given && !ok && r.calledSo(local) {
		last, ok = defaultLast(make([]string, len(r.words))), true
	}
	return last, ok && (r.ok() || (pass == spelt || pass == given) && r.loose())
}

// firstHalf is a given name, or the first of two with a hyphen between them.
func firstHalf(s string) string {
	half, _, _ := strings.Cut(s, "-")
	return half
}

// How much of a name a local part spells: both names, the first one, one of them, or
// a single one that stands alone.
const (
	spelt = iota
	given
	partly
	alone
)

// familyFirst corrects where the last name begins by what a local part does not say:
// capitals mark the last name, and in Hungary it comes first.
func (c *card) familyFirst(h human, last int) int {
	n := len(h.words)
	if n < 2 {
		return last
	}
	first, behind := h.capital(0), h.capital(n-1)
	switch {
	case h.comma(): // "Doe, Jane"
		return 0
	case first && !behind:
		return 0
	case c.familyStands(h), h.givenBehind():
		return 0
	case last == n-1 && n == 3 && c.twoFamilies() && !secondGiven(h.words[1].String()) && !particle(h.words[1].String()) && len([]rune(h.words[1].String())) > 2:
		return n - 2
	case last == n-1 && n > 3 && c.twoFamilies() && !particle(h.words[n-2].String()): // "Carlos Eduardo Soto Gil" of carlos.gil@
		return n - 2
	}
	return last
}

// twoGiven moves the begin of the last name behind a second first name, which emails of
// the north have where there is no second last name: "Bjørn Erik Dahl" of bjorn.erik@.
func (c *card) twoGiven(h human, local string, last int) int {
	const words = 3
	if len(h.words) != words || last != 1 || !oneOf(c.region, "NO SE FI IS DE AT") || h.comma() {
		return last
	}
	first, second := plain(h.words[0].String()), plain(h.words[1].String())
	for form := range first {
		if strings.EqualFold(local, first[form]+"."+second[form]) || lead.Fold(local) == first[form]+" "+second[form] {
			return last + 1
		}
	}
	return last
}

// twoFamilies says that the text is from where last names are two.
func (c *card) twoFamilies() bool { return c.spanish() || oneOf(c.region, "PT BR AO MZ CV") }

// eastern says that a name is written in a script of East Asia, last name first.
func eastern(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana)
	})
}

// capital says that a word is written in capitals and is no initial.
func (h human) capital(i int) bool {
	s := h.words[i].String()
	if strings.ContainsAny(s, ".ªº") {
		return false
	}
	return s == strings.ToUpper(s) && s != strings.ToLower(s) && len([]rune(strings.Trim(s, "."))) > 1
}

func plainLocal(local string) string {
	local, _, _ = strings.Cut(local, "+")
	return strings.ReplaceAll(lead.Fold(strings.Trim(local, "0123456789")), " ", "")
}

// matches says that a local part spells a name, and at which word the last name
// begins; strict wants both names in it or an initial and the other.
func matches(h human, local string, strict bool) (last int, ok bool) {
	local, _, _ = strings.Cut(strings.ToLower(local), "+")
	var bits []string
	for _, b := range strings.FieldsFunc(local, func(r rune) bool { return r == '.' || r == '_' || r == '-' }) {
		if b = strings.Trim(b, "0123456789"); b != "" {
			bits = append(bits, lead.Fold(b))
		}
	}
	whole := strings.Join(bits, "")
	n := len(h.words)
	if whole == "" || n == 0 {
		return 0, false
	}
	if n == 1 {
		return 1, true
	}
	for _, form := range []int{0, 1} {
		w := make([]string, n)
		for i := range h.words {
			w[i] = plain(h.words[i].String())[form]
		}
		if k, ok := spells(w, bits, whole, strict); ok {
			return k, true
		}
		if k, ok := spellsHalf(h, w, bits, whole, form); ok {
			return k, true
		}
	}
	return 0, false
}

// spellsHalf compares a name of which a local part leaves out half: one of two names
// with a hyphen between them, or the first name for what people call its owner.
func spellsHalf(h human, w, bits []string, whole string, form int) (last int, ok bool) {
	for i, word := range h.words {
		if !strings.Contains(word.String(), "-") {
			continue
		}
		for half := range strings.SplitSeq(word.String(), "-") {
			other := slices.Clone(w)
			other[i] = plain(half)[form]
			if k, ok := spells(other, bits, whole, true); ok {
				return k, true
			}
		}
		short := slices.Clone(w)
		short[i] = ""
		for half := range strings.SplitSeq(word.String(), "-") {
			short[i] += initial(plain(half)[form])
		}
		if k, ok := spells(short, bits, whole, true); ok { // "Seo-yeon Choi" of sychoi@
			return k, true
		}
	}
	for _, called := range h.called {
		other := slices.Clone(w)
		if other[0] = plain(called.String())[form]; other[0] == "" {
			continue
		}
		if k, ok := spells(other, bits, whole, true); ok {
			return k, true
		}
	}
	return 0, false
}

// spells compares words with the bits of a local part.
func spells(w, bits []string, whole string, strict bool) (last int, ok bool) {
	const least = 3
	if k, ok := spellsInOrder(w, bits, whole); ok {
		return k, true
	}
	n := len(w)
	for i := range w {
		for k := range w {
			if i == k || w[i] == "" || w[k] == "" {
				continue
			}
			tail := strings.Join(w[min(k, n-1):], "")
			for _, l := range []string{w[k], tail} {
				if l == "" || i > k && l == tail && k != n-1 {
					continue
				}
				switch whole {
				case w[i] + l, l + w[i]:
					return k, true
				}
				if len(l) >= least && (whole == initial(w[i])+l || whole == l+initial(w[i])) || len(w[i]) >= least && i < k && whole == w[i]+initial(l) {
					return k, true
				}
			}
			if len(bits) >= 2 && (begins(w[i], bits[0]) && begins(w[k], lastOf(bits)) && len(bits[0])+len(lastOf(bits)) >= least) {
				return k, true
			}
		}
	}
	if strict {
		return 0, false
	}
	return spellsPartly(w, bits, whole)
}

// spellsInOrder compares first and last names, in the order in which they stand, or
// the first names' initials.
func spellsInOrder(w, bits []string, whole string) (last int, ok bool) {
	const least = 3
	for k := 1; k < len(w); k++ {
		short := ""
		for _, word := range w[:k] {
			short += initial(word)
		}
		given, family := strings.Join(w[:k], ""), strings.Join(w[k:], "")
		for b := 1; b < len(bits); b++ {
			if strings.Join(bits[:b], "") == given && strings.Join(bits[b:], "") == family {
				return k, true
			}
		}
		if len(family) >= least && whole == short+family {
			return k, true
		}
	}
	return 0, false
}

// spellsPartly compares one of the names, the initials of all, or a short form.
func spellsPartly(w, bits []string, whole string) (last int, ok bool) {
	const least = 3
	for k, word := range w {
		if len(word) >= least && (word == whole || slices.Contains(bits, word)) {
			if k == 0 {
				return defaultLast(w), true
			}
			return k, true
		}
	}
	short := ""
	for _, word := range w {
		short += initial(word)
	}
	return defaultLast(w), whole == short || len(whole) >= least && len(whole) <= 4 && strings.HasPrefix(w[0], whole) || len(whole) == 3 && short[:1] == whole[:1] && strings.HasPrefix(lastOf(w), whole[1:])
}

func initial(w string) string {
	_, n := utf8.DecodeRuneInString(w)
	return w[:n]
}

// begins says that a bit is a word, or its first letter.
func begins(word, bit string) bool { return word == bit || bit == initial(word) && bit != "" }

// defaultLast is where the last name begins where nothing says it: of four words and
// more two belong to it as often as not.
func defaultLast(w []string) int {
	const many = 4
	if len(w) >= many && len(w[len(w)-2]) > 1 {
		return len(w) - 2
	}
	return len(w) - 1
}

// roleAddress says that an email is nobody's: "info", "sales", "kontakt".
func roleAddress(local string) bool {
	words := strings.FieldsFunc(strings.ToLower(local), func(r rune) bool { return strings.ContainsRune("._-+", r) })
	return len(words) > 0 && roleLocals.has(words[0])
}

// roleLocals are the local parts of emails that are nobody's.
var roleLocals = newWordList(`info office kontakt contact contacto contatto contato contacts hello hallo hola hi mail post email service services sales vertrieb verkauf
		support help helpdesk admin administration webmaster team hr jobs careers career bewerbung billing invoice rechnung buchhaltung accounting press presse
		marketing einkauf procurement orders order bestellung shop booking reservations reservierung administracio compres vendes comandes ordination gare acquisti ufficio protocollo tecnico suprimentos financeiro faturamento atendimento sekretariat zamowienia sprzedaz zakupy handel obchod objednavky nakup prodej ertekesites rendeles iroda titkarsag vanzari comenzi achizitii prodaja narudzbe nabava
		bestilling ordre kontor myynti tilaukset asiakaspalvelu toimisto satis bilgi siparis muhasebe inkoop bestellingen achat achats commande comptabilite export import trade trading purchase purchasing logistics logistik reservas recepcion pedidos facturacion soumu eigyo customercare concierge frontdesk desk
		reception rezeption empfang zentrale welcome general
		enquiries enquiry inquiries inquiry customerservice kundenservice ventas compras administracion vendas comercial commercial accueil direction secretariat
		segreteria amministrazione vendite geral klantenservice verkoop administratie receptie salg kundeservice forsaljning kundtjanst noreply no-reply newsletter privacy datenschutz legal media events dispatch firma biuro kanzlei praxis studio`)
