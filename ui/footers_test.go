package ui

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/kit"
)

// What the footers of Compose and Drafts show does there what they say, in each
// of their states.
func TestFootersShowKeysThatWork(t *testing.T) {
	t.Parallel()
	run(t, 200, 40, func(r *rig) {
		r.put(lead.Lead{Person: lead.Person{Name: "Acme"}}, queue.Ready)
		r.put(lead.Lead{Person: lead.Person{Name: "Bolt"}}, queue.Draft)
		for _, state := range []struct {
			on   kit.Context
			keys []string
		}{
			{kit.InForm, []string{"f2"}},
			{kit.InForm, []string{"ctrl+t"}},
			{kit.InDrafts, []string{"f3"}},
			{kit.InDrafts, []string{"space"}},
			{kit.InDrafts, []string{"v"}},
			{kit.InDrafts, []string{"esc", "A", "p"}},
			{kit.InDrafts, []string{"esc", "!"}},
		} {
			r.keys(state.keys...)
			r.after(time.Second)
			for _, h := range r.model.screens[r.model.on].Footer() {
				b, ok := r.model.keys.Binding(h.Action, state.on)
				if !ok || r.model.keys.At(b.Keys()[0], state.on) != h.Action {
					t.Errorf("after %q %s %q does %q", state.keys, h.Action, b.Keys(), r.model.keys.At(b.Keys()[0], state.on))
				}
			}
		}
	})
}

// While Send counts the seconds until it goes on, the header does not count them
// again.
func TestOneCountdownOnAScreen(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.mu.Lock()
		defer r.mu.Unlock()
		m, until := r.model, r.model.now.Add(30*time.Second)
		m.meter = outbox.Meter{Used: 1, Limit: 1, Window: time.Minute, Frees: []time.Time{until}}
		m.progress = outbox.Progress{Phase: outbox.Waiting, NextAt: until}
		for on, want := range map[kit.ScreenID]bool{kit.DraftsScreen: true, kit.SendScreen: false} {
			m.on = on
			if got := ansi.Strip(m.header()); strings.Contains(got, "next in") != want {
				t.Errorf("on screen %d the header counts: %v\n%s", on, !want, got)
			}
		}
	})
}

// However narrow it is, the palette's and help's keys stand at the right of the
// footer, and the way back is the last of the others to go.
func TestTheFooterKeepsHelpAndTheWayBack(t *testing.T) {
	t.Parallel()
	for _, width := range []int{60, 80, 140} {
		run(t, width, 24, func(r *rig) {
			r.put(lead.Lead{Person: lead.Person{Name: "Acme"}}, queue.Ready)
			for _, c := range []struct{ key, back, pinned string }{
				{"f2", "Esc drafts", "^P palette  F1 help"},
				{"f3", "", ": palette  ? help"},
				{"/", "Esc empty the filter", "^P palette  F1 help"},
				{"f4", "Esc Drafts", ": palette  ? help"},
				{"f5", "", ": palette  ? help"},
			} {
				r.keys(c.key)
				lines := strings.Split(strings.TrimRight(r.screen(), "\n "), "\n")
				if got := strings.TrimRight(lines[len(lines)-1], " "); !strings.HasSuffix(got, c.pinned) || !strings.Contains(got, c.back) || ansi.StringWidth(got) > width {
					t.Errorf("at %d columns after %s: %q", width, c.key, got)
				}
			}
		})
	}
}

// An error stays on the screen that it is about, until it is read there.
func TestAnErrorStaysOnItsScreen(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.keys("f3")
		r.program.Send(kit.Notice{Level: kit.Wrong, Text: "The disk is full."})
		r.settle()
		r.shows("The disk is full.")
		r.keys("f5")
		r.hides("The disk is full.")
		r.program.Send(kit.Notice{Level: kit.Said, Text: "Nothing to take back"})
		r.keys("f3")
		r.shows("The disk is full.")
		r.keys("esc")
		r.hides("The disk is full.")
		r.keys("f5", "f3")
		r.hides("The disk is full.")
	})
}
