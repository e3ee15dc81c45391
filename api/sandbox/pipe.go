package sandbox

import (
	"bytes"
	"io"
	"net"
	"os"
	"sync"
	"syscall"
	"time"
)

// pipeSize is how many bytes wait in one direction: as a socket's buffer, so
// that a client that has written its request sees it leave.
const pipeSize = 256 << 10

// stream is one direction of a pipe.
type stream struct {
	mu      sync.Mutex
	change  sync.Cond
	buf     bytes.Buffer
	eof     error // what a reader gets after the last byte; nil while open
	broken  error // what a writer gets; nil while open
	readBy  deadline
	writeBy deadline
}

// deadline wakes its stream when it has passed.
type deadline struct {
	at    time.Time
	timer *time.Timer
}

func newStream() *stream {
	s := &stream{}
	s.change.L = &s.mu
	return s
}

func (s *stream) setDeadline(d *deadline, at time.Time) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d.timer != nil {
		d.timer.Stop()
		d.timer = nil
	}
	d.at = at
	if !at.IsZero() {
		d.timer = time.AfterFunc(time.Until(at), func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.change.Broadcast()
		})
	}
	s.change.Broadcast()
}

func (d *deadline) passed() bool { return !d.at.IsZero() && !time.Now().Before(d.at) }

func (s *stream) read(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		switch {
		case s.readBy.passed():
			return 0, os.ErrDeadlineExceeded
		case len(p) == 0:
			return 0, nil
		case s.buf.Len() > 0:
			n, err := s.buf.Read(p)
			s.change.Broadcast()
			return n, err
		case s.eof != nil:
			return 0, s.eof
		}
		s.change.Wait()
	}
}

func (s *stream) write(p []byte) (n int, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		room := min(pipeSize-s.buf.Len(), len(p))
		switch {
		case s.broken != nil:
			return n, s.broken
		case s.writeBy.passed():
			return n, os.ErrDeadlineExceeded
		case len(p) == 0:
			return n, nil
		case room > 0:
			s.buf.Write(p[:room])
			p, n = p[room:], n+room
			s.change.Broadcast()
			continue
		}
		s.change.Wait()
	}
}

// end closes the stream for both sides. Bytes under way are still read, unless
// drop is set.
func (s *stream) end(eof, broken error, drop bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.eof == nil {
		s.eof = eof
	}
	if s.broken == nil {
		s.broken = broken
	}
	if drop {
		s.buf.Reset()
		s.eof = eof
	}
	for _, d := range []*deadline{&s.readBy, &s.writeBy} {
		if d.timer != nil {
			d.timer.Stop()
		}
	}
	s.change.Broadcast()
}

// pipeConn is one end of a buffered connection in memory.
type pipeConn struct {
	in, out *stream
	mu      sync.Mutex
	reset   bool
}

func newPipe() (client, server *pipeConn) {
	a, b := newStream(), newStream()
	return &pipeConn{in: a, out: b}, &pipeConn{in: b, out: a}
}

// Read reads what the other end wrote.
func (c *pipeConn) Read(p []byte) (int, error) { return c.in.read(p) }

// Write hands p over; it waits while the other end's buffer is full.
func (c *pipeConn) Write(p []byte) (int, error) { return c.out.write(p) }

// SetLinger with 0 makes Close a reset, as with TCP.
func (c *pipeConn) SetLinger(sec int) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.reset = sec == 0
	return nil
}

// CloseWrite ends what this end sends; it can still read.
func (c *pipeConn) CloseWrite() error {
	c.out.end(io.EOF, io.ErrClosedPipe, false)
	return nil
}

// Close ends both directions.
func (c *pipeConn) Close() error {
	c.mu.Lock()
	reset := c.reset
	c.mu.Unlock()
	if reset {
		c.out.end(syscall.ECONNRESET, net.ErrClosed, true)
		c.in.end(net.ErrClosed, syscall.ECONNRESET, true)
		return nil
	}
	c.out.end(io.EOF, net.ErrClosed, false)
	c.in.end(net.ErrClosed, syscall.EPIPE, true)
	return nil
}

// pipeAddr is the address of both ends.
type pipeAddr struct{}

// Network names the kind of network.
func (pipeAddr) Network() string { return pipeNetwork }

// String gives the address.
func (pipeAddr) String() string { return pipeNetwork }

const pipeNetwork = "memory"

// LocalAddr is the same for all pipes.
func (c *pipeConn) LocalAddr() net.Addr { return pipeAddr{} }

// RemoteAddr is the same for all pipes.
func (c *pipeConn) RemoteAddr() net.Addr { return pipeAddr{} }

// SetDeadline sets both deadlines.
func (c *pipeConn) SetDeadline(t time.Time) error {
	c.in.setDeadline(&c.in.readBy, t)
	c.out.setDeadline(&c.out.writeBy, t)
	return nil
}

// SetReadDeadline bounds Read, a waiting one too.
func (c *pipeConn) SetReadDeadline(t time.Time) error {
	c.in.setDeadline(&c.in.readBy, t)
	return nil
}

// SetWriteDeadline bounds Write, a waiting one too.
func (c *pipeConn) SetWriteDeadline(t time.Time) error {
	c.out.setDeadline(&c.out.writeBy, t)
	return nil
}

// pipeListener hands the server's ends of pipes to an http.Server.
type pipeListener struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func newPipeListener() *pipeListener {
	return &pipeListener{conns: make(chan net.Conn), closed: make(chan struct{})}
}

// Accept waits for the next connection.
func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case c := <-l.conns:
		return c, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

// Close ends Accept.
func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

// Addr is the address of all pipes.
func (l *pipeListener) Addr() net.Addr { return pipeAddr{} }
