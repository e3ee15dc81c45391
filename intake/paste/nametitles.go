package paste

import (
	"strings"
	"unicode"

	"leadpad/lead"
)

var titlesBefore = newWordList(`hr seu ato woizero aunty uncle alhaji alhaja barr pst ustaz ndugu bwana mwalimu mevr mej sigg capt cpt col ltc lt maj sgt cpl gen adm cdr lcdr cmdr brig drin maga diin ingin profin dipl-ingin bakka engr adv hj haji hajah tuan dto sri smti kum kumari pandit ustad sheikh shaikh eng doc dott drs pastor fr pater ven dres dipl-bw dipl-betriebsw mtro mtra abg sig sigra sigg dña ldo lda fru froken akad madame madam gospodin gospodja gosp κος κα κυρ г-н г-жа пан пані господин госпожа السيد السيدة الدكتور الدكتورة المهندس المهندسة الأستاذ الأستاذة د م أ مهندس دكتور ד"ר ד״ר פרופ' פרופ עו"ד עו״ד מר גב' גב dr prof professor dipl diplom ing dipl-ing dipl-kfm dipl-kffr dipl-inf mag dkfm herr herrn frau mr mrs ms miss mx sir dame lic lcdo lcda licda sr sra srta d dna dona dott
	dottssa drssa ssa avv geom rag me maitre mme mlle mlle m eng engo enga arq arqt drs ir mr mw dhr dra ra rain stb bc bca mgr phdr judr mudr rndr univ priv doz pd med jur phil rer nat oec habil hc h c dott.ssa kfm wirt-ing wirtsch fh uni betriebsw capt hon rev bpk docteur docteure doctor doctora doktor doktorin professeur profesor profesora professore professoressa licenciado licenciada ingeniero ingeniera maitre magister kyrios pan pani khun bapak ibu datuk dato encik puan shri smt adv ds drs sr.a`)

var titlesBehind = newWordList(`bvsc mrcvs frcvs mcmi fcmi mbcs fbcs ret retd usn usmc usaf rgn rmn acii fcii acib assoc hons ba bed llb barch march dipl pgd ed pg obe mbe cbe kbe dbe bem mp frs frsa frse fcma fciob mcips fcips mciob ceng cipd fcipd mcipd mrtpi riba arb aria fraia cpeng peng ing arch rpt dnb frcs mrcp mbbs bds mds pgdm iia cma cia cissp cism sa pmi gri crs abr csc realtor rn bsn pharmd od dc facs faap lcsw lmft cfre sphri acs cpim cscp kcb obe tech eur-ing bcom mcom hdip pgce cna cgma phd ph d mba msc m sc bsc b sc ba ma bs ms llm ll m mag cpa cfa esq jr sr ii iii iv md rn pe pmp cissp dds dvm jd do cfp aia leed ap meng beng fh tu sphr phr shrm-cp mrics frics bsc msc hons fca aca acca csm dba edd bba mag mph mpa rda he him her hers his she they them sie ihr er`)

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
	return !oneOf(lead.Fold(s), "wm chas jos thos geo jas md mohd muhd ma st joh chr alex fr hch js gg ph th")
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
	if known, plain := list.hasLetters(word); plain {
		return known && len(word) > 1 // one letter is an initial
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

// gluedTitle parts what Thai writes before a first name without a space from it.
func gluedTitle(words []piece) (title, rest piece, ok bool) {
	const least = 3 // letters of a name
	if len(words) < 2 || !farScript(words[0].String()) {
		return title, rest, false
	}
	s := words[0].String()
	for _, t := range []string{"นางสาว", "นาง", "นาย", "คุณ", "น.ส.", "ดร.", "ผศ.", "รศ.", "ศ."} {
		if name, ok := strings.CutPrefix(s, t); ok && len([]rune(name)) >= least {
			return words[0].sub(0, len(t)), words[0].sub(len(t), len(s)), true
		}
	}
	return title, rest, false
}

// wholeWord is the piece with the rest of the word that it begins.
func (p piece) wholeWord() piece {
	if i := strings.IndexFunc(p.text[p.to:], unicode.IsSpace); i >= 0 && farScript(p.String()) {
		p.to += i
	}
	return p
}
