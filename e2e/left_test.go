//go:build unix

package e2e

import (
	"testing"
	"time"
)

// Behind the screens stands what became of the leads that were on their way.
func TestLeavingSaysWhatBecameOfTheLeads(t *testing.T) {
	t.Parallel()
	t.Run("in a hold", func(t *testing.T) {
		t.Parallel()
		m := newMachine(t)
		m.acme(m.serve(), "hold_seconds = 30", "canary = false")
		m.imports("A", "B")
		x := m.form("2 ready")
		x.Key("f3")
		x.WaitLine("Ready", "A")
		submitAll(x, "2 leads")
		x.Wait("u take everything back")
		x.Key("ctrl+c")
		x.Ended()
		x.WaitLine("leadpad: ACME: 2 leads are Ready again.")
	})
	t.Run("after the answer", func(t *testing.T) {
		t.Parallel()
		_, x, _ := sending(t, 10*time.Second)
		x.Key("ctrl+c")
		x.Wait("Waiting for the answer of 1 request")
		x.Key("ctrl+c")
		x.Ended()
		x.WaitLine("leadpad: ACME: 1 lead was sent.")
	})
	t.Run("at once", func(t *testing.T) {
		t.Parallel()
		_, x, _ := sending(t, patience)
		x.Key("ctrl+c")
		x.Wait("Q leaves now")
		x.rest(2 * deaf) // a letter that comes sooner is no answer
		x.Key("Q")
		x.Ended()
		x.WaitLine("leadpad: ACME: 1 lead is Not sure: see `leadpad history`.")
	})
}
