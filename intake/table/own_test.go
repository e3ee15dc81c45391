package table_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"leadpad/intake"
	"leadpad/intake/table"
	"leadpad/lead"
)

// cellTexts are texts that spreadsheets, CSV and our own guard do things to.
func cellTexts() *rapid.Generator[string] {
	return rapid.OneOf(
		rapid.SampledFrom([]string{
			"=1+1", "+49 30 901820", "-1", "@home", "'=x", "''+1", "'", "＝x", " =x", `say "hi"`, `"`, `""`, `a", "b`, "a,b", "a;b", "N/A", "------", "null", "a@b.example ::: c@d.example",
			"Krüger, Sabine", "1.0E+11", "Müller", "日本", "\t=x", "two\nlines", "\"=1\"", "sep=;", "reason", "0049171", "491719018200",
		}),
		rapid.StringMatching(`[a-zäÖß0-9 ,;"'=+@|\-]{1,12}`),
	)
}

func ownLead(t *rapid.T) lead.Lead {
	line := func(label string) string {
		text := ""
		if rapid.Bool().Draw(t, label+"?") {
			text, _ = lead.Accept(cellTexts().Draw(t, label), false)
		}
		return text
	}
	rows := func(label string) (out []string) {
		for range rapid.IntRange(0, 3).Draw(t, label+" rows") {
			if text := strings.TrimSpace(line(label)); text != "" {
				out = append(out, text)
			}
		}
		return out
	}
	l := lead.Lead{Kind: lead.Kind(rapid.IntRange(0, 1).Draw(t, "kind"))}
	l.Name, l.LastName, l.Role, l.Company, l.Industry, l.Employees = line("name"), line("last"), line("role"), line("company"), line("industry"), line("employees")
	l.Emails, l.Phones, l.Labels = rows("email"), rows("phone"), rows("label")
	for range rapid.IntRange(0, 2).Draw(t, "addresses") {
		l.Addresses = append(l.Addresses, lead.Address{Street: line("street"), City: line("city"), State: line("state"), PostalCode: line("postal"), Country: line("country")})
		l.Socials = append(l.Socials, lead.Social{URL: line("url"), Type: line("type")})
	}
	for range rapid.IntRange(0, 2).Draw(t, "contacts") {
		l.Contacts = append(l.Contacts, lead.Person{Name: line("person"), Emails: rows("person's email")})
	}
	if rapid.Bool().Draw(t, "notes?") {
		l.Notes, _ = lead.Accept(cellTexts().Draw(t, "notes"), true)
	}
	l.CompanyID, l.ContactID = line("company id"), line("contact id")
	return l
}

// Our own CSV comes back to the letter, and onto the drafts that it was made of.
func TestOwnCSVComesBack(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var records []intake.Record
		for range rapid.IntRange(1, 4).Draw(t, "leads") {
			l := ownLead(t)
			records = append(records, intake.Record{ID: uuid.New(), State: "draft", Reason: "=1 problem", Lead: l})
		}
		var b bytes.Buffer
		b.WriteString(intake.BOM)
		err := intake.WriteCSV(&b, func(f func(intake.Record) error) error {
			for _, r := range records {
				if err := f(r); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		v, err := table.Look(bytes.NewReader(b.Bytes()), table.Options{})
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		err = table.Read(bytes.NewReader(b.Bytes()), v, func(i intake.Item) error {
			want := records[n]
			n++
			if i.ID != want.ID || i.State != "draft" {
				t.Errorf("id %v, state %q", i.ID, i.State)
			}
			if diff := cmp.Diff(want.Lead.Normalised(), i.Lead.Normalised()); diff != "" {
				t.Errorf("%s\n%s", diff, b.String())
			}
			return i.Err
		})
		if err != nil || n != len(records) {
			t.Fatalf("%d of %d: %v\n%s", n, len(records), err, b.String())
		}
	})
}
