package queue

import (
	"context"
	"time"

	"leadpad/lead"
)

// Queue is an open queue; safe for concurrent use. An engine opens it, such as
// leadpad/queue/sqlite.
type Queue interface {
	Leads
	Table
	Trash
	Outgoing
	History
	Audit
	Owners
	Keeping
}

// Leads reads and changes leads. The workspace says which leads are meant: an id of
// another one, or of another owner, is ErrNotFound, or skipped where many are
// changed at once.
type Leads interface {
	// Get gives one entry; ErrNotFound also for a deleted one.
	Get(ctx context.Context, workspace string, id ID) (Entry, error)
	// Entries gives those of ids that there are, in the order of ids.
	Entries(ctx context.Context, workspace string, ids []ID) ([]Entry, error)
	// Each calls f with every entry that qu matches, in its order. It reads a few
	// hundred at a time and holds nothing while f runs; an entry that goes
	// meanwhile is left out.
	Each(ctx context.Context, qu Query, f func(Entry) error) error
	// Save inserts (Rev 0; a zero ID gets one) or updates an entry as Draft or
	// Ready: e.State says which, and Ready is refused with ErrProblems while it has
	// problems (notes are none). It returns the entry as stored. A remark ends with
	// the first change of the lead, unless e brings another. ErrConflict: another
	// window saved it since; ErrFixed: its state does not allow it; ErrNotFound: it
	// was deleted.
	Save(ctx context.Context, e Entry) (Entry, error)
	// Add saves entries, new and changed ones, all in one commit, and gives them as
	// stored: the way in for an import. Errors are those of Save, and with one
	// nothing is saved. Of new entries with the same Import it leaves as many out as
	// are here already.
	Add(ctx context.Context, es []Entry) ([]Entry, error)
	// Imported counts what imports brought and is not deleted, by its Import.
	Imported(ctx context.Context, workspace string) (map[ID]int, error)
	// Edit applies change to each entry that may be changed (Draft, Ready, Failed)
	// and gives those that it changed as they were before, for Put. change returns
	// the lead, the problems that it now has and the wished state: Ready needs no
	// problems, Failed an untouched lead, else it is a Draft. All are stored in one
	// commit. change runs outside of it, so it may be called again for an entry
	// that another process saved meanwhile.
	Edit(ctx context.Context, workspace string, ids []ID, change func(Entry) Entry) (before []Entry, err error)
	// Put stores entries as they were (undo of Edit); entries changed since by
	// somebody else, or no longer changeable, are skipped.
	Put(ctx context.Context, entries []Entry) (put int, err error)
	// Move moves entries to another workspace, each checked by its rules: finished
	// ones without problems become Ready, the others Drafts. Samples and entries
	// that may not be changed stay.
	Move(ctx context.Context, from, to string, ids []ID, check func(lead.Lead) []lead.Problem) (ready, drafts int, err error)
	// Samples counts the sample leads of a workspace that are not deleted.
	Samples(ctx context.Context, workspace string) (n int, err error)
	// Counts counts a workspace's leads by state, without the deleted.
	Counts(ctx context.Context, workspace string) (c Counts, err error)
	// SentLike finds the sent and unsure leads of a workspace that share a key with
	// l, each once, with the first key of l that it shares. It costs a look into an
	// index for each key, so a form may ask while somebody types.
	SentLike(ctx context.Context, workspace string, l lead.Lead) (ms []Match, err error)
	// Alike is SentLike and, behind what it finds, the leads still to do that share a
	// key with e, e itself excepted.
	Alike(ctx context.Context, workspace string, e Entry) (ms []Match, err error)
	// AlikeTo gives, for each of ids that is like another lead as Alike means it, one
	// such lead, what went out before what is to do. It costs a look into an index for
	// each key of those leads, however many there are.
	AlikeTo(ctx context.Context, workspace string, ids []ID) (map[ID]Match, error)
	// Suggest gives at most so many values of a kind that begin like begin and were
	// typed before in finished leads, those typed last first. A form may ask at every
	// key. Of TypedMail begin is a domain, and each of its addresses counts; of TypedDomain
	// it is a whole company.
	Suggest(ctx context.Context, workspace string, k Typed, begin string, most int) ([]Suggestion, error)
	// AnyLike is SentLike for many leads at once: for each of ts that shares a key
	// with a sent or unsure lead other than itself, the first key's newest match, by
	// the lead's ID. What went with the submission except does not count.
	AnyLike(ctx context.Context, workspace string, ts []Traits, except ID) (map[ID]Match, error)
}

