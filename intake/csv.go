package intake

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"leadpad/lead"
)

// ErrGrown is why a CSV file ends early: a lead got more rows between the two walks
// of WriteCSV.
var ErrGrown = errors.New("a lead changed while it was being written")

// BOM before a CSV tells spreadsheets that it is UTF-8: without one Excel shows
// "MÃ¼ller".
const BOM = "\ufeff"

// WriteCSV writes a row for each lead below a header (RFC 4180, UTF-8), the
// reason first. What a lead can have several of stands in numbered columns, as
// many as the fullest lead needs, which is why it walks twice; the associated
// contacts stand in the last column as JSON. Cells that a spreadsheet would
// take for a formula are guarded, see guard. Controls, which no field may
// hold, are left out.
func WriteCSV(w io.Writer, walk Walk) error {
	var s shape
	err := walk(func(r Record) error {
		s.fit(r.Lead)
		return nil
	})
	if err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	if err := out.Write(s.header()); err != nil {
		return err
	}
	err = walk(func(r Record) error {
		row, err := s.row(r)
		if err != nil {
			return err
		}
		return out.Write(row)
	})
	out.Flush()
	if err == nil {
		err = out.Error()
	}
	return err
}

// shape is how many of each repeatable field the fullest lead has.
type shape struct{ emails, phones, addresses, socials, labels int }

func (s *shape) fit(l lead.Lead) {
	s.emails, s.phones = max(s.emails, len(l.Emails)), max(s.phones, len(l.Phones))
	s.addresses, s.socials = max(s.addresses, len(l.Addresses)), max(s.socials, len(l.Socials))
	s.labels = max(s.labels, len(l.Labels))
}

// header names the columns, in the order of row.
func (s *shape) header() []string {
	names := []string{"reason", "state", "batch", "id", "kind", "name", "last name", "role", "company", "industry"}
	numbered := func(n int, formats ...string) {
		for i := range n {
			for _, f := range formats {
				names = append(names, fmt.Sprintf(f, i+1))
			}
		}
	}
	numbered(s.emails, "email %d")
	numbered(s.phones, "phone %d")
	numbered(s.addresses, "address %d street", "address %d city", "address %d state", "address %d postal code", "address %d country")
	numbered(s.socials, "social %d", "social %d type")
	names = append(names, "employees")
	numbered(s.labels, "label %d")
	return append(names, "notes", "company id", "contact id", "contacts")
}

// row is a lead's cells, guarded.
func (s *shape) row(r Record) ([]string, error) {
	l, _ := Accept(r.Lead.Clone())
	grown := *s
	if grown.fit(l); grown != *s {
		return nil, ErrGrown
	}
	batch := ""
	if r.Batch != nil {
		batch = r.Batch.String()
	}
	row := []string{r.Reason, r.State, batch, r.ID.String(), kindName(l.Kind), l.Name, l.LastName, l.Role, l.Company, l.Industry}
	row = append(row, filled(l.Emails, s.emails)...)
	row = append(row, filled(l.Phones, s.phones)...)
	for _, a := range filled(l.Addresses, s.addresses) {
		row = append(row, a.Street, a.City, a.State, a.PostalCode, a.Country)
	}
	for _, social := range filled(l.Socials, s.socials) {
		row = append(row, social.URL, social.Type)
	}
	row = append(row, l.Employees)
	row = append(row, filled(l.Labels, s.labels)...)
	contacts := ""
	if len(l.Contacts) > 0 {
		text, err := JSONText(l.Contacts, "")
		if err != nil {
			return nil, fmt.Errorf("write the contacts of lead %s: %w", r.ID, err)
		}
		contacts = strings.TrimSuffix(text, "\n")
	}
	row = append(row, l.Notes, l.CompanyID, l.ContactID, contacts)
	for i, cell := range row {
		row[i] = guard(cell)
	}
	return row, nil
}

// filled is rows with empty ones behind them, n in all.
func filled[T any](rows []T, n int) []T {
	return append(rows[:len(rows):len(rows)], make([]T, n-len(rows))...)
}

// guard puts an apostrophe before what a spreadsheet would run as a formula. A
// cell that begins with apostrophes and then a formula gets one more, so taking
// one away from every cell of which risky is true gives each text back as it was.
func guard(cell string) string {
	if risky(cell) {
		return "'" + cell
	}
	return cell
}

// risky says that a cell, less the apostrophes before it, is a formula for some
// spreadsheet: it begins with one of = + - @, in either width, also behind white
// space, or with a tab or the end of a line.
func risky(cell string) bool {
	cell = strings.TrimLeft(cell, "'")
	if cell == "" {
		return false
	}
	if strings.ContainsRune("\t\r\n", rune(cell[0])) {
		return true
	}
	first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(cell, unicode.IsSpace))
	return strings.ContainsRune("=+-@＝＋－＠", first)
}
