package cli

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
	"leadpad/ui/kit"
)

// receiptFile is one file of a batch's export.
type receiptFile struct {
	path  string
	leads int // none: it is not written
	write func(io.Writer) error
}

// receiptFiles are the files of a batch in dir: a table for each end, and all
// leads in the JSON that `import` reads back. name goes before their endings.
func receiptFiles(list []carried, dir, name string) []receiptFile {
	var files []receiptFile
	for e, word := range []string{endSent: "-sent.csv", endFailed: "-failed.csv", endUnsure: "-not-sure.csv"} {
		walk, n := those(list, end(e), false), 0
		for _, c := range list {
			if c.end == end(e) {
				n++
			}
		}
		files = append(files, receiptFile{filepath.Join(dir, name+word), n, func(w io.Writer) error { return intake.WriteCSV(w, walk) }})
	}
	return append(files, receiptFile{filepath.Join(dir, name+".json"), len(list), func(w io.Writer) error {
		return intake.WriteJSON(w, those(list, 0, true))
	}})
}

// receiptName is what the files of a batch are called.
func receiptName(b queue.Batch) string { return "leadpad-" + outbox.ShortID(b.ID) }

// anyThere gives the first of files that exists, "" for none.
func anyThere(files []receiptFile) (string, error) {
	for _, f := range files {
		_, err := os.Lstat(f.path)
		if err == nil {
			return f.path, nil
		}
		if !errors.Is(err, os.ErrNotExist) {
			return "", fmt.Errorf("%s cannot be looked at (%w); name another folder", f.path, cause(err))
		}
	}
	return "", nil
}

// writeReceipts writes the files that have leads, and gives those. Without
// replace no file that exists is touched, and none stays when one of them cannot
// be written; with it, one that no lead is in any more is removed.
func writeReceipts(files []receiptFile, replace bool) (written, removed []receiptFile, err error) {
	defer func() {
		if err != nil && !replace {
			for _, f := range written {
				err = errors.Join(err, os.Remove(f.path))
			}
			written = nil
		}
	}()
	for _, f := range files {
		if f.leads == 0 {
			if replace && os.Remove(f.path) == nil {
				removed = append(removed, f)
			}
			continue
		}
		if err := writePrivate(f.path, replace, f.write); err != nil {
			return written, removed, fmt.Errorf("%s cannot be written (%w); name another folder", f.path, cause(err))
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
func (h *host) exporter(w *kit.Workspace) func(ctx context.Context, id kit.ID) ([]string, error) {
	dir := filepath.Join(h.settings.dir, "receipts")
	return func(ctx context.Context, id kit.ID) ([]string, error) {
		b, err := w.Queue.Batch(ctx, w.Name, id)
		if err != nil {
			return nil, fmt.Errorf("read batch %s: %w", id, err)
		}
		list, err := carriedBy(ctx, w, b)
		if err != nil {
			return nil, err
		}
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return nil, fmt.Errorf("the folder %s cannot be made (%w)", dir, cause(err))
		}
		files := receiptFiles(list, dir, receiptName(b))
		for n := 2; ; n++ {
			taken, err := anyThere(files)
			if err != nil {
				return nil, err
			}
			if taken == "" {
				break
			}
			files = receiptFiles(list, dir, fmt.Sprintf("%s-%d", receiptName(b), n))
		}
		written, _, err := writeReceipts(files, false)
		paths := make([]string, len(written))
		for i, f := range written {
			paths[i] = f.path
		}
		return paths, err
	}
}
