package outbox

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"leadpad/api/ratelimit"
	"leadpad/queue"
)

const (
	// foreignEvery is how often the end of a request of another process is
	// looked for.
	foreignEvery = 20 * time.Millisecond
	// clockSlack is how far a time on disk may be off what this process knows
	// by its monotonic clock before the wall clock counts as stepped.
	clockSlack = 20 * time.Millisecond
	// reserveAhead is how long before it is free a slot is taken for the request
	// that follows the one in flight. It is short, so that other processes with
	// the same key get their turn when the window is full.
	reserveAhead = 250 * time.Millisecond
)

// window joins the arithmetic of ratelimit with the ledger on disk. What this
// process sent it remembers by its monotonic clock, and corrects the ledger
// when the wall clock was set.
type window struct {
	o       Options
	ledgers queue.Windows

	mu    sync.Mutex
	key   string
	own   []ownSlot
	pause time.Time // monotonic end of a pause that this process began
}

// ownSlot is a request of this process, in monotonic times.
type ownSlot struct {
	id           queue.ID
	owner        string
	begun, ended time.Time
	reserved     bool // not begun yet
}

// turn is what acquire found: granted, or when and for what to wait.
type turn struct {
	granted bool
	at      time.Time // wall
	wait    time.Duration
	why     Reason
}

func newWindow(o Options) *window { return &window{o: o, ledgers: o.Windows} }

// use changes to another key; slots of the old one are its ledger's to keep.
func (w *window) use(key string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.key != key {
		w.key, w.own, w.pause = key, nil, time.Time{}
	}
}

// acquire takes a slot for a request of owner that begins now, if one is free and no
// request of the key is in flight anywhere.
func (w *window) acquire(ctx context.Context, id queue.ID, owner string) (turn, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	var t turn
	err := w.ledgers.Change(ctx, w.key, func(l *queue.Ledger) error {
		now, mono := w.o.Now(), time.Now()
		w.correct(l, now, mono)
		if end, flying := w.foreign(l, now); flying {
			t = turn{at: end, wait: min(foreignEvery, end.Sub(now)), why: ForOtherRequest}
			return nil
		}
		at := w.o.Window.Next(state(*l), now)
		if at.After(now) {
			t = turn{at: at, wait: at.Sub(now), why: w.why(l, now)}
			return nil
		}
		t = turn{granted: true}
		w.own = append(w.own, ownSlot{id: id, owner: owner, begun: mono})
		l.Slots = append(l.Slots, queue.Slot{ID: id, Begun: now, Timeout: w.o.Timeout, Owner: owner})
		return nil
	})
	if err != nil {
		w.drop(id)
		return turn{}, fmt.Errorf("change the window ledger: %w", err)
	}
	w.trim()
	return t, nil
}

// reserve takes the next slot for the request after the one in flight, when that
// slot is free at latest reserveAhead from now and nothing slows this key down:
// then that request can begin at once, at at on the monotonic clock. No other
// process can begin one meanwhile, for one of this process is in flight.
func (w *window) reserve(ctx context.Context, id queue.ID, owner string) (at time.Time, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	err := w.ledgers.Change(ctx, w.key, func(l *queue.Ledger) error {
		now, mono := w.o.Now(), time.Now()
		w.correct(l, now, mono)
		s := state(*l)
		free := w.o.Window.Next(s, now)
		wait := free.Sub(now)
		if _, flying := w.foreign(l, now); flying || wait > reserveAhead || l.PauseUntil.After(now) || w.o.Window.PaceAt(s, now) > 0 {
			return nil
		}
		at, ok = mono.Add(wait), true
		w.own = append(w.own, ownSlot{id: id, owner: owner, begun: at, reserved: true})
		l.Slots = append(l.Slots, queue.Slot{ID: id, Begun: free, Timeout: w.o.Timeout, Reserved: true, Owner: owner})
		return nil
	})
	if err != nil {
		w.drop(id)
		return time.Time{}, false
	}
	w.trim()
	return at, ok
}

// begin notes that a request with a reserved slot begins now; the next change of
// the ledger writes it.
func (w *window) begin(id queue.ID) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if i := w.mine(id); i >= 0 {
		w.own[i].begun, w.own[i].reserved = time.Now(), false
	}
}

func (w *window) why(l *queue.Ledger, now time.Time) Reason {
	if l.PauseUntil.After(now) {
		return ForPause
	}
	if l.Pace > 0 {
		return ForPace
	}
	return ForWindow
}

// foreign says until when, at most, a request of another process is in flight.
func (w *window) foreign(l *queue.Ledger, now time.Time) (end time.Time, flying bool) {
	for _, s := range l.Slots {
		if !s.Ended.IsZero() || w.mine(s.ID) >= 0 {
			continue
		}
		if e := s.Begun.Add(s.Timeout); e.After(now) && e.After(end) {
			end, flying = e, true
		}
	}
	return end, flying
}

func (w *window) mine(id queue.ID) int {
	return slices.IndexFunc(w.own, func(o ownSlot) bool { return o.id == id })
}

