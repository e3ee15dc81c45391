package dialog

import (
	tea "charm.land/bubbletea/v2"

	"leadpad/safe"
	"leadpad/ui/kit"
)

// Sure asks before something is done to many leads. No letter answers it: Enter
// alone does it, not before 300 ms after the last key, so that nothing typed ahead
// does it; Esc alone leaves it, at once.
type Sure struct {
	question string
	lines    []string
	yes, no  string
	onYes    tea.Cmd
	guard
}

// NewSure asks question, with lines of explanation; yes and no say what Enter and
// Esc do. onYes runs after Enter.
func NewSure(question string, lines []string, yes, no string, onYes tea.Cmd) *Sure {
	return &Sure{question: question, lines: lines, yes: yes, no: no, onYes: onYes}
}

// Footer gives its keys.
func (s *Sure) Footer() []kit.Hint {
	return []kit.Hint{{Action: kit.Open, Text: s.yes}, {Action: kit.Back, Text: s.no}}
}

// Update takes Enter and Esc.
func (s *Sure) Update(msg tea.Msg) (tea.Cmd, bool) {
	k, pressed := msg.(tea.KeyPressMsg)
	if pressed && k.String() == "esc" {
		return nil, true // to keep them nobody has to wait
	}
	if cmd, swallowed := s.swallows(msg); swallowed {
		return cmd, false
	}
	if pressed {
		if k.String() == "enter" {
			return s.onYes, true
		}
		return s.arm(), false // more of a text may follow
	}
	if _, ok := msg.(tea.PasteMsg); ok {
		return s.arm(), false
	}
	return nil, false
}

// View draws the question, its explanation and the two keys, dim while they do
// nothing yet.
func (s *Sure) View(t *kit.Theme, width, height int) kit.Frame {
	lines := asked(t, s.question, s.lines, width)
	key, word := t.AccentBold, t.Dim
	if s.deaf {
		key, word = t.Dim, t.Dim
	}
	lines = lines[:min(len(lines), max(height-2, 1))] // the keys stay
	lines = append(lines, "", key.S(kit.KeyLabel("enter"))+" "+word.S(safe.Clean(s.yes).String())+
		word.S(" · ")+key.S(kit.KeyLabel("esc"))+" "+word.S(safe.Clean(s.no).String()))
	return kit.Frame{Lines: clip(t, lines, width, height)}
}
