package kit

import (
	"strings"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/clipperhouse/uax29/v2/graphemes"

	"leadpad/lead"
	"leadpad/safe"
)

// Editor edits one text: a line, or with multiline several. It moves by
// graphemes, and draws only the part that is visible, so a huge paste does not
// slow a key down. The caller draws the terminal's own cursor where View says.
type Editor struct {
	text      string
	cur       int // byte offset of the cursor, always between graphemes
	off       int // byte offset of the first visible grapheme of a single line
	multiline bool
	goal      int // column that ↑↓ aim for, -1 for the cursor's own

	laidText string // what spans were laid out for
	laidW    int
	laid     []span
}

// span is one visual line of a multi-line text, as byte offsets.
type span struct{ start, end int }

// NewEditor makes an empty editor.
func NewEditor(multiline bool) *Editor { return &Editor{multiline: multiline, goal: -1} }

// Text gives the text as typed.
func (e *Editor) Text() string { return e.text }

// Cursor gives the cursor's byte offset in Text.
func (e *Editor) Cursor() int { return e.cur }

// SetText replaces the text and puts the cursor at its end.
func (e *Editor) SetText(s string) {
	e.text, e.cur, e.off, e.goal = s, len(s), 0, -1
}

// Left gives the byte offset of what is seen first of a single line that is longer
// than its room, and SetLeft puts it back, as far as the cursor allows.
func (e *Editor) Left() int { return e.off }

// SetLeft is for a text whose cursor is where it was.
func (e *Editor) SetLeft(off int) {
	e.off = max(min(off, e.cur), 0)
	for e.off > 0 && !utf8.RuneStart(e.text[min(e.off, len(e.text)-1)]) {
		e.off--
	}
}

// SetCursor puts the cursor at a byte offset, or as near as a grapheme allows.
func (e *Editor) SetCursor(i int) {
	e.cur, e.goal = e.snap(min(max(i, 0), len(e.text))), -1
}

// snap gives the end of the grapheme that i is inside of, i between two.
func (e *Editor) snap(i int) int {
	for i > 0 && i < len(e.text) && !utf8.RuneStart(e.text[i]) {
		i--
	}
	if i == 0 || i == len(e.text) || e.text[i] < utf8.RuneSelf {
		return i
	}
	at := e.safe(i)
	for at < i {
		at = e.next(at)
	}
	return at
}

// safe is a place before i at which a grapheme certainly begins: an ASCII
// character, or far enough away.
func (e *Editor) safe(i int) int {
	from := i
	for from > 0 && i-from < 256 {
		from = lastRune(e.text, from)
		if e.text[from] < utf8.RuneSelf {
			break
		}
	}
	return from
}

// Insert puts typed or pasted text at the cursor and says how many characters
// it had to drop because no field may hold them.
func (e *Editor) Insert(s string) (dropped int) {
	s, dropped = lead.Accept(s, e.multiline)
	if !e.multiline {
		s = strings.ReplaceAll(s, "\n", " ")
	}
	if s != "" {
		e.replace(e.cur, e.cur, s)
	}
	return dropped
}

// replace swaps text[from:to] for s and leaves the cursor behind s.
func (e *Editor) replace(from, to int, s string) {
	e.text = e.text[:from] + s + e.text[to:]
	e.cur, e.goal = e.snap(from+len(s)), -1
	e.off = min(e.off, e.cur)
}

// Key runs one key; handled is false for keys that are not the editor's.
func (e *Editor) Key(k tea.KeyPressMsg) (handled, changed bool) {
	before := e.text
	if k.Text != "" && k.Mod&(tea.ModCtrl|tea.ModAlt) == 0 {
		e.Insert(k.Text)
		return true, e.text != before
	}
	handled = e.move(k.String()) || e.cut(k.String())
	return handled, e.text != before
}

