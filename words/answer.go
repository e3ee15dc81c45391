package words

import (
	"fmt"
	"net/http"
	"strconv"
	"time"

	"leadpad/api"
	"leadpad/outbox"
)

// statusLine is "502 Bad Gateway", or the number alone when it has no name.
func statusLine(status int) string {
	if name := http.StatusText(status); name != "" {
		return fmt.Sprintf("%d %s", status, name)
	}
	return strconv.Itoa(status)
}

// said is what, and the server's own sentence behind it, when there is one.
func said(what string, a api.Answer) string {
	if m := outbox.Message(a); m != "" {
		return Stop(what + ": " + clip(m))
	}
	if a.Other != "" {
		return Stop(what + ": it sent " + a.Other)
	}
	return Stop(what)
}

// mostSaid is how many characters of a server's sentence are repeated in one of
// ours; the whole of it stands in the receipt.
const mostSaid = 300

// clip shortens a text of others.
func clip(text string) string {
	if r := []rune(text); len(r) > mostSaid {
		return string(r[:mostSaid-1]) + "…"
	}
	return text
}

// What says what became of a request of n leads.
func (r Reader) What(a api.Answer, n int) string {
	switch a.Outcome {
	case api.Created:
		return created(n)
	case api.NotSent:
		return Sentence(r.trouble(a.Seen))
	case api.BadKey:
		return r.whatKey(a)
	case api.TooMany:
		return said("The request is too large for the server", a)
	case api.PlanLimit:
		return said("The Free Plan does not take these leads", a)
	case api.Limited:
		return "Too many requests (429): somebody else uses this key, or " + r.Server() + " counts otherwise."
	case api.Misdirected:
		return whatAddress(a)
	case api.AtFault:
		return said("The request of "+Leads(n)+" was refused", a)
	case api.Unsure:
	}
	return whatUnsure(a)
}

// created says that n leads were.
func created(n int) string {
	switch n {
	case 1:
		return "The lead was created."
	case 2:
		return "Both leads were created."
	}
	return "All " + Number(n) + " leads were created."
}

func (r Reader) whatKey(a api.Answer) string {
	switch {
	case a.Trouble == api.NoKey:
		return Sentence(r.trouble(a.Seen))
	case a.WantsProxyAuth():
		return "The proxy wants a name and a password (407)."
	case a.Status == http.StatusForbidden:
		return said("The API key has no access here (403)", a)
	}
	return said("The API key is not accepted ("+strconv.Itoa(a.Status)+")", a)
}

func whatAddress(a api.Answer) string {
	if a.Location != "" {
		return Stop(fmt.Sprintf("Requests to %s are sent on to %s (%d), and leadpad does not follow", a.Host, a.Location, a.Status))
	}
	if a.Status == http.StatusUnsupportedMediaType {
		return said("The server does not take this sort of request (415)", a)
	}
	return said(fmt.Sprintf("There is no Create Leads API at %s (%d)", a.Host, a.Status), a)
}

func whatUnsure(a api.Answer) string {
	if a.Trouble == api.Early {
		return Sentence(Trouble(a.Seen, true))
	}
	if a.Status == 0 || a.Trouble == api.CutOff {
		if a.Trouble == api.CutOff {
			return "The answer (" + statusLine(a.Status) + ") broke off."
		}
		return Sentence(Trouble(a.Seen, true))
	}
	if !a.IsEnvelope {
		return Sentence("The answer (" + statusLine(a.Status) + ") is not the API's: " + a.Other)
	}
	if a.Contradicts() {
		return Sentence(fmt.Sprintf("The answer contradicts itself: status %d, but the envelope says %s", a.Status, envelopeSays(a.Envelope)))
	}
	if a.Status >= 500 || a.Status == http.StatusRequestTimeout {
		return said("The server failed ("+statusLine(a.Status)+")", a)
	}
	return said("The answer ("+statusLine(a.Status)+") is none that the API documents", a)
}

// trouble is Trouble of a request of which nothing was sent. Where the key is kept is
// no business of who has a line to a server.
func (r Reader) trouble(s api.Seen) string {
	if r.Served && s.Trouble == api.NoKey {
		return "can't get the key: " + noKeyThere
	}
	return Trouble(s, false)
}

