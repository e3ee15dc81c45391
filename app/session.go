package app

import (
	"context"
	"sync"

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
	*Workspace
	// Sender is this session's seat at the workspace's sender.
	Sender *outbox.Seat

	app  *App
	line *line
}

// line is one person's way to the program, and the seats taken from there.
type line struct {
	mu    sync.Mutex
	seats map[*outbox.Sender]*outbox.Seat
}

// Session begins one: user sits down at a workspace. End ends it.
func (a *App) Session(ctx context.Context, user, workspace string) (*Session, error) {
	first := &Session{ID: newID(), User: user, app: a, line: &line{seats: map[*outbox.Sender]*outbox.Seat{}}}
	return first.Open(ctx, workspace)
}

// Open gives the same person at another workspace, or at the same once more.
func (s *Session) Open(ctx context.Context, workspace string) (*Session, error) {
	w, err := s.app.workspace(ctx, workspace)
	if err != nil {
		return nil, err
	}
	s.line.mu.Lock()
	defer s.line.mu.Unlock()
	seat := s.line.seats[w.sender]
	if seat == nil {
		seat = w.sender.Seat(outbox.Who{Session: s.ID, User: s.User})
		s.line.seats[w.sender] = seat
	}
	return &Session{ID: s.ID, User: s.User, Workspace: w, Sender: seat, app: s.app, line: s.line}, nil
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

// Workspaces lists what can be opened, the practice one last.
func (s *Session) Workspaces() []Info { return s.app.Workspaces() }

// Settings are the ones in force.
func (s *Session) Settings() Settings { return *s.app.settings.Load() }

// Mine says that this session began what a picture shows.
func (s *Session) Mine(p outbox.Progress) bool { return p.By.Session == s.ID }

// newID is a fresh UUIDv7.
func newID() queue.ID { return uuid.Must(uuid.NewV7()) }
