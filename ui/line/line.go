// Package line is what a prompt is told in lines, on a terminal that goes on printing,
// in a log or in a pipe: a submission, with one line that is redrawn while it waits,
// and tables of leads. It asks for no size and no key; who prints brings both. Start
// reading at Teller, then at Bar.
package line

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"leadpad/api"
	"leadpad/app"
	"leadpad/outbox"
	"leadpad/ui/kit"
	"leadpad/words"
)

// Bar is one line that is redrawn in place, only when it changes: the one below
// what was printed. The nil Bar draws nothing.
type Bar struct {
	Out   io.Writer
	Width func() int // in cells, now
	Theme *kit.Theme // without colours where there are none
	drawn string
}

// Draw shows where a submission stands.
func (b *Bar) Draw(p outbox.Progress, m outbox.Meter, now time.Time) {
	// The last cell stays empty: some terminals go to the next line behind it.
	line := fit(b.Theme, p, pieces(b.Theme, p, m, now), b.Width()-1)
	if line != b.drawn {
		_, _ = fmt.Fprint(b.Out, "\r"+line+"\x1b[K")
		b.drawn = line
	}
}

// Clear takes the line away, so that something can be printed in its place.
func (b *Bar) Clear() {
	if b != nil && b.drawn != "" {
		_, _ = fmt.Fprint(b.Out, "\r\x1b[K")
		b.drawn = ""
	}
}

// piece is one fact beside the bar, in its long and its short words. On narrow
// terminals those with the highest drop go first; 0 stays.
type piece struct {
	long, short string
	paint       kit.Paint
	drop        int
}

// The bar's own cells: what is left of the line, within bounds.
const (
	leastBar = 8
	mostBar  = 24
)

// fit writes the pieces, with a bar before them, into at most width cells: in
// short words from the end on as far as they must, then without the least.
func fit(t *kit.Theme, p outbox.Progress, pieces []piece, width int) string {
	pieces = slices.Clone(pieces)
	shorten := len(pieces)
	for {
		texts, painted := make([]string, 0, len(pieces)), make([]string, 0, len(pieces))
		for _, one := range pieces {
			texts, painted = append(texts, one.long), append(painted, one.paint.S(one.long))
		}
		const between = " · "
		room := width - t.Width(strings.Join(texts, between)) - 1
		if room >= leastBar {
			return t.Earned(p, min(room, mostBar)) + " " + strings.Join(painted, between)
		}
		least := slices.IndexFunc(pieces, func(one piece) bool {
			return one.drop > 0 && !slices.ContainsFunc(pieces, func(o piece) bool { return o.drop > one.drop })
		})
		switch {
		case shorten > 0:
			shorten--
			pieces[shorten].long = pieces[shorten].short
		case least >= 0:
			pieces = slices.Delete(pieces, least, least+1)
		case room >= -1:
			return strings.Join(painted, between) // without a bar
		default:
			return t.Cut(strings.Join(texts, between), width)
		}
	}
}

// pieces are the facts of a picture, most telling first.
func pieces(t *kit.Theme, p outbox.Progress, m outbox.Meter, now time.Time) []piece {
	done := p.Sent + p.Failed + p.Unsure + p.Returned
	of := fmt.Sprintf("%s of %s", words.Number(done), words.PluralWord(p.Total, "1 lead", words.Number(p.Total)+" leads"))
	list := []piece{{long: of, short: fmt.Sprintf("%s/%s", words.Number(done), words.Number(p.Total)), paint: t.Bold}}
	if p.Foreign {
		list[0] = piece{long: "another leadpad is sending for this workspace; this goes on when it is done", short: "another leadpad is sending", paint: t.Accent}
	}
	add := func(long, short string, paint kit.Paint, drop int) {
		list = append(list, piece{long, short, paint, drop})
	}
	for _, part := range []struct {
		n           int
		words, sign string
		paint       kit.Paint
	}{{p.Unsure, " not sure", "? ", t.UnsureBold}, {p.Failed, " failed", "✗ ", t.BadBold}} {
		if part.n > 0 {
			add(words.Number(part.n)+part.words, part.sign+words.Number(part.n), part.paint, 0)
		}
	}
	list = append(list, phase(t, p, now)...)
	if p.Phase == outbox.Holding {
		return list
	}
	if n := app.Left(p.Requests); n > 0 {
		answered := 0
		for _, r := range p.Requests {
			if r.State == outbox.Answered && r.Outcome != api.NotSent {
				answered++
			}
		}
		text := fmt.Sprintf("%s of %s", words.Number(answered), words.Plural(n, "request", "requests"))
		add(text, text, t.Dim, 3)
	}
	if m.Limit > 0 {
		text := fmt.Sprintf("%d/%d req", m.Used, m.Limit)
		add(text, text, t.Dim, 4)
	}
	if p.Forecast.After(now) && p.Phase != outbox.Paused {
		in := "done in " + words.Span(p.Forecast.Sub(now))
		add(in, in, t.Dim, 2)
	}
	return list
}

// phase is what a submission does now, when it does not plainly send.
func phase(t *kit.Theme, p outbox.Progress, now time.Time) []piece {
	one := func(text string, paint kit.Paint, drop int) []piece { return []piece{{text, text, paint, drop}} }
	switch {
	case p.Phase == outbox.Holding:
		back := piece{long: "Ctrl+C takes everything back", short: "^C takes it back", drop: 2}
		return append(one("sends in "+words.Span(p.HoldUntil.Sub(now)), t.AccentBold, 0), back)
	case p.Phase == outbox.Waiting && p.NextAt.After(now):
		in := "goes on in " + words.Span(p.NextAt.Sub(now))
		return []piece{{words.Reason(p.Why) + ", " + in, in, t.Accent, 0}}
	case p.Phase == outbox.Waiting && !p.Foreign && p.Why != outbox.NoReason:
		return one(words.Reason(p.Why), t.Accent, 1)
	case p.Search:
		return []piece{{long: "finding the lead at fault", short: "finding it", drop: 1}}
	}
	return nil
}
