package kit

import "leadpad/words"

// Moves says that an action only moves a cursor or scrolls.
func Moves(a Action) bool {
	switch a {
	case Up, Down, PageUp, PageDown, Home, End:
		return true
	}
	return false
}

// Move gives what key moves in c; "" for a key that does not only move.
func (k *Keymap) Move(key string, c Context) Action {
	if a := k.At(key, c); Moves(a) {
		return a
	}
	return ""
}

// Step is where a move takes a cursor that stands at row at of total rows, of
// which page show. Other actions leave it there.
func Step(a Action, at, page, total int) int {
	switch a {
	case Up:
		at--
	case Down:
		at++
	case PageUp:
		at -= page
	case PageDown:
		at += page
	case Home:
		at = 0
	case End:
		at = total - 1
	}
	return max(min(at, total-1), 0)
}

// Scroll gives the first visible row such that cur is among height visible rows
// of total, and as near to top as that allows.
func Scroll(top, cur, height, total int) int {
	top = min(top, cur, max(total-height, 0))
	return max(top, cur-height+1, 0)
}

// Pane is a text of which a part is seen. It is not Bubbles' viewport, which
// measures by grapheme clusters whatever the terminal does and wraps again by
// that measure: where the two disagree it cuts characters off a payload.
type Pane struct{ Top int }

// Move scrolls a text of total lines of which rows are seen; a page leaves one
// line of the last.
func (p *Pane) Move(a Action, rows, total int) {
	p.Top = Step(a, p.Top, max(rows-1, 1), total)
	p.Seen(rows, total)
}

// Place says which of the lines are seen, "1–18 of 24"; "" where all are.
func (p *Pane) Place(rows, total int) string {
	if total <= rows {
		return ""
	}
	from, to := p.Seen(rows, total)
	return words.Number(from+1) + "–" + words.Number(to) + " of " + words.Number(total)
}

// Seen gives the lines that are seen, and keeps them within the text.
func (p *Pane) Seen(rows, total int) (from, to int) {
	p.Top = max(min(p.Top, total-rows), 0)
	return p.Top, min(p.Top+max(rows, 0), total)
}
