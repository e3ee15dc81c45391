package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"time"

	"leadpad/app"
	"leadpad/intake"
)

// maxHeld is how much of a file is held in memory; a longer one is read twice.
const maxHeld = 1 << 20

// noWriter is how long a FIFO may wait for somebody who writes into it.
const noWriter = time.Second

// readFile gives f each lead of a file, or of standard input for "-". A long
// file is read to its end before the first lead is kept, so that one that is
// broken, or has no end, takes no memory for the leads before that place.
func (a *program) readFile(name string, f func(intake.Item) error) error {
	in, done, err := a.openSource(name)
	if err != nil {
		return err
	}
	defer done()
	head, err := io.ReadAll(io.LimitReader(in, maxHeld))
	if err != nil {
		return app.Cause(err)
	}
	if len(head) < maxHeld {
		return intake.ReadJSON(bytes.NewReader(head), f)
	}
	whole := io.MultiReader(bytes.NewReader(head), in)
	if file, ok := in.(*os.File); ok && name != "-" && regular(file) {
		return twice(whole, file, f)
	}
	copied, done, err := spool()
	if err != nil {
		return err
	}
	defer done()
	return twice(io.TeeReader(whole, copied), copied, f)
}

// twice checks what first reads and then reads the same from the begin of file.
func twice(first io.Reader, file *os.File, f func(intake.Item) error) error {
	if err := intake.CheckJSON(first); err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return app.Cause(err)
	}
	return intake.ReadJSON(file, f)
}

func regular(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode().IsRegular()
}

// spool is a file for what cannot be read a second time, gone when done.
func spool() (file *os.File, done func(), err error) {
	file, err = os.CreateTemp("", "leadpad-import-*")
	if err != nil {
		return nil, nil, fmt.Errorf("no room for a copy of the file: %w", app.Cause(err))
	}
	gone := os.Remove(file.Name()) == nil // not on Windows while it is open
	return file, func() {
		_ = file.Close()
		if !gone {
			_ = os.Remove(file.Name())
		}
	}, nil
}

// openSource opens a file by its name.
func (a *program) openSource(name string) (in io.Reader, done func(), err error) {
	if name == "-" {
		return a.In, func() {}, nil
	}
	for _, later := range []string{".csv", ".tsv", ".xlsx", ".vcf"} {
		if strings.HasSuffix(strings.ToLower(name), later) {
			return nil, nil, usagef("this leadpad reads JSON and JSON lines, not %s", later)
		}
	}
	info, err := os.Stat(name)
	flags := os.O_RDONLY
	switch {
	case err != nil:
		return nil, nil, app.Cause(err)
	case info.IsDir():
		return nil, nil, errors.New("this is a folder; name a file in it")
	case info.Mode().IsRegular() && info.Size() > intake.MaxFile:
		return nil, nil, errors.New("larger than 1 GiB, which is the most that one file may have; split it")
	case info.Mode()&fs.ModeNamedPipe != 0:
		flags |= syscall.O_NONBLOCK // else opening waits for a writer
	}
	file, err := os.OpenFile(name, flags, 0)
	if err != nil {
		return nil, nil, app.Cause(err)
	}
	done = func() { _ = file.Close() }
	if info.Mode()&fs.ModeNamedPipe != 0 {
		return &fifo{Reader: file, until: time.Now().Add(noWriter)}, done, nil
	}
	return file, done, nil
}

// fifo reads a named pipe, which ends at once while nobody has opened it for
// writing.
type fifo struct {
	io.Reader
	until time.Time
	begun bool
}

func (p *fifo) Read(b []byte) (int, error) {
	for {
		n, err := p.Reader.Read(b)
		p.begun = p.begun || n > 0
		if !errors.Is(err, io.EOF) || p.begun {
			return n, err
		}
		if time.Now().After(p.until) {
			return 0, errors.New("nobody writes into this pipe")
		}
		time.Sleep(20 * time.Millisecond)
	}
}
