package cli

import (
	"context"
	"fmt"
	"time"

	"leadpad/api"
	"leadpad/app"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/words"
)

// teller says what happens to a submission: as JSON lines, as lines, or as a
// bar on a terminal.
type teller interface {
	// now is where it stands.
	now(ctx context.Context, p outbox.Progress)
	// request tells r, which was answered: the n-th of those that left.
	request(ctx context.Context, r outbox.Request, n int, p outbox.Progress)
	// missed tells a try that got no connection, so that not one byte left.
	missed(ctx context.Context, m miss)
	// note says one sentence.
	note(text string)
	// end says how it ended and gives the command's error: the exit code and,
	// unless it was told already, what to do.
	end(t tally, e ending) error
	// clear takes away what is redrawn, so that something can be printed.
	clear()
}

// teller gives the one that suits where the output goes.
func (a *program) teller(r *app.Session, f submitFlags) teller {
	if f.asJSON {
		return jsonTeller{a, r}
	}
	if t, ok := a.terminal(); ok {
		return newBarTeller(a, r, f.split, t)
	}
	return &lineTeller{program: a}
}

// submission follows one submission of this process.
type submission struct {
	teller
	app   *program
	room  *app.Session
	split bool
	id    queue.ID // of the submission, or search, that is under way
	told  int      // requests that were told, misses included
}

// miss is a request that never left, and what comes next.
type miss struct {
	outbox.Request
	what, certain string
	again         time.Time // of the next try; zero when none is due
	next          string    // "" when it was the last try
}

// tally is what came of a submission and of the searches behind it.
type tally struct {
	leads, requests                int
	sent, failed, unsure, returned int
	took                           time.Duration
	nobody                         []queue.ID // batches that are not sure
	refused                        []queue.ID // batches refused for their content and not searched
	last                           outbox.Progress
}

// add takes the end of a submission in. A search takes its leads from those
// that an earlier one put back.
func (t *tally) add(p outbox.Progress) {
	t.last = p
	t.sent, t.failed, t.unsure, t.returned = t.sent+p.Sent, t.failed+p.Failed, t.unsure+p.Unsure, t.returned+p.Returned
	if p.Search {
		t.returned -= p.Total
	} else {
		t.leads += p.Total
	}
	for i, r := range p.Requests {
		if r.State != outbox.Answered {
			continue
		}
		if i == 0 {
			t.took += max(p.Ended.Sub(r.Begun), 0) // the hold is no part of it
		}
		if r.Outcome != api.NotSent {
			t.requests++
		}
		switch r.Outcome {
		case api.Unsure:
			t.nobody = append(t.nobody, r.Batch)
		case api.AtFault:
			if r.Leads > 1 && !p.Search {
				t.refused = append(t.refused, r.Batch)
			}
		}
	}
}

func (s *submission) run(ctx context.Context, plan outbox.Plan) error {
	live, stop := signals(ctx)
	defer stop()
	defer s.clear()
	watch, end := context.WithCancel(ctx)
	defer end()
	changed := s.room.Sender.Subscribe(watch)
	var err error
	if s.id, err = s.room.Sender.Submit(ctx, plan); err != nil {
		return fmt.Errorf("begin the submission: %w", err)
	}
	var t tally
	last, err := s.follow(ctx, live, changed)
	if err != nil {
		return err
	}
	t.add(last)
	for s.split && len(t.refused) > 0 && live.Err() == nil && last.Phase != outbox.Stopped {
		batch := t.refused[0]
		t.refused = t.refused[1:]
		if s.id, err = s.room.Sender.FindAtFault(ctx, batch); err != nil {
			return fmt.Errorf("find the lead at fault: %w", err)
		}
		s.told = 0
		if last, err = s.follow(ctx, live, changed); err != nil {
			return err
		}
		t.add(last)
	}
	if live.Err() != nil {
		return s.end(t, ending{code: codeInterrupted})
	}
	return s.end(t, s.app.verdict(s.room, t))
}

// follow tells what happens until the submission has ended. A signal takes a
// hold back, or lets the request in flight finish and keeps the rest.
func (s *submission) follow(ctx, live context.Context, changed <-chan struct{}) (outbox.Progress, error) {
	stopping := live.Done()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		p := s.room.Sender.Progress()
		if p.Submission == s.id {
			s.tell(ctx, p)
			if p.Phase == outbox.Done || p.Phase == outbox.Stopped {
				return p, nil
			}
			s.now(ctx, p)
		}
		select {
		case <-changed:
		case <-tick.C:
		case <-ctx.Done():
			return p, ctx.Err()
		case <-stopping:
			stopping = nil
			if n, ok := s.room.Sender.TakeBack(ctx); ok {
				s.note("taken back, " + words.Plural(n, "lead is", "leads are") + " Ready again")
			} else {
				s.room.Sender.CancelOwn()
				if n, _, _, most := s.room.Sender.Busy(); n > 0 {
					s.note(fmt.Sprintf("waiting for the answer of %s (at most %s)", words.Plural(n, "request", "requests"), words.Span(most)))
				}
			}
		}
	}
}

// tell tells what was answered since, each once. What comes of a miss or of a
// refusal that ends the submission stands in the next picture: they wait for it.
func (s *submission) tell(ctx context.Context, p outbox.Progress) {
	for ; s.told < len(p.Requests) && p.Requests[s.told].State == outbox.Answered; s.told++ {
		r := p.Requests[s.told]
		newest := s.told+1 == len(p.Requests) || p.Requests[s.told+1].State == outbox.Waits
		switch r.Outcome {
		case api.NotSent, api.BadKey, api.PlanLimit, api.Misdirected:
			if newest && p.Phase == outbox.Running {
				return
			}
		}
		if r.Outcome == api.NotSent {
			s.missed(ctx, s.miss(r, p))
		} else {
			s.request(ctx, r, left(p.Requests[:s.told+1]), p)
		}
	}
}

// miss says what is known of r, which got no connection.
func (s *submission) miss(r outbox.Request, p outbox.Progress) miss {
	m := miss{Request: r, what: words.Sentence(words.Trouble(r.Seen, false)), certain: "Nothing was sent."}
	switch {
	case p.Phase == outbox.Done || p.Phase == outbox.Stopped:
	case p.Phase == outbox.Waiting && !p.NextAt.IsZero():
		m.again, m.next = p.NextAt, words.Stop(words.TryingAgain(time.Until(p.NextAt)))
	default:
		m.next = words.Stop(words.TryingAgain(0))
	}
	return m
}

// left counts the requests that left, or are still to come: not those that got
// no connection.
func left(list []outbox.Request) int {
	n := 0
	for _, r := range list {
		if r.State != outbox.Answered || r.Outcome != api.NotSent {
			n++
		}
	}
	return n
}
