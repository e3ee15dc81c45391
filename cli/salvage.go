package cli

import (
	"context"
	"errors"
	"path/filepath"

	"leadpad/queue"
	"leadpad/safe"
	"leadpad/words"
)

// salvage replaces the damaged ones of queue and window ledger. It asks first:
// what another leadpad writes while the file is replaced goes to the old one.
func (a *program) salvage(ctx context.Context, yes bool) error {
	s, err := a.load()
	if err != nil {
		return err
	}
	workspace, err := s.Current()
	if err != nil {
		return err
	}
	for _, file := range s.StoreFiles() {
		err := file.Check(ctx)
		if whole := words.Whole(file.Path, err); whole != "" {
			a.linef("%s", whole)
			continue
		}
		if !errors.Is(err, queue.ErrDamaged) {
			return err
		}
		if err := a.mayReplace(ctx, file.Path, yes); err != nil {
			return err
		}
		n, kept, err := file.Salvage(ctx, workspace)
		if err != nil {
			return err
		}
		for _, line := range words.Salvaged(file.Leads, n, kept) {
			a.linef("%s", line)
		}
	}
	return nil
}

// mayReplace asks whether every other leadpad is closed.
func (a *program) mayReplace(ctx context.Context, path string, yes bool) error {
	if yes {
		return nil
	}
	if !a.canAsk() {
		return usagef("close every other leadpad, then add --yes: without a terminal nobody can be asked")
	}
	ok, err := a.confirm(ctx, safe.Clean(filepath.Base(path)).String()+" is damaged. Is every other leadpad closed?", "salvage", "not yet")
	if err == nil && !ok {
		err = usagef("nothing was touched; close every other leadpad first")
	}
	return err
}
