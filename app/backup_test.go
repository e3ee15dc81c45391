package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leadpad/config"
	"leadpad/intake"
	"leadpad/lead"
	"leadpad/queue"
)

// A queue that another leadpad has open, of today or of before there was a lock, is
// not replaced.
func TestRestoreRefusesWhatIsOpen(t *testing.T) {
	t.Parallel()
	s := opened(t, acmeConfig, "acme", Settings{})
	e, err := s.Add(t.Context(), lead.Lead{Person: lead.Person{Name: "A"}})
	check(t, err)
	file := filepath.Join(t.TempDir(), "backup.db")
	if n, err := s.Settings().Backup(t.Context(), file); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	for range 2 {
		if _, _, err := s.Settings().Restore(t.Context(), file); !errors.Is(err, ErrInUse) {
			t.Errorf("got %v", err)
		}
		check(t, os.Rename(s.Settings().inUse(), s.Settings().inUse()+".other"))
	}
	if _, err := s.Queue.Get(t.Context(), s.Name, e.ID); err != nil {
		t.Error(err)
	}
}

// Who leaves while the leads are opened hears nothing of a restoring.
func TestLeavingIsNoRestoring(t *testing.T) {
	t.Parallel()
	ctx, leave := context.WithCancel(t.Context())
	leave()
	if _, err := (Settings{Dir: t.TempDir()}).share(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

// What a queue and the state folder remember, and what then becomes of Ready leads.
func TestCopiesAreKnown(t *testing.T) {
	t.Parallel()
	mark := func(s Settings) string {
		list, err := filepath.Glob(filepath.Join(s.State, "places", strings.Repeat("?", 24)))
		if err != nil || len(list) != 1 {
			t.Fatal(list, err)
		}
		return list[0]
	}
	for name, c := range map[string]struct {
		change func(s *Settings)
		want   queue.State
	}{
		"nothing":                     {func(*Settings) {}, queue.Ready},
		"a machine without a name":    {func(s *Settings) { s.Machine = "" }, queue.Ready},
		"another machine":             {func(s *Settings) { s.Machine = "b" }, queue.Draft},
		"a state folder that is gone": {func(s *Settings) { check(t, os.RemoveAll(s.State)) }, queue.Ready},
		"another state folder":        {func(s *Settings) { s.State += "2" }, queue.Ready},
		"no mark in either folder": {func(s *Settings) {
			check(t, errors.Join(os.RemoveAll(s.State), os.RemoveAll(filepath.Join(s.Dir, "places"))))
		}, queue.Draft},
		"a mark of before there were two":                     {func(s *Settings) { check(t, os.RemoveAll(filepath.Join(s.Dir, "places"))) }, queue.Ready},
		"another machine, with another state folder":          {func(s *Settings) { s.Machine, s.State = "b", s.State+"2" }, queue.Draft},
		"a machine without a name, with another state folder": {func(s *Settings) { s.Machine, s.State = "", s.State+"2" }, queue.Draft},
		"a damaged mark": {func(s *Settings) { check(t, os.WriteFile(mark(*s), []byte("x"), 0o600)) }, queue.Draft},
		"another line": {func(s *Settings) {
			check(t, os.WriteFile(mark(*s), []byte(newID().String()+" "+queue.ID{}.String()), 0o600))
		}, queue.Draft},
		"a batch that it does not know": {func(s *Settings) {
			text, err := os.ReadFile(mark(*s))
			check(t, err)
			check(t, os.WriteFile(mark(*s), []byte(string(text[:37])+newID().String()), 0o600))
		}, queue.Draft},
		"a batch that it does not know, with another state folder": {func(s *Settings) {
			beside := filepath.Join(s.Dir, "places", filepath.Base(mark(*s)))
			text, err := os.ReadFile(beside)
			check(t, err)
			check(t, os.WriteFile(beside, []byte(string(text[:37])+newID().String()), 0o600))
			s.State += "2"
		}, queue.Draft},
		"another folder": {func(s *Settings) {
			check(t, os.Rename(s.Dir, s.Dir+"2"))
			s.Dir += "2"
		}, queue.Draft},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			s := Settings{Dir: filepath.Join(dir, "data"), State: filepath.Join(dir, "state"), Machine: "a", Key: "a-key-of-acme"}
			s.Config = config.Default()
			id := reopened(t, s, func(p *Session) queue.ID {
				e, err := p.Add(t.Context(), lead.Lead{Person: lead.Person{Name: "A"}})
				check(t, err)
				return e.ID
			})
			c.change(&s)
			for range 2 { // and once more: what was settled stays so
				reopened(t, s, func(p *Session) queue.ID {
					e, err := p.Queue.Get(t.Context(), p.Name, id)
					check(t, err)
					said := lead.Count(e.Problems) == 1 && e.Problems[0].Cause.Kind == lead.Restored && e.Problems[0].Cause.Day != ""
					if e.State != c.want || said != (c.want == queue.Draft) {
						t.Errorf("%v with %v", e.State, e.Problems)
					}
					return id
				})
			}
			// A person's word makes it Ready, and it stays so.
			reopened(t, s, func(p *Session) queue.ID {
				e, err := p.Queue.Get(t.Context(), p.Name, id)
				check(t, err)
				e.State, e.Problems = queue.Ready, nil
				_, err = p.Queue.Save(t.Context(), e)
				check(t, err)
				return id
			})
			reopened(t, s, func(p *Session) queue.ID {
				if e, err := p.Queue.Get(t.Context(), p.Name, id); err != nil || e.State != queue.Ready {
					t.Errorf("%v, %v", e.State, err)
				}
				return id
			})
		})
	}
}

