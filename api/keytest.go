package api

import (
	"context"
	"fmt"
	"net/http"
)

// TestKey posts an empty array, which creates nothing and is the only way to
// try a key (API.md). KeyVerdict reads what came back.
func (c *Client) TestKey(ctx context.Context) Answer {
	return c.Create(ctx, []byte("[]"))
}

// Verdict is what an empty array's answer says about the key.
type Verdict uint8

// The verdicts.
const (
	KeyUnknown Verdict = iota // the answer says nothing about the key
	KeyGood                   // it was let in
	KeyBad                    // it was refused
)

// KeyVerdict says what came back from TestKey and what that means for the key:
// 401 and 403 refuse it, 429 and 5xx say nothing about it, any other envelope
// says that it was let in.
func KeyVerdict(a Answer) (string, Verdict) {
	switch {
	case a.Status == 0:
		if a.Outcome == BadKey {
			return a.What, KeyUnknown
		}
		return a.What + " That says nothing about the key.", KeyUnknown
	case a.Status == http.StatusUnauthorized:
		return a.answered() + ": the key is not accepted.", KeyBad
	case a.Status == http.StatusForbidden:
		return a.answered() + ": the key has no access to this resource.", KeyBad
	case a.Status == http.StatusTooManyRequests || a.Status >= 500 || a.Status == http.StatusProxyAuthRequired:
		return a.answered() + ": that says nothing about the key; try again " + a.later() + ".", KeyUnknown
	case !a.IsEnvelope && a.Err != "":
		return a.What + " That says nothing about the key.", KeyUnknown
	case !a.IsEnvelope:
		return fmt.Sprintf("%s with %s: that is not the API, and says nothing about the key.", a.answered(), a.Other), KeyUnknown
	case a.Envelope.StatusCode != nil && *a.Envelope.StatusCode == http.StatusUnauthorized:
		return a.answered() + ", but its envelope says 401: the key is not accepted.", KeyBad
	}
	if a.Outcome == Misdirected {
		return a.answered() + ": the key was let in, but there is no Create Leads API at this address; check base_url in the config.", KeyGood
	}
	return a.answered() + ": the key was let in (an empty array creates nothing).", KeyGood
}

// later is when to try again, as far as the server said.
func (a *Answer) later() string {
	if a.RetryAfter <= 0 {
		return "later"
	}
	return fmt.Sprintf("in %d s", wholeSeconds(a.RetryAfter))
}

// answered is the answer in short: `The server answered 400 "Send at least one lead."`.
func (a *Answer) answered() string {
	text := "The server answered " + statusLine(a.Status)
	if m := a.Envelope.Message; m != nil {
		if said := safeLine(*m, maxLineText); said != "" {
			text += " “" + said + "”"
		}
	}
	return text
}
