// Package queue is what is kept: drafts, submissions, batches, receipts and the
// window ledger, as types, rules and the interfaces that others see. How it is
// kept is for the rooms within it: store has the rules in SQL for any engine,
// sqlite is an engine, index finds and sorts in memory, and queuetest has the
// contract as tests. It does not know the API. Start reading at Queue and State.
package queue

import (
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

// String gives the state's name as the commands write it.
func (s State) String() string {
	names := [...]string{"", "draft", "ready", "held", "sending", "sent", "failed", "unsure"}
	if int(s) < len(names) {
		return names[s]
	}
	return ""
}

// Editable says whether a lead in this state may be changed by a person.
func (s State) Editable() bool { return s == Draft || s == Ready || s == Failed }

// Errors that callers tell apart.
var (
	ErrNotFound = errors.New("not found")         // also: what belongs to another workspace or owner
	ErrConflict = errors.New("changed elsewhere") // Save with a stale Rev
	ErrFixed    = errors.New("cannot be changed") // held, sending, sent or unsure
	ErrProblems = errors.New("a lead with problems cannot be ready")
	ErrNewer    = errors.New("written by a newer leadpad")
)

// Entry is one lead with all that the queue knows about it.
type Entry struct {
	ID        ID
	Workspace string
	Owner     string // whose it is; "" where there is one person
	State     State
	Lead      lead.Lead
	Problems  []lead.Problem // of the last save, notes included
	Finished  bool           // false: left without Ctrl+S
	Remark    string         // why it failed, or "refused in batch …: MESSAGE"
	Sample    bool           // one of the demo's; fixed by the first save
	Rev       int64          // 0: not saved yet; grows with every save
	Batch     ID             // the last batch that carried it; zero for none
	Import    ID             // what it was when an import brought it: equal for equal leads, whatever became of them; zero for none
	Created   time.Time
	Updated   time.Time // of the last save; sending does not touch it
}

// Counts are the leads of a workspace by state.
type Counts struct {
	ByState [Unsure + 1]int
}

// Options are what a queue is opened with, whichever engine keeps it.
type Options struct {
	Now func() time.Time // nil for time.Now
	// Keys gives the keys by which a lead of an owner is known again; nil for
	// lead.Keys, which knows no phone region. It is called in transactions, so it must
	// not ask the queue for anything.
	Keys func(owner string, l lead.Lead) []lead.Key
	// Upgrading is called before a large queue of an older version is brought to
	// today's form, which takes seconds; nil for nothing.
	Upgrading func()
	// Watch has the system tell of other processes' changes, where it can. Without
	// it they are looked for four times a second, also in testing/synctest's time,
	// which does not pass while the system may tell something.
	Watch bool
}
