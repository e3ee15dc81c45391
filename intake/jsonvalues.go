package intake

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadpad/lead"
)

// tell says what was read otherwise than it is written.
func (r *reader) tell(what What, text ...string) {
	f := place{}.fact(what, text...)
	if !slices.ContainsFunc(r.item.Said, f.same) {
		r.item.Said = append(r.item.Said, f)
	}
}

// problem keeps the lead a draft.
func (r *reader) problem(f lead.Field, kind lead.CauseKind, value string) {
	at := f.Path()
	at.Contact = r.contact
	r.item.Problems = append(r.item.Problems, lead.Problem{Path: at, Cause: lead.Cause{Kind: kind, Value: value}})
}

// fill reads a text into a field; what a second member says otherwise goes to
// the notes.
func (r *reader) fill(to *string, k *node, path string, f lead.Field) {
	text := r.text(k, path, f)
	if *to == "" {
		*to = text
	} else if text != *to {
		r.keep(path, text)
	}
}

// text reads a text, or a number as it is written. A list of one is that one; of
// an object its value or name counts.
func (r *reader) text(k *node, path string, f lead.Field) string {
	switch k.kind {
	case '"':
		return r.clean(k, f == lead.Notes)
	case '0':
		if f == lead.Employees || f == lead.Phones {
			return r.float(k.text, path)
		}
		return k.text
	case 'b':
		if f == lead.Name || f == lead.LastName || f == lead.CompanyName {
			r.problem(f, NoText, k.text)
		}
		return k.text
	case '[':
		return r.textOfList(k, path, f)
	case '{':
		return r.textOfObject(k, path, f)
	}
	return ""
}

// float is a number without the ".0" that other programs give to whole ones.
func (r *reader) float(text, path string) string {
	whole, zeros, ok := strings.Cut(text, ".")
	if ok && zeros != "" && strings.Trim(zeros, "0") == "" {
		r.tell(WholeNumber, numberless(path))
		return whole
	}
	return text
}

// textOfList joins the texts of a list where one text belongs.
func (r *reader) textOfList(n *node, path string, f lead.Field) string {
	var got []string
	for i := range n.kids {
		if text := r.text(&n.kids[i], path, f); text != "" {
			got = append(got, text)
		}
	}
	if len(got) > 1 && f != lead.Notes {
		if f == lead.Industry {
			r.tell(Joined, numberless(path))
		} else {
			r.problem(f, Several, "")
		}
	}
	if f == lead.Notes {
		return strings.Join(got, "\n")
	}
	return strings.Join(got, ", ")
}

// textOfObject reads {"value": "…"}, which HubSpot and Pipedrive write.
func (r *reader) textOfObject(n *node, path string, f lead.Field) string {
	text := ""
	for i := range n.kids {
		k := &n.kids[i]
		if text == "" && k.scalar() && oneOf(r.meaning(k).key, "value name label text displayname displayvalue title content") {
			text = r.text(k, path, f)
			continue
		}
		r.rest(k, path+"."+k.name)
	}
	return text
}

// clean is the text of a scalar, fit for a field: controls are dropped and
// counted, and so are blanks and invisible characters at the ends.
func (r *reader) clean(k *node, multiline bool) string {
	switch {
	case k.doubtful:
		r.tell(HardlyLatin)
		r.problem(lead.Whole, OddLetters, "")
	case k.latin:
		r.tell(Latin)
	}
	if k.half {
		r.tell(HalfPair)
	}
	if k.kind == '"' && !multiline && hasLineBreak(strings.TrimSpace(k.text)) {
		r.tell(LineBreaks)
	}
	text, controls := lead.Accept(k.text, multiline)
	r.item.Controls += controls
	if r.ours {
		return text // a draft comes back as it was typed
	}
	text, blanks := bareEnds(text)
	r.item.Blanks += blanks
	return text
}

