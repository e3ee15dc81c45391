package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"leadpad/queue"
	"leadpad/sshd"
	"leadpad/words"
)

// usersCommand is `leadpad users`: it asks the server that runs here.
func (a *program) usersCommand() *cobra.Command {
	return group(&cobra.Command{
		Use:     "users",
		Short:   "Who uses the server that runs on this machine, and what is theirs",
		Long:    "Asks the `leadpad serve` that runs on the same data folder, over a socket that only its user can open.",
		Example: "  leadpad users who\n  leadpad users drain 15m",
	}, a.usersList(), a.usersWho(), a.usersEnd(), a.usersRename(), a.usersHandover(), a.usersDrain())
}

// askServer asks the server.
func (a *program) askServer(ctx context.Context, q sshd.Asked) (sshd.Answer, error) {
	dir, err := a.Env.dataDir()
	if err != nil {
		return sshd.Answer{}, err
	}
	got, err := sshd.Ask(ctx, dir, q)
	return got, askedMistake(err, q, dir)
}

// askedMistake is what a person reads of a server's refusal.
func askedMistake(err error, q sshd.Asked, dir string) error {
	no, refused := errors.AsType[sshd.ControlError](err)
	switch {
	case err == nil:
		return nil
	case errors.Is(err, sshd.ErrNoServer):
		return fmt.Errorf("no server runs on the leads in %s; `leadpad serve` starts one", dir)
	case !refused:
		return fmt.Errorf("ask the server: %w", err)
	}
	switch no {
	case sshd.NoSession:
		return fmt.Errorf("no session, or more than one, is called %q; `leadpad users who` lists them", q.Session)
	case sshd.NobodyThere:
		return fmt.Errorf("nothing here belongs to %q; `leadpad users list` shows who has leads", q.From)
	case sshd.NameTaken:
		return fmt.Errorf("something belongs to %q already; `leadpad users handover` gives leads to somebody who has some", q.To)
	case sshd.StillHere:
		return fmt.Errorf("%s is here; `leadpad users who` shows it, and `leadpad users end` ends a session with its text saved", q.From)
	case sshd.StillSending:
		return fmt.Errorf("leads of %s are held or being sent; try again when they are through", q.From)
	case sshd.StillOpen:
		return fmt.Errorf("a window of %s's is open in another program; close it first", q.From)
	case sshd.NotDraining:
		return errors.New("the server is not about to restart")
	case sshd.NotThat:
	}
	return errors.New("the server that runs here cannot do that: it serves a demo, or is another version")
}

func (a *program) usersList() *cobra.Command {
	var asJSON bool
	c := a.command(&cobra.Command{
		Use: "list", Short: "Those who may enter, and whose leads are here", Example: "  leadpad users list\n  leadpad users list --json",
	}, func(ctx context.Context, _ []string) error {
		got, err := a.askServer(ctx, sshd.Asked{Do: sshd.DoList})
		if err != nil {
			return err
		}
		if asJSON {
			return a.json(got.Users)
		}
		for _, u := range got.Users {
			a.linef("%s", userLine(u))
		}
		return nil
	})
	c.Flags().BoolVar(&asJSON, "json", false, oneDocument)
	return c
}

// userLine is "ana  2 keys, 1 session · 12 ready, 3 drafts · 4 batches".
func userLine(u sshd.UserHere) string {
	name := u.Name
	if name == "" {
		name = "– (typed where no user was named)"
	}
	parts := []string{words.Plural(u.Keys, "key", "keys")}
	if u.Keys == 0 {
		parts[0] = "no key"
	}
	if u.Sessions > 0 {
		parts[0] += ", " + words.Plural(u.Sessions, "session", "sessions")
	}
	var leads []string
	for state := queue.Unsure; state >= queue.Draft; state-- {
		if n := u.Leads[state.String()]; n > 0 {
			leads = append(leads, words.Number(n)+" "+strings.ToLower(words.State(state, false, false)))
		}
	}
	if len(leads) > 0 {
		parts = append(parts, strings.Join(leads, ", "))
	}
	if u.Batches > 0 {
		parts = append(parts, words.Plural(u.Batches, "batch", "batches"))
	}
	return name + "  " + strings.Join(parts, " · ")
}

