package columns

import (
	"strconv"
	"strings"

	"github.com/google/uuid"

	"leadpad/intake"
	"leadpad/lead"
)

// own reads a row of our own export: each cell is what was typed, less the guard
// against formulas. Columns that somebody added are read as any others.
func (b *row) own() (item intake.Item, rest []Rest, ok bool) {
	l := &b.item.Lead
	for i, cell := range b.cells {
		if i >= len(b.Columns) {
			b.cell(i, cell)
			continue
		}
		text, controls := lead.Accept(intake.Unguard(cell), true)
		b.item.Controls += controls
		if strings.TrimSpace(text) == "" {
			continue
		}
		b.any = b.any || b.Columns[i].Header != "reason"
		if !b.ownCell(b.Columns[i].Header, text) {
			b.put(&b.Columns[i], i, text)
		}
	}
	if !b.any {
		return *b.item, nil, false
	}
	for f, text := range b.one { // of columns that somebody added
		b.keep(b.header(f), text)
	}
	for _, p := range b.places {
		b.keep(p.header, strings.Join(strings.Fields(p.Street+" "+p.PostalCode+" "+p.City+" "+p.State+" "+p.Country+" "+p.whole), " "))
	}
	l.Notes = strings.Join(append(nonEmpty(l.Notes), b.notes...), "\n")
	return *b.item, b.rest, true
}

func nonEmpty(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// ownCell reads a cell of a column that our export has; false for any other.
func (b *row) ownCell(header, text string) bool {
	l := &b.item.Lead
	to := map[string]*string{
		"name": &l.Name, "last name": &l.LastName, "role": &l.Role, "company": &l.Company, "industry": &l.Industry,
		"employees": &l.Employees, "notes": &l.Notes, "company id": &l.CompanyID, "contact id": &l.ContactID,
	}[header]
	if to != nil {
		if header != "notes" {
			text, _ = lead.Accept(text, false)
		}
		*to = text
		return true
	}
	switch header {
	case "reason":
	case "state":
		b.item.State = strings.ToLower(text)
	case "batch":
		b.item.Batch, _ = uuid.Parse(text)
	case "id":
		id, err := uuid.Parse(text)
		if b.item.ID = id; err != nil {
			b.item.Say(intake.NoUUID, "id")
		}
	case "kind":
		l.Kind = lead.Company
		switch strings.ToLower(strings.TrimSpace(text)) {
		case "contact":
			l.Kind = lead.Contact
		case "company":
		default:
			b.item.Problems = append(b.item.Problems, lead.Problem{Cause: lead.Cause{Kind: intake.WhichKind, Value: "kind"}})
		}
	case "contacts":
		if b.Contacts == nil {
			return false
		}
		people, err := b.Contacts(text)
		if err != nil {
			b.item.Err = err
		}
		l.Contacts = people
	default:
		return b.ownRow(header, text)
	}
	return true
}

// ownRow reads a cell of a numbered column: "email 2", "address 1 postal code".
func (b *row) ownRow(header, text string) bool {
	words := strings.Fields(header)
	if len(words) < 2 {
		return false
	}
	n, err := strconv.Atoi(words[1])
	if err != nil || n < 1 || n > lead.MaxRows {
		return false
	}
	at := lead.Path{Row: n - 1}
	part := strings.Join(words[2:], " ")
	switch words[0] {
	case "email":
		at.Field = lead.Emails
	case "phone":
		at.Field = lead.Phones
	case "label":
		at.Field = lead.Labels
	case "social":
		at.Field = lead.Socials
		at.Part = map[string]lead.Part{"": lead.URL, "type": lead.Type}[part]
	case "address":
		at.Field = lead.Addresses
		at.Part = map[string]lead.Part{"street": lead.Street, "city": lead.City, "state": lead.State, "postal code": lead.PostalCode, "country": lead.Country}[part]
	default:
		return false
	}
	if at.Field != lead.Addresses && at.Field != lead.Socials && part != "" || (at.Field == lead.Addresses || at.Field == lead.Socials) && at.Part == lead.One {
		return false
	}
	text, _ = lead.Accept(text, false)
	b.item.Lead.Set(at, text)
	return true
}
