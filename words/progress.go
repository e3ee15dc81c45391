package words

import (
	"fmt"
	"strings"

	"leadpad/lead"
	"leadpad/outbox"
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
	case outbox.NoReason:
	}
	return ""
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
