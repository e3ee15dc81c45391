package paste

import (
	"slices"
	"strings"
	"unicode"

	"leadpad/lead"
	"leadpad/safe/lazyregexp"
)

// human is a text that can be a person's name: its words, and what stands before and
// behind them.
type human struct {
	words  []piece
	titles []piece
	called []piece // in parentheses or quotes: what people say, pronouns, titles
}

var titlesBefore = newWordList(`seu ato woizero aunty uncle alhaji alhaja barr pst ustaz ndugu bwana mwalimu mevr mej sigg capt cpt col ltc lt maj sgt cpl gen adm cdr lcdr cmdr brig drin maga diin ingin profin dipl-ingin bakka engr adv hj haji hajah tuan dto sri smti kum kumari pandit ustad sheikh shaikh eng doc dott drs pastor fr pater ven dres dipl-bw dipl-betriebsw mtro mtra abg sig sigra sigg dña ldo lda fru froken akad madame madam gospodin gospodja gosp κος κα κυρ г-н г-жа пан пані господин госпожа السيد السيدة الدكتور الدكتورة المهندس المهندسة الأستاذ الأستاذة د م أ مهندس دكتور ד"ר ד״ר פרופ' פרופ עו"ד עו״ד מר גב' גב dr prof professor dipl diplom ing dipl-ing dipl-kfm dipl-kffr dipl-inf mag dkfm herr herrn frau mr mrs ms miss mx sir dame lic lcdo lcda licda sr sra srta d dna dona dott
	dottssa drssa ssa avv geom rag me maitre mme mlle mlle m eng engo enga arq arqt drs ir mr mw dhr dra ra rain stb bc bca mgr phdr judr mudr rndr univ priv doz pd med jur phil rer nat oec habil hc h c dott.ssa kfm wirt-ing wirtsch fh uni betriebsw capt hon rev bpk docteur docteure doctor doctora doktor doktorin professeur profesor profesora professore professoressa licenciado licenciada ingeniero ingeniera maitre magister kyrios pan pani khun bapak ibu datuk dato encik puan shri smt adv ds drs sr.a`)

var titlesBehind = newWordList(`bvsc mrcvs frcvs mcmi fcmi mbcs fbcs ret retd usn usmc usaf rgn rmn acii fcii acib assoc hons ba bed llb barch march dipl pgd ed pg obe mbe cbe kbe dbe bem mp frs frsa frse fcma fciob mcips fcips mciob ceng cipd fcipd mcipd mrtpi riba arb aria fraia cpeng peng ing arch rpt dnb frcs mrcp mbbs bds mds pgdm iia cma cia cissp cism sa pmi gri crs abr csc realtor rn bsn pharmd od dc facs faap lcsw lmft cfre sphri acs cpim cscp kcb obe tech eur-ing bcom mcom hdip pgce cna cgma phd ph d mba msc m sc bsc b sc ba ma bs ms llm ll m mag cpa cfa esq jr sr ii iii iv md rn pe pmp cissp dds dvm jd do cfp aia leed ap meng beng fh tu sphr phr shrm-cp mrics frics bsc msc hons fca aca acca csm dba edd bba mag mph mpa rda he him her hers his she they them sie ihr er`)

// person reads a text as a name: two to five words in capitals, with the small words
// that names have, none of which says something else. Titles stand apart.
func person(p piece) (human, bool) {
	h := readHuman(p)
	return h, h.shape() && h.nothingElse() && scripts(p) == nil
}

