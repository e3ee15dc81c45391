//go:build unix

package e2e

import (
	"strings"
	"testing"
	"time"
)

// listed waits until leadpad list says exactly these leads: "state name".
func (m *machine) listed(want ...string) {
	m.t.Helper()
	var got string
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); {
		got = m.run("list", "--json").out
		missing := strings.Count(got, `"state":`) != len(want)
		for _, w := range want {
			state, name, _ := strings.Cut(w, " ")
			missing = missing || lineWith(got, `"state":"`+state+`"`, `"name":"`+name+`"`) == ""
		}
		if !missing {
			return
		}
		<-time.After(50 * time.Millisecond)
	}
	m.t.Errorf("leadpad list does not say %q:\n%s", want, got)
}

// A saved lead is opened in Drafts; however one goes back to Compose, what is
// typed there begins a new lead and leaves the saved one as it was.
func TestF2NeverContinuesASavedLead(t *testing.T) {
	t.Parallel()
	for _, key := range []string{"f2", "alt+1", "1"} {
		t.Run(key, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			x := m.form()
			readyLead(x, "Acme")
			x.Key("enter")
			x.WaitLine("Name", "Acme")
			x.Key("f3")
			x.WaitLine("▌", "Ready", "Acme")
			x.Key(key)
			x.On("Name")
			x.Type("Beta")
			x.WaitLine("Name", "Beta")
			m.listed("ready Acme", "draft Beta")
			if line := lineWith(x.Screen(), "company ⇄ contact"); !strings.Contains(line, "New lead") {
				t.Errorf("the title is %q", line)
			}
		})
	}
}

// Three unfinished leads in one session, one of them ended by Esc, one opened in
// Drafts: F2 comes back to what is left, and the titles say to what.
func TestF2ComesBackToWhatIsUnfinished(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := m.form()
	for _, name := range []string{"One", "Two", "Three"} {
		x.On("Name")
		x.Type(name)
		x.WaitLine("Name", name)
		x.Key("f3")
		x.WaitLine("▌", "unfinished", name)
		if name != "Three" {
			x.Key("n")
			x.Wait("New lead")
		}
	}
	x.Key("f2")
	x.WaitLine("New lead, begun ", "2 more unfinished: F3")
	x.WaitLine("Name", "Three")
	x.Key("esc")
	x.WaitLine("▌", "unfinished", "Three")
	x.Key("end")
	x.WaitLine("▌", "unfinished", "One")
	x.Key("enter")
	x.WaitLine("One, from Drafts")
	x.Key("f3")
	x.WaitLine("▌", "unfinished", "One")
	x.Key("f2")
	x.WaitLine("New lead, begun ")
	x.Gone("unfinished:")
	x.WaitLine("Name", "Two")
	x.Type(" GmbH")
	x.Key("ctrl+s")
	x.Wait("saved · Two GmbH is Ready")
	x.Key("f3")
	x.WaitLine("▌", "Ready", "Two GmbH")
	x.Key("f2")
	x.On("Name")
	x.Type("Four")
	x.WaitLine("Name", "Four")
	m.listed("draft One", "ready Two GmbH", "draft Three", "draft Four")
}

// A session that was killed has left drafts; the next one comes back to that which
// was typed last, and once it is ended F2 goes back to none of the old ones.
func TestF2AfterAKill(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := m.form()
	x.Type("Killed")
	x.Wait("1 draft")
	x.Kill()
	y := m.form("New lead, begun ")
	y.WaitLine("Name", "Killed")
	y.Key("esc")
	y.WaitLine("▌", "unfinished", "Killed")
	y.Key("ctrl+c")
	y.Ended()
	y = m.form("Killed was not finished")
	y.Key("f3")
	y.WaitLine("▌", "unfinished", "Killed")
	y.Key("f2")
	y.On("Name")
	y.Type("Next")
	y.WaitLine("Name", "Next")
	m.listed("draft Killed", "draft Next")
}
