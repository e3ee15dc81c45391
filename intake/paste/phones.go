package paste

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"leadpad/lead"
	"leadpad/safe/lazyregexp"
)

// A number, with the extension behind it.
var numberForm = lazyregexp.New(`(?i)(?:[+＋]|\(\s?[+＋]?)?\s?\p{Nd}(?:[ \x{a0}\x{202f}().\-‐‑–/]*\p{Nd})+(?:\s*(?:;ext=|[,(–-]?\s*(?:extension|extensión|extn?\.?|x|#|durchwahl|dw\.?|nebenstelle|kl(?:appe)?\.|poste|interne?|interno|int\.?|anexo|ramal|toestel|tst\.?|wewn?\.?|w\.|доб\.?|вн(?:утр)?\.?|loc\.?|local|dahili|linka|vnitřní|mell(?:ék)?\.?|εσωτ\.?|máy lẻ|שלוחה|تحويلة|ต่อ|分机|分機|内線|내선|转|轉)\s*[:.]?\s*)\d{1,6}\)?)?`)

// run is a number in a line and the words around it.
type run struct {
	from, to      int
	before, after piece // label words, empty for none
	fax, direct   bool
	labelled      bool
	lettered      bool // a single letter, which no list knows, stands before it
	alone         bool // nothing else stands in its piece
}

// findPhones takes phones: what names its country, what a label says is one, and
// what stands alone and is a number in use where the text is from. A fax is none.
func (c *card) findPhones() {
	above := "" // the line before, where it is nothing but a label
	for _, l := range c.lines {
		if l.outside {
			continue
		}
		if registered(l.text) && !strings.ContainsAny(l.text, "+|•·") {
			above = ""
			continue
		}
		runs := c.runs(l)
		for i, r := range runs {
			if i > 0 && !r.labelled && follows(l.text[max(runs[i-1].to, runs[i-1].after.to):r.from]) && digits(l.text[r.from:r.to]) >= shortestNumber {
				r.labelled, r.fax, r.direct = runs[i-1].labelled, runs[i-1].fax, runs[i-1].direct
				runs[i] = r
			}
			if i == 0 && above != "" && r.alone && !r.labelled {
				r.labelled = true
				r.fax, r.direct = labelMeans(above)
			}
			c.phone(l, r)
		}
		above = ""
		if words := folded(l.text); len(runs) == 0 && len(words) > 0 && allLabels(words) {
			above = l.text
		}
	}
}

// shortestNumber is how many digits a second number has behind a label: fewer are a
// postal code or a house's.
const shortestNumber = 7

// follows says that nothing but a mark or an "or" parts two numbers of one label.
func follows(between string) bool {
	words := strings.Trim(between, " ,;/&|\u00a0")
	return len(between) > 0 && (words == "" || oneOf(lead.Fold(words), "or and oder und ou et o y e of en och eller og lub tai"))
}

// runs finds the numbers of a line and which words belong to which.
func (c *card) runs(l *line) []run {
	var out []run
	const shortest = 5
	if digits(l.text) < shortest {
		return nil
	}
	spots := numberForm.FindAllStringIndex(l.text, -1)
	spots = slices.DeleteFunc(spots, func(at []int) bool { return (piece{l, at[0], at[1]}).gone() || digits(l.text[at[0]:at[1]]) < 5 })
	spots = apart(l.text, spots)
	end := 0
	for i, at := range spots {
		from := at[0] + len(l.text[at[0]:at[1]]) - len(strings.TrimLeft(l.text[at[0]:at[1]], " \t\u00a0"))
		r := run{from: from, to: at[1]}
		next := len(l.text)
		if i+1 < len(spots) {
			next = spots[i+1][0]
		}
		r.before = labelBefore(piece{l, lastBreak(l, end, from), from})
		r.after = labelAfter(piece{l, r.to, firstBreak(l, r.to, next)}, r.before.from < r.before.to, next < len(l.text))
		if weakLabel(r.before) {
			r.before.from = r.before.to
		}
		r.labelled = r.before.from < r.before.to || r.after.from < r.after.to
		r.alone = (piece{l, lastBreak(l, end, from), r.before.from}).blank() || r.before.from == r.before.to && (piece{l, lastBreak(l, end, from), from}).blank()
		if !r.alone && r.before.from == r.before.to { // a word before a colon names it: "Barn: 920 555 0155"
			before := l.text[lastBreak(l, end, from):from]
			r.alone, r.lettered = oneWord.MatchString(before), oneLetter.MatchString(before)
		}
		tail := firstBreak(l, r.to, next)
		if strings.HasPrefix(strings.TrimLeft(l.text[r.to:], " "), ")") && strings.Contains(l.text[:from], "(") && !strings.Contains(l.text[from:r.to], "(") {
			tail = r.to // "(jane@hooli.example / 07700 900441)"
		}
		if tail == next && next < len(l.text) { // up to the next number's label
			tail = max(r.to, labelBefore(piece{l, r.to, next}).from)
		}
		r.alone = r.alone && (piece{l, max(r.to, r.after.to), max(tail, r.to, r.after.to)}).blank()
		r.fax, r.direct = labelMeans(r.before.String() + " " + r.after.String())
		end = r.to
		if r.after.from < r.after.to {
			end = r.after.to
		}
		out = append(out, r)
	}
	return out
}

