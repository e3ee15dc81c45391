package line

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/charmbracelet/x/ansi"

	"leadpad/api"
	"leadpad/app"
	"leadpad/outbox"
	"leadpad/words"
)

// meterEvery is how old the window's figures in the bar may be.
const meterEvery = 250 * time.Millisecond

// asBar is a Teller that keeps a bar below what it prints, and prints only requests that did
// not simply create their leads. Where standard output goes elsewhere, that
// gets a line for each request all the same.
type asBar struct {
	To
	split bool
	lines *asLines // for standard output, where that is not the terminal

	meter outbox.Meter
	read  time.Time // when
	why   string    // there is no connection, as it was told last
}

// Now draws the bar.
func (b *asBar) Now(ctx context.Context, p outbox.Progress) {
	if p.Phase == outbox.Idle {
		return
	}
	now := time.Now()
	if now.Sub(b.read) >= meterEvery {
		// Without a key there is no window to show; the submission says so itself.
		b.meter, _ = b.Session.Sender.Meter(ctx)
		b.read = now
	}
	b.Bar.Draw(p, b.meter, now)
}

// Missed tells why there is no connection, once for each reason: the bar counts
// down to the next try.
func (b *asBar) Missed(ctx context.Context, r outbox.Request, p outbox.Progress) {
	if b.lines != nil {
		b.lines.Missed(ctx, r, p)
	}
	told, _ := b.Reader.Missed(r, p, time.Now())
	if told.What == b.why {
		return
	}
	b.why = told.What
	if told.Next != "" {
		told.Next = "It is tried again by itself"
	}
	b.tell(api.NotSent, told.String())
}

// Answered tells an answer that was not simply good.
func (b *asBar) Answered(ctx context.Context, r outbox.Request, n int, p outbox.Progress) {
	b.why = ""
	if b.lines != nil {
		b.lines.Answered(ctx, r, n, p)
	}
	if r.Outcome == api.Created {
		return
	}
	text := fmt.Sprintf("Request %d of %d, %s. ", n, app.Left(p.Requests), words.Leads(r.Leads))
	if batch, err := b.Session.Queue.Batch(ctx, b.Session.Name, r.Batch); err != nil {
		text += words.Stop("Its receipt can't be read: " + words.Error(err))
	} else {
		text += b.Reader.Request(batch, p.Rest > 0 && p.Phase != outbox.Stopped, p.Search || b.split)
	}
	b.tell(r.Outcome, text)
}

// tell prints a paragraph behind an outcome's sign.
func (b *asBar) tell(o api.Outcome, text string) {
	look := b.Bar.Theme.Outcome(o)
	b.paragraph(b.Bar.Out, look.Bold.S(look.Sign), text)
}

// paragraph prints text behind a sign of one cell, wrapped between words.
func (b *asBar) paragraph(out io.Writer, sign, text string) {
	b.Clear()
	for _, l := range strings.Split(ansi.Wordwrap(b.Clean(text), max(b.Bar.Width()-3, 1), ""), "\n") {
		_, _ = fmt.Fprintf(out, "%s %s\n", sign, strings.TrimRight(l, " "))
		sign = " "
	}
}

// End puts a summary with what to do in the bar's place; what happened stands
// above it already. Where standard output goes elsewhere, that and standard error
// get what they always get.
func (b *asBar) End(t app.Tally, e Ending) (all bool) {
	b.Clear()
	if b.lines != nil {
		return b.lines.End(t, e)
	}
	sign := b.Bar.Theme.OKBold.S("✓")
	if !e.Good {
		sign = b.Bar.Theme.WarnBold.S("■")
	}
	text := words.Tally(t)
	if t.Requests == 0 && e.Happened != "" {
		text += ": " + e.Happened // no request told it
	}
	b.paragraph(b.Out, sign, words.Join(text, e.Todo))
	return true
}
