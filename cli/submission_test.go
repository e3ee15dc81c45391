package cli

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
	got := (&program{}).verdict(acme(), sum)
	want := ending{
		codeFailed, "Given up after 3 tries in 5 min. Can't reach crm.example: nothing answers there. Nothing was sent: 1 lead is Ready again.",
		"Check the connection. `leadpad submit` goes on.",
	}
	if got != want || sum.Requests != 1 || app.Left(p.Requests) != 1 {
		t.Errorf("got %+v, %d requests", got, sum.Requests)
	}
}

// acme is a workspace without anything in it.
func acme() *app.Session { return &app.Session{Workspace: &app.Workspace{Name: "acme"}} }

func TestEndingNamesCommandsNotKeys(t *testing.T) {
	t.Parallel()
	a, r := &program{}, acme()
	stopped := func(rep outbox.Report) app.Tally {
		rep.Course, rep.Answer.Outcome = outbox.Over, rep.Outcome
		return app.Tally{Leads: 3, Returned: 3, Last: outbox.Progress{Phase: outbox.Stopped, Last: rep}}
	}
	failed := stopped(outbox.Report{Kind: outbox.RefusedAlone, Outcome: api.AtFault, Name: "Acme", InARow: 3})
	failed.Failed = 3
	setKey := []outbox.Action{outbox.CanSetKey, outbox.CanSubmit}
	for _, c := range []struct {
		t    app.Tally
		code int
		want string
	}{
		{
			stopped(outbox.Report{Kind: outbox.Ended, Outcome: api.NotSent, Back: 3, Actions: setKey[1:]}), 1,
			"No answer came. Nothing was sent: 3 leads are Ready again. Check the connection. `leadpad submit` goes on.",
		},
		{
			stopped(outbox.Report{Kind: outbox.Unfit, Outcome: api.NotSent, Leads: 1, Actions: []outbox.Action{outbox.CanMend}}), 1,
			"1 lead can't go: changed meanwhile, or wrong by today's rules. It was not sent and stays. `leadpad list` shows it.",
		},
		{
			stopped(outbox.Report{Kind: outbox.KeyMissing, Outcome: api.BadKey, Err: errors.New("no keyring"), Back: 3, Actions: setKey}), 5,
			"Can't get the key: no keyring. Nothing was sent: 3 leads are Ready again. `leadpad key set --profile acme` keeps the right key. `leadpad submit` goes on.",
		},
		{
			stopped(outbox.Report{Kind: outbox.Ended, Outcome: api.PlanLimit, Back: 3, Plan: &outbox.PlanFacts{Limit: 200, Sent: 150}}), 5,
			"The Free Plan does not take these leads. Nothing was created: 3 leads are Ready again. 150 leads were sent from here; at most 50 more fit, fewer if others are there. " +
				"`leadpad submit ID…` sends those you pick from `leadpad list --state ready`; or change the plan.",
		},
		{
			failed, 3,
			"Acme was refused. It was not created and is Failed now. 3 first leads in a row were refused, so it may not be the leads: check docs and wire in the config. " +
				"3 leads are Failed: `leadpad list --state failed` shows why; mend them in `leadpad`.",
		},
		{app.Tally{Leads: 3, Sent: 3}, 0, ""},
		{app.Tally{Leads: 3, Returned: 3}, 1, "`leadpad status` shows what is left; `leadpad submit` goes on."},
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