// divide is where a slash, or a dash with spaces around it, divides a text, and how
// long it is.
func divide(s string) (at, length int) {
	for _, mark := range []string{"/", " – ", " - "} {
		if i := strings.Index(s, mark); i > 0 {
			return i, len(mark)
		}
	}
	return 0, 0
}

// apart divides two whole numbers with a slash or a dash between them.
func apart(text string, spots [][]int) [][]int {
	const least = 7 // digits: fewer are an area code or an extension
	var out [][]int
	for _, at := range spots {
		s := text[at[0]:at[1]]
		enough := least
		if strings.ContainsAny(s, "+＋") {
			enough += len("49") // with its country's code
		}
		if i, n := divide(s); i > 0 && digits(s[:i]) >= enough && digits(s[i+n:]) >= least {
			out = append(out, []int{at[0], at[0] + len(strings.TrimRight(s[:i], " "))}, []int{at[0] + i + n, at[1]})
			continue
		}
		out = append(out, at)
	}
	return out
}

// phone takes a run if it is a phone.
func (c *card) phone(l *line, r run) {
	number := piece{l, r.from, r.to}
	if p := number.unclosed(); p.to < number.to {
		number = p
	}
	number = number.unglued()
	text := number.String()
	if text == "" {
		return
	}
	read := sync.OnceValue(func() lead.Phone { return lead.ReadPhone(withoutExtension(text), c.region) })
	if before := (piece{l, lastBreak(l, 0, r.from), r.from}); registered(before.String()) {
		return
	}
	if postalLike.MatchString(strings.TrimSpace(text)) && slices.Contains(folded(r.before.String()), "cep") {
		return // Brazil's word for a postal code is Turkey's for a mobile
	}
	if digits(text) <= 6 && prefixForm.MatchString(l.text[r.before.from:r.to]) {
		return // a postal code with the letters of its country
	}
	plus := strings.ContainsAny(text, "+＋") || strings.HasPrefix(text, "00")
	switch {
	case r.fax && r.labelled && digits(text) >= 6:
		c.aside(r.withLabels(number), Fax)
		return
	case plus && (international(text) || read().Possible):
	case r.labelled && !datelike(text) && digits(text) >= 6:
	case r.alone && !plus && c.certainNumber(text, read):
	case r.lettered && !datelike(text) && strings.ContainsAny(text, " ()/.-") && read().Valid:
		c.aside(piece{l, lastBreak(l, 0, r.from), r.from}, Tag)
	case wholeAmerican.MatchString(text) && oneOf(c.region+"-", "- US- CA-"): // "Call or text (608) 555-0142"
	default:
		return
	}
	v := number.give(Number, read().Place)
	v.person = r.direct
	c.addPhone(v)
	c.leaveGlued(number)
	c.aside(r.before, Tag)
	c.aside(r.after, Tag)
}

// wordedExtension is an extension with the word before it, which not every country's
// number may have.
var wordedExtension = lazyregexp.New(`[\s,(–-]*(?:w|loc|local|wewn?|ext|extn)\.?\s*:?\s*\d{1,6}\)?$`)

func withoutExtension(text string) string {
	if strings.IndexFunc(text, unicode.IsLetter) < 0 {
		return text
	}
	return wordedExtension.ReplaceAllString(text, "")
}

// international says that a number names its country, in as many digits as such
// numbers have (ITU-T E.164).
func international(text string) bool {
	const least, most = 8, 15
	main, _, _ := strings.Cut(strings.ToLower(text), "x")
	n := digits(main)
	return strings.ContainsAny(text, "+＋") && n >= least && n <= most
}

