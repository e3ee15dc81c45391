package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"leadpad/api"
	"leadpad/app"
	"leadpad/config"
	"leadpad/safe"
	"leadpad/words"
)

// keyCommand is `leadpad key`.
func (a *program) keyCommand() *cobra.Command {
	test := a.command(&cobra.Command{
		Use:   "test",
		Short: "Send an empty request with the key and say what came back",
	}, func(ctx context.Context, _ []string) error { return a.testKey(ctx) })
	set := a.command(&cobra.Command{
		Use:   "set",
		Short: "Keep a workspace's key in the keyring, or in a file that you alone can read",
		Long:  "The key is asked for, hidden, or read from standard input. It is never a flag: others could read it there.",
	}, func(ctx context.Context, _ []string) error { return a.setKey(ctx) })
	remove := a.command(&cobra.Command{
		Use:   "remove",
		Short: "Forget a workspace's key",
	}, func(ctx context.Context, _ []string) error { return a.removeKey(ctx) })
	return group(&cobra.Command{Use: "key", Short: "Keep, forget and test the API key of a workspace"}, set, remove, test)
}

// keyProfile is the real workspace that a key command is about.
func (a *program) keyProfile() (app.Settings, config.Profile, error) {
	s, err := a.settings()
	if err != nil {
		return s, config.Profile{}, err
	}
	name, err := s.Current()
	if err != nil {
		return s, config.Profile{}, err
	}
	if name == app.PracticeName {
		return s, config.Profile{}, usagef("the practice workspace needs no key; connect a workspace with `leadpad config init` first")
	}
	p, err := s.Named(name)
	return s, p, err
}

func (a *program) setKey(ctx context.Context) error {
	s, p, err := a.keyProfile()
	if err != nil {
		return err
	}
	if len(p.KeyCommand) > 0 {
		return usagef("workspace %s takes its key from key_command in %s; take that line out first", p.Name, safe.Clean(s.Path))
	}
	key, err := a.readKey(ctx, p.Name)
	if err != nil {
		return err
	}
	if err := config.CheckKey(key); err != nil {
		return usage(err)
	}
	if err := s.MakeDir(); err != nil {
		return err
	}
	where, err := s.Keychain().Set(ctx, p.Name, key)
	if err != nil {
		return err
	}
	masked := key.String() + " "
	if masked == "… " { // too short to show a part of it
		masked = ""
	}
	a.printf("the key %sof workspace %s is %s\n", masked, p.Name, a.clean(s.Kept(p.Name, where)))
	return nil
}

// maxKeyLine is more than any key has.
const maxKeyLine = 8192

// readKey asks on a terminal, hidden, and else reads the first line.
func (a *program) readKey(ctx context.Context, workspace string) (config.Secret, error) {
	if isTerminal(a.In) && isTerminal(a.Err) {
		return a.askKey(ctx, workspace)
	}
	text, err := bufio.NewReader(io.LimitReader(a.In, maxKeyLine)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return config.Secret{}, fmt.Errorf("read the key from standard input: %w", err)
	}
	if strings.TrimSpace(text) == "" {
		return config.Secret{}, usagef("there was no key on standard input; pipe it in, or run `leadpad key set --profile %s` on a terminal", workspace)
	}
	return config.NewSecret(strings.TrimSpace(text)), nil
}

func (a *program) removeKey(ctx context.Context) error {
	s, p, err := a.keyProfile()
	if err != nil {
		return err
	}
	from, err := s.Keychain().Remove(ctx, p.Name)
	if err != nil {
		return err
	}
	if len(from) == 0 {
		a.printf("no key of workspace %s was kept\n", p.Name)
	} else {
		a.printf("the key of workspace %s is gone from the %s\n", p.Name, strings.Join(from, " and the "))
	}
	if s.Key != "" {
		a.printf("CLOSINGDEALZ_API_KEY is still set in the environment\n")
	}
	return nil
}

// testKey is `leadpad key test`. Its exit code is 5 when the key was refused
// and 1 when nothing can be said about it.
func (a *program) testKey(ctx context.Context) error {
	return a.within(ctx, func(ctx context.Context, r *app.Session) error {
		ctx, stop := signals(ctx)
		defer stop()
		answer, err := r.AskAboutKey(ctx)
		if err != nil {
			return err
		}
		if headers := answer.Envelope.Headers; len(headers) > 0 {
			a.sayf("the answer came with %s", strings.Join(headers, "; "))
		}
		text, verdict := reader(r).KeyTest(answer), api.KeyVerdict(answer)
		switch verdict {
		case api.KeyGood:
			a.printf("%s\n", a.clean(text))
			return nil
		case api.KeyBad:
			return exit{codeRefused, errors.New(words.Join(text, reader(r).RightKey()))}
		}
		return errors.New(text)
	})
}
