package cli

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/config"
	"leadpad/ui/kit"
	"leadpad/words"
)

// configCommand is `leadpad config`.
func (a *program) configCommand() *cobra.Command {
	return group(
		&cobra.Command{
			Use: "config", Short: "Connect workspaces and look at the settings",
			Example: "  leadpad config init\n  leadpad config show",
		},
		a.configInit(), a.configShow(), a.configPath(), a.configCheck(),
	)
}

// configInit is `leadpad config init`.
func (a *program) configInit() *cobra.Command {
	var p config.Profile
	c := a.command(&cobra.Command{
		Use:   "init",
		Short: "Connect a workspace: a dialog on a terminal, flags otherwise",
		Example: "  leadpad config init\n" +
			"  leadpad config init --name acme --docs current\n" +
			"  leadpad config init --name acme --key-command pass --key-command crm",
	}, func(ctx context.Context, _ []string) error { return a.initConfig(ctx, p) })
	flags := c.Flags()
	flags.StringVar(&p.Name, "name", "", "name of the workspace, such as acme")
	flags.StringVar(&p.BaseURL, "base-url", "", "address without /api/v1/leads (default: ClosingDealz itself)")
	flags.StringVar(&p.Docs, "docs", "", "request form: current (default) or legacy")
	flags.StringVar(&p.Color, "color", "", "colour of its name in the header: green, blue, purple, yellow, red or #rrggbb")
	flags.StringArrayVar(&p.KeyCommand, "key-command", nil, "program that prints the key, then its arguments one by one; no shell")
	completeWords(c, "docs", "current", "legacy")
	return c
}

func (a *program) initConfig(ctx context.Context, p config.Profile) error {
	s, err := a.load()
	if err != nil {
		return err
	}
	var c app.Connection
	if p.Name == "" {
		if !a.canAsk() {
			return usagef("config init needs --name without a terminal, such as `leadpad config init --name acme`")
		}
		if c, err = a.askConnection(ctx, s); err != nil {
			return err
		}
		p = c.Profile()
	} else if err := s.CheckNew(p); err != nil {
		return usage(err)
	}
	kept, err := s.Connect(ctx, p, c.Key)
	if err != nil {
		return err
	}
	a.linef("workspace %s is in %s", p.Name, s.Path)
	switch {
	case kept != (app.Kept{}):
		a.linef("its key is %s", words.Kept(kept))
	case len(p.KeyCommand) == 0:
		a.linef("next: leadpad key set --profile %s", p.Name)
	}
	return nil
}

// configPath is `leadpad config path`.
func (a *program) configPath() *cobra.Command {
	return a.command(&cobra.Command{Use: "path", Short: "Print where the config file is", Example: "  leadpad config path"},
		func(context.Context, []string) error {
			path, err := a.Env.configPath()
			if err == nil {
				a.linef("%s", path)
			}
			return err
		})
}

// configShow is `leadpad config show`.
func (a *program) configShow() *cobra.Command {
	return a.command(&cobra.Command{
		Use: "show", Short: "Print the settings in force, defaults included; never a key", Example: "  leadpad config show",
	}, func(context.Context, []string) error {
		s, err := a.load()
		if err != nil {
			return err
		}
		note := ""
		if !s.HasFile() {
			note = " (not there yet: all defaults)"
		}
		a.linef("# %s%s", s.Path, note)
		if keys, err := kit.NewKeymap(s.Keys); err == nil {
			s.Keys = keys.Settings() // the defaults too
		}
		a.lines(strings.TrimSuffix(s.TOML(), "\n"))
		return nil
	})
}

// configCheck is `leadpad config check`.
func (a *program) configCheck() *cobra.Command {
	return a.command(&cobra.Command{
		Use: "check", Short: "Check the config and show a sample lead as it would go out",
		Example: "  leadpad config check\n  leadpad config check --profile acme",
	}, func(context.Context, []string) error {
		s, err := a.load()
		if err != nil {
			return err
		}
		if err := errors.Join(checkKeys(s), checkFilters(s), s.CheckConfig()); err != nil {
			return err
		}
		sample, err := s.Sample()
		if err != nil {
			return err
		}
		if s.HasFile() {
			a.linef("%s: fine", s.Path)
		} else {
			a.linef("%s: there is no such file; the defaults hold (`leadpad config init` makes it)", s.Path)
		}
		text, beside := words.Sample(sample)
		a.lines(text)
		for _, line := range beside {
			a.linef("%s", line)
		}
		return nil
	})
}
