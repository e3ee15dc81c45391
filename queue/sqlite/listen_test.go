package sqlite

import (
	"context"
	"runtime"
	"testing"
	"time"

	"leadpad/queue"
	"leadpad/queue/queuetest"
)

// Who listens to a file that nobody writes to is told of the first change by the
// system, long before the next look.
func TestTheSystemTellsOfAChange(t *testing.T) {
	t.Parallel()
	if runtime.GOOS != "linux" {
		t.Skip("it does not here: changes are looked for four times a second")
	}
	path := filePath(t)
	theirs, err := Open(t.Context(), path, queue.Options{})
	queuetest.Must(t, err)
	mine, err := openEngine(t.Context(), path, upgrade{schema: queueSchema(nil), watch: true})
	queuetest.Must(t, err)
	ctx, stop := context.WithCancel(t.Context())
	heard, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		mine.Listen(ctx, func() { heard <- struct{}{} })
	}()
	<-heard // what was there before
	queuetest.Save(t, theirs, queuetest.Company("Acme"))
	select {
	case <-heard:
	case <-time.After(pollSeldom / 2):
		t.Error("nothing was heard of another's change")
	}
	stop()
	<-ended
	queuetest.Must(t, mine.Close())
	queuetest.Must(t, theirs.Close())
}
