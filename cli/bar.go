package cli

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/term"

	"leadpad/api"
	"leadpad/app"
	"leadpad/outbox"
	"leadpad/ui/kit"
	"leadpad/words"
)

// terminal is where a bar is drawn: the line below what was printed.
type terminal struct {
	out    io.Writer
	width  func() int // in cells, now
	theme  *kit.Theme // without colours where there are none
	shared bool       // standard output goes to it too
}

// terminal gives the one behind standard error, if a line of it can be redrawn.
func (a *program) terminal() (terminal, bool) {
	profile := colorprofile.Detect(a.Err, a.Env.Environ)
	file, ok := a.Err.(*os.File)
	if !ok || !isTerminal(a.Err) || profile <= colorprofile.NoTTY {
		return terminal{}, false
	}
	t := terminal{out: file, theme: &kit.Theme{}, shared: isTerminal(a.Out), width: func() int {
		const unknown = 80
		if w, _, err := term.GetSize(file.Fd()); err == nil && w > 0 {
			return w
		}
		return unknown
	}}
	if profile >= colorprofile.ANSI && !a.Env.NoColor {
		// Sixteen colours are readable on every background, and nobody was asked
		// which this one is.
		t.theme = kit.NewTheme(true, colorprofile.ANSI, ansi.WcWidth)
	}
	return t, true
}

// bar is one line that is redrawn in place, only when it changes.
type bar struct {
	terminal
	drawn string
}

// draw shows line, which must be narrower than the terminal.
func (b *bar) draw(line string) {
	if line != b.drawn {
		_, _ = fmt.Fprint(b.out, "\r"+line+"\x1b[K")
		b.drawn = line
	}
}

// clear takes the line away, so that something can be printed in its place.
func (b *bar) clear() {
	if b.drawn != "" {
		_, _ = fmt.Fprint(b.out, "\r\x1b[K")
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
			return cells(t, p, min(room, mostBar)) + " " + strings.Join(painted, between)
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

// cells draws the bar: each end that a lead can come to has earned its part.
// Without colours the sign tells what was sent from what was not.
func cells(t *kit.Theme, p outbox.Progress, width int) string {
	if p.Total <= 0 {
		return t.Faint.S(strings.Repeat("─", width))
	}
	var b strings.Builder
	sum, drawn := 0, 0
	for _, part := range []struct {
		n     int
		paint kit.Paint
		sign  string
	}{{p.Sent, t.OK, "━"}, {p.Failed, t.Bad, "┅"}, {p.Unsure, t.Unsure, "┅"}, {p.Returned, t.Dim, "┄"}} {
		sum += part.n
		to := min(sum*width/p.Total, width)
		b.WriteString(part.paint.S(strings.Repeat(part.sign, max(to-drawn, 0))))
		drawn = max(drawn, to)
	}
	return b.String() + t.Faint.S(strings.Repeat("─", width-drawn))
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
	switch {
	case p.Phase == outbox.Holding:
		in := "sends in " + words.Span(p.HoldUntil.Sub(now))
		add(in, in, t.AccentBold, 0)
		add("Ctrl+C takes everything back", "^C takes it back", kit.Paint{}, 2)
		return list
	case p.Phase == outbox.Waiting && p.NextAt.After(now):
		in := "goes on in " + words.Span(p.NextAt.Sub(now))
		add(words.Reason(p.Why)+", "+in, in, t.Accent, 0)
	case p.Phase == outbox.Waiting && !p.Foreign && p.Why != outbox.NoReason:
		why := words.Reason(p.Why)
		add(why, why, t.Accent, 1)
	case p.Search:
		add("finding the lead at fault", "finding it", kit.Paint{}, 1)
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
