package cli

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

// barTeller keeps a bar below what it prints, and prints only requests that did
// not simply create their leads. Where standard output goes elsewhere, that
// gets a line for each request all the same.
type barTeller struct {
	*program
	bar
	room  *app.Session
	split bool
	lines *lineTeller // for standard output, where that is not the terminal

	meter outbox.Meter
	read  time.Time // when
	why   string    // there is no connection, as it was told last
}

func newBarTeller(a *program, r *app.Session, split bool, t terminal) *barTeller {
	b := &barTeller{program: a, bar: bar{terminal: t}, room: r, split: split}
	if !t.shared {
		b.lines = &lineTeller{program: a}
	}
	return b
}

func (b *barTeller) now(ctx context.Context, p outbox.Progress) {
	if p.Phase == outbox.Idle {
		return
	}
	now := time.Now()
	if now.Sub(b.read) >= meterEvery {
		// Without a key there is no window to show; the submission says so itself.
		b.meter, _ = b.room.Sender.Meter(ctx)
		b.read = now
	}
	// The last cell stays empty: some terminals go to the next line behind it.
	b.draw(fit(b.theme, p, pieces(b.theme, p, b.meter, now), b.width()-1))
}

func (b *barTeller) note(text string) {
	b.clear()
	b.sayf("leadpad: %s.", text)
}

// missed tells why there is no connection, once for each reason: the bar counts
// down to the next try.
func (b *barTeller) missed(ctx context.Context, m miss) {
	if b.lines != nil {
		b.lines.missed(ctx, m)
	}
	if m.what == b.why {
		return
	}
	b.why = m.what
	b.clear()
	look := b.theme.Outcome(api.NotSent)
	next := ""
	if m.next != "" {
		next = "It is tried again by itself"
	}
	b.paragraph(b.out, look.Bold.S(look.Sign), words.Join(m.what, m.certain, next))
}

func (b *barTeller) request(ctx context.Context, r outbox.Request, n int, p outbox.Progress) {
	b.why = ""
	if b.lines != nil {
		b.lines.request(ctx, r, n, p)
	}
	if r.Outcome == api.Created {
		return
	}
	b.clear()
	look := b.theme.Outcome(r.Outcome)
	text := fmt.Sprintf("Request %d of %d, %s. ", n, app.Left(p.Requests), words.Leads(r.Leads))
	b.paragraph(b.out, look.Bold.S(look.Sign), text+b.what(ctx, r, p))
}

// paragraph prints text behind a sign of one cell, wrapped between words.
func (b *barTeller) paragraph(out io.Writer, sign, text string) {
	for _, l := range strings.Split(ansi.Wordwrap(b.clean(text), max(b.width()-3, 1), ""), "\n") {
		_, _ = fmt.Fprintf(out, "%s %s\n", sign, strings.TrimRight(l, " "))
		sign = " "
	}
}

// what says what happened to a request, what is certain, and what comes next.
func (b *barTeller) what(ctx context.Context, r outbox.Request, p outbox.Progress) string {
	batch, err := b.room.Queue.Batch(ctx, b.room.Name, r.Batch)
	if err != nil {
		return words.Stop("Its receipt can't be read: " + words.Error(err))
	}
	return reader(b.room).Request(batch, p.Rest > 0 && p.Phase != outbox.Stopped, p.Search || b.split)
}

// end puts a summary with what to do in the bar's place; what happened stands
// above it already. Where standard output goes elsewhere, that and standard error
// get what they always get.
func (b *barTeller) end(t app.Tally, e ending) error {
	b.clear()
	if b.lines != nil {
		return b.lines.end(t, e)
	}
	sign := b.theme.OKBold.S("✓")
	if e.code != codeDone {
		sign = b.theme.WarnBold.S("■")
	}
	text := tallied(t)
	if t.Requests == 0 && e.happened != "" {
		text += ": " + e.happened // no request told it
	}
	b.paragraph(b.Out, sign, words.Join(text, e.todo))
	if e.code == codeDone {
		return nil
	}
	return exit{code: e.code}
}

// tallied says what came of the leads in one line, nothing that is zero.
func tallied(t app.Tally) string {
	text := words.Plural(t.Sent, "lead was", "leads were") + " sent"
	if t.Sent < t.Leads {
		text = words.Number(t.Sent) + " of " + words.Plural(t.Leads, "lead", "leads") + " sent"
	}
	for _, part := range []struct {
		n     int
		words string
	}{{t.Failed, "failed"}, {t.Unsure, "not sure"}, {t.Returned, "Ready again"}} {
		if part.n > 0 {
			text += ", " + words.Number(part.n) + " " + part.words
		}
	}
	if t.Requests > 0 {
		text += fmt.Sprintf(" (%s, %s)", words.Plural(t.Requests, "request", "requests"), words.Took(t.Took))
	}
	return text
}
