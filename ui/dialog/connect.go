package dialog

import (
	"cmp"
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/api"
	"leadpad/app"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
	"leadpad/words"
)

// step of connecting a workspace.
type step uint8

const (
	filling    step = iota // the form
	connecting             // the config is written, the key kept
	connected              // done; the key can be tried
	trying                 // an empty array is on its way
)

// Connect connects a real workspace: the form, then where the key was kept,
// then, when asked for, what the API says to the key.
type Connect struct {
	host Host
	c    *app.Connection
	Form
	step    step
	kept    string
	verdict string
	tested  bool
	good    bool
}

// Messages of the dialog's commands.
type (
	kept struct {
		of    *Connect
		where app.Kept
		err   error
	}
	verdict struct {
		of   *Connect
		text string
		ok   bool
	}
)

// NewConnect makes it.
func NewConnect(host Host) *Connect {
	d := &Connect{host: host, c: &app.Connection{}, Form: NewForm()}
	d.Set(d.connectFields(d.c, host.CheckConnection)...)
	return d
}

// Typing says that letters are text.
func (d *Connect) Typing() bool { return d.step == filling }

// Footer gives the keys of the step.
func (d *Connect) Footer() []kit.Hint {
	switch d.step {
	case filling:
		return []kit.Hint{{Action: kit.Open, Text: "next"}, {Action: kit.Back, Text: "close"}}
	case connected:
		return []kit.Hint{{Action: kit.Open, Text: "open it"}, {Action: kit.ItIsThere, Text: "test the key"}, {Action: kit.Back, Text: "stay here"}}
	}
	return nil
}

// Update drives the form and the steps after it.
func (d *Connect) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case kept:
		if msg.of == d {
			return d.connected(msg), false
		}
		return nil, false
	case verdict:
		if msg.of == d {
			d.step, d.tested, d.verdict, d.good = connected, true, safe.Clean(msg.text).String(), msg.ok
		}
		return nil, false
	case tea.KeyPressMsg:
		if d.step != filling {
			return d.key(msg.String())
		}
		if msg.String() == "esc" {
			return nil, true
		}
	}
	if d.step != filling {
		return nil, false
	}
	cmd, done := d.Take(msg)
	if done {
		cmd = d.connect()
	}
	return cmd, false
}

// connect begins to connect when the form is complete.
func (d *Connect) connect() tea.Cmd {
	d.step, d.failed = connecting, ""
	c := *d.c
	c.Name, c.BaseURL = strings.TrimSpace(c.Name), strings.TrimSpace(c.BaseURL)
	*d.c = c
	c.BaseURL = cmp.Or(c.BaseURL, api.DefaultBaseURL)
	host := d.host
	return kit.Command(func(ctx context.Context) tea.Msg {
		where, err := host.Connect(ctx, c)
		return kept{d, where, err}
	})
}

// connected goes on after the key was kept; a failure brings the form back
// with all that was typed.
func (d *Connect) connected(msg kept) tea.Cmd {
	if msg.err == nil {
		d.step, d.kept = connected, words.Kept(msg.where)
		return nil
	}
	d.step, d.failed = filling, words.Error(msg.err)
	d.Set(d.connectFields(d.c, d.host.CheckConnection)...)
	return d.Init()
}

// key takes the keys after the form.
func (d *Connect) key(key string) (tea.Cmd, bool) {
	if d.step != connected {
		return nil, false
	}
	switch key {
	case "enter":
		return terminal.Sequence(kit.Do(kit.SwitchTo{Workspace: d.c.Name}), kit.Say(kit.Good, words.KeyKept(d.kept))), true
	case "t":
		d.step = trying
		host, name := d.host, d.c.Name
		return kit.Command(func(ctx context.Context) tea.Msg {
			answer, err := host.TestKey(ctx, name)
			if err != nil {
				return verdict{d, words.Error(err), false}
			}
			return verdict{d, words.Reader{Workspace: name}.KeyTest(answer), api.KeyVerdict(answer) == api.KeyGood}
		}), false
	case "esc", "q":
		return kit.Say(kit.Good, words.KeyKept(d.kept)), true
	}
	return nil, false
}

// View draws the step.
func (d *Connect) View(t *kit.Theme, width, height int) kit.Frame {
	const fields = 5
	lines := []string{t.Bold.S(connectTitle)}
	if height > 8 {
		lines = append(lines, "")
	}
	if d.step == filling {
		lines = append(lines, d.Lines(t, width, min(fields, max(height-len(lines)-1, 1)), hint(d.form))...)
	} else {
		lines = append(lines, d.viewAfter(t, width)...)
	}
	return kit.Frame{Lines: clip(t, lines, width, height)}
}

func (d *Connect) viewAfter(t *kit.Theme, width int) []string {
	name := safe.Clean(d.c.Name).String()
	switch d.step {
	case connecting:
		return []string{t.Accent.S("◐ Writing the config and keeping the key …")}
	case trying:
		return []string{t.Accent.S("◐ Asking the API about the key, with an empty list of leads …")}
	}
	lines := t.Lines(t.OKBold, "✓ "+name+" is connected.", width)
	lines = append(lines, t.Lines(t.Dim, words.KeyKept(d.kept)+".", width)...)
	if d.tested {
		paint, sign := t.OK, "✓ "
		if !d.good {
			paint, sign = t.Warn, "▲ "
		}
		lines = append(lines, "")
		lines = append(lines, t.Lines(paint, sign+d.verdict, width)...)
	}
	return append(lines, "",
		t.Bold.S("Enter")+"  "+t.Dim.S("open it"),
		t.Bold.S("t    ")+"  "+t.Dim.S("test the key: an empty list, which creates nothing"),
		t.Bold.S("Esc  ")+"  "+t.Dim.S("stay here"))
}
