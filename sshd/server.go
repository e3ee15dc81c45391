package sshd

import (
	"context"
	"errors"
	"net"
	"sync/atomic"
	"time"

	"charm.land/log/v2"
	"charm.land/ssh"
	"charm.land/wish/v2"
	gossh "golang.org/x/crypto/ssh"

	"leadpad/app"
	"leadpad/safe"
)

// Options of a server.
type Options struct {
	// App holds the leads of all who have a key; nil lets anybody into a demo of
	// their own.
	App *app.App
	// Workspace is that of keys whose line names none.
	Workspace string
	// Users is the file that says who may enter; of a demo nothing is read.
	Users string
	// Settings are a demo's.
	Settings app.Settings
	// Reread gives the settings as they are now, for Reload; nil for never.
	Reread  func() (app.Settings, error)
	HostKey gossh.Signer
	Log     *log.Logger
	Limits  Limits
	Bounds  Bounds
	// Commands runs what a session without a terminal asks for, and gives its exit
	// code; nil where there is nothing of the kind.
	Commands Commands

	// seated is a test's hand on a session that is about to be shown.
	seated func(*app.Session)
}

// Server serves the screens, and commands, over SSH. Make it with New.
type Server struct {
	o      Options
	ssh    *ssh.Server
	guard  *Guard
	users  atomic.Pointer[Users] // nil in a demo
	people people

	metrics  *Metrics
	audit    *auditor
	draining draining
}

// New makes a server. A users file that lets nobody in, or that has anything
// wrong in it, is the error of ReadUsers.
func New(o Options) (*Server, error) {
	s := &Server{o: o, audit: newAuditor(o), draining: draining{over: make(chan struct{})}}
	s.people.most, s.people.mostEach = o.Bounds.Sessions, o.Bounds.SessionsPerUser
	if o.App != nil {
		users, err := s.readUsers(o.App.Settings())
		if err != nil {
			return nil, err
		}
		s.users.Store(users)
	}
	s.metrics = s.measure()
	s.guard = NewGuard(o.Limits, s.turnedAway)
	enter := []ssh.Option{wish.WithPublicKeyAuth(s.mayEnter)}
	if o.App == nil {
		enter = everybody()
	}
	var err error
	s.ssh, err = wish.NewServer(append(enter, hostKey(o.HostKey), ssh.EmulatePty(), wish.WithVersion("leadpad"), wish.WithMiddleware(s.serve))...)
	if err != nil {
		return nil, err
	}
	s.guard.Protect(s.ssh)
	s.watchLogins()
	return s, nil
}

func hostKey(signer gossh.Signer) ssh.Option {
	return func(srv *ssh.Server) error {
		srv.AddHostKey(signer)
		return nil
	}
}

// everybody are the ways into a demo: none, any key, any password, any answer.
func everybody() []ssh.Option {
	return []ssh.Option{
		wish.WithPublicKeyAuth(func(ssh.Context, ssh.PublicKey) bool { return true }),
		wish.WithPasswordAuth(func(ssh.Context, string) bool { return true }),
		wish.WithKeyboardInteractiveAuth(func(ssh.Context, gossh.KeyboardInteractiveChallenge) bool { return true }),
	}
}

// grace is how long the sessions have for keeping what was typed when the server
// ends. A terminal that takes nothing costs 900 ms of it, a save some milliseconds.
const grace = 4 * time.Second

// expiring is how often the keys of those who are there are looked at again: an
// expiry-time is to the minute.
const expiring = time.Minute

// Serve serves until ctx ends, or Drain's time has come; then it lets nobody in, tells the people, keeps what
// they typed, and is done within five seconds. What is being sent goes on: that is
// App's to end.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	written := make(chan struct{})
	recording, done := context.WithCancel(context.WithoutCancel(ctx))
	go func() {
		defer close(written)
		s.audit.run(recording)
	}()
	defer func() { done(); <-written }()
	served := make(chan error, 1)
	go func() { served <- s.ssh.Serve(s.guard.Listener(l)) }()
	tick := time.NewTicker(expiring)
	defer tick.Stop()
	for {
		select {
		case err := <-served:
			s.people.endAll(Broken)
			s.people.wait(grace)
			return errors.Join(err, s.ssh.Close())
		case <-tick.C:
			s.recheck(s.users.Load())
		case <-s.draining.over:
			s.shutDown(ctx)
			if err := <-served; !errors.Is(err, ssh.ErrServerClosed) {
				return err
			}
			return nil
		case <-ctx.Done():
			s.shutDown(ctx)
			if err := <-served; !errors.Is(err, ssh.ErrServerClosed) {
				return err
			}
			return nil
		}
	}
}

// shutDown ends the listening, then the sessions, then what connections are left.
func (s *Server) shutDown(ctx context.Context) {
	s.o.Log.Info("the server ends", "sessions", s.people.count())
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	quiet := make(chan struct{})
	go func() {
		defer close(quiet)
		_ = s.ssh.Shutdown(ctx)
	}()
	s.people.endAll(ServerEnds)
	s.people.wait(grace)
	// A client that has read its session's end may leave by itself.
	select {
	case <-quiet:
	case <-time.After(farewell):
	}
	_ = s.ssh.Close()
}

// farewell is what a connection without sessions has for reading its last bytes.
const farewell = 300 * time.Millisecond

// Reload reads the users file and the settings again. Whose key is gone, or has
// become another's, is sent away with what they typed kept; nobody else notices.
// What cannot be read leaves the old in force, and is in the log.
func (s *Server) Reload(ctx context.Context) {
	if s.o.App == nil {
		return
	}
	settings := s.o.App.Settings()
	if s.o.Reread != nil {
		if now, err := s.o.Reread(); err != nil {
			s.o.Log.Error("config refused, the old one stays in force", "error", safe.Clean(err.Error()).String())
		} else {
			s.o.App.Renew(ctx, now)
			settings = now
			s.o.Log.Info("config read")
		}
	}
	if users, err := s.readUsers(settings); err != nil {
		s.o.Log.Error("users file refused, the old one stays in force", "error", err)
	} else {
		s.keysChanged(s.users.Swap(users), users)
		s.recheck(users)
		s.o.Log.Info("users file read")
	}
}

// readUsers reads the users file. A workspace in it that there is not is a mistake as
// any other.
func (s *Server) readUsers(settings app.Settings) (*Users, error) {
	users, err := ReadUsers(s.o.Users, time.Now())
	if err != nil {
		return nil, err
	}
	var mistake *UsersError
	for _, e := range users.keys {
		if e.user.Workspace == "" {
			continue
		}
		if _, err := settings.Named(e.user.Workspace); err != nil && (mistake == nil || e.user.Line < mistake.Line) {
			mistake = &UsersError{Path: s.o.Users, Line: e.user.Line, What: NoWorkspace, Name: e.user.Workspace}
		}
	}
	if mistake != nil {
		return nil, mistake
	}
	return users, nil
}

// recheck ends the sessions of keys that may not enter any more.
func (s *Server) recheck(users *Users) {
	if users == nil {
		return
	}
	for _, p := range s.people.all() {
		now, err := users.Find(p.key, p.from, time.Now())
		if err != nil || now.Name != p.user.Name || now.Workspace != p.user.Workspace {
			p.end(KeyGone)
		}
	}
}
