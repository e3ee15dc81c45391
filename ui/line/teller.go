package line

import (
	"context"
	"fmt"
	"io"
	"time"

	"leadpad/app"
	"leadpad/outbox"
	"leadpad/words"
)

// Teller says what happens to a submission.
type Teller interface {
	app.Teller
	// End says how it ended; all: what happened and what to do is told with that.
	End(t app.Tally, e Ending) (all bool)
	// Clear takes away what is redrawn, so that something can be printed.
	Clear()
}

// Ending is how a submission ended, for who reads it at a prompt.
type Ending struct {
	Good           bool   // all went
	Happened, Todo string // "" where there is nothing to say
}

// To is who is told, and the streams of the program, which prints nothing that it has
// not cleaned.
type To struct {
	Session *app.Session
	Reader  words.Reader
	Bar     *Bar // nil where nothing is redrawn
	Asks    bool // somebody can be asked
	Out     io.Writer
	Clean   func(text string) string
	Linef   func(format string, args ...any) // one line of Out
	Sayf    func(format string, args ...any) // one line beside it
	Event   func(facts map[string]any, told words.Told)
	Confirm func(ctx context.Context, question, yes, no string) (bool, error)
}

// JSON tells in JSON lines.
func (s To) JSON() Teller { return &asJSON{To: s} }

// Lines tells in a line for each request, for logs, pipes and terminals that cannot
// draw.
func (s To) Lines() Teller { return &asLines{To: s} }

// Drawn tells in a bar below what it prints: requests that did not simply create
// their leads, or are parts of a batch that is split. Where Out is not the terminal,
// that gets a line for each request all the same.
func (s To) Drawn(split, elsewhere bool) Teller {
	b := &asBar{To: s, split: split}
	if elsewhere {
		b.lines = &asLines{To: s}
	}
	return b
}

// Clear takes the bar away.
func (s To) Clear() { s.Bar.Clear() }

func (s To) note(text string) {
	s.Clear()
	s.Sayf("leadpad: %s.", text)
}

// Asked asks whether one lead more goes although the last requests are not sure.
func (s To) Asked(ctx context.Context, p outbox.Progress) bool {
	if !s.Asks {
		return false
	}
	s.Clear()
	ok, err := s.Confirm(ctx, words.MayOneGo(p.Doubt), "Send one", "Leave the rest Ready")
	return err == nil && ok
}

// TakenBack tells the end of a hold by a signal.
func (s To) TakenBack(leads int) { s.note(words.TakenBack(leads)) }

// Awaited tells what is waited for after a signal.
func (s To) Awaited(requests int, most time.Duration) { s.note(words.Awaited(requests, most)) }

// Claimed tells nothing: what comes next says so.
func (To) Claimed(outbox.Progress) {}

// Counted says what was found in the leads on their way.
func (s To) Counted(p outbox.Plan) {
	if text := words.Counted(p); text != "" {
		s.Clear()
		s.Linef("%s", text)
	}
}

// asJSON is a Teller of JSON lines.
type asJSON struct {
	To
	waits waits
}

// Now prints a wait, once.
func (j *asJSON) Now(_ context.Context, p outbox.Progress) {
	if in, due := j.waits.due(p, time.Now()); due {
		j.Event(map[string]any{
			"event": "wait", "why": p.Why.String(), "until": app.Stamp(p.NextAt), "seconds": max(in, 0).Seconds(), "sentence": j.Reader.Waits(p, in),
		}, words.Told{})
	}
}

// Claimed prints that the leads are on disk as this submission's.
func (j *asJSON) Claimed(p outbox.Progress) {
	j.Event(map[string]any{"event": "claimed", "submission": p.Submission, "leads": p.Total}, words.Told{})
}

// Counted prints what was found in the leads on their way.
func (j *asJSON) Counted(p outbox.Plan) { j.Event(app.CountedEvent(p), words.Told{}) }

// Missed prints a try that got no connection.
func (j *asJSON) Missed(_ context.Context, r outbox.Request, p outbox.Progress) {
	told, again := j.Reader.Missed(r, p, time.Now())
	j.Event(app.RetryEvent(r, again), told)
}

// Answered prints an answer.
func (j *asJSON) Answered(_ context.Context, r outbox.Request, n int, p outbox.Progress) {
	j.Event(app.RequestEvent(r, n, app.Left(p.Requests)), words.Told{})
}

// End prints the sums.
func (j *asJSON) End(t app.Tally, e Ending) bool {
	told := j.Reader.Report(t.Told())
	j.Event(app.EndEvent(t), words.Told{What: told.What, Certain: told.Certain, Next: e.Todo})
	return false
}

// asLines is a Teller of one line for each request, for logs, pipes and terminals that
// cannot draw.
type asLines struct {
	To
	held  bool
	waits waits
}

// Now tells the hold and each wait, once.
func (l *asLines) Now(_ context.Context, p outbox.Progress) {
	if p.Phase == outbox.Holding && !l.held {
		l.held = true
		l.Linef("holding until %s; Ctrl+C takes everything back", l.Reader.Clock(p.HoldUntil))
	}
	if in, due := l.waits.due(p, time.Now()); due {
		l.note(l.Reader.Waits(p, in))
	}
}

// Missed tells a try that got no connection.
func (l *asLines) Missed(_ context.Context, r outbox.Request, p outbox.Progress) {
	told, _ := l.Reader.Missed(r, p, time.Now())
	l.Linef("%s  %s", l.Reader.Clock(r.Begun), told)
}

// Answered tells an answer.
func (l *asLines) Answered(_ context.Context, r outbox.Request, n int, p outbox.Progress) {
	l.Linef("%s", l.Reader.RequestLine(r, n, app.Left(p.Requests)))
}

// End prints the sums.
func (l *asLines) End(t app.Tally, _ Ending) bool {
	text := fmt.Sprintf("%d sent, %d failed, %d not sure, %d ready again", t.Sent, t.Failed, t.Unsure, t.Returned)
	if moved := words.Moved(t.Moved); moved != "" {
		text += ", " + moved
	}
	l.Linef("%s", text)
	return false
}
