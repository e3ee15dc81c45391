package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"time"

	"leadpad/queue"
	"leadpad/queue/sqlite"
)

// StoreFile is one of the files in which an App keeps things, for a look at it
// while nothing has it open.
type StoreFile struct {
	Path  string
	Leads bool // the leads; else the window ledger

	workspaces []string
}

// StoreFiles are those of the settings' folders, whether they exist or not, and a
// ledger that was not moved yet.
func (s Settings) StoreFiles() []StoreFile {
	files := []StoreFile{
		{Path: s.queueFile(), Leads: true, workspaces: append(s.Names(), PracticeName)},
		{Path: s.windowFile()},
	}
	if before := s.ledgerBefore(); before != s.windowFile() {
		if _, err := os.Lstat(before); err == nil {
			files = append(files, StoreFile{Path: before})
		}
	}
	return files
}

// Check looks at the whole file, and at each lead: one that is not as it was
// written does not show in the file's structure. fs.ErrNotExist: it is not there;
// queue.ErrDamaged: Salvage can replace it.
func (f StoreFile) Check(ctx context.Context) error {
	if _, err := os.Lstat(f.Path); errors.Is(err, fs.ErrNotExist) {
		return fs.ErrNotExist
	}
	if !f.Leads {
		w, err := sqlite.OpenWindows(ctx, f.Path)
		if err != nil {
			return err
		}
		_, err = w.Fingerprint(ctx, "", "")
		return errors.Join(err, w.Close())
	}
	q, err := sqlite.Open(ctx, f.Path, queue.Options{Now: time.Now})
	if err != nil {
		return err
	}
	err = q.Check(ctx)
	for _, name := range f.workspaces {
		if err == nil {
			err = q.As(queue.Scope{All: true}).Each(ctx, queue.Query{Workspace: name, Sent: true}, func(queue.Entry) error { return nil })
		}
	}
	return errors.Join(err, q.Close())
}

// Salvage sets a damaged file aside, as kept. In the place of the leads comes a new
// queue with all that can be read, as drafts of workspace; the window ledger is
// made anew by the next start. The damaged file stays where it is until the new one
// is whole.
func (f StoreFile) Salvage(ctx context.Context, workspace string) (leads int, kept string, err error) {
	if !f.Leads {
		kept, err = sqlite.SetAside(f.Path, "damaged", time.Now())
		return 0, kept, err
	}
	fresh := f.Path + ".salvaged"
	if leads, err = sqlite.Salvage(ctx, f.Path, fresh, workspace); err != nil {
		return 0, "", &Undone{ToSalvage, err}
	}
	if kept, err = sqlite.SetAside(f.Path, "damaged", time.Now()); err != nil {
		return 0, "", err
	}
	// The WAL first: without it the file must not be opened as if it were whole.
	for _, suffix := range []string{"-wal", "-shm", ""} {
		err := os.Rename(fresh+suffix, f.Path+suffix)
		if err != nil && (suffix == "" || !errors.Is(err, fs.ErrNotExist)) {
			return 0, "", &Unmoved{fresh, f.Path, Cause(err)}
		}
	}
	return leads, kept, nil
}
