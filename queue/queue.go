// Package queue is what is on disk: drafts, submissions, batches, receipts and
// the window ledger. It alone speaks SQL, and its exported types are free of
// it. It does not know the API. Every change is one immediate transaction.
// Start reading at Queue and State.
package queue

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/google/uuid"

	"leadpad/lead"
)

// ID is a UUIDv7.
type ID = uuid.UUID

// State of a lead in the queue.
type State uint8

// The states: Draft → Ready → Held → Sending → Sent | Failed | Unsure.
const (
	Draft State = iota + 1
	Ready
	Held
	Sending
	Sent
	Failed
	Unsure
)

// String gives the state's name as the commands write it.
func (s State) String() string {
	names := [...]string{"", "draft", "ready", "held", "sending", "sent", "failed", "unsure"}
	if int(s) < len(names) {
		return names[s]
	}
	return ""
}

// editable says whether a lead in this state may be changed by a person.
func (s State) editable() bool { return s == Draft || s == Ready || s == Failed }

// Errors that callers tell apart.
var (
	ErrNotFound = errors.New("not found")         // also: a lead of another workspace
	ErrConflict = errors.New("changed elsewhere") // Save with a stale Rev
	ErrFixed    = errors.New("cannot be changed") // held, sending, sent or unsure
	ErrProblems = errors.New("a lead with problems cannot be ready")
	ErrNewer    = errors.New("written by a newer leadpad")
)

// Entry is one lead with all that the queue knows about it.
type Entry struct {
	ID        ID
	Workspace string
	State     State
	Lead      lead.Lead
	Problems  []lead.Problem // of the last save, notes included
	Finished  bool           // false: left without Ctrl+S
	Remark    string         // why it failed, or "refused in batch …: MESSAGE"
	Sample    bool           // one of the demo's; fixed by the first save
	Rev       int64          // 0: not saved yet; grows with every save
	Batch     ID             // the last batch that carried it; zero for none
	Created   time.Time
	Updated   time.Time // of the last save; sending does not touch it
}

// Counts are the leads of a workspace by state.
type Counts struct {
	ByState [Unsure + 1]int
}

// Options of Open.
type Options struct {
	Path string // the database file; "" keeps everything in memory
	Now  func() time.Time
	// Keys gives the keys by which a sent lead of a workspace is known again;
	// nil for lead.Keys, which knows no phone region.
	Keys func(workspace string, l lead.Lead) []lead.Key
}

// Queue is an open queue; safe for concurrent use.
type Queue struct {
	s    *store
	now  func() time.Time
	keys func(workspace string, l lead.Lead) []lead.Key

	hub    hub
	views  views
	leases leases

	ctx  context.Context // ends with Close: what runs behind the callers' backs
	stop context.CancelFunc
	work sync.WaitGroup
}

// Open opens or creates the queue (0600 in a 0700 folder) and purges what was
// deleted more than 30 days ago. ErrNewer: a newer leadpad wrote it; the file
// is untouched. ErrDamaged (a *Damage): what can be read can be had by Salvage.
func Open(ctx context.Context, o Options) (*Queue, error) {
	return open(ctx, o, upgrade{schema: queueSchema()})
}

// open is Open with a schema of the caller's choice.
func open(ctx context.Context, o Options, u upgrade) (*Queue, error) {
	s, err := openStore(ctx, o.Path, u)
	if err != nil {
		return nil, err
	}
	q := &Queue{s: s, now: o.Now, keys: o.Keys}
	if q.now == nil {
		q.now = time.Now
	}
	if q.keys == nil {
		q.keys = func(_ string, l lead.Lead) []lead.Key { return lead.Keys(l) }
	}
	q.ctx, q.stop = context.WithCancel(context.WithoutCancel(ctx))
	q.hub.init()
	q.views.init()
	q.leases.init()
	if err := q.purge(ctx); err != nil {
		_ = q.Close()
		return nil, err
	}
	return q, nil
}

// Close gives back the leases, ends the watches and closes the file. What is
// under way is waited for; what comes after gets ErrClosed. It may be called
// more than once.
func (q *Queue) Close() error {
	q.stop()
	q.work.Wait()
	q.leases.releaseAll()
	return q.s.close()
}

// Warning is a sentence for people about where the queue lies, "" for none.
func (q *Queue) Warning() string { return q.s.warning }

