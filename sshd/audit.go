package sshd

import (
	"context"
	"strconv"
	"sync"
	"time"

	"charm.land/log/v2"
	"charm.land/ssh"

	"leadpad/queue"
)

// auditAhead is how many lines of the audit record may wait for the disk. Of denied
// logins past it there is one line with how many they were: who floods the door is not to
// fill the memory.
const auditAhead = 1000

// auditor writes the audit record behind those who are served: nobody waits for it.
type auditor struct {
	to  func(context.Context, ...queue.Record) error // nil in a demo, of which nothing is kept
	log *log.Logger

	mu   sync.Mutex
	list []queue.Record
	lost int
	ring chan struct{}
}

func newAuditor(o Options) *auditor {
	a := &auditor{log: o.Log, ring: make(chan struct{}, 1)}
	if o.App != nil {
		a.to = o.App.Record
	}
	return a
}

// add has a line written.
func (a *auditor) add(r queue.Record) {
	if a.to == nil {
		return
	}
	r.At = time.Now()
	a.mu.Lock()
	if r.Act == queue.LoginDenied && len(a.list) >= auditAhead {
		a.lost++
	} else {
		a.list = append(a.list, r)
	}
	a.mu.Unlock()
	select {
	case a.ring <- struct{}{}:
	default:
	}
}

// take gives what is to be written.
func (a *auditor) take() []queue.Record {
	a.mu.Lock()
	defer a.mu.Unlock()
	list := a.list
	if a.lost > 0 {
		list = append(list, queue.Record{At: time.Now(), Act: queue.LoginDenied, Detail: "and " + strconv.Itoa(a.lost) + " more at about that time"})
	}
	a.list, a.lost = nil, 0
	return list
}

// flush writes what waits. What cannot be written is said in the log, and gone.
func (a *auditor) flush(ctx context.Context) {
	if list := a.take(); len(list) > 0 {
		if err := a.to(ctx, list...); err != nil {
			a.log.Error("audit record not written", "lines", len(list), "error", cleaned(err.Error()))
		}
	}
}

// run writes until ctx ends, and then what is left.
func (a *auditor) run(ctx context.Context) {
	for {
		select {
		case <-a.ring:
			a.flush(ctx)
		case <-ctx.Done():
			last, cancel := context.WithTimeout(context.WithoutCancel(ctx), auditEnd)
			defer cancel()
			a.flush(last)
			return
		}
	}
}

// auditEnd is how long the last lines have, at the end of a server.
const auditEnd = time.Second

// arrived notes a login, once for a connection: with its first session, when it is known
// which key signed.
func (s *Server) arrived(ch ssh.Session, p *person) {
	if !attemptOf(ch.Context()).first() {
		return
	}
	s.audit.add(queue.Record{
		Act: queue.LoggedIn, User: p.user.Name, Workspace: p.workspace, Address: p.from.String(), Key: p.user.Fingerprint,
	})
}

// first says, once, that nobody asked before.
func (a *attempt) first() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	first := !a.noted
	a.noted = true
	return first
}

// keysChanged notes which keys came and went with another users file.
func (s *Server) keysChanged(before, now *Users) {
	for _, list := range []struct {
		act         queue.Act
		of, without *Users
	}{{queue.KeyRemoved, before, now}, {queue.KeyAllowed, now, before}} {
		for wire, e := range list.of.keys {
			if list.without.keys[wire].user.Name != e.user.Name {
				s.audit.add(queue.Record{Act: list.act, Subject: e.user.Name, Key: e.user.Fingerprint})
			}
		}
	}
}