func noKey(s api.Seen) string {
	if s.Why != nil {
		return "can't get the key: " + plain(s.Why)
	}
	return "can't get the key: " + s.Detail
}

func envelopeSays(e api.Envelope) string {
	code, succeeded := "no statusCode", "no succeeded"
	if e.StatusCode != nil {
		code = "statusCode " + strconv.Itoa(*e.StatusCode)
	}
	if e.Succeeded != nil {
		succeeded = "succeeded " + strconv.FormatBool(*e.Succeeded)
	}
	return code + ", " + succeeded
}

// Trouble says why no answer came, or no whole one. sent: bytes had left before.
func Trouble(s api.Seen, sent bool) string {
	host := s.Host
	if host == "" {
		host = "the server"
	}
	reach := "can't reach " + host
	switch s.Trouble {
	case api.NoKey:
		return noKey(s)
	case api.GivenUp:
		return "the request was stopped before anything was sent"
	case api.NoConnection:
		return reach + ": no connection within " + seconds(s.Timeout)
	case api.NoAnswer:
		return "no answer from " + host + " within " + seconds(s.Timeout)
	case api.ProxyRefused:
		return "the proxy let nothing through (" + statusLine(s.ProxyStatus) + ")"
	case api.ProxyAway:
		return "can't reach the proxy: " + s.Detail
	case api.UnknownHost:
		return reach + ": the name is not known (DNS)"
	case api.NoNameServer:
		return reach + ": the name server does not answer"
	case api.UnknownIssuer:
		return "can't trust " + host + ": its certificate is from nobody this computer knows"
	case api.BadCertificate:
		return "can't trust " + host + ": its certificate is not valid (" + s.Detail + ")"
	case api.NotTLS:
		return reach + ": it does not speak https"
	case api.NothingThere:
		return reach + ": nothing answers there"
	case api.ConnectionEnded:
		return "the connection to " + host + " was closed before it answered"
	case api.CutOff:
		return "the answer broke off"
	case api.Left:
		return "leadpad ended before the answer came"
	case api.Early:
		return "the answer came before the whole request was sent"
	case api.ConnectionLost:
		if sent {
			return "the connection to " + host + " broke"
		}
		return reach
	case api.NoTrouble:
	}
	return "no answer came"
}

// Cause is Trouble in a few words, for a column.
func Cause(t api.Trouble) string {
	switch t {
	case api.NoTrouble:
		return ""
	case api.NoKey:
		return "no key"
	case api.GivenUp:
		return "stopped"
	case api.NoConnection:
		return "no connection in time"
	case api.NoAnswer:
		return "no answer in time"
	case api.ProxyRefused:
		return "the proxy refused"
	case api.ProxyAway:
		return "can't reach the proxy"
	case api.UnknownHost:
		return "the server's name is not known"
	case api.NoNameServer:
		return "the name server does not answer"
	case api.UnknownIssuer, api.BadCertificate:
		return "the certificate is not trusted"
	case api.NotTLS:
		return "no secure connection"
	case api.NothingThere:
		return "nothing answers at the address"
	case api.CutOff:
		return "the answer was cut"
	case api.Left:
		return "leadpad ended"
	case api.Early:
		return "the answer came too early"
	case api.ConnectionEnded, api.ConnectionLost:
	}
	return "the connection was cut"
}

// seconds writes a time-out: "60 s", "1.5 s".
func seconds(d time.Duration) string { return fmt.Sprintf("%g s", d.Seconds()) }

// Outcome is an outcome's word beside its sign.
func Outcome(o api.Outcome) string {
	switch o {
	case api.Created:
		return "Created"
	case api.NotSent:
		return "Not sent"
	case api.BadKey:
		return "Key refused"
	case api.TooMany:
		return "Too many"
	case api.PlanLimit:
		return "Plan limit"
	case api.Limited:
		return "Too many requests"
	case api.Misdirected:
		return "Misdirected"
	case api.AtFault:
		return "Refused"
	case api.Unsure:
	}
	return "Not sure"
}
