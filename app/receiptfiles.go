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

// ReceiptFiles are the files of a batch in dir: a table for each end, and all
// leads in the JSON that `import` reads back. name goes before their endings.
func ReceiptFiles(list []Carried, dir, name string) []ReceiptFile {
	var files []ReceiptFile
	for e, word := range []string{EndSent: "-sent.csv", EndFailed: "-failed.csv", EndUnsure: "-not-sure.csv"} {
		walk, n := Those(list, End(e)), 0
		for _, c := range list {
			if c.End == End(e) {
				n++
			}
		}
		files = append(files, ReceiptFile{filepath.Join(dir, name+word), n, func(w io.Writer) error { return intake.WriteCSV(w, walk) }})
	}
	return append(files, ReceiptFile{filepath.Join(dir, name+".json"), len(list), func(w io.Writer) error {
		return intake.WriteJSON(w, All(list))
	}})
}

// ReceiptName is what the files of a batch are called.
func ReceiptName(b queue.Batch) string { return "leadpad-" + outbox.ShortID(b.ID) }

// AnyThere gives the first of files that exists, "" for none.
func AnyThere(files []ReceiptFile) (string, error) {
	for _, f := range files {
		_, err := os.Lstat(f.Path)
		if err == nil {
			return f.Path, nil
		}
		if !errors.Is(err, os.ErrNotExist) {
			return "", fmt.Errorf("%s cannot be looked at (%w); name another folder", f.Path, Cause(err))
		}
	}
	return "", nil
}

// WriteReceipts writes the files that have leads, and gives those. Without
// replace no file that exists is touched, and none stays when one of them cannot
// be written; with it, one that no lead is in any more is removed.
func WriteReceipts(files []ReceiptFile, replace bool) (written, removed []ReceiptFile, err error) {
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
			return written, removed, fmt.Errorf("%s cannot be written (%w); name another folder", f.Path, Cause(err))
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

// exporter is what the key on History does: it writes a batch's files into the
// data folder, beside earlier ones of the same batch, which somebody may have
// worked on.
func (w *Workspace) exporter(s Settings) func(ctx context.Context, id queue.ID) ([]string, error) {
	dir := filepath.Join(s.Dir, "receipts")
	return func(ctx context.Context, id queue.ID) ([]string, error) {
		b, err := w.Queue.Batch(ctx, w.Name, id)
		if err != nil {
			return nil, fmt.Errorf("read batch %s: %w", id, err)
		}
		list, err := w.carried(ctx, b, s.Because)
		if err != nil {
			return nil, err
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("the folder %s cannot be made (%w)", dir, Cause(err))
		}
		files := ReceiptFiles(list, dir, ReceiptName(b))
		for n := 2; ; n++ {
			taken, err := AnyThere(files)
			if err != nil {
				return nil, err
			}
			if taken == "" {
				break
			}
			files = ReceiptFiles(list, dir, fmt.Sprintf("%s-%d", ReceiptName(b), n))
		}
		written, _, err := WriteReceipts(files, false)
		paths := make([]string, len(written))
		for i, f := range written {
			paths[i] = f.Path
		}
		return paths, err
	}
}
