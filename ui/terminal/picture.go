package terminal

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// Size is a terminal's, in cells.
type Size struct{ Width, Height int }

// known is what there is to know about a terminal.
type known struct {
	size         Size
	profile      colorprofile.Profile
	synchronised bool // it can show a frame at once
	method       ansi.Method
}

// picture is what the terminal shows, as far as it is ours.
type picture struct {
	known
	styles *styles
	rows   []row // nil: not known
	pen    pen
}

// pen writes bytes, and knows where in the terminal they lead to.
type pen struct {
	x, y  int    // x is -1 where the cursor may be elsewhere
	style uint32 // that the terminal writes in
	out   []byte
}

// shortest is the number of blank cells that cost no more than erasing.
const shortest = 3

// draw gives the bytes that make the terminal show a View's content.
func (p *picture) draw(content string) []byte {
	rows := p.read(content)
	p.pen.out = nil
	if p.rows == nil {
		p.pen = pen{out: []byte(ansi.ResetStyle + ansi.CursorHomePosition + ansi.EraseEntireScreen)}
		p.rows = make([]row, p.size.Height)
	}
	best := p.pen
	p.changes(&best, p.rows, rows)
	if scrolled, ok := p.scroll(rows); ok && len(scrolled.out) < len(best.out) {
		best = scrolled
	}
	p.pen, p.rows = best, rows
	return best.out
}

// point gives the bytes that put the cursor in its place.
func (p *picture) point(at tea.Position) []byte {
	p.pen.out = nil
	p.pen.move(max(min(at.X, p.size.Width-1), 0), max(min(at.Y, p.size.Height-1), 0))
	return p.pen.out
}

// read makes rows of a content, those of lines that stand where they stood as
// they are.
func (p *picture) read(content string) []row {
	rows := make([]row, p.size.Height)
	style := uint32(0)
	for y := range rows {
		line, rest, _ := strings.Cut(content, "\n")
		content = rest
		if y < len(p.rows) && p.rows[y].text == line && p.rows[y].before == style {
			rows[y] = p.rows[y]
		} else {
			rows[y] = p.styles.row(line, style, p.size.Width, p.method)
		}
		style = rows[y].after
	}
	return rows
}

// changes writes what is in rows and not in before.
func (p *picture) changes(k *pen, before, rows []row) {
	for y := range rows {
		if was, is := &before[y], &rows[y]; !is.same(was) {
			p.change(k, y, was, is)
		}
	}
}

// change writes the parts of a row that differ. A row with a grapheme of which the
// terminal may think otherwise is written anew, each part behind such a grapheme at
// its place.
func (p *picture) change(k *pen, y int, was, is *row) {
	if was.odd || is.odd {
		k.move(0, y)
		p.ink(k, 0)
		k.out = append(k.out, ansi.ResetModeAutoWrap+ansi.EraseLineRight...)
		p.write(k, y, is.cells, 0, p.size.Width, true)
		k.out = append(k.out, ansi.SetModeAutoWrap...)
		return
	}
	for from, to := differing(was.cells, is.cells, 0); from < to; from, to = differing(was.cells, is.cells, to) {
		p.write(k, y, is.cells, from, to, false)
	}
}

// write writes a part of a row; behind its cells all are blank.
func (p *picture) write(k *pen, y int, cells []cell, from, to int, odd bool) {
	k.move(from, y)
	end := max(min(to, len(cells)), from)
	for _, c := range cells[min(from, len(cells)):min(end, len(cells))] {
		if c.width > 0 {
			k.move(from, y)
			p.ink(k, c.style)
			k.out = append(k.out, c.text...)
			from += int(c.width)
			if k.x = from; c.odd || from >= p.size.Width {
				k.x = -1
			}
		}
	}
	p.erase(k, from, to, y, odd)
}

