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

// heed makes a submission as careful as the last requests of the workspace want
// it.
func (s *Sender) heed(sub *submission) error {
	d, err := s.doubt(s.ctx)
	if err != nil {
		return err
	}
	s.careful(sub, d)
	return nil
}

func (s *Sender) careful(sub *submission, d Doubt) {
	sub.single, s.pic.now.Doubt = d.Single, d
	if d.Single {
		sub.waitUntil, sub.waitWhy = time.Now().Add(d.Wait), ForLastUnsure
	}
}

// doubted is for a request of which nobody knows: its batch is on disk.
func (s *Sender) doubted(sub *submission, batch queue.ID) {
	d, err := s.doubt(s.ctx)
	if err != nil { // what is known without the disk
		d.Batches = append([]queue.ID{batch}, s.pic.now.Doubt.Batches...)
	}
	if len(d.Batches) > 0 { // else it was settled already
		d.Single, d.Wait = true, s.o.Window.Per
	}
	s.careful(sub, d)
	sub.dared = false
}

// askStill takes the question back when a person settled one of the batches that it
// is about. The pause stays: only a key ends it.
func (s *Sender) askStill() {
	if s.sub == nil || s.heed(s.sub) != nil || s.pic.now.Doubt.Asks() {
		return
	}
	s.asking, s.pic.now.Asks = false, false
	s.publish()
}

// mayGo asks, when it has to be, whether a request goes although nobody knows what
// became of the last ones. False: not before there is an answer.
func (s *Sender) mayGo(sub *submission) bool {
	if sub.dared || !s.pic.now.Doubt.Asks() {
		return true
	}
	s.asking, s.paused = true, true
	return false
}
