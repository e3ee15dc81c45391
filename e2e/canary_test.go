//go:build unix

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// importLeads brings n companies with an email each into the queue.
func (m *machine) importLeads(n int) {
	m.t.Helper()
	leads := make([]string, n)
	for i := range leads {
		leads[i] = fmt.Sprintf(`{"isContact":false,"name":"Company %03d","email":[{"Address":"info%03d@company.example"}],"phoneNumber":[{"Number":"+4930901%03d"}]}`, i, i, i)
	}
	file := filepath.Join(m.dir, "leads.json")
	if err := os.WriteFile(file, []byte("["+strings.Join(leads, ",")+"]"), 0o600); err != nil {
		m.t.Fatal(err)
	}
	if r := m.run("import", file); r.code != 0 {
		m.t.Fatalf("import: %d %s%s", r.code, r.out, r.err)
	}
}

// carriers counts the server's leads by whether they came under the plural
// names, and checks that no name came twice.
func carriers(t *testing.T, s *server) (singular, plural int) {
	t.Helper()
	seen := map[string]bool{}
	for _, l := range s.leads() {
		switch {
		case strings.Contains(l, `"emails"`) && strings.Contains(l, `"phoneNumbers"`):
			plural++
		case strings.Contains(l, `"email"`) && strings.Contains(l, `"phoneNumber"`):
			singular++
		default:
			t.Errorf("a lead without its email: %s", l)
		}
		var lead struct{ Name string }
		if err := json.Unmarshal([]byte(l), &lead); err != nil || seen[lead.Name] {
			t.Errorf("%q was sent twice, or cannot be read: %v", lead.Name, err)
		}
		seen[lead.Name] = true
	}
	return singular, plural
}

// The first lead of a real workspace waits for a look: t sends the rest, and
// nothing is asked again.
func TestLookAndAllIsThere(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	api := m.serve()
	m.acme(api, "hold_seconds = 0")
	m.importLeads(5)
	x := m.submitting(5)
	x.Wait("Look for it in ClosingDealz, workspace ACME:", "It went with 1 email and 1 phone.", "send the other 4 leads")
	name := ""
	for line := range strings.Lines(x.Screen()) {
		if n, ok := strings.CutPrefix(line, "    Company "); ok { // it stands alone
			name = "Company " + strings.TrimSpace(n)
		}
	}
	if got := api.leads(); len(got) != 1 || name == "" || !strings.Contains(got[0], name) {
		t.Fatalf("the screen names %q, the server has %v", name, got)
	}
	x.Key("y")
	x.Wait("Name copied, if your terminal allows it")
	x.Key("space")
	x.Wait("First say whether the lead is all there.")
	x.Key("t")
	x.Wait("All 5 leads were created", "5 sent")
	if s, p := carriers(t, api); s != 5 || p != 0 {
		t.Errorf("%d leads with the default names and %d with the plural ones", s, p)
	}
	m.importLeads(7) // two more: the five of before are not imported again
	x.Key("f3")
	x.Wait("2 to do")
	x.Key("S")
	x.Wait("2 leads → 1 request")
}

// Something is missing: the other set of names goes into the config, one lead
// goes with it, and after the next look the rest, each exactly once.
func TestLookAndSomethingIsMissing(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	api := m.serve()
	m.acme(api, "# mine\nhold_seconds = 0")
	m.importLeads(6)
	x := m.submitting(6)
	x.Wait("send the other 5 leads")
	x.Key("m")
	x.Wait("5 leads are Ready again", "Enter uses it; one of the 5 leads goes first")
	x.WaitLine("default", "email", "phoneNumber", "in use")
	x.WaitLine("▌ plural", "emails", "phoneNumbers")
	x.Key("k")
	x.WaitLine("▌ default")
	x.Key("enter")
	x.Wait("choose another set")
	x.Key("j")
	x.WaitLine("▌ plural")
	x.Key("enter")
	x.Wait("5 leads → 2 requests (1+4) to ACME", "New names on the wire: emails, phoneNumbers, socials and addresses.")
	if n := len(api.leads()); n != 1 {
		t.Fatalf("%d leads were sent before Enter, want 1", n)
	}
	x.Insist("enter", "Enter start")
	x.Wait("send the other 4 leads")
	if s, p := carriers(t, api); s != 1 || p != 1 {
		t.Fatalf("%d leads with the default names and %d with the plural ones, want 1 and 1", s, p)
	}
	x.Key("t")
	x.Wait("All 5 leads were created", "6 sent")
	if s, p := carriers(t, api); s != 1 || p != 5 {
		t.Errorf("%d leads with the default names and %d with the plural ones, want 1 and 5", s, p)
	}
	text, err := os.ReadFile(m.config)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"# mine", "[profiles.acme.wire]\npreset = \"plural\"", `base_url = "` + api.url} {
		if !strings.Contains(string(text), want) {
			t.Errorf("the config lacks %q:\n%s", want, text)
		}
	}
}

