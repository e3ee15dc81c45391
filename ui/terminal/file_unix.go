//go:build unix

package terminal

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/muesli/cancelreader"
	"golang.org/x/sys/unix"
)

// Local is a local terminal's input. Bubble Tea makes it raw by its file
// descriptor; the reading is ours.
type Local struct {
	file *os.File

	mu     sync.Mutex // over what follows; never held while anything is read
	reader *Reader
	source cancelreader.CancelReader

	// lend gives the terminal away, and takes it back; nil: Bubble Tea does. Set
	// before anything is read.
	lend func(away bool)
}

// File wraps a local terminal's input. Close ends the reading and leaves f open.
func File(f *os.File) (*Local, error) {
	t := &Local{file: f}
	return t, t.Resume()
}

// pauseMost is how long Pause waits for a reading to end.
const pauseMost = time.Second

// Pause ends the reading, so that another program can have the terminal: what was
// read by then is passed on, and no byte more is taken. It ends Bubble Tea's reading,
// too, which begins anew after Resume.
func (t *Local) Pause() {
	t.mu.Lock()
	r, source := t.reader, t.source
	t.mu.Unlock()
	source.Cancel()
	r.wait(pauseMost)
	if t.lend != nil {
		t.lend(true)
	}
}

// Resume begins the reading anew.
func (t *Local) Resume() error {
	source, err := cancelreader.NewReader(t.file)
	if err != nil {
		return fmt.Errorf("read the terminal: %w", err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.source != nil {
		_ = t.source.Close()
	}
	t.reader, t.source = newReader(source, localEsc), source
	if t.lend != nil {
		t.lend(false)
	}
	return nil
}

func (t *Local) current() *Reader {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.reader
}

// Read gives what has come, see Reader.
func (t *Local) Read(p []byte) (int, error) { return t.current().Read(p) }

// Fd is the terminal's file descriptor.
func (t *Local) Fd() uintptr { return t.file.Fd() }

// Write writes to the terminal.
func (t *Local) Write(p []byte) (int, error) { return t.file.Write(p) }

// Pending says that there is input which Bubble Tea has not got yet, in the
// terminal's queue or here.
func (t *Local) Pending() bool {
	fds := []unix.PollFd{{Fd: int32(t.Fd()), Events: unix.POLLIN}}
	n, err := unix.Poll(fds, 0)
	return err == nil && n > 0 && fds[0].Revents&unix.POLLIN != 0 || t.current().Pending()
}

// Close ends the reading.
func (t *Local) Close() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	err := t.reader.Close() // first: who reads meanwhile finds the end, not a pause
	t.source.Cancel()
	t.reader.wait(pauseMost) // the caller may close the file
	return err
}

var _ io.ReadWriteCloser = (*Local)(nil)
