package lead

// Limits of the current documentation (closingdealz.io/api), where it is silent
// those of the legacy one, as docs/api.md says. Lengths are UTF-16 code units, the
// strictest reading of "characters".
const (
	MaxName      = 256 // current: `name`, `lastName`
	MaxIndustry  = 256 // current: `industry`
	MaxRole      = 256 // current: `role`
	MaxLabel     = 64  // current: each of `labels`
	MinEmployees = 0   // current: `employeeCount`
	MaxEmployees = 5_000_000
	MaxEmail     = 124 // legacy; current is silent
	MaxPhone     = 64  // legacy; current is silent
	MaxURL       = 512 // legacy; current is silent
	MaxAddress   = 256 // legacy: one line of an address, and so each part; current is silent
	MaxCompany   = 256 // legacy: `company`; current has no member for a contact's company
	MaxType      = 256 // in no document: the length of every other plain string
)

// Limits of the legacy documentation (closingdealz.gitbook.io) that are
// narrower than the current ones or missing there.
const (
	LegacyMaxRole      = 64   // `jobTitle`, and `role` of a contact
	LegacyMaxPerson    = 256  // `contactPerson`: name and last name together
	LegacyMaxAddress   = 256  // `address`: a whole address as one line
	LegacyMaxNotes     = 6942 // `notes`
	LegacyMinEmployees = 1    // `employeeCount`; up to MaxEmployees as well
)

// Limits of mail addresses that no lead's document states.
const (
	maxLocalPart = 64  // octets, RFC 5321 4.5.3.1.1
	maxDomain    = 253 // octets, RFC 1035 2.3.4 less the root's
	maxHostLabel = 63  // octets, RFC 1035 2.3.4
)

// Limits of ours, so that no lead takes time without end: a request holds 1 MiB and
// no card a thousand phones.
const (
	MaxRows    = 1_000  // of one kind: emails, phones, people and the like
	MaxMembers = 10_000 // values in a lead, with those of its people
)

// Units counts the UTF-16 code units of s, in which the limits are stated.
func Units(s string) int {
	n := 0
	for _, r := range s {
		n++
		if r > 0xffff {
			n++
		}
	}
	return n
}
