package cli

import (
	"context"
	"errors"
	"os"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"

	"leadpad/app"
	"leadpad/outbox"
	"leadpad/ui/kit"
	"leadpad/ui/line"
	"leadpad/words"
)

// teller gives the one that suits where the output goes.
func (a *program) teller(r *app.Session, f submitFlags) line.Teller {
	to := line.To{
		Session: r, Reader: a.reader(r), Asks: !f.yes, Out: a.out,
		Clean: a.clean, Linef: a.linef, Sayf: a.sayf, Event: a.event, Confirm: a.confirm,
	}
	if f.asJSON {
		return to.JSON()
	}
	if to.Bar = a.bar(); to.Bar == nil {
		return to.Lines()
	}
	return to.Drawn(f.split, !isTerminal(a.Out))
}

// bar gives the one on the terminal behind standard error, nil where no line of it
// can be redrawn.
func (a *program) bar() *line.Bar {
	if a.served != nil {
		return nil
	}
	profile := colorprofile.Detect(a.Err, a.Env.Environ)
	file, ok := a.Err.(*os.File)
	if !ok || !isTerminal(a.Err) || profile <= colorprofile.NoTTY {
		return nil
	}
	b := &line.Bar{Out: file, Theme: &kit.Theme{}, Width: func() int {
		const unknown = 80
		if w, _, err := term.GetSize(file.Fd()); err == nil && w > 0 {
			return w
		}
		return unknown
	}}
	if profile >= colorprofile.ANSI && !a.Env.NoColor {
		// Sixteen colours are readable on every background, and nobody was asked
		// which this one is.
		b.Theme = kit.NewTheme(true, colorprofile.ANSI, ansi.WcWidth)
	}
	return b
}

// follow submits a plan and tells what happens to it.
func (a *program) follow(ctx context.Context, r *app.Session, plan outbox.Plan, split bool, told line.Teller) error {
	live, stop := a.signals(ctx)
	defer stop()
	defer told.Clear()
	t, err := r.Follow(ctx, live.Done(), plan, split, told)
	if err != nil {
		return err
	}
	code, e := codeInterrupted, line.Ending{}
	if live.Err() == nil {
		code = ended(t)
		e.Good = code == codeDone
		e.Happened, e.Todo = a.reader(r).Ending(t)
	}
	all := told.End(t, e)
	switch text := words.Join(e.Happened, e.Todo); {
	case code == codeDone:
		return nil
	case all || text == "":
		return exit{code: code}
	default:
		return exit{code, errors.New(text)}
	}
}

// ended is the exit code of a submission.
func ended(t app.Tally) int {
	return [...]int{
		app.AllSent: codeDone, app.SomeUnsure: codeNotSure, app.KeyRefused: codeRefused,
		app.SomeFailed: codeLeadsFailed, app.SomeBack: codeFailed,
	}[t.Came()]
}
