package ui

import (
	"context"
	"errors"
	"io"
	"maps"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"leadpad/api"
	"leadpad/api/ratelimit"
	"leadpad/api/sandbox"
	"leadpad/app"
	"leadpad/config"
	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/queue/sqlite"
	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
	"leadpad/ui/terminal"
)

// rig is the whole program on a queue in memory and a sandbox, in a bubble of
// virtual time: a test types, waits until nothing moves any more, and looks.
type rig struct {
	t         *testing.T
	program   *tea.Program
	model     *Model
	mu        sync.Mutex // over the model and its last frame
	view      tea.View
	workspace *app.Session
	host      *fakeHost
	wire      wire
	done      chan struct{}
}

// wire is the terminal's input: each send is one read of it.
type wire chan string

func (w wire) Read(p []byte) (int, error) {
	s, ok := <-w
	if !ok {
		return 0, io.EOF
	}
	return copy(p, s), nil
}

// seen is the model with an eye on its frames.
type seen struct {
	*Model
	rig *rig
}

func (s seen) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if p, ok := msg.(terminal.Panic); ok {
		panic(p.Trace)
	}
	s.rig.mu.Lock()
	defer s.rig.mu.Unlock()
	_, cmd := s.Model.Update(msg)
	return s, cmd
}

func (s seen) View() tea.View {
	s.rig.mu.Lock()
	defer s.rig.mu.Unlock()
	s.rig.view = s.Model.View()
	return s.rig.view
}

// fakeHost opens workspaces that the test made.
type fakeHost struct {
	open map[string]*app.Session
	list []app.Info
	// general is what the config says.
	general config.General
	presets map[string]config.Preset
	// rewire changes the names on the wire.
	rewire func(name, preset string) error
}

func (h *fakeHost) Workspaces() []app.Info { return h.list }
func (h *fakeHost) Open(_ context.Context, name string) (*app.Session, error) {
	return h.open[name], nil
}
func (h *fakeHost) CheckConnection(app.Connection) error { return nil }
func (h *fakeHost) Connect(context.Context, app.Connection) (app.Kept, error) {
	return app.Kept{Keyring: true}, nil
}

func (h *fakeHost) Rewire(_ context.Context, name, preset string) error {
	return h.rewire(name, preset)
}

func (h *fakeHost) KeepKey(context.Context, string, config.Secret) (app.Kept, error) {
	return app.Kept{Keyring: true}, nil
}
func (h *fakeHost) HasOwn() bool            { return false }
func (h *fakeHost) General() config.General { return h.general }
func (h *fakeHost) KeepGeneral(_ context.Context, g config.General) error {
	h.general = g
	return nil
}
func (h *fakeHost) Presets() map[string]config.Preset { return h.presets }
func (h *fakeHost) KeepPreset(_ context.Context, name string, p config.Preset) error {
	h.presets = maps.Clone(h.presets)
	if h.presets == nil {
		h.presets = map[string]config.Preset{}
	}
	if h.presets[name] = p; p == nil {
		delete(h.presets, name)
	}
	return nil
}
func (h *fakeHost) TestKey(context.Context, string) (api.Answer, error) { return api.Answer{}, nil }

// newWorkspace opens a workspace on q; a practice one has its sandbox.
func newWorkspace(t testing.TB, q queue.Queue, name, title string, practice bool) *app.Session {
	t.Helper()
	server, err := sandbox.New(sandbox.Options{Latency: 100 * time.Millisecond})
	check(t, err)
	windows, err := sqlite.OpenWindows(t.Context(), "")
	check(t, err)
	client, err := api.NewClient(api.Options{
		BaseURL: "http://127.0.0.1/", Dial: server.Dial,
		Key: func(context.Context) (config.Secret, error) { return config.NewSecret("sandbox-key"), nil },
	})
	check(t, err)
	encoding, err := api.NewEncoding(config.Profile{}, lead.Rules{})
	check(t, err)
	n, per := encoding.Form.Limit()
	sender, err := outbox.New(t.Context(), outbox.Options{
		Queue: q, Windows: windows, Client: client, Encoding: encoding, Window: ratelimit.Window{Requests: n, Per: per},
		Workspace: name, Practice: practice, Address: "http://127.0.0.1/", Hold: 5 * time.Second, Canary: true,
		Key: func(context.Context) (string, error) { return "fingerprint", nil },
	})
	check(t, err)
	t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		if err := errors.Join(sender.Close(ctx), server.Close(), windows.Close()); err != nil {
			t.Errorf("close %s: %v", name, err)
		}
	})
	return &app.Session{Queue: q, Sender: sender.Seat(outbox.Who{}), Workspace: &app.Workspace{
		Name: name, Title: title, Practice: practice, Address: "http://127.0.0.1/",
		Encoding: sender.Encoding, Sandbox: server,
	}}
}

