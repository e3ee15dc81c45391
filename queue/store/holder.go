package store

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/google/uuid"

	"leadpad/queue"
)

// mostHolders is how many processes can have requests in flight at a time that
// others tell from those of the dead. What is past them is waited for until its
// time-out.
const mostHolders = 64

// holder is who has requests in flight: a numbered lock, which the engine frees
// when its process dies, and a name that nobody had before. "" until it is taken.
type holder struct {
	kind string // begins the names of its locks
	// trusts locks that may be free while their holder lives.
	trusts bool

	mu     sync.Mutex
	name   string // "3 UUID"
	unlock func() error
}

// lockOf is the lock of the holder with a name.
func (h *holder) lockOf(name string) string {
	number, _, _ := strings.Cut(name, " ")
	return h.kind + " " + number
}

// tells says that a lock says whether its holder lives.
func (h *holder) tells(d db) bool { return h.trusts || d.LocksTell() }

// take gives the name, and takes the first lock that is free the first time; ""
// when none is, or where there can be no locks: then its requests are waited for
// until their time-out, as are those of the dead.
func (h *holder) take(ctx context.Context, d db) string {
	h.mu.Lock()
	defer h.mu.Unlock()
	for i := 0; h.tells(d) && h.name == "" && i < mostHolders; i++ {
		name := strconv.Itoa(i) + " " + uuid.Must(uuid.NewV7()).String()
		unlock, ok, err := d.Lock(ctx, h.lockOf(name))
		if err != nil {
			return ""
		}
		if ok {
			h.name, h.unlock = name, unlock
		}
	}
	return h.name
}

// taken gives the name, "" when it has none.
func (h *holder) taken() string {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.name
}

// lives says whether the holder with a name still runs, as far as can be told.
func (h *holder) lives(ctx context.Context, d db, name string) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.name != "" && h.lockOf(name) == h.lockOf(h.name) {
		return name == h.name // its lock is this one's now
	}
	unlock, free, err := d.Lock(ctx, h.lockOf(name))
	return err != nil || !free || unlock() != nil || !h.tells(d)
}

// free gives the lock back.
func (h *holder) free() error {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.unlock == nil {
		return nil
	}
	unlock := h.unlock
	h.unlock = nil
	return unlock()
}

// bury marks the requests in flight whose holders are dead.
func (w *Windows) bury(ctx context.Context, l *queue.Ledger) {
	known := map[string]bool{}
	for i := range l.Slots {
		s := &l.Slots[i]
		if s.Holder == "" || s.Dead || !s.Ended.IsZero() {
			continue
		}
		lives, ok := known[s.Holder]
		if !ok {
			lives = w.holder.lives(ctx, w.db, s.Holder)
			known[s.Holder] = lives
		}
		s.Dead = !lives
	}
}

// sign writes this process's name on the requests that are not among those before.
// Who had its lock is dead, which others cannot see any more.
func (w *Windows) sign(ctx context.Context, l *queue.Ledger, before []queue.Slot) {
	fresh := func(s queue.Slot) bool {
		return s.Ended.IsZero() && s.Holder == "" && !slices.ContainsFunc(before, func(b queue.Slot) bool { return b.ID == s.ID })
	}
	if !slices.ContainsFunc(l.Slots, fresh) {
		return
	}
	mine := w.holder.take(ctx, w.db)
	for i := range l.Slots {
		switch s := &l.Slots[i]; {
		case fresh(*s):
			s.Holder = mine
		case s.Holder != "" && s.Holder != mine && w.holder.lockOf(s.Holder) == w.holder.lockOf(mine):
			s.Dead = true
		}
	}
}
