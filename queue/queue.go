// Package queue is what is on disk: drafts, submissions, batches, receipts and
// the window ledger. It alone speaks SQL, and its exported types are free of
// it. It does not know the API. Every change is one immediate transaction.
// Start reading at Queue and State.
package queue

import (
	"context"
	"errors"
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

// Errors that callers tell apart.
var (
	ErrNotFound = errors.New("not found")         // also: a lead of another workspace
	ErrConflict = errors.New("changed elsewhere") // Save with a stale Rev
	ErrFixed    = errors.New("cannot be changed") // held, sending, sent or unsure
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
	Sample    bool           // one of the demo's
	Rev       int64          // 0: not saved yet; grows with every save
	Batch     ID             // the last batch that carried it; zero for none
	Created   time.Time
	Updated   time.Time
}

// Row is what the review table draws of an entry.
type Row struct {
	ID       ID
	State    State
	Kind     lead.Kind
	Name     string // lead.Title
	Email    string // the first
	Phone    string // the first, as typed
	Labels   string // joined by ", "
	Problems int
	Finished bool
	Remark   string
	Updated  time.Time
}

// SortKey is a column to sort by.
type SortKey uint8

// The columns; ByAge (Updated, newest first) is the default.
const (
	ByAge SortKey = iota
	ByName
	ByState
	ByEmail
	ByProblems
)

// Query selects and orders rows of one workspace.
type Query struct {
	Workspace string
	// Text filters: words are found anywhere in name, emails, phones, labels and
	// industry without regard to case, all must match; "-word" must not;
	// "state:", "label:", "name:", "email:", "kind:" restrict a word to a field.
	Text     string
	Problems bool // only leads with problems
	Sent     bool // sent leads too
	Sort     SortKey
	Reverse  bool
}

// Counts are the leads of a workspace by state.
type Counts struct {
	ByState [Unsure + 1]int
}

// Options of Open.
type Options struct {
	Path string // the database file; "" keeps everything in memory
	Now  func() time.Time
}

// Queue is an open queue; safe for concurrent use.
type Queue struct{}

// Open opens or creates the queue (0600 in a 0700 folder).
func Open(ctx context.Context, o Options) (*Queue, error) { return &Queue{}, nil }

// Close closes it.
func (q *Queue) Close() error { return nil }

// Watch sends (never blocking, newest wins) after every change, by this process
// at once, by another within half a second. It ends with ctx.
func (q *Queue) Watch(ctx context.Context) <-chan struct{} { return nil }

// Rows gives up to limit rows from offset.
func (q *Queue) Rows(ctx context.Context, qu Query, offset, limit int) ([]Row, error) {
	return nil, nil
}

// Count gives how many rows qu matches.
func (q *Queue) Count(ctx context.Context, qu Query) (int, error) { return 0, nil }

// IDs gives the ids that qu matches, in its order.
func (q *Queue) IDs(ctx context.Context, qu Query) ([]ID, error) { return nil, nil }

// Index gives the position of id in qu's order, ErrNotFound when it is not in it.
func (q *Queue) Index(ctx context.Context, qu Query, id ID) (int, error) { return 0, ErrNotFound }

// Counts counts a workspace's leads by state.
func (q *Queue) Counts(ctx context.Context, workspace string) (Counts, error) { return Counts{}, nil }

// Get gives one entry.
func (q *Queue) Get(ctx context.Context, workspace string, id ID) (Entry, error) {
	return Entry{}, ErrNotFound
}

// Save inserts (Rev 0; a zero ID gets one) or updates an entry as Draft or
// Ready: e.State says which, and Ready is refused while it has problems. It
// returns the entry as stored. ErrConflict: another window saved it since;
// ErrFixed: its state does not allow it.
func (q *Queue) Save(ctx context.Context, e Entry) (Entry, error) { return e, nil }

// Delete hides entries; held, sending and unsure ones are skipped. Restore
// brings them back. Deleted entries are purged 30 days later.
func (q *Queue) Delete(ctx context.Context, workspace string, ids []ID) (deleted []ID, err error) {
	return nil, nil
}

// Restore takes deletions back.
func (q *Queue) Restore(ctx context.Context, workspace string, ids []ID) (int, error) { return 0, nil }

// Edit applies change to each entry that may be changed (Draft, Ready, Failed)
// and gives the entries as they were before, for Put. change returns the lead, the
// problems that it now has and the wished state (Ready needs no problems).
func (q *Queue) Edit(ctx context.Context, workspace string, ids []ID, change func(Entry) Entry) (before []Entry, err error) {
	return nil, nil
}

// Put stores entries as they were (undo of Edit); entries changed since by
// somebody else, or no longer changeable, are skipped.
func (q *Queue) Put(ctx context.Context, entries []Entry) (put int, err error) { return 0, nil }

// Move moves entries to another workspace, each checked by its rules; samples
// and entries that may not be changed stay.
func (q *Queue) Move(ctx context.Context, from, to string, ids []ID, check func(lead.Lead) []lead.Problem) (ready, drafts int, err error) {
	return 0, 0, nil
}

// Setting reads a small value kept with the queue ("" when unset), such as
// "offered-move" or a workspace's key fingerprint.
func (q *Queue) Setting(ctx context.Context, name string) (string, error) { return "", nil }

// SetSetting writes one.
func (q *Queue) SetSetting(ctx context.Context, name, value string) error { return nil }
