package api

import (
	"net/http"
	"strconv"

	"leadpad/safe/lazyregexp"
)

// Outcome is what a request meant for its leads: docs/api.md's last table.
type Outcome uint8

// The outcomes. All but Unsure and Created are certain that nothing was created.
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

// String is the outcome's name in receipts, whose words are on users' disks.
func (o Outcome) String() string {
	switch o {
	case Created:
		return "created"
	case NotSent:
		return "not sent"
	case BadKey:
		return "bad key"
	case TooMany:
		return "too many leads"
	case PlanLimit:
		return "plan limit"
	case Limited:
		return "too many requests"
	case Misdirected:
		return "wrong address"
	case AtFault:
		return "refused"
	case Unsure:
	}
	return "unsure"
}

// ParseOutcome reads what String wrote; anything else is Unsure.
func ParseOutcome(name string) Outcome {
	for o := Created; o <= AtFault; o++ {
		if o.String() == name {
			return o
		}
	}
	return Unsure
}

// The messages of a 400 that are about the request or the plan and no lead's
// fault, whatever number stands in them: "The maximum amount of leads to create
// at once is 100, but was 101.", "Reached the maximum limit of leads on the
// free plan.", "Can not have more than 200 leads on the free plan.". Never changed.
var (
	tooManyLeads = lazyregexp.New(`(?i)maximum amount of leads to create at once`)
	freePlan     = lazyregexp.New(`(?i)\bleads\s+on\s+the\s+free\s+plan\b`)
	planNumber   = lazyregexp.New(`(?i)\b(\d{1,7})\s+leads\s+on\s+the\s+free\s+plan\b`)
)

// FreePlanLimit is the number of leads that a Free Plan message says the plan
// has, 0 when it names none: the message for a downgraded workspace does not.
func FreePlanLimit(message string) int {
	if found := planNumber.FindStringSubmatch(message); found != nil {
		n, _ := strconv.Atoi(found[1])
		return n
	}
	return 0
}

// caution ranks the outcomes for answers whose two statuses disagree: not
// knowing first, then what stops for a person, then what waits.
func (o Outcome) caution() int {
	switch o {
	case Unsure:
		return 9
	case BadKey:
		return 8
	case Misdirected:
		return 7
	case PlanLimit:
		return 6
	case Limited:
		return 5
	case AtFault:
		return 4
	case TooMany:
		return 3
	case NotSent:
		return 2
	case Created:
	}
	return 1
}

// judge reads an answer whose status line was seen, by docs/api.md's last table.
// whole is false when the body was cut off or too long.
func judge(status int, e Envelope, isEnvelope, whole bool) Outcome {
	if !whole {
		e, isEnvelope = Envelope{}, false
	}
	out := judgeStatus(status, e, isEnvelope)
	if isEnvelope && e.StatusCode != nil && *e.StatusCode != status {
		if other := judgeStatus(*e.StatusCode, e, true); other.caution() > out.caution() {
			return other
		}
	}
	return out
}

// judgeStatus is the table for one reading of the status.
func judgeStatus(status int, e Envelope, isEnvelope bool) Outcome {
	succeeded := isEnvelope && e.Succeeded != nil && *e.Succeeded
	failed := isEnvelope && e.Succeeded != nil && !*e.Succeeded
	if status >= 200 && status <= 299 {
		if succeeded && !e.odd {
			return Created
		}
		return Unsure
	}
	if succeeded { // against its status
		return Unsure
	}
	switch status {
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusProxyAuthRequired:
		return BadKey
	case http.StatusRequestEntityTooLarge:
		return TooMany
	case http.StatusTooManyRequests:
		return Limited
	case http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusUnsupportedMediaType,
		http.StatusMovedPermanently, http.StatusFound, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return Misdirected
	case http.StatusRequestTimeout:
		return Unsure
	}
	if status < 400 || status > 499 || !failed || e.odd {
		return Unsure
	}
	if status == http.StatusBadRequest && e.Message != nil {
		switch {
		case tooManyLeads.MatchString(*e.Message):
			return TooMany
		case freePlan.MatchString(*e.Message):
			return PlanLimit
		}
	}
	return AtFault
}
