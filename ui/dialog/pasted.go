package dialog

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// pastedLines is how many lines of a pasted text its offer shows.
const pastedLines = 6

// Pasted offers text that came where no text field is to a new lead. While more
// of it comes, and until nothing has come for 300 ms, it takes no answer but
// Escape: a line end in the text is none.
type Pasted struct {
	text, ran    string
	fill, asKeys func(text string) tea.Cmd
	guard
}

// NewPasted offers text: fill puts it into a new lead, asKeys runs it as if it
// had been typed, less the beginning that ran already.
func NewPasted(text, ran string, fill, asKeys func(text string) tea.Cmd) *Pasted {
	return &Pasted{text: text, ran: ran, fill: fill, asKeys: asKeys}
}

// Waits says that what comes now belongs to the text.
func (p *Pasted) Waits() bool { return p.deaf }

// Footer gives its keys.
func (p *Pasted) Footer() []kit.Hint {
	return []kit.Hint{{Action: kit.Open, Text: "new lead"}, {Action: kit.Back, Text: "drop it"}}
}

// Update takes more of the text, and then the answer.
func (p *Pasted) Update(msg tea.Msg) (tea.Cmd, bool) {
	if msg, ok := msg.(tea.PasteMsg); ok {
		p.text += msg.Content
		return p.arm(), false
	}
	key, _ := msg.(tea.KeyPressMsg)
	if key.String() == "esc" {
		return kit.Say(kit.Said, "The pasted text was dropped"), true
	}
	if cmd, ok := p.swallows(msg); ok {
		return cmd, false
	}
	switch key.String() {
	case "enter":
		return p.fill(p.text), true
	case "k":
		return p.asKeys(strings.TrimPrefix(p.text, p.ran)), true
	}
	return nil, false
}

// View draws what was pasted and the answers.
func (p *Pasted) View(t *kit.Theme, width, height int) kit.Frame {
	lines := []string{t.Bold.S("Put the pasted text into a new lead?"), ""}
	all := safe.Lines(strings.TrimSpace(p.text))
	for i, l := range all {
		if i == pastedLines {
			lines = append(lines, t.Dim.S("  "+words.Plural(len(all)-i, "more line", "more lines")))
			break
		}
		lines = append(lines, "  "+t.Cut(l.String(), max(width-2, 1)))
	}
	answers := []string{"", row(t, "Enter", "a new lead"), row(t, "k", "I typed this: run it as keys"), row(t, "Esc", "drop it")}
	lines = lines[:max(min(len(lines), height-len(answers)), 1)]
	return kit.Frame{Lines: clip(t, append(lines, answers...), width, height)}
}

// row draws an answer with its key.
func row(t *kit.Theme, key, text string) string {
	return "  " + t.Bold.S(t.Pad(key, 7)) + t.Dim.S(text)
}
