package sandbox

import (
	"errors"
	"io"
	"net"
	"os"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/net/nettest"
)

func TestPipeIsAConn(t *testing.T) {
	t.Parallel()
	nettest.TestConn(t, func() (c1, c2 net.Conn, stop func(), err error) {
		a, b := newPipe()
		return a, b, func() { _, _ = a.Close(), b.Close() }, nil
	})
}

// A writer waits when nobody reads, and no longer than its deadline.
func TestPipeHasBounds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		a, b := newPipe()
		defer func() { _, _ = a.Close(), b.Close() }()
		if err := a.SetWriteDeadline(time.Now().Add(time.Second)); err != nil {
			t.Fatal(err)
		}
		n, err := a.Write(make([]byte, pipeSize+1))
		if n != pipeSize || !errors.Is(err, os.ErrDeadlineExceeded) {
			t.Errorf("wrote %d, %v", n, err)
		}
	})
}

func TestPipeEnds(t *testing.T) {
	t.Parallel()
	read := func(c net.Conn) error {
		_, err := io.Copy(io.Discard, c)
		return err
	}
	t.Run("close keeps what is under way", func(t *testing.T) {
		t.Parallel()
		a, b := newPipe()
		if _, err := a.Write([]byte("abc")); err != nil {
			t.Fatal(err)
		}
		_ = a.Close()
		if got, err := io.ReadAll(b); string(got) != "abc" || err != nil {
			t.Errorf("read %q, %v", got, err)
		}
		if _, err := b.Write([]byte("x")); !errors.Is(err, syscall.EPIPE) {
			t.Errorf("write after the peer's close: %v", err)
		}
	})
	t.Run("reset", func(t *testing.T) {
		t.Parallel()
		a, b := newPipe()
		if _, err := a.Write([]byte("abc")); err != nil {
			t.Fatal(err)
		}
		_ = a.SetLinger(0)
		_ = a.Close()
		if err := read(b); !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("read: %v", err)
		}
		if _, err := b.Write([]byte("x")); !errors.Is(err, syscall.ECONNRESET) {
			t.Errorf("write: %v", err)
		}
		if err := read(a); !errors.Is(err, net.ErrClosed) {
			t.Errorf("read at the closed end: %v", err)
		}
	})
}
