package cli

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"

	"leadpad/config"
	"leadpad/safe"
	"leadpad/words"
)

// The exit codes of DESIGN.md.
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

// finish tells what failed, a line for each thing on standard error, and gives
// the exit code.
func (a *app) finish() int {
	if a.failed == nil {
		return codeDone
	}
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
func (a *app) unkeyed(text string) string {
	if key := strings.TrimSpace(a.Env.Key); len(key) >= shortestKey {
		return strings.ReplaceAll(text, key, config.NewSecret(key).String())
	}
	return text
}

// clean makes text drawable, the key taken out.
func (a *app) clean(text string) string { return safe.Clean(a.unkeyed(text)).String() }

// version is the module's version, or what is known of a build from source.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" || info.Main.Version == "(devel)" {
		return "built from source"
	}
	return info.Main.Version
}
