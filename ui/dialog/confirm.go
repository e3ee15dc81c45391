package dialog

import (
	tea "charm.land/bubbletea/v2"

	"leadpad/safe"
	"leadpad/ui/kit"
)

// Confirm asks one question with two answers. The cursor begins on no; in a
// question that opened by itself it begins on neither.
type Confirm struct {
	question string
	lines    []string
	yes, no  string
	onYes    tea.Cmd
	onYesSet bool // the cursor is on yes
	chosen   bool // the cursor is on an answer
	guard    guard
	unasked  bool
}

// NewConfirm asks question, with lines of explanation; yes and no are the words
// of the answers. onYes runs after yes.
func NewConfirm(question string, lines []string, yes, no string, onYes tea.Cmd) *Confirm {
	return &Confirm{question: question, lines: lines, yes: yes, no: no, onYes: onYes, chosen: true}
}

// ByItself marks a question that no key of the rep's asked for: it takes no key
// until 300 ms after the last one, and Enter is no answer until one was chosen.
func (c *Confirm) ByItself() *Confirm {
	c.unasked, c.chosen = true, false
	return c
}

// Init begins the deafness of a question that opened by itself.
func (c *Confirm) Init() tea.Cmd {
	if c.unasked {
		return c.guard.arm()
	}
	return nil
}

// Typing is false.
func (c *Confirm) Typing() bool { return false }

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

// Update takes y and n, or Tab and Enter. The first arrow in a question that
// opened by itself goes to yes.
func (c *Confirm) Update(msg tea.Msg) (tea.Cmd, bool) {
	if cmd, swallowed := c.guard.swallows(msg); swallowed {
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
		if c.unasked {
			return c.guard.arm(), false // more of a text may follow
		}
	}
	return nil, false
}

// View draws the question, its explanation and the answers.
func (c *Confirm) View(t *kit.Theme, width, height int) kit.Frame {
	lines := wrapped(t, t.Bold, safe.Clean(c.question).String(), width)
	for _, l := range c.lines {
		lines = append(lines, wrapped(t, t.Dim, safe.Clean(l).String(), width)...)
	}
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
