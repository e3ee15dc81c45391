package cli

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"leadpad/api"
	"leadpad/outbox"
	"leadpad/queue"
)

// A search begins behind the submission that was refused, whose last picture
// still stands when it is first looked at.
func TestTheEndOfAnotherSubmissionIsNotTakenForOnesOwn(t *testing.T) {
	t.Parallel()
	before, after := newID(), newID()
	s := &submission{last: before}
	for i, c := range []struct {
		of   queue.ID
		want bool
	}{{before, false}, {after, true}, {before, false}, {newID(), false}, {after, true}} {
		if got := s.mine(outbox.Progress{Submission: c.of}); got != c.want {
			t.Errorf("picture %d: %t", i, got)
		}
	}
}

func TestTallyCountsASearchOnce(t *testing.T) {
	t.Parallel()
	at := noon()
	refused, nobody := newID(), newID()
	request := func(id queue.ID, leads int, o api.Outcome) outbox.Request {
		return outbox.Request{Batch: id, Leads: leads, State: outbox.Answered, Outcome: o, Begun: at}
	}
	var got tally
	got.add(outbox.Progress{
		Total: 214, Sent: 114, Returned: 100, Ended: at.Add(time.Second),
		Requests: []outbox.Request{request(newID(), 114, api.Created), request(refused, 100, api.AtFault)},
	})
	got.add(outbox.Progress{
		Search: true, Total: 100, Sent: 49, Failed: 1, Unsure: 50, Ended: at.Add(2 * time.Second),
		Requests: []outbox.Request{request(newID(), 1, api.AtFault), request(newID(), 49, api.Created), request(nobody, 50, api.Unsure)},
	})
	want := tally{leads: 214, requests: 5, sent: 163, failed: 1, unsure: 50, took: 3 * time.Second, nobody: []queue.ID{nobody}, refused: []queue.ID{refused}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(tally{}), cmpopts.IgnoreFields(tally{}, "last")); diff != "" {
		t.Error(diff)
	}
}