// readHuman divides a text into the words of a name and its titles.
func readHuman(p piece) human {
	var h human
	s := p.String()
	words, called := nameWords(p)
	h.called = called
	for n := proxy(words); n > 0; n = 0 {
		h.titles, words = append(h.titles, words[:n]...), words[n:]
	}
	for len(words) > 2 && eastern(words[0].String()) && (roleWord(words[0].String()) || easternPart.MatchString(words[0].String())) {
		words = words[1:] // "主任 鈴木 美咲"
	}
	for len(words) > 0 && !initials(words) && !(strings.Count(words[0].String(), ".") > 2 && (len(words) < 3 || particle(words[1].String()))) && (isTitle(words[0].String(), titlesBefore) || len(words) > 2 && abbreviated(words[0].String())) {
		h.titles = append(h.titles, words[0])
		words = words[1:]
	}
	var behind []piece
	for len(words) > 1 && (isTitle(lastOf(words).String(), titlesBehind) && suffixLike(s, lastOf(words), p, words) || besideTitle(words, s, p) || len(words) > 2 && (lettersBehind(lastOf(words).String()) || noVowel(lastOf(words).String()) && !allCaps(words) || afterComma(s, p, words) || len(behind) > 0 && inCapitals(lastOf(words).String()) && !allCaps(words))) {
		behind = append([]piece{lastOf(words)}, behind...)
		words = words[:len(words)-1]
	}
	h.titles = append(h.titles, behind...)
	h.words = words
	return h
}

var ordinals = strings.NewReplacer("º", "", "ª", "", "-", "§")

// initials says that two letters with dots stand first: none of them is a title.
func initials(words []piece) bool {
	return len(words) > 2 && oneInitial(words[0]) && oneInitial(words[1])
}

func oneInitial(p piece) bool {
	return len([]rune(p.String())) == len("D.") && strings.HasSuffix(p.String(), ".")
}

// abbreviated says that a first word is a title that no list knows: it is cut off with
// a dot and is no initial, and no first name that is written so.
func abbreviated(s string) bool {
	const least, most = 3, 6
	n := len([]rune(s))
	if n < least || n > most || !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, ".a") || strings.Count(s, ".") > 1 {
		return false
	}
	return !oneOf(lead.Fold(s), "wm chas jos thos geo jas md mohd muhd ma st joh chr alex fr hch hr js gg ph th")
}

// afterComma says that a last word in capitals stands behind a comma and two words and
// more: no list has to know the letters in "Ann Ames, MSN, FNP-C".
func afterComma(s string, p piece, words []piece) bool {
	comma := strings.IndexByte(s, ',')
	w := lastOf(words)
	text := w.String()
	if comma < 0 || w.from-p.from < comma || text != strings.ToUpper(text) || capitals(text) < 2 || allCaps(words) {
		return false
	}
	const least = 2
	n := 0
	for _, word := range words {
		if word.from-p.from < comma {
			n++
		}
	}
	return n >= least
}

// besideTitle says that a last word in capitals, which no list knows, stands behind a
// title that one knows: "Ann Ames, CPA, CGMA".
func besideTitle(words []piece, s string, p piece) bool {
	n := len(words)
	if n < 4 || capitals(words[n-1].String()) < 2 || allCaps(words) {
		return false
	}
	before := words[n-2]
	return isTitle(before.String(), titlesBehind) && suffixLike(s, before, p, words[:n-1]) && strings.HasSuffix(strings.TrimRight(s[:words[n-1].from-p.from], " "), ",")
}

// proxy counts the words that say for whom somebody signs: "i. A.", "ppa.".
func proxy(words []piece) int {
	switch {
	case len(words) > 1 && oneOf(words[0].String()+words[1].String(), "i.A. i.V. I.A. I.V. p.p. p.o. P.O."):
		return 2
	case len(words) > 0 && oneOf(words[0].String(), "i.A. i.V. iA iV I.A. I.V. ppa. ppa pp. p.p. p.o. P.O. Inh. Inhaber:"):
		return 1
	}
	return 0
}

