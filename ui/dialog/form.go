package dialog

import (
	"cmp"
	"errors"
	"strings"

	"charm.land/bubbles/v2/cursor"
	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"leadpad/api"
	"leadpad/app"
	"leadpad/config"
	"leadpad/ui/kit"
)

// The form's fields, named as Huh's keys.
const (
	fieldName    = "name"
	fieldAddress = "address"
	fieldDocs    = "docs"
	fieldColor   = "color"
	fieldKey     = "key"
)

// labelWidth is the column of the form's labels.
const labelWidth = 11

// ConnectForm asks for a workspace: name, address, docs, colour, and the key,
// which is never shown. It fills c, an address left empty being the API's own,
// and lets a field go only when check (the host's CheckConnection) finds
// nothing wrong with it. All fields are one Huh group: a later group whose
// first field is invalid locks on Shift+Tab.
//
// The form has a screen of its own, with the title and the hints of the dialog
// in the app: below a command's prompt a frame that shrinks, as when a problem
// is mended, leaves rows behind.
func ConnectForm(c *app.Connection, check func(app.Connection) string) *huh.Form {
	l := &look{}
	form := connectForm(c, check, l)
	return form.WithLayout(alone{huh.LayoutDefault, l}).WithViewHook(func(v tea.View) tea.View {
		v.AltScreen = true
		return v
	})
}

// alone is the layout of a form that has the whole screen: title, hint and keys
// stand around the fields.
type alone struct {
	huh.Layout
	look *look
}

// View draws all of it.
func (a alone) View(form *huh.Form) string {
	fields := a.Layout.View(form)
	t := a.look.of
	if t == nil {
		return fields // not drawn in a theme yet
	}
	key := func(name, does string) string { return t.Bold.S(name) + " " + t.Dim.S(does) }
	return strings.Join([]string{
		t.Bold.S(connectTitle), "",
		strings.TrimRight(t.Blurred(fields), "\n "), "",
		t.Dim.S(hint(form)), "",
		key("Enter", "next") + "   " + key("⇧Tab", "back") + "   " + key("^C", "leave, nothing is kept"),
	}, "\n")
}

// connectTitle stands over the form.
const connectTitle = "Connect a workspace"

// hint says what the field with the cursor is for.
func hint(form *huh.Form) string {
	switch form.GetFocusedField().GetKey() {
	case fieldName:
		return "What you call this workspace; a key belongs to exactly one."
	case fieldAddress:
		return "Left empty: ClosingDealz itself. Else https, or http to this machine alone."
	case fieldDocs:
		return "← → · current, unless your key was made for the older, legacy API."
	case fieldColor:
		return "← → · of the workspace's name in the header."
	}
	return "Kept in your system's keyring, else in a file that only you can read."
}

func connectForm(c *app.Connection, check func(app.Connection) string, l *look) *huh.Form {
	if c.Docs == "" {
		c.Docs = "current"
	}
	if c.Color == "" {
		c.Color = "green"
	}
	try := func(change func(*app.Connection, string)) func(string) error {
		return func(typed string) error {
			// The fields that are still to come stand in as valid.
			candidate := app.Connection{Name: c.Name, BaseURL: api.DefaultBaseURL, Docs: "current", Color: "green", Key: config.NewSecret("not-typed-yet")}
			change(&candidate, strings.TrimSpace(typed))
			if wrong := check(candidate); wrong != "" {
				return errors.New(wrong)
			}
			return nil
		}
	}
	input := func(key, label string) *huh.Input {
		return huh.NewInput().Key(key).Title(label).Prompt("").Inline(true)
	}
	form := huh.NewForm(huh.NewGroup(
		input(fieldName, "Name").Placeholder("acme").Value(&c.Name).
			Validate(try(func(x *app.Connection, s string) { x.Name = s })),
		input(fieldAddress, "Address").Placeholder(api.DefaultBaseURL).Value(&c.BaseURL).
			Validate(try(func(x *app.Connection, s string) { x.BaseURL = cmp.Or(s, api.DefaultBaseURL) })),
		choice(l, fieldDocs, "API docs", &c.Docs, "current", "legacy"),
		choice(l, fieldColor, "Colour", &c.Color, "green", "blue", "purple", "yellow", "red"),
		input(fieldKey, "API key").Placeholder("not shown while you type").EchoMode(huh.EchoModePassword).Accessor(keyAccess{c}).
			Validate(func(typed string) error {
				whole := *c
				whole.Name, whole.BaseURL = strings.TrimSpace(c.Name), cmp.Or(strings.TrimSpace(c.BaseURL), api.DefaultBaseURL)
				whole.Key = config.NewSecret(strings.TrimSpace(typed))
				if wrong := check(whole); wrong != "" {
					return errors.New(wrong)
				}
				return nil
			}),
	))
	return form.WithTheme(l.theme("")).WithKeyMap(formKeys()).WithShowHelp(false).WithShowErrors(true).
		WithProgramOptions(tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
			if foreign(msg) {
				return nil
			}
			return msg
		}))
}

