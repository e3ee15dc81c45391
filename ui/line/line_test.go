package line

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"leadpad/outbox"
	"leadpad/ui/kit"
)

// noon is when the bar is looked at.
func noon() time.Time { return time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC) }

func TestBarSaysWhatCounts(t *testing.T) {
	t.Parallel()
	requests := []outbox.Request{{State: outbox.Answered}, {State: outbox.InFlight}, {}}
	meter := outbox.Meter{Used: 37, Limit: 100, Window: time.Minute}
	for _, c := range []struct {
		name  string
		p     outbox.Progress
		width int
		want  string
	}{
		{
			"running",
			outbox.Progress{Phase: outbox.Running, Total: 214, Sent: 100, Rest: 114, Requests: requests, Forecast: noon().Add(1500 * time.Millisecond)},
			100, "━━━━━━━━━━━───────────── 100 of 214 leads · 1 of 3 requests · 37/100 req · done in 2 s",
		},
		{"one lead", outbox.Progress{Phase: outbox.Running, Total: 1, Rest: 1}, 60, "──────────────────────── 0 of 1 lead · 37/100 req"},
		{
			"holding",
			outbox.Progress{Phase: outbox.Holding, Total: 214, Rest: 214, HoldUntil: noon().Add(4200 * time.Millisecond), Requests: requests},
			100, "──────────────────────── 0 of 214 leads · sends in 5 s · Ctrl+C takes everything back",
		},
		{
			"holding, narrow",
			outbox.Progress{Phase: outbox.Holding, Total: 214, Rest: 214, HoldUntil: noon().Add(5 * time.Second)},
			39, "────────────────── 0/214 · sends in 5 s",
		},
		{
			"waiting",
			outbox.Progress{Phase: outbox.Waiting, Why: outbox.ForWindow, NextAt: noon().Add(58 * time.Second), Total: 8000, Sent: 7700, Unsure: 100, Rest: 200, Requests: requests},
			100, "━━━━━━━━━━━━━━─ 7,800 of 8,000 leads · 100 not sure · goes on in 58 s · 1 of 3 requests · 37/100 req",
		},
		{
			"waiting, narrow",
			outbox.Progress{Phase: outbox.Waiting, Why: outbox.ForWindow, NextAt: noon().Add(58 * time.Second), Total: 8000, Sent: 7700, Unsure: 100, Rest: 200, Requests: requests},
			39, "7,800/8,000 · ? 100 · goes on in 58 s",
		},
		{
			"waiting at 40",
			outbox.Progress{Phase: outbox.Waiting, Why: outbox.ForWindow, NextAt: noon().Add(58 * time.Second), Total: 214, Sent: 200, Rest: 14, Requests: requests},
			39, "━━━━━━━━━━━━─ 200/214 · goes on in 58 s",
		},
		{"foreign", outbox.Progress{Phase: outbox.Waiting, Foreign: true, Why: outbox.ForOtherSender}, 60, "──────────────────── another leadpad is sending · 37/100 req"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			theme := &kit.Theme{}
			got := fit(theme, c.p, pieces(theme, c.p, meter, noon()), c.width)
			if got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

// TestBarFits draws any picture at any width: never too wide, and without
// colours no escape sequence at all.
func TestBarFits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		number := func(name string, most int) int { return rapid.IntRange(0, most).Draw(t, name) }
		p := outbox.Progress{
			Phase: outbox.Phase(number("phase", int(outbox.Done))), Sent: number("sent", 100_000), Failed: number("failed", 300),
			Unsure: number("unsure", 300), Returned: number("returned", 300), Requests: make([]outbox.Request, number("requests", 5)),
			Why: outbox.Reason(rapid.IntRange(0, 12).Draw(t, "why")), Search: rapid.Bool().Draw(t, "search"), Foreign: rapid.Bool().Draw(t, "foreign"),
			NextAt: noon().Add(time.Duration(number("next", 9000)) * time.Second), HoldUntil: noon().Add(time.Duration(number("hold", 30)) * time.Second),
		}
		p.Total = p.Sent + p.Failed + p.Unsure + p.Returned + number("rest", 1000)
		width := rapid.IntRange(1, 200).Draw(t, "width")
		for _, theme := range []*kit.Theme{{}, kit.NewTheme(true, colorprofile.ANSI, ansi.WcWidth)} {
			line := fit(theme, p, pieces(theme, p, outbox.Meter{Used: 3, Limit: 100}, noon()), width)
			if got := ansi.StringWidth(line); got > width {
				t.Errorf("%q takes %d of %d cells", line, got, width)
			}
			if theme.OK == (kit.Paint{}) && strings.Contains(line, "\x1b") {
				t.Errorf("%q has escape sequences", line)
			}
		}
	})
}
