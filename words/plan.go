package words

import (
	"leadpad/outbox"
)

// Going is what a plan sends: "214 leads → 4 requests".
func Going(p outbox.Plan) string {
	return Leads(len(p.IDs)) + " → " + Plural(len(p.Batches), "request", "requests")
}

// Duplicates counts leads that may be in ClosingDealz already.
func Duplicates(n int) string { return Plural(n, "possible duplicate", "possible duplicates") }

// Stays says what was asked for and does not go: what needs fixes, what is not
// ready, and what is gone; each "" when there is none.
func Stays(p outbox.Plan) (fixes, notReady, gone string) {
	if n := p.NeedsFixes; n > 0 {
		fixes = Plural(n, "needs fixes and stays", "need fixes and stay")
	}
	if n := p.NotReady; n > 0 {
		notReady = Plural(n, "is not ready and stays", "are not ready and stay")
	}
	if n := p.Gone; n > 0 {
		gone = Plural(n, "is sent, on its way or deleted", "are sent, on their way or deleted")
	}
	return fixes, notReady, gone
}

// Refused says that n leads of a plan were refused before.
func Refused(n int) string {
	return Plural(n, "was refused before and goes in a request of its own", "were refused before and go in requests of their own")
}