// A container that keeps no state folder makes drafts once, not at each start.
func TestStateFolderThatIsNeverKept(t *testing.T) {
	t.Parallel()
	for machine, want := range map[string]queue.State{"": queue.Draft, "a": queue.Ready} {
		dir := t.TempDir()
		s := Settings{Dir: filepath.Join(dir, "data"), Machine: machine, Key: "a-key-of-acme", Config: config.Default()}
		started := func(f func(p *Session) queue.ID) queue.ID {
			s.State = filepath.Join(dir, newID().String())
			return reopened(t, s, f)
		}
		id := started(func(p *Session) queue.ID {
			e, err := p.Add(t.Context(), lead.Lead{Person: lead.Person{Name: "A"}})
			check(t, err)
			return e.ID
		})
		for range 3 {
			started(func(p *Session) queue.ID {
				e, err := p.Queue.Get(t.Context(), p.Name, id)
				check(t, err)
				if e.State != want {
					t.Errorf("on machine %q: %v, want %v", machine, e.State, want)
				}
				e.State, e.Problems, want = queue.Ready, nil, queue.Ready
				_, err = p.Queue.Save(t.Context(), e)
				check(t, err)
				return id
			})
		}
	}
}

// reopened does something in a program of its own.
func reopened(t *testing.T, s Settings, f func(p *Session) queue.ID) queue.ID {
	t.Helper()
	a, err := Open(t.Context(), s)
	check(t, err)
	defer func() { check(t, a.Close(context.WithoutCancel(t.Context()))) }()
	p, err := a.Session(t.Context(), "", DefaultName)
	check(t, err)
	return f(p)
}

// A program whose queue was replaced under it begins nothing more.
func TestNothingGoesFromAReplacedQueue(t *testing.T) {
	t.Parallel()
	s := opened(t, acmeConfig, "acme", Settings{})
	mine, other := s.Settings().newPlace("acme", s.app.queue), s.Settings().newPlace("acme", s.app.queue)
	check(t, mine.settle(t.Context()))
	begun := 0
	begin := func() error { begun++; return nil }
	first := newID()
	check(t, mine.going(t.Context(), first, begin))
	if m, _, err := readMark(mine.mark); err != nil || m.last != first {
		t.Error(m, err)
	}
	check(t, other.settle(t.Context())) // finds a batch that is not there
	if err := mine.going(t.Context(), newID(), begin); !errors.Is(err, ErrReplaced) || begun != 1 {
		t.Errorf("got %v, %d begun", err, begun)
	}
	failing := errors.New("no")
	if err := other.going(t.Context(), newID(), func() error { return failing }); !errors.Is(err, failing) {
		t.Error(err)
	}
	if m, _, err := readMark(other.mark); err != nil || m.last != (queue.ID{}) {
		t.Error("a batch was marked that never began", m, err)
	}
	check(t, errors.Join(mine.close(), other.close()))
}

// A file that changes a lead which may have gone out does not make it Ready.
func TestImportEndsNoDoubt(t *testing.T) {
	t.Parallel()
	s := opened(t, acmeConfig, "acme", Settings{})
	e := queue.Entry{Workspace: "acme", State: queue.Draft, Problems: []lead.Problem{{Doubt: true, Text: "may already be there"}}}
	e.Lead.Name = "A"
	e, err := s.Queue.Save(t.Context(), e)
	check(t, err)
	item := intake.Item{ID: e.ID, State: "draft", Lead: lead.Lead{Person: lead.Person{Name: "B"}}}
	n, err := s.Import(t.Context(), []*intake.Item{&item}, ImportOptions{}, nil)
	check(t, err)
	e, err = s.Queue.Get(t.Context(), "acme", e.ID)
	check(t, err)
	if n.Drafts != 1 || n.Updated != 1 || e.State != queue.Draft || len(lead.Doubts(e.Problems)) != 1 || e.Lead.Name != "B" {
		t.Errorf("%+v, %+v", n, e)
	}
}
