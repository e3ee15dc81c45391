package line

import (
	"time"

	"leadpad/outbox"
)

// waits decides which waits are told where nothing is redrawn.
type waits struct {
	why   outbox.Reason
	since time.Time
	told  bool
}

// longWait is how long a wait lasts, or is known to last, that is told. A wait for
// the connection is told with the try that failed.
const longWait = 2 * time.Second

// due says, once for each wait, that it is to be told, and how long it lasts where
// that is known.
func (w *waits) due(p outbox.Progress, now time.Time) (in time.Duration, due bool) {
	if p.Phase != outbox.Waiting || p.Why == outbox.ForConnection {
		*w = waits{}
		return 0, false
	}
	if w.since.IsZero() || w.why != p.Why {
		*w = waits{why: p.Why, since: now}
	}
	if p.Why != outbox.ForOtherRequest && !p.NextAt.IsZero() { // that one may end at any time
		in = p.NextAt.Sub(now)
	}
	if w.told || in < longWait && now.Sub(w.since) < longWait {
		return 0, false
	}
	w.told = true
	return in, true
}