// Later: the rest stays Ready, and the next submission asks again.
func TestLookLater(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	api := m.serve()
	m.acme(api, "hold_seconds = 0")
	m.importLeads(4)
	x := m.submitting(4)
	x.Wait("send the other 3 leads")
	x.Key("esc")
	x.Wait("The other 3 leads stay Ready; the next submission asks again.", "3 ready")
	if n := len(api.leads()); n != 1 {
		t.Fatalf("%d leads were sent, want 1", n)
	}
	x.Key("S")
	x.Wait("3 leads → 2 requests (1+2)")
	x.Insist("enter", "Enter start")
	x.Wait("send the other 2 leads")
	x.Key("m")
	x.Wait("Enter uses it")
	x.Key("esc")
	x.Wait("m shows the names again", "2 ready")
	if s, p := carriers(t, api); s != 2 || p != 0 {
		t.Errorf("%d leads with the default names and %d with the plural ones, want 2 and 0", s, p)
	}
}

// A workspace that only the environment knows gets a section of its own; a
// submission of one lead is asked about after its end.
func TestLookInAWorkspaceOfTheEnvironment(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	api := m.serve()
	m.set("CLOSINGDEALZ_API_KEY", "sandbox-key")
	m.set("LEADPAD_BASE_URL", api.url)
	m.write("hold_seconds = 0\n")
	m.importLeads(1)
	x := m.submitting(1)
	x.Wait("DEFAULT", "The lead was created. Look for it in ClosingDealz, workspace DEFAULT:", "Company 000")
	x.Key("m")
	x.Wait("the next submission begins with one lead")
	x.Key("enter")
	x.Wait("From now on the names on the wire to DEFAULT are emails, phoneNumbers, socials and addresses.")
	x.Key("1")
	newLead(x, "Next AG")
	x.Key("f3")
	x.WaitLine("▌", "Next AG")
	submitAll(x, "1 lead")
	x.Wait("The lead was created.", "Next AG", "none of them")
	x.Key("t")
	x.Wait("DEFAULT is not asked about again")
	x.Key("ctrl+c")
	x.Ended()
	text, err := os.ReadFile(m.config)
	if err != nil {
		t.Fatal(err)
	}
	if want := "hold_seconds = 0\n\n[profiles.default]\n\n[profiles.default.wire]\npreset = \"plural\"\n"; string(text) != want {
		t.Errorf("the config is %q, want %q", text, want)
	}
	again := m.start(common)
	again.Wait("DEFAULT", "2 sent")
}

// Another key asks first whether it is the same workspace; Enter waits for
// that, and any other key goes back and says what to do with another one.
func TestAnotherKeyAsksFirst(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	api := m.serve("--key", "sandbox-key", "--key", "another-key")
	m.acme(api, "hold_seconds = 0", "canary = false")
	m.importLeads(2)
	x := m.submitting(2)
	x.Wait("All 2 leads were created")
	x.Key("ctrl+c")
	x.Ended()

	m.set("CLOSINGDEALZ_API_KEY", "another-key")
	x = m.form()
	readyLead(x, "Third AG")
	x.Key("S")
	x.Wait("The key or the address of ACME is not the one used last. Is it the same workspace?")
	x.InsistUntil("enter", "its refusal", func(s string) bool { return strings.Contains(s, "First say whether") })
	x.Wait("First say whether it is the same workspace: w says yes.")
	x.Insist("q", "The key or the address")
	x.Wait("Nothing was sent. Another workspace?", "gives it a name of its own", "Third AG")
	if n := len(api.leads()); n != 2 {
		t.Fatalf("the server has %d leads, want 2", n)
	}
	x.Key("S")
	x.Wait("Is it the same workspace?")
	x.Insist("w", "Enter starts only when")
	x.Wait("1 lead → 1 request", "Enter start")
	x.Insist("enter", "Enter start")
	x.Wait("The lead was created", "3 sent")
	if strings.Contains(x.Raw(), "another-key") {
		t.Error("the key was drawn")
	}
}

// In practice the lead stands on the screen as the server received it.
func TestPracticeShowsWhatArrived(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := m.form("SANDBOX")
	newLead(x, "Practice AG")
	x.Key("f3")
	x.WaitLine("▌", "Practice AG")
	submitAll(x, "1 lead")
	x.Wait("The sandbox received this lead:", `"isContact": false`, `"name": "Practice AG"`)
}
