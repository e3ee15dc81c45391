package drafts

import (
	"errors"
	"strings"

	"charm.land/bubbles/v2/cursor"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"charm.land/lipgloss/v2"

	"leadpad/api"
	"leadpad/lead"
	"leadpad/ui/kit"
	"leadpad/words"
)

// fieldDialog asks which field of some leads becomes what. Both questions are
// one Huh group: a later group whose first field is invalid locks.
type fieldDialog struct {
	form   *huh.Form
	word   string // of changeable
	value  string
	head   string
	note   string
	theme  *kit.Theme
	styles *huh.Styles
	of     *kit.Theme // what styles were made for
	width  int
	done   func(fieldChange) tea.Cmd
}

func newFieldDialog(enc api.Encoding, ids []kit.ID, note string, done func(fieldChange) tea.Cmd) *fieldDialog {
	d := &fieldDialog{head: "Change one field of " + words.Leads(len(ids)), note: note, done: done}
	var words []string
	for _, c := range changeable() {
		words = append(words, c.word)
	}
	d.word = words[0]
	keys := huh.NewDefaultKeyMap()
	keys.Input.Prev.SetKeys("shift+tab", "up")
	keys.Select.Next.SetKeys("enter", "tab", "down")
	keys.Select.Filter.SetEnabled(false)
	d.form = huh.NewForm(huh.NewGroup(
		huh.NewSelect[string]().Options(huh.NewOptions(words...)...).Value(&d.word).Inline(true),
		huh.NewInput().Title("Value").Prompt("").Inline(true).Value(&d.value).Validate(func(s string) error {
			if wrong := d.change(s).wrong(enc); wrong != "" {
				return errors.New(wrong)
			}
			return nil
		}),
	)).WithTheme(huh.ThemeFunc(d.look)).WithKeyMap(keys).WithShowHelp(false).WithWidth(dialogCells)
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

// Init puts the cursor in the first field.
func (d *fieldDialog) Init() tea.Cmd { return d.form.Init() }

// Typing says that letters are text.
func (d *fieldDialog) Typing() bool { return true }

// Footer gives the dialog's keys.
func (d *fieldDialog) Footer() []kit.Hint {
	return []kit.Hint{{Action: kit.Open, Text: "next, then change"}, {Action: kit.Back, Text: "change nothing"}}
}

// Update drives the form; the change is made when it is complete.
func (d *fieldDialog) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case cursor.BlinkMsg:
		return nil, false // a blinking cursor keeps an idle session busy
	case tea.KeyPressMsg:
		switch msg.String() {
		case "esc":
			return nil, true
		case "ctrl+v": // would paste the clipboard of the machine leadpad runs on
			return nil, false
		}
	case tea.PasteMsg:
		// Huh gives other messages than keys to the field twice.
		text, _ := lead.Accept(msg.Content, false)
		return d.update(tea.KeyPressMsg{Text: strings.ReplaceAll(text, "\n", " "), Code: tea.KeyExtended})
	}
	return d.update(msg)
}

func (d *fieldDialog) update(msg tea.Msg) (tea.Cmd, bool) {
	m, cmd := d.form.Update(msg)
	if f, ok := m.(*huh.Form); ok {
		d.form = f
	}
	if d.form.State == huh.StateCompleted {
		return d.done(d.change(d.value)), true
	}
	return cmd, false
}

// View draws the question, the form and what stays untouched.
func (d *fieldDialog) View(t *kit.Theme, width, _ int) kit.Frame {
	d.theme = t
	width = min(width, dialogCells)
	if d.width != width {
		d.width = width
		d.form.WithWidth(width)
	}
	lines := []string{t.Bold.S(t.Cut(d.head, width)), ""}
	for l := range strings.SplitSeq(strings.TrimRight(t.Blurred(d.form.View()), " \n"), "\n") {
		lines = append(lines, l)
	}
	if d.note != "" {
		lines = append(lines, "", t.Dim.S(t.Cut(d.note, width)))
	}
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	// The frame is as wide as its longest line: it must not jump from step to step.
	lines[0] = t.Pad(lines[0], width)
	return kit.Frame{Lines: lines}
}

// dialogCells is the dialog's width where there is room for it.
const dialogCells = 60

// labelCells is the column of the form's labels.
const labelCells = 8

// look is leadpad's roles in Huh's places.
func (d *fieldDialog) look(bool) *huh.Styles {
	t := d.theme
	if t == nil {
		return huh.ThemeBase(true)
	}
	if d.of == t {
		return d.styles
	}
	label := func(on bool, cells int) lipgloss.Style {
		return lipgloss.NewStyle().Transform(func(s string) string {
			if on {
				return t.Accent.S("▌") + " " + t.Bold.S(t.Pad(s, cells))
			}
			return "  " + t.Dim.S(t.Pad(s, cells))
		})
	}
	s := &huh.Styles{FieldSeparator: lipgloss.NewStyle().SetString("\n")}
	fields := func(on bool) huh.FieldStyles {
		f := huh.FieldStyles{
			Title:        label(on, labelCells+2), // as far as a choice behind its arrow
			ErrorMessage: lipgloss.NewStyle().Transform(func(s string) string { return t.Warn.S("▲ " + s) }),
			PrevIndicator: lipgloss.NewStyle().SetString("Field").Transform(func(s string) string {
				arrow := "  "
				if on {
					arrow = t.Accent.S("‹ ")
				}
				return label(on, labelCells).Render(s) + arrow
			}),
		}
		if on {
			f.NextIndicator = lipgloss.NewStyle().SetString(" ›").Transform(t.Accent.S)
		}
		return f
	}
	s.Focused, s.Blurred = fields(true), fields(false)
	d.of, d.styles = t, s
	return s
}
