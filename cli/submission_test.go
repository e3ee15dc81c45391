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

// TestGivenUpAfter: five minutes without a connection end a submission, and only
// requests that left are counted.
func TestGivenUpAfter(t *testing.T) {
	t.Parallel()
	miss := func(after time.Duration) outbox.Request {
		return outbox.Request{Leads: 1, State: outbox.Answered, Outcome: api.NotSent, Begun: noon().Add(after)}
	}
	p := outbox.Progress{
		Phase: outbox.Stopped, Total: 2, Sent: 1, Returned: 1, Ended: noon().Add(5 * time.Minute),
		Last: outbox.Report{Outcome: api.NotSent, What: "Nothing answers.", Certain: "1 lead is Ready again.", Next: "Check the connection, then press S again."},
		Requests: []outbox.Request{
			miss(-time.Hour),
			{Leads: 1, State: outbox.Answered, Outcome: api.Created, Begun: noon().Add(-time.Second)},
			miss(0), miss(time.Minute), miss(299 * time.Second),
		},
	}
	var sum tally
	sum.add(p)
	got := (&app{}).verdict(&room{}, sum)
	want := ending{codeFailed, "Given up after 3 tries in 5 min. Nothing answers. 1 lead is Ready again.", "Check the connection, then `leadpad submit` again."}
	if got != want || sum.requests != 1 || left(p.Requests) != 1 {
		t.Errorf("got %+v, %d requests", got, sum.requests)
	}
}

func TestEndingNamesCommandsNotKeys(t *testing.T) {
	t.Parallel()
	a, r := &app{}, &room{}
	stopped := func(o api.Outcome, next string) tally {
		return tally{leads: 3, returned: 3, last: outbox.Progress{
			Phase: outbox.Stopped, Last: outbox.Report{Outcome: o, What: "What.", Certain: "Certain.", Next: next}, Plan: &outbox.PlanFacts{Limit: 200, Sent: 150},
		}}
	}
	failed := stopped(api.AtFault, "3 first leads in a row were refused: check docs and wire in the config.")
	failed.failed = 3
	for _, c := range []struct {
		t    tally
		code int
		want string
	}{
		{stopped(api.NotSent, "Check the connection, then press S again."), 1, "What. Certain. Check the connection, then `leadpad submit` again."},
		{stopped(api.NotSent, "See it in Drafts (F3)."), 1, "What. Certain. See it in Drafts."},
		{stopped(api.BadKey, "Set the key with “leadpad key set --profile acme”, then press S again."), 5, "What. Certain. Set the key with `leadpad key set --profile acme`, then `leadpad submit` again."},
		{
			stopped(api.PlanLimit, "P picks the leads."), 5,
			"What. Certain. 150 leads were sent from this queue (leadpad cannot see what else is in the workspace), so at most 50 more fit. " +
				"`leadpad submit ID…` sends exactly the leads that you pick (`leadpad list --state ready` shows them); or change the plan.",
		},
		{
			failed, 3,
			"What. Certain. 3 first leads in a row were refused: check docs and wire in the config. 3 leads are Failed: `leadpad list --state failed` shows why; mend them in `leadpad`.",
		},
		{tally{leads: 3, sent: 3}, 0, ""},
		{tally{leads: 3, returned: 3}, 1, "`leadpad status` shows what is left; `leadpad submit` goes on."},
	} {
		e := a.verdict(r, c.t)
		got := ""
		if err := e.err(); err != nil {
			got = err.Error()
		}
		if e.code != c.code || got != c.want {
			t.Errorf("got %d %q\nwant %d %q", e.code, got, c.code, c.want)
		}
	}
}
