//go:build unix

package e2e

import (
	"strings"
	"testing"
)

// newLead types a company lead with a name and saves it.
func newLead(x *terminal, name string) {
	x.t.Helper()
	x.On("Name")
	x.Type(name)
	x.Key("ctrl+s")
	x.Wait("saved · " + name)
	x.Until("an empty form", func(s string) bool { return lineWith(s, "New lead") != "" && lineWith(s, "Name", name) == "" })
}

// readyLead types and saves a company lead, and goes to it in Drafts.
func readyLead(x *terminal, name string) {
	x.t.Helper()
	newLead(x, name)
	x.Key("f3")
	x.WaitLine("▌", "Ready", name)
}

// The review table, by keys alone.
func TestDraftsReview(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := m.form()
	for _, name := range []string{"Bravo", "Alpha", "Charlie"} {
		newLead(x, name)
	}
	x.Key("f3")
	x.WaitLine("▌", "Ready", "Charlie") // the lead last saved
	sorting(x)
	marking(x)
	filtering(x)
	deleting(x)

	// Payload preview.
	x.Key("home", "j")
	x.WaitLine("▌", "Bravo")
	x.Key("p")
	x.Wait("what will be sent · Bravo", `{ "isContact": false, "name": "Bravo" }`)
	x.Key("esc")
	x.Gone("what will be sent")

	// Open, change, save: the form goes on with the next row of the filter.
	x.Key("enter")
	x.WaitLine("Name", "Bravo")
	x.Type(" Ltd")
	x.Key("ctrl+s")
	x.Wait("saved · Bravo Ltd is Ready")
	x.WaitLine("Name", "Alpha")
	x.Key("esc")
	x.Wait("3 to do")
	x.WaitLine("✓ Ready", "Bravo Ltd")

	// Duplicate: a copy to change, kept as a draft.
	x.Key("end")
	x.WaitLine("▌", "Alpha")
	x.Key("D")
	x.Wait("1 draft")
	x.WaitLine("Name", "Alpha")
	x.Type(" North")
	x.Key("ctrl+s")
	x.Wait("saved · Alpha North is Ready")
	x.Key("f3")
	x.Wait("4 to do", "Alpha North")
}

func sorting(x *terminal) {
	x.t.Helper()
	x.Key("s", "s")
	x.Until("the names in order", func(s string) bool { return strings.Contains(s, "Name ↓") && inOrder(s, "Alpha", "Bravo", "Charlie") })
	x.Key("s")
	x.Until("the names in reverse order", func(s string) bool { return strings.Contains(s, "Name ↑") && inOrder(s, "Charlie", "Bravo", "Alpha") })
}

func marking(x *terminal) {
	x.t.Helper()
	x.Key("home")
	x.WaitLine("▌", "Charlie")
	x.Key("space", "j", "space")
	x.Wait("2 marked", "submit 2 marked")
	x.Key("*")
	x.Wait("1 marked")
	x.WaitLine("●", "Alpha")
	x.Key("a")
	x.Wait("3 marked")
	x.Key("A")
	x.Gone("marked")
	x.Key("g", "v", "j")
	x.Wait("range of 2")
	x.Key("v")
	x.Wait("2 marked")
	x.Key("A")
	x.Gone("marked", "range")
}

func filtering(x *terminal) {
	x.t.Helper()
	x.Key("/")
	x.Wait("Enter to the table")
	x.Type("alp")
	x.Wait("1 of 3")
	x.Gone("Charlie", "Bravo")
	x.Key("enter")
	x.Wait("Space mark")
	x.Key("esc")
	x.Wait("3 to do", "Charlie")
	x.Key("!")
	x.Wait("No lead has a problem.")
	x.Key("!")
	x.Wait("3 to do", "Charlie")
}

func deleting(x *terminal) {
	x.t.Helper()
	x.Key("end")
	x.WaitLine("▌", "Alpha")
	x.Key("d")
	x.Wait("1 deleted, u brings it back", "2 to do")
	x.Gone("Alpha")
	x.Key("u")
	x.Wait("1 brought back", "3 to do", "Alpha")
}

// inOrder says that the lines with these texts follow one another.
func inOrder(s string, texts ...string) bool {
	at := -1
	for _, text := range texts {
		i := strings.Index(s, text)
		if i <= at {
			return false
		}
		at = i
	}
	return true
}