// move runs the keys that only move the cursor.
func (e *Editor) move(key string) bool {
	switch key {
	case "left", "ctrl+b":
		e.SetCursor(e.prev(e.cur))
	case "right", "ctrl+f":
		e.SetCursor(e.next(e.cur))
	case "home", "ctrl+a":
		e.SetCursor(e.lineStart())
	case "end", "ctrl+e":
		e.SetCursor(e.lineEnd())
	case "alt+b", "alt+left", "ctrl+left":
		e.SetCursor(e.wordLeft())
	case "alt+f", "alt+right", "ctrl+right":
		e.SetCursor(e.wordRight())
	case "up":
		return e.multiline && e.vertical(-1)
	case "down":
		return e.multiline && e.vertical(1)
	default:
		return false
	}
	return true
}

// cut runs the keys that delete.
func (e *Editor) cut(key string) bool {
	switch key {
	case "backspace", "ctrl+h", "shift+backspace":
		e.replace(e.prev(e.cur), e.cur, "")
	case "delete", "ctrl+d":
		e.replace(e.cur, e.next(e.cur), "")
	case "ctrl+w", "alt+backspace", "ctrl+backspace":
		e.replace(e.wordLeft(), e.cur, "")
	case "alt+d":
		from := e.cur
		e.replace(from, e.wordRight(), "")
	case "ctrl+u":
		e.replace(e.lineStart(), e.cur, "")
	case "ctrl+k":
		e.replace(e.cur, e.lineEnd(), "")
	default:
		return false
	}
	return true
}

// next is the end of the grapheme that starts at i.
func (e *Editor) next(i int) int {
	if i >= len(e.text) {
		return len(e.text)
	}
	if e.text[i] < utf8.RuneSelf && (i+1 == len(e.text) || e.text[i+1] < utf8.RuneSelf) {
		return i + 1
	}
	// A grapheme is short; a bounded piece keeps a huge text cheap.
	g := graphemes.FromString(e.text[i:min(len(e.text), i+256)])
	g.Next()
	return i + max(len(g.Value()), 1)
}

// prev is the start of the grapheme that ends at i: graphemes are walked from
// the last place at which one certainly begins.
func (e *Editor) prev(i int) int {
	if i <= 0 {
		return 0
	}
	if e.text[i-1] < utf8.RuneSelf {
		return i - 1
	}
	from := e.safe(i)
	for {
		to := e.next(from)
		if to >= i {
			return from
		}
		from = to
	}
}

func (e *Editor) lineStart() int { return strings.LastIndexByte(e.text[:e.cur], '\n') + 1 }

