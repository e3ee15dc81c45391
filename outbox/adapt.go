package outbox

import (
	"context"
	"time"

	"leadpad/queue"
)

// adapt after a 429: pause for the window plus jitter, or Retry-After if
// longer, and go slower by a quarter.
func (w *window) adapt(l *queue.Ledger, now time.Time, retryAfter time.Duration, jitter float64) {
	pause := w.o.Window.Per + time.Duration(jitter*float64(w.o.Window.Per)/10)
	l.PauseUntil = now.Add(max(pause, retryAfter))
	base := w.o.Window.Per / time.Duration(w.o.Window.Requests)
	l.Pace = max(l.Pace, base) * 5 / 4
	l.Clean = now
}

// clean notes an answer that was no 429: 5 % quicker for a clean window.
func (w *window) clean(ctx context.Context) {
	if !w.paced {
		return
	}
	_ = w.change(ctx, func(l *queue.Ledger, now, _ time.Time) {
		if l.Pace <= 0 || now.Sub(l.Clean) < w.o.Window.Per {
			return
		}
		l.Pace, l.Clean = l.Pace*100/105, now
		if l.Pace <= w.o.Window.Per/time.Duration(w.o.Window.Requests) {
			l.Pace = 0
		}
	})
}