func hasLineBreak(s string) bool {
	return strings.ContainsAny(s, "\n\r") || strings.Contains(s, "\u2028") || strings.Contains(s, "\u2029")
}

// bareEnds takes blanks and invisible characters from the ends of a text and
// counts them.
func bareEnds(s string) (trimmed string, dropped int) {
	for s != "" {
		c, n := utf8.DecodeRuneInString(s)
		if !nothing(c) {
			break
		}
		s = s[n:]
		dropped++
	}
	for s != "" {
		c, n := utf8.DecodeLastRuneInString(s)
		if !nothing(c) && !(joiner(c) && !joins(s[:len(s)-n])) {
			break
		}
		s = s[:len(s)-n]
		dropped++
	}
	return s, dropped
}

// nothing is a character that is drawn as nothing, or as a blank, at the ends of
// a text. Tags are none: flags end with one.
func nothing(c rune) bool {
	if c < utf8.RuneSelf {
		return unicode.IsSpace(c)
	}
	return unicode.IsSpace(c) || c == 0x34f || c == 0x2800 || c == 0x3164 || c == 0x115f || c == 0x1160 ||
		unicode.Is(unicode.Cf, c) && !joiner(c) && c < 0xe0000
}

// joiner is a character that some scripts spell the end of a word with.
func joiner(c rune) bool { return c == 0x200c || c == 0x200d }

// joins says that s ends in a script that has joiners.
func joins(s string) bool {
	last, _ := utf8.DecodeLastRuneInString(s)
	return unicode.In(last, unicode.L, unicode.M) && !unicode.In(last, unicode.Latin, unicode.Greek, unicode.Cyrillic)
}

// betweenRows separates values that stand in one text.
var betweenRows = regexp.MustCompile(`\s*(?::::|[,;|\n])\s*|\s+`)

// split takes a text apart where it certainly holds several values: emails where
// each part has an @, phones where each is a number, labels at every comma.
func split(f meaning, text string) []string {
	if f == labels {
		return nonBlank(trimAll(strings.FieldsFunc(text, func(c rune) bool { return c == ',' || c == ';' || c == '|' || c == '\n' })))
	}
	pattern, fits := betweenRows, func(part string) bool {
		at := strings.IndexByte(part, '@')
		return at > 0 && at == strings.LastIndexByte(part, '@') && at < len(part)-1
	}
	switch f {
	case phones:
		pattern, fits = betweenPhones, func(part string) bool { return digits(part) >= 7 }
	case socials:
		fits = func(part string) bool { return strings.Contains(part, "://") }
	}
	parts := nonBlank(pattern.Split(text, -1))
	if len(parts) < 2 || slices.ContainsFunc(parts, func(p string) bool { return !fits(p) }) {
		return []string{text}
	}
	return parts
}

var betweenPhones = regexp.MustCompile(`\s*(?::::|[,;|\n])\s*`)

func digits(s string) int {
	n := 0
	for _, c := range s {
		if unicode.IsDigit(c) {
			n++
		}
	}
	return n
}

func trimAll(texts []string) []string {
	for i, s := range texts {
		texts[i], _ = bareEnds(s)
	}
	return texts
}

// notes reads notes: a text, texts, or objects that hold one.
func (r *reader) notes(f *facts, k *node, at string) bool {
	var got []string
	for _, one := range people(k) {
		switch {
		case one.scalar():
			got = append(got, r.clean(one, true))
		case one.kind == '{':
			for i := range one.kids {
				if m := &one.kids[i]; rowMember(notes, r.meaning(m).key) == rowValue && m.scalar() {
					got = append(got, r.clean(m, true))
				} else {
					r.rest(m, at+"."+m.name)
				}
			}
		default:
			r.rest(one, at)
		}
	}
	text := strings.Join(nonBlank(got), "\n")
	if f.notes == "" {
		f.notes = text
	} else if text != f.notes {
		r.keep(at, text)
	}
	return true
}
