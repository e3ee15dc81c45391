package sshd

import (
	"sync"
	"time"

	"leadpad/ui/kit"
)

// draining is a server that ends by itself: when nobody is here and nothing is in
// flight, or at a time.
type draining struct {
	mu    sync.Mutex
	until time.Time // zero: it does not
	stop  chan struct{}
	once  sync.Once
	over  chan struct{} // closed when it is time
}

// drainLook is how often it is looked whether everybody has left.
const drainLook = 250 * time.Millisecond

// drainAgain is how long before the end people are told once more.
const drainAgain = time.Minute

// Drain lets nobody new in and ends the server when everybody has left, at the latest
// after a time, of which people are told. 0 takes it back.
func (s *Server) Drain(in time.Duration) (until time.Time, err error) {
	d := &s.draining
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.stop != nil {
		close(d.stop)
		d.stop = nil
	} else if in <= 0 {
		return time.Time{}, NotDraining
	}
	d.until = time.Time{}
	if in > 0 {
		d.until, d.stop = time.Now().Add(in), make(chan struct{})
		go s.drain(d.until, d.stop)
	}
	s.people.drain(d.until)
	for _, p := range s.people.all() {
		p.tell(s.restarts(p, d.until))
	}
	return d.until, nil
}

// drain waits for the end.
func (s *Server) drain(until time.Time, stop <-chan struct{}) {
	look := time.NewTicker(drainLook)
	defer look.Stop()
	last := time.NewTimer(time.Until(until) - drainAgain)
	defer last.Stop()
	end := time.NewTimer(time.Until(until))
	defer end.Stop()
	for {
		select {
		case <-stop:
			return
		case <-last.C:
			for _, p := range s.people.all() {
				p.tell(s.restarts(p, until))
			}
			continue
		case <-look.C:
			if s.people.count() > 0 || s.sending() {
				continue
			}
		case <-end.C:
		}
		s.draining.once.Do(func() { close(s.draining.over) })
		return
	}
}

// sending says that a request is in flight.
func (s *Server) sending() bool {
	if s.o.App == nil {
		return false
	}
	n, _ := s.o.App.InFlight()
	return n > 0
}

// restarts is what is said to somebody here, in the time of their zone.
func (s *Server) restarts(p *person, until time.Time) kit.Notice {
	if until.IsZero() {
		return kit.Notice{Level: kit.Said, Text: "The server goes on; it does not restart."}
	}
	zone := p.user.Zone
	if zone == nil {
		zone = time.Local
	}
	kept := "your text is kept"
	if s.o.App == nil {
		kept = "the demo ends then"
	}
	return kit.Notice{Level: kit.Wrong, Text: "The server restarts at " + until.In(zone).Format("15:04") + "; " + kept + "."}
}
