package dialog

import (
	"context"
	"errors"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"leadpad/api"
	"leadpad/api/sandbox"
	"leadpad/app"
	"leadpad/config"
	"leadpad/ui/kit"
)

// host is a Host of a test.
type host struct {
	own       bool // settings are the person's own
	connected []app.Connection
	kept      []string // workspaces and keys
	general   config.General
	presets   map[string]config.Preset
	fail      error
}

func (h *host) HasOwn() bool { return h.own }

func (h *host) General() config.General { return h.general }

func (h *host) KeepGeneral(_ context.Context, g config.General) error {
	if h.fail == nil {
		h.general = g
	}
	return h.fail
}

func (h *host) Presets() map[string]config.Preset { return h.presets }

func (h *host) KeepPreset(_ context.Context, name string, p config.Preset) error {
	if h.fail == nil {
		h.presets[name] = p
	}
	return h.fail
}

func (h *host) KeepKey(_ context.Context, name string, key config.Secret) (app.Kept, error) {
	h.kept = append(h.kept, name+" "+key.Reveal())
	return app.Kept{Keyring: true}, h.fail
}

func (h *host) TestKey(context.Context, string) (api.Answer, error) {
	said := "Invalid API key."
	return api.Answer{Outcome: api.BadKey, Status: 401, IsEnvelope: true, Envelope: api.Envelope{Message: &said}}, nil
}

func (h *host) CheckConnection(c app.Connection) error {
	switch {
	case c.Name == "":
		return errors.New("a workspace needs a name")
	case !strings.HasPrefix(c.BaseURL, "https://"):
		return errors.New("an address begins with https://")
	case len(c.Key.Reveal()) < 8:
		return errors.New("a key has at least 8 characters")
	}
	return nil
}

func (h *host) Connect(_ context.Context, c app.Connection) (app.Kept, error) {
	h.connected = append(h.connected, c)
	return app.Kept{Keyring: true}, h.fail
}

func workspaces() []app.Info {
	return []app.Info{
		{Name: "acme", Title: "ACME", Address: "https://app.closingdealz.io"},
		{Name: "tokyo", Title: "東京支店", Color: "purple", Address: "https://crm.example/a/rather/long/path/prefix/that/has/to/be/cut"},
		{Name: "sandbox", Title: "SANDBOX", Practice: true},
	}
}

func theme(p colorprofile.Profile) *kit.Theme { return kit.NewTheme(true, p, ansi.GraphemeWidth) }

func keymap(t testing.TB) *kit.Keymap {
	t.Helper()
	k, err := kit.NewKeymap(nil)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// rooms are what the root gives a dialog at 80×24, 120×40 and 60×15.
func rooms() map[string][2]int {
	return map[string][2]int{"80x24": {68, 18}, "120x40": {80, 34}, "60x15": {48, 11}}
}

func draw(d kit.Dialog, t *kit.Theme, width, height int) string {
	lines := d.View(t, width, height).Lines
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// send gives a dialog a message and what its commands bring, and collects what
// is for the root.
func send(d kit.Dialog, msgs ...tea.Msg) (out []tea.Msg, over bool) {
	for len(msgs) > 0 && !over {
		msg := msgs[0]
		msgs = msgs[1:]
		switch msg.(type) {
		case kit.Notice, kit.SwitchTo, kit.GoTo, kit.Leave:
			out = append(out, msg)
			continue
		}
		var cmd tea.Cmd
		cmd, over = d.Update(msg)
		if over {
			return append(out, run(cmd)...), true
		}
		msgs = append(msgs, run(cmd)...)
	}
	return out, over
}

func run(cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	msg := cmd()
	if msg == nil {
		return nil
	}
	v := reflect.ValueOf(msg)
	if v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
		var all []tea.Msg
		for i := range v.Len() {
			c, _ := v.Index(i).Interface().(tea.Cmd)
			all = append(all, run(c)...)
		}
		return all
	}
	return []tea.Msg{msg}
}

// press presses the named keys; a word in quotes is typed.
func press(d kit.Dialog, keys string) (out []tea.Msg, over bool) {
	for name := range strings.FieldsSeq(keys) {
		names := []string{name}
		if typed, ok := strings.CutPrefix(name, "'"); ok {
			names = strings.Split(typed, "")
		}
		for _, n := range names {
			var got []tea.Msg
			got, over = send(d, kit.Press(n))
			out = append(out, got...)
			if over {
				return out, true
			}
		}
	}
	return out, false
}

func connect(h *host) *Connect {
	d := NewConnect(h)
	send(d, run(d.Init())...)
	return d
}

func TestSwitcherOpens(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string]string{"up enter": "acme", "down enter": "sandbox", "3": "sandbox", "g enter": "acme"} {
		got, over := press(NewSwitcher(workspaces(), "tokyo"), keys)
		if !over || len(got) != 1 || got[0] != (kit.SwitchTo{Workspace: want}) {
			t.Errorf("%s gave %v, over %v; want %s", keys, got, over, want)
		}
	}
	if got, over := press(NewSwitcher(workspaces(), "tokyo"), "enter"); !over || len(got) > 0 {
		t.Errorf("the open workspace was opened again: %v", got)
	}
}

