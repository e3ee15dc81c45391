package words

import (
	"errors"

	"leadpad/app"
	"leadpad/config"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/safe"
)

// Error is what went wrong, safe to draw, with no capital and no full stop.
func Error(err error) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, outbox.ErrNothing):
		return "none of these leads is Ready any more"
	}
	if other, ok := errors.AsType[*app.KeyElsewhere](err); ok {
		return Reader{Workspace: other.Workspace, KeyFrom: other.Source}.RightKey()
	}
	return safe.Clean(err.Error()).String()
}

// fault is why the disk refuses, without what was being done: that is said
// before it.
func fault(err error) string {
	for _, known := range []error{queue.ErrBusy, queue.ErrFull, queue.ErrRefused, queue.ErrReadOnly, queue.ErrDamaged, queue.ErrNoLease} {
		if errors.Is(err, known) {
			return known.Error()
		}
	}
	return Error(err)
}

// Remedy is what can be done about an error at a prompt, "" when nothing is known.
func Remedy(err error) string {
	if errors.Is(err, queue.ErrDamaged) {
		return "close every other leadpad, then `leadpad doctor --salvage` keeps the file aside and makes drafts of what can be read of it"
	}
	if none, ok := errors.AsType[*config.NoKeyError](err); ok {
		return KeySet(safe.Clean(none.Profile).String()) + " stores one"
	}
	mistake, ok := errors.AsType[*config.Error](err)
	switch {
	case ok && mistake.KeyOf != "":
		return KeySet(mistake.KeyOf) + " stores it, or a key_command gives it"
	case ok && mistake.Missing != "":
		return "`leadpad config init --name " + safe.Clean(mistake.Missing).String() + "` adds it"
	}
	return ""
}