func (e *Editor) lineEnd() int {
	if i := strings.IndexByte(e.text[e.cur:], '\n'); i >= 0 {
		return e.cur + i
	}
	return len(e.text)
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

func (e *Editor) wordLeft() int {
	i, seen := e.cur, false
	for i > 0 {
		r, n := utf8.DecodeLastRuneInString(e.text[:i])
		if !wordRune(r) && seen {
			break
		}
		seen = seen || wordRune(r)
		i -= n
	}
	return i
}

func (e *Editor) wordRight() int {
	i, seen := e.cur, false
	for i < len(e.text) {
		r, n := utf8.DecodeRuneInString(e.text[i:])
		if !wordRune(r) && seen {
			break
		}
		seen = seen || wordRune(r)
		i += n
	}
	return i
}

// View gives the visible part of a single line and the cursor's column in it; ‹
// and › stand where there is more of it.
func (e *Editor) View(t *Theme, width int) (line string, cursorX int) {
	width = max(width, 2)
	if e.cur <= e.off {
		e.off = e.prev(e.cur) // the cursor never stands on the ‹
	}
	// One cell is kept for the cursor behind the last character. A line that is
	// too long scrolls by a quarter at a time: each scroll redraws all of it.
	if e.cur-e.off > 8*width { // far away: jump near the cursor first
		e.off = e.cur - 4*width
		for !utf8.RuneStart(e.text[e.off]) {
			e.off++
		}
	}
	if e.drawn(t, e.off, e.cur) > width-1 {
		for e.off < e.cur && e.drawn(t, e.off, e.cur) > width-1-width/4 {
			e.off = e.next(e.off)
		}
	}
	end := min(len(e.text), e.off+8*width)
	for end < len(e.text) && !utf8.RuneStart(e.text[end]) {
		end++
	}
	line = t.CutTo(safe.Clean(e.text[e.off:end]).String(), width, "›")
	if e.off > 0 {
		first := e.drawn(t, e.off, e.next(e.off))
		line = "‹" + Spaces(first-1) + t.Method.TruncateLeft(line, max(first, 1), "")
	}
	return line, e.drawn(t, e.off, e.cur)
}

// drawn is the width of text[from:to] on the screen.
func (e *Editor) drawn(t *Theme, from, to int) int {
	s := e.text[from:to]
	if plain(s) {
		return len(s)
	}
	return t.Width(safe.Clean(s).String())
}

// Lines gives the visual lines of a multi-line text and the cursor in them.
func (e *Editor) Lines(t *Theme, width int) (lines []string, row, col int) {
	spans := e.layout(t, width)
	lines = make([]string, len(spans))
	for i, s := range spans {
		lines[i] = safe.Clean(e.text[s.start:s.end]).String()
	}
	row = e.row(spans)
	return lines, row, e.drawn(t, spans[row].start, e.cur)
}

// row is the visual line of the cursor.
func (e *Editor) row(spans []span) int {
	for i := len(spans) - 1; i > 0; i-- {
		if spans[i].start <= e.cur {
			return i
		}
	}
	return 0
}

// layout breaks the text into visual lines of at most width-1 cells, at spaces
// where it can.
func (e *Editor) layout(t *Theme, width int) []span {
	width = max(width, 2)
	if e.laidText == e.text && e.laidW == width && e.laid != nil {
		return e.laid
	}
	var out []span
	start := 0
	for {
		end := strings.IndexByte(e.text[start:], '\n')
		if end < 0 {
			out = append(out, e.wrap(t, start, len(e.text), width-1)...)
			break
		}
		out = append(out, e.wrap(t, start, start+end, width-1)...)
		start += end + 1
	}
	e.laidText, e.laidW, e.laid = e.text, width, out
	return out
}

// wrap breaks one line, text[start:end], into visual ones.
func (e *Editor) wrap(t *Theme, start, end, width int) []span {
	var out []span
	from, space, cells := start, -1, 0
	for i := start; i < end; {
		n := e.next(i)
		w := e.drawn(t, i, n)
		if cells+w > width && i > from {
			cut := i
			if space > from {
				cut = space
			}
			out = append(out, span{from, cut})
			from, space = cut, -1
			cells = e.drawn(t, from, i)
		}
		cells += w
		if c := e.text[i]; c == ' ' || c == '\t' {
			space = n
		}
		i = n
	}
	return append(out, span{from, end})
}

// vertical moves by visual lines; false at the first or last one.
func (e *Editor) vertical(by int) bool {
	if e.laid == nil || e.laidText != e.text {
		return false
	}
	row := e.row(e.laid)
	if row+by < 0 || row+by >= len(e.laid) {
		return false
	}
	t := &Theme{}
	goal := e.goal
	if goal < 0 {
		goal = e.drawn(t, e.laid[row].start, e.cur)
	}
	s := e.laid[row+by]
	i := s.start
	for i < s.end && e.drawn(t, s.start, i) < goal {
		i = e.next(i)
	}
	if i == s.end && row+by+1 < len(e.laid) && e.laid[row+by+1].start == s.end && i > s.start {
		i = e.prev(i) // a wrapped line's end is the next one's start
	}
	e.SetCursor(i)
	e.goal = goal
	return true
}
