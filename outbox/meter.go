package outbox

import (
	"cmp"
	"context"
	"slices"
	"time"

	"leadpad/queue"
)

// Meter is the window as the header draws it.
type Meter struct {
	Used, Limit int
	Window      time.Duration
	// Frees are the times at which the used slots become free, oldest first.
	Frees      []time.Time
	PauseUntil time.Time
	// By are the people whose requests the used slots are, who used most first; one
	// with no name where there is one person.
	By []Use
}

// Use is a person's part of the window.
type Use struct {
	User  string
	Frees []time.Time // of the slots, oldest first
}

// Used is how many slots of it are used at a moment.
func (u Use) Used(now time.Time) int {
	n := 0
	for _, f := range u.Frees {
		if f.After(now) {
			n++
		}
	}
	return n
}

// Meter reads the window. An error: no key was found, or the ledger cannot be
// read.
func (s *Sender) Meter(ctx context.Context) (Meter, error) {
	l, err := s.ledger(ctx)
	return s.meter(l, s.o.Now()), err
}

// ledger reads the ledger of the key last used.
func (s *Sender) ledger(ctx context.Context) (queue.Ledger, error) {
	key, err := s.knownKey(ctx)
	if err != nil {
		return queue.Ledger{}, err
	}
	l, err := s.o.Windows.Read(ctx, key)
	return l, wrap("read the window ledger", err)
}

func (s *Sender) meter(l queue.Ledger, now time.Time) Meter {
	bury(&l, now)
	m := Meter{Limit: s.o.Window.Requests, Window: s.o.Window.Per}
	l.Slots = slices.DeleteFunc(l.Slots, func(s queue.Slot) bool { return s.Reserved })
	m.Frees = s.o.Window.Frees(state(l), now)
	m.Used = len(m.Frees)
	m.By = s.uses(l, now)
	if l.PauseUntil.After(now) {
		m.PauseUntil = l.PauseUntil
	}
	return m
}

// uses are by person the slots that are not free yet.
func (s *Sender) uses(l queue.Ledger, now time.Time) (by []Use) {
	for _, slot := range l.Slots {
		free := s.window.free(slot)
		if !free.After(now) {
			continue
		}
		i := slices.IndexFunc(by, func(u Use) bool { return u.User == slot.Owner })
		if i < 0 {
			by, i = append(by, Use{User: slot.Owner}), len(by)
		}
		by[i].Frees = append(by[i].Frees, free)
	}
	for _, u := range by {
		slices.SortFunc(u.Frees, time.Time.Compare)
	}
	slices.SortFunc(by, func(a, b Use) int {
		return cmp.Or(cmp.Compare(len(b.Frees), len(a.Frees)), cmp.Compare(a.User, b.User))
	})
	return by
}

// knownKey is the fingerprint last looked up; the look-up can be slow, so it is
// made once, and anew by each submission.
func (s *Sender) knownKey(ctx context.Context) (string, error) {
	s.keyMu.Lock()
	key := s.key
	s.keyMu.Unlock()
	if key != "" {
		return key, nil
	}
	return s.freshKey(ctx)
}

// freshKey looks the fingerprint up.
func (s *Sender) freshKey(ctx context.Context) (string, error) {
	key, err := s.o.Key(ctx)
	if err != nil {
		return "", wrap("find the key", err)
	}
	s.keyMu.Lock()
	s.key = key
	s.keyMu.Unlock()
	return key, nil
}

func (s *Sender) forgetKey() {
	s.keyMu.Lock()
	s.key = ""
	s.keyMu.Unlock()
}

// firstGuess is the duration of a request while none was measured.
const firstGuess = 300 * time.Millisecond

// timeline foretells when requests begin, from the times at which slots free. It
// keeps those alone that are taken: a window may have room for billions.
type timeline struct {
	open  int         // slots that are free
	from  time.Time   // nothing begins before
	frees []time.Time // of the slots taken, sorted
	per   time.Duration
	each  time.Duration // of one request
	pace  time.Duration
}

// run gives the end of n requests one after the other, the first not before at.
func (t *timeline) run(n int, at time.Time) time.Time {
	for range n {
		at = later(at, t.from)
		if t.open > 0 {
			t.open--
		} else {
			at = later(at, t.frees[0])
			t.frees = t.frees[1:]
		}
		at = at.Add(max(t.each, t.pace))
		t.frees = append(t.frees, at.Add(t.per))
	}
	return at
}

func later(t, than time.Time) time.Time {
	if t.Before(than) {
		return than
	}
	return t
}

// timeline reads the ledger as it stands.
func (s *Sender) timeline(ctx context.Context, now time.Time) (timeline, error) {
	l, err := s.ledger(ctx)
	m := s.meter(l, now)
	limit := max(m.Limit, 1)
	// Of more than the limit the last to become free are what makes room.
	frees := m.Frees[max(len(m.Frees)-limit, 0):]
	return timeline{
		open: limit - len(frees), from: m.PauseUntil, frees: frees,
		per: m.Window, each: s.each(), pace: s.o.Window.PaceAt(state(l), now),
	}, err
}

// each is how long a request takes, as far as is known.
func (s *Sender) each() time.Duration {
	if d := time.Duration(s.latency.Load()); d > 0 {
		return d
	}
	return firstGuess
}

// forecast is when the running submission will be done, as the actor sees it.
func (s *Sender) forecast(now time.Time) time.Time {
	if s.sub == nil || s.rests(s.sub) || s.pic.now.Phase == Holding || s.sub.search {
		return time.Time{}
	}
	n := len(s.coming(s.sub, 0))
	if n == 0 {
		return time.Time{}
	}
	n += s.between(n)
	begin := now
	if wait := time.Until(s.caution.waitUntil); wait > 0 {
		begin = now.Add(wait)
	}
	if time.Since(s.foreseen.at) < time.Second && s.foreseen.end.After(begin) {
		return s.foreseen.end
	}
	t, err := s.timeline(s.ctx, now)
	if err != nil {
		return time.Time{}
	}
	s.foreseen.at, s.foreseen.end = time.Now(), t.run(n, begin)
	return s.foreseen.end
}
