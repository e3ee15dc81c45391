package send

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/outbox"
	"leadpad/ui/kit"
)

// clocked is the screen on a clock: commands run beside it, as in the program,
// and a test presses keys at its own times.
type clocked struct {
	*Model
	t    *testing.T
	msgs chan tea.Msg
	out  []tea.Msg // for the root
}

// onClock makes a screen in a bubble of virtual time.
func onClock(t *testing.T, s *script, test func(*clocked)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		c := &clocked{Model: open(t, s), t: t, msgs: make(chan tea.Msg, 1000)}
		test(c)
		c.after(time.Minute) // timers run out
	})
}

func (c *clocked) run(cmd tea.Cmd) {
	if cmd != nil {
		go func() { c.msgs <- cmd() }()
	}
}

func (c *clocked) take(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
	case tea.BatchMsg:
		for _, cmd := range msg {
			c.run(cmd)
		}
	case kit.Notice, kit.GoTo, kit.EditLead:
		c.out = append(c.out, msg)
	default:
		if list, ok := sequence(msg); ok {
			for _, cmd := range list {
				c.run(cmd)
			}
			return
		}
		c.run(c.Update(msg))
	}
}

// after lets time pass.
func (c *clocked) after(d time.Duration) {
	end, over := time.After(d), false
	for {
		synctest.Wait()
		select {
		case msg := <-c.msgs:
			c.take(msg)
			continue
		default:
		}
		if over {
			return
		}
		select {
		case msg := <-c.msgs:
			c.take(msg)
		case <-end:
			over = true
		}
	}
}

// press presses a key, and lets gap pass behind it.
func (c *clocked) press(key string, gap time.Duration) {
	c.take(kit.Press(key))
	c.after(gap)
}

// said gives what was said since the last call.
func (c *clocked) said() string {
	var texts []string
	for _, msg := range c.out {
		if n, ok := msg.(kit.Notice); ok {
			texts = append(texts, n.Text)
		}
	}
	c.out = nil
	return strings.Join(texts, "; ")
}

// asks opens a preflight of 214 leads.
func (c *clocked) asks() { c.take(kit.SubmitLeads{IDs: ids(214)}); c.after(0) }

// A text that a scanner types behind S submits nothing, whenever it begins: its
// letters and its Enter come closer to each other than a hand that reads.
func TestTextAtScannerSpeedSubmitsNothing(t *testing.T) {
	t.Parallel()
	texts := []string{"Sonne", "xxoo", "jjkk!", "nord!wind", "qqq", "S", ""}
	gaps := []time.Duration{ms(1), ms(10), ms(55), ms(60), ms(150), ms(299)}
	starts := []time.Duration{0, ms(1), ms(55), ms(200), ms(299), ms(301), ms(900)}
	n := 0
	for _, text := range texts {
		for _, gap := range gaps {
			for _, start := range starts {
				if text == "" && start > restFor {
					continue // Enter alone, at rest: a hand's
				}
				n++
				s := &script{plan: preflightPlan()}
				onClock(t, s, func(c *clocked) {
					c.asks()
					c.after(start)
					for _, key := range strings.Split(text, "") {
						if key != "" {
							c.press(key, gap)
						}
					}
					c.press("enter", gap)
					if slices.ContainsFunc(s.calls, func(call string) bool { return strings.HasPrefix(call, "submit") }) {
						t.Errorf("%q at %v a key, %v behind the question, gave %q", text, gap, start, s.calls)
					}
					if start < restFor && (c.pre == nil || len(s.calls) != 1 || c.pre.dups != nil) {
						t.Errorf("%q at %v a key, %v behind the question, did something: %q", text, gap, start, s.calls)
					}
				})
			}
		}
	}
	t.Logf("%d texts", n)
}

// Nor does it say that another key is of the same workspace.
func TestTextAtScannerSpeedVouchesForNothing(t *testing.T) {
	t.Parallel()
	s := &script{plan: outbox.Plan{IDs: ids(8), Batches: []int{8}, Changed: true}}
	onClock(t, s, func(c *clocked) {
		c.asks()
		for range 2 {
			for _, key := range []string{"S", "w", "e", "n", "w", "enter"} {
				c.press(key, ms(55))
			}
			c.after(time.Second)
		}
		expect(t, s, "plan 214")
	})
}

// A hand is not kept waiting: 300 ms behind its last key Enter starts at once.
func TestAHandStartsAtOnce(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name   string
		before []time.Duration // keys that were dropped, each so long behind the one before
		enter  time.Duration
		starts bool
	}{
		{"300 ms behind S", nil, ms(301), true},
		{"before", nil, ms(299), false},
		{"300 ms behind a dropped key", []time.Duration{ms(100)}, ms(301), true},
		{"the time begins anew", []time.Duration{ms(100)}, ms(250), false},
		{"once more", []time.Duration{ms(100), ms(290), ms(290)}, ms(301), true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := &script{plan: preflightPlan()}
			onClock(t, s, func(c *clocked) {
				c.asks()
				for _, d := range tt.before {
					c.after(d)
					c.press("f", 0)
					if said := c.said(); !strings.Contains(said, "Too fast") {
						t.Errorf("of the dropped key it says %q", said)
					}
				}
				c.after(tt.enter)
				c.press("enter", 0)
				if started := slices.Contains(s.calls, "submit 214"); started != tt.starts {
					t.Errorf("started: %v, want %v", started, tt.starts)
				}
				if said := c.said(); (said == "") != tt.starts {
					t.Errorf("it says %q", said)
				}
			})
		})
	}
}

