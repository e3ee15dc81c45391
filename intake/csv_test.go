package intake

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/google/uuid"
	"pgregory.net/rapid"

	"leadpad/lead"
)

// unguard takes guard back, as an import of these files will.
func unguard(cell string) string {
	if risky(cell) {
		return strings.TrimPrefix(cell, "'")
	}
	return cell
}

// anyCell draws what people type, and what spreadsheets run.
func anyCell() *rapid.Generator[string] {
	piece := rapid.SampledFrom([]string{
		"", "=", "+", "-", "@", "\t", "\r", "\n", "'", "''", " ", "\u00a0", "＝", "＋", "－", "＠", `"`, ",", ";", "|",
		"=1+1", "+49 30 901820", "-1", "@sum(A1)", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\")", "Acme", "山田", "\u202e", "\ufeff",
	})
	return rapid.OneOf(rapid.Map(rapid.SliceOfN(piece, 0, 5), func(s []string) string { return strings.Join(s, "") }), rapid.String())
}

// runs says that a spreadsheet would run a cell, by a list written down apart
// from guard's.
func runs(cell string) bool {
	for _, sign := range []string{"=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"} {
		if strings.HasPrefix(cell, sign) || strings.HasPrefix(strings.TrimSpace(cell), sign) {
			return true
		}
	}
	return false
}

func TestGuardIsTakenBackExactly(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		cell := anyCell().Draw(t, "cell")
		guarded := guard(cell)
		if runs(guarded) {
			t.Errorf("%q is written as %q, which is a formula", cell, guarded)
		}
		if back := unguard(guarded); back != cell {
			t.Errorf("%q is written as %q and reads back as %q", cell, guarded, back)
		}
		if !runs(strings.TrimLeft(cell, "'")) && guarded != cell {
			t.Errorf("%q is harmless and was written as %q", cell, guarded)
		}
	})
}

// table is a CSV file taken apart: its header and its rows, unguarded.
func table(t interface{ Fatal(...any) }, file []byte) (header []string, rows []map[string]string) {
	all, err := csv.NewReader(bytes.NewReader(file)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	header = all[0]
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, cell := range cells {
			row[header[i]] = unguard(cell)
		}
		rows = append(rows, row)
	}
	return header, rows
}

// leadOf puts a row together again, the empty ends of repeatable fields left out.
func leadOf(t interface{ Fatal(...any) }, row map[string]string) lead.Lead {
	list := func(name string) (list []string) {
		for i := 1; ; i++ {
			cell, ok := row[fmt.Sprintf(name, i)]
			if !ok {
				return list
			}
			list = append(list, cell)
		}
	}
	l := lead.Lead{
		Person: lead.Person{
			Name: row["name"], LastName: row["last name"], Role: row["role"], Industry: row["industry"], ContactID: row["contact id"],
			Emails: list("email %d"), Phones: list("phone %d"),
		},
		Company: row["company"], Employees: row["employees"], Labels: list("label %d"), Notes: row["notes"], CompanyID: row["company id"],
	}
	if row["kind"] == "contact" {
		l.Kind = lead.Contact
	}
	for i, url := range list("social %d") {
		l.Socials = append(l.Socials, lead.Social{URL: url, Type: row[fmt.Sprintf("social %d type", i+1)]})
	}
	for i, street := range list("address %d street") {
		at := func(part string) string { return row[fmt.Sprintf("address %d %s", i+1, part)] }
		l.Addresses = append(l.Addresses, lead.Address{
			Street: street, City: at("city"), State: at("state"), PostalCode: at("postal code"), Country: at("country"),
		})
	}
	if row["contacts"] != "" {
		if err := json.Unmarshal([]byte(row["contacts"]), &l.Contacts); err != nil {
			t.Fatal(err)
		}
	}
	return trimEnds(l)
}

