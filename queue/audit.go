package queue

import (
	"context"
	"time"
)

// Act is what a line of the audit record tells of.
type Act string

// The acts.
const (
	LoggedIn    Act = "login"          // somebody has a session on the server: Key, Address
	LoginDenied Act = "login denied"   // Key, Address, in Subject the name that was given, in Detail why
	Exported    Act = "export"         // Leads left the queue as text
	Resolved    Act = "resolve"        // a person's word about a request that was not sure: Subject is the batch, Detail what it became
	Unresolved  Act = "resolve undone" // Subject is the batch
	HandedOver  Act = "handover"       // all that was Subject's is Detail's
	Renamed     Act = "rename"         // Subject is called Detail
	KeyKept     Act = "key kept"       // another API key of the workspace
	KeyAllowed  Act = "key allowed"    // Key may enter the server as Subject
	KeyRemoved  Act = "key removed"    // Key was Subject's
	Ended       Act = "session ended"  // by the server's user: Subject is whose
)

// Record is one line of the audit record: who did what, when and from where. It
// holds nothing of what a lead says.
type Record struct {
	N         int64     `json:"n"`
	At        time.Time `json:"at"`
	Act       Act       `json:"act"`
	User      string    `json:"user"` // "" for the machine's own user
	Workspace string    `json:"workspace,omitempty"`
	Address   string    `json:"address,omitempty"` // the network's
	Key       string    `json:"key,omitempty"`     // the fingerprint of an SSH key
	Subject   string    `json:"subject,omitempty"`
	Leads     int       `json:"leads,omitempty"`
	Detail    string    `json:"detail,omitempty"`
}

// The bounds of the audit record: what is older or more goes, oldest first. Denied
// logins are bounded by themselves, so that nobody pushes the rest out by knocking.
const (
	KeepAudit   = 400 * 24 * time.Hour // a year, and time to look at it
	AuditMost   = 100_000
	AuditDenied = 10_000
	// AuditText is how many bytes a text in a record has at most.
	AuditText = 200
)

// Audit is the record of who did what. It is only ever appended to: nothing changes
// or removes a line but its bounds. It is for the machine's own user, whose scope has no
// owner: others find nothing in it.
type Audit interface {
	// Record appends lines, all in one commit. N is the queue's to give, and At, where
	// it is zero, now. Resolve, ResolveLead and Unresolve of somebody with a name append
	// their own, in the change that they tell of, and so does each Handover.
	Record(ctx context.Context, rs ...Record) error
	// Records calls f with every line since a moment, oldest first, and for all with the
	// zero time. It reads some hundreds at a time and holds nothing while f runs.
	Records(ctx context.Context, since time.Time, f func(Record) error) error
}
