package compose

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/ui/kit"
	"leadpad/words"
)

// besideFrom is the width from which the payload stands beside the form.
const besideFrom = 110

// previewPane is the payload as it would be sent now.
type previewPane struct {
	lines []string // of the indented JSON, cleaned
	off   bool     // F6 took it away from beside the form
	full  bool     // on a narrow screen: it stands in place of the form
	pane  kit.Pane // what is seen of them when full
}

// encode makes the payload of the lead as it is typed now.
func (p *previewPane) encode(m *Model) {
	text := m.encoding().Preview(m.form.lead)
	p.lines = kit.CleanLines(string(text))
}

// toggle is F6: beside the form when there is room, else in its place.
func (p *previewPane) toggle(m *Model) {
	if m.w >= besideFrom {
		p.off = !p.off
		return
	}
	p.full, p.pane = !p.full, kit.Pane{}
	p.encode(m)
}

// beside says that the form shares the width with the preview.
func (p *previewPane) beside(w int) bool { return w >= besideFrom && !p.off }

// previewKey scrolls the full preview; any other key goes back to the form.
func (m *Model) previewKey(key string, msg tea.KeyPressMsg) tea.Cmd {
	p, a := &m.preview, m.d.Keys.At(key, kit.InForm)
	if kit.Moves(a) {
		const title, rest = 1, 1
		p.pane.Move(a, m.h-title-rest, len(p.lines))
		return nil
	}
	p.full = false
	if a == kit.Back || a == kit.Preview {
		return nil
	}
	return m.key(msg)
}

// view gives the preview's lines, w cells wide and h high.
func (p *previewPane) view(t *kit.Theme, key string, w, h int) []string {
	out := []string{t.Dim.S(t.Cut("what will be sent", w)) + t.Hint.S("  "+key)}
	rest := p.lines
	if p.full {
		rest = rest[min(p.pane.Top, len(rest)):]
	}
	for i, l := range rest {
		if len(out) == h-1 && i < len(rest)-1 {
			out = append(out, t.Hint.S("… "+words.Plural(len(rest)-i, "line", "lines")+" more"))
			break
		}
		out = append(out, kit.PaintJSON(t, t.Cut(l, w)))
	}
	return out[:min(len(out), h)]
}

// previewName is the key that takes the preview away.
func (m *Model) previewName() string { return m.d.Keys.KeyName(kit.Preview, kit.InForm) }

// previewScreen is the full preview, in place of the form.
func (m *Model) previewScreen() kit.Frame {
	lines := m.preview.view(m.theme, m.previewName(), m.w-4, m.h)
	for i := range lines {
		lines[i] = "  " + lines[i]
	}
	return kit.Frame{Lines: lines}
}

// divide puts the preview at the right of the form's lines.
func (m *Model) divide(form []string, left int) []string {
	t := m.theme
	pane := m.preview.view(t, m.previewName(), m.w-left-4, m.h)
	out := make([]string, 0, m.h)
	for i := range m.h {
		a, b := "", ""
		if i < len(form) {
			a = form[i]
		}
		if i < len(pane) {
			b = pane[i]
		}
		line := a + kit.Spaces(left-t.Width(a)) + t.Faint.S("│") + " " + b
		out = append(out, strings.TrimRight(line, " "))
	}
	return out
}