// trimEnds drops the empty rows at the ends of l's lists, which a table cannot
// tell from cells that are not there.
func trimEnds(l lead.Lead) lead.Lead {
	texts := func(rows []string) []string { return trimEnd(rows, func(s string) bool { return s == "" }) }
	l.Emails, l.Phones, l.Labels = texts(l.Emails), texts(l.Phones), texts(l.Labels)
	l.Socials = trimEnd(l.Socials, func(s lead.Social) bool { return s == lead.Social{} })
	l.Addresses = trimEnd(l.Addresses, func(a lead.Address) bool { return a == lead.Address{} })
	return l
}

func trimEnd[T any](rows []T, empty func(T) bool) []T {
	for len(rows) > 0 && empty(rows[len(rows)-1]) {
		rows = rows[:len(rows)-1]
	}
	if len(rows) == 0 {
		return nil
	}
	return rows
}

func walk(rs ...Record) Walk {
	return func(f func(Record) error) error {
		for _, r := range rs {
			if err := f(r); err != nil {
				return err
			}
		}
		return nil
	}
}

func anyRecord() *rapid.Generator[Record] {
	cells := func(n int) *rapid.Generator[[]string] { return rapid.SliceOfN(anyCell(), 0, n) }
	person := rapid.Custom(func(t *rapid.T) lead.Person {
		p := lead.Person{
			Name: anyCell().Draw(t, "name"), LastName: anyCell().Draw(t, "last name"), Role: anyCell().Draw(t, "role"),
			Emails: cells(3).Draw(t, "emails"), Phones: cells(3).Draw(t, "phones"), ContactID: anyCell().Draw(t, "id"),
		}
		for range rapid.IntRange(0, 2).Draw(t, "rows") {
			p.Socials = append(p.Socials, lead.Social{URL: anyCell().Draw(t, "url"), Type: anyCell().Draw(t, "type")})
			p.Addresses = append(p.Addresses, lead.Address{Street: anyCell().Draw(t, "street"), State: anyCell().Draw(t, "state"), Country: anyCell().Draw(t, "country")})
		}
		return p
	})
	return rapid.Custom(func(t *rapid.T) Record {
		l := lead.Lead{
			Kind: rapid.SampledFrom([]lead.Kind{lead.Company, lead.Contact}).Draw(t, "kind"), Person: person.Draw(t, "person"),
			Company: anyCell().Draw(t, "company"), Employees: anyCell().Draw(t, "employees"), Labels: cells(3).Draw(t, "labels"),
			Contacts: rapid.SliceOfN(person, 0, 2).Draw(t, "contacts"), Notes: anyCell().Draw(t, "notes"),
		}
		l, _ = Accept(l)
		batch := uuid.Must(uuid.NewV7())
		return Record{Reason: "refused: role", State: "failed", Batch: &batch, ID: uuid.Must(uuid.NewV7()), Lead: l}
	})
}

// TestNothingIsLostOnTheWay says that what goes out comes back, as CSV
// and as JSON.
func TestNothingIsLostOnTheWay(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		records := rapid.SliceOfN(anyRecord(), 0, 4).Draw(t, "records")
		var file bytes.Buffer
		if err := WriteCSV(&file, walk(records...)); err != nil {
			t.Fatal(err)
		}
		header, rows := table(t, file.Bytes())
		if header[0] != "reason" || len(rows) != len(records) {
			t.Fatalf("%d rows of %d leads below %q", len(rows), len(records), header)
		}
		sorted := slices.Sorted(slices.Values(header))
		if len(slices.Compact(sorted)) != len(header) {
			t.Fatalf("a column stands twice in %q", header)
		}
		var text bytes.Buffer
		if err := WriteJSON(&text, walk(records...)); err != nil {
			t.Fatal(err)
		}
		var items []Item
		if err := ReadJSON(&text, func(i Item) error { items = append(items, i); return nil }); err != nil && len(records) > 0 || len(items) != len(records) {
			t.Fatalf("%d items, %v", len(items), err)
		}
		for i, r := range records {
			if diff := cmp.Diff(trimEnds(r.Lead.Clone()), leadOf(t, rows[i]), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("CSV: %s", diff)
			}
			if rows[i]["id"] != r.ID.String() || rows[i]["batch"] != r.Batch.String() || rows[i]["state"] != r.State || rows[i]["reason"] != r.Reason {
				t.Errorf("CSV: %v", rows[i])
			}
			want := Item{At: fmt.Sprintf("lead %d", i+1), ID: r.ID, State: r.State, Batch: *r.Batch, Lead: r.Lead}
			if diff := cmp.Diff(want, items[i], cmpopts.EquateEmpty(), cmpopts.IgnoreFields(Item{}, "Line")); diff != "" {
				t.Errorf("JSON: %s", diff)
			}
		}
	})
}

