package outbox

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadpad/api"
	"leadpad/queue"
)

// people gives each name a seat and so many of the rig's leads, in their order.
func (r *rig) people(each map[string]int, names ...string) (seats map[string]*Seat, ids map[string][]queue.ID) {
	r.t.Helper()
	seats, ids = map[string]*Seat{}, map[string][]queue.ID{}
	from := 0
	for _, name := range names {
		ids[name] = r.ids[from : from+each[name]]
		from += each[name]
		r.belong(ids[name], name)
		seats[name] = r.s.Sender.Seat(Who{Session: newID(), User: name})
	}
	return seats, ids
}

// served is whose request each was that the server saw.
func (f *fake) served() (names []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, a := range f.seen {
		name, _, _ := strings.Cut(a.names[0], "'")
		names = append(names, name)
	}
	return names
}

func singly(o *Options) { o.size = 1 }

// Five people with ten requests each take turns, one request after the other.
func TestPeopleTakeTurnsRequestByRequest(t *testing.T) {
	names := []string{"Ana", "Ben", "Cem", "Dee", "Eva"}
	each := map[string]int{"Ana": 10, "Ben": 10, "Cem": 10, "Dee": 10, "Eva": 10}
	bubble(t, 50, func(o *Options) { singly(o); holds(o) }, func(t *testing.T, r *rig) {
		seats, ids := r.people(each, names...)
		var all []queue.ID
		for _, name := range names {
			all = append(all, r.by(seats[name], ids[name]))
		}
		for _, id := range all {
			if p := r.done(id); p.Sent != 10 || p.Phase != Done {
				t.Errorf("%s: %+v", p.By.User, p)
			}
		}
		served := r.f.served()
		if len(served) != 50 {
			t.Fatalf("%d requests", len(served))
		}
		for round := range slices.Chunk(served, 5) {
			if slices.Sort(round); !slices.Equal(round, names) {
				t.Errorf("one round was %v", round)
			}
		}
		r.once()
	})
}

// Who has one request beside people with a hundred waits for one of each of them, at
// most, wherever they are.
func TestOneRequestWaitsForOneOfEachOther(t *testing.T) {
	t.Parallel()
	for i, others := range [][]string{{"Ben"}, {"Ben", "Cem", "Dee"}} {
		t.Run(fmt.Sprint(len(others)), func(t *testing.T) {
			bubble(t, 1+40*len(others), singly, func(t *testing.T, r *rig) {
				each := map[string]int{"Ana": 1, "Ben": 40, "Cem": 40, "Dee": 40}
				seats, ids := r.people(each, append([]string{"Ana"}, others...)...)
				var all []queue.ID
				for _, name := range others {
					all = append(all, r.by(seats[name], ids[name]))
				}
				time.Sleep(time.Duration(130+7*i) * time.Millisecond)
				before := len(r.f.served())
				all = append(all, r.by(seats["Ana"], ids["Ana"]))
				for _, id := range all {
					r.done(id)
				}
				if at := slices.Index(r.f.served(), "Ana"); at < 0 || at-before > len(others) {
					t.Errorf("Ana came at %d, and submitted when %d had gone: %v", at, before, r.f.served())
				}
			})
		})
	}
}

// Whoever submits again and again gets no more turns than the others.
func TestAnotherSubmissionIsNoOtherTurn(t *testing.T) {
	bubble(t, 20, singly, func(t *testing.T, r *rig) {
		seats, ids := r.people(map[string]int{"Ana": 10, "Ben": 10}, "Ana", "Ben")
		last := r.by(seats["Ana"], ids["Ana"])
		all := []queue.ID{last}
		for _, id := range ids["Ben"] {
			all = append(all, r.by(seats["Ben"], []queue.ID{id}))
		}
		for _, id := range all {
			r.done(id)
		}
		served := r.f.served()
		for i := 2; i < len(served); i++ {
			if served[i] == served[i-1] && i < 18 {
				t.Fatalf("two of one person: %v", served)
			}
		}
	})
}

// One's own submissions stay in their order.
func TestOwnSubmissionsStayInTheirOrder(t *testing.T) {
	bubble(t, 12, singly, func(t *testing.T, r *rig) {
		seats, ids := r.people(map[string]int{"Ana": 6, "Ben": 6}, "Ana", "Ben")
		first, ben, second := r.by(seats["Ana"], ids["Ana"][:3]), r.by(seats["Ben"], ids["Ben"]), r.by(seats["Ana"], ids["Ana"][3:])
		for _, id := range []queue.ID{first, ben, second} {
			r.done(id)
		}
		var order []int
		for i := range ids["Ana"] {
			name := r.entry(i).Lead.Name
			order = append(order, slices.IndexFunc(r.f.seen, func(a arrival) bool { return a.names[0] == name }))
		}
		if !slices.IsSorted(order) {
			t.Errorf("Ana's leads went at %v", order)
		}
	})
}

