package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"leadpad/queue"
	"leadpad/queue/sqlite"
	"leadpad/safe"
	"leadpad/words"
)

// remedy adds to an error what can be done about it.
func remedy(err error) error {
	if what := words.Remedy(err); what != "" {
		return fmt.Errorf("%w; %s", err, what)
	}
	return err
}

// salvage replaces the damaged ones of queue and window ledger. It asks first:
// what another leadpad writes while the file is replaced goes to the old one.
func (a *app) salvage(ctx context.Context, yes bool) error {
	s, err := a.settings()
	if err != nil {
		return err
	}
	workspace, err := s.current()
	if err != nil {
		return err
	}
	leads, windows := filepath.Join(s.dir, "queue.db"), filepath.Join(s.dir, "window.db")
	for _, one := range []struct {
		path  string
		check func(ctx context.Context, path string) error
		mend  func(ctx context.Context, path string) error
	}{
		{leads, s.checkQueue, func(ctx context.Context, path string) error { return a.salvageQueue(ctx, path, workspace) }},
		{windows, checkWindows, a.replaceWindows},
	} {
		if _, err := os.Lstat(one.path); errors.Is(err, fs.ErrNotExist) {
			a.printf("%s is not there: nothing to salvage\n", safe.Clean(one.path))
			continue
		}
		err := one.check(ctx, one.path)
		if err == nil {
			a.printf("%s is whole: there is nothing to salvage\n", safe.Clean(one.path))
			continue
		}
		if !errors.Is(err, queue.ErrDamaged) {
			return err
		}
		if err := a.mayReplace(ctx, one.path, yes); err != nil {
			return err
		}
		if err := one.mend(ctx, one.path); err != nil {
			return err
		}
	}
	return nil
}

// checkQueue looks at the whole file, and at each lead: one that is not as it
// was written does not show in the file's structure.
func (s settings) checkQueue(ctx context.Context, path string) error {
	q, err := sqlite.Open(ctx, path, queue.Options{Now: time.Now})
	if err != nil {
		return err
	}
	err = q.Check(ctx)
	for _, name := range append(s.names(), practiceName) {
		if err == nil {
			err = q.Each(ctx, queue.Query{Workspace: name, Sent: true}, func(queue.Entry) error { return nil })
		}
	}
	return errors.Join(err, q.Close())
}

func checkWindows(ctx context.Context, path string) error {
	w, err := sqlite.OpenWindows(ctx, path)
	if err != nil {
		return err
	}
	_, err = w.Fingerprint(ctx, "", "")
	return errors.Join(err, w.Close())
}

// mayReplace asks whether every other leadpad is closed.
func (a *app) mayReplace(ctx context.Context, path string, yes bool) error {
	if yes {
		return nil
	}
	if !isTerminal(a.In) || !isTerminal(a.Err) {
		return usagef("close every other leadpad, then add --yes: without a terminal nobody can be asked")
	}
	ok, err := a.confirm(ctx, safe.Clean(filepath.Base(path)).String()+" is damaged. Is every other leadpad closed?", "salvage", "not yet")
	if err == nil && !ok {
		err = usagef("nothing was touched; close every other leadpad first")
	}
	return err
}

// salvageQueue puts a new queue with all that can be read in the place of the
// damaged one. The damaged file stays where it is until the new one is whole.
func (a *app) salvageQueue(ctx context.Context, path, workspace string) error {
	fresh := path + ".salvaged"
	n, err := sqlite.Salvage(ctx, path, fresh, workspace)
	if err != nil {
		return fmt.Errorf("nothing was changed: %w", err)
	}
	kept, err := sqlite.SetAside(path, time.Now())
	if err != nil {
		return err
	}
	// The WAL first: without it the file must not be opened as if it were whole.
	for _, suffix := range []string{"-wal", "-shm", ""} {
		err := os.Rename(fresh+suffix, path+suffix)
		if err != nil && (suffix == "" || !errors.Is(err, fs.ErrNotExist)) {
			return fmt.Errorf("the salvaged leads are in %s and could not be moved to %s (%w); rename it by hand", fresh, path, cause(err))
		}
	}
	a.printf("%s salvaged as Draft; look each over: some may be in ClosingDealz already\n", words.Leads(n))
	a.printf("the damaged file, with the receipts of what was sent, is kept as %s\n", safe.Clean(kept))
	return nil
}

// replaceWindows sets the window ledger aside; the next start makes a new one.
func (a *app) replaceWindows(_ context.Context, path string) error {
	kept, err := sqlite.SetAside(path, time.Now())
	if err != nil {
		return err
	}
	a.printf("the damaged request window is kept as %s; wait a minute before you submit: the requests in it are forgotten\n", safe.Clean(kept))
	return nil
}
