package cli

import (
	"context"
	"fmt"
	"time"

	"leadpad/app"
	"leadpad/outbox"
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
	end(t app.Tally, e ending) error
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

// submission tells, in the words of a teller, what happens to one.
type submission struct {
	teller
	app   *program
	room  *app.Session
	split bool
}

// miss is a request that never left, and what comes next.
type miss struct {
	outbox.Request
	what, certain string
	again         time.Time // of the next try; zero when none is due
	next          string    // "" when it was the last try
}

func (s *submission) run(ctx context.Context, plan outbox.Plan) error {
	live, stop := signals(ctx)
	defer stop()
	defer s.clear()
	t, err := s.room.Follow(ctx, live.Done(), plan, s.split, s)
	if err != nil {
		return err
	}
	if live.Err() != nil {
		return s.end(t, ending{code: codeInterrupted})
	}
	return s.end(t, s.app.verdict(s.room, t))
}

// Now is where it stands.
func (s *submission) Now(ctx context.Context, p outbox.Progress) { s.now(ctx, p) }

// Answered tells an answer.
func (s *submission) Answered(ctx context.Context, r outbox.Request, n int, p outbox.Progress) {
	s.request(ctx, r, n, p)
}

// Missed tells a try that got no connection.
func (s *submission) Missed(ctx context.Context, r outbox.Request, p outbox.Progress) {
	s.missed(ctx, s.miss(r, p))
}

// TakenBack tells the end of a hold by a signal.
func (s *submission) TakenBack(leads int) {
	s.note("taken back, " + words.Plural(leads, "lead is", "leads are") + " Ready again")
}

// Awaited tells what is waited for after a signal.
func (s *submission) Awaited(requests int, most time.Duration) {
	s.note(fmt.Sprintf("waiting for the answer of %s (at most %s)", words.Plural(requests, "request", "requests"), words.Span(most)))
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
