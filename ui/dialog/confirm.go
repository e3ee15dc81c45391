package dialog

import (
	tea "charm.land/bubbletea/v2"

	"leadpad/safe"
	"leadpad/ui/kit"
)

// Confirm asks a question that no key of the rep's asked for, with two answers.
// The cursor begins on neither: Enter is no answer until one was chosen.
type Confirm struct {
	guard
	question string
	lines    []string
	yes, no  string
	onYes    tea.Cmd // runs after yes
	onYesSet bool    // the cursor is on yes
	chosen   bool    // the cursor is on an answer
}

// Footer gives its keys.
func (c *Confirm) Footer() []kit.Hint {
	if !c.chosen {
		return []kit.Hint{{Action: kit.Back, Text: c.no}}
	}
	answer := c.no
	if c.onYesSet {
		answer = c.yes
	}
	return []kit.Hint{{Action: kit.Open, Text: answer}, {Action: kit.Back, Text: c.no}}
}

// Update takes y and n, or Tab and Enter. The first arrow goes to yes.
func (c *Confirm) Update(msg tea.Msg) (tea.Cmd, bool) {
	if cmd, swallowed := c.swallows(msg); swallowed {
		return cmd, false
	}
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil, false
	}
	switch k.String() {
	case "y", "Y":
		return c.onYes, true
	case "n", "N", "esc", "q":
		return nil, true
	case "tab", "shift+tab", "left", "right", "up", "down", "h", "j", "k", "l":
		c.onYesSet, c.chosen = !c.onYesSet, true
	case "enter":
		if !c.chosen {
			return nil, false
		}
		if c.onYesSet {
			return c.onYes, true
		}
		return nil, true
	default:
		return c.arm(), false // more of a text may follow
	}
	return nil, false
}

// View draws the question, its explanation and the answers.
func (c *Confirm) View(t *kit.Theme, width, height int) kit.Frame {
	lines := asked(t, c.question, c.lines, width)
	lines = append(lines, "",
		answer(t, "y", c.yes, c.onYesSet, width),
		answer(t, "n", c.no, c.chosen && !c.onYesSet, width))
	if over := len(lines) - height; over > 0 && len(lines) > over+3 {
		lines = append(lines[:len(lines)-3-over], lines[len(lines)-3:]...) // the answers stay
	}
	return kit.Frame{Lines: clip(t, lines, width, height)}
}

// answer draws one answer with its key.
func answer(t *kit.Theme, key, text string, on bool, width int) string {
	text = t.Cut(safe.Clean(text).String(), max(width-6, 1))
	if on {
		return bar(t, true) + t.AccentBold.S(key) + "  " + t.Bold.S(text)
	}
	return bar(t, false) + t.Bold.S(key) + "  " + t.Dim.S(text)
}
