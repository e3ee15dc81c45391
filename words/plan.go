package words

import (
	"errors"
	"fmt"
	"time"

	"leadpad/outbox"
	"leadpad/safe"
)

// Plan is a plan in one sentence; title is the workspace's.
func Plan(p outbox.Plan, title string) string {
	s := Going(p)
	if len(p.Batches) > 1 {
		s += " (" + Sizes(p.Batches) + ")"
	}
	fixes, notReady, gone := Stays(p)
	parts := []string{s + " to " + title, Duplicates(len(p.Duplicates)), fixes, notReady, gone, Refused(p.Returned), Doubt(p.Doubt)}
	if len(p.IDs) > 0 {
		parts = append(parts, About(p.Estimate))
	}
	for _, left := range p.Omitted {
		parts = append(parts, "not sent: "+Omitted(left))
	}
	if p.Changed {
		parts = append(parts, "key or address changed since the last submission")
	}
	return some(" · ", parts...)
}

// Counted is what a plan says of its leads that were read on their way, "" for
// nothing.
func Counted(p outbox.Plan) string {
	fixes, _, _ := Stays(p)
	parts := []string{Duplicates(len(p.Duplicates)), fixes}
	for _, left := range p.Omitted {
		parts = append(parts, "not sent: "+Omitted(left))
	}
	return some(" · ", parts...)
}

// NothingGoes is why a plan is empty.
func (r Reader) NothingGoes(p outbox.Plan) error {
	const nothing = "nothing was sent: "
	switch n := p.NeedsFixes + p.NotReady; {
	case n > 0:
		return fmt.Errorf(nothing+"%s not ready; mend them %s", Plural(n, "lead is", "leads are"), r.mendThem())
	case p.Gone > 0:
		return fmt.Errorf(nothing+"%s sent, on the way, not sure or deleted", Plural(p.Gone, "lead is", "leads are"))
	}
	return errors.New(nothing + "there are no ready leads")
}

// Going is what a plan sends: "214 leads → 4 requests".
func Going(p outbox.Plan) string {
	return Leads(len(p.IDs)) + " → " + Plural(len(p.Batches), "request", "requests")
}

// Duplicates counts leads that may be in ClosingDealz already.
func Duplicates(n int) string { return counted(n, "possible duplicate", "possible duplicates") }

// By is " by Ana, 3 Nov", for what somebody else did at a time, zero when it is not
// known; "" for what the reader did, and for nobody.
func By(who, reader string, at, now time.Time) string {
	if who == reader || who == "" {
		return ""
	}
	text := " by " + safe.Clean(who).String()
	if at = at.In(now.Location()); at.IsZero() {
		return text
	}
	if at.Year() != now.Year() {
		return text + at.Format(", 2 Jan 2006")
	}
	return text + at.Format(", 2 Jan")
}

// Stays says what was asked for and does not go: what needs fixes, what is not
// ready, and what is gone; each "" when there is none.
func Stays(p outbox.Plan) (fixes, notReady, gone string) {
	return counted(p.NeedsFixes, "needs fixes and stays", "need fixes and stay"),
		counted(p.NotReady, "is not ready and stays", "are not ready and stay"),
		counted(p.Gone, "is sent, on its way or deleted", "are sent, on their way or deleted")
}

// Refused says that n leads of a plan were refused before.
func Refused(n int) string {
	return counted(n, "was refused before and goes in a request of its own", "were refused before and go in requests of their own")
}
