package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/ui/kit"
	"leadpad/ui/terminal"
	"leadpad/words"
)

// quick takes text that came quickly: in a text field it is typed, or, where it
// is too much for a hand, pasted; elsewhere the gate collects it.
func (m *Model) quick(text string, pace terminal.Pace) tea.Cmd {
	keys := pressesOf(text)
	switch {
	case !m.typing(), m.gate.holds(), pace == terminal.Near && m.answers(keys[0]):
		return m.collect(keys, pace)
	case m.dialog() != nil || m.on != kit.ComposeScreen:
		return m.intoLine(text, keys, pace)
	case pace == terminal.Together && !byHand(text) && (len(keys) >= pasteFrom || lineEnds(text) >= 2):
		line := m.compose.InQuickLine() // where nothing is in the form, and nothing to undo
		cmd := m.paste(tea.PasteMsg{Content: text})
		if line || m.compose.Sorting() {
			return cmd
		}
		said := fmt.Sprintf("%s characters came at once and went in as a paste; %s takes them out",
			words.Number(len(keys)), m.keys.KeyName(kit.Undo, kit.InForm))
		return tea.Batch(cmd, kit.Say(kit.Said, said))
	}
	return m.typeAll(keys, pace)
}

// byHand says that a text holds keys that no paste has, such as Ctrl+S and
// Backspace: it was typed on a line that stalled.
func byHand(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return r == 0x7f || r < ' ' && r != '\r' && r != '\n' && r != '\t'
	})
}

// intoLine takes text that came quickly into a text field where Enter is an
// answer or leads to a table, as in the filter and in dialogs: an Enter or Tab
// that came with its text does nothing there, and no digit is a command.
func (m *Model) intoLine(text string, keys []tea.KeyPressMsg, pace terminal.Pace) tea.Cmd {
	ends := strings.ContainsAny(text, "\r\n") || m.dialog() == nil && strings.Contains(text, "\t")
	if pace == terminal.Together && len(keys) > 1 && !byHand(text) && (len(keys) >= pasteFrom || ends || m.answers(keys[0])) {
		return m.paste(tea.PasteMsg{Content: text})
	}
	if ends {
		keys = withoutEnds(keys)
		said := kit.Say(kit.Said, "Enter came with the text and did nothing; press it again")
		return tea.Batch(m.typeAll(keys, pace), said)
	}
	return m.typeAll(keys, pace)
}

// collect puts text that came quickly where letters are commands into the gate.
func (m *Model) collect(keys []tea.KeyPressMsg, pace terminal.Pace) tea.Cmd {
	m.gate.atOnce = m.gate.atOnce || pace == terminal.Together
	cmds := make([]tea.Cmd, 0, len(keys))
	for _, k := range keys {
		if !textual(k) && k.String() != "tab" { // Ctrl with a letter, behind it on a line that stalled
			cmds = append(cmds, m.typed(k))
			continue
		}
		cmds = append(cmds, m.hold(k))
	}
	return tea.Batch(cmds...)
}

// typeAll types into the text field that has the focus. What follows a key that
// leaves it, such as a Tab within a name, is no command either.
func (m *Model) typeAll(keys []tea.KeyPressMsg, pace terminal.Pace) tea.Cmd {
	cmds := make([]tea.Cmd, 0, len(keys))
	for i, k := range keys {
		if !m.typing() && !m.ahead.shut {
			return tea.Batch(append(cmds, m.collect(keys[i:], pace))...)
		}
		cmds = append(cmds, m.arrive(judged{k}))
	}
	return tea.Batch(cmds...)
}

// withoutEnds are the keys without Enter and Tab.
func withoutEnds(keys []tea.KeyPressMsg) []tea.KeyPressMsg {
	var out []tea.KeyPressMsg
	for _, k := range keys {
		if key := k.String(); key != "enter" && key != "tab" {
			out = append(out, k)
		}
	}
	return out
}