// A pause is one person's: the others' requests go on, and each sees their own.
func TestOthersGoOnBesideAPause(t *testing.T) {
	bubble(t, 20, singly, func(t *testing.T, r *rig) {
		seats, ids := r.people(map[string]int{"Ana": 10, "Ben": 10}, "Ana", "Ben")
		a := r.by(seats["Ana"], ids["Ana"])
		b := r.by(seats["Ben"], ids["Ben"])
		seats["Ana"].Pause()
		if p := r.done(b); p.Sent != 10 {
			t.Errorf("Ben: %+v", p)
		}
		time.Sleep(time.Minute)
		if p := seats["Ana"].Progress(); p.Submission != a || p.Phase != Paused || p.PausedBy.User != "Ana" || p.Rest < 8 {
			t.Errorf("Ana sees %+v", p)
		}
		if p := seats["Ben"].Progress(); p.Submission != b || p.Phase != Done {
			t.Errorf("Ben sees %+v", p)
		}
		seats["Ana"].Resume()
		if p := r.done(a); p.Sent != 10 {
			t.Errorf("Ana: %+v", p)
		}
	})
}

// What nobody knows of one person's request makes the next one careful, whoever's it
// is: one lead, a window later. After two, each is asked for their own.
func TestDoubtIsEverybodys(t *testing.T) {
	bubble(t, 40, func(o *Options) { o.size = 10 }, func(t *testing.T, r *rig) {
		r.f.script = func(n int, _ []string) (api.Answer, bool) {
			if n == 2 || n == 3 {
				return api.Answer{Outcome: api.Unsure, Connected: true, Bytes: 1}, true
			}
			return ok(), true
		}
		seats, ids := r.people(map[string]int{"Ana": 20, "Ben": 20}, "Ana", "Ben")
		a, b := r.by(seats["Ana"], ids["Ana"]), r.by(seats["Ben"], ids["Ben"])
		time.Sleep(10 * time.Minute)
		if got := r.f.served(); !slices.Equal(got, []string{"Ana", "Ben", "Ana"}) || r.f.requests()[2] != 1 {
			t.Fatalf("%v of %v", got, r.f.requests())
		}
		if gap := r.f.seen[2].at.Sub(r.f.seen[1].at); gap < time.Minute {
			t.Errorf("the next one went after %v", gap)
		}
		for name, seat := range seats {
			if p := seat.Progress(); !p.Asks || p.Phase != Paused || len(p.Doubt.Batches) != 2 {
				t.Errorf("%s is not asked: %+v", name, p)
			}
		}
		seats["Ben"].Resume()
		if p := r.done(b); p.Sent != 10 || r.f.requests()[3] != 1 {
			t.Errorf("Ben: %+v, %v", p, r.f.requests())
		}
		if p := seats["Ana"].Progress(); p.Asks || p.Phase != Paused {
			t.Errorf("Ana is asked still: %+v", p)
		}
		seats["Ana"].Resume()
		if p := r.done(a); p.Sent != 19 || p.Unsure != 1 {
			t.Errorf("Ana: %+v", p)
		}
		r.once()
	})
}

// What one person's request teaches about the key stops all, and says no more than
// that.
func TestARefusedKeyStopsEverybody(t *testing.T) {
	bubble(t, 20, singly, func(t *testing.T, r *rig) {
		r.f.script = func(n int, _ []string) (api.Answer, bool) {
			if n > 3 {
				return no(api.BadKey, 401, "Ana's lead-1 is in our words"), false
			}
			return ok(), true
		}
		seats, ids := r.people(map[string]int{"Ana": 10, "Ben": 10}, "Ana", "Ben")
		for name, id := range map[string]queue.ID{"Ana": r.by(seats["Ana"], ids["Ana"]), "Ben": r.by(seats["Ben"], ids["Ben"])} {
			p := r.done(id)
			if p.Phase != Stopped || p.Last.Outcome != api.BadKey || p.Sent+p.Returned != 10 || p.Last.Back != p.Returned {
				t.Errorf("%s: %+v", name, p)
			}
			if q := seats[name].Progress(); q.Submission != id || q.Phase != Stopped {
				t.Errorf("%s sees %+v", name, q)
			}
		}
		if n := len(r.f.requests()); n != 4 {
			t.Errorf("%d requests", n)
		}
		c, err := r.q.As(queue.Scope{All: true}).Counts(t.Context(), workspace)
		if s := c.ByState; err != nil || s[queue.Ready] != 17 || s[queue.Sent] != 3 {
			t.Errorf("%v, %v", s, err)
		}
	})
}

