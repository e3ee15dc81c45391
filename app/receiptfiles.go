package app

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"leadpad/intake"
	"leadpad/outbox"
	"leadpad/queue"
)

// ReceiptFile is one file of a batch's export.
type ReceiptFile struct {
	Path  string
	Leads int // none: it is not written
	write func(io.Writer) error
}

// FileThere is the error of a file that stands where one would be written.
type FileThere struct{ Path string }

func (e *FileThere) Error() string { return "file there: " + e.Path }

// FolderError is the error of a folder, or of a file in it, that cannot be had.
type FolderError struct {
	Path string
	What Deed
	Err  error
}

// Deed is what cannot be done with a file.
type Deed string

// What can fail.
const (
	Made     Deed = "made"
	LookedAt Deed = "looked at"
	Written  Deed = "written"
)

func (e *FolderError) Error() string { return fmt.Sprintf("%s, to be %s: %v", e.Path, e.What, e.Err) }

// Unwrap gives Err.
func (e *FolderError) Unwrap() error { return e.Err }

// Files is how files are written.
type Files struct {
	Replace bool // those that are there
	NoBOM   bool // CSV without the mark that it is UTF-8
	// Worded gives leads their sentences, see words.Records.
	Worded func(intake.Walk) intake.Walk
}

// ReceiptsInto writes what became of a batch into files in dir: a table for each
// end, and all leads in the JSON that `import` reads back. It gives those that it
// wrote. Without Replace no file that exists is touched; with it, one that no lead
// is in any more is removed.
func (s *Session) ReceiptsInto(ctx context.Context, b queue.Batch, dir string, how Files) (written, removed []ReceiptFile, err error) {
	list, err := s.Carried(ctx, b)
	if err != nil {
		return nil, nil, err
	}
	if err := makeFolder(dir); err != nil {
		return nil, nil, err
	}
	files := receiptFiles(list, dir, receiptName(b), how)
	if !how.Replace {
		switch there, err := anyThere(files); {
		case err != nil:
			return nil, nil, err
		case there != "":
			return nil, nil, &FileThere{there}
		}
	}
	if err := s.exported(ctx, b.ID.String(), len(list)); err != nil {
		return nil, nil, err
	}
	return writeReceipts(files, how.Replace)
}

func makeFolder(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return &FolderError{dir, Made, err}
	}
	return nil
}

// receiptFiles are the files of a batch; name goes before their endings.
func receiptFiles(list []Carried, dir, name string, how Files) []ReceiptFile {
	var files []ReceiptFile
	for e, word := range []string{EndSent: "-sent.csv", EndFailed: "-failed.csv", EndUnsure: "-not-sure.csv"} {
		walk, n := Those(list, End(e)), 0
		for _, c := range list {
			if c.End == End(e) {
				n++
			}
		}
		files = append(files, ReceiptFile{filepath.Join(dir, name+word), n, func(w io.Writer) error {
			if !how.NoBOM {
				_, _ = io.WriteString(w, intake.BOM)
			}
			return intake.WriteCSV(w, walk)
		}})
	}
	return append(files, ReceiptFile{filepath.Join(dir, name+".json"), len(list), func(w io.Writer) error {
		return intake.WriteJSON(w, how.Worded(All(list)))
	}})
}

// receiptName is what the files of a batch are called.
func receiptName(b queue.Batch) string { return "leadpad-" + outbox.ShortID(b.ID) }

// anyThere gives the first of files that exists, "" for none.
func anyThere(files []ReceiptFile) (string, error) {
	for _, f := range files {
		_, err := os.Lstat(f.Path)
		if err == nil {
			return f.Path, nil
		}
		if !errors.Is(err, os.ErrNotExist) {
			return "", &FolderError{f.Path, LookedAt, err}
		}
	}
	return "", nil
}

// writeReceipts writes the files that have leads, and gives those. Without
// replace no file that exists is touched, and none stays when one of them cannot
// be written; with it, one that no lead is in any more is removed.
func writeReceipts(files []ReceiptFile, replace bool) (written, removed []ReceiptFile, err error) {
	defer func() {
		if err != nil && !replace {
			for _, f := range written {
				err = errors.Join(err, os.Remove(f.Path))
			}
			written = nil
		}
	}()
	for _, f := range files {
		if f.Leads == 0 {
			if replace && os.Remove(f.Path) == nil {
				removed = append(removed, f)
			}
			continue
		}
		if err := writePrivate(f.Path, replace, f.write); err != nil {
			return written, removed, &FolderError{f.Path, Written, err}
		}
		written = append(written, f)
	}
	return written, removed, nil
}

// writePrivate writes a file that only its owner reads: a new one, or, with
// replace, one that takes the place of another once it is whole.
func writePrivate(path string, replace bool, write func(io.Writer) error) (err error) {
	var f *os.File
	if replace {
		f, err = os.CreateTemp(filepath.Dir(path), ".leadpad-*")
	} else {
		f, err = os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	}
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	if err := errors.Join(write(f), f.Close()); err != nil {
		return err
	}
	if replace {
		return os.Rename(f.Name(), path)
	}
	return nil
}

// exportBatch is what the key on History does: it writes a batch's files into the
// data folder, beside earlier ones of the same batch, which somebody may have
// worked on.
func (s *Session) exportBatch(ctx context.Context, id queue.ID) ([]string, error) {
	b, err := s.Queue.Batch(ctx, s.Name, id)
	if err != nil {
		return nil, fmt.Errorf("read batch %s: %w", id, err)
	}
	list, err := s.Carried(ctx, b)
	if err != nil {
		return nil, err
	}
	dir := filepath.Join(s.Settings().Dir, "receipts")
	if err := makeFolder(dir); err != nil {
		return nil, err
	}
	files := receiptFiles(list, dir, receiptName(b), Files{})
	for n := 2; ; n++ {
		taken, err := anyThere(files)
		if err != nil {
			return nil, err
		}
		if taken == "" {
			break
		}
		files = receiptFiles(list, dir, fmt.Sprintf("%s-%d", receiptName(b), n), Files{})
	}
	if err := s.exported(ctx, b.ID.String(), len(list)); err != nil {
		return nil, err
	}
	written, _, err := writeReceipts(files, false)
	paths := make([]string, len(written))
	for i, f := range written {
		paths[i] = f.Path
	}
	return paths, err
}
