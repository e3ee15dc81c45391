package paste

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadpad/lead"
	"leadpad/safe/lazyregexp"
)

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

// findCompany takes the company by its legal form, else by its likeness to the
// domain of its mail or its site.
func (c *card) findCompany() {
	if c.company.text != "" { // a label named it
		return
	}
	pieces := c.near()
	for _, p := range pieces {
		if form := legalPart(p); form.from < form.to {
			c.takeCompany(form, LegalForm, "")
			return
		}
	}
	for _, p := range pieces {
		if c.practice(p) {
			continue
		}
		from := append(append(c.wholeBrands(p), p), parts(p)...)
		if sentence(p.String()) {
			from = p.capitalRuns()
		}
		for _, q := range from {
			if host := c.likeDomain(q.String()); host != "" && !(roleWord(q.String()) && strings.Contains(q.String(), " ")) {
				c.takeCompany(q, Domain, host)
				return
			}
		}
	}
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
		if from >= 0 && strings.ContainsAny(w[len(w)-1:], ".,;!?)") {
			out = append(out, p.sub(from, end-1))
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
	if i := strings.LastIndex(s, " of "); i > 0 && roleWord(s[:i]) { // "CFO of Acme Inc."
		out = append(out, p.sub(i+len(" of "), len(s)))
	}
	if i := strings.Index(s, " @"); i > 0 && !strings.HasPrefix(s[i:], " @ ") { // "Buyer @Acme"
		out = append(out, p.sub(i+len(" @"), len(s)))
	}
	for _, at := range []string{" at ", " @ ", " bei ", " chez ", " en ", " presso ", " bij ", " na ", " hos ", " behalf of ", " - ", " – ", ": "} {
		if i := strings.Index(s, at); i > 0 {
			out = append(out, p.sub(i+len(at), len(s)))
			out = append(out, p.sub(0, i))
		}
	}
	return out
}

// legalPart is the part of a piece that ends in a legal form or begins with one.
func legalPart(p piece) piece {
	none := piece{p.line, p.from, p.from}
	apart := false // ", Inc." belongs to what stands before it
	for _, a := range p.commas() {
		apart = apart || formAlone(a.String())
	}
	for _, q := range parts(p) {
		if !apart && len(q.commas()) == 1 && legal(q.String()) && !strings.Contains(q.String(), ": ") {
			if i := strings.Index(p.String(), ", "+q.String()); i > 0 && len(strings.Fields(q.String())) == 1 {
				continue
			}
			return q
		}
	}
	atoms := p.commas()
	for i := range atoms { // "Acme, Inc.", "Müller, Schmidt & Co. KG"
		for k := i + 1; k <= len(atoms); k++ {
			if q := join(atoms[i:k]); k < len(atoms) && legal(q.String()) && formAlone(atoms[k].String()) {
				continue
			}
			q := join(atoms[i:k])
			if legal(q.String()) && !roleWord(atoms[i].String()) && !strings.ContainsAny(atoms[i].String(), "0123456789") {
				return q
			}
		}
	}
	if legal(p.String()) {
		return p
	}
	return none
}

// formAlone says that a text is a legal form without a name.
func formAlone(s string) bool {
	for w := range strings.FieldsSeq(s) {
		if !lead.HasLegalForm("Xyzzy "+w) && !oneOf(w, "de & y e and und SCCL P.C. PC") {
			return false
		}
	}
	return true
}

// easternForm are legal forms that are written without a space before the name.
var easternForm = lazyregexp.New(`株式会社|有限会社|合同会社|合資会社|一般社団法人|財団法人|医療法人|学校法人|有限公司|股份公司|有限责任公司|集团|集團|事务所|事務所|商行|商店|工厂|大学|大學|医院|醫院|\p{Han}{3,}(?:厂|廠|店|馆|館|社)$|銀行|银行|酒店|飯店|주식회사|유한회사|\(주\)|（주）|㈜|㈱|（株）|\(株\)|대학교|병원|은행|บริษัท|จำกัด|หจก\.|ห้างหุ้นส่วน|โรงแรม|โรงพยาบาล|มหาวิทยาลัย`)

// formBefore are legal forms that stand before a name (ISO 20275), as written.
var formBefore = newWordList(`SARL SAS SASU EURL SCI SNC SCP SELARL ASBL VZW UAB SIA AB MB VšĮ OÜ AS PT CV UD TB ООО ОАО ЗАО ПАО АО ИП ТОО ТОВ ПП ФОП ПрАТ ТзОВ ЕТ SC SA Firma Fa. PPHU PHU FHU
	شركة مؤسسة مجموعة شرکت חברת קבוצת CÔNG TNHH`)

// wordsBefore are such forms of two words, and what stands behind a name with quotes in it.
var wordsBefore = lazyregexp.New(`(?i)^(?:công ty|cty|nhà hàng|khách sạn|cửa hàng|tiệm|quán|siêu thị|doanh nghiệp|chi nhánh|tập đoàn|société|association|compagnie|ditta|impresa)\s|(?:בע["״]מ|ע["״]ר|ש\.מ\.م|ذ\.م\.م\.?|م\.م\.ح)$`)

// family are the words by which families name their companies, behind an "and".
var family = lazyregexp.New(`(?i)(?:&|\bund|\band|\bet|\by|\be|\bi|\bog|\boch|\ben)\s+(?:söhne|sohn|sons?|söner|sønner|fils|figli[oa]?|hijos|filhos?|zonen|synowie|synové|fiai|co\.?|cie\.?|partners?|partner|associ[ée]s|associates|associati|asociados|associados|compan(?:y|ies)|collègues|hermanos|fratelli|brothers|oğulları)\.?$`)

// legal says that a text is a company by its form and nothing else.
func legal(s string) bool {
	const longest = 90
	if len(s) > longest || strings.ContainsAny(s, "@:") || registered(s) || prose(s) {
		return false
	}
	words := strings.Fields(s)
	if farScript(s) && easternForm.MatchString(s) {
		return true
	}
	if len(words) > 1 && (formBefore.has(words[0]) || wordsBefore.MatchString(s)) && !roleWord(strings.Join(words[1:], " ")) {
		return true
	}
	if n := len(words); n > 2 && oneOf(strings.ToLower(words[n-2]), "& "+ands) && family.MatchString(s) {
		return true
	}
	if lower := strings.ToLower(s); len(words) > 1 && (strings.HasSuffix(lower, " bpk") || strings.HasSuffix(lower, " (edms) bpk.")) {
		return true // Afrikaans
	}
	if !lead.HasLegalForm(s) {
		return false
	}
	last := strings.Trim(lastOf(words), ".,()")
	if roleWord(s) && oneOf(strings.ToLower(last), "group gruppe groupe grupo gruppo holding holdings co company me is as da se sa ca") {
		return false
	}
	return !oneOf(strings.ToLower(last), "ma me is da ad se en cv et la do") || last == strings.ToUpper(last) && len(words) > 1
}

// companyAgain takes what only repeats the company's name.
func (c *card) companyAgain() {
	for _, p := range c.free() {
		if strings.EqualFold(p.String(), c.company.text) {
			c.aside(p, Tag)
		}
	}
}

// likeDomain is the host that a text is the name of, "" for none.
func (c *card) likeDomain(s string) string {
	const most = 70
	if len(s) > most || strings.ContainsAny(s, "@:") {
		return ""
	}
	var t hostText
	for _, host := range c.hosts() {
		if t.folded == nil {
			t = newHostText(s)
		}
		if t.namesHost(brandOf(host)) {
			return host
		}
	}
	return ""
}

// hostText is a text with its words as hosts may write them.
type hostText struct {
	text          string
	plain         [2]string
	folded, words []string
	initials      string
}

func newHostText(s string) hostText {
	t := hostText{text: s, plain: plain(s), folded: append([]string{}, folded(s)...), words: strings.Fields(plainWords(s))}
	for _, w := range t.folded {
		if !oneOf(w, ands+" of the de der di la") {
			t.initials += initial(w)
		}
	}
	return t
}

// ands are what "&" is read as in the names of hosts.
const ands = "and und et y e i og och en"

// namesHost says that a host has its name of a text: the text without spaces and
// legal form is the host's name, begins with it, holds it as whole words, or has its
// letters as initials.
func (t hostText) namesHost(brand string) bool {
	const least = 3
	bare := strings.ReplaceAll(brand, "-", "")
	if bare == "" {
		return false
	}
	for _, text := range t.plain {
		if text == "" {
			continue
		}
		if text == bare || len(bare) > least && strings.HasPrefix(text, bare) && t.startsWord(bare) || len(text) > least && strings.HasPrefix(bare, text) && len(text)*2 >= len(bare) {
			return true
		}
	}
	if len(bare) >= least && t.initials == bare {
		return true
	}
	if strings.Contains(brand, "-") && len(t.folded) > 1 && allIn(strings.Split(brand, "-"), t.folded) {
		return true
	}
	return t.holdsWords(bare)
}

// holdsWords says that neighbouring words of a text spell a host's name, or its
// begin: "Fietsenmaker De Spaak" of despaak.nl, "Nguyen Family Dentistry" of
// nguyenfamilydental.com. "&" may be spelt.
func (t hostText) holdsWords(bare string) bool {
	const least, begin = 5, 8
	if len(bare) < least {
		return false
	}
	for _, and := range append(strings.Fields(ands), "") {
		words := t.words
		if strings.Contains(t.text, "&") {
			words = strings.Fields(plainWords(strings.ReplaceAll(t.text, "&", " "+and+" ")))
		}
		for i := range words {
			text := ""
			for k, w := range words[i:] {
				text += w
				if text == bare && len(words) > 1 || k > 0 && len(text) >= begin && len(text)*3 >= len(bare)*2 && strings.HasPrefix(bare, text) {
					return true
				}
			}
		}
		if !strings.Contains(t.text, "&") {
			break
		}
	}
	return false
}

// startsWord says that a host's name is whole words of a text.
func (t hostText) startsWord(bare string) bool {
	for _, words := range [][]string{t.folded, t.words} {
		text := ""
		for _, w := range words {
			if text += w; text == bare {
				return true
			}
		}
	}
	return false
}

// plainWords are the words of a text with umlauts as hosts spell them.
func plainWords(s string) string {
	var out []string
	for w := range strings.FieldsSeq(s) {
		out = append(out, plain(w)[1])
	}
	return strings.Join(out, " ")
}

func allIn(bits, words []string) bool {
	for _, b := range bits {
		found := false
		for _, w := range words {
			found = found || w == b || plain(w)[1] == b
		}
		if !found {
			return false
		}
	}
	return true
}

// brandOf is the name of a host below its public suffix: "acme" of "www.acme.co.uk".
func brandOf(host string) string {
	labels := strings.Split(strings.TrimPrefix(host, "www."), ".")
	n := len(labels) - 1
	if n > 1 && oneOf(labels[n-1], "co com org net ac gov or ne go edu gob") && len(labels[n]) == 2 {
		n--
	}
	if n < 1 {
		return ""
	}
	return labels[n-1]
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
