package api

import (
	"net"
	"net/http"
	"slices"
	"testing"
)

// A problem document refuses a body before any lead of it was read; what only looks
// like one is not sure.
func TestProblemDocuments(t *testing.T) {
	t.Parallel()
	const aspNet = `{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.1","title":"One or more validation errors occurred.","status":400,` +
		`"errors":{"leads":["The leads field is required."],"$[3].email[0].Address":["Not a string.","Too long."]},"traceId":"00-1"}`
	const said = "One or more validation errors occurred: leads: The leads field is required.: $[3].email[0].Address: Not a string."
	tests := map[string]struct {
		status     int
		kind, body string
		outcome    Outcome
		said       string
		places     []int
	}{
		"ASP.NET":                {400, "application/problem+json; charset=utf-8", aspNet, AtFault, said, []int{3}},
		"as plain JSON":          {400, "application/json", aspNet, AtFault, said, []int{3}},
		"upper case, no root":    {400, "application/json", `{"title":"x","status":400,"errors":{"[7].Email":"odd"}}`, AtFault, "x: [7].Email: odd", []int{7}},
		"a pointer":              {422, "application/problem+json", `{"title":"x","status":422,"errors":[{"detail":"odd","pointer":"#/2/email"}]}`, AtFault, "x: #/2/email: odd", []int{2}},
		"no name":                {422, "application/problem+json", `{"detail":"Nothing fits."}`, AtFault, "Nothing fits", nil},
		"another member's place": {400, "application/problem+json", `{"title":"x","errors":{"contacts.email[4]":["odd"]}}`, AtFault, "x: contacts.email[4]: odd", nil},
		"the key in it":          {400, "application/problem+json", `{"title":"` + canaryKey + `"}`, AtFault, redaction, nil},
		"another status":         {400, "application/json", `{"title":"x","status":422,"errors":{}}`, Unsure, "", nil},
		"no errors":              {400, "application/json", `{"title":"x","status":400}`, Unsure, "", nil},
		"no title":               {400, "application/json", `{"status":400,"errors":{}}`, Unsure, "", nil},
		"a list":                 {400, "application/problem+json", `[]`, Unsure, "", nil},
		"cut":                    {400, "application/problem+json", aspNet[:90], Unsure, "", nil},
		"500":                    {500, "application/problem+json", `{"title":"x","status":500,"errors":{}}`, Unsure, "", nil},
		"200":                    {200, "application/problem+json", `{"title":"x","status":200,"errors":{}}`, Unsure, "", nil},
		"and succeeded":          {400, "application/problem+json", `{"title":"x","status":400,"errors":{},"succeeded":true}`, Unsure, "", nil},
		"and an odd succeeded":   {400, "application/problem+json", `{"title":"x","status":400,"errors":{},"succeeded":"no"}`, Unsure, "", nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newScripted(t, func(c net.Conn, _ *http.Request, _ []byte) {
				_, _ = c.Write(say(test.status, test.kind, []byte(test.body)))
			})
			a := newClient(t, s.URL(), nil).Create(t.Context(), theBody(t))
			told(t, a)
			if a.Outcome != test.outcome || a.Said() != test.said || !slices.Equal(a.Places(), test.places) {
				t.Errorf("%v, %q, places %v; want %v, %q, %v", a.Outcome, a.Said(), a.Places(), test.outcome, test.said, test.places)
			}
		})
	}
}
