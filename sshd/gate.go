package sshd

import (
	"context"
	"strings"
	"sync"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// The sizes of a window. A terminal counts as at most that large, whatever it
// says: what is drawn for 3000×3000 takes a gigabyte. One that does not know its
// size, as PuTTY's plink and scripts, is taken for the usual one.
const (
	mostColumns, mostRows   = 250, 80
	usualColumns, usualRows = 80, 24
)

// resizePace is the time between two sizes that a session is told: what is drawn
// in between nobody sees.
const resizePace = 33 * time.Millisecond

// session serves a session's channel: it takes the channel and reads its requests
// before the library does. A window-change before the shell, which real clients
// send when a window is resized at login, would hang the library's session; what
// leadpad does not serve is refused here, so that nothing behind can be asked for
// it.
func (g *Guard) session(srv *ssh.Server, conn *gossh.ServerConn, offer gossh.NewChannel, ctx ssh.Context) {
	c, ok := ctx.Value(guardedKey{}).(*guarded)
	if !ok || !c.open() {
		_ = offer.Reject(gossh.ResourceShortage, "too many sessions on this connection")
		return
	}
	defer c.shut()
	end, cancel := context.WithCancel(ctx)
	defer cancel()
	gt := &gate{
		NewChannel: offer, limits: g.limits, ctx: sessionContext{ctx, end}, cancel: cancel,
		mayHavePTY: srv.PtyCallback, passed: make(chan *gossh.Request), sizes: make(chan ssh.Window, 1), over: make(chan struct{}),
	}
	// A server for this session alone: its handler knows which gate it is behind.
	ssh.DefaultSessionHandler(&ssh.Server{Handler: gt.handler(srv.Handler), PtyHandler: srv.PtyHandler}, conn, gt, ctx)
	cancel()
	if gt.started {
		<-gt.over // it counts until its work has ended
	}
}

// gate is what stands in front of one session.
type gate struct {
	gossh.NewChannel
	limits     Limits
	ctx        sessionContext
	cancel     context.CancelFunc
	mayHavePTY ssh.PtyCallback
	passed     chan *gossh.Request
	over       chan struct{}

	// Of the goroutine that reads the requests.
	started  bool
	term     string
	env, sum int // variables passed on, and their bytes

	mu     sync.Mutex
	pty    bool
	size   ssh.Window // the last
	sizes  chan ssh.Window
	told   time.Time // when sizes was given one
	asleep bool      // a timer will give it the next
}

// sessionContext ends with the session's channel; the library's ends with the
// connection, which may have others.
type sessionContext struct {
	ssh.Context
	end context.Context
}

func (c sessionContext) Deadline() (time.Time, bool) { return c.end.Deadline() }
func (c sessionContext) Done() <-chan struct{}       { return c.end.Done() }
func (c sessionContext) Err() error                  { return c.end.Err() }

// gatedSession is what a handler gets: a session whose context ends with it, and
// whose sizes are clamped and come at a pace.
type gatedSession struct {
	ssh.Session
	gate *gate
}

// Context ends when the session's channel or connection does.
func (s gatedSession) Context() ssh.Context { return s.gate.ctx }

// Pty gives the terminal as it is now, and a channel with the size at the start,
// then each change that matters. It is never closed: Context ends.
func (s gatedSession) Pty() (ssh.Pty, <-chan ssh.Window, bool) {
	s.gate.mu.Lock()
	defer s.gate.mu.Unlock()
	return ssh.Pty{Term: s.gate.term, Window: s.gate.size}, s.gate.sizes, s.gate.pty
}

// Signals gives none: keys come as keys.
func (s gatedSession) Signals(chan<- ssh.Signal) {}

// handler gives a session to the server's handler as the gate has it.
func (t *gate) handler(serve ssh.Handler) ssh.Handler {
	return func(s ssh.Session) {
		defer close(t.over)
		serve(gatedSession{s, t})
	}
}

// Accept takes the channel and passes on what the session may see of its requests.
func (t *gate) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	ch, requests, err := t.NewChannel.Accept()
	if err != nil {
		return nil, nil, err
	}
	waiting := time.AfterFunc(t.limits.Start, func() { _ = ch.Close() })
	go func() {
		defer close(t.passed)
		defer t.cancel()
		defer waiting.Stop()
		for r := range requests {
			t.judge(r)
			if t.started {
				waiting.Stop()
			}
		}
	}()
	return ch, t.passed, nil
}

