package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"leadpad/queue"
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
func (a *program) salvage(ctx context.Context, yes bool) error {
	s, err := a.settings()
	if err != nil {
		return err
	}
	workspace, err := s.Current()
	if err != nil {
		return err
	}
	for _, file := range s.StoreFiles() {
		path := safe.Clean(file.Path)
		switch err := file.Check(ctx); {
		case errors.Is(err, fs.ErrNotExist):
			a.printf("%s is not there: nothing to salvage\n", path)
			continue
		case err == nil:
			a.printf("%s is whole: there is nothing to salvage\n", path)
			continue
		case !errors.Is(err, queue.ErrDamaged):
			return err
		}
		if err := a.mayReplace(ctx, file.Path, yes); err != nil {
			return err
		}
		n, kept, err := file.Salvage(ctx, workspace)
		if err != nil {
			return err
		}
		if file.Leads {
			a.printf("%s salvaged as Draft; look each over: some may be in ClosingDealz already\n", words.Leads(n))
			a.printf("the damaged file, with the receipts of what was sent, is kept as %s\n", safe.Clean(kept))
		} else {
			a.printf("the damaged request window is kept as %s; wait a minute before you submit: the requests in it are forgotten\n", safe.Clean(kept))
		}
	}
	return nil
}

// mayReplace asks whether every other leadpad is closed.
func (a *program) mayReplace(ctx context.Context, path string, yes bool) error {
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