func TestConnect(t *testing.T) {
	t.Parallel()
	synctest.Test(t, fillsTheForm)
}

func fillsTheForm(t *testing.T) {
	h := &host{}
	d := connect(h)
	if !d.Typing() {
		t.Error("letters are not text in the form")
	}
	press(d, "enter")
	if d.form.GetFocusedField().GetKey() != fieldName {
		t.Error("an empty name let the cursor go")
	}
	press(d, "'acme enter enter right enter enter")
	send(d, tea.PasteMsg{Content: " sk-live-1234567890\r\n"})
	if v := ansi.Strip(draw(d, theme(colorprofile.TrueColor), 68, 18)); strings.Contains(v, "sk-live") {
		t.Errorf("the key is on the screen:\n%s", v)
	}
	press(d, "shift+tab shift+tab tab tab ctrl+v enter")
	if len(h.connected) != 1 {
		t.Fatalf("connected %d times, focus on %s", len(h.connected), d.form.GetFocusedField().GetKey())
	}
	c := h.connected[0]
	if c.Name != "acme" || c.BaseURL != "https://app.closingdealz.io" || c.Docs != "legacy" || c.Key.Reveal() != "sk-live-1234567890" {
		t.Errorf("connected %q at %q with %q and %q", c.Name, c.BaseURL, c.Docs, c.Key.Reveal())
	}
	got, over := press(d, "t enter")
	want := []tea.Msg{kit.SwitchTo{Workspace: "acme"}, kit.Notice{Level: kit.Good, Text: "The key is kept in the system keyring"}}
	if !over || !reflect.DeepEqual(got, want) {
		t.Errorf("gave %v, over %v, want %v", got, over, want)
	}
}

func TestConnectKeepsWhatWasTypedWhenItFails(t *testing.T) {
	t.Parallel()
	synctest.Test(t, triesAgain)
}

func triesAgain(t *testing.T) {
	h := &host{fail: errors.New("no space left")}
	d := connect(h)
	press(d, "'acme enter enter enter enter 'sk-live-1234567890 enter")
	h.fail = nil
	press(d, "enter enter enter enter enter")
	if len(h.connected) != 2 || h.connected[1].Name != "acme" || h.connected[1].Key.Reveal() != "sk-live-1234567890" {
		t.Errorf("the second try connected %v", h.connected)
	}
}

func TestADialogThatOpensByItselfIsDeafAtFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, staysDeaf)
}

func staysDeaf(t *testing.T) {
	d := NewMove(MoveOffer{To: "ACME", Ready: 2}, kit.Say(kit.Good, "moved"))
	send(d, run(typeAhead(t, d, d.Init(), "y", "enter", "esc"))...)
	if got, over := press(d, "enter enter"); over || len(got) > 0 {
		t.Errorf("Enter answered before anything was chosen: %v, over %v", got, over)
	}
	if got, over := press(d, "y"); !over || len(got) != 1 {
		t.Errorf("y gave %v, over %v", got, over)
	}
	for keys, want := range map[string]int{"tab enter": 1, "down up enter": 0, "n": 0} {
		d := NewMove(MoveOffer{To: "ACME", Ready: 2}, kit.Say(kit.Good, "moved"))
		send(d, run(d.Init())...)
		if got, over := press(d, keys); !over || len(got) != want {
			t.Errorf("%s gave %v, over %v", keys, got, over)
		}
	}
}

// typeAhead presses keys, each 200 ms after the one before, of which none may
// count, and gives the command that then lets the next one through.
func typeAhead(t *testing.T, d kit.Dialog, wait tea.Cmd, keys ...string) tea.Cmd {
	t.Helper()
	for _, key := range keys {
		time.Sleep(200 * time.Millisecond)
		next, over := d.Update(kit.Press(key))
		if over || next == nil {
			t.Fatalf("%s counted within 300 ms of the key before it", key)
		}
		send(d, run(wait)...) // the rest that this key interrupted
		wait = next
	}
	return wait
}

