package dialog

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"

	"leadpad/app"
	"leadpad/config"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// Key takes another key for a workspace whose own was refused.
type Key struct {
	host   Host
	name   string // of the workspace, as in the config
	title  string
	done   func(kept string) tea.Cmd
	c      *app.Connection // for its key
	form   *huh.Form
	look   *look
	busy   bool   // the key is being kept
	failed string // why it was not
	width  int
}

// keyKept is the end of keeping a key.
type keyKept struct {
	of    *Key
	where string
	err   error
}

// NewKey makes it for the workspace called name in the config and title on
// screen. done runs when the key is kept, with the words for where.
func NewKey(host Host, name, title string, done func(kept string) tea.Cmd) *Key {
	d := &Key{host: host, name: name, title: title, done: done, c: &app.Connection{}, look: &look{}}
	d.ask()
	return d
}

// ask makes the form anew, with what was typed.
func (d *Key) ask() {
	input := huh.NewInput().Key(fieldKey).Title("API key").Prompt("").Inline(true).Placeholder("not shown while you type").
		EchoMode(huh.EchoModePassword).Accessor(keyAccess{d.c}).Validate(func(typed string) error {
		if typed = strings.TrimSpace(typed); typed == "" {
			return errors.New("a workspace needs its API key")
		}
		return config.CheckKey(config.NewSecret(typed))
	})
	d.form = huh.NewForm(huh.NewGroup(input)).WithTheme(d.look.theme("")).WithKeyMap(formKeys()).WithShowHelp(false).WithShowErrors(false)
	d.width = 0
}

// Init puts the cursor in the field.
func (d *Key) Init() tea.Cmd { return d.form.Init() }

// Typing says that letters are text.
func (d *Key) Typing() bool { return !d.busy }

// Footer gives its keys.
func (d *Key) Footer() []kit.Hint {
	if d.busy {
		return nil
	}
	return []kit.Hint{{Action: kit.Open, Text: "keep it"}, {Action: kit.Back, Text: "close, the key stays as it is"}}
}

// Update drives the form, and keeps the key when it is complete.
func (d *Key) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case keyKept:
		return d.kept(msg)
	case tea.KeyPressMsg:
		if d.busy {
			return nil, false
		}
		if msg.String() == "esc" {
			return nil, true
		}
	case tea.PasteMsg:
		msg.Content = strings.TrimSpace(strings.NewReplacer("\r", "", "\n", "").Replace(msg.Content))
		return d.fill(msg), false
	}
	if foreign(msg) {
		return nil, false
	}
	return d.fill(msg), false
}

// fill hands a message to the form and begins to keep the key when it is there.
func (d *Key) fill(msg tea.Msg) tea.Cmd {
	if d.busy {
		return nil
	}
	m, cmd := d.form.Update(msg)
	if f, ok := m.(*huh.Form); ok {
		d.form = f
	}
	if d.form.State != huh.StateCompleted {
		return cmd
	}
	d.busy, d.failed = true, ""
	host, name, key := d.host, d.name, config.NewSecret(strings.TrimSpace(d.c.Key.Reveal()))
	return func() tea.Msg {
		ctx, cancel := kit.Timed()
		defer cancel()
		where, err := host.KeepKey(ctx, name, key)
		return keyKept{d, where, err}
	}
}

// kept ends the dialog, or says why the key was not kept.
func (d *Key) kept(msg keyKept) (tea.Cmd, bool) {
	switch {
	case msg.of != d:
		return nil, false
	case msg.err == nil:
		return d.done(safe.Clean(msg.where).String()), true
	}
	d.busy, d.failed = false, words.Error(msg.err)
	d.ask()
	return d.form.Init(), false
}

// View draws the field.
func (d *Key) View(t *kit.Theme, width, height int) kit.Frame {
	if d.look.t != t || d.width != width {
		d.look.t, d.width = t, width
		d.form.WithWidth(width).WithHeight(1)
		d.form.Update(nil) // Huh lays out when it gets a message
	}
	lines := []string{t.Bold.S(t.Cut("Another key for "+safe.Clean(d.title).String(), width)), ""}
	if d.busy {
		return kit.Frame{Lines: clip(t, append(lines, t.Accent.S("◐ Keeping the key …")), width, height)}
	}
	lines = append(lines, strings.Split(strings.TrimRight(t.Blurred(d.form.View()), "\n "), "\n")...)
	lines = append(lines, "")
	switch wrong := d.form.Errors(); {
	case d.failed != "":
		lines = append(lines, wrapped(t, t.Bad, "✗ "+d.failed, width)...)
	case len(wrong) > 0:
		lines = append(lines, wrapped(t, t.Warn, "▲ "+safe.Clean(wrong[0].Error()).String(), width)...)
	default:
		lines = append(lines, wrapped(t, t.Dim, "Kept in your system's keyring, else in a file that only you can read.", width)...)
	}
	return kit.Frame{Lines: clip(t, lines, width, height)}
}
