package dialog

import (
	"cmp"
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
	"leadpad/words"
)

// The form's fields, named as Huh's keys.
const (
	fieldName    = "name"
	fieldAddress = "address"
	fieldDocs    = "docs"
	fieldColor   = "color"
	fieldKey     = "key"
)

// writing is a form whose answers a command writes down when all are given.
type writing struct {
	Form
	busy        bool   // they are being written
	ask         func() // makes the form anew, with what was typed
	enter, back string // what the keys do
}

// Typing says that letters are text.
func (w *writing) Typing() bool { return !w.busy }

// Footer gives its keys.
func (w *writing) Footer() []kit.Hint {
	if w.busy {
		return nil
	}
	return []kit.Hint{{Action: kit.Open, Text: w.enter}, {Action: kit.Back, Text: w.back}}
}

// answer drives the form. over: the rep closed it; write: now the answers are to be
// written down.
func (w *writing) answer(msg tea.Msg) (cmd tea.Cmd, over, write bool) {
	if w.busy {
		return nil, false, false
	}
	if k, ok := msg.(tea.KeyPressMsg); ok && k.String() == "esc" {
		return nil, true, false
	}
	if cmd, write = w.Take(msg); write {
		w.busy, w.failed = true, ""
	}
	return cmd, false, write
}

// refused says why nothing was written, over the form as it was filled in.
func (w *writing) refused(err error) tea.Cmd {
	w.busy, w.failed = false, words.Error(err)
	w.ask()
	return w.form.Init()
}

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
func ConnectForm(c *app.Connection, check func(app.Connection) error) *huh.Form {
	f := NewForm()
	f.Set(f.connectFields(c, check)...)
	return f.form.WithShowErrors(true).WithProgramOptions(tea.WithFilter(func(_ tea.Model, msg tea.Msg) tea.Msg {
		if foreign(msg) {
			return nil
		}
		return msg
	})).WithLayout(alone{huh.LayoutDefault, f.look}).WithViewHook(func(v tea.View) tea.View {
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
	return keptWhere
}

// keptWhere says where a key goes.
const keptWhere = "Kept in your system's keyring, else in a file that only you can read."

// connectFields are those of a workspace, filled into c.
func (f *Form) connectFields(c *app.Connection, check func(app.Connection) error) []huh.Field {
	c.Docs, c.Color = cmp.Or(c.Docs, "current"), cmp.Or(c.Color, "green")
	try := func(change func(*app.Connection, string)) func(string) error {
		return func(typed string) error {
			// The fields that are still to come stand in as valid.
			candidate := app.Connection{Name: c.Name, BaseURL: api.DefaultBaseURL, Docs: "current", Color: "green", Key: config.NewSecret("not-typed-yet")}
			change(&candidate, strings.TrimSpace(typed))
			return Wrong(words.Error(check(candidate)))
		}
	}
	return []huh.Field{
		Input(fieldName, "Name").Placeholder("acme").Value(&c.Name).
			Validate(try(func(x *app.Connection, s string) { x.Name = s })),
		Input(fieldAddress, "Address").Placeholder(api.DefaultBaseURL).Value(&c.BaseURL).
			Validate(try(func(x *app.Connection, s string) { x.BaseURL = cmp.Or(s, api.DefaultBaseURL) })),
		f.Choice(fieldDocs, "API docs", &c.Docs, "current", "legacy"),
		f.Choice(fieldColor, "Colour", &c.Color, "green", "blue", "purple", "yellow", "red"),
		keyInput(c, func(key config.Secret) error {
			whole := *c
			whole.Name, whole.BaseURL, whole.Key = strings.TrimSpace(c.Name), cmp.Or(strings.TrimSpace(c.BaseURL), api.DefaultBaseURL), key
			return Wrong(words.Error(check(whole)))
		}),
	}
}

// keyInput takes the API key of c.
func keyInput(c *app.Connection, check func(config.Secret) error) huh.Field {
	return Input(fieldKey, "API key").Placeholder("not shown while you type").EchoMode(huh.EchoModePassword).Accessor(keyAccess{c}).
		Validate(func(typed string) error { return check(config.NewSecret(strings.TrimSpace(typed))) })
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
			TextInput: huh.TextInputStyles{Placeholder: t.Hint.Style()},
		}
	}
	s.Focused, s.Blurred = fields(true), fields(false)
	return s
}