func (a *program) usersWho() *cobra.Command {
	var asJSON bool
	c := a.command(&cobra.Command{
		Use: "who", Short: "The sessions of now", Example: "  leadpad users who\n  leadpad users who --json",
	}, func(ctx context.Context, _ []string) error {
		got, err := a.askServer(ctx, sshd.Asked{Do: sshd.DoWho})
		if err != nil {
			return err
		}
		if asJSON {
			if got.Sessions == nil {
				got.Sessions = []sshd.Here{}
			}
			return a.json(got.Sessions)
		}
		for _, h := range got.Sessions {
			what := "screens"
			if !h.Screens {
				what = "a command"
			}
			a.linef("%s  %s  %s in %s from %s since %s", h.ID, h.User, what, h.Workspace, h.Address, a.prompt().Stamp(h.Since))
		}
		return nil
	})
	c.Flags().BoolVar(&asJSON, "json", false, oneDocument)
	return c
}

func (a *program) usersEnd() *cobra.Command {
	return a.command(&cobra.Command{
		Use: "end SESSION", Short: "End a session; what was typed in it is kept", Example: "  leadpad users end 4f2a1c",
		Args: exactly(1),
	}, func(ctx context.Context, args []string) error {
		got, err := a.askServer(ctx, sshd.Asked{Do: sshd.DoEnd, Session: args[0]})
		if err != nil {
			return err
		}
		for _, h := range got.Sessions {
			a.linef("ended %s of %s; the text is kept", h.ID, h.User)
		}
		return nil
	})
}

func (a *program) usersRename() *cobra.Command {
	return a.usersGive(&cobra.Command{
		Use: "rename NAME NEW", Short: "Give somebody another name, with all that is theirs",
		Long: "All that belongs to NAME is NEW's then: leads, batches, receipts and settings. Nothing may belong to NEW yet, and NAME " +
			"must not be here. The users file still says NAME: change leadpad-user there and have the server read it again (SIGHUP).",
		Example: "  leadpad users rename ana maria",
	}, sshd.DoRename, func(from, to, leads string) string {
		return from + " is " + to + " now, with " + leads + "; change the name in the users file too"
	})
}

func (a *program) usersHandover() *cobra.Command {
	return a.usersGive(&cobra.Command{
		Use: "handover FROM TO", Short: "Give one person's leads to another",
		Long: "All leads and batches of FROM are TO's then, and what is not sure is TO's to settle. FROM must not be here, and may " +
			"enter again as long as the users file lets them in.",
		Example: "  leadpad users handover ana ben",
	}, sshd.DoHandOver, func(from, to, leads string) string { return leads + " of " + from + " belong to " + to + " now" })
}

// usersGive gives c a body that asks the server to make one person's leads another's.
func (a *program) usersGive(c *cobra.Command, do string, says func(from, to, leads string) string) *cobra.Command {
	c.Args = exactly(2)
	return a.command(c, func(ctx context.Context, args []string) error {
		got, err := a.askServer(ctx, sshd.Asked{Do: do, From: args[0], To: args[1]})
		if err != nil {
			return err
		}
		a.linef("%s", says(args[0], args[1], words.Leads(got.Leads)))
		return nil
	})
}

func (a *program) usersDrain() *cobra.Command {
	return a.command(&cobra.Command{
		Use: "drain TIME|off", Short: "End the server when everybody has left, at the latest after a time",
		Long: "Nobody new is let in, those who are here are told until when they can stay, and what they typed is kept. " +
			"off takes it back. Whether the server starts again is its supervisor's business.",
		Example: "  leadpad users drain 15m\n  leadpad users drain off", Args: exactly(1),
	}, func(ctx context.Context, args []string) error {
		var in time.Duration
		if args[0] != "off" {
			var err error
			if in, err = time.ParseDuration(args[0]); err != nil || in <= 0 {
				return usagef("drain takes a time like 15m, or off, not %q", args[0])
			}
		}
		got, err := a.askServer(ctx, sshd.Asked{Do: sshd.DoDrain, In: in})
		switch {
		case err != nil:
			return err
		case in == 0:
			a.linef("the server goes on")
		default:
			a.linef("the server ends when everybody has left, at the latest at %s", a.prompt().Clock(got.Until))
		}
		return nil
	})
}

// exactly allows n arguments.
func exactly(n int) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) != n {
			return usagef("%s takes %s; see `%[1]s --help`", c.CommandPath(), words.Plural(n, "word", "words"))
		}
		return nil
	}
}
