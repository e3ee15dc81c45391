package api

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"io"
	"net"
	"net/http"
	"slices"
	"syscall"
	"time"
)

// Seen is what was seen of a request beside the answer itself. A receipt keeps
// it, so its names in JSON are on users' disks.
type Seen struct {
	Trouble Trouble `json:"trouble,omitzero"`
	// Host is who was asked.
	Host string `json:"host,omitempty"`
	// Detail says more about a certificate, a proxy or a missing key: one safe
	// line, "" for nothing.
	Detail string `json:"detail,omitempty"`
	Why    error  `json:"-"` // of NoKey, nil for one of a receipt
	// Timeout is how long was waited where that is the trouble.
	Timeout time.Duration `json:"timeout,omitzero"`
	// ProxyStatus is what a proxy answered to CONNECT, 0 for none.
	ProxyStatus int    `json:"proxyStatus,omitempty"`
	Location    string `json:"location,omitempty"` // of a redirect
	// RetryAfter is 0 when absent, and at most one hour.
	RetryAfter time.Duration `json:"retryAfter,omitzero"`
	// Problem is the problem document that refused the body, nil for none.
	Problem *Problem `json:"problem,omitempty"`
	// Other says in one safe line what a body is that is no envelope, "" for an
	// envelope.
	Other string `json:"other,omitempty"`
}

// Trouble is what kept an answer from coming, or from coming whole.
type Trouble uint8

// The troubles.
const (
	NoTrouble       Trouble = iota
	NoKey                   // the key could not be had: Detail
	GivenUp                 // by whoever asked, before a byte had left
	NoConnection            // none was made within Timeout
	NoAnswer                // none came within Timeout
	ProxyRefused            // the proxy answered ProxyStatus
	ProxyAway               // the proxy cannot be reached: Detail
	UnknownHost             // no name server knows Host
	NoNameServer            // none answered
	UnknownIssuer           // the certificate is from nobody this computer trusts
	BadCertificate          // the certificate is not valid: Detail
	NotTLS                  // Host does not speak TLS
	NothingThere            // the connection was refused
	ConnectionEnded         // before an answer came
	CutOff                  // the answer broke off
	ConnectionLost          // in some other way
	Left                    // leadpad was left before the answer came
	Early                   // it said that the leads were created before it had the whole request
)

// troubles are the names in receipts.
func troubles() []string {
	return []string{
		NoTrouble: "", NoKey: "no key", GivenUp: "given up", NoConnection: "no connection", NoAnswer: "no answer",
		ProxyRefused: "proxy refused", ProxyAway: "proxy away", UnknownHost: "unknown host", NoNameServer: "no name server",
		UnknownIssuer: "unknown issuer", BadCertificate: "bad certificate", NotTLS: "no TLS", NothingThere: "connection refused",
		ConnectionEnded: "connection ended", CutOff: "cut off", ConnectionLost: "connection lost", Left: "left", Early: "answered early",
	}
}

// String is the trouble's name in receipts, "" for none.
func (t Trouble) String() string {
	if all := troubles(); int(t) < len(all) {
		return all[t]
	}
	return troubles()[ConnectionLost]
}

// MarshalText writes the name.
func (t Trouble) MarshalText() ([]byte, error) { return []byte(t.String()), nil }

// UnmarshalText reads it; a name of a newer leadpad's is ConnectionLost.
func (t *Trouble) UnmarshalText(name []byte) error {
	*t = ConnectionLost
	if i := slices.Index(troubles(), string(name)); i >= 0 {
		*t = Trouble(i)
	}
	return nil
}

// see notes why no answer came, or no whole one. err is the network's, nil for
// an answer that came whole.
func (a *Answer) see(err error, timeout time.Duration) {
	var (
		dns     *net.DNSError
		cert    *tls.CertificateVerificationError
		unknown x509.UnknownAuthorityError
		record  tls.RecordHeaderError
		op      *net.OpError
	)
	switch {
	case a.Status != 0 && err != nil:
		a.Trouble = CutOff
	case a.Status != 0:
	case errors.Is(err, errStopped):
		a.Trouble = GivenUp
	case errors.Is(err, errTimeout) && !a.Connected:
		a.Trouble, a.Timeout = NoConnection, timeout
	case errors.Is(err, errTimeout):
		a.Trouble, a.Timeout = NoAnswer, timeout
	case a.ProxyStatus != 0:
		a.Trouble = ProxyRefused
	case errors.Is(err, errProxyAddress):
		a.Trouble, a.Detail = ProxyAway, "its address cannot be read"
	case errors.As(err, &op) && op.Op == "proxyconnect":
		a.Trouble, a.Detail = ProxyAway, safeLine(op.Err.Error(), maxTitleText)
	case errors.As(err, &dns) && dns.IsNotFound:
		a.Trouble = UnknownHost
	case errors.As(err, &dns):
		a.Trouble = NoNameServer
	case errors.As(err, &unknown):
		a.Trouble = UnknownIssuer
	case errors.As(err, &cert):
		a.Trouble, a.Detail = BadCertificate, safeLine(cert.Err.Error(), maxLineText)
	case errors.As(err, &record):
		a.Trouble = NotTLS
	case errors.Is(err, syscall.ECONNREFUSED):
		a.Trouble = NothingThere
	case errors.Is(err, context.DeadlineExceeded) || isTimeout(err):
		a.Trouble, a.Timeout = NoConnection, min(timeout, connectTimeout)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET), errors.Is(err, syscall.EPIPE):
		a.Trouble = ConnectionEnded
	default:
		a.Trouble = ConnectionLost
	}
}

func isTimeout(err error) bool {
	var t net.Error
	return errors.As(err, &t) && t.Timeout()
}

// Contradicts says that status line and envelope do not say the same.
func (a *Answer) Contradicts() bool {
	e := a.Envelope
	return e.StatusCode != nil && *e.StatusCode != a.Status ||
		e.Succeeded != nil && *e.Succeeded != (a.Status >= 200 && a.Status <= 299)
}

// WantsProxyAuth says that it was a proxy that asked for a name and a password.
func (a *Answer) WantsProxyAuth() bool {
	return a.Status == http.StatusProxyAuthRequired || a.ProxyStatus == http.StatusProxyAuthRequired
}
