package words

import (
	"errors"
	"testing"
	"time"

	"leadpad/api"
	"leadpad/app"
	"leadpad/outbox"
)

// TestGivenUpAfter: five minutes without a connection end a submission, and only
// requests that left are counted.
func TestGivenUpAfter(t *testing.T) {
	t.Parallel()
	miss := func(after time.Duration) outbox.Request {
		return outbox.Request{Leads: 1, State: outbox.Answered, Outcome: api.NotSent, Begun: noon().Add(after)}
	}
	p := outbox.Progress{
		Phase: outbox.Stopped, Total: 2, Sent: 1, Returned: 1, Ended: noon().Add(5 * time.Minute),
		Last: outbox.Report{
			Kind: outbox.Ended, Outcome: api.NotSent, Answer: api.Answer{Outcome: api.NotSent, Seen: api.Seen{Trouble: api.NothingThere, Host: "crm.example"}},
			Course: outbox.Over, Back: 1, Actions: []outbox.Action{outbox.CanSubmit},
		},
		Requests: []outbox.Request{
			miss(-time.Hour),
			{Leads: 1, State: outbox.Answered, Outcome: api.Created, Begun: noon().Add(-time.Second)},
			miss(0), miss(time.Minute), miss(299 * time.Second),
		},
	}
	var sum app.Tally
	sum.Add(p)
	happened, next := Reader{Workspace: "acme"}.Ending(sum)
	got, want := Told{What: happened, Next: next}, Told{
		What: "Given up after 3 tries in 5 min. Can't reach crm.example: nothing answers there. Nothing was sent: 1 lead is Ready again.",
		Next: "Check the connection. `leadpad submit` goes on.",
	}
	if got != want || sum.Came() != app.SomeBack || sum.Requests != 1 || app.Left(p.Requests) != 1 {
		t.Errorf("got %+v, %d requests", got, sum.Requests)
	}
}

// noon is when these submissions are.
func noon() time.Time { return time.Date(2026, 3, 12, 12, 0, 0, 0, time.UTC) }

func TestEndingNamesCommandsNotKeys(t *testing.T) {
	t.Parallel()
	stopped := func(rep outbox.Report) app.Tally {
		rep.Course, rep.Answer.Outcome = outbox.Over, rep.Outcome
		return app.Tally{Leads: 3, Returned: 3, Last: outbox.Progress{Phase: outbox.Stopped, Last: rep}}
	}
	setKey := []outbox.Action{outbox.CanSetKey, outbox.CanSubmit}
	for _, c := range []struct {
		t    app.Tally
		came app.Came
		want string
	}{
		{
			stopped(outbox.Report{Kind: outbox.Ended, Outcome: api.NotSent, Back: 3, Actions: setKey[1:]}), app.SomeBack,
			"No answer came. Nothing was sent: 3 leads are Ready again. Check the connection. `leadpad submit` goes on.",
		},
		{
			stopped(outbox.Report{Kind: outbox.Unfit, Outcome: api.NotSent, Leads: 1, Actions: []outbox.Action{outbox.CanMend}}), app.SomeBack,
			"1 lead can't go: changed meanwhile, or wrong by today's rules. It was not sent and stays. `leadpad list` shows it.",
		},
		{
			stopped(outbox.Report{Kind: outbox.KeyMissing, Outcome: api.BadKey, Err: errors.New("no keyring"), Back: 3, Actions: setKey}), app.KeyRefused,
			"Can't get the key: no keyring. Nothing was sent: 3 leads are Ready again. `leadpad key set --profile acme` keeps the right key. `leadpad submit` goes on.",
		},
		{
			stopped(outbox.Report{Kind: outbox.Ended, Outcome: api.PlanLimit, Back: 3, Plan: &outbox.PlanFacts{Limit: 200, Sent: 150}}), app.KeyRefused,
			"The Free Plan does not take these leads. Nothing was created: 3 leads are Ready again. 150 leads were sent from here; at most 50 more fit, fewer if others are there. " +
				"`leadpad submit ID…` sends those you pick from `leadpad list --state ready`; or change the plan.",
		},
		{
			stopped(outbox.Report{Kind: outbox.RefusedAlone, Outcome: api.AtFault, Name: "Acme", InARow: 3, Back: 3}), app.SomeBack,
			"Acme was refused. Nothing was created: 3 leads are Ready again. " +
				"3 first leads in a row were refused, so it may not be the leads: check docs and wire in the config.",
		},
		{app.Tally{Leads: 3, Sent: 3}, app.AllSent, ""},
		{app.Tally{Leads: 3, Sent: 2, Returned: 1, Unfit: 1}, app.AllSent, ""}, // it was said before
		{
			app.Tally{Leads: 3, Sent: 3, Moved: 2, Last: outbox.Progress{Phase: outbox.Done}},
			app.SomeBack,
			"2 leads can't go: changed meanwhile, or wrong by today's rules. They were not sent and stay. `leadpad list` shows them.",
		},
		{app.Tally{Leads: 3, Returned: 3, Unfit: 3}, app.SomeBack, "`leadpad status` shows what is left; `leadpad submit` goes on."},
		{app.Tally{Leads: 3, Returned: 3}, app.SomeBack, "`leadpad status` shows what is left; `leadpad submit` goes on."},
	} {
		happened, next := Reader{Workspace: "acme"}.Ending(c.t)
		if got := Join(happened, next); c.t.Came() != c.came || got != c.want {
			t.Errorf("got %d %q\nwant %d %q", c.t.Came(), got, c.came, c.want)
		}
	}
}

func TestWhatBecameOfTheLeads(t *testing.T) {
	t.Parallel()
	for f, want := range map[app.Fate]string{
		{}:                      "",
		{Ready: 29}:             "29 leads are Ready again",
		{Sent: 1, Ready: 1}:     "1 lead was sent; 1 lead is Ready again",
		{Unsure: 100, Ready: 7}: "100 leads are Not sure: see `leadpad history`; 7 leads are Ready again",
		{Failed: 1}:             "1 lead is Failed",
	} {
		if got := WentOn(f); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestTally(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		t    app.Tally
		want string
	}{
		{app.Tally{Leads: 1, Sent: 1, Requests: 1, Took: 12 * time.Millisecond}, "1 lead was sent (1 request, 12 ms)"},
		{app.Tally{Leads: 7794, Sent: 7794, Requests: 78, Took: 46 * time.Second}, "7,794 leads were sent (78 requests, 46 s)"},
		{app.Tally{Leads: 214, Sent: 113, Failed: 1, Unsure: 100, Requests: 4, Took: time.Second}, "113 of 214 leads sent, 1 failed, 100 not sure (4 requests, 1.0 s)"},
		{app.Tally{Leads: 1, Returned: 1}, "0 of 1 lead sent, 1 Ready again"},
	} {
		if got := Tally(c.t); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}
