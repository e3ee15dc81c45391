package ui

import (
	"cmp"
	"slices"

	"charm.land/bubbles/v2/help"
	"charm.land/bubbles/v2/key"

	"leadpad/ui/kit"
)

// footed is a footer with what it was made of. It changes seldom, and styling it
// costs more than all else of a frame: a fifth of what a key costs.
type footed struct {
	line  string
	hints []kit.Hint
	by    footedBy
}

// footedBy is what a footer depends on beside its hints.
type footedBy struct {
	keys          *kit.Keymap
	theme         *kit.Theme
	width         int
	here, listens kit.Context
}

// footer shows the keys of here and now at the left and the palette's and help's
// at the right.
func (m *Model) footer(hints []kit.Hint) string {
	by := footedBy{m.keys, m.theme, m.width, m.context(), m.listens()}
	if m.foot.by != by || !slices.Equal(m.foot.hints, hints) {
		m.foot = footed{m.drawFooter(hints), slices.Clone(hints), by}
	}
	return m.foot.line
}

func (m *Model) drawFooter(hints []kit.Hint) string {
	t := m.theme
	line := help.Model{ShortSeparator: "  ", Styles: help.Styles{ShortKey: t.Bold.Style(), ShortDesc: t.Dim.Style()}}
	right := line.ShortHelpView(m.pinned())
	room := m.width - 2
	if right != "" {
		room -= t.Width(right) + 2
	}
	for {
		left := line.ShortHelpView(m.bindings(hints))
		if t.Width(left) <= room || len(hints) == 0 {
			return " " + t.Between(left, right, m.width-2)
		}
		hints = shorter(hints)
	}
}

// shorter is a footer's hints without the rightmost one; the way back goes last.
func shorter(hints []kit.Hint) []kit.Hint {
	last := len(hints) - 1
	for last > 0 && hints[last].Action == kit.Back {
		last--
	}
	return slices.Delete(slices.Clone(hints), last, last+1)
}

// bindings are the keys of hints, with their words.
func (m *Model) bindings(hints []kit.Hint) (keys []key.Binding) {
	for _, h := range hints {
		if b, ok := m.keys.Binding(h.Action, m.context()); ok {
			label := b.Label()
			if h.And != "" {
				label += m.keys.KeyName(h.And, m.context())
			}
			b.SetHelp(label, cmp.Or(h.Text, b.Short()))
			keys = append(keys, b.Binding)
		}
	}
	return keys
}

// pinned are the keys of the palette and of help, as they work now; none while a
// dialog takes all keys.
func (m *Model) pinned() (keys []key.Binding) {
	if m.dialog() != nil {
		return nil
	}
	for _, a := range []kit.Action{kit.Palette, kit.Help} {
		if b, ok := m.keys.Binding(a, m.listens()); ok {
			keys = append(keys, b.Binding)
		}
	}
	return keys
}
