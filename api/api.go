// Package api speaks the Create Leads API: the codecs of both request forms,
// the client, the envelope and what an answer means for the leads in a request.
// It keeps no queue and waits for no window. Start reading at Encoding, Client
// and Outcome.
package api

import (
	"context"
	"net"
	"net/http"
	"net/url"
	"time"

	"leadpad/config"
	"leadpad/lead"
)

// MaxLeads is the number of leads one request may carry (both generations).
const MaxLeads = 100

// Form is a generation of the documentation and its request form.
type Form uint8

// The two forms; Current is the default.
const (
	Current Form = iota
	Legacy
)

// Wire is the table of wire names of the current form. A name of "" leaves its
// member out.
type Wire struct {
	Emails, EmailAddress                                string
	Phones, PhoneNumber                                 string
	Socials, SocialType, SocialURL                      string
	Addresses, Street, City, State, PostalCode, Country string
	Notes                                               string
}

// DefaultWire is API.md's table; PluralWire its second preset.
func DefaultWire() Wire { return Wire{} }

// PluralWire is the object page's plural names.
func PluralWire() Wire { return Wire{} }

// Override applies the config's names; an unknown one is an error.
func (w Wire) Override(names map[string]string) (Wire, error) { return w, nil }

// Encoding is all that decides how a lead looks on the wire.
type Encoding struct {
	Form  Form
	Wire  Wire
	Rules lead.Rules
}

// NewEncoding reads docs ("", "current", "legacy") and wire of a profile.
func NewEncoding(p config.Profile, r lead.Rules) (Encoding, error) { return Encoding{Rules: r}, nil }

// Check is lead.Check plus what this form cannot carry; a value that will not
// be sent is a note.
func (e Encoding) Check(l lead.Lead) []lead.Problem { return lead.Check(l, e.Rules) }

// Encode gives the canonical JSON array for 1 to MaxLeads leads (an empty slice
// gives "[]"). A lead with problems is an error that names its index.
func (e Encoding) Encode(leads []lead.Lead) ([]byte, error) { return []byte("[]"), nil }

// Preview is the indented JSON object of one lead, problems or not.
func (e Encoding) Preview(l lead.Lead) []byte { return nil }

// Omitted names the filled inputs that will not be sent as members of their
// own nor in notes.
func (e Encoding) Omitted(l lead.Lead) []lead.Path { return nil }

// Limit is the request window that the form's documentation states.
func (f Form) Limit() (requests int, window time.Duration) { return 100, time.Minute }

// Envelope is the API's answer as it came. Missing members are nil.
type Envelope struct {
	Succeeded   *bool
	StatusCode  *int
	Description *string // statusCodeDescription
	Message     *string
	Raw         []byte // the body verbatim, at most 1 MiB, key redacted
}

// Outcome is what a request meant for its leads: API.md's last table.
type Outcome uint8

// The outcomes. NotSent … Refused are certain: nothing was created.
const (
	Unsure      Outcome = iota // nobody knows; only a person's key moves the leads
	Created                    // all leads were created
	NotSent                    // no byte left; tried again with a pause or when asked
	BadKey                     // 401, 403, 407: stops until the key or proxy changes
	TooMany                    // 400 maximum amount, 413: smaller requests
	PlanLimit                  // 400 Free Plan: stops
	Limited                    // 429: the window counts as full, goes on by itself
	Misdirected                // 404, 405, 415, redirects: stops, check the address
	AtFault                    // other 4xx with succeeded false: a lead is at fault
)

// Answer is all that is known about one request after it ended.
type Answer struct {
	Outcome      Outcome
	Status       int // HTTP status, 0 when none was seen
	Envelope     Envelope
	IsEnvelope   bool
	Err          string // the network's error in one safe line, "" when none
	Bytes        int64  // written after the connection was made
	Connected    bool
	Location     string            // of a redirect
	RetryAfter   time.Duration     // 0 when absent; at most one hour
	Limits       map[string]string // RateLimit and X-RateLimit headers
	Begun, Ended time.Time
	// What went wrong, what is certain, and what to do: one sentence each.
	What, Certain, Next string
}

// Options of a client.
type Options struct {
	BaseURL string
	Key     func(ctx context.Context) (config.Secret, error)
	// Dial replaces the network, for the in-memory sandbox. nil: the network.
	Dial      func(ctx context.Context, network, addr string) (net.Conn, error)
	Proxy     func(*url.URL) (*url.URL, error) // nil: none
	Timeout   time.Duration                    // 0: 60 s
	Now       func() time.Time                 // nil: time.Now
	UserAgent string
	Transport func(*http.Transport) // tests: adjust (e.g. RootCAs)
}

// Client sends requests, each exactly once.
type Client struct{}

// NewClient checks the address (https; http to loopback only).
func NewClient(o Options) (*Client, error) { return &Client{}, nil }

// Create posts body, once, and tells what came of it. It never returns an
// error: everything that can happen is an Answer. ctx bounds connecting only
// until the first byte left; after that only the time-out ends the request.
func (c *Client) Create(ctx context.Context, body []byte) Answer { return Answer{} }
