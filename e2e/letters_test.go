//go:build unix

package e2e

import "testing"

// Everything can be reached with Esc, letters, ":" and "?" alone, for terminals
// that keep F-keys, Alt and Ctrl to themselves: the main job.
func TestMainJobByLettersAlone(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	api := m.serve()
	m.acme(api, "hold_seconds = 1", "canary = false")
	x := m.form("ACME")
	x.On("Name")
	x.Type("Letters Ltd")
	x.Key("enter")
	x.Type("Printing")
	x.Key("enter")
	x.Type("a@letters.example")
	x.Key("enter")
	x.Type("b@letters.example")
	x.Key("enter", "enter")
	x.Type("+49 30 901820")
	x.Wait("901820")
	x.Key("esc")
	x.WaitLine("▌", "unfinished", "Letters Ltd")
	x.Key("?")
	x.Wait("Keys in Drafts")
	x.Key("esc")
	x.Gone("Keys in Drafts")
	x.Key("r")
	x.WaitLine("Ready", "Letters Ltd")

	// A contact lead: the palette turns the kind.
	x.Key("n")
	x.Wait("New lead")
	x.On("Name")
	x.Key("esc")
	x.Wait("Drafts", "to do")
	palette(x, "company contact", "Company ⇄ contact")
	x.On("First name")
	x.Type("Lena")
	x.Key("enter")
	x.Type("Letter")
	x.Wait("Letter")
	x.Key("esc")
	x.WaitLine("▌", "unfinished", "Lena Letter")
	x.Key("r")
	x.Wait("2 ready")
	palette(x, "submit marked", "Submit the marked")
	x.Wait("2 leads → 1 request", "Enter start")
	x.Insist("enter", "Enter start")
	x.Wait("2 leads were created", "2 sent")
	checkLeads(t, api,
		`{"isContact":false,"name":"Letters Ltd","industry":"Printing",
		  "email":[{"Address":"a@letters.example"},{"Address":"b@letters.example"}],"phoneNumber":[{"Number":"+4930901820"}]}`,
		`{"isContact":true,"name":"Lena","lastName":"Letter"}`)
	x.Key("4")
	x.WaitLine("Sent", "200")
	x.Key("3")
	x.WaitLine("✓", "200", "true")
	x.Key("1")
	x.Wait("company ⇄ contact")
	x.Key("esc")
	x.Wait("All done: 2 leads were sent")
	x.Key("q")
	if code := x.Ended(); code != 0 {
		t.Errorf("leaving gave exit code %d", code)
	}
}

// palette runs a command by typing some of its letters.
func palette(x *terminal, query, title string) {
	x.t.Helper()
	x.Key(":")
	x.Wait("type what you want to do")
	x.Type(query)
	x.WaitLine("▌", title)
	x.Key("enter")
	x.Gone("Enter run")
}