func check(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// run starts the program at a size and runs test in the bubble.
func run(t *testing.T, w, h int, test func(*rig)) { runOn(t, "", w, h, test) }

// runOn is run with the queue in a file; "" keeps it in memory.
func runOn(t *testing.T, path string, w, h int, test func(*rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		q, err := sqlite.Open(t.Context(), path, queue.Options{})
		check(t, err)
		t.Cleanup(func() {
			if err := q.Close(); err != nil {
				t.Errorf("close the queue: %v", err)
			}
		})
		sub := newWorkspaceRig(t, q, w, h)
		defer sub.stop()
		test(sub)
	})
}

func newWorkspaceRig(t *testing.T, q queue.Queue, w, h int) *rig {
	t.Helper()
	ws := newWorkspace(t, q, "sandbox", "SANDBOX", true)
	host := &fakeHost{
		open: map[string]*app.Session{"sandbox": ws},
		list: []app.Info{{Name: "sandbox", Title: "SANDBOX", Practice: true}},
	}
	keys, err := kit.NewKeymap(nil)
	check(t, err)
	if strings.HasPrefix(t.Name(), movedTest) {
		keys = kittest.Moved(t)
	}
	m := newModel(Options{Host: host, Start: ws, Now: func() time.Time { return time.Now().UTC() }}, keys)
	r := &rig{t: t, model: m, workspace: ws, host: host, wire: make(wire), done: make(chan struct{})}
	r.program = tea.NewProgram(seen{m, r}, tea.WithInput(terminal.Stream(r.wire)), tea.WithOutput(io.Discard), tea.WithoutSignalHandler(),
		tea.WithWindowSize(w, h), tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
	go func() {
		defer close(r.done)
		if _, err := r.program.Run(); err != nil {
			t.Errorf("the program ended: %v", err)
		}
	}()
	r.settle()
	return r
}

func (r *rig) stop() {
	r.program.Quit()
	<-r.done
	close(r.wire)
	r.model.Close()
	time.Sleep(time.Minute) // timers of the screens run out
}

// settle waits until nothing moves: fast timers have run, slow ones wait.
func (r *rig) settle() { synctest.Wait() }

// after lets time pass.
func (r *rig) after(d time.Duration) {
	time.Sleep(d)
	r.settle()
}

// keys presses keys by name, one after the other, as a hand does.
func (r *rig) keys(names ...string) *rig {
	for _, n := range names {
		r.program.Send(kit.Press(kittest.Key(r.model.keys, n)))
		r.settle()
		if r.held() {
			r.after(restFor)
		}
	}
	return r
}

// held says that a key waits for what may follow it.
func (r *rig) held() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.model.gate.keys) > r.model.gate.ran
}

// text types characters.
func (r *rig) text(s string) *rig {
	for _, c := range s {
		r.program.Send(tea.KeyPressMsg{Code: c, Text: string(c)})
	}
	r.settle()
	if r.held() {
		r.after(restFor)
	}
	return r
}

// frame is the last one that was drawn.
func (r *rig) frame() tea.View {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.view
}

// screen is what is on the screen, without colours and trailing spaces.
func (r *rig) screen() string {
	lines := strings.Split(ansi.Strip(r.frame().Content), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// shows fails the test unless the screen has all of the texts.
func (r *rig) shows(texts ...string) {
	r.t.Helper()
	for _, s := range texts {
		if !strings.Contains(r.screen(), s) {
			r.t.Fatalf("the screen lacks %q:\n%s", s, r.screen())
		}
	}
}

// hides fails the test when the screen has one of the texts.
func (r *rig) hides(texts ...string) {
	r.t.Helper()
	for _, s := range texts {
		if strings.Contains(r.screen(), s) {
			r.t.Fatalf("the screen still has %q:\n%s", s, r.screen())
		}
	}
}

// fits fails the test when a line is wider than the window or there are too many.
func (r *rig) fits(w, h int) {
	r.t.Helper()
	lines := strings.Split(r.frame().Content, "\n")
	if len(lines) > h {
		r.t.Errorf("%d lines on a screen of %d", len(lines), h)
	}
	for _, l := range lines {
		if n := ansi.StringWidthWc(l); n > w {
			r.t.Errorf("a line takes %d of %d cells: %q", n, w, ansi.Strip(l))
		}
	}
}

// leads are the entries of the workspace, newest first.
func (r *rig) leads() []queue.Entry {
	r.t.Helper()
	ctx := context.Background()
	ids, err := r.workspace.Queue.IDs(ctx, queue.Query{Workspace: r.workspace.Name, Sent: true})
	check(r.t, err)
	es, err := r.workspace.Queue.Entries(ctx, r.workspace.Name, ids)
	check(r.t, err)
	return es
}
