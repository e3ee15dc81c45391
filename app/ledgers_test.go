package app

import (
	"compress/gzip"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"leadpad/config"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/queue/sqlite"
)

// before is a data folder as an earlier version left it, with a ledger of its own,
// one lead Sent to http://127.0.0.1:28787 with the key "a-key-of-acme", and one
// Ready.
func before(t *testing.T) Settings {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "data")
	check(t, os.Mkdir(dir, 0o700))
	for _, name := range []string{"queue.db", "window.db"} {
		f, err := os.Open(filepath.Join("testdata", "before-"+name+".gz"))
		check(t, err)
		z, err := gzip.NewReader(f)
		check(t, err)
		data, err := io.ReadAll(z)
		check(t, errors.Join(err, f.Close(), os.WriteFile(filepath.Join(dir, name), data, 0o600)))
	}
	c := config.Default()
	c.Profiles = map[string]config.Profile{"acme": {Name: "acme", BaseURL: "http://127.0.0.1:28787"}}
	return Settings{Config: c, Dir: dir, Key: "a-key-of-acme"}
}

// start opens the folder and gives what submitting all that is Ready would be.
func (s Settings) start(t *testing.T) (*Session, outbox.Plan) {
	t.Helper()
	a, err := Open(t.Context(), s)
	check(t, err)
	t.Cleanup(func() { check(t, a.Close(context.WithoutCancel(t.Context()))) })
	one, err := a.Session(t.Context(), "", "acme")
	check(t, err)
	ids, err := one.Queue.IDs(t.Context(), queue.Query{Workspace: "acme", Text: "state:ready"})
	check(t, err)
	p, err := one.Sender.Plan(t.Context(), ids)
	check(t, err)
	return one, p
}

// noted puts a request that just ended into the ledger of a folder of before.
func (s Settings) noted(t *testing.T) queue.ID {
	t.Helper()
	path, id := filepath.Join(s.Dir, "window.db"), newID()
	_, all, err := sqlite.ReadWindows(t.Context(), path)
	check(t, err)
	w, err := sqlite.OpenWindows(t.Context(), path)
	check(t, err)
	for key := range all {
		check(t, w.Change(t.Context(), key, func(l *queue.Ledger) error {
			l.Slots = append(l.Slots, queue.Slot{ID: id, Begun: time.Now(), Ended: time.Now(), Timeout: RequestTimeout})
			return nil
		}))
	}
	check(t, w.Close())
	return id
}

// The ledger of each data folder goes to the user's state folder, once, with what
// it knows; no workspace is asked about, and no first request of one lead is due.
func TestLedgersOfBeforeMoveToTheStateFolder(t *testing.T) {
	t.Parallel()
	state := filepath.Join(t.TempDir(), "state")
	var want []queue.ID
	for range 2 {
		s := before(t)
		s.State = state
		want = append(want, s.noted(t))
		one, p := s.start(t)
		if len(p.IDs) != 1 || p.Changed || p.Canary {
			t.Errorf("it plans %+v", p)
		}
		m, err := one.Sender.Meter(t.Context())
		if err != nil || m.Used != len(want) {
			t.Errorf("%d requests count, want %d: %v", m.Used, len(want), err)
		}
		if _, err := os.Lstat(filepath.Join(s.Dir, "window.db")); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("the ledger stays in the data folder: %v", err)
		}
		if _, p := s.start(t); p.Changed || p.Canary {
			t.Errorf("the next start plans %+v", p)
		}
		s.Key = "another-key-of-acme"
		if _, p := s.start(t); !p.Changed {
			t.Error("another key is not asked about")
		}
	}
	fresh := before(t) // another user's, whose state is their own
	fresh.State = filepath.Join(t.TempDir(), "state")
	one, p := fresh.start(t)
	if m, err := one.Sender.Meter(t.Context()); err != nil || m.Used != 0 || p.Changed || p.Canary {
		t.Errorf("%d requests of somebody else's count, it plans %+v, %v", m.Used, p, err)
	}
}

// Where state and data are one folder, the ledger stays and is known.
func TestLedgerOfBeforeStaysWhereNoStateFolderIs(t *testing.T) {
	t.Parallel()
	s := before(t)
	s.noted(t)
	one, p := s.start(t)
	if m, err := one.Sender.Meter(t.Context()); err != nil || m.Used != 1 || p.Changed || p.Canary {
		t.Errorf("%d requests count, it plans %+v, %v", m.Used, p, err)
	}
}

// Programs that start at once move it all the same, and none asks.
func TestLedgerOfBeforeIsMovedByManyAtOnce(t *testing.T) {
	t.Parallel()
	s := before(t)
	s.State = filepath.Join(t.TempDir(), "state")
	s.noted(t)
	var work sync.WaitGroup
	for range 6 {
		work.Go(func() {
			a, err := Open(t.Context(), s)
			if err != nil {
				t.Error(err)
				return
			}
			defer func() { check(t, a.Close(context.WithoutCancel(t.Context()))) }()
			one, err := a.Session(t.Context(), "", "acme")
			if err != nil {
				t.Error(err)
				return
			}
			ids, err := one.Queue.IDs(t.Context(), queue.Query{Workspace: "acme"})
			if err != nil {
				t.Error(err)
				return
			}
			if p, err := one.Sender.Plan(t.Context(), ids); err != nil || p.Changed || p.Canary {
				t.Errorf("it plans %+v, %v", p, err)
			}
		})
	}
	work.Wait()
	one, _ := s.start(t)
	if m, err := one.Sender.Meter(t.Context()); err != nil || m.Used != 1 {
		t.Errorf("%d requests count: %v", m.Used, err)
	}
}

// A ledger is joined with another as often as one likes.
func TestJoiningLedgers(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_800_000_000, 0)
	a, b := newID(), newID()
	was := queue.Ledger{Slots: []queue.Slot{{ID: a}, {ID: b}}, PauseUntil: now.Add(time.Hour), Paused: now, Pace: 2, Clean: now}
	l := queue.Ledger{Slots: []queue.Slot{{ID: b}}, PauseUntil: now, Pace: 3}
	for range 2 {
		check(t, joining(was)(&l))
	}
	ids := []queue.ID{}
	for _, s := range l.Slots {
		ids = append(ids, s.ID)
	}
	if !slices.Equal(ids, []queue.ID{b, a}) || !l.PauseUntil.Equal(now.Add(time.Hour)) || !l.Paused.Equal(now) || l.Pace != 3 || !l.Clean.Equal(now) {
		t.Errorf("got %+v", l)
	}
}
