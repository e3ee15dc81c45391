package api

import (
	"bytes"
	"crypto/tls"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"
)

// hasty is a server that says "created" as soon as it has read the first
// kilobyte of a body, and then does what its name says.
type hasty struct {
	at    string
	bytes atomic.Int64 // of all bodies, read
}

func newHasty(t *testing.T, secure *tls.Config, then func(c net.Conn) int64) *hasty {
	t.Helper()
	h := &hasty{}
	h.at = listening(t, secure, func(c net.Conn) {
		r, err := http.ReadRequest(newReader(c))
		if err != nil {
			return
		}
		n, _ := io.CopyN(io.Discard, r.Body, 1024)
		_, _ = c.Write(created())
		h.bytes.Add(n + then(c))
	})
	return h
}

// S13: a server that says "created" after 1 KB of 2 MB has not read the leads,
// whatever it does with the rest of them.
func TestCreatedBeforeTheRequestWasWrittenIsUnsure(t *testing.T) {
	t.Parallel()
	n := trials(20)
	body := bytes.Repeat([]byte(" "), 2<<20)
	copy(body, "[{}]")
	certificate := httptest.NewTLSServer(nil)
	t.Cleanup(certificate.Close)
	then := map[string]func(net.Conn) int64{
		"closes": func(net.Conn) int64 { return 0 },
		"ends its side": func(c net.Conn) int64 {
			if half, ok := c.(interface{ CloseWrite() error }); ok {
				_ = half.CloseWrite()
			}
			time.Sleep(5 * time.Millisecond)
			return 0
		},
		"reads on": func(c net.Conn) int64 {
			time.Sleep(50 * time.Millisecond) // the answer arrives while the rest waits
			read, _ := io.Copy(io.Discard, c)
			return read
		},
	}
	for name, then := range then {
		for _, line := range []string{"plain", "TLS"} {
			t.Run(name+", "+line, func(t *testing.T) {
				t.Parallel()
				var secure *tls.Config
				if line == "TLS" {
					secure = &tls.Config{Certificates: certificate.TLS.Certificates, MinVersion: tls.VersionTLS12}
				}
				h := newHasty(t, secure, then)
				base := "http://" + h.at
				c := newClient(t, base, nil)
				if secure != nil {
					base = "https://" + h.at
					c = newClient(t, base, func(o *Options) {
						o.Transport = func(tr *http.Transport) {
							tr.TLSClientConfig.RootCAs = certificate.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
						}
					})
				}
				for range n {
					a := c.Create(t.Context(), body)
					told(t, a)
					// A connection that broke is not sure too, with less to tell.
					if a.Outcome != Unsure || a.Status != 0 && (a.Status != 200 || a.Trouble != Early) {
						t.Fatalf("got %+v", a)
					}
				}
			})
		}
	}
	t.Logf("%d kinds, %d trials each", 2*len(then), n)
}

// A notice in front of the answer is none: the request may still be on its way.
func TestNoticeIsNoAnswer(t *testing.T) {
	t.Parallel()
	at := listening(t, nil, func(c net.Conn) {
		if r, err := http.ReadRequest(newReader(c)); err == nil {
			_, _ = io.WriteString(c, "HTTP/1.1 103 Early Hints\r\nLink: </>\r\n\r\n")
			_, _ = io.Copy(io.Discard, r.Body)
			_, _ = c.Write(created())
		}
	})
	body := bytes.Repeat([]byte(" "), 2<<20)
	copy(body, "[{}]")
	c := newClient(t, "http://"+at, nil)
	for range trials(20) {
		if a := c.Create(t.Context(), body); a.Outcome != Created || a.Trouble != NoTrouble {
			t.Fatalf("got %+v", a)
		}
	}
}
