package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
)

// The sentences of docs/api.md's first table.
const (
	msgBadKey     = "Invalid API key."
	msgTooMany    = "The maximum amount of leads to create at once is %d, but was %d."
	msgDowngraded = "Reached the maximum limit of leads on the free plan."
	msgPlanLimit  = "Can not have more than %d leads on the free plan."
	msgLimited    = "Too many requests. Please try again later."
)

// The sentences of what no page documents.
const (
	msgNoLeads   = "The request holds no leads: the array is empty, so nothing was created."
	msgNotFound  = "There is nothing at this address. Leads are created with POST " + leadsPath + "."
	msgMethod    = "Only POST is allowed here."
	msgMediaType = "The Content-Type must be application/json, in UTF-8 and not encoded further."
	msgTooLarge  = "The request body is larger than %d bytes."
	msgTimeout   = "The request body did not arrive in time."
	msgCut       = "The request body ended early."
	msgLedger    = "The sandbox could not write its ledger, so nothing was created."
	msgFault     = "Fault switched on in the sandbox: %s."
)

// answer is a verdict: an HTTP status and the envelope with the same one.
// Status 0 is no answer at all.
type answer struct {
	status  int
	body    []byte
	problem bool // the body is a problem document, and no envelope
}

// created is the answer of success.
func created() answer {
	return answer{status: http.StatusOK, body: []byte(`{"succeeded":true,"statusCode":200,"statusCodeDescription":"NONE","message":null}`)}
}

// problem refuses a body as ASP.NET does before it reads any lead of it; at is the
// place of the lead that it names.
func problem(at int) answer {
	return answer{status: http.StatusBadRequest, problem: true, body: fmt.Appendf(nil,
		`{"type":"https://tools.ietf.org/html/rfc9110#section-15.5.1","title":"One or more validation errors occurred.","status":400,`+
			`"errors":{"$[%d].email[0].Address":["The JSON value could not be converted to System.String."]}}`, at)}
}

// refused is the envelope of a request that created nothing.
func refused(status int, message string) answer {
	return envelope(status, false, &message)
}

// statusAnswer is the envelope of a status fault: the documented sentence where
// there is one.
func statusAnswer(status int, succeeded bool) answer {
	message := fmt.Sprintf(msgFault, http.StatusText(status))
	switch {
	case succeeded:
		return envelope(status, true, nil)
	case status == http.StatusUnauthorized:
		message = msgBadKey
	case status == http.StatusTooManyRequests:
		message = msgLimited
	case http.StatusText(status) == "":
		message = fmt.Sprintf(msgFault, fmt.Sprintf("status %d", status))
	}
	return refused(status, message)
}

func envelope(status int, succeeded bool, message *string) answer {
	var body bytes.Buffer
	enc := json.NewEncoder(&body)
	enc.SetEscapeHTML(false)
	// Encoding plain members into memory cannot fail.
	_ = enc.Encode(struct {
		Succeeded   bool    `json:"succeeded"`
		StatusCode  int     `json:"statusCode"`
		Description string  `json:"statusCodeDescription"`
		Message     *string `json:"message"`
	}{succeeded, status, "NONE", message})
	return answer{status: status, body: bytes.TrimSuffix(body.Bytes(), []byte("\n"))}
}
