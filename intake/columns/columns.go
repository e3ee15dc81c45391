// Package columns finds out which field of a lead each column of a table holds, by
// the names of the columns and by what stands in them, and makes leads of the rows.
// No wrong field is the goal, a column without one the price: what has no field goes
// to the notes under its header. It does no I/O; whoever reads a file or a clipboard
// hands it cells. Start reading at New.
package columns

import "leadpad/lead"

// Field is what a column holds.
type Field uint8

// The fields. Those up to Off are what a column of a finished Plan can have.
const (
	None    Field = iota // to the notes, as "Header: value"
	First                // a person's first name
	Middle               // goes behind the first one
	Last                 // a person's last name
	Full                 // a person's whole name
	Company              // the company's name
	Role
	Industry
	Email
	Phone
	Street
	House // the number alone
	City
	State
	Postal
	Country
	Address // all of it in one cell
	Site    // a web address
	Social  // a profile; the network is in Column.Network
	Employees
	Labels
	Notes
	CompanyID
	ContactID
	Off // left out, and said

	// What needs a look at the other columns, or at the cells.
	someName // a person's or a company's
	title    // a job, or a form of address
	either   // "Region", "Land": a state or a country
	contact  // "Contact": a person, where a company stands beside it
)

// fieldWords are the words for fields in a mapping that somebody writes.
func fieldWords() map[string]Field {
	return map[string]Field{
		"first-name": First, "middle-name": Middle, "last-name": Last, "name": Full, "company": Company, "role": Role, "industry": Industry,
		"email": Email, "phone": Phone, "street": Street, "house-number": House, "city": City, "state": State, "postal-code": Postal,
		"country": Country, "address": Address, "website": Site, "social": Social, "employees": Employees, "labels": Labels,
		"notes": Notes, "company-id": CompanyID, "contact-id": ContactID, "keep": None, "off": Off,
	}
}

// String is the field's word in a mapping: "keep" for what goes to the notes under its
// header.
func (f Field) String() string {
	for word, field := range fieldWords() {
		if field == f {
			return word
		}
	}
	return "unknown"
}

// ParseField reads a field's word, as lead.ParseField does, and those of parts.
func ParseField(word string) (Field, bool) {
	plain := func(s string) string { return joined(normal(s)) }
	for name, f := range fieldWords() {
		if plain(name) == plain(word) || plain(name)+"s" == plain(word) {
			return f, true
		}
	}
	if f, ok := lead.ParseField(word); ok {
		return map[lead.Field]Field{
			lead.Name: Full, lead.LastName: Last, lead.Role: Role, lead.CompanyName: Company, lead.Industry: Industry, lead.Emails: Email,
			lead.Phones: Phone, lead.Addresses: Address, lead.Socials: Social, lead.Employees: Employees, lead.Labels: Labels,
			lead.Notes: Notes, lead.CompanyID: CompanyID, lead.ContactID: ContactID,
		}[f], f != lead.Contacts
	}
	if plain(word) == "zip" || plain(word) == "zipcode" {
		return Postal, true
	}
	return None, false
}

// FieldNames are the words that ParseField reads, in the order of a form.
func FieldNames() []string {
	var out []string
	for f := First; f <= Off; f++ {
		out = append(out, f.String())
	}
	return append(out, None.String())
}

// ofAddress says that a field is a part of an address, or all of it.
func (f Field) ofAddress() bool { return f >= Street && f <= Address }

// Why is the reason for a column's field.
type Why uint8

// The reasons.
const (
	Unknown Why = iota // it has none
	Header             // its name says it
	Values             // what stands in it says it
	You                // somebody said so
	Against            // its name says it, but not what stands in it: it has none
	Tie                // its name says two things: it has none
)

// String is the reason's word.
func (w Why) String() string {
	return [...]string{"", "header", "values", "you", "values differ", "header says two things"}[w]
}

// Column is one column of a table.
type Column struct {
	Header  string
	Field   Field
	Why     Why
	Network string   // of a Social
	Group   string   // which address it belongs to, "" for the only one or the person's
	Line    int      // of a Street that has several lines
	Samples []string // the first cells that hold something
}
