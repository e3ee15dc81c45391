package lead

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"leadpad/safe"
)

// Rules are what a workspace's settings add to the checks.
type Rules struct {
	// Region is the ISO 3166-1 alpha-2 code in which a phone without "+" is read
	// when the lead has no address with a country; "" means none.
	Region string
	// PhoneFormat is how a possible phone goes out: "e164" (also ""),
	// "international", "national" or "typed".
	PhoneFormat string
	// Required lists what the house demands; each entry is a group of fields of
	// which one must be filled.
	Required [][]Field
	// Labels are those that the house uses; none means that it has no list.
	Labels []string

	read *phonesRead
}

// phonesRead are the phones of one lead that were read, for to read one is half of
// what it costs to send a lead.
type phonesRead []phoneRead

type phoneRead struct {
	typed, region string
	phone         Phone
}

// ForOne are the same rules for whoever asks more than one thing of one lead: each
// of its phones is read once. They are not safe for concurrent use.
func (r Rules) ForOne() Rules {
	r.read = new(phonesRead)
	return r
}

// phone is parsePhone, once.
func (r Rules) phone(typed, region string) Phone {
	if r.read == nil {
		return parsePhone(typed, region)
	}
	for _, one := range *r.read {
		if one.typed == typed && one.region == region {
			return one.phone
		}
	}
	p := parsePhone(typed, region)
	*r.read = append(*r.read, phoneRead{typed, region, p})
	return p
}

// Check finds what is wrong with a lead, in the order of the form. It knows
// what is true in every request form; api.Encoding.Check adds the rest. What
// the lead's kind has no place for (see Sends) is not checked, nor are empty
// rows and the spaces around a text, which Normalised drops.
func Check(l Lead, r Rules) []Problem {
	c := checker{lead: &l, rules: r, missing: missing(&l, r)}
	if n := members(&l); n > MaxMembers {
		c.add(Path{}, false, fmt.Sprintf("at most 10,000 values in a lead, %d too many", n-MaxMembers))
		return c.found
	}
	for _, f := range Order(l.Kind) {
		c.field(0, f)
		if f != Contacts {
			continue
		}
		for i := range l.Contacts[:min(len(l.Contacts), MaxRows)] {
			if !l.Contacts[i].Empty() {
				c.contact(i + 1)
			}
		}
	}
	return c.found
}

// Count gives the number of problems that keep a lead a draft (notes are none).
func Count(ps []Problem) int {
	n := 0
	for _, p := range ps {
		if !p.Note {
			n++
		}
	}
	return n
}

// Doubts are those among problems that Check does not find.
func Doubts(ps []Problem) (found []Problem) {
	for _, p := range ps {
		if p.Doubt {
			found = append(found, p)
		}
	}
	return found
}

// checker collects the problems of one lead.
type checker struct {
	lead    *Lead
	rules   Rules
	missing []Problem // of Required and of what a lead needs at least
	found   []Problem
	emails  map[string]bool // seen so far in the whole lead, lower case
}

func (c *checker) add(at Path, note bool, text string) {
	if text != "" {
		c.found = append(c.found, Problem{Path: at, Note: note, Text: text})
	}
}

func (c *checker) contact(n int) {
	p := &c.lead.Contacts[n-1]
	if p.FullName() == "" && firstFilled(p.Emails) == "" && firstFilled(p.Phones) == "" {
		c.add(Path{Contact: n, Field: Name}, false, atLeast)
	}
	for _, f := range ContactOrder() {
		c.field(n, f)
	}
}

// field checks one field of the lead (contact 0) or of an associated contact.
func (c *checker) field(contact int, f Field) {
	if contact == 0 {
		for _, p := range c.missing {
			if p.Field == f {
				c.found = append(c.found, p)
			}
		}
	}
	c.measure(contact, f)
	if f == Contacts {
		return
	}
	first := len(c.found)
	for row := range min(c.lead.Rows(contact, f), MaxRows) {
		for _, part := range f.Parts() {
			at := Path{Contact: contact, Field: f, Row: row, Part: part}
			if typed := strings.TrimSpace(c.lead.Get(at)); typed != "" {
				c.input(at, typed)
			}
		}
	}
	if f == Phones || f == Labels {
		c.twice(contact, f)
		slices.SortStableFunc(c.found[first:], func(a, b Problem) int { return a.Row - b.Row })
	}
}

// input checks the trimmed text of one input.
func (c *checker) input(at Path, typed string) {
	if strings.ContainsRune(typed, utf8.RuneError) {
		c.add(at, false, "a character was lost on its way here (�): type it anew")
		return
	}
	switch at.Field {
	case Emails:
		c.email(at, typed)
	case Phones:
		if fault := phoneFault(typed); fault != "" {
			c.add(at, false, fault)
			return
		}
		c.add(at, true, phoneNote(typed, PhoneRegion(*c.lead, at.Contact, c.rules), c.rules))
	case Socials:
		c.social(at, typed)
	case Addresses:
		if fault := lengthFault(typed, MaxAddress); fault != "" || at.Part != Country {
			c.add(at, false, fault)
			return
		}
		c.add(at, true, countryNote(typed))
	case Employees:
		_, fault := employees(typed)
		c.add(at, false, fault)
	case CompanyID, ContactID:
		c.add(at, false, uuidFault(typed))
	case Labels:
		if fault := lengthFault(typed, maxUnits(at.Field)); fault != "" {
			c.add(at, false, fault)
			return
		}
		c.add(at, true, c.rules.OffList(typed))
	case Name, LastName, CompanyName, Industry, Role:
		c.add(at, false, lengthFault(typed, maxUnits(at.Field)))
	}
}

// OffList says of a label that the house's list has not, as it is typed, that it is
// not on it; "" where it is, and where the house has no list.
func (r Rules) OffList(label string) string {
	label = strings.TrimSpace(label)
	if len(r.Labels) == 0 || slices.Contains(r.Labels, label) {
		return ""
	}
	return safe.Clean(label).String() + " is not on the house's list"
}

func maxUnits(f Field) int {
	switch f {
	case Industry:
		return MaxIndustry
	case Role:
		return MaxRole
	case CompanyName:
		return MaxCompany
	case Labels:
		return MaxLabel
	}
	return MaxName
}

// lengthFault says by how much a text is too long, "" when it is not.
func lengthFault(s string, limit int) string {
	if len(s) <= limit { // no text has more UTF-16 units than bytes
		return ""
	}
	if n := Units(s); n > limit {
		return tooLong(n, limit)
	}
	return ""
}

func tooLong(n, limit int) string {
	return fmt.Sprintf("at most %d characters, %d too many", limit, n-limit)
}
