package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"leadpad/api"
	"leadpad/app"
	"leadpad/config"
	"leadpad/intake"
	"leadpad/lead"
	"leadpad/safe"
	"leadpad/words"
)

// configCommand is `leadpad config`.
func (a *program) configCommand() *cobra.Command {
	return group(
		&cobra.Command{Use: "config", Short: "Connect workspaces and look at the settings"},
		a.configInit(), a.configShow(), a.configPath(), a.configCheck(),
	)
}

// initFlags are those of `leadpad config init`.
type initFlags struct {
	profile    config.Profile
	keyCommand []string
}

// configInit is `leadpad config init`.
func (a *program) configInit() *cobra.Command {
	var f initFlags
	c := a.command(&cobra.Command{
		Use:   "init",
		Short: "Connect a workspace: a dialog on a terminal, flags otherwise",
		Example: "  leadpad config init\n" +
			"  leadpad config init --name acme --docs current\n" +
			"  leadpad config init --name acme --key-command pass --key-command closingdealz/acme",
	}, func(ctx context.Context, _ []string) error { return a.initConfig(ctx, f) })
	flags := c.Flags()
	flags.StringVar(&f.profile.Name, "name", "", "name of the workspace, such as acme")
	flags.StringVar(&f.profile.BaseURL, "base-url", "", "address without /api/v1/leads (default: ClosingDealz itself)")
	flags.StringVar(&f.profile.Docs, "docs", "", "request form: current (default) or legacy")
	flags.StringVar(&f.profile.Color, "color", "", "colour of its name in the header: green, blue, purple, yellow, red or #rrggbb")
	flags.StringArrayVar(&f.keyCommand, "key-command", nil, "program that prints the key, then its arguments one by one; no shell")
	return c
}

func (a *program) initConfig(ctx context.Context, f initFlags) error {
	s, err := a.settings()
	if err != nil {
		return err
	}
	f.profile.KeyCommand = f.keyCommand
	c := app.Connection{Name: f.profile.Name, BaseURL: f.profile.BaseURL, Docs: f.profile.Docs, Color: f.profile.Color}
	if c.Name == "" {
		if !isTerminal(a.In) || !isTerminal(a.Err) {
			return usagef("config init needs --name without a terminal, such as `leadpad config init --name acme`")
		}
		if c, err = a.askConnection(ctx, s); err != nil {
			return err
		}
		f.profile = c.Profile()
	} else if err := checkNew(s, f.profile); err != nil {
		return usage(err)
	}
	kept, err := s.Connect(ctx, f.profile, c.Key)
	if err != nil {
		return err
	}
	a.printf("workspace %s is in %s\n", f.profile.Name, safe.Clean(s.Path))
	switch {
	case kept != "":
		a.printf("its key is %s\n", a.clean(kept))
	case len(f.profile.KeyCommand) == 0:
		a.printf("next: leadpad key set --profile %s\n", f.profile.Name)
	}
	return nil
}

// checkNew says what is wrong with a workspace given by flags.
func checkNew(s app.Settings, p config.Profile) error {
	if err := config.CheckName(p.Name); err != nil {
		return err
	}
	if _, taken := s.Profiles[p.Name]; taken {
		return fmt.Errorf("there is a workspace %q already in %s; edit it there, or choose another name", p.Name, s.Path)
	}
	return app.CheckProfile(p)
}

// configPath is `leadpad config path`.
func (a *program) configPath() *cobra.Command {
	return a.command(&cobra.Command{Use: "path", Short: "Print where the config file is"},
		func(context.Context, []string) error {
			path, err := a.Env.configPath()
			if err == nil {
				a.printf("%s\n", safe.Clean(path))
			}
			return err
		})
}

// configShow is `leadpad config show`.
func (a *program) configShow() *cobra.Command {
	return a.command(&cobra.Command{Use: "show", Short: "Print the settings in force, defaults included; never a key"},
		func(context.Context, []string) error {
			s, err := a.settings()
			if err != nil {
				return err
			}
			note := ""
			if _, err := os.Stat(s.Path); errors.Is(err, fs.ErrNotExist) {
				note = " (not there yet: all defaults)"
			}
			a.printf("# %s%s\n", safe.Clean(s.Path), note)
			for _, l := range safe.Lines(s.TOML()) {
				a.printf("%s\n", l)
			}
			return nil
		})
}

// configCheck is `leadpad config check`.
func (a *program) configCheck() *cobra.Command {
	return a.command(&cobra.Command{Use: "check", Short: "Check the config and show a sample lead as it would go out"},
		func(context.Context, []string) error { return a.checkConfig() })
}

func (a *program) checkConfig() error {
	s, err := a.settings()
	if err != nil {
		return err
	}
	if err := checkKeys(s); err != nil {
		return err
	}
	names := append(s.Names(), app.PracticeName)
	for _, name := range names {
		p := config.Profile{Name: name}
		if name != app.PracticeName {
			if p, err = s.Named(name); err != nil {
				return err
			}
		}
		if _, err := s.Encoding(p); err != nil {
			return err
		}
		if err := app.CheckProfile(p); err != nil {
			return fmt.Errorf("config %s, [profiles.%s]: %w", s.Path, name, err)
		}
	}
	current, err := s.Current()
	if err != nil {
		return err
	}
	p := config.Profile{Name: current}
	if current != app.PracticeName {
		if p, err = s.Named(current); err != nil {
			return err
		}
	}
	if _, err := os.Stat(s.Path); errors.Is(err, fs.ErrNotExist) {
		a.printf("%s: there is no such file; the defaults hold (`leadpad config init` makes it)\n", safe.Clean(s.Path))
	} else {
		a.printf("%s: fine\n", safe.Clean(s.Path))
	}
	return a.showSample(s, p)
}

// showSample prints how a lead goes out from a workspace.
func (a *program) showSample(s app.Settings, p config.Profile) error {
	e, err := s.Encoding(p)
	if err != nil {
		return err
	}
	l := fullest(intake.Samples())
	a.printf("a lead of workspace %s goes out (%s form) as\n", p.Name, e.Form)
	for _, line := range safe.Lines(string(e.Preview(l))) {
		a.printf("%s\n", line)
	}
	if left := e.OmittedWords(l); left != "" {
		a.printf("not sent: %s (%s of this lead)\n", left, words.Plural(len(e.Omitted(l)), "value", "values"))
	}
	if e.Form == api.Legacy && len(p.Wire) > 0 {
		a.printf("[profiles.%s.wire] does nothing: the legacy form has names of its own\n", p.Name)
	}
	return nil
}

// fullest is the sample that shows the most members.
func fullest(samples []lead.Lead) lead.Lead {
	best, most := lead.Lead{Person: lead.Person{Name: "Sample"}}, 0
	for _, l := range samples {
		members := 0
		for _, filled := range []bool{
			len(l.Emails) > 0, len(l.Phones) > 0, len(l.Socials) > 0, len(l.Addresses) > 0,
			len(l.Contacts) > 0, len(l.Labels) > 0, l.Notes != "", l.Industry != "",
		} {
			if filled {
				members++
			}
		}
		if members > most {
			best, most = l, members
		}
	}
	return best
}
