package app

import (
	"context"
	"fmt"
	"sync"

	"leadpad/api"
	"leadpad/config"
	"leadpad/lead"
	"leadpad/queue"
)

// ownSetting is the name under which a person's own settings are kept with the queue.
const ownSetting = "own settings"

// own are somebody's own settings over those of a config that several share, or why
// they cannot be read.
type own struct {
	config.Own
	err error
}

// owns are the own settings of all people. Asking for them waits for nobody: they were
// read when the queue was opened, and this process alone changes them.
type owns struct {
	mu sync.Mutex
	of map[string]own
}

// read reads what is kept with a queue.
func (o *owns) read(ctx context.Context, q queue.Queue) error {
	kept, err := q.As(queue.Scope{All: true}).SettingOfAll(ctx, ownSetting)
	if err != nil {
		return fmt.Errorf("read people's settings: %w", err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.of = make(map[string]own, len(kept))
	for owner, text := range kept {
		one, err := config.ParseOwn(text)
		o.of[owner] = own{one, err}
	}
	return nil
}

func (o *owns) get(owner string) own {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.of[owner]
}

func (o *owns) set(owner string, now config.Own) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.of == nil {
		o.of = map[string]own{}
	}
	o.of[owner] = own{Own: now}
}

// region is the country in which phones of an owner's leads are read, where that is the
// owner's own; ok is false where it is the config's.
func (o *owns) region(owner string) (region string, ok bool) {
	if owner == "" {
		return "", false
	}
	return o.get(owner).Region()
}

// Settings are the ones in force for this person: on a line to a server their own, over
// the server's.
func (s *Session) Settings() Settings {
	settings := *s.app.settings.Load()
	if s.Served {
		settings.Config = s.app.owns.get(s.User).Over(settings.Config)
	}
	return settings
}

// Encoding is how leads of this person look on the wire now.
func (s *Session) Encoding() api.Encoding { return s.EncodingOf(s.User) }

// EncodingOf is how leads of an owner look on the wire now: who leads a team sees those
// of others, which go out as their owners have them.
func (s *Session) EncodingOf(owner string) api.Encoding {
	e := s.Workspace.Encoding()
	if s.app == nil { // of a session without an app, everything is the workspace's
		return e
	}
	if region, ok := s.app.owns.region(owner); ok {
		e.Rules.Region = region
	}
	return e
}

// HasOwn says that this person's settings are their own, kept with the queue over those
// of the server's config: region, theme, keys, filters and presets. What else there is to
// set is the server's.
func (s *Session) HasOwn() bool { return s.Served && !s.app.demo && s.User != "" }

// Own gives this person's own settings as they were written. The error says why they
// cannot be read: then the server's are in force.
func (s *Session) Own() (text string, err error) {
	o := s.app.owns.get(s.User)
	return o.Text, o.err
}

// KeepOwn puts others in their place, "" for none. check says what is wrong with the
// settings that would then be in force, for packages above that know what they stand for.
func (s *Session) KeepOwn(ctx context.Context, text string, check func(Settings) error) error {
	return s.changeOwn(ctx, func(config.Own, config.Config) (config.Own, error) {
		now, err := config.ParseOwn(text)
		if err != nil {
			return now, err
		}
		settings := *s.app.settings.Load()
		settings.Config, settings.Path = now.Over(settings.Config), ""
		return now, check(settings)
	}, true)
}

// changeOwn changes this person's own settings, whatever other sessions of theirs do.
// Those that cannot be read are replaced whole or not at all.
func (s *Session) changeOwn(ctx context.Context, change func(was config.Own, house config.Config) (config.Own, error), whole bool) error {
	if !s.HasOwn() {
		return ErrServed
	}
	a := s.app
	a.writing.Lock()
	defer a.writing.Unlock()
	was := a.owns.get(s.User)
	if was.err != nil && !whole {
		return was.err
	}
	now, err := change(was.Own, a.settings.Load().Config)
	if err != nil {
		return err
	}
	if region, _ := now.Region(); !lead.HasPhones(region) {
		return &config.Error{What: config.NoCountry, Name: region}
	}
	before, _ := was.Region()
	if region, _ := now.Region(); region != before {
		// What was shown before a submission is what goes.
		if inFlight, _, waiting, _ := s.Sender.Busy(); inFlight > 0 || waiting > 0 {
			return ErrUnderWay
		}
	}
	if err := s.Queue.SetSetting(ctx, ownSetting, now.Text); err != nil {
		return fmt.Errorf("keep the settings: %w", err)
	}
	a.owns.set(s.User, now)
	return nil
}
