package sandbox

// The limits that the server's side checks, as API.md gives them for each
// generation. They stand here and not in package lead because they are the other
// side of the contract: a limit that is wrong in lead must show as a 400 here.
const (
	maxName      = 256       // both: names, industry, contact's role; legacy: company, contactPerson
	maxAddress   = 256       // legacy: address; current, by the legacy page: one line of it
	maxEmail     = 124       // both
	maxPhone     = 64        // both
	maxLink      = 512       // both: the URL of a social or website
	maxLabel     = 64        // current; the legacy page gives no limit
	maxJob       = 64        // legacy: jobTitle, and a contact's role
	maxNotes     = 6942      // legacy
	maxEmployees = 5_000_000 // both
	minEmployees = 0         // current; legacy starts at 1
	// Free Plan, by generation.
	planLimitCurrent = 200
	planLimitLegacy  = 5
	// noLimit is for a string whose length no page limits.
	noLimit = 0
)
