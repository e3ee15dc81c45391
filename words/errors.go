package words

import (
	"errors"

	"leadpad/outbox"
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
	return safe.Clean(err.Error()).String()
}
