package sshd

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/google/uuid"

	"leadpad/app"
	"leadpad/outbox"
)

// newID is a short name of a session, for the log and for who ends it.
func newID() string { return uuid.Must(uuid.NewV7()).String()[24:] }

// seat is where somebody sits: a session of leadpad's, and in a demo all that
// belongs to it.
type seat struct {
	mu   sync.Mutex
	left bool
	who  *app.Session
	demo *app.App
}

// errLeft is why nobody sits down: the line is gone.
var errLeft = errors.New("the session is over")

// sit opens it.
func (at *seat) sit(ctx context.Context, s *Server, p *person) (*app.Session, error) {
	house, zone := s.o.App, p.user.Zone
	if house == nil {
		var err error
		if house, err = app.OpenDemo(ctx, s.o.Settings); err != nil {
			return nil, err
		}
	}
	who, err := house.SessionServed(ctx, p.user.Name, p.workspace, zone)
	if err == nil {
		who = who.Sit(ctx)
		if s.o.seated != nil {
			s.o.seated(who)
		}
	}
	at.mu.Lock()
	if s.o.App == nil {
		at.demo = house
	}
	at.who = who
	left := at.left
	at.mu.Unlock()
	if left {
		at.leave(ctx, false)
		return nil, errLeft
	}
	return who, err
}

// sends says that something of the session's is being sent, which goes on without it.
func (at *seat) sends() bool {
	at.mu.Lock()
	who := at.who
	at.mu.Unlock()
	if who == nil || who.Demo {
		return false
	}
	p := who.Sender.Progress()
	return who.Mine(p) && (p.Phase == outbox.Running || p.Phase == outbox.Paused || p.Phase == outbox.Waiting)
}

// leaving is how long a hold that is taken back, or a demo that is wiped, may take.
const leaving = 2 * time.Second

// leave takes back what the session holds; a demo is gone then. shown says that the
// screens have left the person's desk. Else it is left here, with what the person
// was to come back to: nobody else would, as long as the server lives.
func (at *seat) leave(ctx context.Context, shown bool) {
	at.mu.Lock()
	who, demo := at.who, at.demo
	at.who, at.demo, at.left = nil, nil, true
	at.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), leaving)
	defer cancel()
	if who != nil && who.Desk != nil && !shown {
		_ = who.Desk.Leave(ctx, true)
	}
	if who != nil {
		who.End(ctx)
	}
	if demo != nil {
		cancel() // what is in flight there goes nowhere
		_ = demo.Close(ctx)
	}
}
