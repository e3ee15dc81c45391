package paste

import (
	"slices"
	"strings"
	"unicode"

	"leadpad/lead"
)

// nameWords divides a text into the words of a name and what it puts in parentheses
// or quotes between them, the name that people call somebody by: "Robert (Bob) Doe".
// Where nothing stands outside of them they are the name.
func nameWords(p piece) (words, called []piece) {
	s := p.String()
	from, open := -1, false
	end := func(i int) {
		if from < 0 {
			return
		}
		w := piece{p.line, p.from + from, p.from + i}
		from = -1
		if open || quoted(w.String()) {
			called = append(called, w)
			return
		}
		words = append(words, w)
	}
	for i, r := range s {
		switch {
		case r == '(' || r == '（':
			end(i)
			open = true
		case r == ')' || r == '）':
			end(i)
			open = false
		case unicode.IsSpace(r), r == ',', r == '/':
			end(i)
		case from < 0:
			from = i
		}
	}
	end(len(s))
	switch {
	case len(words) == 0:
		return called, nil
	case len(called) > 0 && quoted(lastOf(called).String()) && lastOf(called).from > lastOf(words).from:
		return append(words, called...), nil // a company's: 'Usługi "Dom"'
	case len(called) > 0 && (len(called) > 2 || roleWord(join(called).String())): // what they do
		return words, nil
	}
	return words, called
}

// quoted says that a word stands in quotes.
func quoted(s string) bool {
	const shortest = 3
	runes := []rune(s)
	n := len(runes)
	return n > shortest && strings.ContainsRune("\"“”„'‘’«", runes[0]) && strings.ContainsRune("\"“”'‘’»", runes[n-1])
}

// lettersBehind says that a word is letters behind a name that no list has to know:
// two capitals and small ones behind them ("FREng", "MSc"), or parts of several
// letters with a dot between them ("Pr.Eng").
func lettersBehind(s string) bool {
	const most = 8
	runes := []rune(strings.TrimSuffix(s, "."))
	if len(runes) > most || len(runes) < 3 {
		return false
	}
	if i := strings.IndexByte(s, '.'); i > 0 && i < len(s)-2 {
		parts := strings.FieldsFunc(s, func(r rune) bool { return r == '.' })
		long := false
		for _, part := range parts {
			long = long || len([]rune(part)) > 1
			if !unicode.IsUpper([]rune(part)[0]) {
				return false
			}
		}
		return long && len(parts) > 1
	}
	last := runes[len(runes)-1]
	return unicode.IsUpper(runes[0]) && unicode.IsUpper(runes[1]) && unicode.IsLower(last) && ascii(s) && strings.IndexByte(s, '-') < 0
}

// scripts are the parts of a text in which one script is written: a name in East Asian
// letters and its Latin spelling are two names.
func scripts(p piece) []piece {
	s := p.String()
	if !eastern(s) || !strings.ContainsFunc(s, latin) {
		return nil
	}
	var out []piece
	from, far := 0, false
	for i, r := range s {
		east := unspaced(r)
		if !east && !latin(r) {
			continue
		}
		if east != far {
			out = append(out, p.sub(from, i))
			from, far = i, east
		}
	}
	out = append(out, p.sub(from, len(s)))
	kept := out[:0]
	for _, q := range out {
		if !q.blank() {
			kept = append(kept, q)
		}
	}
	return kept
}

func latin(r rune) bool { return unicode.Is(unicode.Latin, r) }

// spacedOut is the begin of a piece of East Asian letters that stand apart, as cards
// write names: "王 小 明  经理".
func spacedOut(p piece) (name piece, ok bool) {
	const least, most = 2, 6
	s := p.String()
	if !eastern(s) {
		return p, false
	}
	n, end := 0, 0
	for w := range strings.FieldsSeq(s) {
		runes := []rune(w)
		if len(runes) != 1 || !unspaced(runes[0]) || n == most {
			break
		}
		end = strings.Index(s[end:], w) + end + len(w)
		n++
	}
	return p.sub(0, end), n > least || n == least && strings.TrimSpace(s[end:]) == ""
}

// takeSpaced takes a name whose letters stand apart; its given name is written without
// the spaces between them.
func (c *card) takeSpaced(p piece, w Why, detail string) bool {
	q, ok := spacedOut(p)
	if !ok {
		return false
	}
	words, _ := nameWords(q)
	c.left = append(c.left, Left{Text: q.String(), Kind: Tag, Line: q.number}) // as it was written
	family := 1
	if han := words[0].String() + words[1].String(); len(words) > 2 && oneOf(han, compoundNames) || len(words) > 3 || c.region == "JP" && len(words) > 2 {
		family = 2
	}
	c.person.last = giveClose(words[:family], w, detail)
	c.person.first = giveClose(words[family:], w, detail)
	return true
}

