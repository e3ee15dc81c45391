package outbox

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"leadpad/queue"
)

// canarySetting is the name under which a workspace's proved wiring is kept, and
// lookSetting that under which it is kept that a person saw a whole lead arrive.
func (s *Sender) canarySetting() string { return "canary " + s.o.Workspace }
func (s *Sender) lookSetting() string   { return "look " + s.o.Workspace }

// wiring is a fingerprint of all that the first request proves: the key and
// address, the workspace, the form and the names on the wire.
func (s *Sender) wiring(key string) string { return digest(key + "\n" + s.names()) }

// names is a fingerprint of what a look at a lead in the CRM proves: that this
// server knows these names. Another key of the same workspace changes nothing.
func (s *Sender) names() string {
	e := s.Encoding()
	return digest(fmt.Sprintf("%q %q %d %q", s.o.Workspace, s.o.Address, e.Form, fmt.Sprint(e.Wire)))
}

func digest(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:16])
}

// canaryDue says that nothing was created yet with this wiring, or that nobody
// looked yet. When that cannot be read, a canary is sent: one request more does
// no harm.
func (s *Sender) canaryDue(ctx context.Context, key string, unattended bool) bool {
	if !s.canary.Load() {
		return false
	}
	kept, err := s.o.Queue.Setting(ctx, s.canarySetting())
	return err != nil || kept != s.wiring(key) || s.lookDue(ctx, unattended)
}

// lookDue says that the rep is to be asked whether a lead arrived whole; who is not
// there is not asked.
func (s *Sender) lookDue(ctx context.Context, unattended bool) bool {
	if !s.o.CanaryLook || unattended {
		return false
	}
	kept, err := s.o.Queue.Setting(ctx, s.lookSetting())
	return err != nil || kept != s.names()
}

// looking is the look at a first lead that a person was asked for.
type looking struct {
	of *submission // whose lead it is; nil: nobody is asked
	// waits: nothing goes before the answer, whoever's it is. False: nothing is left of
	// its submission, and the next one sends a first lead of its own.
	waits bool
}

// proof is what a canary that was created proves: the names on the wire may have
// been changed when the answer about it comes.
type proof struct{ wiring, names string }

// keepCanary remembers that this wiring worked. When that cannot be written,
// the next submission sends one canary more.
func (s *Sender) keepCanary() {
	_ = s.o.Queue.SetSetting(s.ctx, s.canarySetting(), s.proved.wiring)
}

// landed is for a canary that was created: without a look to wait for, the rest
// goes on. A look after which nothing is left to send holds nothing up.
func (s *Sender) landed(sub *submission, batch queue.ID) {
	s.pic.now.Canary, sub.canary = batch, false
	s.proved = proof{s.wiring(s.window.key), s.names()}
	if s.lookDue(s.ctx, sub.unattended) {
		s.look = looking{of: sub, waits: sub.left() > 0}
		return
	}
	s.keepCanary()
}

// looked is a person's answer about the canary. Without it whole, nothing more
// goes with these names on the wire.
func (s *Sender) looked(there bool, who Who) {
	of := s.look.of
	if of == nil || !who.All && of.by.User != who.User {
		return
	}
	s.look = looking{}
	s.turns.resume(of.by.User)
	now := &of.pic.now
	now.Look, now.LookedBy = false, who
	if there {
		s.keepCanary()
		_ = s.o.Queue.SetSetting(s.ctx, s.lookSetting(), s.proved.names)
		s.redraw(of)
		return
	}
	now.Incomplete = true
	rest := 0
	if !of.ended {
		now.Kept, rest = of.work.ids(), s.allLeft(of)
	}
	of.pic.report = func(time.Time) Report { return reportIncomplete(rest) }
	for _, sub := range s.all() {
		sub.stopped, sub.stopsAll = true, true
	}
	s.redraw(of)
}
