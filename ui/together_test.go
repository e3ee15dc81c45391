package ui

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"leadpad/api"
	"leadpad/api/sandbox"
	"leadpad/app"
	"leadpad/config"
	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/kit"
)

// The hold of these tests: long enough for all that happens in it, even on a busy
// machine.
const togetherHold = 6

// office is one process on one workspace whose server is a sandbox, for several
// people.
type office struct {
	t      *testing.T
	app    *app.App
	server *sandbox.Server
}

func newOffice(t *testing.T) *office {
	t.Helper()
	server, err := sandbox.New(sandbox.Options{Keys: []string{"a-key-of-the-office"}})
	check(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	check(t, err)
	ctx, stop := context.WithCancel(context.Background())
	served := make(chan error, 1)
	go func() { served <- server.Serve(ctx, l) }()

	dir := t.TempDir()
	c := config.Default()
	c.HoldSeconds, c.Profiles = togetherHold, map[string]config.Profile{"acme": {BaseURL: "http://" + l.Addr().String()}}
	path := filepath.Join(dir, "config.toml")
	check(t, config.SetProfile(path, config.Profile{Name: "acme", BaseURL: "http://" + l.Addr().String()}, true))
	a, err := app.Open(ctx, app.Settings{
		Config: c, Path: path, Dir: filepath.Join(dir, "data"), Key: "a-key-of-the-office",
		Because: func(queue.Batch, int, *queue.Entry) string { return "" },
	})
	check(t, err)
	t.Cleanup(func() {
		closing, done := context.WithTimeout(context.Background(), time.Minute)
		defer done()
		check(t, a.Close(closing))
		stop()
		check(t, <-served)
		check(t, server.Close())
	})
	return &office{t, a, server}
}

// person is somebody at screens of their own.
type person struct {
	*rig
	*app.Session
	lose context.CancelFunc // the line
	gone chan struct{}      // closed when the line's end was dealt with
}

// sits puts a person at the office's workspace.
func (o *office) sits(user string) *person {
	o.t.Helper()
	s, err := o.app.Session(o.t.Context(), user, "acme")
	check(o.t, err)
	m, err := New(Options{Host: s, Start: s})
	check(o.t, err)
	ctx, lose := context.WithCancel(context.Background())
	p := &person{rig: &rig{t: o.t, model: m, workspace: s}, Session: s, lose: lose, gone: make(chan struct{})}
	in, out := io.Pipe()
	p.program = tea.NewProgram(seen{m, p.rig}, tea.WithContext(ctx), tea.WithInput(in), tea.WithOutput(io.Discard), tea.WithoutSignalHandler(),
		tea.WithWindowSize(100, 30), tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
	go func() {
		defer close(p.gone)
		_, _ = p.program.Run() // ended by its context: an error
		_ = m.Flush()
		m.Close()
		s.End(context.Background())
	}()
	o.t.Cleanup(func() {
		lose()
		<-p.gone
		_ = out.Close()
	})
	return p
}

// submits submits leads of the person's own, as the preflight does.
func (p *person) submits(leads ...string) (submission queue.ID, ids []queue.ID) {
	p.t.Helper()
	for _, name := range leads {
		e, err := p.Add(p.t.Context(), lead.Lead{Person: lead.Person{Name: name}})
		check(p.t, err)
		ids = append(ids, e.ID)
	}
	plan, err := p.Sender.Plan(p.t.Context(), ids)
	check(p.t, err)
	submission, err = p.Sender.Submit(p.t.Context(), plan)
	check(p.t, err)
	return submission, ids
}

// press presses keys, without waiting for what comes of them.
func (p *person) press(names ...string) {
	for _, n := range names {
		p.program.Send(kit.Press(n))
	}
}

// sees waits until the screen has a text.
func (p *person) sees(text string) {
	p.t.Helper()
	eventually(p.t, func() string {
		if screen := p.screen(); !strings.Contains(screen, text) {
			return fmt.Sprintf("%s's screen never showed %q:\n%s", p.User, text, screen)
		}
		return ""
	})
}

// eventually fails the test when wrong does not become empty.
func eventually(t *testing.T, wrong func() string) {
	t.Helper()
	late := time.Now().Add(time.Minute)
	for {
		text := wrong()
		if text == "" {
			return
		}
		if time.Now().After(late) {
			t.Fatal(text)
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// are fails the test unless the leads come to a state.
func (p *person) are(ids []queue.ID, want queue.State) {
	p.t.Helper()
	eventually(p.t, func() string {
		entries, err := p.Queue.Entries(context.Background(), p.Name, ids)
		if err != nil {
			return err.Error()
		}
		for _, e := range entries {
			if e.State != want {
				return fmt.Sprintf("%s is %v, want %v", e.Lead.Name, e.State, want)
			}
		}
		return ""
	})
}

// inHold fails the test unless what is under way is the person's own hold.
func (p *person) inHold(id queue.ID) {
	p.t.Helper()
	if now := p.Sender.Progress(); now.Submission != id || now.Phase != outbox.Holding || now.By.User != p.User {
		p.t.Fatalf("the hold of %s is gone: %+v", p.User, now)
	}
}

// Two people in one process on one workspace: what one of them does with the keys
// of a hold, the palette, the names on the wire and a lost line leaves the other's
// hold, submission and screen as they are.
func TestOnePersonLeavesAnothersHoldSubmissionAndScreenAlone(t *testing.T) {
	t.Parallel()
	trials := 4
	if os.Getenv("LEADPAD_LONG") != "" {
		trials = 20 // a minute and a half
	}
	for i := range trials {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			together(t)
		})
	}
}

func together(t *testing.T) {
	o := newOffice(t)
	ana, ben := o.sits("Ana"), o.sits("Ben")
	ben.press("H", "a", "l", "f")
	ben.sees("Name       Half")
	held, bens := ben.submits("Ben 1", "Ben 2", "Ben 3")

	// The keys of a hold.
	_, anas := ana.submits("Ana 1", "Ana 2")
	ana.press("f4")
	ana.sees("begun by Ben, and taken back only there")
	ana.sees("takes the last one back")
	ana.press("u")
	ana.are(anas, queue.Ready)
	eventually(t, func() string { // what is said now is about the hold that is left
		if screen := ana.screen(); strings.Contains(screen, "the last one back") {
			return "Ana's own hold is still on her screen:\n" + screen
		}
		return ""
	})
	ana.press("u")
	ana.sees("Begun by Ben, and taken back only there.")
	ben.inHold(held)
	ben.are(bens, queue.Held)

	// The palette.
	ana.press(":")
	ana.sees("Switch workspace…")
	ben.onlyTyped()
	ana.press("esc")

	// New names on the wire wait; nobody's sender is closed.
	before := ben.Encoding().Wire
	ana.program.Send(kit.UseNames{Preset: "plural"})
	ben.inHold(held)
	if now := ben.Encoding().Wire; now != before {
		t.Errorf("the names changed in Ben's hold: %+v", now)
	}

	// A lost line.
	cai := o.sits("Cai")
	_, cais := cai.submits("Cai 1")
	cai.lose()
	<-cai.gone
	cai.are(cais, queue.Ready)
	ben.inHold(held)
	ben.onlyTyped()
	if now := ben.Encoding().Wire; now != before {
		t.Errorf("the names changed in Ben's hold: %+v", now)
	}

	// Ben's goes as if nobody else were there, and then the names come to all.
	if p, err := ben.Sender.Wait(t.Context(), held); err != nil || p.Sent != len(bens) || p.By.User != "Ben" {
		t.Errorf("Ben's submission ended as %+v, %v", p, err)
	}
	ben.are(bens, queue.Sent)
	eventually(t, func() string {
		if now := ben.Encoding().Wire; now != api.PluralWire() {
			return fmt.Sprintf("the names never changed for Ben: %+v", now)
		}
		return ""
	})
	ben.onlyTyped()
	ben.press("!") // and the screen goes on
	ben.sees("Name       Half!")
}

// onlyTyped fails the test unless the screen is the one with what was typed.
func (p *person) onlyTyped() {
	p.t.Helper()
	screen := p.screen()
	if !strings.Contains(screen, "Name       Half") || strings.Contains(screen, "Switch workspace") || strings.Contains(screen, "Sending in") {
		p.t.Errorf("%s's screen is another:\n%s", p.User, screen)
	}
}
