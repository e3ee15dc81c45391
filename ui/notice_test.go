package ui

import (
	"strings"
	"testing"
	"time"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
)

// onHold puts a Ready lead and begins its hold on Send.
func (r *rig) onHold() {
	r.t.Helper()
	r.put(lead.Lead{Person: lead.Person{Name: "Acme"}}, queue.Ready)
	r.keys("f4", "S")
	r.after(time.Second)
	r.keys("enter")
	r.shows("Sending in 5 s")
}

func TestWhatWasSaidOfAHoldGoesWithIt(t *testing.T) {
	t.Parallel()
	run(t, 120, 40, func(r *rig) {
		r.onHold()
		r.keys("space")
		r.shows("Nothing has left yet")
		r.after(10 * time.Second)
		r.hides("Nothing has left yet")
	})
}

func TestTheNextKeyOnSendEndsANoticeAndNoError(t *testing.T) {
	t.Parallel()
	run(t, 60, 15, func(r *rig) {
		long := "The 100 leads are Ready, each with the note of the refusal."
		r.put(lead.Lead{Person: lead.Person{Name: "Acme"}}, queue.Ready)
		r.keys("f4")
		r.program.Send(kit.Notice{Level: kit.Said, Text: long})
		r.settle()
		r.shows("The 100 leads are Ready")
		r.keys("S")
		r.after(time.Second)
		r.hides("The 100 leads are Ready")
		r.shows("start")

		r.program.Send(kit.Notice{Level: kit.Wrong, Text: "The disk is full."})
		r.keys("enter")
		r.after(10 * time.Second)
		r.shows("The disk is full.")
		r.keys("esc")
		r.hides("The disk is full.")
	})
}

// In the smallest window, too, what is said stands above the footer: the keys that
// answer it stay, and no line of the screen goes for it.
func TestANoticeHidesNeitherKeysNorLines(t *testing.T) {
	t.Parallel()
	run(t, 60, 15, func(r *rig) {
		r.paste(signature)
		before := strings.Split(r.screen(), "\n")
		r.program.Send(kit.Notice{Level: kit.Said, Text: "Something was said."})
		r.settle()
		r.shows("Something was said.", "Enter fill", "Esc fill nothing")
		for i, line := range strings.Split(r.screen(), "\n") {
			if line != before[i] && strings.TrimSpace(before[i]) != "" {
				t.Errorf("%q stands where %q stood", line, before[i])
			}
		}
		r.keys("enter")
		r.shows("filled", "takes it back", "Esc drafts")
	})
}
