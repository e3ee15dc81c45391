package api

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/textproto"
	"net/url"
	"strings"
	"syscall"
	"time"

	"leadpad/config"
)

const (
	// DefaultTimeout is how long a request may take, connecting included
	// (docs/architecture.md, limits).
	DefaultTimeout = 60 * time.Second
	connectTimeout = 20 * time.Second
	maxBody        = 1 << 20 // bytes of an answer that are read
	maxHeader      = 64 << 10
	// writeBuffer is how many bytes of a request may wait in this computer. Left to
	// itself a system takes megabytes, which count as written, from a program whose
	// server reads none of them.
	writeBuffer = 32 << 10
)

// Options of a client.
type Options struct {
	BaseURL string
	Key     func(ctx context.Context) (config.Secret, error)
	// Dial replaces the network, for the in-memory sandbox. nil: the network.
	Dial      func(ctx context.Context, network, addr string) (net.Conn, error)
	Proxy     func(*url.URL) (*url.URL, error) // nil: none
	Timeout   time.Duration                    // 0: DefaultTimeout
	Now       func() time.Time                 // nil: time.Now
	UserAgent string                           // "": leadpad
	Transport func(*http.Transport)            // tests: adjust (e.g. RootCAs)
}

// Client sends requests, each exactly once.
type Client struct {
	o        Options
	endpoint *url.URL
}

// NewClient checks the address (https; http to loopback only).
func NewClient(o Options) (*Client, error) {
	base, err := CheckAddress(o.BaseURL)
	if err != nil {
		return nil, err
	}
	if o.Key == nil {
		return nil, errors.New("a client needs a key")
	}
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.UserAgent == "" {
		o.UserAgent = "leadpad"
	}
	// Of an address without a path JoinPath makes a relative one, which no server
	// understands in a request line.
	base.Path = strings.TrimRight(base.Path, "/") + "/"
	return &Client{o: o, endpoint: base.JoinPath(Path)}, nil
}

// Answer is all that is known about one request after it ended.
type Answer struct {
	Outcome    Outcome
	Status     int // HTTP status, 0 when none was seen
	Envelope   Envelope
	IsEnvelope bool
	Err        string // the network's error in one safe line, "" when none
	Bytes      int64  // written after the connection was made
	Connected  bool
	Seen
	// Begun and Ended are the client's clock before connecting and after the
	// answer (or its absence) was certain.
	Begun, Ended time.Time
}

// Create posts body, once, and tells what came of it. It never returns an
// error: everything that can happen is an Answer. ctx bounds connecting only
// until the first byte left; after that only the time-out ends the request.
func (c *Client) Create(ctx context.Context, body []byte) Answer {
	a := Answer{Begun: c.o.Now(), Seen: Seen{Host: safeLine(c.endpoint.Host, maxTitleText)}}
	key, err := c.key(ctx)
	if err != nil {
		a.Outcome, a.Err = BadKey, safeLine(err.Error(), maxLineText)
		a.Trouble, a.Detail, a.Why = NoKey, a.Err, err
		a.Ended = c.o.Now()
		return a
	}
	x := exchange{client: c, answer: &a, key: key, redact: newRedactor(key)}
	if proxy, err := c.proxy(c.endpoint); err == nil {
		x.redact.hideProxy(proxy)
	}
	x.run(ctx, body)
	a.Ended = c.o.Now()
	a.ProxyStatus = x.proxyStatus
	a.see(x.err, c.o.Timeout)
	a.Detail = x.redact.text(a.Detail)
	return a
}

// errProxyAddress is a proxy's address that is none.
var errProxyAddress = errors.New("the proxy's address cannot be read")

// proxy is who stands between; its error does not repeat an address that may hold
// a password.
func (c *Client) proxy(u *url.URL) (*url.URL, error) {
	if c.o.Proxy == nil || c.o.Dial != nil || u.Scheme == "http" { // plain is for this computer
		return nil, nil //nolint:nilnil // net/http's way to say that there is none
	}
	proxy, err := c.o.Proxy(u)
	if err != nil {
		return nil, errProxyAddress
	}
	return proxy, nil
}

// key looks the key up and checks that a header can carry it.
func (c *Client) key(ctx context.Context) (string, error) {
	secret, err := c.o.Key(ctx)
	if err != nil {
		return "", fmt.Errorf("look up the API key: %w", err)
	}
	key := strings.TrimSpace(secret.Reveal())
	if key == "" {
		return "", &config.KeyMistake{What: config.EmptyKey}
	}
	for i := range len(key) {
		if key[i] < ' ' || key[i] == 0x7f {
			return "", &config.KeyMistake{What: config.OddKey}
		}
	}
	return key, nil
}

// exchange is one request on its way.
type exchange struct {
	client      *Client
	answer      *Answer
	key         string
	redact      redactor
	meter       meter
	proxyStatus int  // answer of a proxy to CONNECT, 0 for none
	notice      bool // a notice (1xx) came before the answer
	err         error
}

// errTimeout is the cause of a request that took too long.
var errTimeout = errors.New("time-out")

// run sends the request and fills in all facts of the answer, its outcome
// included.
func (x *exchange) run(ctx context.Context, body []byte) {
	c := x.client
	// The request lives in a context of its own: once a byte has left, giving
	// up would turn "known in a moment" into "nobody knows".
	own, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cancel(nil)
	own, expire := context.WithTimeoutCause(own, c.o.Timeout, errTimeout)
	defer expire()
	release := context.AfterFunc(ctx, func() {
		if x.meter.shutIfUnused() {
			cancel(errStopped)
		}
	})
	defer release()

	transport := c.transport(x)
	defer transport.CloseIdleConnections()
	resp, err := transport.RoundTrip(c.request(own, x, body))
	if err != nil {
		x.fail(own, err)
		return
	}
	if x.notice {
		x.meter.answered()
	}
	x.read(own, resp)
}

