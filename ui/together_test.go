package ui

import (
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"leadpad/api"
	"leadpad/app"
	"leadpad/config"
	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
)

// person is somebody at screens of their own, in one process with others.
type person struct {
	*rig
	*app.Session
	lose context.CancelFunc // the line
}

// renaming is a session whose workspace takes other names without a config: the
// practice workspace has none.
type renaming struct{ *app.Session }

// Rewire changes the names as a real workspace's does, less the file.
func (r renaming) Rewire(ctx context.Context, _, _ string) error {
	return r.Sender.Rename(ctx, func() (api.Encoding, error) {
		e := r.Encoding()
		e.Wire = api.PluralWire()
		return e, nil
	})
}

// sits puts a person at the practice workspace. Its server is in memory, so that
// all of it runs in a bubble of virtual time.
func sits(t *testing.T, a *app.App, user string) *person {
	t.Helper()
	s, err := a.Session(t.Context(), user, app.PracticeName)
	check(t, err)
	s = s.Sit(t.Context())
	m, err := New(Options{Host: renaming{s}, Start: s})
	check(t, err)
	ctx, lose := context.WithCancel(context.Background())
	p := &person{&rig{t: t, model: m, workspace: s, wire: make(wire), done: make(chan struct{})}, s, lose}
	p.program = tea.NewProgram(seen{m, p.rig}, tea.WithContext(ctx), tea.WithInput(terminal.Stream(p.wire)), tea.WithOutput(io.Discard),
		tea.WithoutSignalHandler(), tea.WithWindowSize(100, 30), tea.WithColorProfile(colorprofile.TrueColor), tea.WithEnvironment([]string{"TERM=xterm-256color"}))
	go func() {
		defer close(p.done)
		_, _ = p.program.Run() // ended by its context: an error
		_ = m.Flush()
		m.Close()
		s.End(context.Background())
	}()
	p.settle()
	return p
}

// goes loses the person's line, and waits until that was dealt with.
func (p *person) goes() {
	p.lose()
	<-p.done
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
	p.settle()
	return submission, ids
}

// are fails the test unless the leads are in a state.
func (p *person) are(ids []queue.ID, want queue.State) {
	p.t.Helper()
	entries, err := p.Queue.Entries(p.t.Context(), p.Name, ids)
	check(p.t, err)
	if len(entries) != len(ids) {
		p.t.Errorf("%s sees %d of %d leads", p.User, len(entries), len(ids))
	}
	for _, e := range entries {
		if e.State != want {
			p.t.Errorf("%s is %v, want %v", e.Lead.Name, e.State, want)
		}
	}
}

// inHold fails the test unless what is under way is the person's own hold.
func (p *person) inHold(id queue.ID) {
	p.t.Helper()
	if now := p.Sender.Progress(); now.Submission != id || now.Phase != outbox.Holding || now.By.User != p.User {
		p.t.Errorf("the hold of %s is gone: %+v", p.User, now)
	}
}

// undisturbed fails the test unless the screen is the form with what was typed.
func (p *person) undisturbed() {
	p.t.Helper()
	p.shows("Name       Half")
	p.hides("Switch workspace", "Sending in", "Names on the wire")
}

// Two people in one process on one workspace: what one of them does with the keys
// of a hold, the palette, the names on the wire and a lost line leaves the other's
// hold, submission and screen as they are.
func TestOnePersonLeavesAnothersHoldSubmissionAndScreenAlone(t *testing.T) {
	t.Parallel()
	trials := 20
	if testing.Short() {
		trials = 4
	}
	for i := range trials {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) { together(t, rand.New(rand.NewPCG(uint64(i), 9))) })
		})
	}
}

func together(t *testing.T, random *rand.Rand) {
	c := config.Default()
	a, err := app.Open(t.Context(), app.Settings{
		Config: c, Dir: filepath.Join(t.TempDir(), "data"), Look: true,
		Because: func(queue.Batch, int, *queue.Entry) string { return "" },
	})
	check(t, err)
	ana, ben := sits(t, a, "Ana"), sits(t, a, "Ben")
	people := []*person{ana, ben}
	defer func() {
		for _, p := range people {
			p.goes()
			close(p.wire)
		}
		check(t, a.Close(context.WithoutCancel(t.Context())))
		time.Sleep(time.Minute) // timers of the screens run out
	}()
	pause := func() { ana.after(time.Duration(random.IntN(300)) * time.Millisecond) }
	ben.text("Half")
	held, bens := ben.submits("Ben 1", "Ben 2", "Ben 3")
	pause()

	// The keys of a hold.
	_, anas := ana.submits("Ana 1", "Ana 2")
	ana.after(100 * time.Millisecond) // a picture of it
	ana.keys("f4")
	ana.shows("takes everything back", "Ben sends too: requests take turns.")
	ana.keys("u")
	ana.are(anas, queue.Ready)
	pause()
	ana.keys("u")
	ana.shows("Nothing is in its hold.")
	ben.inHold(held)
	ben.are(bens, queue.Held)

	// The palette.
	ana.keys(":")
	ana.shows("Switch workspace…")
	ben.undisturbed()
	ana.keys("esc")
	pause()

	// New names on the wire wait; nobody's sender is closed.
	before := ben.Encoding().Wire
	ana.program.Send(kit.UseNames{Preset: "plural"})
	ana.settle()
	ben.inHold(held)

	// A lost line.
	cai := sits(t, a, "Cai")
	people = append(people, cai)
	_, cais := cai.submits("Cai 1")
	pause()
	cai.goes()
	cai.are(cais, queue.Ready)
	ben.inHold(held)
	ben.undisturbed()
	if now := ben.Encoding().Wire; now != before {
		t.Errorf("the names changed in Ben's hold: %+v", now)
	}

	// Ben's goes as if nobody else were there, and then the names come to all.
	ben.after(10 * time.Second)
	if p, ok := ben.Sender.Ended(held); !ok || p.Sent != len(bens) || p.By.User != "Ben" {
		t.Errorf("Ben's submission ended as %+v, %t", p, ok)
	}
	ben.are(bens, queue.Sent)
	ben.undisturbed()
	if now := ben.Encoding().Wire; now != api.PluralWire() {
		t.Errorf("the names never changed for Ben: %+v", now)
	}
	ana.after(time.Second)
	ana.shows("by Ben, last 60 s")
	ben.hides("by Ben") // who is alone in the window reads nothing of it
	ben.text("!")       // and the screen goes on
	ben.shows("Name       Half!")
}
