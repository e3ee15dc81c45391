package words

import (
	"fmt"
	"strconv"
	"strings"

	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/safe"

	"github.com/google/uuid"
)

// Record is a line of the audit record: when, who, what and from where.
func (r Reader) Record(of queue.Record) string {
	who := of.User
	if who == "" {
		who = "–" // the machine's own user, or nobody yet
	}
	text := fmt.Sprintf("%s  %s  %s", r.Stamp(of.At), who, recorded(of))
	for _, more := range []struct{ what, value string }{{" in ", of.Workspace}, {" from ", of.Address}, {" with ", of.Key}} {
		if more.value != "" {
			text += more.what + more.value
		}
	}
	return safe.Clean(text).String()
}

// recorded is what was done.
func recorded(r queue.Record) string {
	switch r.Act {
	case queue.LoginDenied:
		text := "login denied"
		if r.Subject != "" {
			text += " to " + strconv.Quote(r.Subject)
		}
		return strings.TrimSuffix(text+": "+r.Detail, ": ")
	case queue.Exported:
		if r.Subject == "" {
			return "exported " + Leads(r.Leads)
		}
		return "exported " + Leads(r.Leads) + " of batch " + batchName(r.Subject)
	case queue.Resolved:
		return "settled " + Leads(r.Leads) + " of batch " + batchName(r.Subject) + " as " + r.Detail
	case queue.Unresolved:
		return "took back what was said of " + Leads(r.Leads) + " of batch " + batchName(r.Subject)
	case queue.HandedOver:
		return "handed over " + Leads(r.Leads) + " of " + r.Subject + " to " + r.Detail
	case queue.Renamed:
		return "renamed " + r.Subject + " to " + r.Detail + ", " + Leads(r.Leads)
	case queue.KeyKept:
		return "another API key"
	case queue.KeyAllowed:
		return "a key for " + r.Subject + " came"
	case queue.KeyRemoved:
		return "a key of " + r.Subject + " went"
	case queue.Ended:
		return "ended a session of " + r.Subject
	case queue.LoggedIn:
	}
	return string(r.Act)
}

// batchName is a batch as people know it.
func batchName(id string) string {
	if parsed, err := uuid.Parse(id); err == nil {
		return outbox.ShortID(parsed)
	}
	return id
}
