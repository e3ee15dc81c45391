package api

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"syscall"
	"time"
)

// The sentences that are the same for several outcomes.
const (
	nothingCreated = "Nothing of this request was created."
	backToReady    = "Its leads are Ready again"
	// keyOrder is why a key that was set may not be the one in use.
	keyOrder = " (CLOSINGDEALZ_API_KEY and key_command go before it), then submit again."
)

// explainNoKey says what it means that no key could be had.
func (a *Answer) explainNoKey(workspace string) {
	a.What = "The request was not sent: " + a.Err + "."
	a.Certain = nothingCreated
	a.Next = "Set the key with " + keySet(workspace) + ", then submit again."
}

// keySet is the command that sets a workspace's key. It always names the
// workspace: without a name it would set the key of the default one.
func keySet(workspace string) string {
	if workspace == "" {
		workspace = "NAME"
	}
	return "`leadpad key set --profile " + safeLine(workspace, maxTitleText) + "`"
}

// explain fills in the three sentences. Text from the server in them is clean.
func (a *Answer) explain(err error, host string, o Options, proxyStatus int) {
	timeout := o.Timeout
	host = safeLine(host, maxTitleText)
	a.Certain = nothingCreated
	switch a.Outcome {
	case Created:
		a.What = "The leads were created."
		a.Certain = "All of its leads are in ClosingDealz."
		a.Next = "There is nothing left to do for them."
	case NotSent:
		a.What = a.lostWords(err, host, timeout, proxyStatus)
		a.Certain = "Nothing was sent, so nothing was created."
		a.Next = backToReady + "; submit them again when the connection works."
	case BadKey:
		a.explainKey(proxyStatus, o.Workspace)
	case TooMany:
		a.What = a.said("The server found the request too large")
		a.Next = backToReady + " and go in smaller requests."
	case PlanLimit:
		a.What = a.said("The Free Plan of this workspace does not take these leads")
		a.Next = "Make room in ClosingDealz or change the plan, then submit those that fit."
	case Limited:
		a.What = a.said("Too many requests reached the server in this window")
		a.Next = backToReady + " and go on by themselves when the window is open again" + a.wait() + "."
	case Misdirected:
		a.explainAddress(host)
	case AtFault:
		a.What = a.said("The server refused the request")
		a.Certain = "Nothing of it was created; at least one of its leads is at fault."
		a.Next = "f finds the lead at fault, r puts all of them back to Ready."
	case Unsure:
		a.explainUnsure(err, host, timeout)
	}
}

func (a *Answer) explainKey(proxyStatus int, workspace string) {
	switch {
	case proxyStatus == http.StatusProxyAuthRequired || a.Status == http.StatusProxyAuthRequired:
		a.What = "The proxy wants a name and a password (407)."
		a.Next = "Correct the proxy's address, then submit again."
	case a.Status == http.StatusForbidden:
		a.What = a.said("The API key has no access to this (403)")
		a.Next = "Set another key with " + keySet(workspace) + keyOrder
	default:
		a.What = a.said("The server does not accept the API key")
		a.Next = "Set the right key with " + keySet(workspace) + keyOrder
	}
}

func (a *Answer) explainAddress(host string) {
	switch {
	case a.Location != "":
		a.What = fmt.Sprintf("%s sends requests on to %s (%d), and leadpad does not follow.", host, a.Location, a.Status)
		a.Next = "Check base_url in the config, then submit again."
	case a.Status == http.StatusUnsupportedMediaType:
		a.What = a.said("The server does not take this sort of request (415)")
		a.Next = "Check base_url and docs in the config, then submit again."
	default:
		a.What = a.said(fmt.Sprintf("There is no Create Leads API at %s (%d)", host, a.Status))
		a.Next = "Check base_url and docs in the config, then submit again."
	}
}

