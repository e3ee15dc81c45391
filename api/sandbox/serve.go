package sandbox

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// The time-outs of a connection. An answer has none of its own here: a fault or
// a latency may hold it for as long as it was told to.
const (
	headerTime   = 10 * time.Second
	readTime     = 60 * time.Second // header and body
	idleTime     = 2 * time.Minute
	maxHeader    = 64 << 10
	shutdownTime = time.Second
)

func (s *Server) httpServer() *http.Server {
	var only http.Protocols
	only.SetHTTP1(true)
	return &http.Server{
		Handler: s, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, IdleTimeout: idleTime,
		MaxHeaderBytes: maxHeader, Protocols: &only,
		// What clients do wrong is no line on a terminal that a screen is drawn on.
		ErrorLog: log.New(io.Discard, "", 0),
	}
}

// Serve serves l over HTTP/1.1 until ctx ends, which is no error. It can run on
// several listeners at the same time; they show the same workspace.
func (s *Server) Serve(ctx context.Context, l net.Listener) error {
	srv := s.httpServer()
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(done)
		short, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
		defer cancel()
		if srv.Shutdown(short) != nil {
			_ = srv.Close() // what hangs is cut
		}
	})
	err := srv.Serve(l)
	if !stop() {
		<-done
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return fmt.Errorf("serve the sandbox: %w", err)
}

// memory is the in-memory server that Dial starts.
type memory struct {
	mu       sync.Mutex
	closed   bool
	listener *pipeListener
	srv      *http.Server
	served   chan struct{}
}

// Dial connects in memory, for api.Options.Dial; serving starts at the first
// call and ends with Close. No port is opened; network and addr do not matter.
func (s *Server) Dial(ctx context.Context, _, _ string) (net.Conn, error) {
	l, err := s.memory.start(s)
	if err != nil {
		return nil, err
	}
	client, server := newPipe()
	select {
	case l.conns <- server:
		return client, nil
	case <-l.closed:
		return nil, errClosed()
	case <-ctx.Done():
		return nil, fmt.Errorf("dial the sandbox: %w", ctx.Err())
	}
}

func errClosed() error { return fmt.Errorf("dial the sandbox: %w", net.ErrClosed) }

func (m *memory) start(s *Server) (*pipeListener, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return nil, errClosed()
	}
	if m.listener == nil {
		m.listener, m.srv, m.served = newPipeListener(), s.httpServer(), make(chan struct{})
		go func() {
			defer close(m.served)
			_ = m.srv.Serve(m.listener) // ends with Close only
		}()
	}
	return m.listener, nil
}

// Close ends what Dial started; requests in flight there are cut. Listeners of
// Serve end with their contexts.
func (s *Server) Close() error {
	m := &s.memory
	m.mu.Lock()
	m.closed = true
	srv, served := m.srv, m.served
	m.mu.Unlock()
	if srv == nil {
		return nil
	}
	err := srv.Close()
	<-served
	return err
}
