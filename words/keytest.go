package words

import (
	"net/http"

	"leadpad/api"
	"leadpad/outbox"
)

// KeyTest says what came back for an empty array and what that means for the key.
func (r Reader) KeyTest(a api.Answer) string {
	const nothing = "that says nothing about the key"
	answered := "The server answered " + statusLine(a.Status)
	if m := outbox.Message(a); m != "" && a.Problem == nil {
		answered += " “" + m + "”"
	}
	if a.Status == 0 && a.Outcome == api.BadKey {
		return r.What(a, 0)
	}
	if a.Status == 0 || !a.IsEnvelope && a.Err != "" {
		return Join(r.What(a, 0), Capital(nothing))
	}
	if a.Status == http.StatusUnauthorized {
		return Stop(answered + ": the key is not accepted")
	}
	if a.Status == http.StatusForbidden {
		return Stop(answered + ": the key has no access here")
	}
	if a.Status == http.StatusTooManyRequests || a.Status >= 500 || a.Status == http.StatusProxyAuthRequired {
		later := "later"
		if a.RetryAfter > 0 {
			later = "in " + Span(a.RetryAfter)
		}
		return Stop(answered + ": " + nothing + "; try again " + later)
	}
	if !a.IsEnvelope {
		return Stop(answered + " with " + a.Other + ": that is not the API, and says nothing about the key")
	}
	if a.Envelope.StatusCode != nil && *a.Envelope.StatusCode == http.StatusUnauthorized {
		return Stop(answered + ", but its envelope says 401: the key is not accepted")
	}
	if a.Outcome == api.Misdirected {
		return Stop(answered + ": the key was let in, but there is no Create Leads API at this address; check base_url in the config")
	}
	return Stop(answered + ": the key was let in")
}