var (
	oneWord   = lazyregexp.New(`^\s*(?:[\p{L}’'-]+\s){0,3}[\p{L}’'-]+\s?[:：]\s*$`)
	oneLetter = lazyregexp.New(`^\s*[(\[]?\p{L}[)\]]?[.:]?\s*$`)
)

var postalLike = lazyregexp.New(`^\d{5}-?\d{3}$`)

// withLabels is a number with its labels.
func (r run) withLabels(number piece) piece {
	p := number
	if r.before.from < r.before.to {
		p.from = r.before.from
	}
	if r.after.from < r.after.to {
		p.to = r.after.to
	}
	return p
}

// unclosed cuts what belongs to a parenthesis that opens behind the number.
func (p piece) unclosed() piece {
	s := p.String()
	if strings.Count(s, "(") > strings.Count(s, ")") {
		p.to = p.from + strings.LastIndexByte(s, '(')
	}
	return p
}

// unglued is a number without the group of digits that a letter touches; empty when
// one touches its begin.
func (p piece) unglued() piece {
	none := piece{p.line, p.from, p.from}
	first, _ := utf8.DecodeRuneInString(p.String())
	before, _ := utf8.DecodeLastRuneInString(p.text[:p.from])
	if p.from > 0 && isDigit(first) && isWordRune(before) && !unspaced(before) {
		return none
	}
	after, _ := utf8.DecodeRuneInString(p.text[p.to:])
	if p.to == len(p.text) || !isWordRune(after) || unspaced(after) {
		return p
	}
	cut := strings.LastIndexAny(p.String(), " -./")
	if cut < 0 {
		return none
	}
	return p.sub(0, cut)
}

// unspaced says that a letter is of a script that puts no spaces between words.
func unspaced(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}

func isDigit(r rune) bool {
	if r < utf8.RuneSelf {
		return '0' <= r && r <= '9'
	}
	return unicode.Is(unicode.Nd, r)
}

func (c *card) addPhone(v value) {
	if i, known := c.numbers.add(digitsOf(v.text), len(c.phones)); known {
		if c.phones[i].text != v.text {
			c.left = append(c.left, Left{Text: v.text, Kind: Tag, Line: v.line})
		}
		return
	}
	c.phones = append(c.phones, v)
}

// wholeAmerican is such a number as only phones are written.
var wholeAmerican = lazyregexp.New(`^(?:1[ .-])?(?:\([2-9]\d{2}\) ?|[2-9]\d{2}-)[2-9]\d{2}-\d{4}$`)

var northAmerican = lazyregexp.New(`^1?[ .-]?\(?[2-9]\d{2}(?:[ ./-]{1,2}|\)[ ./-]{0,2})[2-9]\d{2}[ .-]\d{4}(?:\D.*)?$`)

// certainNumber says that digits which nothing names are a phone all the same.
func (c *card) certainNumber(text string, read func() lead.Phone) bool {
	const least = 8
	if datelike(text) || digits(text) < least {
		return false
	}
	if northAmerican.MatchString(text) && (c.region == "" || c.region == "US" || c.region == "CA" || !read().Valid) {
		return true
	}
	if c.region == "" {
		return strings.HasPrefix(text, "0") || strings.HasPrefix(text, "(0")
	}
	trunk := strings.HasPrefix(text, "0") || strings.HasPrefix(text, "(0")
	if !read().Valid && trunk && read().Possible && digits(text) > least { // of a range that is not given out
		return strings.ContainsAny(text, " ()/.-")
	}
	return read().Valid && (trunk || strings.ContainsAny(text, " ()/.-"))
}

// dateForm is a date that begins with its year or ends in it, or two years.
var dateForm = lazyregexp.New(`^(?:(?:19|20)\d{2}[./-]\d{1,2}[./-]\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:\d{2}|(?:19|20)\d{2})|(?:1[89]|20)\d{2}\s?[-–]\s?(?:1[89]|20)\d{2})$`)

func datelike(s string) bool { return dateForm.MatchString(strings.TrimSpace(s)) }

// digits counts the bytes of the digits of a text.
func digits(s string) int {
	n := 0
	for _, r := range s {
		if isDigit(r) {
			n += utf8.RuneLen(r)
		}
	}
	return n
}

func digitsOf(s string) string {
	return strings.Map(func(r rune) rune {
		if isDigit(r) {
			return r
		}
		return -1
	}, s)
}
