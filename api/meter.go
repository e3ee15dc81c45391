package api

import (
	"errors"
	"io"
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
//
// It also knows whether the whole request was written. The last byte of a body lies
// in a buffer of the transport's when it was read (handed), so it left with a write
// that began after that (tail), if none failed (broken).
type meter struct {
	mu      sync.Mutex
	conn    net.Conn // the transport's own connection, below any TLS
	armed   bool     // the connection is made; what is written now is the request
	used    bool     // a write of the request has begun
	shut    bool     // nothing may leave any more
	writing bool
	handed  bool // the transport has the last byte of the body
	tail    bool // a write began since
	broken  bool // a write failed, or came to a shut gate
	early   bool // something of the answer was there before tail
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
		m.broken = true
		return false, errStopped
	}
	if !m.armed {
		return false, nil
	}
	m.used, m.writing, m.tail = true, true, m.handed
	return true, nil
}

// done counts what a write wrote.
func (m *meter) done(n int, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.bytes += int64(n)
	m.writing, m.broken = false, m.broken || err != nil
	if m.idle != nil {
		close(m.idle)
		m.idle = nil
	}
}

// reads gives the body to the transport, and notes when it has the last byte.
func (m *meter) reads(body []byte) io.ReadCloser {
	m.handed = len(body) == 0
	return io.NopCloser(&handedBody{left: body, meter: m})
}

// lastRead is how many bytes of a body are read alone at its end: they fit one
// record of TLS, so that the write that carries them carries all of them.
const lastRead = 256

// handedBody is a body that is read once.
type handedBody struct {
	left  []byte
	meter *meter
}

func (b *handedBody) Read(p []byte) (int, error) {
	if len(b.left) == 0 {
		return 0, io.EOF
	}
	part := b.left
	if len(part) > lastRead {
		part = part[:len(part)-lastRead]
	}
	n := copy(p, part)
	if b.left = b.left[n:]; len(b.left) == 0 {
		b.meter.mu.Lock()
		defer b.meter.mu.Unlock()
		b.meter.handed = true
	}
	return n, nil
}

// answered notes that the first byte of an answer is there, or of the one that
// follows a notice such as "103 Early Hints": again then.
func (m *meter) answered() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.early = !m.tail
}

// whole says, once the request is settled, that all of it was written before its
// answer came.
func (m *meter) whole() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.tail && !m.early && !m.broken && !m.writing
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
		c.meter.done(n, err)
	}
	return n, err
}
