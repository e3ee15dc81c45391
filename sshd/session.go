package sshd

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"charm.land/ssh"

	"leadpad/app"
	"leadpad/safe"
	"leadpad/ui"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
	"leadpad/words"
)

// Commands runs a command for somebody on a line without a terminal, and gives its
// exit code. Nothing of args was judged.
type Commands func(ctx context.Context, who *app.Session, args []string, in io.Reader, out, err io.Writer) int

// wrongUsage is the exit code of a command that is written wrong, as all commands have it.
const wrongUsage = 2

// frames is how many a second a session is drawn: what a line carries, and an eye
// over a line tells apart.
const frames = 30

// serve is the handler of all sessions.
func (s *Server) serve(ssh.Handler) ssh.Handler {
	return func(ch ssh.Session) {
		if code := s.session(ch); code != 0 {
			_ = ch.Exit(code)
		}
	}
}

// session serves one and gives its exit code.
func (s *Server) session(ch ssh.Session) int {
	who, err := s.who(ch)
	if err != nil {
		s.o.Log.Warn("session refused", "address", who.from, "reason", err)
		return refuse(ch, "your key is not valid any more")
	}
	_, _, pty := ch.Pty()
	bare := !pty || ch.RawCommand() != ""
	switch {
	case !bare && who.user.NoTerminal:
		return refuse(ch, "this key is for commands, not for the screens")
	case bare && (s.o.Commands == nil || s.o.App == nil):
		return refuse(ch, "there are no commands here; connect with a terminal")
	}
	ctx, cancel := context.WithCancelCause(ch.Context())
	defer cancel(nil)
	who.cancel, who.screens = cancel, !bare
	if no := s.people.enter(who); no != "" {
		s.o.Log.Warn("session refused", "address", who.from, "user", cleaned(who.user.Name), "reason", string(no))
		return refuse(ch, string(no))
	}
	defer s.people.leave(who)
	s.arrived(ch, who)
	if most := s.o.Bounds.Longest; most > 0 {
		defer time.AfterFunc(most, func() { who.end(TooLong) }).Stop()
		ahead := min(warning, most/2)
		defer time.AfterFunc(most-ahead, func() {
			who.tell(kit.Notice{Level: kit.Wrong, Text: "This session was open for long and ends in " + words.Span(ahead) + "; your text is kept"})
		}).Stop()
	}
	l := s.o.Log.With("session", who.id)
	l.Info("session begins", "address", who.from, "user", cleaned(who.user.Name), "workspace", cleaned(who.workspace), "key", who.user.Fingerprint, "screens", !bare)
	var code int
	if bare {
		code = s.command(ctx, ch, who)
	} else {
		code = s.screens(ctx, ch, who)
	}
	l.Info("session ended", "after", time.Since(who.since).Round(time.Second), "reason", cause(ctx))
	return code
}

// refuse says why there is no session.
func refuse(ch ssh.Session, why string) int {
	_, _ = fmt.Fprintf(ch.Stderr(), "leadpad: %s.\r\n", why)
	return 1
}

// cause is why a session's context has ended, for the log.
func cause(ctx context.Context) string {
	if why, ok := errors.AsType[Ended](context.Cause(ctx)); ok {
		return string(why)
	}
	if ctx.Err() != nil {
		return "the line ended"
	}
	return "left"
}

// who finds out whose session it is: by the key that signed, as the users file has
// it now. A client may have offered other keys before.
func (s *Server) who(ch ssh.Session) (*person, error) {
	p := &person{
		id: newID(), from: addressOf(ch.RemoteAddr()), workspace: s.o.Workspace, since: time.Now(), key: ch.PublicKey(),
		news: make(chan kit.Notice, 1),
	}
	if s.o.App == nil {
		p.workspace = app.DemoName
		return p, nil
	}
	if p.key == nil {
		return p, &Denied{Why: UnknownKey}
	}
	var err error
	if p.user, err = s.users.Load().Find(p.key, p.from, time.Now()); err != nil {
		return p, err
	}
	if p.user.Workspace != "" {
		p.workspace = p.user.Workspace
	}
	return p, nil
}

// command runs what the client asked for instead of a shell.
func (s *Server) command(ctx context.Context, ch ssh.Session, p *person) int {
	who, err := s.o.App.SessionServed(ctx, p.user.Name, p.workspace, p.user.Zone)
	if err != nil {
		return refuse(ch, words.Reader{Served: true}.Error(err))
	}
	defer who.End(context.WithoutCancel(ctx))
	args, err := commandLine(ch.RawCommand())
	if err != nil {
		_ = refuse(ch, err.Error())
		return wrongUsage
	}
	return s.o.Commands(ctx, who, args, upload{ch}, ch, ch.Stderr())
}

// upload is what a client sends to a command.
type upload struct{ ssh.Session }

// Read tells an end that the client meant from that of the line, which look alike:
// only a client that is there answers. What was cut off must not count as whole.
func (u upload) Read(p []byte) (int, error) {
	n, err := u.Session.Read(p)
	if errors.Is(err, io.EOF) {
		if _, gone := u.SendRequest("keepalive@openssh.com", true, nil); gone != nil {
			err = io.ErrUnexpectedEOF
		}
	}
	return n, err
}