// request builds the POST. GetBody stays nil, so that nothing below can send
// the body a second time.
func (c *Client) request(ctx context.Context, x *exchange, body []byte) *http.Request {
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn:              func(httptrace.GotConnInfo) { x.meter.arm() },
		GotFirstResponseByte: x.meter.answered,
		Got1xxResponse: func(int, textproto.MIMEHeader) error {
			x.notice = true
			return nil
		},
	})
	r := &http.Request{
		Method: http.MethodPost, URL: c.endpoint, Host: c.endpoint.Host,
		Header: http.Header{
			"Content-Type": {"application/json"},
			"Accept":       {"application/json"},
			"User-Agent":   {c.o.UserAgent},
			"X-API-Key":    {x.key}, // spelled as documented: set like this, it is not made canonical
		},
		Body:          x.meter.reads(body),
		ContentLength: int64(len(body)),
	}
	if len(body) == 0 {
		r.Body = http.NoBody
	}
	return r.WithContext(ctx)
}

// transport is made for one request: one connection, HTTP/1.1, no reuse, no
// repeat, and TLS always verified.
func (c *Client) transport(x *exchange) *http.Transport {
	plain := c.endpoint.Scheme == "http"
	protocols := new(http.Protocols)
	protocols.SetHTTP1(true)
	t := &http.Transport{
		Protocols:              protocols,
		DisableKeepAlives:      true,
		DisableCompression:     true,
		TLSHandshakeTimeout:    connectTimeout,
		MaxResponseHeaderBytes: maxHeader,
		TLSClientConfig:        &tls.Config{NextProtos: []string{"http/1.1"}, MinVersion: tls.VersionTLS12},
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			conn, err := c.dial(ctx, network, addr, plain)
			if err != nil {
				return nil, err
			}
			return x.meter.counted(conn), nil
		},
		OnProxyConnectResponse: func(_ context.Context, _ *url.URL, _ *http.Request, resp *http.Response) error {
			x.proxyStatus = resp.StatusCode
			return nil
		},
	}
	t.Proxy = func(r *http.Request) (*url.URL, error) { return c.proxy(r.URL) }
	if c.o.Transport != nil {
		c.o.Transport(t)
	}
	return t
}

// dial connects. A plain connection is made to a loopback address only,
// whatever "localhost" resolves to.
func (c *Client) dial(ctx context.Context, network, addr string, plain bool) (net.Conn, error) {
	if c.o.Dial != nil {
		return c.o.Dial(ctx, network, addr)
	}
	d := net.Dialer{Timeout: connectTimeout}
	if plain {
		d.ControlContext = func(_ context.Context, _, address string, _ syscall.RawConn) error {
			at, err := netip.ParseAddrPort(address)
			if err != nil || !at.Addr().Unmap().IsLoopback() {
				return fmt.Errorf("%s is not this computer", address)
			}
			return nil
		}
	}
	conn, err := d.DialContext(ctx, network, addr)
	if tcp, ok := conn.(*net.TCPConn); ok {
		// Best effort: it only sharpens what is known.
		_ = tcp.SetWriteBuffer(writeBuffer)
	}
	return conn, err
}

// fail fills in a request that ended without a status line.
func (x *exchange) fail(ctx context.Context, err error) {
	if cause := context.Cause(ctx); cause != nil {
		err = cause
	}
	x.err = err
	a := x.answer
	known := false
	a.Bytes, a.Connected, known = x.meter.settle()
	a.Err = safeLine(x.redact.text(err.Error()), maxLineText)
	switch {
	case known && a.Bytes == 0 && x.proxyStatus == http.StatusProxyAuthRequired:
		a.Outcome = BadKey
	case known && a.Bytes == 0:
		a.Outcome = NotSent
	default:
		a.Outcome = Unsure
	}
}

// read fills in an answer whose status line was seen.
func (x *exchange) read(ctx context.Context, resp *http.Response) {
	a := x.answer
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxBody+1))
	_ = resp.Body.Close() // the connection is dropped, whatever closing says
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		x.err = err
		a.Err = safeLine(x.redact.text(err.Error()), maxLineText)
	}
	whole := err == nil && len(body) <= maxBody
	a.Bytes, a.Connected, _ = x.meter.settle()
	a.Status = resp.StatusCode
	a.Location = safeLine(x.redact.text(resp.Header.Get("Location")), maxLineText)
	a.RetryAfter = retryAfter(resp.Header, x.client.o.Now())
	envelope := Envelope{Raw: body[:min(len(body), maxBody)]}
	if whole {
		envelope, a.IsEnvelope = DecodeEnvelope(body)
	} else {
		envelope.Raw = x.redact.tail(envelope.Raw)
	}
	a.Outcome = judge(a.Status, envelope, a.IsEnvelope, whole)
	if whole && a.Outcome == Unsure && envelope.Succeeded == nil && !envelope.odd && envelope.StatusCode == nil {
		if a.Problem = readProblem(a.Status, body, resp.Header.Get("Content-Type"), x.redact); a.Problem != nil {
			a.Outcome = AtFault
		}
	}
	if a.Outcome == Created && !x.meter.whole() {
		a.Outcome, a.Trouble = Unsure, Early
	}
	a.Envelope = envelope.redacted(x.redact)
	a.Envelope.Headers = limits(resp.Header, x.redact)
	if !a.IsEnvelope {
		a.Other = summary(body, resp.Header.Get("Content-Type"), x.redact)
	}
}