// foreign says that a message is not for the form: Ctrl+V would paste the
// clipboard of the machine that the process runs on, and a blinking cursor
// keeps an idle session busy.
func foreign(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case cursor.BlinkMsg:
		return true
	case tea.KeyPressMsg:
		return msg.String() == "ctrl+v"
	}
	return false
}

// choice is a row of words of which one is chosen with ← and →. Huh draws a
// select's title on a line of its own, so the label is drawn with the word.
func choice(l *look, key, label string, value *string, words ...string) huh.Field {
	return huh.NewSelect[string]().Key(key).Options(huh.NewOptions(words...)...).Value(value).Inline(true).WithTheme(l.theme(label))
}

// formKeys are Huh's without a key to quit: the dialog's Esc does that, and in
// `leadpad config init` Ctrl+C.
func formKeys() *huh.KeyMap {
	k := huh.NewDefaultKeyMap()
	k.Input.Next.SetKeys("enter", "tab", "down")
	k.Input.Prev.SetKeys("shift+tab", "up")
	k.Select.Next.SetKeys("enter", "tab", "down")
	k.Select.Prev.SetKeys("shift+tab", "up")
	k.Select.Filter.SetEnabled(false)
	return k
}

// keyAccess lets the form write the key without a string of it lying about.
type keyAccess struct{ c *app.Connection }

// Get gives the typed key.
func (a keyAccess) Get() string { return a.c.Key.Reveal() }

// Set takes it.
func (a keyAccess) Set(s string) { a.c.Key = config.NewSecret(s) }

// look is the theme that a form is drawn in; the dialog's changes with the
// terminal, the command's follows Huh's own guess of the background.
type look struct {
	t      *kit.Theme
	dark   bool
	styles map[string]*huh.Styles
	of     *kit.Theme // what styles were made for
}

// theme gives Huh's theme; label is drawn before a choice.
func (l *look) theme(label string) huh.Theme {
	return huh.ThemeFunc(func(dark bool) *huh.Styles {
		t := l.t
		if t == nil && (l.of == nil || l.dark != dark) {
			t = kit.NewTheme(dark, colorprofile.TrueColor, ansi.WcWidth)
		}
		if t != nil && t != l.of {
			l.of, l.dark, l.styles = t, dark, map[string]*huh.Styles{}
		}
		s, ok := l.styles[label]
		if !ok {
			s = formStyles(l.of, label)
			l.styles[label] = s
		}
		return s
	})
}

// formStyles are leadpad's roles in Huh's places.
func formStyles(t *kit.Theme, label string) *huh.Styles {
	paint := func(p kit.Paint) lipgloss.Style { return lipgloss.NewStyle().Transform(p.S) }
	row := func(on bool, p kit.Paint) func(string) string {
		return func(s string) string { return bar(t, on) + p.S(t.Pad(s, labelWidth)) }
	}
	s := &huh.Styles{FieldSeparator: lipgloss.NewStyle().SetString("\n")}
	fields := func(on bool) huh.FieldStyles {
		p := t.Dim
		if on {
			p = t.Bold
		}
		return huh.FieldStyles{
			Title:        lipgloss.NewStyle().Transform(row(on, p)),
			ErrorMessage: lipgloss.NewStyle().Transform(func(s string) string { return t.Warn.S("▲ " + s) }),
			SelectedOption: lipgloss.NewStyle().Transform(func(s string) string {
				if on {
					s = t.Accent.S("‹ ") + s + t.Accent.S(" ›")
				}
				return row(on, p)(label) + s
			}),
			TextInput: huh.TextInputStyles{Placeholder: paint(t.Faint)},
		}
	}
	s.Focused, s.Blurred = fields(true), fields(false)
	return s
}
