package queue

// Typed is a kind of value that people type again and again.
type Typed uint8

// The kinds. Labels, industries and cities are suggested to all of a workspace, the
// others to their owner.
const (
	TypedCompany    Typed = iota + 1
	TypedIndustry         // of a lead or a contact
	TypedRole             // likewise
	TypedLabel            //
	TypedCity             // with its state and country
	TypedPostalCode       // with its city, state and country
	TypedMail             // how a domain's addresses are made: Value is a pattern of lead.MailPattern
	TypedDomain           // what stands behind the @ in the mail of a contact's company
)

// Suggestion is a value that was typed before, as it was typed last.
type Suggestion struct {
	Value                string
	City, State, Country string // what stood beside it
}

// SharedTyped says that values of a kind are suggested to all of a workspace.
func SharedTyped(k Typed) bool { return k == TypedLabel || k == TypedIndustry || k == TypedCity }
