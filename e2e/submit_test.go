//go:build unix

package e2e

import (
	"fmt"
	"strings"
	"testing"

	"leadpad/api/apitest"
)

// A hold, five seconds by default, in which u takes everything back, and so does
// who leaves.
func TestHoldIsTakenBack(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	api := m.serve()
	m.acme(api)
	m.imports("Held GmbH")
	x := m.drafts(1)
	x.Key("S")
	x.Wait("for 5 s u takes everything back")
	x.Kill()

	m.acme(api, "hold_seconds = 30") // on a busy machine, too, u comes in time
	x = m.submitting(1)
	x.Wait("u take everything back", "1 waiting")
	x.Key("u")
	x.Wait("1 ready")
	x.Key("f3")
	x.WaitLine("Ready", "Held GmbH")
	submitAll(x, "1 lead")
	x.Wait("1 waiting")
	x.Key("ctrl+c")
	x.Ended()
	x.WaitLine("leadpad: ACME: 1 lead is Ready again.")
	if n := len(api.events()); n != 0 {
		t.Fatalf("%d requests were sent in holds that were taken back", n)
	}
	if out := m.run("list").out; !strings.Contains(out, "Ready") {
		t.Fatalf("leadpad list says:\n%s", out)
	}
}

// More than 100 leads go in several requests.
func TestManyLeadsGoInSeveralRequests(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	api := m.atOnce()
	var leads []string
	names := numbered(214)
	for _, name := range names {
		leads = append(leads, fmt.Sprintf(`{"isContact":false,"name":%q}`, name))
	}
	m.imports(names...)
	x := m.drafts(214)
	x.Key("S")
	x.Wait("214 leads → 3 requests (100+100+14) to ACME")
	x.Insist("enter", "Enter start")
	x.Wait("All 214 leads were created", "214 sent")
	if n := api.requests()[200]; n != 3 {
		t.Errorf("%d requests, want 3", n)
	}
	checkLeads(t, api, leads...)
}

// 401, 400 and 429 look different and say what to do next; the leads are kept.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		server []string
		key    string
		want   []string
		after  string
	}{
		{name: "wrong key", key: "wrong-key", want: []string{"401", "Invalid API key", "K takes another key"}, after: "Ready"},
		{name: "refused lead", server: []string{"--fault", "reject=Lead is odd:9"}, want: []string{"400", "Lead is odd"}, after: "Failed"},
		{name: "window full", server: []string{"--fault", "429:9"}, want: []string{"429", "Too many requests"}, after: "Waiting"},
		{name: "free plan", server: []string{"--plan", "downgraded"}, want: []string{"400", "free plan"}, after: "Ready"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			api := m.atOnce(c.server...)
			if c.key != "" {
				m.set("CLOSINGDEALZ_API_KEY", c.key)
			}
			x := m.form()
			readyLead(x, "Kept AG")
			submitAll(x, "1 lead")
			x.Wait(c.want...)
			x.Key("f3")
			x.WaitLine(c.after, "Kept AG")
			if raw := x.Raw(); c.key != "" && strings.Contains(raw, c.key) || strings.Contains(raw, "sandbox-key") {
				t.Error("the key was drawn")
			}
			if n := len(api.leads()); n != 0 {
				t.Errorf("the server holds %d leads", n)
			}
		})
	}
}

// A problem document names its lead: that one is tried alone first, and fails.
func TestProblemDocument(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	api := m.atOnce("--fault", "problem:2")
	m.imports(numbered(10)...)
	x := m.submitting(10)
	x.Wait("none of its 10 leads was created", "One or more validation errors occurred: $[5].email[0].Address: The JSON value",
		"At least one of the 10 is at fault: it names Company 00", "10 ready", "10 back to Ready", "the lead it names alone first")
	x.WaitLine("f ", "find it")
	x.Key("f")
	x.Wait("1 failed", "9 sent")
	if n := api.requests()[200]; n != 1 {
		t.Errorf("%d requests were created, want the named lead alone and then all others", n)
	}
	if n := len(api.leads()); n != 9 {
		t.Errorf("the server holds %d leads", n)
	}
	r := m.run("history", "--json")
	if !strings.Contains(r.out, `"name": "$[5].email[0].Address"`) && !strings.Contains(r.out, `"name":"$[5].email[0].Address"`) {
		t.Errorf("the receipt does not keep what was named:\n%s", r.out)
	}
}

// A server that is not there: nothing was sent, and that is said.
func TestServerThatIsNotThere(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	addr := apitest.Nowhere(t)
	m.acme(&server{url: "http://" + addr}, "hold_seconds = 0")
	x := m.form()
	readyLead(x, "Kept AG")
	submitAll(x, "1 lead")
	x.Wait("Can't reach "+addr+": nothing answers there.", "Nothing was sent: 1 lead waits.", "c keeps 1 Ready")
	x.Key("c")
	x.Wait("1 ready")
	x.Key("f3")
	x.WaitLine("Ready", "Kept AG")
}
