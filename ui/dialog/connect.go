package dialog

import (
	"cmp"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"

	"leadpad/api"
	"leadpad/app"
	"leadpad/safe"
	"leadpad/ui/kit"
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
	host    Host
	c       *app.Connection
	form    *huh.Form
	look    *look
	step    step
	kept    string
	failed  string // why connecting did not work
	verdict string
	tested  bool
	good    bool
	// width and height are what the form was laid out for.
	width, height int
}

// Messages of the dialog's commands.
type (
	kept struct {
		of    *Connect
		where string
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
	d := &Connect{host: host, c: &app.Connection{}, look: &look{}}
	d.form = connectForm(d.c, host.CheckConnection, d.look)
	return d
}

// Init puts the cursor in the first field.
func (d *Connect) Init() tea.Cmd { return d.form.Init() }

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
	case tea.PasteMsg:
		// A name, an address and a key are one line each.
		msg.Content = strings.TrimSpace(strings.NewReplacer("\r", "", "\n", "").Replace(msg.Content))
		return d.fill(msg), false
	}
	if d.step != filling || foreign(msg) {
		return nil, false
	}
	return d.fill(msg), false
}

// fill hands a message to the form and begins to connect when it is complete.
func (d *Connect) fill(msg tea.Msg) tea.Cmd {
	if d.step != filling {
		return nil
	}
	m, cmd := d.form.Update(msg)
	if f, ok := m.(*huh.Form); ok {
		d.form = f
	}
	if d.form.State != huh.StateCompleted {
		return cmd
	}
	d.step, d.failed = connecting, ""
	c := *d.c
	c.Name, c.BaseURL = strings.TrimSpace(c.Name), strings.TrimSpace(c.BaseURL)
	*d.c = c
	c.BaseURL = cmp.Or(c.BaseURL, api.DefaultBaseURL)
	host := d.host
	return func() tea.Msg {
		ctx, cancel := kit.Timed()
		defer cancel()
		where, err := host.Connect(ctx, c)
		return kept{d, where, err}
	}
}

// connected goes on after the key was kept; a failure brings the form back
// with all that was typed.
func (d *Connect) connected(msg kept) tea.Cmd {
	if msg.err == nil {
		d.step, d.kept = connected, safe.Clean(msg.where).String()
		return nil
	}
	d.step, d.failed = filling, safe.Clean(msg.err.Error()).String()
	d.form = connectForm(d.c, d.host.CheckConnection, d.look)
	d.width = 0
	return d.form.Init()
}

// key takes the keys after the form.
func (d *Connect) key(key string) (tea.Cmd, bool) {
	if d.step != connected {
		return nil, false
	}
	switch key {
	case "enter":
		return tea.Sequence(kit.Do(kit.SwitchTo{Workspace: d.c.Name}), kit.Say(kit.Good, "The key is kept "+d.kept)), true
	case "t":
		d.step = trying
		host, name := d.host, d.c.Name
		return func() tea.Msg {
			ctx, cancel := kit.Timed()
			defer cancel()
			answer, err := host.TestKey(ctx, name)
			if err != nil {
				return verdict{d, words.Error(err), false}
			}
			return verdict{d, words.Reader{Workspace: name}.KeyTest(answer), api.KeyVerdict(answer) == api.KeyGood}
		}, false
	case "esc", "q":
		return kit.Say(kit.Good, "The key is kept "+d.kept), true
	}
	return nil, false
}

// View draws the step.
func (d *Connect) View(t *kit.Theme, width, height int) kit.Frame {
	lines := []string{t.Bold.S(connectTitle)}
	if height > 8 {
		lines = append(lines, "")
	}
	if d.step == filling {
		lines = append(lines, d.viewForm(t, width, height-len(lines))...)
	} else {
		lines = append(lines, d.viewAfter(t, width)...)
	}
	return kit.Frame{Lines: clip(t, lines, width, height)}
}

func (d *Connect) viewForm(t *kit.Theme, width, height int) []string {
	d.fit(t, width, height)
	lines := strings.Split(strings.TrimRight(t.Blurred(d.form.View()), "\n "), "\n")
	lines = append(lines, "")
	if d.failed != "" {
		lines = append(lines, wrapped(t, t.Bad, "✗ "+d.failed, width)...)
	}
	if wrong := d.form.Errors(); len(wrong) > 0 {
		return append(lines, wrapped(t, t.Warn, "▲ "+safe.Clean(wrong[0].Error()).String(), width)...)
	}
	return append(lines, wrapped(t, t.Dim, hint(d.form), width)...)
}

// fit gives the form its room when that changed. Huh lays its fields out when
// it gets a message, so it gets an empty one. Problems are drawn by the dialog:
// Huh would take their lines from the fields.
func (d *Connect) fit(t *kit.Theme, width, height int) {
	const fields = 5
	rows := min(fields, max(height-1, 1))
	if d.look.t == t && d.width == width && d.height == rows {
		return
	}
	d.look.t, d.width, d.height = t, width, rows
	d.form.WithShowErrors(false).WithWidth(width).WithHeight(rows)
	d.form.Update(nil)
}

func (d *Connect) viewAfter(t *kit.Theme, width int) []string {
	name := safe.Clean(d.c.Name).String()
	switch d.step {
	case connecting:
		return []string{t.Accent.S("◐ Writing the config and keeping the key …")}
	case trying:
		return []string{t.Accent.S("◐ Asking the API about the key, with an empty list of leads …")}
	}
	lines := wrapped(t, t.OKBold, "✓ "+name+" is connected.", width)
	lines = append(lines, wrapped(t, t.Dim, "The key is kept "+d.kept+".", width)...)
	if d.tested {
		paint, sign := t.OK, "✓ "
		if !d.good {
			paint, sign = t.Warn, "▲ "
		}
		lines = append(lines, "")
		lines = append(lines, wrapped(t, paint, sign+d.verdict, width)...)
	}
	return append(lines, "",
		t.Bold.S("Enter")+"  "+t.Dim.S("open it"),
		t.Bold.S("t    ")+"  "+t.Dim.S("test the key: an empty list, which creates nothing"),
		t.Bold.S("Esc  ")+"  "+t.Dim.S("stay here"))
}
