package drafts

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/api"
	"leadpad/lead"
	"leadpad/safe"
	"leadpad/ui/dialog"
	"leadpad/ui/kit"
	"leadpad/words"
)

// fieldDialog asks which field of some leads becomes what.
type fieldDialog struct {
	dialog.Form
	word  string // of changeable
	value string
	head  string
	note  string
	rules lead.Rules
	// within: the cursor may stand before the end of the value.
	within bool
	done   func(fieldChange) tea.Cmd
}

func newFieldDialog(enc api.Encoding, ids []kit.ID, note string, done func(fieldChange) tea.Cmd) *fieldDialog {
	d := &fieldDialog{Form: dialog.NewForm(), head: "Change one field of " + words.Leads(len(ids)), note: note, rules: enc.Rules, done: done}
	var choices []string
	for _, c := range changeable() {
		choices = append(choices, c.word)
	}
	d.word = choices[0]
	d.Set(d.Choice("field", "Field", &d.word, choices...),
		dialog.Input(valueField, "Value").Value(&d.value).Validate(func(s string) error { return dialog.Wrong(d.change(s).wrong(enc)) }))
	return d
}

// change is what the dialog says now.
func (d *fieldDialog) change(value string) fieldChange {
	for _, c := range changeable() {
		if c.word == d.word {
			c.value, _ = lead.Accept(strings.TrimSpace(value), false)
			return c.fieldChange
		}
	}
	return fieldChange{}
}

// Typing says that letters are text.
func (d *fieldDialog) Typing() bool { return true }

// Footer gives the dialog's keys.
func (d *fieldDialog) Footer() []kit.Hint {
	return []kit.Hint{{Action: kit.Open, Text: "next, then change"}, {Action: kit.Back, Text: "change nothing"}}
}

// Update drives the form; the change is made when it is complete.
func (d *fieldDialog) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch m := msg.(type) {
	case tea.KeyPressMsg:
		key := m.String()
		if key == "esc" {
			return nil, true
		}
		if label, before := d.house(); key == "right" && label != "" {
			d.Take(tea.KeyPressMsg{Code: 'u', Mod: tea.ModCtrl})
			msg = tea.PasteMsg{Content: before + label}
		}
		d.steps(key)
	case tea.PasteMsg:
		text, _ := lead.Accept(m.Content, false)
		msg = tea.PasteMsg{Content: strings.ReplaceAll(text, "\n", " ")}
	}
	cmd, complete := d.Take(msg)
	if complete {
		return d.done(d.change(d.value)), true
	}
	return cmd, false
}

// steps notes whether the cursor may have left the end of the value.
func (d *fieldDialog) steps(key string) {
	switch key {
	case "left", "home", "ctrl+a", "ctrl+b", "alt+b", "alt+left", "ctrl+left":
		d.within = true
	case "end", "ctrl+e", "ctrl+u", "enter", "tab", "shift+tab":
		d.within = false
	}
}

// house is the first label of the house's list that begins like the last one of the
// value, and what stands before that; "" for none.
func (d *fieldDialog) house() (label, before string) {
	if d.within || d.Focused() != valueField || d.change("").field != lead.Labels {
		return "", ""
	}
	begun := strings.LastIndexByte(d.value, ',') + 1
	last := strings.TrimLeft(d.value[begun:], " ")
	before = d.value[:len(d.value)-len(last)]
	for _, label := range d.rules.Labels {
		if fold := lead.Fold(last); fold != "" && label != last && strings.HasPrefix(lead.Fold(label), fold) {
			return label, before
		}
	}
	return "", ""
}

// valueField names the field of the value.
const valueField = "value"

// dialogCells is the dialog's width where there is room for it.
const dialogCells = 60

// View draws the question, the form and what stays untouched.
func (d *fieldDialog) View(t *kit.Theme, width, _ int) kit.Frame {
	const fields = 2
	width = min(width, dialogCells)
	note := d.note
	if label, _ := d.house(); label != "" {
		note = "→ " + safe.Clean(label).String() + ", on the house's list"
	}
	// The frame is as wide as its longest line: it must not jump from step to step.
	lines := append([]string{t.Pad(t.Bold.S(d.head), width), ""}, d.Lines(t, width, fields, note)...)
	return kit.Frame{Lines: lines}
}
