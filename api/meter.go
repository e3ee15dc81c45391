package api

import (
	"errors"
	"net"
	"sync"
	"time"
)

// errStopped ends a request of which nothing has left yet.
var errStopped = errors.New("stopped before anything was sent")

// meter counts the bytes of one request that left for the network, and is the
// gate they pass: once shut, no further byte leaves. It makes "not one byte was
// written" a fact and no guess.
//
//	arm (GotConn) ─ begin ─ conn.Write ─ done ─ …
//	shutIfUnused (the caller gave up): only while no write has begun
//	settle (the request ended): always; then waits for a write under way
type meter struct {
	mu      sync.Mutex
	conn    net.Conn // the transport's own connection, below any TLS
	armed   bool     // the connection is made; what is written now is the request
	used    bool     // a write of the request has begun
	shut    bool     // nothing may leave any more
	writing bool
	bytes   int64
	idle    chan struct{} // closed when a write ends that settle waits for
}

// arm starts the count.
func (m *meter) arm() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.armed = true
}

// begin asks to write. counted says that the bytes belong to the request.
func (m *meter) begin() (counted bool, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.shut {
		return false, errStopped
	}
	if !m.armed {
		return false, nil
	}
	m.used, m.writing = true, true
	return true, nil
}

// done counts what a write wrote.
func (m *meter) done(n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.bytes += int64(n)
	m.writing = false
	if m.idle != nil {
		close(m.idle)
		m.idle = nil
	}
}

// shutIfUnused shuts the gate unless a write of the request has begun.
func (m *meter) shutIfUnused() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.used {
		return false
	}
	m.shut = true
	return true
}

// settle shuts the gate, closes the connection and gives the count. known is
// false when a write is still under way a second later: then nobody can say
// how much of it left.
func (m *meter) settle() (bytes int64, connected, known bool) {
	m.mu.Lock()
	m.shut = true
	conn, wait := m.conn, (chan struct{})(nil)
	if m.writing {
		wait = make(chan struct{})
		m.idle = wait
	}
	m.mu.Unlock()
	if conn != nil {
		_ = conn.Close() // it is never used again, whatever closing says
	}
	if wait != nil {
		patience := time.NewTimer(time.Second)
		defer patience.Stop()
		select {
		case <-wait:
		case <-patience.C:
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.bytes, m.armed, !m.writing
}

// counted wraps the connection that the transport dialled.
func (m *meter) counted(conn net.Conn) net.Conn {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.conn = conn
	return &countedConn{Conn: conn, meter: m}
}

// countedConn counts what is written. Embedding the interface hides the
// concrete type's ReadFrom, which would pass the count by.
type countedConn struct {
	net.Conn
	meter *meter
}

func (c *countedConn) Write(p []byte) (int, error) {
	counted, err := c.meter.begin()
	if err != nil {
		return 0, err
	}
	n, err := c.Conn.Write(p)
	if counted {
		c.meter.done(n)
	}
	return n, err
}
