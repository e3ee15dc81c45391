package terminal

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// modes are what a View asks of a terminal; zero is as leadpad finds it. Mouse,
// focus, colours and progress are asked for by no screen.
type modes struct {
	alt, paste, hidden, graphemes bool
	title                         string
	keyboard                      int // kitty's flags, of the alternate screen
	shape                         int // of the cursor, DECSCUSR's
}

func modesOf(v tea.View, k known) modes {
	m := modes{
		alt: v.AltScreen, paste: !v.DisableBracketedPasteMode, hidden: v.AltScreen && v.Cursor == nil,
		graphemes: k.method == ansi.GraphemeWidth, title: v.WindowTitle,
	}
	if v.AltScreen {
		m.keyboard = ansi.KittyDisambiguateEscapeCodes
		if v.KeyboardEnhancements.ReportAlternateKeys {
			m.keyboard |= ansi.KittyReportAlternateKeys
		}
	}
	if c := v.Cursor; c != nil {
		if m.shape = 2*int(c.Shape) + 1; !c.Blink {
			m.shape++
		}
	}
	return m
}

// change is what brings a terminal from one set of modes into another.
func (m modes) change(to modes) string {
	var out strings.Builder
	turn := func(was, is bool, on, off string) {
		switch {
		case is && !was:
			out.WriteString(on)
		case was && !is:
			out.WriteString(off)
		}
	}
	if to.shape != m.shape {
		out.WriteString(ansi.SetCursorStyle(to.shape))
	}
	turn(m.paste, to.paste, ansi.SetModeBracketedPaste, ansi.ResetModeBracketedPaste)
	turn(m.graphemes, to.graphemes, ansi.SetModeUnicodeCore, ansi.ResetModeUnicodeCore)
	if to.title != m.title {
		out.WriteString(ansi.SetWindowTitle(to.title))
	}
	turn(m.alt, to.alt, ansi.SetModeAltScreenSaveCursor+ansi.SetModifyOtherKeys2+ansi.PushKittyKeyboard(to.keyboard),
		ansi.PopKittyKeyboard(1)+ansi.ResetModifyOtherKeys+ansi.ResetModeAltScreenSaveCursor)
	if m.alt && to.alt && to.keyboard != m.keyboard {
		out.WriteString(ansi.KittyKeyboard(to.keyboard, 1))
	}
	turn(m.hidden, to.hidden, ansi.HideCursor, ansi.ShowCursor)
	return out.String()
}
