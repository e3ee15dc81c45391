package sandbox

import (
	"context"
	"encoding/json"
	"testing"

	"leadpad/api"
	"leadpad/config"
	"leadpad/lead"
)

// What the client's encoder writes, in both forms and both presets of names, is
// a request without anything that is refused or ignored.
func TestTakesWhatTheClientSends(t *testing.T) {
	t.Parallel()
	full := lead.Lead{
		Kind: lead.Contact,
		Person: lead.Person{
			Name: "Zoë", LastName: "Ångström", Role: "CTO", Industry: "Shipping",
			Emails: []string{"zoe@example.com", "z@example.org"}, Phones: []string{"+15552047789"},
			Socials:   []lead.Social{{URL: "https://www.linkedin.com/in/zoe"}},
			Addresses: []lead.Address{{Street: "1 Main St", City: "Springfield", State: "IL", PostalCode: "62701", Country: "US"}},
		},
		Company: "ACME", Labels: []string{"hot"}, Notes: "Wants a call.",
		Contacts: []lead.Person{{Name: "Ann", LastName: "Lee", Emails: []string{"ann@example.com"}}},
	}
	company := lead.Lead{Kind: lead.Company, Person: lead.Person{Name: "ACME"}, Employees: "12"}
	for name, enc := range map[string]api.Encoding{
		"current":         {Form: api.Current, Wire: api.DefaultWire()},
		"current, plural": {Form: api.Current, Wire: api.PluralWire()},
		"legacy":          {Form: api.Legacy},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, Options{})
			c, err := api.NewClient(api.Options{
				BaseURL: "http://localhost", Dial: s.Dial,
				Key: func(context.Context) (config.Secret, error) { return config.NewSecret(testKey), nil },
			})
			if err != nil {
				t.Fatal(err)
			}
			body, err := enc.Encode([]lead.Lead{full, company})
			if err != nil {
				t.Fatal(err)
			}
			if got := c.Create(t.Context(), body); got.Outcome != api.Created {
				t.Fatalf("%+v for %s", got, body)
			}
			var sent []json.RawMessage
			if err := json.Unmarshal(body, &sent); err != nil {
				t.Fatal(err)
			}
			for i, l := range s.Leads(0, 10) {
				if want := sent[len(sent)-1-i]; string(l.Raw) != string(want) || l.Form != enc.Form {
					t.Errorf("form %d: kept %s, sent %s", l.Form, l.Raw, want)
				}
				if v := s.dec.view(l); len(v.Ignored) > 0 {
					t.Errorf("ignored: %v of %s", v.Ignored, l.Raw)
				}
			}
		})
	}
}

// The client reads each refusal as what it means.
func TestClientUnderstandsRefusals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		o    Options
		key  string
		want api.Outcome
	}{
		"key":        {Options{}, "wrong", api.BadKey},
		"plan":       {Options{Plan: "free", Leads: 200}, testKey, api.PlanLimit},
		"downgraded": {Options{Plan: "downgraded"}, testKey, api.PlanLimit},
		"limit":      {Options{Faults: []Fault{{Kind: FaultLimited}}}, testKey, api.Limited},
		"reject":     {Options{Faults: []Fault{{FaultReject, "leads[0].name: no", 1}}}, testKey, api.AtFault},
		"problem":    {Options{Faults: []Fault{{Kind: FaultProblem}}}, testKey, api.AtFault},
		"reset":      {Options{Faults: []Fault{{Kind: FaultResetAfter}}}, testKey, api.Unsure},
		"truncate":   {Options{Faults: []Fault{{Kind: FaultTruncate}}}, testKey, api.Unsure},
		"html":       {Options{Faults: []Fault{{Kind: FaultHTML}}}, testKey, api.Unsure},
		"500":        {Options{Faults: []Fault{{FaultStatus, "500", 1}}}, testKey, api.Unsure},
		"created":    {Options{}, testKey, api.Created},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newServer(t, c.o)
			client, err := api.NewClient(api.Options{
				BaseURL: "http://localhost", Dial: s.Dial,
				Key: func(context.Context) (config.Secret, error) { return config.NewSecret(c.key), nil },
			})
			if err != nil {
				t.Fatal(err)
			}
			if got := client.Create(t.Context(), []byte(`[{"isContact":false,"name":"A"}]`)); got.Outcome != c.want {
				t.Errorf("outcome %d, want %d: %+v", got.Outcome, c.want, got)
			}
		})
	}
}
