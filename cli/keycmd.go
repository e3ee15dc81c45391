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
	"leadpad/outbox"
	"leadpad/safe"
	"leadpad/words"
)

// keyCommand is `leadpad key`.
func (a *program) keyCommand() *cobra.Command {
	set := a.command(&cobra.Command{
		Use:     "set",
		Short:   "Keep a workspace's key in the keyring, or in a file that you alone can read",
		Long:    "The key is asked for, hidden, or read from standard input. It is never a flag: others could read it there.",
		Example: "  leadpad key set\n  pass closingdealz/acme | leadpad key set --profile acme",
	}, func(ctx context.Context, _ []string) error { return a.setKey(ctx) })
	remove := a.command(&cobra.Command{
		Use: "remove", Short: "Forget a workspace's key", Example: "  leadpad key remove --profile acme",
	}, func(ctx context.Context, _ []string) error { return a.removeKey(ctx) })
	return group(&cobra.Command{
		Use: "key", Short: "Keep, forget and test the API key of a workspace", Example: "  leadpad key set\n  leadpad key test",
	}, set, remove, a.keyTest())
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
	kept, err := s.Keep(ctx, p.Name, key)
	if err != nil {
		return err
	}
	if err := s.NoteKey(ctx, p.Name); err != nil {
		a.sayf("leadpad: the key is kept, and the audit record says nothing of it: %s.", a.prompt().Error(err))
	}
	masked := key.String() + " "
	if masked == "… " { // too short to show a part of it
		masked = ""
	}
	a.linef("the key %sof workspace %s is %s", masked, p.Name, words.Kept(kept))
	return nil
}

// maxKeyLine is more than any key has.
const maxKeyLine = 8192

// readKey asks on a terminal, hidden, and else reads the first line.
func (a *program) readKey(ctx context.Context, workspace string) (config.Secret, error) {
	if a.canAsk() {
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
		a.linef("no key of workspace %s was kept", p.Name)
	} else {
		a.linef("the key of workspace %s is gone from the %s", p.Name, strings.Join(from, " and the "))
	}
	if s.Key != "" {
		a.linef("CLOSINGDEALZ_API_KEY is still set in the environment")
	}
	return nil
}

// keyTest is `leadpad key test`. Its exit code is 5 when the key was refused and 1
// when nothing can be said about it.
func (a *program) keyTest() *cobra.Command {
	var newKey bool
	c := a.inWorkspace(&cobra.Command{
		Use: "test", Short: "Send an empty request with the key and say what came back",
		Example: "  leadpad key test\n  leadpad key test --profile acme",
	}, func(ctx context.Context, r *app.Session, _ []string) error {
		ctx, stop := signals(ctx)
		defer stop()
		text, err := a.askAboutKey(ctx, r, newKey, true)
		if err == nil {
			a.linef("%s", text)
		}
		return err
	})
	c.Flags().BoolVar(&newKey, "new-key", false, "go on though key or address changed")
	return c
}

// askAboutKey asks the server whether the key is let in; its error says what is
// wrong with it, or why nothing can be said. A key that changed, or whose address
// did, goes nowhere before a person said that it is the same workspace.
func (a *program) askAboutKey(ctx context.Context, r *app.Session, newKey, headers bool) (string, error) {
	answer, err := r.AskAboutKey(ctx, newKey)
	if errors.Is(err, outbox.ErrChanged) && a.canAsk() {
		same := false
		same, err = a.confirm(ctx, "Key or address changed. Does "+r.Address+" belong to workspace "+r.Name+"?", "It is the same workspace", "No")
		if err == nil && !same {
			err = outbox.ErrChanged
		}
		if err == nil {
			answer, err = r.AskAboutKey(ctx, true)
		}
	}
	if err != nil {
		return "", err
	}
	if came := answer.Envelope.Headers; headers && len(came) > 0 {
		a.sayf("the answer came with %s", strings.Join(came, "; "))
	}
	text := a.reader(r).KeyTest(answer)
	switch api.KeyVerdict(answer) {
	case api.KeyBad:
		return "", exit{codeRefused, errors.New(words.Join(text, a.reader(r).RightKey()))}
	case api.KeyUnknown:
		return "", errors.New(text)
	}
	return text, nil
}
