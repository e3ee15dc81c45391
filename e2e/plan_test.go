//go:build unix

package e2e

import (
	"strings"
	"testing"
)

// A Free Plan takes three leads more: the refused batch of ten creates nothing,
// the rep picks three, and exactly those go.
func TestPickTheLeadsThatFitThePlan(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	api := m.atOnce("--plan", "free", "--leads", "197")
	m.importLeads(10)
	x := m.submitting(10)
	x.Wait("200 leads on the free plan", "at most 200 more fit", "P picks the leads that go", "10 ready")
	if n := len(api.leads()); n != 0 {
		t.Fatalf("a batch is created whole or not at all, and the server has %d leads", n)
	}
	x.Key("P")
	x.Wait("Picked 0 · at most 200 more fit, if nothing else is in the workspace", "state:ready")
	x.Key("S")
	x.Wait("Nothing is picked: Space picks a lead, Esc ends the picking")
	var picked []string
	for range 3 {
		line := strings.Fields(lineWith(x.Screen(), "▌"))
		for i, w := range line {
			if w == "Company" {
				picked = append(picked, "Company "+line[i+1])
			}
		}
		x.Key("space")
		x.WaitLine("▌", "●")
		x.Key("j")
		x.Until("the next row", func(s string) bool { return !strings.Contains(lineWith(s, "▌"), "●") })
	}
	x.Wait("Picked 3", "S send the 3 picked")
	x.Key("S")
	x.Wait("3 leads → 1 request to ACME", "7 ready but not picked")
	x.Insist("enter", "Enter start")
	x.Wait("All 3 leads were created", "7 ready", "3 sent")
	leads := strings.Join(api.leads(), "\n")
	if len(api.leads()) != 3 || len(picked) != 3 {
		t.Fatalf("picked %q, the server has\n%s", picked, leads)
	}
	for _, name := range picked {
		if !strings.Contains(leads, name) {
			t.Errorf("%s was picked and not sent", name)
		}
	}
	x.Key("f3")
	x.Wait("7 to do")
	x.Gone("Picked", "state:ready")

	// The plan is full now: what is picked is more than fits, and the server says so.
	submitAll(x, "7 leads")
	x.Wait("3 leads were sent from here")
	x.Key("P")
	x.Wait("Picked 0")
	x.Key("a")
	x.Wait("Picked 7")
	x.Key("esc")
	x.Gone("Picked", "state:ready")
	x.Wait("7 to do", "7 marked")
}