// giveClose makes a value of letters without the spaces between them.
func giveClose(letters []piece, w Why, detail string) value {
	v := letters[0].give(w, detail)
	for _, more := range letters[1:] {
		v.text += more.give(w, detail).text
	}
	return v
}

// giveWords makes a value of the words of a name; what stands between them and is none
// of them is left out.
func giveWords(words []piece, w Why, detail string) value {
	between := false
	for i := 1; i < len(words); i++ {
		gap := words[i].text[words[i-1].to:words[i].from]
		between = between || strings.ContainsFunc(gap, isWordRune)
	}
	if !between {
		return join(words).closed().give(w, detail)
	}
	v := words[0].give(w, detail)
	for _, word := range words[1:] {
		v.text += " " + word.give(w, detail).text
	}
	return v
}

// familyRun is how many words of the begin are the family's name where it stands
// first: up to the comma, the words in capitals, small words with the one behind
// them, else one.
func (h human) familyRun() int {
	n := len(h.words)
	for i := 0; i+1 < n; i++ {
		if strings.Contains(h.between(i), ",") {
			return i + 1
		}
	}
	k := 0
	for k < n-1 && h.capital(k) {
		k++
	}
	if k > 0 {
		return k
	}
	for k < n-2 && particle(h.words[k].String()) {
		k++
	}
	return k + 1
}

// between is what stands behind word i and before the next one.
func (h human) between(i int) string {
	return h.words[i].text[h.words[i].to:h.words[i+1].from]
}

// comma says that a comma parts two words of the name: the family's stands before it.
func (h human) comma() bool {
	for i := 0; i+1 < len(h.words); i++ {
		if strings.Contains(h.between(i), ",") {
			return true
		}
	}
	return false
}

// particle says that a word is one of the small ones that names have.
func particle(s string) bool {
	known, plain := particleWords.hasLetters(s)
	return known || !plain && particleWords.has(strings.ToLower(s))
}

var particleWords = newWordList(particles)

// fathers are the words before the father's name in Arabic, Hebrew and Malay names:
// with it they are the last name.
func (h human) fathers() int {
	for i := 1; i+1 < len(h.words); i++ {
		if oneOf(strings.ToLower(h.words[i].String()), "bin binti bint ibn binte anak bte bn בן בת بن بنت ابن") {
			return i
		}
	}
	return 0
}

// inCapitals is where words in capitals begin and end between others that are not,
// as Hong Kong writes the family's name: "Raymond CHAN Tai-man".
func (h human) inCapitals() (from, to int) {
	n := len(h.words)
	for i := 1; i < n-1; i++ {
		if h.capital(i) && !h.capital(0) && !h.capital(n-1) && !particle(h.words[i].String()) {
			to = i + 1
			for to < n-1 && h.capital(to) {
				to++
			}
			return i, to
		}
	}
	return 0, 0
}

// rank is the place of a name among romanFamilies, -1 for none: of two of them the more
// common one is the family's.
func rank(s string) int { return slices.Index(strings.Fields(romanFamilies), lead.Fold(s)) }

// romanFamilies are common family names of China, Korea and Viet Nam in Latin letters:
// where they stand first, and the text is from there, the given name follows.
const romanFamilies = `wang li zhang liu chen yang huang zhao wu zhou xu sun ma zhu hu guo he lin gao luo zheng liang xie song tang deng han feng cao zeng peng xiao cai pan tian dong yuan ye jiang su lu du wei cheng lv shen lau chan wong cheung ho leung lam chow yeung kwok tsang tse chiu fung yip
	kim lee park choi jung jeong kang cho yoon yun jang lim shin seo kwon hwang ahn song hong yoo ko moon bae baek heo nam sim noh
	nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh dao doan truong trinh tan lim goh ong teo koh chua toh ng`

// easternOrder says that a name in Latin letters has the family's first, as the
// country's own names have: the first word is such a name and the last one is none.
func (c *card) easternOrder(h human) bool {
	n := len(h.words)
	if n < 2 || !oneOf(c.region, "CN HK TW MO KR VN SG MY") {
		return false
	}
	first, last := rank(h.words[0].String()), rank(h.words[n-1].String())
	if first < 0 || last < 0 {
		return first >= 0
	}
	for _, e := range c.emails {
		if strings.ContainsAny(localOf(e.text), "._-") { // it parts them in an order of its own
			return false
		}
	}
	return n == 2 && c.region == "CN" && first < last
}