// One lead proves the names for all, and what two people sent first is two requests
// of which one alone carries one lead.
func TestOneCanaryIsEverybodys(t *testing.T) {
	bubble(t, 20, func(o *Options) { o.Canary, o.Hold = true, 5*time.Second }, func(t *testing.T, r *rig) {
		seats, ids := r.people(map[string]int{"Ana": 10, "Ben": 10}, "Ana", "Ben")
		a, b := r.by(seats["Ana"], ids["Ana"]), r.by(seats["Ben"], ids["Ben"])
		r.done(a)
		r.done(b)
		sizes := r.f.requests()
		if slices.Sort(sizes); !slices.Equal(sizes, []int{1, 9, 10}) {
			t.Errorf("%v", sizes)
		}
	})
}

// A look at one person's first lead holds everybody; when that person is gone, the
// next one sends a first lead of their own.
func TestALookThatNobodyAnswersHoldsNobodyForEver(t *testing.T) {
	bubble(t, 20, look, func(t *testing.T, r *rig) {
		ctx := context.Background()
		seats, ids := r.people(map[string]int{"Ana": 10, "Ben": 10}, "Ana", "Ben")
		a, b := r.by(seats["Ana"], ids["Ana"]), r.by(seats["Ben"], ids["Ben"])
		time.Sleep(time.Hour)
		if n := r.f.requests(); !slices.Equal(n, []int{1}) {
			t.Fatalf("%v went before anybody looked", n)
		}
		if p := seats["Ana"].Progress(); !p.Look || p.Phase != Paused {
			t.Errorf("Ana sees %+v", p)
		}
		if p := seats["Ben"].Progress(); p.Look || p.Phase != Waiting || p.Why != ForLook || !slices.Equal(p.Beside, []string{"Ana"}) {
			t.Errorf("Ben sees %+v", p)
		}
		seats["Ana"].Leave(ctx)
		if p := r.done(a); p.Sent != 1 || p.Returned != 9 {
			t.Errorf("Ana's: %+v", p)
		}
		r.s = seats["Ben"]
		r.until("asked", func(p Progress) bool { return p.Look && p.Sent == 1 })
		seats["Ben"].Look(true)
		if p := r.done(b); p.Sent != 10 {
			t.Errorf("Ben's: %+v", p)
		}
	})
}

// A pause of the server's, after a 429, is everybody's.
func TestA429IsEverybodys(t *testing.T) {
	bubble(t, 20, singly, func(t *testing.T, r *rig) {
		r.f.script = func(n int, _ []string) (api.Answer, bool) {
			if n == 2 {
				return no(api.Limited, 429, "Too many requests."), false
			}
			return ok(), true
		}
		seats, ids := r.people(map[string]int{"Ana": 10, "Ben": 10}, "Ana", "Ben")
		a, b := r.by(seats["Ana"], ids["Ana"]), r.by(seats["Ben"], ids["Ben"])
		if p, q := r.done(a), r.done(b); p.Sent != 10 || q.Sent != 10 {
			t.Errorf("%+v, %+v", p, q)
		}
		if gap := r.f.seen[2].at.Sub(r.f.seen[1].at); gap < time.Minute {
			t.Errorf("%v after a 429 the next one went", gap)
		}
	})
}

// The slots of the window know whose they are.
func TestTheMeterKnowsWhoUsedIt(t *testing.T) {
	bubble(t, 12, singly, func(t *testing.T, r *rig) {
		seats, ids := r.people(map[string]int{"Ana": 9, "Ben": 3}, "Ana", "Ben")
		a, b := r.by(seats["Ana"], ids["Ana"]), r.by(seats["Ben"], ids["Ben"])
		r.done(a)
		r.done(b)
		m, err := r.s.Meter(context.Background())
		if now := time.Now(); err != nil || m.Used != 12 || len(m.By) != 2 || m.By[0].User != "Ana" ||
			m.By[0].Used(now) != 9 || m.By[1].Used(now) != 3 || m.By[0].Used(now.Add(time.Hour)) != 0 {
			t.Errorf("%+v, %v", m, err)
		}
		time.Sleep(2 * time.Minute)
		if m, err = r.s.Meter(context.Background()); err != nil || len(m.By) > 0 {
			t.Errorf("%+v, %v", m, err)
		}
	})
}

// Where there is one person, their slots have no name.
func TestOnePersonsSlotsHaveNoName(t *testing.T) {
	bubble(t, 2, nil, func(t *testing.T, r *rig) {
		r.done(r.submit(r.ids))
		if m, err := r.s.Meter(t.Context()); err != nil || m.Used != 1 || len(m.By) != 1 || m.By[0].User != "" {
			t.Errorf("%+v, %v", m, err)
		}
	})
}
