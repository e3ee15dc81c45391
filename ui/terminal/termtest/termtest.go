// Package termtest says for tests whether a terminal shows what a View says.
package termtest

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/colorprofile"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// Wrong says where a terminal does not show a content, "" for nowhere. What it
// should show is drawn by Bubble Tea's own library, cell by cell; of a grapheme
// whose width is disputed only the text counts, and not what it covers.
func Wrong(is *vt.Emulator, content string, method ansi.Method, profile colorprofile.Profile) string {
	w, h := is.Width(), is.Height()
	want := uv.NewScreenBuffer(w, h)
	want.Method = method
	uv.NewStyledString(content).Draw(want, want.Bounds())
	for y := range h {
		for x := 0; x < w; {
			is, should := is.CellAt(x, y), *want.CellAt(x, y)
			should.Style = uv.ConvertStyle(should.Style, profile)
			if should.Width == 0 { // covered by a disputed one
				x++
				continue
			}
			same := is != nil && seen(*is) == seen(should)
			if disputed(should.Content) {
				// Where the View counts fewer cells than the emulator, what follows has
				// taken its place.
				same = ansi.StringWidth(should.Content) > should.Width || is != nil && is.Content == should.Content
			}
			if !same {
				return fmt.Sprintf("cell %d,%d is %+v, should be %+v", x, y, is, should)
			}
			x += max(should.Width, 1)
		}
	}
	return ""
}

// seen is what there is to see of a cell: of a blank not the colour of its ink.
func seen(c uv.Cell) uv.Cell {
	if c.Content == " " && c.Style.Underline == uv.UnderlineNone && c.Style.Attrs&(uv.AttrReverse|uv.AttrStrikethrough) == 0 {
		c.Style.Fg, c.Style.Attrs = nil, 0
	}
	return c
}

func disputed(grapheme string) bool {
	return len(grapheme) > 1 && (ansi.StringWidth(grapheme) != ansi.StringWidthWc(grapheme) ||
		strings.ContainsAny(grapheme, "\u200d\ufe0e\ufe0f"))
}
