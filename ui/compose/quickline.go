package compose

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/ui/found"
	"leadpad/ui/kit"
	"leadpad/words"
)

// quickLine is a lead in one line: it is read like a paste while it is typed.
type quickLine struct {
	editor *kit.Editor
	panel  *found.Panel // what was read, nil before the first time
	read   string       // the line that it was read from
	enter  bool         // pressed before the line was read
}

// InQuickLine says that the quick line takes what is typed.
func (m *Model) InQuickLine() bool { return m.sort.quick != nil }

// openQuick opens the quick line, or sorts what was pasted into the notes.
func (m *Model) openQuick() tea.Cmd {
	if m.sortLine() != "" {
		from := m.pastedInto()
		from.Taken = true
		return m.sortOut(m.sort.notes.text, from)
	}
	m.sort.quick = &quickLine{editor: kit.NewEditor(false)}
	m.sort.quick.editor.SetText(m.sort.line)
	m.preview.full, m.dirty = false, true
	return m.readQuick()
}

// readQuick reads the line in a command.
func (m *Model) readQuick() tea.Cmd {
	q := m.sort.quick
	text := q.editor.Text()
	if text == q.read && q.panel != nil {
		return nil
	}
	m.sort.line = text
	free := m.nothingTyped()
	p, w, region := found.New(text, found.From{}, m.form.lead, free, m.d.Keys), m.wish(free), m.region()
	reading := m.reading()
	return m.address().Ask(func(context.Context) func() tea.Cmd {
		leads := w.read(reading, text, region)
		return func() tea.Cmd {
			if m.sort.quick != q || q.editor.Text() != text {
				return nil
			}
			p.Take(leads)
			q.panel, q.read, m.dirty = p, text, true
			if q.enter {
				return m.enterQuick()
			}
			return nil
		}
	})
}

// quickKey runs a key of the quick line.
func (m *Model) quickKey(k tea.KeyPressMsg) tea.Cmd {
	q := m.sort.quick
	q.enter = false
	switch m.d.Keys.At(k.String(), kit.InForm) {
	case kit.Back, kit.QuickLine:
		m.sort.quick = nil
		return nil
	case kit.Enter:
		return m.enterQuick()
	case kit.Up:
		if m.sort.kept == "" {
			return kit.Say(kit.Said, "nothing was pasted that is not in the form")
		}
		return m.sortOut(m.sort.kept, m.pastedInto())
	case kit.Next, kit.Down:
		if q.editor.Text() == "" {
			return nil
		}
		return m.sortOut(q.editor.Text(), found.From{At: m.form.focus})
	}
	if _, changed := q.editor.Key(k); changed {
		return m.readQuick()
	}
	return nil
}

// quickPaste puts pasted text into the line; several lines are sorted at once.
func (m *Model) quickPaste(text string) tea.Cmd {
	lines := linesOf(text)
	if len(lines) > 1 || likeCard(text) {
		return m.sortOut(text, found.From{At: m.form.focus})
	}
	m.sort.quick.editor.Insert(strings.Join(lines, ""))
	return m.readQuick()
}

// enterQuick fills the form with what the line holds, once it was read.
func (m *Model) enterQuick() tea.Cmd {
	q := m.sort.quick
	if strings.TrimSpace(q.editor.Text()) == "" {
		m.sort.quick = nil
		return nil
	}
	if q.panel == nil || q.read != q.editor.Text() {
		q.enter = true
		return nil
	}
	m.sort.quick, m.sort.line = nil, ""
	m.sort.panel = q.panel
	return m.decide(q.panel.Key(kit.Press(m.openKey())))
}

// openKey is a key that fills in the panel.
func (m *Model) openKey() string {
	if b, ok := m.d.Keys.Binding(kit.Open, kit.InFound); ok && len(b.Keys()) > 0 {
		return b.Keys()[0]
	}
	return "enter"
}

// quickView draws the line and below it what was read.
func (m *Model) quickView() kit.Frame {
	t, q := m.theme, m.sort.quick
	text, cur := q.editor.View(t, m.w-4)
	if q.editor.Text() == "" {
		text = t.Hint.S(t.Cut("Jane Doe; Hooli; jane@hooli.example; +49 30 901820", m.w-4))
	}
	head := t.Between("  "+t.Bold.S("Quick line")+"   "+t.Dim.S("parts divided by ; , or |"), t.Dim.S(m.keptWords()), m.w-2)
	lines := []string{head}
	if m.h >= airyHeight {
		lines = append(lines, "")
	}
	at := len(lines)
	lines = append(lines, t.Edge(true)+" "+text, "")
	if q.panel != nil && q.read != "" {
		lines = slices.Concat(lines, q.panel.Values(t, m.w, m.h-len(lines)))
	}
	return kit.Frame{Lines: lines, Cursor: &tea.Position{X: 2 + cur, Y: at}}
}

// keptWords say what ↑ brings back, "" for nothing.
func (m *Model) keptWords() string {
	if m.sort.kept == "" {
		return ""
	}
	return m.d.Keys.KeyName(kit.Up, kit.InForm) + " the " + words.Plural(len(linesOf(m.sort.kept)), "line", "lines") + " pasted last"
}

// quickFooter gives the quick line's keys.
func (m *Model) quickFooter() []kit.Hint {
	var hints []kit.Hint
	if m.sort.quick.editor.Text() != "" {
		hints = []kit.Hint{{Action: kit.Enter, Text: "fill"}, {Action: kit.Down, Text: "sort it"}}
	}
	return append(hints, kit.Hint{Action: kit.Back, Text: "close"})
}
