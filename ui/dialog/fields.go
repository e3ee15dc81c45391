package dialog

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"

	"leadpad/safe"
	"leadpad/ui/kit"
)

// Form is a Huh form of lines of text and choices within a dialog. Its fields are
// one group: a later group whose first field is invalid locks on Shift+Tab.
type Form struct {
	form *huh.Form
	look *look
	// failed is why what the form asked for did not work, "" for nothing.
	failed string
	// width and height are what the fields were laid out for.
	width, height int
}

// NewForm makes one without fields.
func NewForm() Form { return Form{look: &look{}} }

// Input is a line of text with a label.
func Input(key, label string) *huh.Input {
	return huh.NewInput().Key(key).Title(label).Prompt("").Inline(true)
}

// Choice is a row of words of which one is chosen with ← and →. Huh draws a
// select's title on a line of its own, so the label is drawn with the word.
func (f *Form) Choice(key, label string, value *string, words ...string) huh.Field {
	return huh.NewSelect[string]().Key(key).Options(huh.NewOptions(words...)...).Value(value).Inline(true).WithTheme(f.look.theme(label))
}

// Wrong makes an error of what is wrong with a field, nil of "".
func Wrong(text string) error {
	if text == "" {
		return nil
	}
	return errors.New(text)
}

// Set gives the form its fields anew.
func (f *Form) Set(fields ...huh.Field) {
	f.form = huh.NewForm(huh.NewGroup(fields...)).WithTheme(f.look.theme("")).WithKeyMap(formKeys()).WithShowHelp(false).WithShowErrors(false)
	f.width = 0
}

// Init puts the cursor in the first field.
func (f *Form) Init() tea.Cmd { return f.form.Init() }

// Focused is the key of the field that has the cursor.
func (f *Form) Focused() string { return f.form.GetFocusedField().GetKey() }

// Take hands a message to the form; done says that it is complete.
func (f *Form) Take(msg tea.Msg) (cmd tea.Cmd, done bool) {
	if p, ok := msg.(tea.PasteMsg); ok {
		// A field is one line; Huh gives other messages than keys to it twice.
		text := strings.TrimSpace(strings.NewReplacer("\r", "", "\n", "").Replace(p.Content))
		msg = tea.KeyPressMsg{Text: text, Code: tea.KeyExtended}
	}
	if foreign(msg) {
		return nil, false
	}
	m, cmd := f.form.Update(msg)
	if form, ok := m.(*huh.Form); ok {
		f.form = form
	}
	return cmd, f.form.State == huh.StateCompleted
}

// Lines draw the fields, of which at most rows lines are seen, and below them what
// is wrong, else the hint, "" for none.
func (f *Form) Lines(t *kit.Theme, width, rows int, hint string) []string {
	f.fit(t, width, rows)
	lines := strings.Split(strings.TrimRight(t.Blurred(f.form.View()), "\n "), "\n")
	var below []string
	if f.failed != "" {
		below = t.Lines(t.Bad, "✗ "+f.failed, width)
	}
	switch wrong := f.form.Errors(); {
	case len(wrong) > 0:
		below = append(below, t.Lines(t.Warn, "▲ "+safe.Clean(wrong[0].Error()).String(), width)...)
	case hint != "":
		below = append(below, t.Lines(t.Dim, hint, width)...)
	}
	if len(below) > 0 {
		lines = append(lines, "")
	}
	return append(lines, below...)
}

// fit gives the form its room when that changed. Huh lays its fields out when it
// gets a message, so it gets an empty one. Problems are drawn by the dialog: Huh
// would take their lines from the fields.
func (f *Form) fit(t *kit.Theme, width, rows int) {
	if f.look.t == t && f.width == width && f.height == rows {
		return
	}
	f.look.t, f.width, f.height = t, width, rows
	f.form.WithWidth(width).WithHeight(rows)
	f.form.Update(nil)
}
