package sshd

import (
	"context"
	"net/netip"
	"slices"
	"sync"
	"time"

	"charm.land/ssh"

	"leadpad/ui/kit"
)

// Bounds are what a server lets those who have entered take of it.
type Bounds struct {
	// Sessions is how many may run at a time; each takes about 2.5 MB.
	Sessions int
	// SessionsPerUser is the same for a person: some windows, and a line that was
	// lost and is not known to be yet.
	SessionsPerUser int
	// Idle is how long a session lives without a key; the draft waits for its
	// person. 0: for ever.
	Idle time.Duration
	// Longest is how long a session lives at all, 0: for ever.
	Longest time.Duration
	// Unread is how long a client may take nothing of what it is shown.
	Unread time.Duration
	// Paste is how many bytes of a paste are taken; what is longer is a file, and
	// is imported.
	Paste int
}

// DefaultBounds suit reps: who comes back from lunch finds the screen as it was.
func DefaultBounds() Bounds {
	return Bounds{Sessions: 400, SessionsPerUser: 10, Idle: 2 * time.Hour, Longest: 24 * time.Hour, Unread: time.Minute, Paste: 1 << 20}
}

// DemoBounds suit visitors.
func DemoBounds() Bounds {
	b := DefaultBounds()
	b.Sessions, b.SessionsPerUser, b.Idle, b.Longest = 100, 100, 10*time.Minute, 2*time.Hour
	return b
}

// Ended is why a session was ended. It is the cause of its context's end.
type Ended string

// Why sessions are ended by the server.
const (
	ServerEnds Ended = "the server ends"
	Broken     Ended = "the server cannot go on"
	KeyGone    Ended = "key not valid any more"
	Idle       Ended = "no key for too long"
	TooLong    Ended = "the longest time for a session"
	NotReading Ended = "the client reads nothing"
	ByAdmin    Ended = "ended on the server"
)

// Error is the name of the reason, for logs.
func (e Ended) Error() string { return string(e) }

// person is somebody with a session.
type person struct {
	id        string // short, for people
	user      User   // zero in a demo
	key       ssh.PublicKey
	from      netip.Addr
	workspace string
	since     time.Time
	screens   bool // else commands

	cancel context.CancelCauseFunc
	mu     sync.Mutex
	news   chan kit.Notice // nil when the screens have ended
}

// end ends the session; what was typed is kept.
func (p *person) end(why Ended) { p.cancel(why) }

// tell shows a notice on the session's screens. It waits for nothing: one that
// was not shown yet gives way to it.
func (p *person) tell(n kit.Notice) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.news == nil {
		return
	}
	select {
	case <-p.news:
	default:
	}
	p.news <- n
}

// leaves ends the telling.
func (p *person) leaves() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.news != nil {
		close(p.news)
		p.news = nil
	}
}

// people are those who have a session now.
type people struct {
	most, mostEach int

	mu     sync.Mutex
	list   []*person // as they came
	closed Ended     // nobody comes any more
	until  time.Time // the same, before the server restarts; zero for not
	barred []string  // whose leads are becoming another's
	over   sync.WaitGroup
}

// refusal is why nobody more comes in, a sentence for that person; "" for nothing.
type refusal string

const (
	fullHouse  refusal = "too many people are here; try again in a while"
	fullPerson refusal = "you have too many sessions; close one first"
	ending     refusal = "the server is about to end; try again in a while"
	moving     refusal = "your leads are being moved; try again in a minute"
)

// drain lets nobody in until the server restarts; the zero time takes it back.
func (p *people) drain(until time.Time) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.until = until
}

// bar keeps a person out; false when they are here.
func (p *people) bar(name string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if slices.ContainsFunc(p.list, func(o *person) bool { return o.user.Name == name }) {
		return false
	}
	p.barred = append(p.barred, name)
	return true
}

func (p *people) unbar(name string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if i := slices.Index(p.barred, name); i >= 0 {
		p.barred = slices.Delete(p.barred, i, i+1)
	}
}

// enter takes somebody in.
func (p *people) enter(n *person) refusal {
	p.mu.Lock()
	defer p.mu.Unlock()
	mine := 0
	for _, other := range p.list {
		if n.user.Name != "" && other.user.Name == n.user.Name {
			mine++
		}
	}
	switch {
	case p.closed != "":
		return ending
	case !p.until.IsZero():
		zone := n.user.Zone
		if zone == nil {
			zone = time.Local
		}
		return refusal("the server restarts, at " + p.until.In(zone).Format("15:04") + " at the latest; try again then")
	case slices.Contains(p.barred, n.user.Name):
		return moving
	case len(p.list) >= p.most:
		return fullHouse
	case mine >= p.mostEach:
		return fullPerson
	}
	p.list = append(p.list, n)
	p.over.Add(1)
	return ""
}

// leave takes somebody out, behind all that was done for them.
func (p *people) leave(n *person) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.list = slices.DeleteFunc(p.list, func(o *person) bool { return o == n })
	p.over.Done()
}

// all are those who are here now.
func (p *people) all() []*person {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.list)
}

func (p *people) count() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.list)
}

// why says why nobody is let in any more, "" while they are.
func (p *people) why() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed == "" && !p.until.IsZero() {
		return "it restarts"
	}
	return string(p.closed)
}

// endAll lets nobody in any more and ends all sessions.
func (p *people) endAll(why Ended) {
	p.mu.Lock()
	p.closed = why
	p.mu.Unlock()
	for _, n := range p.all() {
		n.end(why)
	}
}

// wait waits until everybody has left, at most that long.
func (p *people) wait(most time.Duration) {
	gone := make(chan struct{})
	go func() {
		p.over.Wait()
		close(gone)
	}()
	select {
	case <-gone:
	case <-time.After(most):
	}
}
