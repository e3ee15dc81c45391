package cli

import (
	"context"
	"os"

	"leadpad/app"
	"leadpad/ui"
	input "leadpad/ui/terminal"
)

// runScreens shows the screens until the rep leaves or ctx ends. now says that
// the rep does not wait for the request in flight.
func (a *program) runScreens(ctx context.Context, s *app.Session) (now bool, err error) {
	if err := checkKeys(s.Settings()); err != nil {
		return false, err
	}
	t := ui.Terminal{Env: a.Env.Environ}
	if in, ok := a.In.(*os.File); ok {
		local, err := input.File(in)
		if err != nil {
			return false, err
		}
		defer func() { _ = local.Close() }()
		t.In = local
	}
	settings := s.Settings()
	return ui.Run(ctx, ui.Options{Host: s, Start: s, Keys: settings.Keys, Filters: settings.Filters}, t)
}