// suffixLike says that a last word stands as letters behind a name do: behind a
// comma, with a dot, or in more than one capital.
func suffixLike(s string, w piece, p piece, words []piece) bool {
	text := w.String()
	if len([]rune(text)) == len("M.") && strings.HasSuffix(text, ".") {
		return false // an initial
	}
	before := strings.TrimRight(s[:w.from-p.from], " ")
	return strings.HasSuffix(before, ",") || strings.HasSuffix(before, "(") || strings.HasSuffix(before, "/") || strings.Contains(text, ".") && len(text) > 2 ||
		len(words) > 2 && capitals(text) > 1 && !allCaps(words) || len(words) > 2 && text == strings.ToUpper(text) && len(text) > 1 && !allCaps(words) || oneOf(strings.ToLower(text), "phd mba jr sr iii")
}

func capitals(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n
}

// noVowel says that a word in capitals cannot be read as a name: "MSGD".
func noVowel(s string) bool {
	const least = 3
	return inCapitals(s) && len([]rune(s)) >= least && ascii(s) && !strings.ContainsAny(s, "AEIOUY")
}

// inCapitals says that a word of letters alone has two capitals and more, and nothing
// else.
func inCapitals(s string) bool { return capitals(s) == len([]rune(s)) && capitals(s) > 1 }

func allCaps(words []piece) bool {
	for _, w := range words {
		if w.String() != strings.ToUpper(w.String()) {
			return false
		}
	}
	return true
}

func isTitle(word string, list wordList) bool {
	switch {
	case oneOf(word, "Mª M.ª Mª. Ma."):
		return false // María
	case oneOf(word, "Bà Ông Chị Cô"):
		return list.has("dr") // Viet Nam's; without accents they are names
	}
	word = strings.ReplaceAll(word, "ª", "")
	const least = 3
	if strings.Count(word, ".") >= least && capitals(word)*2 == len(word) {
		return true // "T.S.U.", which stands before two words and more
	}
	if oneOf(word, "C.P. C.P.C. C.P.N. L.A.E. L.C.C. Q.F.B. M.V.Z.") {
		return list.has("dr") // Mexico's accountants and others
	}
	if oneOf(word, "Sri SRI") {
		return false // names of Indonesia begin with it
	}
	if oneOf(word, "DI CA CS CMA") {
		return list.has("dr") // engineers and accountants; in small letters they are names
	}
	word = strings.ToLower(word)
	stripped := strings.Trim(lead.Fold(ordinals.Replace(word)), " ")
	whole := strings.ReplaceAll(strings.ReplaceAll(word, ".", ""), "º", "")
	if stripped == "" {
		return false
	}
	if len(whole) == 1 && !strings.Contains(word, ".") {
		return false // an initial
	}
	for _, part := range strings.Fields(strings.ReplaceAll(lead.Fold(strings.ReplaceAll(word, ".", " ")), "-", " ")) {
		if !list.has(part) && !list.has(whole) {
			return false
		}
	}
	return true
}

const particles = ` dela delos arap wa ole ould عبد أبو ابو آل ابن بن i lo ap ab ferch verch degli dalla dal dell' delle dello della' op aus auf freifrau freiherr graf gräfin baron baronin prinz prinzessin edler ritter san binti bte bn ó ní nic mac abdel abdul abu bint von van de der den del della di da do dos das du des la le los las bin ibn al el ter ten te zu zur vom und y e af av zum op 't d' st. in o' ben `

// shape says that the words look like a name's.
func (h human) shape() bool {
	const most = 6
	if len(h.words) == 0 || len(h.words) > most {
		return false
	}
	big := 0
	for _, w := range h.words {
		s := w.String()
		if strings.ContainsAny(s, "0123456789@&:+_#%!?=<>[]{}\"™®©") || strings.HasSuffix(s, ".") && len([]rune(s)) > 4 {
			return false
		}
		first := []rune(s)[0]
		switch {
		case particle(s):
		case unicode.IsUpper(first), unicode.Is(unicode.Lo, first):
			big++
		case strings.HasPrefix(s, "d'") || strings.HasPrefix(s, "d’"):
		default:
			return false
		}
	}
	if s := h.words[0].String(); s == "di" || s == "by" {
		return false
	}
	return big > 0
}

