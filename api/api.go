// Package api speaks the Create Leads API: the codecs of both request forms,
// the client, the envelope and what an answer means for the leads in a request.
// It keeps no queue and waits for no window. Start reading at Encoding, Client
// and Outcome.
package api

import (
	"time"
)

const (
	// DefaultBaseURL is the address of both generations of the documentation,
	// without Path.
	DefaultBaseURL = "https://app.closingdealz.io"
	// Path is the one path of the API, both generations.
	Path = "/api/v1/leads"
	// MaxLeads is the number of leads one request may carry (both generations).
	MaxLeads = 100
)

// Form is a generation of the documentation and its request form.
type Form uint8

// The two forms; Current is the default.
const (
	Current Form = iota
	Legacy
)

// String is the form's name in the config's `docs`.
func (f Form) String() string {
	if f == Legacy {
		return "legacy"
	}
	return "current"
}

// Limit is the request window that the form's documentation states: 100
// requests a minute in the current one, 1000 in 5 minutes in the legacy one.
func (f Form) Limit() (requests int, window time.Duration) {
	if f == Legacy {
		return 1000, 5 * time.Minute
	}
	return 100, time.Minute
}
