package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/config"
	"leadpad/words"
)

// settingsCommand is `ssh HOST settings`: the one way to a person's own keys and filters,
// which no screen asks for.
func (a *program) settingsCommand() *cobra.Command {
	return a.inWorkspace(&cobra.Command{
		Use:   "settings [-]",
		Short: "Your own settings; with - they are replaced by what standard input brings",
		Long: "Your own settings over the server's, as TOML: phone_region, theme, [keys], [filters] and [presets.NAME]. " +
			"With - they are replaced by what standard input brings, with nothing by none. " +
			"The screens have them from your next session on.",
		Example: "  ssh HOST settings > mine.toml\n  ssh HOST settings - < mine.toml",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 && !slices.Equal(args, []string{"-"}) {
				return usagef("settings reads standard input alone: settings - < FILE")
			}
			return nil
		},
	}, func(ctx context.Context, r *app.Session, args []string) error {
		if len(args) > 0 {
			return a.keepSettings(ctx, r)
		}
		text, err := r.Own()
		if err == nil && text == "" {
			text = "# nothing is set: the server's settings are in force"
		}
		a.lines(strings.TrimSuffix(text, "\n"))
		return err
	})
}

// keepSettings replaces them.
func (a *program) keepSettings(ctx context.Context, r *app.Session) error {
	text, err := io.ReadAll(io.LimitReader(a.In, config.MaxOwn+1))
	if err != nil {
		return fmt.Errorf("read the settings: %w", err)
	}
	err = r.KeepOwn(ctx, string(text), func(s app.Settings) error { return errors.Join(checkKeys(s), checkFilters(s)) })
	if err == nil {
		a.linef("%s", words.SettingsKept)
	}
	return err
}