func TestCSVOfALeadAsPeopleSeeIt(t *testing.T) {
	t.Parallel()
	l := lead.Lead{
		Person: lead.Person{
			Name: `Müller "& Söhne"`, Emails: []string{"a@b.example", "c@d.example"}, Phones: []string{"+49 30 901820"},
			Addresses: []lead.Address{{Street: "Weg 7, Hof", Country: "DE"}},
		},
		Notes: "one\n=two", Contacts: []lead.Person{{Name: "Ada", Phones: []string{"+1"}}},
	}
	batch, id := uuid.MustParse("01890000-0000-7000-8000-00000000000b"), uuid.MustParse("01890000-0000-7000-8000-00000000000a")
	var file bytes.Buffer
	anna := Record{State: "draft", ID: id, Lead: lead.Lead{Kind: lead.Contact, Person: lead.Person{Name: "Anna"}}}
	if err := WriteCSV(&file, walk(Record{Reason: "=odd", State: "failed", Batch: &batch, ID: id, Lead: l}, anna)); err != nil {
		t.Fatal(err)
	}
	want := "reason,state,batch,id,kind,name,last name,role,company,industry,email 1,email 2,phone 1," +
		"address 1 street,address 1 city,address 1 state,address 1 postal code,address 1 country,employees,notes,company id,contact id,contacts\r\n" +
		`'=odd,failed,01890000-0000-7000-8000-00000000000b,01890000-0000-7000-8000-00000000000a,company,"Müller ""& Söhne""",,,,,` +
		`a@b.example,c@d.example,'+49 30 901820,"Weg 7, Hof",,,,DE,,"one` + "\r\n" + `=two",,,"[{""name"":""Ada"",""phones"":[""+1""]}]"` + "\r\n" +
		",draft,,01890000-0000-7000-8000-00000000000a,contact,Anna" + strings.Repeat(",", 17) + "\r\n"
	if diff := cmp.Diff(want, file.String()); diff != "" {
		t.Error(diff)
	}
}

func TestCSVHoldsNoControls(t *testing.T) {
	t.Parallel()
	var file bytes.Buffer
	r := Record{Lead: lead.Lead{Person: lead.Person{Name: "a\x1b[31m\u009bb", Emails: []string{"x\x07"}}, Contacts: []lead.Person{{Name: "c\x1bd"}}}}
	if err := WriteCSV(&file, walk(r)); err != nil {
		t.Fatal(err)
	}
	if strings.ContainsAny(file.String(), "\x1b\x07\u009b") || r.Lead.Emails[0] != "x\x07" {
		t.Errorf("got %q of %q", file.String(), r.Lead.Emails)
	}
}

func TestWritersStopAtAnError(t *testing.T) {
	t.Parallel()
	broken := errors.New("broken")
	var text bytes.Buffer
	err := WriteJSON(&text, func(f func(Record) error) error { return errors.Join(f(Record{}), broken) })
	if !errors.Is(err, broken) || !json.Valid(text.Bytes()) {
		t.Errorf("JSON: %v, %q", err, text.String())
	}
	if err := WriteCSV(&text, func(func(Record) error) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("CSV: %v", err)
	}
	walks := 0
	err = WriteCSV(&text, func(f func(Record) error) error {
		walks++
		return f(Record{Lead: lead.Lead{Person: lead.Person{Emails: make([]string, walks)}}})
	})
	if !errors.Is(err, ErrGrown) {
		t.Errorf("a lead that grew: %v", err)
	}
}
