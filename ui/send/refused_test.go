package send

import (
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"leadpad/api"
	"leadpad/outbox"
	"leadpad/queue"
)

// What the lines name is what f splits, wherever the cursor stands.
func TestFindsWhatTheLinesName(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		var rs []outbox.Request
		var refused []int
		for i := range rapid.IntRange(1, 6).Draw(rt, "requests") {
			n := rapid.IntRange(1, 100).Draw(rt, "leads")
			if rapid.Bool().Draw(rt, "refused") {
				rs = append(rs, failed(i+1, n, i, 400, api.AtFault, fmt.Sprintf("no to number %d", i+1)))
				refused = append(refused, i)
			} else {
				rs = append(rs, created(i+1, n, i))
			}
		}
		p := progress(outbox.Done, rs...)
		if len(refused) > 0 {
			last := rs[refused[len(refused)-1]]
			p = told(p, refusal(last.Leads, time.Second))
		}
		s := &script{progress: p}
		m := screen(t, s, sizes()[1])
		for range rapid.IntRange(0, 6).Draw(rt, "up") {
			keys(m, "up")
		}
		lines := strings.Join(m.reportLines(), "\n")
		r, ok := m.refused()
		keys(m, "f")
		if !ok {
			if len(s.calls) > 0 {
				rt.Fatalf("f asked for %q with nothing refused", s.calls)
			}
			return
		}
		if want := fmt.Sprintf("find %d", r.Batch[15]); len(s.calls) != 1 || s.calls[0] != want {
			rt.Fatalf("f asked for %q, want %q", s.calls, want)
		}
		if want := fmt.Sprintf("no to number %d.", r.Batch[15]); !strings.Contains(lines, want) {
			rt.Fatalf("f is about batch %d, the lines are not:\n%s", r.Batch[15], lines)
		}
	})
}

// An earlier refusal keeps its own price and can be put back on its own.
func TestAnEarlierRefusalIsReached(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := progress(outbox.Stopped, failed(3, 100, 3, 400, api.AtFault, "first"), failed(4, 30, 4, 400, api.AtFault, "second"))
		p = told(p, refusal(30, time.Second))
		s := &script{progress: p}
		m := open(t, s)
		keys(m, "up")
		if got := plain(m); !strings.Contains(got, "100 leads was refused: first.") || !strings.Contains(got, "at most 14 requests") {
			t.Errorf("the lines are not about the first:\n%s", got)
		}
		says(t, keys(m, "r"), "The 100 leads are Ready")
		if m.settled != id(3) {
			t.Errorf("settled is %v", m.settled)
		}
		keys(m, "f")
		expect(t, s, "find 3")
	})
}

// What holds everything up is not covered by the refusal that the cursor is on.
func TestARefusalDoesNotCoverTheDisk(t *testing.T) {
	t.Parallel()
	p := progress(outbox.Waiting, failed(3, 100, 3, 400, api.AtFault, "first"), waits(3))
	p.Last = outbox.Report{Kind: outbox.DiskRefuses, Outcome: api.NotSent, Bad: true, Err: queue.ErrFull}
	m := open(t, &script{progress: p})
	if got := plain(m); !strings.Contains(got, queue.ErrFull.Error()) {
		t.Errorf("the disk is hidden:\n%s", got)
	}
}
