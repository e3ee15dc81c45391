package api

import (
	"bufio"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/net/http2"
)

// S5: servers that speak only HTTP/2, or both, and misbehave on it; 503.
func TestHTTP2NeverRepeats(t *testing.T) {
	t.Parallel()
	n := trials(20)
	faults := map[string]func(*http2.Framer, uint32){
		"PROTOCOL_ERROR": func(f *http2.Framer, id uint32) { _ = f.WriteRSTStream(id, http2.ErrCodeProtocol) },
		"REFUSED_STREAM": func(f *http2.Framer, id uint32) { _ = f.WriteRSTStream(id, http2.ErrCodeRefusedStream) },
		"GOAWAY":         func(f *http2.Framer, _ uint32) { _ = f.WriteGoAway(0, http2.ErrCodeNo, nil) },
	}
	for name, fault := range faults {
		for _, alpn := range [][]string{{"h2"}, {"h2", "http/1.1"}} {
			t.Run(name+" "+strings.Join(alpn, "+"), func(t *testing.T) {
				t.Parallel()
				var bodies atomic.Int64
				base, adjust := h2Server(t, alpn, &bodies, fault)
				for range n {
					before := bodies.Load()
					a := newClient(t, base, func(o *Options) { o.Transport = adjust }).Create(t.Context(), theBody(t))
					told(t, a)
					if got := bodies.Load() - before; got > 1 {
						t.Fatalf("%d bodies of one request", got)
					}
					if len(alpn) == 1 && a.Outcome != NotSent && a.Outcome != Unsure {
						t.Fatalf("got %+v", a)
					}
					if len(alpn) == 2 && (a.Outcome != Unsure || a.Status != 503 || a.RetryAfter != 7*time.Second) {
						t.Fatalf("got %+v", a)
					}
				}
			})
		}
	}
}

// h2Server speaks HTTP/2 with a fault to whoever asks for it, and answers
// HTTP/1.1 with 503 and Retry-After.
func h2Server(t *testing.T, alpn []string, bodies *atomic.Int64, fault func(*http2.Framer, uint32)) (string, func(*http.Transport)) {
	t.Helper()
	certs := httptest.NewTLSServer(nil)
	cert, pool := certs.TLS.Certificates[0], certs.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	certs.Close()
	secure := &tls.Config{Certificates: []tls.Certificate{cert}, NextProtos: alpn}
	at := listening(t, secure, func(c net.Conn) { serveEither(c.(*tls.Conn), bodies, fault) })
	return "https://" + at, func(tr *http.Transport) { tr.TLSClientConfig.RootCAs = pool }
}

func serveEither(conn *tls.Conn, bodies *atomic.Int64, fault func(*http2.Framer, uint32)) {
	if conn.Handshake() != nil {
		return
	}
	if conn.ConnectionState().NegotiatedProtocol == "h2" {
		serveH2(conn, bodies, fault)
		return
	}
	r, err := http.ReadRequest(bufio.NewReader(conn))
	if err != nil {
		return
	}
	if _, err := io.ReadAll(r.Body); err == nil {
		bodies.Add(1)
	}
	_, _ = conn.Write(say(503, "text/plain", []byte("busy"), "Retry-After: 7"))
}

func serveH2(conn *tls.Conn, bodies *atomic.Int64, fault func(*http2.Framer, uint32)) {
	f := http2.NewFramer(conn, conn)
	_ = f.WriteSettings()
	preface := make([]byte, len(http2.ClientPreface))
	if _, err := io.ReadFull(conn, preface); err != nil || string(preface) != http2.ClientPreface {
		_ = f.WriteGoAway(0, http2.ErrCodeProtocol, nil)
		return
	}
	for {
		frame, err := f.ReadFrame()
		if err != nil {
			return
		}
		if frame.Header().Flags.Has(http2.FlagDataEndStream) {
			if frame.Header().Type == http2.FrameData {
				bodies.Add(1)
			}
			fault(f, frame.Header().StreamID)
		}
	}
}
