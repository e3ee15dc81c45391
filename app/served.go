package app

import (
	"context"
	"errors"
	"slices"
	"time"
)

// ErrServed is why somebody on a line to a server changes nothing of its own:
// neither config and keys, nor files.
var ErrServed = errors.New("it belongs to the server")

// SessionServed begins one for somebody on a line to this server. user is who
// they were found to be; times are theirs. They open that workspace and practice
// and no other, and what is the server's they leave as it is: see ErrServed.
func (a *App) SessionServed(ctx context.Context, user, workspace string, zone *time.Location) (*Session, error) {
	s := a.person(user)
	s.Served, s.Zone, s.home = true, zone, workspace
	return s.Open(ctx, workspace)
}

// mayOpen refuses a workspace that somebody on a line has no business in, as if
// there were none of that name.
func (s *Session) mayOpen(name string) error {
	if !s.Served || name == s.home || name == PracticeName {
		return nil
	}
	return &NoWorkspace{Name: name, Known: []string{s.home}}
}

// Workspaces lists what can be opened, the practice one last.
func (s *Session) Workspaces() []Info {
	return slices.DeleteFunc(s.app.Workspaces(), func(i Info) bool { return s.mayOpen(i.Name) != nil })
}

// changeable says why this person cannot change what the config and the keys say,
// nil where they can.
func (s *Session) changeable() error {
	switch {
	case s.app.demo:
		return ErrDemo
	case s.Served:
		return ErrServed
	}
	return nil
}

// Renew takes settings that were read again. They count as those of a person who
// changed them on a screen do, see KeepGeneral; where the folders are stays.
func (a *App) Renew(ctx context.Context, s Settings) {
	a.writing.Lock()
	defer a.writing.Unlock()
	old := a.settings.Load()
	s.Dir, s.State, s.Upgrading, s.Look, s.Watch = old.Dir, old.State, old.Upgrading, old.Look, old.Watch
	s.Limits = old.Limits
	a.settings.Store(&s)
	for _, w := range a.opened() {
		w.sender.Adapt(time.Duration(s.HoldSeconds)*time.Second, s.Canary)
		go a.readPhones(context.WithoutCancel(ctx), w)
	}
}