// A question about many leads is answered by Enter or Esc, by nothing else, and
// by nothing that was typed ahead.
func TestSureTakesEnterAloneAndNotAhead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := sure()
		send(d, run(typeAhead(t, d, d.Init(), "enter", "d", "enter", "y"))...)
		// It rested; letters are no answer, and an Enter behind them is not either.
		if got, over := press(d, "y"); over || len(got) > 0 {
			t.Errorf("a letter answered: %v, over %v", got, over)
		}
		send(d, run(typeAhead(t, d, d.guard.arm(), "n", "d", "q", "Y", "space", "j", "tab", "r", "enter"))...)
		if got, over := press(d, "enter"); !over || len(got) != 1 {
			t.Errorf("Enter gave %v, over %v", got, over)
		}
		d = sure()
		_ = d.Init()
		if got, over := press(d, "x d S esc"); !over || len(got) != 0 {
			t.Errorf("Esc gave %v, over %v", got, over)
		}
	})
}

func sure() *Sure {
	return NewSure("Delete 12 leads?", []string{"They stay in the Trash until 30 Dec.", "11 more marked are hidden and stay."},
		"delete", "keep", kit.Say(kit.Good, "deleted"))
}

func TestLeave(t *testing.T) {
	t.Parallel()
	synctest.Test(t, asksBeforeLeaving)
}

func asksBeforeLeaving(t *testing.T) {
	inFlight := 1
	busy := func() (int, int, int, time.Duration) { return inFlight, 50, 113, 7 * time.Second }
	choose := func(wait bool) tea.Cmd {
		return kit.Do(kit.Notice{Text: map[bool]string{true: "waits", false: "now"}[wait]})
	}
	for keys, want := range map[string]string{"ctrl+c": "waits", "Q": "now", "esc": "", "q x enter ctrl+c": "waits"} {
		got, over := press(NewLeave(busy, choose), keys)
		if !over || want == "" && len(got) > 0 || want != "" && (len(got) != 1 || got[0].(kit.Notice).Text != want) {
			t.Errorf("%s gave %v, over %v, want %q", keys, got, over, want)
		}
	}
	d := NewLeave(busy, choose)
	inFlight = 0
	if got, over := send(d, beat{d}); !over || len(got) != 1 {
		t.Errorf("the answer came and the question still stands: %v", got)
	}
}

func TestHelpNamesEveryKeyOfItsScreen(t *testing.T) {
	t.Parallel()
	k := keymap(t)
	for _, here := range []kit.Context{kit.InForm, kit.InDrafts, kit.InTrash, kit.InSend, kit.InHistory} {
		all := strings.Join(strings.Fields(ansi.Strip(draw(NewHelp(k, here), theme(colorprofile.NoTTY), 60, 500))), " ")
		for _, b := range k.Here(here) {
			for _, key := range b.Keys() {
				if !strings.Contains(all, " "+kit.KeyLabel(key)+" ") {
					t.Errorf("help of %s lacks %q (%s)", here.Title(), key, b.Action)
				}
			}
			if b.Context == here && !strings.Contains(all, b.Long) {
				t.Errorf("help of %s lacks %q", here.Title(), b.Long)
			}
		}
	}
}

func TestSandboxItems(t *testing.T) {
	t.Parallel()
	if SandboxItems(&app.Session{Workspace: &app.Workspace{}}) != nil {
		t.Error("a real workspace has practice switches")
	}
	s, err := sandbox.New(sandbox.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	w := &app.Session{
		Workspace: &app.Workspace{
			Sandbox:  s,
			OpenPage: func(context.Context) (string, error) { return "http://127.0.0.1:4711/", nil },
		},
		SampleLeads: func(context.Context, int) error { return errors.New("the disk is full") },
	}
	list := SandboxItems(w)
	if len(list) != 9 {
		t.Fatalf("%d items", len(list))
	}
	for _, it := range list[:8] {
		if n, ok := it.Cmd()().(kit.Notice); !ok || n.Level == kit.Wrong {
			t.Errorf("%s: %v", it.Title, n)
		}
	}
	if n, ok := list[8].Cmd()().(kit.Notice); !ok || n.Level != kit.Wrong {
		t.Errorf("a failure was not told: %v", n)
	}
}

func BenchmarkPalette(b *testing.B) {
	var all []Item
	for range 12 {
		all = append(all, items()...)
	}
	p, th := NewPalette(all, nil), theme(colorprofile.TrueColor)
	for i := range b.N {
		k := kit.Press("s")
		if i%2 == 1 {
			k = kit.Press("backspace")
		}
		p.Update(k)
		p.View(th, 80, 30)
	}
}
