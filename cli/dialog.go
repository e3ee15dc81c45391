package cli

import (
	"context"
	"errors"

	"charm.land/huh/v2"

	"leadpad/app"
	"leadpad/config"
	"leadpad/ui/dialog"
)

// ask runs a dialog on the terminal; what it draws goes to standard error, so
// that standard output holds results alone.
func (a *program) ask(ctx context.Context, fields ...huh.Field) error {
	form := huh.NewForm(huh.NewGroup(fields...)).WithInput(a.In).WithOutput(a.Err).WithShowHelp(true)
	err := form.RunWithContext(ctx)
	if errors.Is(err, huh.ErrUserAborted) {
		return interrupted()
	}
	return err
}

// askConnection asks for a workspace to connect, with the dialog of the screens.
func (a *program) askConnection(ctx context.Context, s app.Settings) (app.Connection, error) {
	var c app.Connection
	err := dialog.ConnectForm(&c, s.CheckConnection).WithInput(a.In).WithOutput(a.Err).RunWithContext(ctx)
	if errors.Is(err, huh.ErrUserAborted) {
		err = interrupted()
	}
	return c, err
}

// askKey asks for a key.
func (a *program) askKey(ctx context.Context, workspace string) (config.Secret, error) {
	key := ""
	err := a.ask(ctx, huh.NewInput().Title("API key of workspace "+workspace).
		EchoMode(huh.EchoModePassword).Value(&key).
		Validate(func(s string) error { return config.CheckKey(config.NewSecret(s)) }))
	return config.NewSecret(key), err
}

// confirm asks a question that is answered with yes or no.
func (a *program) confirm(ctx context.Context, title, yes, no string) (bool, error) {
	answer := false
	err := a.ask(ctx, huh.NewConfirm().Title(title).Affirmative(yes).Negative(no).Value(&answer))
	return answer, err
}
