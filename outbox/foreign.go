package outbox

import (
	"context"
	"time"

	"leadpad/api"
	"leadpad/queue"
)

const (
	// watchEvery is the least time between two looks for another process while
	// this one is idle.
	watchEvery = time.Second
	// foreignShown is how many batches of another process are shown.
	foreignShown = 50
)

// watcher tells the idle actor that the queue changed.
type watcher struct {
	changes <-chan struct{}
	last    time.Time // of the last look
	due     bool
}

func (w *watcher) start(ctx context.Context, q queue.Queue, workspace string) {
	w.changes = q.Watch(ctx, workspace, queue.OfBatches|queue.OfSending)
}

// idle runs commands until there is something to do. When leads are claimed
// that are not this process's, it shows what the other one does, and settles
// what it left once it is gone.
func (s *Sender) idle() {
	look := time.NewTimer(watchEvery)
	look.Stop()
	defer look.Stop()
	if s.pic.now.Foreign || s.watch.due {
		look.Reset(watchEvery)
	}
	for !s.closing && len(s.behind) == 0 {
		select {
		case <-s.inbox.bell:
			s.runCommands()
			if s.watch.due && s.look.of == nil {
				look.Reset(max(watchEvery-time.Since(s.watch.last), 0))
			}
			if s.lease != nil && len(s.behind) == 0 {
				s.dropLease() // a claim came to nothing
			}
		case <-s.told.timer.C:
			s.told.due = false
			s.publish()
		case _, ok := <-s.watch.changes:
			if !ok {
				s.watch.changes = nil
			} else if !s.watch.due {
				s.watch.due = true
				look.Reset(max(watchEvery-time.Since(s.watch.last), 0))
			}
		case <-look.C:
			s.watch.due, s.watch.last = false, time.Now()
			s.lookAround()
			if s.pic.now.Foreign {
				look.Reset(watchEvery)
			}
		}
	}
}

// lookAround finds out whether another process sends for the workspace.
func (s *Sender) lookAround() {
	if s.look.of != nil {
		s.watch.due = true // a question is on show, and what others do waits for its answer
		return
	}
	c, err := s.o.Queue.Counts(s.ctx, s.o.Workspace)
	if err != nil {
		return // the next change looks again
	}
	claimed := c.ByState[queue.Held] + c.ByState[queue.Sending]
	if claimed > 0 {
		held, err := s.takeLease(s.ctx)
		if err == nil && !held {
			s.showForeign(claimed)
			return
		}
		s.dropLease() // its owner is gone, and what it left was settled
	}
	if s.pic.now.Foreign {
		s.pic = s.blank()
		s.phase(Idle)
	}
}

// showForeign makes a picture of another process's submission from what it
// wrote down.
func (s *Sender) showForeign(claimed int) {
	list, err := s.o.Queue.Batches(s.ctx, s.o.Workspace, 0, foreignShown)
	if err != nil {
		return
	}
	submission, err := s.o.Queue.Claimed(s.ctx, s.o.Workspace)
	if err != nil {
		return
	}
	now := Progress{
		Phase: Running, Foreign: true, Workspace: s.o.Workspace, Practice: s.o.Practice,
		Submission: submission, Why: ForOtherSender,
	}
	s.pic = s.blank()
	for i := len(list) - 1; i >= 0; i-- {
		b := list[i]
		if b.Submission != submission {
			continue
		}
		s.pic.past = append(s.pic.past, foreignRequest(b))
		switch b.State {
		case queue.BatchSent:
			now.Sent += len(b.Leads)
		case queue.BatchUnsure:
			now.Unsure += len(b.Leads)
		}
		if now.Begun.IsZero() || b.Receipt.Begun.Before(now.Begun) {
			now.Begun = b.Receipt.Begun
		}
	}
	waiting := claimed
	for _, r := range s.pic.past {
		if r.State == InFlight {
			waiting -= r.Leads
		}
	}
	for ; waiting > 0; waiting -= s.o.size {
		s.pic.foreign = append(s.pic.foreign, min(waiting, s.o.size))
	}
	now.Rest = claimed
	now.Total = now.Sent + now.Unsure + claimed
	s.pic.now = now
	s.publish()
}

// foreignRequest is a batch as the Send screen shows a request.
func foreignRequest(b queue.Batch) Request {
	r := Request{Batch: b.ID, Leads: len(b.Leads), State: Answered, Begun: b.Receipt.Begun, Status: b.Receipt.Status, Err: b.Receipt.Err}
	if b.State == queue.InFlight {
		r.State = InFlight
		return r
	}
	if b.EndKnown() {
		r.Took = b.Receipt.Ended.Sub(b.Receipt.Begun)
	}
	r.Outcome = api.ParseOutcome(b.Receipt.Outcome)
	r.Envelope.Succeeded, r.Envelope.StatusCode = b.Receipt.Succeeded, b.Receipt.StatusCode
	r.Envelope.Description, r.Envelope.Message = b.Receipt.Description, b.Receipt.Message
	if a, ok := AnswerIn(b.Receipt); ok {
		r.Seen = a.Seen
	}
	return r
}
