package sshd

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"leadpad/queue"
)

// controlName is the socket in the data folder over which a running server is asked.
// Its file is only its user's, and so is the folder.
const controlName = "server.sock"

// Errors of Ask and ListenControl.
var (
	ErrNoServer    = errors.New("no server runs on these leads")
	ErrOtherServer = errors.New("another server runs on these leads")
	ErrNoControl   = errors.New("this system has no such sockets")
)

// ControlError is why a server did not do what it was asked.
type ControlError string

// The reasons.
const (
	NoSession    ControlError = "no such session"
	NobodyThere  ControlError = "nothing belongs to that name"
	NameTaken    ControlError = "something belongs to that name already"
	StillHere    ControlError = "that person has a session"
	StillSending ControlError = "leads of that person are held or being sent"
	StillOpen    ControlError = "a window of that person's is open in another program"
	NotDraining  ControlError = "the server is not ending"
	NotThat      ControlError = "the server does not know this"
)

// Error is the reason.
func (e ControlError) Error() string { return string(e) }

// Asked is what a server is asked to do.
type Asked struct {
	Do      string        `json:"do"` // one of the Do…
	Session string        `json:"session,omitempty"`
	From    string        `json:"from,omitempty"`
	To      string        `json:"to,omitempty"`
	In      time.Duration `json:"in,omitempty"` // ns
}

// What can be asked.
const (
	DoList     = "list"     // Answer.Users
	DoWho      = "who"      // Answer.Sessions
	DoEnd      = "end"      // Session, or the beginning of its name
	DoRename   = "rename"   // From, To
	DoHandOver = "handover" // From, To
	DoDrain    = "drain"    // In; 0 takes it back
)

// Answer is a server's.
type Answer struct {
	Refused  ControlError `json:"refused,omitempty"`
	Failed   string       `json:"failed,omitempty"` // another error
	Users    []UserHere   `json:"users,omitempty"`
	Sessions []Here       `json:"sessions,omitempty"`
	Leads    int          `json:"leads,omitempty"`
	Until    time.Time    `json:"until,omitzero"`
}

// UserHere is a name in the users file, or of an owner who stands in it no more.
type UserHere struct {
	Name      string         `json:"name"`
	Keys      int            `json:"keys"` // 0: may not enter
	Workspace string         `json:"workspace,omitempty"`
	Sessions  int            `json:"sessions"`
	Leads     map[string]int `json:"leads,omitempty"` // by state
	Batches   int            `json:"batches"`
}

// Here is a session.
type Here struct {
	ID        string    `json:"id"`
	User      string    `json:"user"`
	Workspace string    `json:"workspace"`
	Address   string    `json:"address"`
	Since     time.Time `json:"since"`
	Screens   bool      `json:"screens"`
}

// The limits of a question.
const (
	askedMost   = 64 << 10
	askedWithin = 10 * time.Second
)

// Ask asks the server that runs on the leads in dir. Its error is a ControlError where
// that refused.
func Ask(ctx context.Context, dir string, q Asked) (a Answer, err error) {
	c, err := (&net.Dialer{}).DialContext(ctx, "unix", filepath.Join(dir, controlName))
	if gone(err) {
		return a, ErrNoServer
	}
	if err != nil {
		return a, err
	}
	defer func() { _ = c.Close() }()
	defer context.AfterFunc(ctx, func() { _ = c.Close() })()
	if err := json.NewEncoder(c).Encode(q); err != nil {
		return a, err
	}
	if err := json.NewDecoder(c).Decode(&a); err != nil {
		if ctx.Err() != nil {
			err = ctx.Err()
		}
		return a, err
	}
	switch {
	case a.Refused != "":
		return a, a.Refused
	case a.Failed != "":
		return a, errors.New(a.Failed)
	}
	return a, nil
}

// ServeControl answers on l until ctx ends.
func (s *Server) ServeControl(ctx context.Context, l net.Listener) error {
	defer context.AfterFunc(ctx, func() { _ = l.Close() })()
	for {
		c, err := l.Accept()
		if err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
		go func() {
			defer func() { _ = c.Close() }()
			s.control(ctx, c)
		}()
	}
}

