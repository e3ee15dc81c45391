package ui

import (
	"testing"
	"time"
)

// What is typed behind a key that opens something goes there, however quick the
// hand is: it never runs as keys of the table that was left.
func TestWhatIsTypedAheadWaitsForItsPlace(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("First").keys("ctrl+s", "f3")
		r.after(time.Second)
		r.program.Send(asKeys{"nDdSeed Ltd"}) // D would duplicate, d delete, S submit
		r.after(time.Second)
		r.shows("DdSeed Ltd")
		r.keys("f3")
		r.after(time.Second)
		r.shows("2 to do", "First", "DdSeed Ltd")
		r.keys("!", "!") // the table is read anew
		r.after(time.Second)
		if !currentRow(r, "DdSeed Ltd") {
			t.Fatalf("the cursor is not on the lead that was typed:\n%s", r.screen())
		}
	})
}

// A key that leads nowhere holds nothing up for longer than aheadFor.
func TestAKeyThatLeadsNowhereHoldsNothingUp(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.keys("f4")
		r.program.Send(asKeys{"S2n"}) // nothing is ready; then Drafts; then a new lead
		r.after(3 * aheadFor)
		r.text("Named")
		r.after(time.Second)
		r.shows("New lead", "Named")
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.model.ahead.shut || len(r.model.ahead.keys) > 0 {
			t.Errorf("%d keys still wait", len(r.model.ahead.keys))
		}
	})
}
