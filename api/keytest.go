package api

import (
	"context"
	"net/http"
)

// TestKey posts an empty array, which creates nothing and is the only way to
// try a key. KeyVerdict reads what came back.
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

// KeyVerdict says what the answer to TestKey means for the key: 401 and 403
// refuse it, 429 and 5xx say nothing about it, any other envelope says that it
// was let in.
func KeyVerdict(a Answer) Verdict {
	switch a.Status {
	case http.StatusUnauthorized, http.StatusForbidden:
		return KeyBad
	case 0, http.StatusTooManyRequests, http.StatusProxyAuthRequired:
		return KeyUnknown
	}
	if a.Status >= 500 || !a.IsEnvelope {
		return KeyUnknown
	}
	if a.Envelope.StatusCode != nil && *a.Envelope.StatusCode == http.StatusUnauthorized {
		return KeyBad
	}
	return KeyGood
}
