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
	"leadpad/ui/kit"
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
			rep := refusal(last.Leads, time.Second)
			if last.Leads == 1 {
				rep.Kind, rep.Name = outbox.RefusedAlone, "Acme"
			}
			p = told(p, rep)
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
		if want := fmt.Sprintf("“no to number %d”", r.Batch[15]); !strings.Contains(lines, want) {
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
		if got := plain(m); !strings.Contains(got, "Request 1 was refused: none of its 100 leads") || !strings.Contains(got, "“first”") {
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

// The newest request that needs a person takes the cursor, and the lines are
// about it, whatever is created behind it; a rep who moved keeps the cursor.
func TestTheNewestFailureTakesTheCursor(t *testing.T) {
	t.Parallel()
	rs := []outbox.Request{created(1, 1, 1), failed(2, 100, 2, 400, api.AtFault, "no"), created(3, 100, 3), waits(100)}
	s := &script{progress: progress(outbox.Running, rs...)}
	m := open(t, s)
	if got := plain(m); m.sel != 1 || !strings.Contains(got, "Request 2 was refused") {
		t.Errorf("stands on %d, not on the failure:\n%s", m.sel, got)
	}
	rs[3] = failed(4, 100, 4, 400, api.AtFault, "no again")
	s.progress = progress(outbox.Running, append(rs, waits(9))...)
	pump(m, kit.ProgressChanged{})
	if m.sel != 3 {
		t.Errorf("stands on %d, not on the newest failure", m.sel)
	}
	keys(m, "up")
	if got := plain(m); !strings.Contains(got, "Request 3: its 100 leads were created.") || strings.Contains(got, "refused:") {
		t.Errorf("the lines are not about the request under the cursor:\n%s", got)
	}
	rs = append(rs, failed(5, 9, 5, 400, api.AtFault, "no once more"))
	s.progress = progress(outbox.Stopped, rs...)
	pump(m, kit.ProgressChanged{})
	if m.sel != 2 {
		t.Errorf("the cursor left the rep's request for %d", m.sel)
	}
}

// A server's sentence that is longer than its column stands whole under the table.
func TestALongMessageStandsWhole(t *testing.T) {
	t.Parallel()
	said := "Lead 37: the email address sabine.krueger@northwind is not valid, a domain ends in a name like .com"
	m := open(t, &script{progress: progress(outbox.Stopped, failed(1, 100, 1, 400, api.AtFault, said))})
	if got := strings.Join(strings.Fields(plain(m)), " "); !strings.Contains(got, "“"+said+"”") {
		t.Errorf("it is cut:\n%s", plain(m))
	}
}

// What the sandbox received never hides a request that failed.
func TestTheSandboxesCardKeepsFailedRows(t *testing.T) {
	t.Parallel()
	rs := []outbox.Request{created(1, 1, 1)}
	for i := range 5 {
		rs = append(rs, failed(i+2, 1, i+2, 400, api.AtFault, "no"))
	}
	p := progress(outbox.Done, rs...)
	p.Practice, p.Canary = true, id(1)
	m := open(t, &script{progress: p})
	m.arrived = arrived{batch: id(1), lead: &arrival{members: members([]byte(arrivedJSON))}}
	m.stale()
	if got := plain(m); strings.Count(got, "✗  14:07") != 5 {
		t.Errorf("a failed row is hidden:\n%s", got)
	}
}
