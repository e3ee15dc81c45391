package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

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
	codePipe        = 141 // what a shell shows for SIGPIPE
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

// worded gives an error its sentence for a prompt, with what can be done about it,
// and wrong usage its exit code.
func (a *program) worded(err error) error {
	said, wrong := a.prompt().AtPrompt(err)
	if what := a.prompt().Remedy(err); what != "" {
		said = fmt.Errorf("%w; %s", said, what)
	}
	if wrong {
		return usage(said)
	}
	return said
}

// silent says that an error is a code alone: the result says the rest.
func silent(err error) bool {
	e, ok := errors.AsType[exit](err)
	return ok && e.err == nil
}

// finish tells what failed, a line for each thing on standard error, and gives
// the exit code.
func (a *program) finish() int {
	switch {
	case a.out.err != nil && (a.failed == nil || errors.Is(a.failed, a.out.err)):
		a.failed = a.out.unwritten()
	case a.out.err != nil && silent(a.failed):
		// What would have told it is lost: its code stays, the reason is said.
		if lost := a.out.unwritten(); !silent(lost) {
			e, _ := errors.AsType[exit](a.failed)
			a.failed = exit{e.code, lost}
		}
	case a.out.err != nil:
		a.failed = errors.Join(a.failed, a.out.unwritten())
	case a.failed == nil:
		return codeDone
	}
	err := a.worded(a.failed)
	code := codeFailed
	if e, ok := errors.AsType[exit](err); ok {
		code = e.code
		if e.err == nil {
			return code
		}
	} else if errors.Is(err, context.Canceled) {
		return codeInterrupted
	}
	lines := strings.Split(strings.TrimSpace(err.Error()), "\n")
	last := len(lines) - 1
	for _, line := range lines[:last] {
		a.sayf("leadpad: %s", line)
	}
	a.sayf("leadpad: %s", words.Stop(lines[last]))
	return code
}