// screens shows them until the person leaves, the line ends or something ends the
// session. What was typed is then on disk.
func (s *Server) screens(ctx context.Context, ch ssh.Session, p *person) int {
	var seat seat
	defer p.leaves()
	line := s.metrics.measure(ch)
	in := newInput(line, s.o.Bounds.Paste, func() { p.tell(kit.Notice{Level: kit.Wrong, Text: tooMuch(s.o.Bounds.Paste)}) })
	defer in.watch(s.o.Bounds.Idle, func(left time.Duration) {
		p.tell(kit.Notice{Level: kit.Wrong, Text: s.soon(left)})
	}, func() { p.end(Idle) })()
	out := &output{to: line, most: s.o.Bounds.Unread, stuck: func() {
		p.end(NotReading)
		_ = ch.Context().Value(ssh.ContextKeyConn).(io.Closer).Close()
	}}
	var keys io.Reader = in
	if s.o.App == nil {
		keys = newKeyless(in, func() { p.tell(kit.Notice{Level: kit.Wrong, Text: noKeyHere}) })
	}
	shown, err := s.show(ctx, p, &seat, ui.Terminal{In: terminal.Stream(keys), Out: out, Env: environment(ch), Sizes: sizes(ctx, ch), Frames: frames})
	going := seat.sends()
	seat.leave(ctx, shown) // before the last words, for which a client may take its time
	return s.farewell(ctx, p, out, going, err)
}

// noKeyHere is said to a visitor of a demo.
const noKeyHere = "That looks like an API key, and was not taken: a demo needs none"

// show runs the screens. A panic anywhere in them is an error like another. shown says
// that they were there and have ended well enough to leave their desk.
func (s *Server) show(ctx context.Context, p *person, at *seat, t ui.Terminal) (shown bool, err error) {
	defer func() {
		if r := recover(); r != nil { // behind what terminal.Run itself catches
			err = errors.Join(err, fmt.Errorf("%w: %v", terminal.ErrPanic, r))
		}
	}()
	settings := s.o.Settings
	if s.o.App != nil {
		settings = s.o.App.Settings()
	}
	failed, news := make(chan error, 1), p.news
	wait := func(ctx context.Context) (ui.Options, bool) {
		who, err := at.sit(ctx, s, p)
		if err != nil {
			failed <- err
			return ui.Options{}, false
		}
		o := ui.At(who)
		o.News = news
		return o, true
	}
	end, err := ui.Run(ctx, ui.Opening{Wait: wait, Keys: settings.Keys}, t)
	select {
	case refused := <-failed:
		if ctx.Err() == nil {
			err = errors.Join(err, refused)
		}
	default:
	}
	return end.Shown, err
}

// farewell says on the terminal, which is the client's again, why the screens
// ended, unless the person chose to leave, and what goes on without them.
func (s *Server) farewell(ctx context.Context, p *person, out io.Writer, going bool, err error) int {
	kept := "your text is kept"
	if s.o.App == nil {
		kept = "the demo is gone"
	}
	code := 1
	var text string
	why, ended := errors.AsType[Ended](context.Cause(ctx))
	switch {
	case errors.Is(err, terminal.ErrPanic):
		s.o.Log.Error("a session panicked", "session", p.id, "trace", trace(err))
		text = "these screens ended by a fault of leadpad's; " + kept
	case err != nil:
		s.o.Log.Error("a session failed", "session", p.id, "error", cleaned(err.Error()))
		text = words.Reader{Served: true}.Error(err)
	case ended:
		text = ends(why) + "; " + kept
	case going:
		code, text = 0, "what you are sending goes on; History has the answer when you come back"
	default:
		return 0
	}
	if why != NotReading {
		_, _ = fmt.Fprintf(out, "leadpad: %s.\r\n", safe.Clean(text))
	}
	return code
}

// ends is a sentence about the end of a session.
func ends(why Ended) string {
	switch why {
	case ServerEnds, Broken:
		return "the server ends"
	case KeyGone:
		return "your key is not valid any more"
	case Idle:
		return "no key was pressed for too long"
	case TooLong:
		return "this session was open for too long"
	}
	return "this session was ended"
}

// soon is what is said before a session ends because nobody types.
func (s *Server) soon(left time.Duration) string {
	text := "Nobody types: this session ends in " + words.Span(left) + "; any key keeps it"
	if s.o.App == nil {
		text = "Nobody types: the demo is wiped in " + words.Span(left) + "; any key keeps it"
	}
	return text
}

// trace is where a program panicked. What it panicked with may hold a lead's text,
// and is left out.
func trace(err error) string {
	if _, stack, ok := strings.Cut(err.Error(), "\n\n"); ok {
		return stack
	}
	return ""
}

// environment is what a program may know of a client's terminal. That it stands at
// the other end of a line is said as sshd does.
func environment(ch ssh.Session) []string {
	pty, _, _ := ch.Pty()
	env := []string{"TERM=" + pty.Term, "SSH_TTY=ssh"}
	for _, v := range ch.Environ() {
		if name, _, _ := strings.Cut(v, "="); slices.Contains([]string{"COLORTERM", "NO_COLOR"}, name) {
			env = append(env, v)
		}
	}
	return env
}

// sizes are those of a session's terminal, the first one at once.
func sizes(ctx context.Context, ch ssh.Session) <-chan terminal.Size {
	_, windows, _ := ch.Pty()
	out := make(chan terminal.Size)
	go func() {
		for {
			select {
			case w, ok := <-windows:
				if !ok {
					return
				}
				select {
				case out <- terminal.Size{Width: w.Width, Height: w.Height}:
				case <-ctx.Done():
					return
				}
			case <-ctx.Done():
				return
			}
		}
	}()
	return out
}
