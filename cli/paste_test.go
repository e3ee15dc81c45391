package cli_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
)

const signature = `Jane Doe
Head of Operations
Northwind Traders GmbH
Hafenstraße 12, 10117 Berlin
T  +49 30 901820
F  +49 30 901829
M  +49 171 5550123
jane.doe@northwind.example
linkedin.com/in/janedoe
HRB 12345 Berlin
`

// found is what --dry-run --json prints.
type found struct {
	Leads []struct {
		Lead struct {
			Kind, Name, LastName, Company, Notes string
			Emails, Phones                       []string
			Contacts                             []struct {
				Name, LastName, Role string
				Emails, Phones       []string
			}
		}
		Unplaced []string
	}
}

func dryPaste(t *testing.T, u *user, text string, flags ...string) found {
	t.Helper()
	r := u.run(text, append([]string{"add", "--paste", "-", "--dry-run", "--json"}, flags...)...)
	if r.code != 0 {
		t.Fatalf("got %d %s", r.code, r.err)
	}
	var got found
	if err := json.Unmarshal([]byte(r.out), &got); err != nil {
		t.Fatalf("%v: %s", err, r.out)
	}
	return got
}

func TestPasteSaysWhatItFoundAndSavesNothing(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	got := dryPaste(t, u, signature)
	if len(got.Leads) != 1 {
		t.Fatalf("got %d leads", len(got.Leads))
	}
	l := got.Leads[0].Lead
	if l.Kind != "company" || l.Name != "Northwind Traders GmbH" || !slices.Equal(l.Phones, []string{"+49 30 901820"}) || len(l.Contacts) != 1 {
		t.Fatalf("got %+v", l)
	}
	if p := l.Contacts[0]; p.Name != "Jane" || p.LastName != "Doe" || p.Role != "Head of Operations" || !slices.Equal(p.Phones, []string{"+49 171 5550123"}) {
		t.Errorf("got %+v", p)
	}
	for _, left := range []string{"F  +49 30 901829", "HRB 12345 Berlin"} {
		if !slices.Contains(got.Leads[0].Unplaced, left) {
			t.Errorf("%q is not left over: %q", left, got.Leads[0].Unplaced)
		}
	}
	l = dryPaste(t, u, signature, "--kind", "contact").Leads[0].Lead
	if l.Kind != "contact" || l.Name != "Jane" || l.Company != "Northwind Traders GmbH" || len(l.Phones) != 2 {
		t.Errorf("as a contact: %+v", l)
	}
	if r := u.must(0, "list"); strings.Contains(r.out, "Northwind") {
		t.Errorf("a dry run saved: %s", r.out)
	}
}

func TestPasteSavesWithTheRestInTheNotes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		flags []string
		notes string
	}{
		{nil, "F  +49 30 901829\nHRB 12345 Berlin"},
		{[]string{"--drop-unplaced"}, ""},
	} {
		u := newUser(t)
		r := u.run(signature, append([]string{"add", "--paste", "-"}, c.flags...)...)
		if r.code != 0 || !strings.Contains(r.out, "Ready") {
			t.Fatalf("got %d %s %s", r.code, r.out, r.err)
		}
		var leads []struct {
			Lead struct{ Name, Notes string }
		}
		if err := json.Unmarshal([]byte(u.must(0, "list", "--json").out), &leads); err != nil {
			t.Fatal(err)
		}
		i := slices.IndexFunc(leads, func(one struct {
			Lead struct{ Name, Notes string }
		},
		) bool {
			return one.Lead.Name == "Northwind Traders GmbH"
		})
		if i < 0 || leads[i].Lead.Notes != c.notes {
			t.Errorf("%v: got %+v", c.flags, leads)
		}
	}
}

func TestPasteOfAListIsALeadForEach(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	got := dryPaste(t, u, "jane@acme.example\njohn@acme.example\ninfo@hooli.example\n")
	if len(got.Leads) != 3 || got.Leads[0].Lead.Kind != "contact" || got.Leads[2].Lead.Kind != "company" {
		t.Errorf("got %+v", got)
	}
	if got := dryPaste(t, u, "This message is confidential and intended solely for the addressee.\n"); len(got.Leads) != 0 {
		t.Errorf("a disclaimer is a lead: %+v", got)
	}
}

// What no field may hold is dropped and said, in a dry run too.
func TestPasteSaysWhatItDrops(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	const text = "Jane\x07 \u202eDoe\njane.doe@hooli.example\x1b\n"
	for _, flags := range [][]string{{"--dry-run", "--json"}, {"--dry-run"}, nil} {
		r := u.run(text, append([]string{"add", "--paste", "-"}, flags...)...)
		if r.code != 0 || !strings.Contains(r.err, "3 control characters dropped") {
			t.Errorf("%v: got %d %q", flags, r.code, r.err)
		}
	}
	if r := u.run(signature, "add", "--paste", "-", "--dry-run"); strings.Contains(r.err, "dropped") {
		t.Errorf("a clean text: %q", r.err)
	}
}

func TestAddTakesJSONInBothSpellings(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	for _, args := range []string{"add --json -", "add --json=-"} {
		if r := u.run(`{"name":"Acme","emails":["info@acme.example"]}`, strings.Fields(args)...); r.code != 0 {
			t.Errorf("leadpad %s: got %d %q", args, r.code, r.err)
		}
	}
}

// What an import holds as a draft is one too when it is pasted.
func TestAPastedValueThatIsUnclearKeepsALeadADraft(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	out := u.run(`[{"name":"Acme","isContact":"perhaps"}]`, "add", "--paste", "-").out
	if !strings.Contains(out, "Draft") || !strings.Contains(out, "is it a contact?") {
		t.Error(out)
	}
}