// nothingElse says that no word of the name is one of roles, companies or addresses.
func (h human) nothingElse() bool {
	text := h.String()
	for i, w := range h.words {
		if s := w.String(); i > 0 && len(s) > len("M.") && strings.Contains(s, ".") && isTitle(s, titlesBefore) {
			return false // "Ordination Dr. Doe"
		}
	}
	if len(h.words) == 0 || oneOf(h.words[0].String(), "The Der Die Das Les Los Las Our Your Unser Unsere Notre Nuestro About Contact Meet") {
		return false
	}
	if closingWords(h.words[0].String()) && len(h.words[0].String()) > len("Mvh.") {
		return false // "Hilsen Kari Moe"
	}
	return !partOfHouse(text) && (oneInitial(h.words[0]) || !isNamedStreet(text)) && columnOf(text) == noColumn && !roleWord(text) && !companyWord(text) && !fieldWord(text) && !noNames.hasAny(folded(text)) && !lead.HasLegalForm(text) && !registered(text)
}

// noNames are words of badges, slogans and signs that no name has.
var noNames = newWordList(`free quotes quote welcome willkommen bienvenue bienvenidos benvenuti information zentrale familie licensed insured bonded opening hours offnungszeiten visitor exhibitor attendee besucher aussteller exposant visiteur visitante expositor espositore visitatore
	alle kassen quality qualitat since seit depuis desde dal wholesale retail import export impressum imprint kontakt contacts contatti contactos legal notice mentions legales aviso`)

func (h human) String() string {
	var words []string
	for _, w := range h.words {
		words = append(words, w.String())
	}
	return strings.Join(words, " ")
}

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
	for _, mark := range []string{" - ", " – ", ": ", " (", "/"} {
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

// behindRole is what stands behind a first word that says who owns a company, "Inhaber
// Jan Holm".
func (p piece) behindRole() (piece, bool) {
	s := p.String()
	i := strings.IndexByte(s, ' ')
	const least, most = 3, 5
	const owners = "inhaber inhaberin inh geschaftsfuhrer geschaftsfuhrerin owner proprietor prop gerant gerante titolare titular propietario propietaria proprietario proprietaria eigenaar eigenares wlasciciel wlascicielka majitel majitelka vlasnik vlasnica sahibi vl"
	if n := len(strings.Fields(s)); i < 0 || n < least || n > most || !oneOf(lead.Fold(s[:i]), owners) {
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
	for last > 0 && last < n-1 && (oneInitial(h.words[last]) || last == 1 && oneOf(h.words[0].String(), "Md. Md Mohd. Mohd Mhd. Sk. Syed Sheikh")) {
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
		c.aside(t, Title)
	}
}

// closed is a piece with the parenthesis behind it that it opens.
func (p piece) closed() piece {
	if strings.Contains(p.String(), "(") && !strings.Contains(p.String(), ")") && strings.HasPrefix(p.text[p.to:], ")") {
		p.to++
	}
	return p
}

// familyStands says that the family's name stands first: in Hungary, East Asia and
// Viet Nam, and before a given name with a patronymic.
func (c *card) familyStands(h human) bool {
	n := len(h.words)
	return c.region == "HU" || c.easternOrder(h) || eastern(h.words[0].String()) || n == 3 && patronymic.MatchString(h.words[2].String()) ||
		n > 2 && oneOf(lead.Fold(h.words[0].String()), vietnamese) && (c.region == "VN" || h.words[0].String() != lead.Fold(h.words[0].String()) && strings.ContainsFunc(h.String(), notASCII))
}

func notASCII(r rune) bool { return r > unicode.MaxASCII }

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
	return oneOf(lead.Fold(s), "jose maria luis luiz carlos antonio manuel javier alberto eduardo felipe andres ramon isabel carmen teresa elena fernando enrique angel miguel francisco pablo pedro juan jesus ignacio alejandro david daniel rafael sofia beatriz cristina lucia andrea paola fernanda gabriela patricia alejandra carolina helena henrique augusto roberto ricardo paulo cesar sebastian esteban")
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
