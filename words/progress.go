package words

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/safe"
)

// Reason says for what a sender waits, "" for nothing in particular.
func Reason(why outbox.Reason) string {
	switch why {
	case outbox.ForWindow:
		return "the window is full"
	case outbox.ForPause:
		return "too many requests: pausing"
	case outbox.ForPace:
		return "going slower after too many requests"
	case outbox.ForOtherRequest:
		return "another request with this key is in flight"
	case outbox.ForConnection:
		return "can't connect"
	case outbox.ForLastUnsure:
		return "the last request is not sure"
	case outbox.ForDisk:
		return "the queue can't be written"
	case outbox.ForOtherSender:
		return "another leadpad is sending for this workspace"
	case outbox.ForTurn:
		return "others' requests go in between"
	case outbox.ForLook:
		return "somebody looks at the first lead"
	case outbox.NoReason:
	}
	return ""
}

// Beside says whose requests take turns with those on show, "" for nobody's.
func Beside(names []string) string {
	if len(names) == 0 {
		return ""
	}
	return people(names) + PluralWord(len(names), " sends", " send") + " too: requests take turns"
}

// UsedBy says how much of the window others than the reader used: "12 by Ana", "21 by
// 3 others", "" for nothing.
func UsedBy(by []outbox.Use, reader string, now time.Time) string {
	var names []string
	used := 0
	for _, u := range by {
		if n := u.Used(now); u.User != reader && n > 0 {
			names, used = append(names, u.User), used+n
		}
	}
	switch {
	case len(names) == 0:
		return ""
	case len(names) == 1:
		return Number(used) + " by " + people(names)
	}
	return Number(used) + " by " + Number(len(names)) + " others"
}

// people names some, and counts them where they are many; "" is who has no name.
func people(names []string) string {
	const most = 3
	if len(names) > most {
		return Number(len(names)) + " others"
	}
	clean := make([]string, len(names))
	for i, name := range names {
		clean[i] = cmp.Or(safe.Clean(name).String(), "somebody without a name")
	}
	return List(clean...)
}

// Note says what is special about a request, "" for nothing.
func Note(n outbox.Note) string {
	switch n.Kind {
	case outbox.RefusedBefore:
		return "refused before"
	case outbox.NamedAlone:
		return "the lead that the refusal names, alone"
	case outbox.LastOfGroup:
		return "alone: all others of its group were created"
	case outbox.PartOfRefused:
		return fmt.Sprintf("%s of the refused %s, to find the lead at fault", Number(n.Leads), Number(n.Of))
	case outbox.RestOfRefused:
		return "the rest of the refused " + Number(n.Of)
	case outbox.NoNote:
	}
	return ""
}

// Omitted is what will not be sent: "socials of 3 leads".
func Omitted(o outbox.Omission) string {
	name := "parts"
	if o.Field != lead.Whole {
		label := o.Field.Label()
		name = strings.ToLower(label[:1]) + label[1:]
	}
	return name + " of " + Leads(o.Leads)
}

// Sizes writes the leads of each request: "1+100+100+13", "1+198×100+13".
func Sizes(sizes []int) string {
	const most = 6
	var parts []string
	for i := 0; i < len(sizes); {
		j := i + 1
		for len(sizes) > most && j < len(sizes) && sizes[j] == sizes[i] {
			j++
		}
		part := Number(sizes[i])
		if j-i > 1 {
			part = Number(j-i) + "×" + part
		}
		parts = append(parts, part)
		i = j
	}
	if len(parts) > most {
		return strings.Join(parts[:most-1], "+") + "+…"
	}
	return strings.Join(parts, "+")
}
