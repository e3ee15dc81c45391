package api

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"leadpad/config"
)

const canaryKey = "canary-KEY+0123/456=789"

// theBody is what the network tests send: 40 small leads, a few kilobytes.
func theBody(tb testing.TB) []byte {
	tb.Helper()
	leads := make([]map[string]any, 40)
	for i := range leads {
		leads[i] = map[string]any{"isContact": false, "name": fmt.Sprintf("Lead %d", i)}
	}
	body, err := json.Marshal(leads)
	if err != nil {
		tb.Fatal(err)
	}
	return body
}

// listening gives each connection to serve, until the test ends, and says where it
// listens; secure is nil for plain ones.
func listening(t *testing.T, secure *tls.Config, serve func(c net.Conn)) (at string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	if secure != nil {
		l = tls.NewListener(l, secure)
	}
	var wait sync.WaitGroup
	t.Cleanup(func() { _ = l.Close(); wait.Wait() })
	wait.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			wait.Go(func() {
				defer func() { _ = c.Close() }()
				serve(c)
			})
		}
	})
	return l.Addr().String()
}

func newClient(tb testing.TB, base string, change func(*Options)) *Client {
	tb.Helper()
	o := Options{
		BaseURL: base,
		Key:     func(context.Context) (config.Secret, error) { return config.NewSecret(canaryKey), nil },
		Timeout: 5 * time.Second,
	}
	if change != nil {
		change(&o)
	}
	c, err := NewClient(o)
	if err != nil {
		tb.Fatal(err)
	}
	return c
}

// scripted is a TCP server that reads requests, records those whose body was
// whole, and then does whatever the script says.
type scripted struct {
	net.Listener
	whole  atomic.Int64 // complete bodies seen
	conns  atomic.Int64
	wait   sync.WaitGroup
	script func(c net.Conn, r *http.Request, body []byte)
}

func newScripted(tb testing.TB, script func(net.Conn, *http.Request, []byte)) *scripted {
	tb.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		tb.Fatal(err)
	}
	s := &scripted{Listener: l, script: script}
	s.wait.Go(s.accept)
	tb.Cleanup(s.stop)
	return s
}

// stop takes no further connection and waits for those that are there.
func (s *scripted) stop() {
	_ = s.Close()
	s.wait.Wait()
}

func (s *scripted) URL() string { return "http://" + s.Addr().String() }

func (s *scripted) accept() {
	for {
		c, err := s.Accept()
		if err != nil {
			return
		}
		s.conns.Add(1)
		s.wait.Go(func() {
			defer c.Close()
			s.serve(c)
		})
	}
}

func (s *scripted) serve(c net.Conn) {
	in := newReader(c)
	r, err := http.ReadRequest(in)
	if err != nil {
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	var leads []json.RawMessage
	if json.Unmarshal(body, &leads) == nil {
		s.whole.Add(1)
	}
	if s.script != nil {
		s.script(c, r, body)
	}
}

// say is an HTTP/1.1 answer with a length.
func say(status int, contentType string, body []byte, header ...string) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "HTTP/1.1 %d %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n", status, http.StatusText(status), contentType, len(body))
	for _, h := range header {
		b.WriteString(h + "\r\n")
	}
	b.WriteString("Connection: close\r\n\r\n")
	b.Write(body)
	return b.Bytes()
}

func envelopeBody(succeeded bool, code int, message string) []byte {
	text := "null"
	if message != "" {
		b, _ := json.Marshal(message)
		text = string(b)
	}
	return fmt.Appendf(nil, `{"succeeded":%t,"statusCode":%d,"statusCodeDescription":"NONE","message":%s}`, succeeded, code, text)
}

func created() []byte { return say(200, "application/json", envelopeBody(true, 200, "")) }

// told checks that the facts of an answer are complete and safe to draw.
func told(tb testing.TB, a Answer) {
	tb.Helper()
	if a.Host == "" || a.Status == 0 && a.Trouble == NoTrouble {
		tb.Errorf("a fact is missing: %+v", a)
	}
	for _, s := range []string{a.Host, a.Detail, a.Err, a.Other, a.Location} {
		if bytes.ContainsAny([]byte(s), "\x00\x1b\r\n\x07") {
			tb.Errorf("not one safe line: %q", s)
		}
	}
}
