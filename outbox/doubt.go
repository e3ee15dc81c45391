package outbox

import (
	"context"
	"time"

	"leadpad/queue"
)

// mostUnsure is how many requests in a row may be not sure before a person is
// asked whether one more goes.
const mostUnsure = 2

// Doubt is what requests of which nobody knows leave behind for the next one of
// their workspace, whatever process it comes from: a wait, then one lead, and
// after two of them a question. A request that was created ends it, and so does a
// person who settles one.
type Doubt struct {
	Batches []queue.ID    // not sure, one after the other, newest first
	Single  bool          // the next request carries one lead
	Wait    time.Duration // before it goes
}

// Asks says that nothing goes before a person was asked.
func (d Doubt) Asks() bool { return len(d.Batches) >= mostUnsure }

// doubt reads it.
func (s *Sender) doubt(ctx context.Context) (Doubt, error) {
	kept, err := s.o.Queue.Doubt(ctx, s.o.Workspace)
	if err != nil || len(kept.Batches) == 0 {
		return Doubt{}, wrap("look for requests that are not sure", err)
	}
	// A refusal shows that the server reads what it is sent.
	d := Doubt{Single: !kept.Refused}
	for _, b := range kept.Batches {
		d.Batches = append(d.Batches, b.ID)
	}
	if last := kept.Batches[0]; d.Single {
		d.Wait = s.o.Window.Per - s.o.Now().Sub(s.endOf(last))
		d.Wait = min(max(d.Wait, 0), s.o.Window.Per) // whatever befell the clock
	}
	return d, nil
}

// endOf is when a request was over at the latest. What is written of one whose
// process died is when that was noticed, which may be days later.
func (s *Sender) endOf(b queue.Batch) time.Time {
	end := b.Receipt.Begun.Add(s.o.Timeout)
	if b.Receipt.Ended.Before(end) {
		end = b.Receipt.Ended
	}
	return end
}

// heed makes the next request as careful as the last ones of the workspace want it.
func (s *Sender) heed() error {
	d, err := s.doubt(s.ctx)
	if err != nil {
		return err
	}
	s.careful(d)
	return nil
}

func (s *Sender) careful(d Doubt) {
	c := &s.caution
	c.doubt = d
	if d.Single {
		c.waitUntil, c.waitWhy = time.Now().Add(d.Wait), ForLastUnsure
	} else if c.waitWhy == ForLastUnsure {
		c.waitUntil = time.Time{}
	}
}

// doubted is for a request of which nobody knows: its batch is on disk.
func (s *Sender) doubted(batch queue.ID) {
	d, err := s.doubt(s.ctx)
	if err != nil { // what is known without the disk
		d.Batches = append([]queue.ID{batch}, s.caution.doubt.Batches...)
	}
	if len(d.Batches) > 0 { // else it was settled already
		d.Single, d.Wait = true, s.o.Window.Per
	}
	s.careful(d)
	for _, sub := range s.all() { // whoever said that one more goes did not know of this one
		sub.dared = false
	}
}

// trusts ends the doubt: a request was created.
func (s *Sender) trusts() {
	s.caution.doubt = Doubt{}
	s.unask()
}

// unask takes the question back from all. Their pause stays: only a key ends it.
func (s *Sender) unask() {
	for _, sub := range s.all() {
		sub.asking = false
	}
}

// askStill takes the question back when a person settled one of the batches that it
// is about. The pause stays: only a key ends it.
func (s *Sender) askStill() {
	if s.sub == nil || s.heed() != nil || s.caution.doubt.Asks() {
		return
	}
	s.unask()
	s.pic.now.Asks = false
	s.publish()
}

// mayGo asks, when it has to be, whether a request goes although nobody knows what
// became of the last ones. False: not before there is an answer.
func (s *Sender) mayGo(sub *submission) bool {
	if sub.dared || !s.caution.doubt.Asks() {
		return true
	}
	sub.asking = true
	s.turns.pause(sub.by.User, Who{})
	return false
}
