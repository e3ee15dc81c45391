package cli

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"leadpad/app"
	"leadpad/config"
	"leadpad/outbox"
	"leadpad/safe"
	"leadpad/words"
)

// The exit codes.
const (
	codeDone        = 0
	codeFailed      = 1
	codeUsage       = 2
	codeLeadsFailed = 3
	codeNotSure     = 4
	codeRefused     = 5
	codeInterrupted = 130
)

// exit is an error with its exit code. One without a text says nothing more:
// the command has told it already.
type exit struct {
	code int
	err  error
}

func (e exit) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e exit) Unwrap() error { return e.err }

// usagef is wrong usage.
func usagef(format string, args ...any) error { return usage(fmt.Errorf(format, args...)) }

func usage(err error) error {
	if _, ok := errors.AsType[exit](err); ok {
		return err
	}
	return exit{codeUsage, err}
}

// interrupted is the end by a signal, after all was recorded.
func interrupted() error { return exit{code: codeInterrupted} }

// worded gives the errors of app that name no commands their sentence for a prompt,
// and wrong usage its exit code.
func worded(err error) error {
	said := facts(err)
	if several, ok := err.(interface{ Unwrap() []error }); ok && said != nil {
		var all []error
		for _, one := range several.Unwrap() {
			all = append(all, worded(one))
		}
		return errors.Join(all...)
	}
	if said != nil {
		return said
	}
	return err
}

// facts is the sentence of an error of app, nil when it is none of those.
func facts(err error) error {
	if e, ok := errors.AsType[*app.NoWorkspace](err); ok {
		shown := safe.Clean(e.Name)
		switch {
		case e.Near != "":
			return usagef("there is no workspace %q; did you mean %q?", shown, e.Near)
		case len(e.Known) == 0:
			return usagef("there is no workspace %q; connect it with `leadpad config init --name %[1]s`", shown)
		}
		return usagef("there is no workspace %q; the config has %s", shown, strings.Join(e.Known, ", "))
	}
	if e, ok := errors.AsType[*app.ManyWorkspaces](err); ok {
		return usagef("the config has the workspaces %s and no default_profile; name one with --profile", strings.Join(e.Names, ", "))
	}
	if e, ok := errors.AsType[*app.NoBatch](err); ok {
		switch text := safe.Clean(e.Text); {
		case e.Whole:
			return fmt.Errorf("workspace %s has no batch %s; `leadpad history` shows them", e.Workspace, text)
		case len(e.Found) > 0:
			return usagef("%d batches of workspace %s end in %q; give the whole id: %s", len(e.Found), e.Workspace, text, strings.Join(e.Found, " or "))
		default:
			return usagef("no batch of workspace %s ends in %q; give the last six characters of an id, as `leadpad history` shows them, or the whole id", e.Workspace, text)
		}
	}
	if e, ok := errors.AsType[*app.Settled](err); ok {
		return fmt.Errorf("batch %s is not unsure (%s): there is nothing to settle", outbox.ShortID(e.Batch.ID), words.Batch(e.Batch))
	}
	return nil
}

// finish tells what failed, a line for each thing on standard error, and gives
// the exit code.
func (a *program) finish() int {
	if a.failed == nil {
		return codeDone
	}
	a.failed = worded(a.failed)
	code := codeFailed
	if e, ok := errors.AsType[exit](a.failed); ok {
		code = e.code
		if e.err == nil {
			return code
		}
	} else if errors.Is(a.failed, context.Canceled) {
		return codeInterrupted
	}
	lines := strings.Split(strings.TrimSpace(remedy(a.failed).Error()), "\n")
	last := len(lines) - 1
	for _, line := range lines[:last] {
		a.sayf("leadpad: %s", line)
	}
	a.sayf("leadpad: %s", words.Stop(lines[last]))
	return code
}

// shortestKey is the least length of a key that is looked for in texts: what is
// shorter would be found in ordinary words.
const shortestKey = 4

// unkeyed takes the environment's key out of a text, should anything have
// repeated it, and leaves the rest to the letter.
func (a *program) unkeyed(text string) string {
	if key := strings.TrimSpace(a.Env.Key); len(key) >= shortestKey {
		return strings.ReplaceAll(text, key, config.NewSecret(key).String())
	}
	return text
}

// clean makes text drawable, the key taken out.
func (a *program) clean(text string) string { return safe.Clean(a.unkeyed(text)).String() }

// agent is how requests name the program.
func agent() string { return "leadpad/" + strings.ReplaceAll(version(), " ", "-") }

// version is the module's version, or what is known of a build from source.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "built from source"
	}
	return info.Main.Version
}
