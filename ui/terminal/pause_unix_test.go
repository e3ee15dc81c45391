//go:build unix

package terminal

import (
	"errors"
	"os"
	"testing"

	"github.com/muesli/cancelreader"
)

// While it is paused a terminal's input is another program's: what came before is
// passed on, what comes meanwhile is not taken, and afterwards it goes on.
func TestAPausedReaderTakesNothing(t *testing.T) {
	t.Parallel()
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = errors.Join(in.Close(), out.Close()) }()
	l, err := File(in)
	if err != nil {
		t.Fatal(err)
	}
	send := func(s string) {
		t.Helper()
		if _, err := out.WriteString(s); err != nil {
			t.Fatal(err)
		}
	}
	buf := make([]byte, 64)
	for range 3 {
		send("a")
		if n, err := l.Read(buf); err != nil || string(buf[:n]) != "a" {
			t.Fatalf("read %q, %v", buf[:n], err)
		}
		ended := make(chan error)
		go func() {
			_, err := l.Read(make([]byte, 64))
			ended <- err
		}()
		l.Pause()
		if err := <-ended; !errors.Is(err, cancelreader.ErrCanceled) {
			t.Fatalf("the reading ends with %v", err)
		}
		send("mine")
		if n, err := in.Read(buf); err != nil || string(buf[:n]) != "mine" {
			t.Fatalf("the other program gets %q, %v", buf[:n], err)
		}
		if err := l.Resume(); err != nil {
			t.Fatal(err)
		}
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
}
