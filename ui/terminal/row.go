package terminal

import (
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// cell is a cell of the screen with a grapheme that begins in it, or that an
// earlier one covers.
type cell struct {
	text  string // "" where an earlier one covers it
	width int32  // in cells; 0 where an earlier one covers it
	style uint32 // of styles
	odd   bool   // terminals do not agree about its width
}

// row is a line of the screen.
type row struct {
	text          string // the line that it was made from
	before, after uint32 // the styles at its beginning and behind it
	cells         []cell // without blank ones at the end
	odd           bool   // one of them is
}

func (r *row) same(o *row) bool { return r.text == o.text && r.before == o.before }

func blank() cell { return cell{text: " ", width: 1} }

// at is a cell of a row, also behind those that it keeps.
func at(cells []cell, x int) cell {
	if x < len(cells) {
		return cells[x]
	}
	return blank()
}

// styles numbers what colours and attributes have been used; 0 is the terminal's
// own.
type styles struct {
	list []uv.Style
	of   map[uv.Style]uint32
}

func newStyles() *styles {
	return &styles{list: make([]uv.Style, 1), of: map[uv.Style]uint32{{}: 0}}
}

func (s *styles) number(style uv.Style) uint32 {
	n, ok := s.of[style]
	if !ok {
		n = uint32(len(s.list))
		s.list = append(s.list, style)
		s.of[style] = n
	}
	return n
}

// row reads a line of a View: text and SGR. Other sequences are none of a picture.
func (s *styles) row(line string, before uint32, width int, m ansi.Method) row {
	r := row{text: line, before: before}
	p := ansi.GetParser()
	defer ansi.PutParser(p)
	style, pen, state := s.list[before], before, byte(0)
	for line != "" {
		seq, w, n, next := m.DecodeSequenceInString(line, state, p)
		if n == 1 && w == 1 && len(line) > 1 && line[1] >= 0xc0 { // a mark may follow
			seq, w = ansi.FirstGraphemeCluster(line, m)
			n = len(seq)
		}
		line, state = line[n:], next
		switch {
		case w > 0:
			r.put(cell{text: seq, width: int32(w), style: pen, odd: odd(seq)}, width)
		case ansi.HasCsiPrefix(seq) && p.Command() == 'm':
			uv.ReadStyle(p.Params(), &style)
			pen = s.number(style)
		case seq != "" && seq[0] >= 0xc0:
			r.join(seq)
		}
	}
	r.after = pen
	for n := len(r.cells); n > 0 && r.cells[n-1] == blank(); n-- {
		r.cells = r.cells[:n-1]
	}
	return r
}

// put adds a grapheme; one that is cut by the edge becomes blank.
func (r *row) put(c cell, width int) {
	room := width - len(r.cells)
	if int(c.width) > room {
		for range room {
			r.cells = append(r.cells, cell{text: " ", width: 1, style: c.style})
		}
		return
	}
	r.odd = r.odd || c.odd
	r.cells = append(r.cells, c)
	for range c.width - 1 {
		r.cells = append(r.cells, cell{style: c.style})
	}
}

// join adds a mark that a colour parts from its grapheme.
func (r *row) join(mark string) {
	for i := len(r.cells) - 1; i >= 0; i-- {
		if c := &r.cells[i]; c.width > 0 {
			c.text += mark
			c.odd = c.odd || odd(c.text)
			r.odd = r.odd || c.odd
			return
		}
	}
}

// odd says that terminals do not agree about a grapheme's width: those that add
// up its characters and those that do not, and what they know of emoji.
func odd(grapheme string) bool {
	return len(grapheme) > 1 && (ansi.StringWidth(grapheme) != ansi.StringWidthWc(grapheme) ||
		strings.ContainsAny(grapheme, "\u200d\ufe0e\ufe0f"))
}

// jump is what moving the cursor over a part of a row costs at most, in bytes.
const jump = len("\x1b[100C")

// differing is the next part of two rows, from a cell to one behind it, in which they
// differ; from is to where there is none. What is the same and shorter than a jump is
// no gap. No wide grapheme of either is split: where the rows differ, or are the same
// again, none is covered whose beginning is not with it.
func differing(a, b []cell, behind int) (from, to int) {
	end := max(len(a), len(b))
	for behind < end && at(a, behind) == at(b, behind) {
		behind++
	}
	from, to = behind, behind
	for same := 0; behind < end && same < jump; behind++ {
		x, y := at(a, behind), at(b, behind)
		if x == y && (x.width > 0 || same > 0) {
			same += len(x.text)
			if x.style != at(b, max(behind-1, 0)).style {
				same += jump
			}
			continue
		}
		same, to = 0, behind+1
	}
	if to > len(b) { // blank from there
		for to = end; at(a, to-1) == at(b, to-1); to-- {
		}
	}
	return from, to
}
