package outbox

import (
	"encoding/json"
	"strconv"
	"strings"

	"leadpad/api"
	"leadpad/queue"
	"leadpad/safe"
)

// Receipt is what is kept of an answer: what was seen, in facts.
func Receipt(a api.Answer) queue.Receipt {
	seen, err := json.Marshal(a.Seen)
	if err != nil { // which none of its fields can cause
		seen = []byte("{}")
	}
	e := a.Envelope
	return queue.Receipt{
		Begun: a.Begun, Ended: a.Ended, Outcome: a.Outcome.String(), Status: a.Status,
		Succeeded: e.Succeeded, StatusCode: e.StatusCode, Description: e.Description, Message: e.Message,
		Body: e.Raw, Headers: e.Headers, Err: a.Err, Bytes: a.Bytes, Seen: seen,
	}
}

// AnswerIn is the answer that a receipt keeps. False for the receipts of earlier
// versions, which kept sentences, and for requests whose leadpad died.
func AnswerIn(r queue.Receipt) (a api.Answer, ok bool) {
	a = api.Answer{
		Outcome: api.ParseOutcome(r.Outcome), Status: r.Status, Err: r.Err, Bytes: r.Bytes, Begun: r.Begun, Ended: r.Ended,
		Envelope: api.Envelope{
			Succeeded: r.Succeeded, StatusCode: r.StatusCode, Description: r.Description, Message: r.Message, Raw: r.Body, Headers: r.Headers,
		},
	}
	if len(r.Seen) == 0 || json.Unmarshal(r.Seen, &a.Seen) != nil {
		return a, false
	}
	a.IsEnvelope = a.Status > 0 && a.Other == ""
	return a, true
}

// Message is the server's own sentence in one safe line, "" when there is none.
func Message(a api.Answer) string {
	return strings.Join(strings.Fields(safe.Clean(a.Said()).String()), " ")
}

// refusal is why a lead did not go, as its remark keeps it.
func refusal(a api.Answer) string {
	if m := Message(a); m != "" {
		return m
	}
	return "refused with status " + strconv.Itoa(a.Status)
}