// Table finds and sorts leads for the review table.
type Table interface {
	// Ahead says that somebody is about to filter the workspace, and does not wait:
	// what makes the first answer slow is done behind the caller's back.
	Ahead(workspace string)
	// Rows gives up to limit rows from offset.
	Rows(ctx context.Context, qu Query, offset, limit int) (rows []Row, err error)
	// Count gives how many rows qu matches.
	Count(ctx context.Context, qu Query) (n int, err error)
	// IDs gives the ids that qu matches, in its order.
	IDs(ctx context.Context, qu Query) (ids []ID, err error)
	// Gone gives the leads that left the workspace's table since the change with this
	// number: deleted, moved away or, unless sent ones are in the table, sent. now is
	// the number of the last change, for the next time; a negative since asks for that
	// alone.
	Gone(ctx context.Context, workspace string, sent bool, since int64) (ids []ID, now int64, err error)
	// Index gives the position of id in qu's order, ErrNotFound when it is not in it.
	Index(ctx context.Context, qu Query, id ID) (index int, err error)
}

// Trash deletes leads, and takes deletions back.
type Trash interface {
	// Delete puts entries into the Trash and says which; held, sending, sent and
	// unsure ones are skipped. The undo journal knows them as one deletion. They are
	// purged by the first Open after KeepDeleted. A lead in which nothing stands
	// goes without a trace.
	Delete(ctx context.Context, workspace string, ids []ID) (d Deletion, err error)
	// Restore takes leads out of the Trash and says which.
	Restore(ctx context.Context, workspace string, ids []ID) (restored []ID, err error)
	// Undelete takes back what is left of a deletion: the leads that nobody has
	// restored since. It gives them in the order of the review table, none when
	// another window took it back already.
	Undelete(ctx context.Context, workspace string, n int64) (back []ID, err error)
	// UndeleteLast takes back the newest deletion of the workspace, whichever window
	// or command it was made by, of which there is something left to take back.
	// ErrNotFound: there is none in the journal.
	UndeleteLast(ctx context.Context, workspace string) (u Undone, err error)
	// Trash gives up to limit leads of a workspace's Trash from offset, those
	// deleted last first, and how many there are.
	Trash(ctx context.Context, workspace string, offset, limit int) (rows []Trashed, total int, err error)
	// TrashIndex gives the position of a lead in the Trash, ErrNotFound when it is
	// not in it.
	TrashIndex(ctx context.Context, workspace string, id ID) (index int, err error)
	// TrashEntry gives one lead of the Trash and when it was deleted.
	TrashEntry(ctx context.Context, workspace string, id ID) (e Entry, deleted time.Time, err error)
}

// Waiting are the ready leads of a workspace.
type Waiting struct {
	IDs []ID // in the order of the review table
	// Remarked are those that have a remark: ID, Remark and Batch alone.
	Remarked map[ID]Entry
	At       int64 // the number of the workspace's last change
}

// Outgoing is what the sender writes down before and after each request.
type Outgoing interface {
	// TakeLease takes it without waiting; ok is false while another process, or
	// another taker in this one, has it. Each lease has a number greater than all
	// before it; Claim, Begin, Settle and Recover refuse without the newest one.
	TakeLease(ctx context.Context, workspace string) (l Lease, ok bool, err error)
	// Claim moves the ready leads among ids to Held for a submission, all in one
	// transaction, in the order given, and gives those it got, without their leads
	// and problems: what was read is not decoded here. It needs the
	// workspace's lease (ErrNoLease), whose number is kept with the submission.
	// A lead that is not as it was written ends it with ErrDamaged, and nothing
	// is claimed.
	Claim(ctx context.Context, workspace string, submission ID, ids []ID) ([]Entry, error)
	// Waiting gives the ready leads of a workspace, without reading them.
	Waiting(ctx context.Context, workspace string) (Waiting, error)
	// ClaimAt is Claim for ids of a Waiting with this At: those that were not changed
	// since, which it gives in no order. It reads nothing of them, so that a lead that is
	// not as it was written is found when it is read.
	ClaimAt(ctx context.Context, workspace string, submission ID, ids []ID, at int64) ([]ID, error)
	// Claimed is the oldest submission that holds leads of a workspace, or sends
	// them; the zero ID when there is none.
	Claimed(ctx context.Context, workspace string) (submission ID, err error)
	// Release puts what a submission still holds back to Ready and counts it, and
	// forgets what was prepared for it.
	Release(ctx context.Context, workspace string, submission ID) (released int, err error)
	// Prepare writes a batch down ahead of its Begin, payload, hash, leads and all,
	// so that Begin has next to nothing left to do. Nothing begins by it: nobody
	// sees the batch, and its leads stay Held. What was prepared for the submission
	// before, and not begun, is forgotten; Release and Recover forget it too. Errors
	// are those of Begin.
	Prepare(ctx context.Context, b Batch) error
	// Begin records a batch, payload and all, or what Prepare wrote of it, and moves
	// its leads from Held to Sending. It must return before the first byte leaves.
	// An error means that nothing was changed, and that nothing may be sent: a lead
	// that the submission does not hold is ErrConflict, a lease that was lost
	// ErrNoLease. Hash and Names are filled in where b has none.
	Begin(ctx context.Context, b Batch) error
	// Launch is Begin for a request that must not wait: of a batch that Prepare
	// wrote it records only that it goes, which is all that its certainty needs, and
	// leaves its leads Held until Depart, which the caller owes. Settle, Release and
	// Recover make up for a Depart that never came: such a lead is never Ready.
	Launch(ctx context.Context, b Batch) error
	// Depart moves the leads of a batch that Launch began from Held to Sending. When
	// they are already, it changes nothing.
	Depart(ctx context.Context, workspace string, batch ID) error
	// Settle records a batch's receipt and moves its leads out of Sending: each to
	// the state given for it (Sent, Failed, Unsure, Ready, or Held to stay with the
	// submission). Every lead of the batch needs one, and one that fits b.State:
	// only a sent batch has sent leads. remark is kept with each lead; one that is
	// returned keeps its old one when it gets none. Of b, ID, Workspace, State and
	// Receipt count. ErrConflict: the batch is not in flight any more.
	Settle(ctx context.Context, b Batch, to map[ID]State, remark map[ID]string) error
	// Recover settles what a dead process left, and needs the workspace's lease:
	// Held goes back to Ready, Sending becomes Unsure (a byte may have left).
	// Whatever was begun or claimed under the lease that the caller holds is left
	// alone; what was only prepared is forgotten.
	Recover(ctx context.Context, workspace string) (ready, unsure int, err error)
}

