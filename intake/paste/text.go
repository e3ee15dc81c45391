package paste

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadpad/lead"
)

// line is one line of the text and what of it has a place already.
type line struct {
	text    string
	said    string  // the text, while text has capitals that it has not; else ""
	number  int     // counted from 1
	taken   []bool  // by byte
	outside bool    // quoted mail, a disclaimer, prose: no value is sought in it
	parts   []piece // what free found, until something is taken; nil for not sought
}

func lines(text string) []*line {
	var out []*line
	for s := range strings.SplitSeq(text, "\n") {
		out = append(out, &line{text: s, number: len(out) + 1})
	}
	return out
}

// piece is a part of a line that no rule has taken yet.
type piece struct {
	*line
	from, to int
}

func (p piece) String() string { return p.text[p.from:p.to] }

// sub is a part of a piece, counted from its begin, without the white space and
// commas around it.
func (p piece) sub(from, to int) piece {
	q := piece{p.line, p.from + from, p.from + to}
	for q.from < q.to {
		r, n := utf8.DecodeRuneInString(q.text[q.from:q.to])
		if (r == '-' || r == '–' || r == '—') && strings.HasPrefix(q.text[q.from+n:q.to], " ") { // of a list
			q.from += n
			continue
		}
		if !unicode.IsSpace(r) && !strings.ContainsRune(",،，、;:：|*<>\"“”„", r) && !unicode.Is(unicode.So, r) {
			break
		}
		q.from += n
	}
	for q.from < q.to {
		r, n := utf8.DecodeLastRuneInString(q.text[q.from:q.to])
		if r == '.' && strings.HasSuffix(q.text[q.from:q.to], " .") { // as machines read cards
			q.to--
			continue
		}
		if !unicode.IsSpace(r) && !strings.ContainsRune(",،，、;:：|*-–—<>\"“”„", r) && !unicode.Is(unicode.So, r) {
			break
		}
		q.to -= n
	}
	return q.quoted()
}

// quoted is a piece with the quote behind it that one inside of it opens.
func (p piece) quoted() piece {
	s := p.String()
	if strings.Contains(s, "“") && !strings.Contains(s, "„") && strings.HasSuffix(p.text[:p.from], "„") {
		p.from -= len("„") // "„Rodopi“ EOOD"
	}
	if q, ok := p.opened(); ok {
		return q
	}
	r, n := utf8.DecodeRuneInString(p.text[p.to:])
	switch {
	case r == '"' && strings.Count(s, `"`)%2 == 1,
		(r == '“' || r == '”') && strings.LastIndexAny(s, "„“") > strings.LastIndex(s, "”"):
		p.to += n
	}
	return p
}

// opened is a piece with the quote before it whose end stands inside of it.
func (p piece) opened() (piece, bool) {
	if p.from == 0 || p.text[p.from-1] != '"' && p.text[p.from-1] < utf8.RuneSelf {
		return p, false
	}
	s := p.String()
	if strings.HasSuffix(p.text[:p.from], "„") && strings.Count(s, `"`)%2 == 1 && !strings.HasPrefix(s, `"`) {
		p.from -= len("„") // `„Rodopi" Ltd`
		return p, true
	}
	if s[:min(1, len(s))] != `"` && strings.HasSuffix(p.text[:p.from], `"`) && strings.Count(s, `"`)%2 == 1 {
		p.from-- // `"Rodopi" Ltd`
		return p, true
	}
	if i := strings.IndexAny(s, "”“„»«"); i > 0 && strings.HasPrefix(s[i:], "”") {
		if r, n := utf8.DecodeLastRuneInString(p.text[:p.from]); r == '„' || r == '“' {
			p.from -= n
			return p, true
		}
	}
	return p, false
}

// trimmed is the piece without white space and separators around it.
func (p piece) trimmed() piece { return p.sub(0, p.to-p.from) }

// blank says that a piece has neither a letter nor a digit.
func (p piece) blank() bool { return !strings.ContainsFunc(p.String(), isWordRune) }

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

// take marks a piece: a rule has found its place.
func (p piece) take() {
	if p.taken == nil {
		p.line.taken = make([]bool, len(p.text))
	}
	for i := p.from; i < p.to; i++ {
		p.taken[i] = true
	}
	p.line.parts = nil
}

// free are the parts of a line that nothing has taken, separators cut off: bars,
// bullets, tabs, semicolons and wide gaps divide. Each rule asks for them anew: they
// are found once. The slice is shared and must not be changed.
func (l *line) free() []piece {
	if l.parts == nil {
		l.parts = l.findFree()
	}
	return l.parts
}

// findFree is never nil and has no room to append in.
func (l *line) findFree() []piece {
	out := []piece{}
	from := 0
	end := func(to, next int) {
		if p := (piece{l, from, to}).trimmed(); !p.blank() {
			out = append(out, p)
		}
		from = next
	}
	for i := 0; i < len(l.text); {
		if len(l.taken) > i && l.taken[i] {
			end(i, i+1)
			i++
			continue
		}
		n := separator(l.text[i:])
		if n > 0 {
			end(i, i+n)
			i += n
			continue
		}
		_, size := utf8.DecodeRuneInString(l.text[i:])
		i += size
	}
	end(len(l.text), len(l.text))
	return slices.Clip(out)
}

