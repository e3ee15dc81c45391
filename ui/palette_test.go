package ui

import (
	"strings"
	"testing"
	"time"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
)

// The palette offers what the screen on show does, before all else.
func TestThePaletteOffersWhatTheScreenDoes(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.put(lead.Lead{Person: lead.Person{Name: "Acme"}}, queue.Ready)
		for _, x := range []struct {
			key, first string
			not        []string
		}{
			{"f3", "Mark this row", nil},
			{"f4", "Submit all ready", []string{"Mark this row", "Filter while typing", "Sort by the next column", "Delete the marked"}},
			{"f5", "", []string{"Mark this row", "Filter while typing", "Delete the marked"}},
		} {
			r.keys(x.key)
			r.after(time.Second)
			items := r.model.items()
			if x.first != "" && items[0].Title != x.first {
				t.Errorf("%s: the first is %q, want %q", x.key, items[0].Title, x.first)
			}
			var titles []string
			for _, it := range items {
				titles = append(titles, it.Title)
			}
			for _, no := range x.not {
				if strings.Contains(strings.Join(titles, "\n"), no) {
					t.Errorf("%s offers %q", x.key, no)
				}
			}
		}
		// What it offers on Send, it does.
		r.keys("f4", "ctrl+p")
		r.text("submit")
		r.keys("enter")
		r.after(time.Second)
		r.shows("start;")
		r.keys("ctrl+p")
		r.text("start")
		r.keys("enter")
		r.shows("Sending in 5 s")
		if e := r.leads(); e[0].State != queue.Held {
			t.Errorf("the lead is %v", e[0].State)
		}
		r.program.Send(kit.Press("u"))
	})
}
