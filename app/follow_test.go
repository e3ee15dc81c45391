package app

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"leadpad/api"
	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/queue"
)

func TestTallyCountsASearchOnce(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC)
	refused, nobody := newID(), newID()
	request := func(id queue.ID, leads int, o api.Outcome) outbox.Request {
		return outbox.Request{Batch: id, Leads: leads, State: outbox.Answered, Outcome: o, Begun: at}
	}
	var got Tally
	got.Add(outbox.Progress{
		Total: 214, Sent: 114, Returned: 100, Ended: at.Add(time.Second),
		Requests: []outbox.Request{request(newID(), 114, api.Created), request(refused, 100, api.AtFault)},
	})
	got.Add(outbox.Progress{
		Search: true, Total: 100, Sent: 49, Failed: 1, Unsure: 50, Ended: at.Add(2 * time.Second),
		Requests: []outbox.Request{request(newID(), 1, api.AtFault), request(newID(), 49, api.Created), request(nobody, 50, api.Unsure)},
	})
	want := Tally{Leads: 214, Requests: 5, Sent: 163, Failed: 1, Unsure: 50, Took: 3 * time.Second, Nobody: []queue.ID{nobody}, Refused: []queue.ID{refused}}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(Tally{}, "Last")); diff != "" {
		t.Error(diff)
	}
}

// told counts what a Teller is told.
type told struct {
	back  int
	stops func(p outbox.Progress)
}

func (o *told) Now(_ context.Context, p outbox.Progress)                     { o.stops(p) }
func (*told) Answered(context.Context, outbox.Request, int, outbox.Progress) {}
func (*told) Claimed(outbox.Progress)                                        {}
func (*told) Counted(outbox.Plan)                                            {}
func (*told) Missed(context.Context, outbox.Request, outbox.Progress)        {}
func (*told) Awaited(int, time.Duration)                                     {}
func (*told) Asked(context.Context, outbox.Progress) bool                    { return false }
func (o *told) TakenBack(leads int) {
	o.back += leads
}

// Who stops following takes back their own, beside another's hold, and sees its end
// though another submission is on show all the time.
func TestFollowEndsItsOwnBesideAnothers(t *testing.T) {
	t.Parallel()
	ana := opened(t, acmeConfig, "acme", Settings{})
	ben, err := ana.app.Session(t.Context(), "Ben", "acme")
	check(t, err)
	held := ben.hold(t)
	e, err := ana.Add(t.Context(), lead.Lead{Person: lead.Person{Name: "Acme"}})
	check(t, err)
	stop := make(chan struct{})
	o := &told{stops: func(p outbox.Progress) {
		if p.By.User == "Ben" {
			t.Error("told of another's")
		}
	}}
	claimed := ana.Sender.Subscribe(t.Context())
	go func() {
		for p := ana.Sender.Progress(); p.By.User != "" || p.Phase != outbox.Holding; p = ana.Sender.Progress() {
			<-claimed
		}
		close(stop)
	}()
	tally, err := ana.Follow(t.Context(), stop, outbox.Plan{IDs: []queue.ID{e.ID}}, false, o)
	check(t, err)
	if !tally.Stopped || tally.Returned != 1 || tally.Sent != 0 || o.back != 1 {
		t.Errorf("it ended as %+v, %d taken back", tally, o.back)
	}
	if p := ben.Sender.Progress(); p.Submission != held || p.Phase != outbox.Holding {
		t.Errorf("Ben's hold is gone: %+v", p)
	}
	if n, ok := ben.Sender.TakeBack(t.Context()); !ok || n != 1 {
		t.Errorf("Ben took back %d, %t", n, ok)
	}
}