// An Enter that is held down starts nothing.
func TestAHeldEnterStartsNothing(t *testing.T) {
	t.Parallel()
	s := &script{plan: preflightPlan()}
	onClock(t, s, func(c *clocked) {
		c.asks()
		for range 100 {
			c.press("enter", ms(33))
		}
		expect(t, s, "plan 214")
	})
}

// Scrolling works at any speed once the keyboard rested; what starts or changes
// something waits for rest again.
func TestScrollingIsNeverTooFast(t *testing.T) {
	t.Parallel()
	s := &script{plan: preflightPlan()}
	onClock(t, s, func(c *clocked) {
		c.asks()
		c.after(restFor)
		for range 5 {
			c.press("j", ms(30))
		}
		if c.pre.list.top != 5 || c.said() != "" {
			t.Errorf("after five j the list begins at %d", c.pre.list.top)
		}
		for _, key := range []string{"enter", "x", "o", "!", "q"} {
			c.press(key, ms(100))
			if said := c.said(); !strings.Contains(said, "Too fast") {
				t.Errorf("%s right behind a movement says %q", key, said)
			}
		}
		expect(t, s, "plan 214")
		c.after(restFor)
		c.press("enter", 0)
		expect(t, s, "plan 214", "submit 214")
	})
}

// Where the window has no room for both, what the rep scrolls stands in the
// place of the remarks.
func TestTheListTakesThePlaceOfTheRemarks(t *testing.T) {
	t.Parallel()
	s := &script{plan: preflightPlan()}
	onClock(t, s, func(c *clocked) {
		c.SetSize(60, 13)
		c.asks()
		c.after(restFor)
		if p := plain(c.Model); strings.Contains(p, "The leads that go") || !strings.Contains(p, "Will not be sent") {
			t.Fatalf("at first:\n%s", p)
		}
		c.press("pgdown", 0)
		if p := plain(c.Model); !strings.Contains(p, "Northwind Traders 3") || !strings.Contains(p, "3–4 of 214") || strings.Contains(p, "Will not be sent") {
			t.Errorf("after PgDn:\n%s", p)
		}
		c.press("G", 0)
		if p := plain(c.Model); !strings.Contains(p, "213–214 of 214") {
			t.Errorf("after G:\n%s", p)
		}
		c.SetSize(60, 9)
		c.press("up", 0)
		if said := c.said(); !strings.Contains(said, "no room") {
			t.Errorf("it says %q", said)
		}
	})
}

// The list reads what it shows, around it, and not all of 100,000 leads.
func TestTheListReadsAroundWhatItShows(t *testing.T) {
	t.Parallel()
	plan := outbox.Plan{IDs: ids(60_000), Batches: []int{100}}
	s := &script{plan: plan}
	onClock(t, s, func(c *clocked) {
		c.asks()
		c.after(restFor)
		for _, key := range []string{"G", "pgup", "g", "pgdown", "G", "up"} {
			c.press(key, 0)
			if p := plain(c.Model); strings.Contains(p, "…") || !strings.Contains(p, "Northwind Traders") {
				t.Errorf("after %s:\n%s", key, p)
			}
			if n := len(c.pre.list.rows.Rows); n > 400 {
				t.Errorf("%d leads are read", n)
			}
		}
	})
}

// While the leads are counted Esc goes back and nothing else works.
func TestOnlyTheWayBackWhileCounting(t *testing.T) {
	t.Parallel()
	s := &script{plan: preflightPlan()}
	onClock(t, s, func(c *clocked) {
		cmd := c.Update(kit.SubmitLeads{IDs: ids(214)}) // its answer is on the way
		c.after(time.Second)
		c.press("enter", ms(500))
		c.press("q", ms(500))
		if said := c.said(); c.pre == nil || strings.Count(said, "Still counting: only Esc works") != 2 {
			t.Errorf("it says %q", said)
		}
		c.press("esc", 0)
		if c.pre != nil {
			t.Error("Esc does not go back")
		}
		c.run(cmd)
	})
}

// An end of an older question's wait lets nothing through.
func TestTheRestOfAnOldPreflightIsDropped(t *testing.T) {
	t.Parallel()
	s := &script{plan: preflightPlan()}
	onClock(t, s, func(c *clocked) {
		c.asks()
		c.after(ms(200))
		c.asks()
		c.after(ms(150))
		c.press("enter", 0)
		expect(t, s, "plan 214", "plan 214")
	})
}

// Only Enter starts, Esc and q go back, and any other key says that it does
// nothing.
func TestOnlyEnterStartsAndOnlyEscGoesBack(t *testing.T) {
	t.Parallel()
	for _, k := range []string{"space", "S", "y", "f", "r", "c", "d", "n", "t", "m", "g", "w", "esc", "q", "tab"} {
		t.Run(k, func(t *testing.T) {
			t.Parallel()
			s := &script{plan: preflightPlan()}
			onClock(t, s, func(c *clocked) {
				c.asks()
				c.after(time.Second)
				c.press(k, time.Second)
				expect(t, s, "plan 214")
				if k == "esc" || k == "q" {
					if !slices.Contains(c.out, tea.Msg(kit.GoTo{Screen: kit.DraftsScreen})) || c.pre != nil {
						t.Errorf("%s gave %v", k, c.out)
					}
					return
				}
				if k == "g" {
					return // the top of the list
				}
				want := fmt.Sprintf("%s does nothing here: Enter starts, Esc goes back", kit.KeyLabel(k))
				if said := c.said(); said != want || c.pre == nil {
					t.Errorf("%s says %q, want %q", k, said, want)
				}
			})
		})
	}
}
