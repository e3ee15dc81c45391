package app

import (
	"context"
	"time"

	"leadpad/config"
)

// General gives the settings that a person changes on the screens.
func (s *Session) General() config.General { return s.Settings().General() }

// KeepGeneral writes them into the config, on a line to a server into this person's own
// settings, which have the region and the theme of them. Hold and canary count from the next
// submission on, and the region for what is read from then on, once nothing is on
// its way any more.
func (s *Session) KeepGeneral(ctx context.Context, g config.General) error {
	a := s.app
	if s.HasOwn() {
		return s.changeOwn(ctx, func(was config.Own, house config.Config) (config.Own, error) { return was.WithGeneral(g, house) }, false)
	}
	if err := s.changeable(); err != nil {
		return err
	}
	a.writing.Lock()
	defer a.writing.Unlock()
	settings := *a.settings.Load()
	if err := config.SetGeneral(settings.Path, g); err != nil {
		return err
	}
	settings.Config = settings.Config.With(g)
	a.settings.Store(&settings)
	for _, w := range a.opened() {
		w.sender.Adapt(time.Duration(g.HoldSeconds)*time.Second, g.Canary)
		go a.readPhones(context.WithoutCancel(ctx), w)
	}
	return nil
}

// readPhones has a workspace read phones in the region of the settings, once nothing
// is on its way there. It ends with the sender at the latest.
func (a *App) readPhones(ctx context.Context, w *Workspace) {
	_ = w.sender.ReadPhonesIn(ctx, func() string { return a.settings.Load().PhoneRegion })
}
