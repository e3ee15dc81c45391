package cli

import (
	"context"
	"errors"

	"leadpad/ui/kit"
)

// runScreens shows the screens until the rep leaves or ctx ends.
func (a *app) runScreens(_ context.Context, _ settings, _ kit.Host, _ *kit.Workspace) error {
	return errors.New("the screens are not built in yet")
}
