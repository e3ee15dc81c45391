//go:build unix

package terminal

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/term"
	"golang.org/x/sys/unix"
)

// tty is a program's terminal.
type tty struct {
	session *session
	gate    *gate
	fd      uintptr
	saved   *term.State // as it was; nil: it has no file descriptor here
	away    atomic.Bool // another program has it
	signals chan os.Signal
}

// lend gives the terminal to another program, and takes it back.
func (t *tty) lend(p *tea.Program, away bool) {
	t.away.Store(away)
	if away {
		t.give(false)
	} else {
		t.take(p)
	}
}

// local runs the program on a terminal that is its own meanwhile.
func (s *session) local(ctx context.Context, o Options) error {
	t := &tty{session: s, gate: newGate(o.Out), signals: make(chan os.Signal, 8)}
	k := known{profile: colorprofile.Env(o.Env)}
	if in, ok := o.In.(interface{ Fd() uintptr }); ok && term.IsTerminal(in.Fd()) {
		// Before the terminal is another, so that each of them finds who gives it back.
		signal.Notify(t.signals, syscall.SIGWINCH, syscall.SIGTSTP, syscall.SIGCONT, syscall.SIGQUIT)
		defer signal.Stop(t.signals)
		// Bubble Tea's renderer makes it raw by itself.
		keep := term.MakeRaw
		if o.Standard {
			keep = term.GetState
		}
		saved, err := keep(in.Fd())
		if err != nil {
			return fmt.Errorf("make the terminal raw: %w", err)
		}
		t.fd, t.saved = in.Fd(), saved
		k.size, k.profile = t.size(), colorprofile.Detect(o.Out, o.Env)
	}
	k.size = k.size.bounded()
	s.paint(o, t.gate, k)
	if s.painter != nil {
		defer s.painter.start()()
	}
	s.start(ctx, o, t.gate, k)
	if l, ok := o.In.(*Local); ok && !o.Standard {
		l.lend = func(away bool) { t.lend(s.program, away) }
	}
	ended, over := make(chan struct{}), sync.WaitGroup{}
	over.Go(func() { t.listen(s.program, ended) })
	over.Go(func() { t.unblock(ctx, ended) })
	err := s.run()
	close(ended)
	over.Wait()
	t.give(true)
	return err
}

// size is what the terminal says, 0×0 where it does not.
func (t *tty) size() Size {
	w, h, err := term.GetSize(t.fd)
	if err != nil {
		return Size{}
	}
	return Size{w, h}
}

// listen follows the terminal's size, and the signals that stop and continue the
// program or have Go end it.
func (t *tty) listen(p *tea.Program, ended <-chan struct{}) {
	for {
		var size Size
		select {
		case <-ended:
			return
		case s := <-t.signals:
			t.signal(s, p)
			size = t.size().bounded()
		}
		p.Send(tea.WindowSizeMsg{Width: size.Width, Height: size.Height})
	}
}

func (t *tty) signal(s os.Signal, p *tea.Program) {
	switch s {
	case syscall.SIGQUIT:
		t.give(false)
		trace()
	case syscall.SIGTSTP:
		if unix.Getpgrp() == leader() {
			return // no shell could continue it
		}
		if t.away.Load() {
			t.stop()
			return
		}
		t.give(false)
		t.stop()
		t.take(p)
	case syscall.SIGCONT: // behind a SIGSTOP, of which nobody is told before
		if !t.away.Load() {
			_, _ = term.MakeRaw(t.fd) // in the background the system stops it here
			t.give(false)
			t.take(p)
		}
	}
}

// leader is the group of the session's leader, a shell or who began it.
func leader() int {
	id, err := unix.Getsid(0)
	if err != nil {
		return 0
	}
	return id
}

// trace ends the program with Go's word on where it stands, as SIGQUIT does where
// nobody listens.
func trace() {
	signal.Reset(syscall.SIGQUIT)
	_ = syscall.Kill(syscall.Getpid(), syscall.SIGQUIT)
	<-make(chan struct{})
}

// stop stops the process until somebody continues it. Go takes SIGTSTP for nothing
// once it was listened to.
func (t *tty) stop() {
	_ = syscall.Kill(syscall.Getpid(), syscall.SIGSTOP)
	for s := range t.signals {
		switch s {
		case syscall.SIGCONT:
			return
		case syscall.SIGQUIT:
			trace()
		}
	}
}

// give gives the terminal back as it was. At the end Bubble Tea's renderer has
// taken back its modes.
func (t *tty) give(end bool) {
	s := t.session
	t.gate.close(func() []byte {
		if s.painter != nil {
			return s.painter.back()
		}
		if end {
			return nil
		}
		return []byte(s.shown().change(modes{}))
	}, t.discard)
	if t.saved != nil {
		if s.painter != nil {
			time.Sleep(s.painter.awaits()) // what comes meanwhile is read here
		}
		_ = term.Restore(t.fd, t.saved)
	}
}

// take takes it again.
func (t *tty) take(p *tea.Program) {
	_, _ = term.MakeRaw(t.fd)
	t.gate.shut.Store(false)
	if t.session.painter == nil {
		_, _ = t.gate.Write([]byte(modes{}.change(t.session.shown())))
	}
	go p.Send(redrawn{}) // who calls may have Bubble Tea wait
}

// unblock lets a renderer end that waits for a terminal which does not read.
func (t *tty) unblock(ctx context.Context, ended <-chan struct{}) {
	select {
	case <-ctx.Done():
	case <-ended:
		return
	}
	for {
		select {
		case <-ended:
			return
		case <-time.After(patience):
			t.discard()
		}
	}
}

// discard drops what the terminal was to read.
func (t *tty) discard() {
	if t.saved != nil {
		discard(int(t.fd))
	}
}
