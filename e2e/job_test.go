//go:build unix

package e2e

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What the sandbox must have received for typeCompany and typeContact: docs/api.md's
// current form, its names and nesting written by hand.
const (
	companyJSON = `{
  "isContact": false,
  "name": "Acme Robotics",
  "industry": "Manufacturing",
  "role": "Supplier",
  "employeeCount": 250,
  "labels": ["fair 2026", "hot"],
  "contacts": [
    {
      "name": "Jane", "lastName": "Doe", "role": "CTO",
      "email": [{"Address": "jane@acme.example"}, {"Address": "j.doe@acme.example"}],
      "phoneNumber": [{"Number": "+15552047790"}],
      "socials": [{"Type": "LinkedIn", "Url": "https://www.linkedin.com/in/jane-doe"}],
      "addresses": [{"Street": "2 Side St", "City": "Springfield", "State": "IL", "PostalCode": "62702", "Country": "US"}]
    },
    {
      "name": "José", "lastName": "Núñez", "role": "Buyer",
      "email": [{"Address": "jose@acme.example"}],
      "phoneNumber": [{"Number": "+34912345678"}, {"Number": "+34600123456"}]
    }
  ],
  "email": [{"Address": "info@acme.example"}, {"Address": "sales@acme.example"}, {"Address": "press@acme.example"}],
  "phoneNumber": [{"Number": "+15552047789"}, {"Number": "+4930901820"}],
  "socials": [
    {"Type": "LinkedIn", "Url": "https://www.linkedin.com/company/acme"},
    {"Type": "X", "Url": "https://x.com/acme"}
  ],
  "addresses": [
    {"Street": "1 Main St", "City": "Springfield", "State": "IL", "PostalCode": "62701", "Country": "United States"},
    {"Street": "Hauptstr. 1", "City": "Berlin", "PostalCode": "10115", "Country": "DE"}
  ],
  "notes": "Met at the fair.\nCall back in May."
}`
	contactJSON = `{
  "isContact": true,
  "name": "Søren",
  "lastName": "Kierkegaard",
  "industry": "Publishing",
  "role": "Author",
  "labels": ["hot"],
  "contacts": [{"name": "Regine", "lastName": "Olsen", "email": [{"Address": "regine@olsen.example"}]}],
  "email": [{"Address": "soren@either.example"}, {"Address": "sk@or.example"}],
  "phoneNumber": [{"Number": "+4533123456"}],
  "socials": [{"Type": "Website", "Url": "https://either.example"}],
  "addresses": [{"Street": "Nytorv 2", "City": "København", "PostalCode": "1450", "Country": "Denmark"}],
  "notes": "Prefers letters.\nCompany: Either & Or"
}`
)

// typeCompany types the whole company lead of companyJSON, with the detours of
// and more: a row moved, rows removed, a removal undone.
func typeCompany(x *terminal) {
	x.t.Helper()
	x.On("Name")
	x.Fill("Acme Robotics", "Manufacturing")
	// Emails: the last one typed moves to the top.
	x.Type("sales@acme.example")
	x.Key("enter")
	x.Type("press@acme.example")
	x.Key("enter")
	x.Type("info@acme.example")
	x.Key("alt+up", "alt+up")
	x.On("Emails     info@acme.example")
	x.Key("tab")
	// Phones: one is removed, and a removal is undone.
	x.Type("+1 555 204 7789")
	x.Key("enter")
	x.Type("+49 30 901820")
	x.Key("enter")
	x.Type("+49 30 000000")
	x.Wait("000000")
	x.Key("ctrl+x")
	x.Gone("000000")
	x.Key("ctrl+x")
	x.Gone("+49 30 901820")
	x.Key("ctrl+z")
	x.Wait("901820")
	x.Key("tab")
	x.Fill("1 Main St", "Springfield", "IL", "62701")
	x.Type("United States")
	x.Key("enter")
	x.Fill("Hauptstr. 1", "Berlin", "", "10115", "DE")
	// Socials: the type is read from the URL.
	x.Type("https://www.linkedin.com/company/acme")
	x.Key("enter")
	x.Type("https://x.com/acme")
	x.Key("tab")
	x.On("Employees")
	x.Fill("250", "Supplier")
	x.On("Name")
	typeJane(x)
	x.Fill("José", "Núñez", "Buyer", "jose@acme.example")
	x.Type("+34 912 345 678")
	x.Key("enter")
	x.Type("+34 600 123 456")
	x.Key("enter", "enter") // an empty row leaves for the next contact
	x.Key("enter")          // an empty contact leaves the contacts
	x.On("Labels")
	x.Type("fair 2026,hot")
	x.Key("tab")
	x.Type("Met at the fair.")
	x.Key("enter")
	x.Type("Call back in May.")
	x.Wait("Call back in May.")
}

// typeJane types the first associated contact and goes on to the next one.
func typeJane(x *terminal) {
	x.t.Helper()
	x.Fill("Jane", "Doe", "CTO")
	x.Type("jane@acme.example")
	x.Key("enter")
	x.Type("j.doe@acme.example")
	x.Key("tab")
	x.Fill("+1 555 204 7790", "2 Side St", "Springfield", "IL", "62702", "US")
	x.Type("https://www.linkedin.com/in/jane-doe")
	x.Key("enter", "enter") // one more row, and from the empty one on to the next contact
	x.Wait("Jane Doe")
	x.On("Name")
}