// Check looks at the structure of the whole file, which takes about a second
// for each 100 MB. Open does it by itself only for small files. An error that
// is ErrDamaged says what is wrong.
func (q *Queue) Check(ctx context.Context) error {
	c, err := q.s.take(ctx, q.s.readers)
	if err != nil {
		return err
	}
	err = q.s.quickCheck(context.WithoutCancel(ctx), c.c.QueryRowContext)
	q.s.give(q.s.readers, c, err)
	return err
}

// SetQuota bounds the file to about so many bytes, 0 for no bound: a change past
// it is ErrFull, as on a full disk. It holds for this Queue value.
func (q *Queue) SetQuota(ctx context.Context, bytes int64) error {
	const unbounded = 4294967294 // SQLite's largest page count
	c, err := q.s.take(ctx, q.s.writers)
	if err != nil {
		return err
	}
	pages, size := int64(unbounded), int64(0)
	err = c.c.QueryRowContext(context.WithoutCancel(ctx), "PRAGMA page_size").Scan(&size)
	if err == nil {
		if bytes > 0 {
			pages = max(bytes/size, 1)
		}
		q.s.pages.Store(pages)
		err = c.bound(ctx, pages)
	}
	q.s.give(q.s.writers, c, err)
	return q.s.explain("set the quota", err)
}

// purge removes what was deleted long ago. A lock of another process puts it
// off to the next time.
func (q *Queue) purge(ctx context.Context) error {
	before := q.now().Add(-KeepDeleted).UnixNano()
	var due bool
	err := q.s.read(ctx, "look for old deletions", func(t *tx) error {
		return t.get(ctx, `SELECT EXISTS (SELECT 1 FROM leads WHERE deleted > 0 AND deleted < ?)`, []any{before}, &due)
	})
	if err != nil || !due {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 200*time.Millisecond)
	defer cancel()
	err = q.change(ctx, "purge old deletions", func(t *tx, _ int64) error {
		if _, err := t.exec(ctx, `DELETE FROM leads WHERE deleted > 0 AND deleted < ?`, before); err != nil {
			return err
		}
		_, err := t.exec(ctx, `UPDATE meta SET epoch = epoch + 1`)
		return err
	})
	if errors.Is(err, ErrBusy) || errors.Is(err, context.DeadlineExceeded) {
		return nil
	}
	return err
}

// change runs f in a transaction that gets the next change number, and tells
// the watchers when it was committed. f that changed nothing leaves no trace.
func (q *Queue) change(ctx context.Context, doing string, f func(t *tx, seq int64) error) error {
	changed := int64(0)
	err := q.s.write(ctx, doing, func(t *tx) error {
		var seq int64
		if err := t.get(ctx, `SELECT seq + 1 FROM meta`, nil, &seq); err != nil {
			return err
		}
		if err := f(t, seq); err != nil || !t.dirty {
			return err
		}
		if _, err := t.exec(ctx, `UPDATE meta SET seq = ?`, seq); err != nil {
			return err
		}
		changed = seq
		return nil
	})
	if err == nil && changed != 0 {
		q.hub.tell(changed)
	}
	return err
}

// Counts counts a workspace's leads by state, without the deleted.
func (q *Queue) Counts(ctx context.Context, workspace string) (c Counts, err error) {
	err = q.s.read(ctx, "count the leads", func(t *tx) error {
		return t.each(ctx, `SELECT state, count FROM counts WHERE ws = ?`, []any{workspace}, func(scan func(...any) error) error {
			var state, n int
			if err := scan(&state, &n); err != nil {
				return err
			}
			if state >= 0 && state < len(c.ByState) {
				c.ByState[state] = n
			}
			return nil
		})
	})
	return c, err
}

// Setting reads a small value kept with the queue ("" when unset), such as
// "offered-move" or a workspace's key fingerprint.
func (q *Queue) Setting(ctx context.Context, name string) (value string, err error) {
	err = q.s.read(ctx, "read a setting", func(t *tx) error {
		return t.each(ctx, `SELECT value FROM settings WHERE name = ?`, []any{name}, func(scan func(...any) error) error {
			return scan(&value)
		})
	})
	return value, err
}

// SetSetting writes one; "" removes it.
func (q *Queue) SetSetting(ctx context.Context, name, value string) error {
	return q.change(ctx, "write a setting", func(t *tx, _ int64) error {
		if value == "" {
			_, err := t.exec(ctx, `DELETE FROM settings WHERE name = ?`, name)
			return err
		}
		_, err := t.exec(ctx, `INSERT INTO settings VALUES (?, ?)
			ON CONFLICT DO UPDATE SET value = excluded.value WHERE value <> excluded.value`, name, value)
		return err
	})
}
