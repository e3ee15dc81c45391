//go:build unix

package e2e

import "testing"

// A workspace in the legacy form: the same keys, the members of docs/api.md's legacy
// tables, and what has none in the notes.
func TestLegacyWorkspace(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	api := m.serve("--docs", "legacy")
	m.set("CLOSINGDEALZ_API_KEY", "sandbox-key")
	m.write("hold_seconds = 0\ncanary = false\n[profiles.acme]\nbase_url = \"" + api.url + "\"\ndocs = \"legacy\"\n")
	x := m.form("ACME")
	x.On("Name")
	x.Fill("Acme Robotics", "Manufacturing")
	x.Type("info@acme.example")
	x.Key("enter")
	x.Fill("sales@acme.example", "+1 555 204 7789", "1 Main St", "Springfield", "IL", "62701", "US")
	x.Fill("https://x.com/acme", "250", "")
	x.Fill("Jane", "Doe", "CTO", "jane@acme.example")
	x.Key("pgdown")
	x.On("Labels")
	x.Fill("hot")
	x.Type("Met at the fair.")
	x.WaitLine("Notes", "Met at the fair.")
	x.Key("ctrl+s")
	x.Wait("saved · Acme Robotics is Ready")
	x.Key("ctrl+t")
	x.On("First name")
	x.Fill("Søren", "Kierkegaard", "Author", "Either & Or")
	x.Key("ctrl+s")
	x.Wait("2 ready")
	x.Key("f3")
	x.Wait("2 to do")
	submitAll(x, "2 leads")
	x.Wait("2 leads were created")
	checkLeads(t, api, `{
  "company": "Acme Robotics", "contactPerson": "Jane Doe", "jobTitle": "CTO", "industry": "Manufacturing",
  "employeeCount": 250, "twitter": "https://x.com/acme", "email": "info@acme.example", "phoneNumber": "+15552047789",
  "address": "1 Main St, Springfield, IL 62701, US", "labels": ["hot"],
  "notes": "Met at the fair.\nEmail: sales@acme.example\nEmail of Jane Doe: jane@acme.example"
}`, `{"company": "Either & Or", "contactPerson": "Søren Kierkegaard", "jobTitle": "Author"}`)
}
