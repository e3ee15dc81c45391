package api

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"sync/atomic"
	"testing"
)

// tunnel is a proxy that answers CONNECT and passes on what comes.
func tunnel(t *testing.T, to string) *url.URL {
	t.Helper()
	at := listening(t, nil, func(c net.Conn) {
		if _, err := http.ReadRequest(newReader(c)); err != nil {
			return
		}
		up, err := net.Dial("tcp", to)
		if err != nil {
			return
		}
		defer up.Close()
		_, _ = io.WriteString(c, "HTTP/1.1 200 Connection established\r\n\r\n")
		go func() { _, _ = io.Copy(up, c); _ = up.Close() }()
		_, _ = io.Copy(c, up)
	})
	return &url.URL{Scheme: "http", Host: at}
}

// What a proxy and the TLS handshake are told before does not count as sent.
func TestBytesCountFromTheMadeConnection(t *testing.T) {
	t.Parallel()
	var key atomic.Value
	s := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		key.Store(r.Header.Get("X-API-Key"))
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(envelopeBody(true, 200, ""))
	}))
	t.Cleanup(s.Close)
	pool := s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs
	trust := func(o *Options) { o.Transport = func(tr *http.Transport) { tr.TLSClientConfig.RootCAs = pool } }
	body := theBody(t)
	straight := newClient(t, s.URL, trust).Create(t.Context(), body)
	proxied := newClient(t, s.URL, func(o *Options) {
		trust(o)
		o.Proxy = always(tunnel(t, s.Listener.Addr().String()))
	}).Create(t.Context(), body)
	for name, a := range map[string]Answer{"straight": straight, "proxied": proxied} {
		told(t, a)
		// The request has a head of a few hundred bytes; a handshake has 1.5 kB.
		if over := a.Bytes - int64(len(body)); a.Outcome != Created || over < 100 || over > 700 {
			t.Errorf("%s: %d bytes beside the body, %+v", name, over, a)
		}
	}
	if key.Load() != canaryKey {
		t.Errorf("the server saw the key %v", key.Load())
	}
}