// control answers one question.
func (s *Server) control(ctx context.Context, c net.Conn) {
	var q Asked
	_ = c.SetReadDeadline(time.Now().Add(askedWithin))
	err := json.NewDecoder(io.LimitReader(c, askedMost)).Decode(&q)
	var a Answer
	if err == nil {
		a, err = s.answer(ctx, q)
	}
	if err != nil {
		a = Answer{Failed: err.Error()}
		if no, ok := errors.AsType[ControlError](err); ok {
			a = Answer{Refused: no}
		}
	}
	s.o.Log.Info("asked", "what", cleaned(q.Do), "session", cleaned(q.Session), "from", cleaned(q.From), "to", cleaned(q.To), "in", q.In, "error", err)
	_ = json.NewEncoder(c).Encode(a)
}

// answer does what is asked.
func (s *Server) answer(ctx context.Context, q Asked) (a Answer, err error) {
	switch q.Do {
	case DoList:
		a.Users, err = s.usersHere(ctx)
	case DoWho:
		a.Sessions = s.here()
	case DoEnd:
		a.Sessions, err = s.endSession(q.Session)
	case DoRename, DoHandOver:
		a.Leads, err = s.handOver(ctx, q)
	case DoDrain:
		a.Until, err = s.Drain(q.In)
	default:
		err = NotThat
	}
	return a, err
}

// here are the sessions of now, as they came.
func (s *Server) here() []Here {
	var list []Here
	for _, p := range s.people.all() {
		list = append(list, p.here())
	}
	return list
}

func (p *person) here() Here {
	p.mu.Lock()
	defer p.mu.Unlock()
	return Here{ID: p.id, User: p.user.Name, Workspace: p.workspace, Address: p.from.String(), Since: p.since, Screens: p.screens}
}

// usersHere are those of the users file, and owners who stand in it no more, by name.
func (s *Server) usersHere(ctx context.Context) ([]UserHere, error) {
	of := map[string]*UserHere{}
	at := func(name string) *UserHere {
		if of[name] == nil {
			of[name] = &UserHere{Name: name}
		}
		return of[name]
	}
	if users := s.users.Load(); users != nil {
		for _, e := range users.keys {
			u := at(e.user.Name)
			u.Keys++
			u.Workspace = e.user.Workspace
		}
	}
	for _, p := range s.people.all() {
		at(p.user.Name).Sessions++
	}
	if s.o.App != nil {
		owners, err := s.o.App.Owners(ctx)
		if err != nil {
			return nil, err
		}
		for _, o := range owners {
			u := at(o.Owner)
			u.Batches, u.Leads = o.Batches, map[string]int{}
			for state, n := range o.Counts.ByState {
				if n > 0 {
					u.Leads[queue.State(state).String()] = n
				}
			}
		}
	}
	list := make([]UserHere, 0, len(of))
	for _, u := range of {
		list = append(list, *u)
	}
	slices.SortFunc(list, func(a, b UserHere) int { return strings.Compare(a.Name, b.Name) })
	return list, nil
}

// endSession ends the one session whose name begins so.
func (s *Server) endSession(id string) ([]Here, error) {
	var found []*person
	for _, p := range s.people.all() {
		if id != "" && strings.HasPrefix(p.id, id) {
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		return nil, NoSession
	}
	p := found[0]
	p.end(ByAdmin)
	s.audit.add(queue.Record{Act: queue.Ended, Subject: p.user.Name, Workspace: p.workspace, Address: p.from.String()})
	return []Here{p.here()}, nil
}

// handOver makes one person's leads another's, or gives them another name. Neither is
// let in meanwhile, and who is to lose theirs must not be here.
func (s *Server) handOver(ctx context.Context, q Asked) (leads int, err error) {
	if s.o.App == nil {
		return 0, NotThat
	}
	if !s.people.bar(q.From) {
		return 0, StillHere
	}
	defer s.people.unbar(q.From)
	if q.Do == DoRename {
		leads, err = s.o.App.Rename(ctx, q.From, q.To)
	} else {
		leads, err = s.o.App.HandOver(ctx, q.From, q.To)
	}
	for _, why := range []struct {
		err error
		no  ControlError
	}{
		{queue.ErrNotFound, NobodyThere}, {queue.ErrNotEmpty, NameTaken}, {queue.ErrUnderWay, StillSending}, {queue.ErrTaken, StillOpen},
	} {
		if errors.Is(err, why.err) {
			return 0, why.no
		}
	}
	return leads, err
}

// gone says that nobody listens at a socket: there is none, or its server is dead.
func gone(err error) bool { return errors.Is(err, os.ErrNotExist) || refusedConnection(err) }
