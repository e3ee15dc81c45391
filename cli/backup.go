package cli

import (
	"context"
	"path/filepath"

	"github.com/spf13/cobra"

	"leadpad/words"
)

// backupCommand is `leadpad backup`.
func (a *program) backupCommand() *cobra.Command {
	var restore bool
	c := a.command(&cobra.Command{
		Use:   "backup FILE",
		Short: "Copy the leads and receipts of all workspaces into a new file, while others work; --restore puts one back",
		Example: "  leadpad backup ~/leads-monday.db\n" +
			"  leadpad backup --restore ~/leads-monday.db",
		Args: cobra.ArbitraryArgs,
	}, func(ctx context.Context, args []string) error {
		if len(args) != 1 || args[0] == "" {
			return usagef("backup needs one file: the new one, or with --restore the one to put back")
		}
		file, err := filepath.Abs(args[0])
		if err != nil {
			return err
		}
		if restore {
			return a.restoreBackup(ctx, file)
		}
		s, err := a.settings()
		if err != nil {
			return err
		}
		n, err := s.Backup(ctx, file)
		if err != nil {
			return err
		}
		a.printf("%s, with all receipts, in %s; keys and config are not in it\n", words.Leads(n), a.clean(file))
		return nil
	})
	c.Flags().BoolVar(&restore, "restore", false, "put FILE in the place of the leads; those of now are kept beside them")
	return c
}

func (a *program) restoreBackup(ctx context.Context, file string) error {
	s, err := a.settings()
	if err != nil {
		return err
	}
	n, aside, err := s.Restore(ctx, file)
	if err != nil {
		return err
	}
	a.printf("%s restored; what may have gone out since is Draft until somebody makes it Ready\n", words.Leads(n))
	if aside != "" {
		a.printf("those of before are kept as %s\n", a.clean(aside))
	}
	return nil
}
