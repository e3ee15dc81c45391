package app

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"

	"leadpad/outbox"
	"leadpad/queue"
)

// Session is a person at a workspace: at a screen, at a prompt or on an SSH line.
// What it submits, and so its holds, are its own; all else of the workspace it
// shares with the others.
type Session struct {
	ID   queue.ID // of the person's line, the same in every workspace it opens
	User string   // "" where there is one person
	All  bool     // sees everybody's leads, as who leads a team
	// Served: on a line to a server; see SessionServed.
	Served bool
	// Zone is what the person reads times in, nil for this computer's.
	Zone *time.Location
	*Workspace
	// Queue is what is kept, as this person sees it: other people's leads are not
	// there.
	Queue queue.Queue
	// SampleLeads adds n sample leads to the queue; nil outside practice.
	SampleLeads func(ctx context.Context, n int) error
	// ExportBatch writes what became of a batch into new files and gives their
	// paths; nil in the demo, which keeps nothing, and on a line to a server, whose
	// files are nobody's there.
	ExportBatch func(ctx context.Context, id queue.ID) (files []string, err error)
	// Sender is this session's seat at the workspace's sender.
	Sender *outbox.Seat
	// Desk is where this person's form stands, nil without one, and Left what there is
	// to come back to; see Sit.
	Desk queue.Desk
	Left queue.Left

	app  *App
	line *line
	home string // of who is Served: the workspace of that line
}

// line is one person's way to the program, and the seats taken from there.
type line struct {
	mu    sync.Mutex
	seats map[*outbox.Sender]*outbox.Seat
}

// User is the person that the config names, "" for none.
func (a *App) User() string { return a.settings.Load().User }

// Settings are the ones in force.
func (a *App) Settings() Settings { return *a.settings.Load() }

// Session begins one: user sits down at a workspace. End ends it.
func (a *App) Session(ctx context.Context, user, workspace string) (*Session, error) {
	return a.person(user).Open(ctx, workspace)
}

// person is somebody who sits nowhere yet.
func (a *App) person(user string) *Session {
	leads := user != "" && slices.Contains(a.settings.Load().Leads, user)
	return &Session{ID: newID(), User: user, All: leads, app: a, line: &line{seats: map[*outbox.Sender]*outbox.Seat{}}}
}

// Open gives the same person at another workspace, or at the same once more.
func (s *Session) Open(ctx context.Context, workspace string) (*Session, error) {
	if err := s.mayOpen(workspace); err != nil {
		return nil, err
	}
	w, err := s.app.workspace(ctx, workspace)
	if err != nil {
		return nil, err
	}
	s.line.mu.Lock()
	defer s.line.mu.Unlock()
	seat := s.line.seats[w.sender]
	if seat == nil {
		seat = w.sender.Seat(outbox.Who{Session: s.ID, User: s.User, All: s.All})
		s.line.seats[w.sender] = seat
	}
	t := &Session{
		ID: s.ID, User: s.User, All: s.All, Served: s.Served, Zone: s.Zone,
		Workspace: w, Sender: seat, app: s.app, line: s.line, home: s.home,
	}
	t.Queue = s.app.queue.As(queue.Scope{Owner: s.User, All: s.All})
	if s.Served {
		t.Queue = bounded{t.Queue, s.app.queue.As(queue.Scope{Owner: s.User}), func() int { return s.app.settings.Load().Limits.Leads }}
	}
	if w.Practice {
		t.SampleLeads = t.addSamples
	}
	if !w.Demo && !s.Served {
		t.ExportBatch = t.exportBatch
	}
	return t, nil
}

// sitLimit is what a start waits for another process's lock: what was left is in
// Drafts, and comes back at another start.
const sitLimit = 2 * time.Second

// Sit gives the session with the desk of who is at a screen, before it is shown; s
// stays as it is, for it may be on a screen. Where there can be no desk, as on a disk
// that takes nothing, the screens do without.
func (s *Session) Sit(ctx context.Context) *Session {
	if s.Demo {
		return s
	}
	ctx, cancel := context.WithTimeout(ctx, sitLimit)
	defer cancel()
	at := *s
	if d, left, err := s.Queue.Sit(ctx, s.Name); d != nil {
		if at.Desk = d; err == nil {
			at.Left = left
		}
	}
	return &at
}

// End is for a terminal that was left or lost: what the person has in a hold is
// taken back, in every workspace, and nothing of anybody else is touched.
func (s *Session) End(ctx context.Context) {
	s.line.mu.Lock()
	defer s.line.mu.Unlock()
	for _, seat := range s.line.seats {
		seat.Leave(ctx)
	}
}

// Warning is what is wrong with where the leads lie, nil for nothing; see
// queue.Keeping.
func (s *Session) Warning() error { return s.app.queue.Warning() }

// Sees says that this person sees what belongs to owner.
func (s *Session) Sees(owner string) bool { return s.All || s.User == owner }

// Nobodys counts the leads that are not this person's to see because they were typed
// where no user was named.
func (s *Session) Nobodys(ctx context.Context) (n int, err error) {
	if s.Sees("") {
		return 0, nil
	}
	c, err := s.Queue.As(queue.Scope{}).Counts(ctx, s.Name)
	for _, one := range c.ByState {
		n += one
	}
	return n, err
}

// Mine says that this session began what a picture shows.
func (s *Session) Mine(p outbox.Progress) bool { return p.By.Session == s.ID }

// newID is a fresh UUIDv7.
func newID() queue.ID { return uuid.Must(uuid.NewV7()) }