// typeContact types the contact lead of contactJSON.
func typeContact(x *terminal) {
	x.t.Helper()
	x.On("First name")
	x.Fill("Søren", "Kierkegaard", "Author", "Either & Or", "Publishing")
	x.Type("soren@either.example")
	x.Key("enter")
	x.Type("sk@or.example")
	x.Key("tab")
	x.Fill("33 12 34 56", "Nytorv 2", "København", "", "1450", "Denmark")
	x.Fill("https://either.example")
	x.Fill("Regine", "Olsen", "", "regine@olsen.example", "", "", "", "", "", "")
	x.Fill("") // the social's URL
	x.On("Labels")
	x.Type("hot")
	x.Key("tab")
	x.Type("Prefers letters.")
	x.Wait("Prefers letters.")
}

// The main job, end to end, at three sizes.
func TestMainJob(t *testing.T) {
	t.Parallel()
	for _, s := range []size{small, common, large} {
		t.Run(s.String(), func(t *testing.T) {
			t.Parallel()
			if s != common {
				slow(t)
			}
			mainJob(t, s)
		})
	}
}

func mainJob(t *testing.T, s size) {
	m := newMachine(t)
	api := m.serve()
	m.acme(api, "hold_seconds = 1")
	x := m.start(s)
	x.Wait("ACME", "New lead")
	typeCompany(x)
	x.Key("ctrl+s")
	x.Wait("saved · Acme Robotics is Ready", "New lead")
	x.Key("ctrl+t")
	typeContact(x)
	x.Key("ctrl+s")
	x.Wait("saved · Søren Kierkegaard is Ready", "2 ready")

	x.Key("f3")
	x.WaitLine("Ready", "Acme Robotics")
	// The cursor is on the lead last saved.
	x.WaitLine("▌", "Ready", "Søren Kierkegaard")
	submitAll(x, "2 leads")
	// The first lead of a workspace is looked at before the rest goes.
	x.Wait("all there", "1 sent")
	x.Key("t")
	x.Wait("2 leads were created", "2 sent")
	x.WaitLine("✓", "200", "true", "null")
	x.Key("enter")
	x.Wait("X-API-Key", `"succeeded"`)
	if screen := x.Screen(); lineWith(screen, "X-API-Key", "sandbox-key") != "" {
		t.Errorf("the key is on the screen:\n%s", screen)
	}
	x.Key("esc")
	x.Gone("X-API-Key")
	checkLeads(t, api, companyJSON, contactJSON)
	history(x)

	x.Key("ctrl+c")
	if code := x.Ended(); code != 0 {
		t.Errorf("leaving gave exit code %d", code)
	}
	noKey(t, m, x)
	again := m.start(s)
	again.Wait("ACME", "2 sent")
	history(again)
}

// noKey looks for the key in everything that the program drew and wrote.
func noKey(t *testing.T, m *machine, x *terminal) {
	t.Helper()
	if strings.Contains(x.Raw(), "sandbox-key") {
		t.Error("the key was drawn")
	}
	err := filepath.WalkDir(m.data, func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := os.ReadFile(path)
		if strings.Contains(string(text), "sandbox-key") {
			t.Errorf("the key is in %s", path)
		}
		return err
	})
	if err != nil {
		t.Error(err)
	}
}

// history looks a batch up with its receipt.
func history(x *terminal) {
	x.t.Helper()
	x.Key("f5")
	x.WaitLine("Sent", "200")
	x.Key("enter")
	x.Wait("The lead was created.", "succeeded")
	x.Key("G")
	x.Wait("Esc close")
	x.Key("esc")
	x.Gone("Esc close")
}

// submitAll submits what is ready and waits out the hold.
func submitAll(x *terminal, sentence string) {
	x.t.Helper()
	x.Key("S")
	x.Wait(sentence+" →", "Enter start")
	x.Insist("enter", "Enter start")
}

// checkLeads compares what the server holds with JSON written by hand, in any
// order of the leads.
func checkLeads(t *testing.T, s *server, want ...string) {
	t.Helper()
	got := s.leads()
	if len(got) != len(want) {
		t.Fatalf("the server holds %d leads, want %d: %v", len(got), len(want), got)
	}
	if diff := cmp.Diff(canonical(t, want), canonical(t, got)); diff != "" {
		t.Errorf("the server's leads (-want +got):\n%s", diff)
	}
}

// canonical decodes leads, names to the letter, in the order of their names.
func canonical(t *testing.T, leads []string) []any {
	t.Helper()
	out := make([]any, 0, len(leads))
	for _, text := range leads {
		var v any
		if err := json.Unmarshal([]byte(text), &v); err != nil {
			t.Fatalf("%v in %s", err, text)
		}
		out = append(out, v)
	}
	name := func(v any) string {
		if o, ok := v.(map[string]any); ok {
			return fmt.Sprint(o["name"], o["company"]) // of either form
		}
		return ""
	}
	slices.SortStableFunc(out, func(a, b any) int { return strings.Compare(name(a), name(b)) })
	return out
}
