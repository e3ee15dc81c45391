package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"leadpad/api"
	"leadpad/config"
	"leadpad/queue"
)

// KeySource is where the key in use comes from.
type KeySource uint8

// The sources that go before a kept key, and that.
const (
	KeyKept KeySource = iota
	KeyOfCommand
	KeyOfEnvironment
)

// keySource says where a profile's key comes from, as far as the settings tell.
func (s Settings) keySource(p config.Profile) KeySource {
	switch {
	case len(p.KeyCommand) > 0:
		return KeyOfCommand
	case strings.TrimSpace(s.Key) != "":
		return KeyOfEnvironment
	}
	return KeyKept
}

// KeyElsewhere is why no key is kept: the one in use comes from another source.
type KeyElsewhere struct {
	Workspace string
	Source    KeySource
}

func (e *KeyElsewhere) Error() string { return "another key of " + e.Workspace + " goes before it" }

// KeepKey keeps another key for a workspace, which uses it from its next submission
// on; kept says where. It is refused while a submission is under way, which goes on
// with the key it began with, and where another source goes before what is kept.
func (s *Session) KeepKey(ctx context.Context, workspace string, key config.Secret) (kept Kept, err error) {
	if err := s.changeable(); err != nil {
		return kept, err
	}
	if workspace == PracticeName {
		return kept, errors.New("the practice workspace needs no key")
	}
	w, err := s.app.workspace(ctx, workspace)
	if err != nil {
		return kept, err
	}
	switch {
	case w.KeySource != KeyKept:
		return kept, &KeyElsewhere{workspace, w.KeySource}
	case w.busy():
		return kept, ErrUnderWay
	}
	if kept, err = s.Settings().Keep(ctx, workspace, key); err != nil {
		return kept, err
	}
	w.keeper.stale()
	if s.named() { // the key is kept, whatever becomes of the record
		_ = s.Queue.Record(ctx, queue.Record{Act: queue.KeyKept, Workspace: workspace})
	}
	return kept, nil
}

// Kept is where a key went; zero where none was given.
type Kept struct {
	Keyring bool   // the system's
	File    string // else this one, which its owner alone can read
	// Behind: the environment has a key too, which goes before it.
	Behind bool
}

// Keep keeps a workspace's key, and says where.
func (s Settings) Keep(ctx context.Context, profile string, key config.Secret) (kept Kept, err error) {
	if err := s.MakeDir(); err != nil {
		return kept, err
	}
	where, err := s.Keychain().Set(ctx, profile, key)
	if err != nil {
		return kept, err
	}
	kept = Kept{Keyring: where != "file", Behind: s.Key != ""}
	if !kept.Keyring {
		kept.File = s.Keychain().Path(profile)
	}
	return kept, nil
}

// FindKey looks a key up as a submission would: its error says why there is none.
func (s *Session) FindKey(ctx context.Context) error {
	_, err := s.fingerprint(ctx)
	return err
}

// KeyFrom says where the workspace's key is found now.
func (s *Session) KeyFrom(ctx context.Context) (source string, err error) {
	if s.Practice {
		return "practice", nil
	}
	settings := s.Settings()
	p, err := settings.Named(s.Name)
	if err != nil {
		return "", err
	}
	_, source, err = settings.Keychain().Lookup(ctx, p)
	return source, err
}

// TestKey asks about the key of a workspace.
func (s *Session) TestKey(ctx context.Context, workspace string) (api.Answer, error) {
	w, err := s.app.workspace(ctx, workspace)
	if err != nil {
		return api.Answer{}, err
	}
	return w.AskAboutKey(ctx, false)
}

// WindowFull is why nothing is asked now.
type WindowFull struct{ Wait time.Duration }

func (e *WindowFull) Error() string { return "the request window is full" }

// AskAboutKey sends an empty array, which creates nothing, and enters the request
// in the window, in which it counts. A full window would answer 429, which says
// nothing about the key. outbox.ErrChanged: key or address are not those of last
// time, and nothing was sent, for sure does not say that they belong together. A
// key that was let in is the workspace's from then on.
func (w *Workspace) AskAboutKey(ctx context.Context, sure bool) (api.Answer, error) {
	fingerprint, err := w.fingerprint(ctx)
	if err == nil && !sure {
		err = w.sender.Vouched(ctx)
	}
	if err != nil {
		return api.Answer{}, err
	}
	meter, err := w.sender.Meter(ctx)
	if err == nil && meter.Used >= meter.Limit && len(meter.Frees) > 0 {
		return api.Answer{}, &WindowFull{time.Until(meter.Frees[0])}
	}
	answer := w.client.TestKey(ctx)
	if answer.Connected {
		slot := queue.Slot{ID: newID(), Begun: answer.Begun, Ended: answer.Ended, Timeout: RequestTimeout}
		err = w.windows.Change(ctx, fingerprint, func(l *queue.Ledger) error {
			l.Slots = append(l.Slots, slot)
			return nil
		})
	}
	if !w.Practice && api.KeyVerdict(answer) == api.KeyGood {
		err = errors.Join(err, w.sender.SameWorkspace(ctx))
	}
	return answer, err
}
