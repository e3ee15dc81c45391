//go:build unix

package e2e

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"leadpad/api/apitest"
)

// The hold as it is by default: five seconds in which u takes everything back.
func TestHoldIsTakenBack(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	api := m.serve()
	m.acme(api)
	x := m.form()
	readyLead(x, "Held GmbH")
	began := time.Now()
	submitAll(x, "1 lead")
	x.Wait("u take everything back", "1 waiting")
	x.Key("u")
	x.Wait("1 ready")
	if took := time.Since(began); took > 5*time.Second {
		t.Skipf("this machine took %v to press u", took)
	}
	if n := len(api.events()); n != 0 {
		t.Fatalf("%d requests were sent in a hold that was taken back", n)
	}
	x.Key("f3")
	x.WaitLine("Ready", "Held GmbH")

	// Leaving in a hold takes everything back, too.
	submitAll(x, "1 lead")
	x.Wait("1 waiting")
	x.Key("ctrl+c")
	x.Ended()
	if n := len(api.events()); n != 0 {
		t.Fatalf("%d requests were sent in a hold that was left", n)
	}
	if out := m.run("list").out; !strings.Contains(out, "Ready") {
		t.Fatalf("leadpad list says:\n%s", out)
	}
}

// More than 100 leads go in several requests.
func TestManyLeadsGoInSeveralRequests(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	api := m.serve()
	m.acme(api, "hold_seconds = 0", "canary = false")
	var names, leads []string
	for i := range 214 {
		names = append(names, fmt.Sprintf("Company %03d", i))
		leads = append(leads, fmt.Sprintf(`{"isContact":false,"name":%q}`, names[i]))
	}
	m.imports(names...)
	x := m.form("214 ready")
	x.Key("f3")
	x.Wait("214 to do")
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
			api := m.serve(c.server...)
			m.acme(api, "hold_seconds = 0", "canary = false")
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
	api := m.serve("--fault", "problem:2")
	m.acme(api, "hold_seconds = 0", "canary = false")
	m.imports(numbered(10)...)
	x := m.form("10 ready")
	x.Key("f3")
	x.Wait("10 to do")
	submitAll(x, "10 leads")
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
