package kit

import (
	"strings"
	"unicode/utf8"

	"github.com/charmbracelet/x/ansi"
)

// Width is the number of cells that s takes, escape sequences not counted.
func (t *Theme) Width(s string) int {
	if plain(s) {
		return len(s)
	}
	return t.Method.StringWidth(s)
}

// plain says that s is printable ASCII alone, whose width is its length.
func plain(s string) bool {
	for i := range len(s) {
		if s[i] < 0x20 || s[i] > 0x7e {
			return false
		}
	}
	return true
}

// Cut shortens s to w cells, with "…" as the last one when something is lost.
func (t *Theme) Cut(s string, w int) string { return t.CutTo(s, w, "…") }

// CutTo is Cut with another sign of one cell as the last one.
func (t *Theme) CutTo(s string, w int, more string) string {
	if w <= 0 {
		return ""
	}
	if plain(s) {
		if len(s) <= w {
			return s
		}
		return s[:w-1] + more
	}
	return t.Method.Truncate(s, w, more)
}

// Pad shortens or fills s with spaces to exactly w cells.
func (t *Theme) Pad(s string, w int) string {
	s = t.Cut(s, w)
	return s + Spaces(w-t.Width(s))
}

// PadLeft is Pad with the text at the right edge.
func (t *Theme) PadLeft(s string, w int) string {
	s = t.Cut(s, w)
	return Spaces(w-t.Width(s)) + s
}

const blank = "                                                                                                                                                                                                        "

// Spaces gives n spaces, none when n is negative.
func Spaces(n int) string {
	if n <= 0 {
		return ""
	}
	if n <= len(blank) {
		return blank[:n]
	}
	return strings.Repeat(" ", n)
}

// Between puts left and right at the two ends of a line of w cells; when both
// do not fit, left gives way.
func (t *Theme) Between(left, right string, w int) string {
	rw := t.Width(right)
	lw := w - rw
	if right != "" {
		lw--
	}
	if lw < 0 {
		return t.Cut(right, w)
	}
	left = t.Cut(left, lw)
	return left + Spaces(w-t.Width(left)-rw) + right
}

// Wrap breaks s into lines of at most w cells, at spaces where it can; the
// newlines of s stay. It never gives an empty slice.
func (t *Theme) Wrap(s string, w int) []string {
	if w < 1 {
		w = 1
	}
	if s == "" {
		return []string{""}
	}
	if t.Method == ansi.WcWidth {
		return strings.Split(ansi.WrapWc(s, w, ""), "\n")
	}
	return strings.Split(ansi.Wrap(s, w, ""), "\n")
}

// lastRune is the start of the rune that ends at i.
func lastRune(s string, i int) int {
	_, n := utf8.DecodeLastRuneInString(s[:i])
	return i - n
}
