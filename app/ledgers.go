package app

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"leadpad/queue"
	"leadpad/queue/sqlite"
)

// ledgers are the window ledgers of a user, for the senders of one queue. A queue
// knows key and address by a fingerprint of its own, wherever it is used; the
// ledgers know them by another, which is the same for all of the user's queues.
type ledgers struct {
	queue.Windows
	queue queue.Queue
	dir   string // where they are kept

	mu sync.Mutex
	of map[string]string // the ledgers' fingerprint, by the queue's
}

// Fingerprint is the queue's.
func (l *ledgers) Fingerprint(ctx context.Context, secret, address string) (string, error) {
	known, err := l.queue.Fingerprint(ctx, secret, address)
	if err != nil {
		return "", err
	}
	key, err := l.Windows.Fingerprint(ctx, secret, address)
	if err != nil {
		return "", err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.of[known] == key {
		return known, nil
	}
	if err := l.bring(ctx, known, key); err != nil {
		return "", err
	}
	if l.of == nil {
		l.of = map[string]string{}
	}
	l.of[known] = key
	return known, nil
}

// Change implements queue.Windows. That a disk takes nothing is an error that names
// the folder: it need not be the one of the leads.
func (l *ledgers) Change(ctx context.Context, known string, f func(*queue.Ledger) error) error {
	err := l.Windows.Change(ctx, l.key(known), f)
	if unwritable(err) {
		return &NoFolder{Dir: l.dir, State: true, Err: err}
	}
	return err
}

// Read implements queue.Windows.
func (l *ledgers) Read(ctx context.Context, known string) (queue.Ledger, error) {
	return l.Windows.Read(ctx, l.key(known))
}

func (l *ledgers) key(known string) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return cmp.Or(l.of[known], known)
}

// bring takes what an earlier version noted under the queue's fingerprint, which
// was the ledger's then, into the ledger of today.
func (l *ledgers) bring(ctx context.Context, known, key string) error {
	if known == key { // one salt is both's
		return nil
	}
	was, err := l.Windows.Read(ctx, known)
	if err != nil || len(was.Slots) == 0 && was.PauseUntil.IsZero() && was.Pace == 0 {
		return err
	}
	if err := l.Windows.Change(ctx, key, joining(was)); err != nil {
		return err
	}
	return l.Windows.Change(ctx, known, func(l *queue.Ledger) error { *l = queue.Ledger{}; return nil })
}

// joining adds to a ledger what another one knows of the same key. Doing it twice
// changes nothing more.
func joining(was queue.Ledger) func(*queue.Ledger) error {
	return func(l *queue.Ledger) error {
		for _, s := range was.Slots {
			if !slices.ContainsFunc(l.Slots, func(have queue.Slot) bool { return have.ID == s.ID }) {
				l.Slots = append(l.Slots, s)
			}
		}
		if was.PauseUntil.After(l.PauseUntil) {
			l.PauseUntil, l.Paused = was.PauseUntil, was.Paused
		}
		l.Pace = max(l.Pace, was.Pace)
		l.Clean = slices.MaxFunc([]time.Time{l.Clean, was.Clean}, time.Time.Compare)
		return nil
	}
}

// noWindows are ledgers that cannot be opened: nobody sends by them.
type noWindows struct {
	queue queue.Queue
	err   error
}

// Change implements queue.Windows.
func (n noWindows) Change(context.Context, string, func(*queue.Ledger) error) error { return n.err }

// Read implements queue.Windows.
func (n noWindows) Read(context.Context, string) (queue.Ledger, error) { return queue.Ledger{}, n.err }

// Fingerprint is the queue's own: there is no other to join it with.
func (n noWindows) Fingerprint(ctx context.Context, secret, address string) (string, error) {
	return n.queue.Fingerprint(ctx, secret, address)
}

// Close implements queue.Windows.
func (n noWindows) Close() error { return nil }

// refused is why nobody can send by these ledgers, nil when all can.
func refused(w queue.Windows) error {
	if l, ok := w.(*ledgers); ok {
		w = l.Windows
	}
	if none, ok := w.(noWindows); ok {
		return none.err
	}
	return nil
}

// ledgerBefore is where earlier versions kept the ledger of a queue.
func (s Settings) ledgerBefore() string { return filepath.Join(s.Dir, "window.db") }

// windowFile is the ledger of all of a user's queues.
func (s Settings) windowFile() string { return filepath.Join(cmp.Or(s.State, s.Dir), "window.db") }

// exists says that there is something at path.
func exists(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// moveLedger moves a ledger of before to the user's. Its salt goes to the queue,
// whose fingerprints were made with it, so that it still knows its workspaces.
func (s Settings) moveLedger(ctx context.Context, q queue.Queue, w queue.Windows) error {
	before := s.ledgerBefore()
	if !exists(before) {
		return nil
	}
	if !exists(s.windowFile()) {
		return nil // on a disk that takes nothing there is no place to move it to
	}
	kept, err := q.Setting(ctx, queue.SaltSetting)
	if err != nil {
		return err
	}
	if before != s.windowFile() {
		return sqlite.TakeWindows(ctx, before, func(salt string, all map[string]queue.Ledger) error {
			for key, was := range all {
				if err := w.Change(ctx, key, joining(was)); err != nil {
					return err
				}
			}
			if kept != "" {
				return nil
			}
			return q.SetSetting(ctx, queue.SaltSetting, salt)
		})
	}
	if kept != "" {
		return nil
	}
	salt, _, err := sqlite.ReadWindows(ctx, before)
	if err != nil {
		return err
	}
	return q.SetSetting(ctx, queue.SaltSetting, salt)
}
