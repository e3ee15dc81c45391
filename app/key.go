package app

import (
	"context"
	"errors"
	"fmt"
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

func (e *KeyElsewhere) Error() string {
	if e.Source == KeyOfCommand {
		return "the key comes from key_command in the config"
	}
	return "the key comes from CLOSINGDEALZ_API_KEY"
}

// KeepKey keeps another key for a workspace, which uses it from its next submission
// on; kept says where. It is refused while a submission is under way, which goes on
// with the key it began with, and where another source goes before what is kept.
func (s *Session) KeepKey(ctx context.Context, workspace string, key config.Secret) (kept string, err error) {
	if s.app.demo {
		return "", ErrDemo
	}
	if workspace == PracticeName {
		return "", errors.New("the practice workspace needs no key")
	}
	w, err := s.app.workspace(ctx, workspace)
	if err != nil {
		return "", err
	}
	switch {
	case w.KeySource != KeyKept:
		return "", &KeyElsewhere{workspace, w.KeySource}
	case w.busy():
		return "", ErrUnderWay
	}
	settings := s.Settings()
	if err := settings.MakeDir(); err != nil {
		return "", err
	}
	where, err := settings.Keychain().Set(ctx, workspace, key)
	if err != nil {
		return "", err
	}
	w.keeper.stale()
	return settings.Kept(workspace, where), nil
}

// Kept says where a key went that Keychain().Set kept.
func (s Settings) Kept(profile, where string) string {
	text := "in the system keyring"
	if where == "file" {
		text = "in " + s.Keychain().Path(profile) + ", readable by you alone, because there is no keyring"
	}
	if s.Key != "" {
		text += "; CLOSINGDEALZ_API_KEY is set and goes before it"
	}
	return text
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
	return w.AskAboutKey(ctx)
}

// AskAboutKey sends an empty array, which creates nothing, and enters the request
// in the window, in which it counts. A full window would answer 429, which says
// nothing about the key.
func (w *Workspace) AskAboutKey(ctx context.Context) (api.Answer, error) {
	print, err := w.fingerprint(ctx)
	if err != nil {
		return api.Answer{}, err
	}
	meter, err := w.sender.Meter(ctx)
	if err == nil && meter.Used >= meter.Limit && len(meter.Frees) > 0 {
		return api.Answer{}, fmt.Errorf("the request window is full; try again in %d s", int(time.Until(meter.Frees[0])/time.Second)+1)
	}
	answer := w.client.TestKey(ctx)
	if answer.Connected {
		slot := queue.Slot{ID: newID(), Begun: answer.Begun, Ended: answer.Ended, Timeout: RequestTimeout}
		err = w.windows.Change(ctx, print, func(l *queue.Ledger) error {
			l.Slots = append(l.Slots, slot)
			return nil
		})
	}
	return answer, err
}
