package history

import (
	"strings"

	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
)

// created says that n leads were.
func created(n int) string {
	switch n {
	case 1:
		return "The lead was created."
	case 2:
		return "Both leads were created."
	}
	return "All " + kit.Number(n) + " leads were created."
}

// place says where the leads of a sent batch are.
func (m *Model) place(b queue.Batch) string {
	where := "ClosingDealz"
	if b.Practice {
		where = "the sandbox"
	}
	return kit.PluralWord(len(b.Leads), "It is in ", "They are in ") + where + "."
}

// resolved says what a person said.
func resolved(b queue.Batch) string {
	switch b.Resolution {
	case "sent":
		return "Settled by a person: it is there, the leads are Sent."
	case "ready":
		return "Settled by a person: it was missing, the leads went back to Ready."
	}
	return "Settled by a person, lead by lead."
}

// sentence begins with a capital and ends with a full stop; instead stands for
// an empty one.
func sentence(s, instead string) string {
	if s == "" {
		s = instead
	}
	if s == "" {
		return ""
	}
	if c := s[0]; c >= 'a' && c <= 'z' && !strings.HasPrefix(s, "leadpad") {
		s = string(c-'a'+'A') + s[1:]
	}
	if !strings.ContainsAny(s[len(s)-1:], ".!?") {
		s += "."
	}
	return s
}

// message is the envelope's, null as it is written; without an envelope what
// the network said.
func message(r queue.Receipt) string {
	switch {
	case r.Message != nil:
		return safe.Clean(*r.Message).String()
	case r.Succeeded != nil:
		return "null"
	case r.Err != "":
		return network(r.Err)
	}
	return "–"
}

// network says in people's words what the network said in Go's; what it does
// not know it leaves as it is.
func network(err string) string {
	for _, w := range []struct{ has, say string }{
		{"connection reset by peer", "the connection was cut"},
		{"broken pipe", "the connection was cut"},
		{"forcibly closed", "the connection was cut"},
		{"EOF", "the connection was cut"},
		{"server closed", "the connection was cut"},
		{"use of closed network connection", "the connection was cut"},
		{"connection refused", "nothing answers at the address"},
		{"no such host", "the server's name is not known"},
		{"unreachable", "the network is not there"},
		{"i/o timeout", "no answer in time"},
		{"deadline exceeded", "no answer in time"},
		{"x509:", "the server's certificate is not trusted"},
		{"tls:", "no secure connection"},
		{"read tcp", "the connection failed"},
		{"write tcp", "the connection failed"},
		{"dial tcp", "the connection failed"},
	} {
		if strings.Contains(err, w.has) {
			return w.say
		}
	}
	return safe.Clean(err).String()
}
