// Package kittest drives a screen in tests without a terminal: a queue in
// memory, keys pressed by name, commands run until nothing is left. Run it in a
// testing/synctest bubble, in which ticks cost nothing. Start reading at Open
// and Pump.
package kittest

import (
	"context"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"leadpad/api"
	"leadpad/app"
	"leadpad/queue"
	"leadpad/queue/sqlite"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
)

// Noon is the time at which tests take place.
func Noon() time.Time { return time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC) }

// ID is a fixed id, so that screens look the same in every run.
func ID(n int) kit.ID {
	return kit.ID{0x01, 0x9c, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, byte(n >> 8), byte(n)}
}

// Clock is a clock that a test sets.
type Clock struct{ At time.Time }

// Now gives the time.
func (c *Clock) Now() time.Time { return c.At }

// Open makes a workspace on a queue in memory, whose stamps are clock's.
func Open(t testing.TB, clock *Clock) *app.Session {
	t.Helper()
	q, err := sqlite.Open(context.Background(), "", queue.Options{Now: clock.Now})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := q.Close(); err != nil {
			t.Error(err)
		}
	})
	return &app.Session{Queue: q, Workspace: &app.Workspace{
		Name: "acme", Title: "ACME", Address: "https://app.closingdealz.io",
		Encoding: func() api.Encoding { return api.Encoding{Wire: api.DefaultWire()} },
	}}
}

// Encode changes how w's leads look on the wire.
func Encode(w *app.Session, change func(*api.Encoding)) {
	e := w.Encoding()
	change(&e)
	w.Workspace.Encoding = func() api.Encoding { return e }
}

// Deps are what a screen over w is made with.
func Deps(t testing.TB, w *app.Session, profile colorprofile.Profile) kit.Deps {
	t.Helper()
	keys, err := kit.NewKeymap(nil)
	if err != nil {
		t.Fatal(err)
	}
	return kit.Deps{
		Workspace: w, Theme: kit.NewTheme(true, profile, ansi.GraphemeWidth), Keys: keys, Session: 7, Now: Noon(),
	}
}

// Save saves leads, each a minute older than the one before.
func Save(t testing.TB, w *app.Session, clock *Clock, es ...queue.Entry) []kit.ID {
	t.Helper()
	ids := make([]kit.ID, len(es))
	for i, e := range es {
		clock.At = Noon().Add(-time.Duration(i+1) * time.Minute)
		e.Workspace, e.Problems = w.Name, w.Encoding().Check(e.Lead)
		e, err := w.Queue.Save(t.Context(), e)
		if err != nil {
			t.Fatal(err)
		}
		ids[i] = e.ID
	}
	clock.At = Noon()
	return ids
}

// Sent records a batch of ready leads with its receipt, all of them in state to.
func Sent(t testing.TB, w *app.Session, b queue.Batch, to queue.State) {
	t.Helper()
	ctx := context.Background()
	lease, ok, err := w.Queue.TakeLease(ctx, w.Name)
	if err != nil || !ok {
		t.Fatalf("no lease: %v", err)
	}
	defer func() {
		if err := lease.Release(); err != nil {
			t.Error(err)
		}
	}()
	es, err := w.Queue.Claim(ctx, w.Name, b.Submission, b.Leads)
	if err != nil || len(es) != len(b.Leads) {
		t.Fatalf("claimed %d of %d: %v", len(es), len(b.Leads), err)
	}
	b.Workspace = w.Name
	states := map[kit.ID]queue.State{}
	for _, e := range es {
		states[e.ID] = to
	}
	if err := w.Queue.Begin(ctx, b); err != nil {
		t.Fatal(err)
	}
	if err := w.Queue.Settle(ctx, b, states, nil); err != nil {
		t.Fatal(err)
	}
}

// updater is what a screen and a dialog have in common.
type updater interface{ Update(tea.Msg) tea.Cmd }

// Pump runs messages and what their commands bring, until nothing is left, and
// gives those that were for the root.
func Pump(s updater, msgs ...tea.Msg) (root []tea.Msg) {
	for len(msgs) > 0 {
		msg := msgs[0]
		msgs = msgs[1:]
		if toRoot(msg) {
			root = append(root, msg)
			continue
		}
		msgs = append(msgs, Run(s.Update(msg))...)
	}
	return root
}

// toRoot says that a message is the root's: a request of kit, or one to the terminal
// such as the clipboard's. What else there is belongs to who made it.
func toRoot(msg tea.Msg) bool {
	switch msg.(type) {
	case kit.Addressed, tea.KeyPressMsg, tea.PasteMsg, kit.ShowLead, kit.ShowTrash, kit.ShowBatch, kit.QueueChanged, kit.ProgressChanged, kit.Clock:
		return false
	}
	from := reflect.TypeOf(msg).PkgPath()
	return slices.Contains([]string{
		reflect.TypeFor[kit.Notice]().PkgPath(), reflect.TypeFor[tea.KeyPressMsg]().PkgPath(), reflect.TypeFor[terminal.Options]().PkgPath(),
	}, from)
}

// Run gives the messages of a command, batches and sequences taken apart.
func Run(cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	msg := cmd()
	if p, ok := msg.(terminal.Panic); ok {
		panic(p.Trace)
	}
	if msg == nil {
		return nil
	}
	// tea.Sequence's message is not exported; it is a slice like tea.BatchMsg.
	v := reflect.ValueOf(msg)
	if v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return []tea.Msg{msg}
	}
	var all []tea.Msg
	for i := range v.Len() {
		c, _ := v.Index(i).Interface().(tea.Cmd)
		all = append(all, Run(c)...)
	}
	return all
}

// Keys presses keys by name ("j j space S"), one after the other.
func Keys(s updater, names string) (root []tea.Msg) {
	for name := range strings.FieldsSeq(names) {
		root = append(root, Pump(s, kit.Press(name))...)
	}
	return root
}

// Raw is the frame with its colours.
func Raw(s kit.Screen) string { return strings.Join(s.View().Lines, "\n") + "\n" }

// Text is the frame without colours and trailing spaces.
func Text(s kit.Screen) string {
	lines := strings.Split(ansi.Strip(Raw(s)), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}

// Fits fails when a frame is larger than its room.
func Fits(t testing.TB, s kit.Screen, width, height int) {
	t.Helper()
	lines := s.View().Lines
	if len(lines) > height {
		t.Errorf("%d lines in a room of %d", len(lines), height)
	}
	for i, l := range lines {
		if w := ansi.StringWidth(l); w > width {
			t.Errorf("line %d takes %d of %d cells: %q", i, w, width, ansi.Strip(l))
		}
	}
}

// Said gives the texts of the notices among messages.
func Said(msgs []tea.Msg) string {
	var out []string
	for _, m := range msgs {
		if n, ok := m.(kit.Notice); ok {
			out = append(out, n.Text)
		}
	}
	return strings.Join(out, "\n")
}
