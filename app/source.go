package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"time"

	"leadpad/intake"
	"leadpad/intake/table"
	"leadpad/lead"
	"leadpad/safe"
)

// maxHeld is how much of a file is held in memory; a longer one is read twice.
const maxHeld = 1 << 20

// noWriter is how long a FIFO may wait for somebody who writes into it.
const noWriter = time.Second

// NoFormat is the error of a file in a format that is not read.
type NoFormat struct{ Ending string }

func (e *NoFormat) Error() string { return e.Ending + " is not read" }

// ProblemError is why one lead is not saved: its text has a problem.
type ProblemError struct{ lead.Problem }

func (e *ProblemError) Error() string { return string(e.Cause.Kind) }

// FileError is why one of several files could not be read.
type FileError struct {
	Name string
	Err  error
}

func (e *FileError) Error() string { return e.Name + ": " + e.Err.Error() }

// Unwrap gives Err.
func (e *FileError) Unwrap() error { return e.Err }

// Read is a file that was read.
type Read struct {
	Name  string
	Form  string        // what it was: "JSON", "vCard", "table"
	Leads int           // and what stood where one could be
	Table *table.Survey // nil for what is no table
}

// ReadFiles reads the leads of files, and of stdin for "-": all of them before
// anything is saved, so that a file that is broken in its middle leaves nothing
// half imported. It may wait for somebody who writes into a pipe, until ctx ends.
func ReadFiles(ctx context.Context, stdin io.Reader, files []string, o table.Options) ([]*intake.Item, []Read, error) {
	var items []*intake.Item
	var reads []Read
	read := make(chan error, 1)
	go func() {
		for _, name := range files {
			shown := safe.Clean(name).String() + ", "
			before := len(items)
			one, err := readFile(stdin, name, o, func(i intake.Item) error {
				i.At = shown + i.At
				items = append(items, &i)
				return nil
			})
			if err != nil {
				read <- &FileError{name, err}
				return
			}
			one.Name, one.Leads = name, len(items)-before
			reads = append(reads, one)
		}
		read <- nil
	}()
	select {
	case err := <-read:
		return items, reads, err
	case <-ctx.Done():
		return nil, nil, ctx.Err()
	}
}

// Why leads could not be read.
var (
	ErrManyLeads = errors.New("more than one lead")
	ErrFolder    = errors.New("a folder")
	ErrNoWriter  = errors.New("nobody writes into the pipe") // for a second
)

// ReadLead reads the one lead of in.
func ReadLead(in io.Reader) (got intake.Item, err error) {
	n := 0
	err = intake.ReadJSON(in, func(i intake.Item) error {
		if n++; n > 1 {
			return ErrManyLeads
		}
		got = i
		return i.Err
	})
	if err == nil && len(got.Problems) > 0 {
		err = &ProblemError{got.Problems[0]}
	}
	if err != nil {
		return got, fmt.Errorf("read the lead: %w", err)
	}
	return got, nil
}

// readFile gives f each lead of one file. A long one is read to its end before
// the first lead is kept, so that one that is broken, or has no end, takes no
// memory for the leads before that place.
func readFile(stdin io.Reader, name string, o table.Options, f func(intake.Item) error) (Read, error) {
	in, done, err := openSource(stdin, name)
	if err != nil {
		return Read{}, err
	}
	defer done()
	head, err := io.ReadAll(io.LimitReader(in, maxHeld))
	if err != nil {
		return Read{}, Cause(err)
	}
	form, err := formOf(name, head, o)
	if err != nil {
		return Read{}, err
	}
	if len(head) < maxHeld {
		err := form.short(head, f)
		return form.Read, err
	}
	whole := io.MultiReader(bytes.NewReader(head), in)
	if file, ok := in.(*os.File); ok && name != "-" && regular(file) {
		err := form.twice(whole, file, f)
		return form.Read, err
	}
	copied, done, err := spool()
	if err != nil {
		return Read{}, err
	}
	defer done()
	err = form.twice(io.TeeReader(whole, copied), copied, f)
	return form.Read, err
}

func regular(file *os.File) bool {
	info, err := file.Stat()
	return err == nil && info.Mode().IsRegular()
}

// spool is a file for what cannot be read a second time, gone when done.
func spool() (file *os.File, done func(), err error) {
	file, err = os.CreateTemp("", "leadpad-import-*")
	if err != nil {
		return nil, nil, fmt.Errorf("no room for a copy of the file: %w", Cause(err))
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
func openSource(stdin io.Reader, name string) (in io.Reader, done func(), err error) {
	if name == "-" {
		return stdin, func() {}, nil
	}
	for _, later := range []string{".xls", ".xlsb", ".ods", ".numbers"} {
		if strings.HasSuffix(strings.ToLower(name), later) {
			return nil, nil, &NoFormat{later}
		}
	}
	info, err := os.Stat(name)
	flags := os.O_RDONLY
	switch {
	case err != nil:
		return nil, nil, Cause(err)
	case info.IsDir():
		return nil, nil, ErrFolder
	case info.Mode().IsRegular() && info.Size() > intake.MaxFile:
		return nil, nil, intake.ErrLarge
	case info.Mode()&fs.ModeNamedPipe != 0:
		flags |= syscall.O_NONBLOCK // else opening waits for a writer
	}
	file, err := os.OpenFile(name, flags, 0)
	if err != nil {
		return nil, nil, Cause(err)
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
			return 0, ErrNoWriter
		}
		time.Sleep(20 * time.Millisecond)
	}
}
