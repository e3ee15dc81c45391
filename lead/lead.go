// Package lead says what a lead is: its fields, the limits of both generations
// of the API's documentation, the checks of what a rep typed and the keys by
// which duplicates are found. It does no I/O and knows no terminal, no SQL and
// no wire format. Start reading at Lead and Check.
package lead

// Kind tells a company lead from a contact lead.
type Kind uint8

// The two kinds of the API's `isContact` member.
const (
	Company Kind = iota
	Contact
)

// Lead is one lead exactly as the rep typed it, less the control characters
// that no field may hold. A field that the lead's kind cannot send keeps its
// text: a rep who switches the kind back finds it again.
type Lead struct {
	Kind Kind `json:"kind"`
	Person
	// Company is the company a contact lead works for. It has no member of its
	// own in the current form.
	Company string `json:"company,omitempty"`
	// Employees is the head count as typed; digits in a lead without problems.
	Employees string   `json:"employees,omitempty"`
	Labels    []string `json:"labels,omitempty"`
	// Contacts are the people associated with the lead.
	Contacts  []Person `json:"contacts,omitempty"`
	Notes     string   `json:"notes,omitempty"`
	CompanyID string   `json:"companyId,omitempty"`
}

// Person holds what a lead and an associated contact have in common. Of a
// company lead, Name is the company's name and LastName stays empty.
type Person struct {
	Name      string    `json:"name,omitempty"`
	LastName  string    `json:"lastName,omitempty"`
	Role      string    `json:"role,omitempty"`
	Industry  string    `json:"industry,omitempty"`
	Emails    []string  `json:"emails,omitempty"`
	Phones    []string  `json:"phones,omitempty"`
	Socials   []Social  `json:"socials,omitempty"`
	Addresses []Address `json:"addresses,omitempty"`
	ContactID string    `json:"contactId,omitempty"`
}

// Social is one profile or website. An empty Type is read from the URL's host.
type Social struct {
	URL  string `json:"url,omitempty"`
	Type string `json:"type,omitempty"`
}

// Address is one postal address; Country is a code or a name, see CountryCode.
type Address struct {
	Street     string `json:"street,omitempty"`
	City       string `json:"city,omitempty"`
	State      string `json:"state,omitempty"`
	PostalCode string `json:"postalCode,omitempty"`
	Country    string `json:"country,omitempty"`
}

// Field names one field of a lead or of an associated contact.
type Field uint8

// The fields, in the order in which the form shows them.
const (
	Whole Field = iota // the lead as a whole
	Name
	LastName
	Role
	CompanyName // the Company row of a contact lead
	Industry
	Emails
	Phones
	Addresses
	Socials
	Employees
	Contacts
	Labels
	Notes
	CompanyID
	ContactID
)

// Part names one part of a field that has several.
type Part uint8

// The parts of an address and of a social; One is the only part of all others.
const (
	One Part = iota
	Street
	City
	State
	PostalCode
	Country
	URL
	Type
)

// Path points at one input of a lead: comparable, so it can key a map.
type Path struct {
	// Contact is 0 for the lead itself and n for its n-th associated contact,
	// counted from 1.
	Contact int   `json:"contact,omitempty"`
	Field   Field `json:"field"`
	// Row is the index in a repeatable field, counted from 0.
	Row  int  `json:"row,omitempty"`
	Part Part `json:"part,omitempty"`
}

// Problem is something wrong (or, as a note, worth knowing) about one input.
type Problem struct {
	Path
	// Note is true for what does not keep a lead a draft.
	Note bool `json:"note,omitempty"`
	// Doubt is true for a problem of where the lead has been, which no look at its
	// text finds: it stays until a person makes the lead ready.
	Doubt bool `json:"doubt,omitempty"`
	// Text is one sentence that says what would be right, in lower case and
	// without a full stop. It never holds text that leadpad did not write,
	// unless it was cleaned. It is empty where Cause says what is wrong; of
	// earlier versions a Doubt is a sentence too.
	Text  string `json:"text,omitempty"`
	Cause Cause  `json:"cause,omitzero"`
}