// erase makes cells blank; behind them all are.
func (p *picture) erase(k *pen, from, to, y int, odd bool) {
	if from >= to {
		return
	}
	k.move(from, y)
	p.ink(k, 0)
	if n := to - from; n > shortest || odd {
		k.out = append(k.out, ansi.EraseLineRight...)
	} else {
		k.out = append(k.out, "   "[:n]...)
		if k.x = to; to >= p.size.Width {
			k.x = -1
		}
	}
}

// scroll tries to move the rows that stand elsewhere now, and writes the rest.
func (p *picture) scroll(rows []row) (pen, bool) {
	by, top, bottom := p.shift(rows)
	if by == 0 {
		return pen{}, false
	}
	k := p.pen
	k.out = append([]byte(nil), k.out...)
	p.ink(&k, 0)
	k.out = append(k.out, ansi.SetTopBottomMargins(top+1, bottom+1)...)
	moved := append([]row(nil), p.rows...)
	// LF and RI at a margin are known to terminals that know no other scrolling.
	if by > 0 {
		k.out = append(k.out, ansi.CursorPosition(1, bottom+1)+strings.Repeat("\n", by)...)
		copy(moved[top:bottom+1], p.rows[top+by:bottom+1])
		clear(moved[bottom+1-by : bottom+1])
	} else {
		k.out = append(k.out, ansi.CursorPosition(1, top+1)+strings.Repeat(ansi.ReverseIndex, -by)...)
		copy(moved[top-by:bottom+1], p.rows[top:bottom+1+by])
		clear(moved[top : top-by])
	}
	k.out = append(k.out, "\x1b[r"...)
	k.x = -1
	p.changes(&k, moved, rows)
	return k, true
}

// fewest is how many rows must have moved for scrolling to be tried.
const fewest = 3

// shift finds by how many lines most of the rows that differ have moved up, and
// the first and the last line of where they were and are; 0 for none.
func (p *picture) shift(rows []row) (by, top, bottom int) {
	votes, most := make([]int, 2*p.size.Height), fewest-1
	each := func(take func(is, was int)) {
		for y := range rows {
			if len(rows[y].cells) == 0 || rows[y].same(&p.rows[y]) {
				continue
			}
			for was := range p.rows {
				if rows[y].same(&p.rows[was]) {
					take(y, was)
				}
			}
		}
	}
	each(func(is, was int) {
		d := was - is
		if votes[d+p.size.Height]++; votes[d+p.size.Height] > most {
			by, most = d, votes[d+p.size.Height]
		}
	})
	top, bottom = p.size.Height, 0
	each(func(is, was int) {
		if was-is == by {
			top, bottom = min(top, is, was), max(bottom, is, was)
		}
	})
	return by, top, bottom
}

// ink changes the style in which the terminal writes.
func (p *picture) ink(k *pen, style uint32) {
	if style == k.style {
		return
	}
	from, to := p.shown(k.style), p.shown(style)
	change, whole := uv.StyleDiff(&from, &to), ansi.ResetStyle+to.String()
	if len(whole) < len(change) {
		change = whole
	}
	k.out = append(k.out, change...)
	k.style = style
}

// shown is a style in the colours that the terminal has.
func (p *picture) shown(style uint32) uv.Style {
	return uv.ConvertStyle(p.styles.list[style], p.profile)
}

// move moves the cursor.
func (k *pen) move(x, y int) {
	dx := x - k.x
	switch {
	case k.x < 0 || k.y != y:
		if k.x >= 0 && x == 0 && y == k.y+1 {
			k.out = append(k.out, "\r\n"...)
		} else {
			k.out = append(k.out, ansi.CursorPosition(x+1, y+1)...)
		}
	case dx == 0:
	case x == 0:
		k.out = append(k.out, '\r')
	case dx < 0 && dx >= -shortest:
		k.out = append(k.out, "\b\b\b"[:-dx]...)
	case dx > 0:
		k.out = append(k.out, ansi.CursorForward(dx)...)
	default:
		k.out = append(k.out, fmt.Sprintf("\x1b[%dG", x+1)...)
	}
	k.x, k.y = x, y
}
