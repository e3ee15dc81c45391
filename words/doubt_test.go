package words

import (
	"testing"
	"time"

	"leadpad/app"
	"leadpad/outbox"
	"leadpad/queue"
)

func TestDoubt(t *testing.T) {
	t.Parallel()
	one, two := queue.ID{15: 1}, queue.ID{15: 2}
	both := outbox.Doubt{Batches: []queue.ID{two, one}, Single: true, Wait: time.Minute}
	prompt, screen := Reader{}, Reader{Key: func(outbox.Action) string { return "F5" }, Practice: true}
	for _, c := range []struct{ got, want string }{
		{Doubt(outbox.Doubt{}), ""},
		{Doubt(outbox.Doubt{Batches: []queue.ID{one}}), ""}, // a refusal came since
		{Doubt(outbox.Doubt{Batches: []queue.ID{one}, Single: true, Wait: 999 * time.Millisecond}), "the last request is not sure: one lead goes first"},
		{Doubt(outbox.Doubt{Batches: []queue.ID{one}, Single: true, Wait: time.Second}), "the last request is not sure: one lead goes first, in 1 s"},
		{Doubt(both), "the last 2 requests are not sure"},
		{MayOneGo(both), "The last 2 requests are not sure. Send one lead more?"},
		{
			prompt.Doubted(both), "The last 2 requests are not sure, so nothing more goes. Look for one of them in ClosingDealz, " +
				"then `leadpad resolve BATCH --sent` or `--ready` (BATCH: 000002, 000001).",
		},
		{screen.Asking(both), "The last 2 requests are not sure. Look for one of them in the sandbox, then settle the batch in History (F5)."},
		{(Reader{}).Waits(outbox.Progress{Why: outbox.ForWindow}, 3*time.Second), "the window is full: going on in 3 s"},
		{(Reader{}).Waits(outbox.Progress{Why: outbox.ForLastUnsure}, time.Minute), "the last request is not sure: going on in 60 s with one lead"},
		{(Reader{}).Waits(outbox.Progress{Why: outbox.ForOtherSender}, 0), "another leadpad is sending for this workspace: waiting"},
		{(Reader{}).Waits(disk(queue.ErrReadOnly), 0), "the queue can't be written: the disk or the folder cannot be written to: waiting"},
		{
			(Reader{}).Waits(disk(&app.NoFolder{Dir: "/state", State: true, Err: queue.ErrFull}), time.Second),
			"the times of requests cannot be kept in /state (no room left on the disk): going on in 1 s",
		},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
}

func disk(err error) outbox.Progress {
	return outbox.Progress{Why: outbox.ForDisk, Last: outbox.Report{Kind: outbox.DiskRefuses, Err: err}}
}