// judge answers a request and passes it on if the session is to know. The answer
// comes from here, first: answers must keep the order of requests, and one that
// came after a quick command's end would be an error to the client.
func (t *gate) judge(r *gossh.Request) {
	var ok, pass bool
	switch r.Type {
	case "pty-req":
		ok = t.wantsPTY(r)
		pass = ok
	case "window-change":
		ok = t.resized(r.Payload)
	case "env":
		ok = t.wantsEnv(r.Payload)
		pass = ok
	case "shell":
		ok = !t.started
		pass, t.started = ok, true
	case "exec":
		ok = !t.started && len(r.Payload) <= t.limits.Command
		pass, t.started = ok, t.started || ok
	}
	_ = r.Reply(ok, nil)
	if pass {
		r.WantReply = false
		t.passed <- r
	}
}

// sizeRequest is a window-change as RFC 4254 has it in 6.7; ptyRequest a pty-req
// as in 6.2.
type sizeRequest struct{ Columns, Rows, Width, Height uint32 }

type ptyRequest struct {
	Term                         string
	Columns, Rows, Width, Height uint32
	Modes                        string
}

// clamped is a size that a session can be drawn for.
func (s sizeRequest) clamped() ssh.Window {
	if s.Columns == 0 {
		s.Columns = usualColumns
	}
	if s.Rows == 0 {
		s.Rows = usualRows
	}
	return ssh.Window{Width: int(min(s.Columns, mostColumns)), Height: int(min(s.Rows, mostRows))}
}

// wantsPTY takes a terminal's name and size, and makes of the request one that
// holds nothing else.
func (t *gate) wantsPTY(r *gossh.Request) bool {
	var want ptyRequest
	if t.started || t.pty || gossh.Unmarshal(r.Payload, &want) != nil {
		return false
	}
	size := sizeRequest{Columns: want.Columns, Rows: want.Rows}.clamped()
	term := termName(want.Term)
	if t.mayHavePTY != nil && !t.mayHavePTY(t.ctx, ssh.Pty{Term: term, Window: size}) {
		return false
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.pty, t.term = true, term
	t.tell(size)
	r.Payload = gossh.Marshal(ptyRequest{Term: term, Columns: uint32(size.Width), Rows: uint32(size.Height)})
	return true
}

// maxTerm bounds a terminal's name; terminfo's longest has 26 bytes.
const maxTerm = 64

// termName is a terminal's name as terminfo has them; what is none is a terminal
// of which nothing is known.
func termName(s string) string {
	odd := func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < 'A' || r > 'Z') && (r < '0' || r > '9') && !strings.ContainsRune("-_+.", r)
	}
	if s == "" || len(s) > maxTerm || strings.ContainsFunc(s, odd) {
		return "dumb"
	}
	return s
}

// wantsEnv says whether a variable may come in: one that tells of the terminal and
// of its text. TERM comes with the terminal.
func (t *gate) wantsEnv(payload []byte) bool {
	var v struct{ Name, Value string }
	if t.started || gossh.Unmarshal(payload, &v) != nil || !mayBring(v.Name) {
		return false
	}
	if strings.ContainsFunc(v.Value, func(r rune) bool { return r < ' ' || r > '~' }) {
		return false
	}
	if t.env >= t.limits.Environment || t.sum+len(v.Name)+len(v.Value) > t.limits.EnvironmentBytes {
		return false
	}
	t.env, t.sum = t.env+1, t.sum+len(v.Name)+len(v.Value)
	return true
}

func mayBring(name string) bool {
	switch name {
	case "COLORTERM", "NO_COLOR", "LANG":
		return true
	}
	rest, ok := strings.CutPrefix(name, "LC_")
	return ok && rest != "" && strings.Trim(rest, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_") == ""
}

// resized takes a new size.
func (t *gate) resized(payload []byte) bool {
	var want sizeRequest
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.pty || gossh.Unmarshal(payload, &want) != nil {
		return false
	}
	if size := want.clamped(); size != t.size {
		t.tell(size)
	}
	return true
}

// tell gives the session a size, at once or when the pace allows: then the last of
// those that came. The lock is held.
func (t *gate) tell(size ssh.Window) {
	t.size = size
	if t.asleep {
		return
	}
	if wait := resizePace - time.Since(t.told); wait > 0 {
		t.asleep = true
		time.AfterFunc(wait, func() {
			t.mu.Lock()
			defer t.mu.Unlock()
			t.asleep = false
			t.give()
		})
		return
	}
	t.give()
}

// give puts the last size where the session finds it, in the place of one that it
// has not read.
func (t *gate) give() {
	select {
	case <-t.sizes:
	default:
	}
	t.sizes <- t.size
	t.told = time.Now()
}
