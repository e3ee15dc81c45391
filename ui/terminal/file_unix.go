//go:build unix

package terminal

import (
	"fmt"
	"io"
	"os"

	"github.com/muesli/cancelreader"
	"golang.org/x/sys/unix"
)

// Local is a local terminal's input. Bubble Tea makes it raw by its file
// descriptor; the reading is ours.
type Local struct {
	*Reader
	file *os.File
	stop func() bool
}

// File wraps a local terminal's input. Close ends the reading and leaves f open.
func File(f *os.File) (*Local, error) {
	r, err := cancelreader.NewReader(f)
	if err != nil {
		return nil, fmt.Errorf("read the terminal: %w", err)
	}
	return &Local{Reader: newReader(r, localEsc), file: f, stop: r.Cancel}, nil
}

// Fd is the terminal's file descriptor.
func (t *Local) Fd() uintptr { return t.file.Fd() }

// Write writes to the terminal.
func (t *Local) Write(p []byte) (int, error) { return t.file.Write(p) }

// Pending says that there is input which Bubble Tea has not got yet, in the
// terminal's queue or here.
func (t *Local) Pending() bool {
	fds := []unix.PollFd{{Fd: int32(t.Fd()), Events: unix.POLLIN}}
	n, err := unix.Poll(fds, 0)
	return err == nil && n > 0 && fds[0].Revents&unix.POLLIN != 0 || t.Reader.Pending()
}

// Close ends the reading.
func (t *Local) Close() error {
	t.stop()
	return t.Reader.Close()
}

var _ io.ReadWriteCloser = (*Local)(nil)
