package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"syscall"

	"leadpad/app"
	"leadpad/intake"
	"leadpad/safe"
	"leadpad/words"
)

// oneDocument is what --json does in most commands.
const oneDocument = "print one JSON document"

// output is standard output. It remembers why something could not be written: the
// command then ends with that, whatever it did.
type output struct {
	io.Writer
	err error
}

func (o *output) Write(b []byte) (int, error) {
	if o.err != nil {
		return 0, o.err
	}
	n, err := o.Writer.Write(b)
	o.err = err
	return n, err
}

// Fd, Read and Close make it a file for libraries that ask whether it is a
// terminal.
func (o *output) Fd() uintptr {
	if f, ok := o.Writer.(interface{ Fd() uintptr }); ok {
		return f.Fd()
	}
	return ^uintptr(0)
}

func (o *output) Read([]byte) (int, error) { return 0, io.EOF }

// Close leaves the file open: the process has more to say.
func (o *output) Close() error { return nil }

// unwritten says why the result did not come out; quiet where its reader has gone
// away, which is how `| head` ends a command.
func (o *output) unwritten() error {
	if errors.Is(o.err, syscall.EPIPE) {
		return exit{code: codePipe}
	}
	return fmt.Errorf("the result cannot be written to standard output: %w", app.Cause(o.err))
}

// printf writes to standard output, without the key.
func (a *program) printf(format string, args ...any) {
	_, _ = io.WriteString(a.out, a.unkeyed(fmt.Sprintf(format, args...)))
}

// linef writes one line, safe to draw.
func (a *program) linef(format string, args ...any) {
	a.printf("%s\n", a.clean(fmt.Sprintf(format, args...)))
}

// lines writes a text of several.
func (a *program) lines(text string) {
	for _, l := range safe.Lines(a.unkeyed(text)) {
		a.printf("%s\n", l)
	}
}

// sayf writes one line to standard error, cleaned and without the key.
func (a *program) sayf(format string, args ...any) {
	_, _ = fmt.Fprintln(a.Err, a.clean(fmt.Sprintf(format, args...)))
}

// json writes one document.
func (a *program) json(v any) error {
	text, err := intake.JSONText(v, "  ")
	a.printf("%s", text)
	return err
}

// event writes one JSON line: facts, and what they mean.
func (a *program) event(v map[string]any, told words.Told) {
	for name, text := range map[string]string{"what": told.What, "certain": told.Certain, "next": told.Next} {
		if text != "" {
			v[name] = text
		}
	}
	text, _ := intake.JSONText(v, "") // maps of plain values always marshal
	a.printf("%s", text)
}

// jsonArray writes leads.
func (a *program) jsonArray(leads intake.Walk) error {
	return intake.WriteJSON(a.out, words.Records(leads))
}

// unkeyed takes the environment's key out of a text, should anything have
// repeated it, and leaves the rest to the letter.
func (a *program) unkeyed(text string) string {
	return a.key.Out(text)
}

// clean makes text drawable, the key taken out.
func (a *program) clean(text string) string { return safe.Clean(a.unkeyed(text)).String() }

// prompt is who reads what a command says.
func (a *program) prompt() words.Reader {
	if a.served == nil {
		return words.Reader{}
	}
	return words.Reader{Served: true, Zone: a.served.who.Zone}
}

// reader is who reads, at a prompt, what a command says about a workspace.
func (a *program) reader(r *app.Session) words.Reader {
	to := a.prompt()
	to.Workspace, to.Practice, to.KeyFrom = r.Name, r.Practice, r.KeySource
	return to
}

// within runs f on the current workspace and closes everything behind it. On a line to a
// server that is where its owner is already, and stays.
func (a *program) within(ctx context.Context, f func(ctx context.Context, r *app.Session) error) error {
	if a.served != nil {
		return f(ctx, a.served.who)
	}
	h, name, err := a.open(ctx)
	if err != nil {
		return err
	}
	r, err := h.Session(ctx, h.User(), name)
	if err == nil {
		if w := words.Warning(r.Warning(), r.Settings().Dir); w != "" {
			a.sayf("leadpad: %s.", w)
		}
		if r.Doubted > 0 {
			a.sayf("leadpad: %s; `leadpad resolve --drafts --ready` makes them Ready, after a look there.", words.FromACopy(r.Doubted))
		}
		err = f(ctx, r)
	}
	return errors.Join(err, a.settle(context.WithoutCancel(ctx), h, false))
}

// open opens the app on the current workspace.
func (a *program) open(ctx context.Context) (h *app.App, workspace string, err error) {
	s, workspace, err := a.current()
	if err != nil {
		return nil, "", err
	}
	h, err = app.Open(ctx, s)
	return h, workspace, err
}

// current are the settings, and the workspace that this run is about.
func (a *program) current() (s app.Settings, workspace string, err error) {
	if s, err = a.settings(); err != nil {
		return s, "", err
	}
	if a.noHold {
		s.HoldSeconds = 0
	}
	workspace, err = s.Current()
	return s, workspace, err
}