// History reads the batches, and settles those of which nobody knows whether they
// arrived.
type History interface {
	// Batches lists a workspace's batches, unsure ones first, then newest first,
	// without payload and body.
	Batches(ctx context.Context, workspace string, offset, limit int) (bs []Batch, err error)
	// BatchCount counts them.
	BatchCount(ctx context.Context, workspace string) (n int, err error)
	// UnsureCount counts the batches that wait for a person.
	UnsureCount(ctx context.Context, workspace string) (n int, err error)
	// Doubt gives the workspace's requests of which nobody knows anything since one
	// was sent or settled.
	Doubt(ctx context.Context, workspace string) (d Doubt, err error)
	// Batch gives one whole.
	Batch(ctx context.Context, workspace string, id ID) (Batch, error)
	// Resolve settles an unsure batch by a person's word: to Sent or to Ready. It
	// gives how many leads it moved; ErrConflict when the batch is not unsure.
	Resolve(ctx context.Context, workspace string, batch ID, to State) (moved int, err error)
	// ResolveLead settles one lead of an unsure batch; with the last one the batch
	// is settled too. ErrConflict when the lead is not unsure.
	ResolveLead(ctx context.Context, workspace string, lead ID, to State) error
	// Unresolve takes a person's word about a batch back: those of its leads that
	// are given, else all, are unsure again. It gives how many; ErrConflict when one
	// of them was changed, deleted or sent since, or the batch was never unsure.
	Unresolve(ctx context.Context, workspace string, batch ID, leads ...ID) (moved int, err error)
}

// Keeping is about the queue as a whole.
type Keeping interface {
	// Setting reads a small value kept with the queue ("" when unset), such as
	// "offered-move" or a workspace's key fingerprint.
	Setting(ctx context.Context, name string) (value string, err error)
	// SetSetting writes one; "" removes it.
	SetSetting(ctx context.Context, name, value string) error
	// SettingOfAll reads what a setting is for each owner that the scope sees, by owner.
	SettingOfAll(ctx context.Context, name string) (values map[string]string, err error)
	// Sit begins a desk, and takes over the newest one that the same person left without
	// meaning to: the lead that was open there is claimed, unless another one has it or
	// it was finished or deleted since. Nothing is written where nothing was left. The
	// desk is nil where none can be had, and is there with an error of coming back.
	Sit(ctx context.Context, workspace string) (Desk, Left, error)
	// Fingerprint is the hash of a key and its address by which the queue knows them
	// again, salted with a setting of the queue's own that goes where it goes.
	Fingerprint(ctx context.Context, secret, address string) (string, error)
	// As is the queue as somebody else sees it: each call of it sees and touches
	// only what its scope sees, and what it makes belongs to its owner. An id of
	// another owner is ErrNotFound. Closing one of them closes all.
	As(s Scope) Queue
	// Watch sends (never blocking, newest wins) after every change of these kinds in
	// the workspace that the scope sees, by this process at once, by another within
	// half a second. The channel is closed when ctx ends or the queue is closed.
	Watch(ctx context.Context, workspace string, news News) <-chan struct{}
	// Check looks at the structure of the whole file, which takes about a second
	// for each 100 MB. Open does it by itself only for small files. An error that
	// is ErrDamaged says what is wrong.
	Check(ctx context.Context) error
	// SetQuota bounds the file to about so many bytes, 0 for no bound: a change past
	// it is ErrFull, as on a full disk. It holds for this Queue value.
	SetQuota(ctx context.Context, bytes int64) error
	// Warning is what is wrong with where the queue lies, nil for nothing: ErrNetwork,
	// or why its disk takes nothing.
	Warning() error
	// Close gives back the leases, ends the watches and closes the file. What is
	// under way is waited for; what comes after gets ErrClosed. It may be called
	// more than once.
	Close() error
}
