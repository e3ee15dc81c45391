package cli

import (
	"context"
	"os"

	"leadpad/ui"
	"leadpad/ui/kit"
	input "leadpad/ui/terminal"
)

// runScreens shows the screens until the rep leaves or ctx ends. now says that
// the rep does not wait for the request in flight.
func (a *app) runScreens(ctx context.Context, s settings, h kit.Host, w *kit.Workspace) (now bool, err error) {
	if err := s.checkKeys(); err != nil {
		return false, err
	}
	t := ui.Terminal{Env: s.env.Environ}
	if in, ok := a.In.(*os.File); ok {
		local, err := input.File(in)
		if err != nil {
			return false, err
		}
		defer func() { _ = local.Close() }()
		t.In = local
	}
	return ui.Run(ctx, ui.Options{Host: h, Start: w, Keys: s.Keys, Filters: s.Filters}, t)
}