// wide are the free pieces that hold a dash, or a slash, with spaces around it, as
// one: it divides elsewhere, and belongs to some addresses ("São Paulo - SP").
func (l *line) wide() []piece {
	var out []piece
	free := l.free()
	for n := 3; n > 1; n-- {
		for i := 0; i+n <= len(free); i++ {
			p := join(free[i : i+n])
			if !p.gone() && p.dashed() {
				out = append(out, p)
			}
		}
	}
	return out
}

// dashed says that a piece has a dash with spaces around it.
func (p piece) dashed() bool {
	s := p.String()
	return strings.Contains(s, " - ") || strings.Contains(s, " – ") || strings.Contains(s, " / ")
}

// separator is the length of a separator at the begin of s, 0 for none.
func separator(s string) int {
	switch r, n := utf8.DecodeRuneInString(s); r {
	case '|', '•', '·', '\t', ';', '●', '▪', '■', '◦', '¦', '│', '‖', '∙', '⋅', '►', '★', '⁃':
		return n
	case ' ', '\u00a0':
		gap := len(s) - len(strings.TrimLeft(s, " \u00a0"))
		const wide = 3
		if utf8.RuneCountInString(s[:gap]) >= wide {
			return gap
		}
		for _, dash := range []string{"– ", "— ", "- ", "/ ", "// ", "~ "} {
			if strings.HasPrefix(s[n:], dash) {
				return n + len(dash)
			}
		}
	}
	return 0
}

// commas divides a piece at its commas.
func (p piece) commas() []piece {
	var out []piece
	from := 0
	s := p.String()
	for i, r := range s + "," {
		if r != ',' && r != '，' && r != '、' && r != '،' {
			continue
		}
		if q := p.sub(from, i); !q.blank() {
			out = append(out, q)
		}
		from = i + utf8.RuneLen(r)
		if from > len(s) {
			break
		}
	}
	return out
}

// join is what stands from the first to the last of pieces of one line.
func join(pieces []piece) piece {
	return piece{pieces[0].line, pieces[0].from, pieces[len(pieces)-1].to}
}

// free are the pieces of all lines in which values are sought.
func (c *card) free() []piece {
	var out []piece
	for _, l := range c.lines {
		if !l.outside {
			out = append(out, l.free()...)
		}
	}
	return out
}

// rest are the words that no rule has taken, with what the rules set aside, in the
// order of the text.
func (c *card) rest() []Left {
	left := slices.Clone(c.left)
	for _, l := range c.lines {
		if l.taken == nil {
			if p := (piece{l, 0, len(l.text)}).trimmed(); !p.blank() {
				left = append(left, Left{Text: strings.TrimSpace(l.text), Kind: l.kind(), Line: l.number})
			}
			continue
		}
		from := -1
		for i := 0; i <= len(l.text); i++ {
			switch gone := i == len(l.text) || l.taken[i]; {
			case !gone && from < 0:
				from = i
			case gone && from >= 0:
				if p := (piece{l, from, i}).trimmed(); !p.blank() {
					left = append(left, Left{Text: strings.TrimSpace(l.text[p.from:p.to]), Kind: l.kind(), Line: l.number})
				}
				from = -1
			}
		}
	}
	slices.SortStableFunc(left, func(a, b Left) int { return a.Line - b.Line })
	return left
}

func (l *line) kind() Kind {
	if l.outside {
		return Outside
	}
	return Rest
}

// aside takes a piece out of the search and leaves it over.
func (c *card) aside(p piece, k Kind) {
	if p = p.trimmed(); p.blank() {
		return
	}
	p.take()
	c.left = append(c.left, Left{Text: p.written(), Kind: k, Line: p.number})
}

// leaveGlued leaves over the word of which a value is a part, as it was written, where
// a script that puts no spaces between words touches it.
func (c *card) leaveGlued(p piece) {
	q := p
	for q.from > 0 {
		r, n := utf8.DecodeLastRuneInString(q.text[:q.from])
		if !isWordRune(r) {
			break
		}
		q.from -= n
	}
	for q.to < len(q.text) {
		r, n := utf8.DecodeRuneInString(q.text[q.to:])
		if !isWordRune(r) {
			break
		}
		q.to += n
	}
	if q != p && farScript(q.String()) {
		c.left = append(c.left, Left{Text: q.String(), Kind: Tag, Line: q.number})
	}
}

// folded are the words of a text in lower case, without accents and punctuation.
func folded(text string) []string { return strings.Fields(lead.Fold(text)) }

// set are the words, or phrases between commas, of a list.
func set(list string) map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(list) {
		out[strings.ReplaceAll(word, "_", " ")] = true
	}
	return out
}
