package cli

import (
	"context"
	"errors"
	"strings"

	"charm.land/huh/v2"

	"leadpad/app"
	"leadpad/config"
	"leadpad/intake"
	"leadpad/lead"
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

// askLead asks for a lead with plain questions, one a line, that a screen
// reader reads out.
func (a *program) askLead(ctx context.Context) (lead.Lead, error) {
	var l lead.Lead
	kind, email, phone, labels := "company", "", "", ""
	form := huh.NewForm(
		huh.NewGroup(
			huh.NewSelect[string]().Title("Kind of lead").Options(huh.NewOptions("company", "contact")...).Value(&kind),
			huh.NewInput().Title("Name, or a contact's first name").Value(&l.Name),
			huh.NewInput().Title("Last name of a contact").Value(&l.LastName),
			huh.NewInput().Title("Company of a contact").Value(&l.Company),
			huh.NewInput().Title("Industry").Value(&l.Industry),
			huh.NewInput().Title("Emails, separated by commas").Value(&email),
			huh.NewInput().Title("Phones, separated by commas").Value(&phone),
			huh.NewInput().Title("Labels, separated by commas").Value(&labels),
			huh.NewInput().Title("Notes").Value(&l.Notes),
		),
	).WithAccessible(true).WithInput(a.In).WithOutput(a.Err)
	if err := form.RunWithContext(ctx); err != nil {
		if errors.Is(err, huh.ErrUserAborted) {
			return l, interrupted()
		}
		return l, err
	}
	if kind == "contact" {
		l.Kind = lead.Contact
	}
	l.Emails, l.Phones, l.Labels = listed(email), listed(phone), listed(labels)
	l, _ = intake.Accept(l)
	return l, nil
}

// listed takes a list separated by commas apart.
func listed(text string) []string {
	var list []string
	for one := range strings.SplitSeq(text, ",") {
		if one = strings.TrimSpace(one); one != "" {
			list = append(list, one)
		}
	}
	return list
}
