package ui

import (
	"strings"
	"testing"
	"time"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
)

// A text that comes in Drafts too slowly for a scanner's, and whose S opens the
// question before a submission: nothing of it starts one, goes to another screen
// or is run there.
func TestAScannedTextNeverSubmits(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"Sonne", "S2d", "S4tm", "Sq d", "S:del", "S?", "SxSx", "Snd"} {
		for _, gap := range []time.Duration{70 * time.Millisecond, 120 * time.Millisecond, 250 * time.Millisecond} {
			run(t, 80, 24, func(r *rig) {
				r.put(lead.Lead{Person: lead.Person{Name: "Acme"}}, queue.Ready)
				r.put(lead.Lead{Person: lead.Person{Name: "Bolt"}}, queue.Ready)
				r.keys("f3")
				r.after(time.Second)
				for _, c := range text {
					key := string(c)
					if key == " " {
						key = "space"
					}
					r.program.Send(kit.Press(key))
					r.after(gap)
				}
				r.keys("enter")
				r.after(10 * time.Second)
				r.shows("2 leads →", "Enter start")
				if sent := len(r.workspace.Sandbox.Leads(0, 10)); sent > 0 {
					t.Errorf("%q at %v a key sent %d leads", text, gap, sent)
				}
				for _, e := range r.leads() {
					if e.State != queue.Ready {
						t.Errorf("%q at %v a key: %s is %v", text, gap, e.Lead.Name, e.State)
					}
				}
				if n := len(r.leads()); n != 2 {
					t.Errorf("%q at %v a key left %d of 2 leads", text, gap, n)
				}
				r.keys("esc")
			})
		}
	}
}

// A hand that knows the question goes on as fast as it reads: nothing but the
// quiet time stands between S and Enter.
func TestAHandThatKnowsTheQuestion(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.put(lead.Lead{Person: lead.Person{Name: "Acme"}}, queue.Ready)
		r.keys("f3")
		r.after(time.Second)
		r.keys("S")
		r.after(310 * time.Millisecond)
		r.keys("enter")
		r.shows("Sending in 5 s")
		r.keys("u")
		r.after(time.Second)
		// One that is faster is told, and nothing is lost.
		r.keys("2", "S", "enter")
		r.shows("Too fast for this question")
		r.after(310 * time.Millisecond)
		r.keys("3")
		r.after(310 * time.Millisecond)
		r.keys("enter")
		r.shows("Sending in 5 s")
		if strings.Contains(r.screen(), "Too fast") {
			t.Error("it still says that a key was too fast")
		}
		r.keys("u")
	})
}