func (a *Answer) explainUnsure(err error, host string, timeout time.Duration) {
	a.Certain = "Nobody knows whether its leads were created."
	a.Next = "They are Not sure and never go again by themselves; settle them in History after a look in ClosingDealz."
	switch {
	case a.Status == 0:
		a.What = a.lostWords(err, host, timeout, 0)
	case err != nil:
		a.What = fmt.Sprintf("The answer (%s) broke off before its end.", statusLine(a.Status))
	case !a.IsEnvelope:
		a.What = fmt.Sprintf("The answer (%s) is not the API's: %s.", statusLine(a.Status), a.Other)
	case a.Contradicts():
		a.What = fmt.Sprintf("The answer contradicts itself: status %d, but the envelope says %s.", a.Status, a.envelopeSays())
	case a.Status >= 500 || a.Status == http.StatusRequestTimeout:
		a.What = a.said(fmt.Sprintf("The server failed (%s)", statusLine(a.Status)))
	default:
		a.What = a.said(fmt.Sprintf("The answer (%s) fits nothing that the API documents", statusLine(a.Status)))
	}
}

func (a *Answer) envelopeSays() string {
	code, succeeded := "no statusCode", "no succeeded"
	if c := a.Envelope.StatusCode; c != nil {
		code = fmt.Sprintf("statusCode %d", *c)
	}
	if s := a.Envelope.Succeeded; s != nil {
		succeeded = fmt.Sprintf("succeeded %t", *s)
	}
	return code + ", " + succeeded
}

// said is a sentence with the server's message, when there is one.
func (a *Answer) said(what string) string {
	if m := a.Envelope.Message; m != nil {
		if text := safeLine(*m, maxLineText); text != "" {
			return what + ": " + endSentence(text)
		}
	}
	if !a.IsEnvelope && a.Other != "" {
		return what + " and answered with " + a.Other + "."
	}
	return what + "."
}

func endSentence(s string) string {
	switch s[len(s)-1] {
	case '.', '!', '?':
		return s
	}
	return s + "."
}

func (a *Answer) wait() string {
	if a.RetryAfter <= 0 {
		return ""
	}
	return fmt.Sprintf(", at the earliest in %d s", wholeSeconds(a.RetryAfter))
}

// wholeSeconds rounds up: what is said is never too early.
func wholeSeconds(d time.Duration) int { return int((d + time.Second - 1) / time.Second) }

// statusLine is "502 Bad Gateway", or the number alone when it has no name.
func statusLine(status int) string {
	if name := http.StatusText(status); name != "" {
		return fmt.Sprintf("%d %s", status, name)
	}
	return fmt.Sprint(status)
}

// lostWords says in one sentence why no answer came.
func (a *Answer) lostWords(err error, host string, timeout time.Duration, proxyStatus int) string {
	var (
		dns     *net.DNSError
		cert    *tls.CertificateVerificationError
		unknown x509.UnknownAuthorityError
		record  tls.RecordHeaderError
		op      *net.OpError
	)
	switch {
	case errors.Is(err, errStopped):
		return "The request was stopped before anything was sent."
	case errors.Is(err, errTimeout) && !a.Connected:
		return fmt.Sprintf("No connection to %s within %g s.", host, timeout.Seconds())
	case errors.Is(err, errTimeout):
		return fmt.Sprintf("No answer came from %s within %g s.", host, timeout.Seconds())
	case proxyStatus != 0:
		return fmt.Sprintf("The proxy did not let the request through (%s).", statusLine(proxyStatus))
	case errors.As(err, &op) && op.Op == "proxyconnect":
		return "The proxy cannot be reached: " + endSentence(safeLine(op.Err.Error(), maxTitleText))
	case errors.As(err, &dns) && dns.IsNotFound:
		return fmt.Sprintf("The name %s is not known (DNS).", host)
	case errors.As(err, &dns):
		return fmt.Sprintf("The name server did not answer for %s.", host)
	case errors.As(err, &unknown):
		return fmt.Sprintf("The certificate of %s is from nobody this computer trusts.", host)
	case errors.As(err, &cert):
		return fmt.Sprintf("The certificate of %s is not valid: %s", host, endSentence(safeLine(cert.Err.Error(), maxLineText)))
	case errors.As(err, &record):
		return fmt.Sprintf("%s does not speak https.", host)
	case errors.Is(err, syscall.ECONNREFUSED):
		return fmt.Sprintf("Nothing answers at %s (connection refused).", host)
	case errors.Is(err, context.DeadlineExceeded) || isTimeout(err):
		return fmt.Sprintf("No connection to %s within %g s.", host, min(timeout, connectTimeout).Seconds())
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		return fmt.Sprintf("%s closed the connection before it answered.", host)
	case err == nil:
		return "No answer came."
	}
	return fmt.Sprintf("The connection to %s failed.", host)
}