// correct makes the ledger agree with what this process knows, and drops slots
// that are free. A slot of another process that lies in the future, further than it
// could be reserved, was noted before the clock was set back: nobody can tell for
// how long it has been in flight, so it counts one window from now. Its process,
// when it lives, notes what is right at its answer.
func (w *window) correct(l *queue.Ledger, now, mono time.Time) {
	for i := range l.Slots {
		s := &l.Slots[i]
		if w.mine(s.ID) < 0 {
			if s.Ended.IsZero() && s.Begun.Sub(now) > 2*reserveAhead {
				s.Ended = now
			}
			s.Begun, s.Ended = earlier(s.Begun, now), earlier(s.Ended, now)
		}
	}
	bury(l, now)
	for _, o := range w.own {
		i := slices.IndexFunc(l.Slots, func(s queue.Slot) bool { return s.ID == o.id })
		if i < 0 {
			l.Slots = append(l.Slots, queue.Slot{ID: o.id, Timeout: w.o.Timeout, Owner: o.owner})
			i = len(l.Slots) - 1
		}
		set(&l.Slots[i].Begun, now.Add(-mono.Sub(o.begun)))
		l.Slots[i].Reserved = o.reserved
		if !o.ended.IsZero() {
			set(&l.Slots[i].Ended, now.Add(-mono.Sub(o.ended)))
		}
	}
	l.Slots = slices.DeleteFunc(l.Slots, func(s queue.Slot) bool {
		return !w.free(s).After(now)
	})
	tidy := w.o.Window.Tidy(ratelimit.State{PauseUntil: l.PauseUntil, Paused: l.Paused, Pace: l.Pace, Clean: l.Clean}, now)
	l.PauseUntil, l.Paused, l.Pace, l.Clean = tidy.PauseUntil, tidy.Paused, tidy.Pace, tidy.Clean
	if w.pause.After(mono) {
		set(&l.PauseUntil, now.Add(w.pause.Sub(mono)))
	}
}

// bury ends the requests of the dead: what they sent was sent by now.
func bury(l *queue.Ledger, now time.Time) {
	for i := range l.Slots {
		if s := &l.Slots[i]; s.Dead && s.Ended.IsZero() {
			s.Ended = earlier(s.Begun.Add(s.Timeout), now)
		}
	}
}

// free is when a slot is free again.
func (w *window) free(s queue.Slot) time.Time {
	if s.Ended.IsZero() {
		return s.Begun.Add(s.Timeout + w.o.Window.Per)
	}
	return s.Ended.Add(w.o.Window.Per)
}

func earlier(t, now time.Time) time.Time {
	if t.After(now) {
		return now
	}
	return t
}

// set changes a time only when it is off by more than the slack, so that the
// ledger is not written anew for nothing.
func set(t *time.Time, to time.Time) {
	if d := t.Sub(to); d < -clockSlack || d > clockSlack {
		*t = to
	}
}

// trim forgets own slots that are free again. Not before the ledger says so,
// or others would wait for a request that is over.
func (w *window) trim() {
	mono := time.Now()
	w.own = slices.DeleteFunc(w.own, func(o ownSlot) bool {
		return !o.ended.IsZero() && mono.Sub(o.ended) > w.o.Window.Per+clockSlack
	})
}

// end notes when the answer came; sync or the next acquire writes it.
func (w *window) end(id queue.ID, mono time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if i := w.mine(id); i >= 0 {
		w.own[i].ended = mono
	}
}

// sync writes what this process knows into the ledger.
func (w *window) sync(ctx context.Context) error {
	return w.change(ctx, func(*queue.Ledger, time.Time, time.Time) {})
}

// forget gives back the slot of a request of which no byte left. When the
// ledger cannot be written, the slot is held for nothing until it is free.
func (w *window) forget(ctx context.Context, id queue.ID) {
	w.mu.Lock()
	w.drop(id)
	w.mu.Unlock()
	_ = w.change(ctx, func(l *queue.Ledger, _, _ time.Time) {
		l.Slots = slices.DeleteFunc(l.Slots, func(s queue.Slot) bool { return s.ID == id })
	})
}

func (w *window) drop(id queue.ID) {
	w.own = slices.DeleteFunc(w.own, func(o ownSlot) bool { return o.id == id })
}

// change runs f on the corrected ledger, with wall and monotonic time.
func (w *window) change(ctx context.Context, f func(l *queue.Ledger, now, mono time.Time)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	err := w.ledgers.Change(ctx, w.key, func(l *queue.Ledger) error {
		now, mono := w.o.Now(), time.Now()
		w.correct(l, now, mono)
		f(l, now, mono)
		return nil
	})
	if err == nil {
		w.trim()
	}
	return err
}

// limited notes a 429: pause, and a slower pace from then on. random is 0 to 1.
func (w *window) limited(ctx context.Context, retryAfter time.Duration, random float64) {
	w.mu.Lock()
	// Holds also when the ledger cannot be written.
	w.pause = time.Now().Add(max(w.o.Window.Per, min(retryAfter, ratelimit.LongestPause)))
	w.mu.Unlock()
	_ = w.change(ctx, func(l *queue.Ledger, now, mono time.Time) {
		s := w.o.Window.Limited(state(*l), now, retryAfter, random)
		l.PauseUntil, l.Paused, l.Pace, l.Clean = s.PauseUntil, s.Paused, s.Pace, s.Clean
		w.pause = mono.Add(l.PauseUntil.Sub(now))
	})
}

// paused is how long a pause that this process began still lasts.
func (w *window) paused() time.Duration {
	w.mu.Lock()
	defer w.mu.Unlock()
	return time.Until(w.pause)
}

// state is the ledger as the arithmetic wants it.
func state(l queue.Ledger) ratelimit.State {
	s := ratelimit.State{PauseUntil: l.PauseUntil, Paused: l.Paused, Pace: l.Pace, Clean: l.Clean, Slots: make([]ratelimit.Slot, len(l.Slots))}
	for i, x := range l.Slots {
		s.Slots[i] = ratelimit.Slot{Begun: x.Begun, Ended: x.Ended, Timeout: x.Timeout}
	}
	return s
}
