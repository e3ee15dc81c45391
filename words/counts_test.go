package words

import (
	"strings"
	"testing"
	"time"

	"leadpad/api"
	"leadpad/app"
	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/queue"
)

// Times at the edges of their units.
func TestTimesAtTheEdgesOfTheirUnits(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for _, tt := range []struct {
		d                 time.Duration
		took, span, about string
		age               string
	}{
		{-1, "–", "1 s", "less than a second", "now"},
		{0, "<1 ms", "1 s", "less than a second", "now"},
		{time.Millisecond - 1, "<1 ms", "1 s", "less than a second", "now"},
		{time.Millisecond, "1 ms", "1 s", "less than a second", "now"},
		{time.Second - 1, "999 ms", "1 s", "less than a second", "now"},
		{time.Second, "1.0 s", "1 s", "about 1 s", "now"},
		{time.Second + 1, "1.0 s", "2 s", "about 2 s", "now"},
		{10*time.Second - time.Millisecond, "10.0 s", "10 s", "about 10 s", "now"},
		{10 * time.Second, "10 s", "10 s", "about 10 s", "now"},
		{time.Minute - 1, "59 s", "60 s", "about 60 s", "now"},
		{time.Minute, "60 s", "60 s", "about 60 s", "1 m"},
		{100*time.Second - 1, "99 s", "100 s", "about 100 s", "1 m"},
		{100 * time.Second, "1 min", "100 s", "about 100 s", "1 m"},
		{120 * time.Second, "2 min", "120 s", "about 120 s", "2 m"},
		{120*time.Second + 1, "2 min", "2 min", "about 2 min", "2 m"},
		{150 * time.Second, "2 min", "3 min", "about 3 min", "2 m"},
		{149 * time.Second, "2 min", "2 min", "about 2 min", "2 m"},
		{time.Hour - 1, "59 min", "60 min", "about 60 min", "59 m"},
		{time.Hour, "60 min", "60 min", "about 60 min", "1 h"},
		{2*time.Hour - time.Second, "119 min", "120 min", "about 120 min", "1 h"},
		{2 * time.Hour, "120 min", "2 h", "about 2 h", "2 h"},
		{150 * time.Minute, "150 min", "3 h", "about 3 h", "2 h"},
		{149 * time.Minute, "149 min", "2 h", "about 2 h", "2 h"},
		{day - 1, "1439 min", "24 h", "about 24 h", "23 h"},
		{day, "1440 min", "24 h", "about 24 h", "1 d"},
		{14*day - 1, "20159 min", "336 h", "about 336 h", "13 d"},
		{14 * day, "20160 min", "336 h", "about 336 h", "2 w"},
		{365*day - 1, "525599 min", "8760 h", "about 8760 h", "52 w"},
		{365 * day, "525600 min", "8760 h", "about 8760 h", "1 y"},
		{250 * 365 * day, "131400000 min", "2190000 h", "about 2190000 h", "99 y"},
	} {
		if got := [4]string{Took(tt.d), Span(tt.d), About(tt.d), Age(tt.d)}; got != [4]string{tt.took, tt.span, tt.about, tt.age} {
			t.Errorf("%v: took %q, span %q, about %q, age %q", tt.d, got[0], got[1], got[2], got[3])
		}
	}
}

// What a plan sends and what stays, for none, one and many.
func TestCountsOfAPlan(t *testing.T) {
	t.Parallel()
	plan := outbox.Plan{IDs: make([]queue.ID, 1214), Batches: make([]int, 13)}
	if got := Going(plan); got != "1,214 leads → 13 requests" {
		t.Errorf("got %q", got)
	}
	for n, want := range map[int]string{
		0: "||",
		1: "1 needs fixes and stays|1 is not ready and stays|1 is sent, on its way or deleted",
		2: "2 need fixes and stay|2 are not ready and stay|2 are sent, on their way or deleted",
	} {
		fixes, notReady, gone := Stays(outbox.Plan{NeedsFixes: n, NotReady: n, Gone: n})
		if got := strings.Join([]string{fixes, notReady, gone}, "|"); got != want {
			t.Errorf("%d: got %q, want %q", n, got, want)
		}
	}
	if got := Refused(1) + "|" + Refused(1000); got != "1 was refused before and goes in a request of its own|1,000 were refused before and go in requests of their own" {
		t.Errorf("got %q", got)
	}
	if got := Duplicates(1) + "|" + Duplicates(2); got != "1 possible duplicate|2 possible duplicates" {
		t.Errorf("got %q", got)
	}
}

// What a prompt says of waits, of giving up and of what went on.
func TestSentencesOfASubmission(t *testing.T) {
	t.Parallel()
	screen := Reader{Key: func(outbox.Action) string { return "" }}
	for got, want := range map[string]string{
		WentOn(app.Fate{Sent: 0, Failed: 0, Unsure: 0, Ready: 0}): "",
		WentOn(app.Fate{Sent: 1, Failed: 1, Unsure: 1, Ready: 1}): "1 lead was sent; 1 lead is Failed; 1 lead is Not sure: see `leadpad history`; 1 lead is Ready again",
		WentOn(app.Fate{Sent: 2, Failed: 0, Unsure: 3, Ready: 0}): "2 leads were sent; 3 leads are Not sure: see `leadpad history`",
		Reader{}.mend(0, false):                                   "",
		Reader{}.mend(1, false):                                   "1 lead is Failed: `leadpad list --state failed` shows why; mend them in `leadpad`.",
		Reader{}.mend(0, true):                                    "`leadpad submit --split` finds it and sends the others.",
		TakenBack(1) + TakenBack(2):                               "taken back, 1 lead is Ready again" + "taken back, 2 leads are Ready again",
		Awaited(2, time.Minute):                                   "waiting for the answer of 2 requests, at most 60 s",
		Tally(app.Tally{Leads: 3, Sent: 3}):                       "3 leads were sent",

		Tally(app.Tally{Leads: 3, Sent: 1, Failed: 1, Unsure: 1, Requests: 2, Took: time.Second}): "1 of 3 leads sent, 1 failed, 1 not sure (2 requests, 1.0 s)",
		Tally(app.Tally{Leads: 1, Returned: 1, Requests: 1}):                                      "0 of 1 lead sent, 1 Ready again (1 request, <1 ms)",

		Copied("3 leads", ""):            "3 leads copied, if your terminal allows it",
		Copied("it", " as JSON"):         "it copied as JSON, if your terminal allows it",
		seconds(1500 * time.Millisecond): "1.5 s",
		Sizes(nil):                       "",
		Sizes([]int{1, 100, 100, 13}):    "1+100+100+13",

		Sizes(append([]int{1}, append(many(100, 198), 13)...)):    "1+198×100+13",
		Sizes([]int{1, 2, 3, 4, 5, 6}):                            "1+2+3+4+5+6",
		Sizes([]int{1, 2, 3, 4, 5, 6, 7}):                         "1+2+3+4+5+…",
		Sizes([]int{2, 2, 2, 2, 2, 2}):                            "2+2+2+2+2+2",
		Sizes([]int{2, 2, 2, 2, 2, 2, 2}):                         "7×2",
		Number(0) + Number(999) + Number(1000) + Number(-1234567): "0" + "999" + "1,000" + "-1,234,567",
		Number(1020304) + Number(9) + Number(10):                  "1,020,304" + "9" + "10",
		List():                                                    "",
		List("a"):                                                 "a",
		List("a", "b"):                                            "a and b",
		List("a", "b", "c"):                                       "a, b and c",
		Stop("Is that so?") + Stop("a “b.”"):                      "Is that so?" + "a “b.”",
		Capital("éa") + Capital("leadpad") + Capital(""):          "Éa" + "leadpad",
		Trouble(api.Seen{}, false):                                "no answer came",
		Trouble(api.Seen{Trouble: api.NothingThere}, false):       "can't reach the server: nothing answers there",
		screen.Unsettled(1, nil):                                  "Not sure about 1 lead. Look for it in ClosingDealz, then settle the batch in History.",
		Reader{}.Unsettled(2, []queue.ID{{0x01}, {0x02}}):         "Not sure about 2 leads. Look for one of them in ClosingDealz, then `leadpad resolve BATCH --sent` or `--ready` (BATCH: " + outbox.ShortID(queue.ID{0x01}) + ", " + outbox.ShortID(queue.ID{0x02}) + ").",
		KeySet(""): "`leadpad key set --profile NAME`",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func many[T any](n T, times int) []T {
	all := make([]T, times)
	for i := range all {
		all[i] = n
	}
	return all
}

// A server's sentence of 300 characters is repeated whole, one more is cut.
func TestAMessageIsCutBehindItsMost(t *testing.T) {
	t.Parallel()
	if got := clip(strings.Repeat("é", mostSaid)); got != strings.Repeat("é", mostSaid) {
		t.Errorf("cut to %d", len([]rune(got)))
	}
	if got := clip(strings.Repeat("é", mostSaid+1)); got != strings.Repeat("é", mostSaid-1)+"…" {
		t.Errorf("got %d characters", len([]rune(got)))
	}
}

// What an empty array's answer says of the key.
func TestAKeyIsTested(t *testing.T) {
	t.Parallel()
	envelope := func(status, inside int, outcome api.Outcome) api.Answer {
		a := api.Answer{Status: status, IsEnvelope: true, Outcome: outcome}
		if inside != 0 {
			a.Envelope.StatusCode = &inside
		}
		return a
	}
	for _, tt := range []struct {
		a    api.Answer
		want string
	}{
		{envelope(200, 200, api.Created), "The server answered 200 OK: the key was let in."},
		{envelope(400, 400, api.AtFault), "The server answered 400 Bad Request: the key was let in."},
		{envelope(200, 401, api.Unsure), "The server answered 200 OK, but its envelope says 401: the key is not accepted."},
		{envelope(200, 0, api.Unsure), "The server answered 200 OK: the key was let in."},
		{envelope(404, 404, api.Misdirected), "no Create Leads API at this address"},
		{envelope(429, 429, api.Limited), "429 Too Many Requests: that says nothing about the key; try again later."},
		{envelope(499, 499, api.Unsure), "499: the key was let in."},
		{envelope(500, 500, api.Unsure), "500 Internal Server Error: that says nothing about the key; try again later."},
		{envelope(407, 407, api.BadKey), "that says nothing about the key; try again later."},
		{api.Answer{Status: 429, Seen: api.Seen{RetryAfter: time.Minute}, IsEnvelope: true}, "try again in 60 s."},
		{api.Answer{Status: 200, Seen: api.Seen{Other: "a page"}}, "The server answered 200 OK with a page: that is not the API, and says nothing about the key."},
		{api.Answer{Status: 200, Err: "EOF", Seen: api.Seen{Trouble: api.CutOff}}, "broke off. That says nothing about the key."},
		{api.Answer{Seen: api.Seen{Trouble: api.NothingThere, Host: "h"}, Outcome: api.NotSent}, "nothing answers there. That says nothing about the key."},
		{api.Answer{Seen: api.Seen{Trouble: api.NoKey, Detail: "none"}, Outcome: api.BadKey}, "Can't get the key: none."},
	} {
		if got := (Reader{}).KeyTest(tt.a); !strings.HasSuffix(got, tt.want) && (strings.HasSuffix(tt.want, ".") || !strings.Contains(got, tt.want)) {
			t.Errorf("%d: got %q, want %q", tt.a.Status, got, tt.want)
		}
	}
}

// A request without a connection is told with when it is tried again, where it is;
// a submission that gave up with how long it tried.
func TestMissedConnections(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	missed := outbox.Request{State: outbox.Answered, Outcome: api.NotSent, Begun: now, Seen: api.Seen{Trouble: api.NothingThere, Host: "h"}}
	next := now.Add(4 * time.Second)
	for _, tt := range []struct {
		p     outbox.Progress
		next  string
		again time.Time
	}{
		{outbox.Progress{Phase: outbox.Waiting, NextAt: next}, "Trying again in 4 s.", next},
		{outbox.Progress{Phase: outbox.Waiting}, "Trying again.", time.Time{}},
		{outbox.Progress{Phase: outbox.Running, NextAt: next}, "Trying again.", time.Time{}},
		{outbox.Progress{Phase: outbox.Done, NextAt: next}, "", time.Time{}},
		{outbox.Progress{Phase: outbox.Stopped}, "", time.Time{}},
	} {
		told, again := (Reader{}).Missed(missed, tt.p, now)
		if told != (Told{What: "Can't reach h: nothing answers there.", Certain: "Nothing was sent.", Next: tt.next}) || !again.Equal(tt.again) {
			t.Errorf("%v: got %+v, again %v", tt.p.Phase, told, again)
		}
	}
	answered := missed
	answered.Outcome = api.Created
	stopped := outbox.Progress{
		Phase: outbox.Stopped, Last: outbox.Report{Answer: api.Answer{Outcome: api.NotSent}, Outcome: api.NotSent}, Ended: now.Add(time.Minute),
		Requests: []outbox.Request{answered, missed, missed, missed},
	}
	if got := gaveUp(stopped); got != "Given up after 3 tries in 60 s" {
		t.Errorf("got %q", got)
	}
	stopped.Requests = stopped.Requests[:2]
	if got := gaveUp(stopped); got != "" {
		t.Errorf("after one try: %q", got)
	}
	stopped.Requests, stopped.Phase = []outbox.Request{missed, missed}, outbox.Done
	if got := gaveUp(stopped); got != "" {
		t.Errorf("without having stopped: %q", got)
	}
}

// A plan in one sentence, and why one is empty.
func TestAPlanInASentence(t *testing.T) {
	t.Parallel()
	full := outbox.Plan{
		IDs: make([]queue.ID, 114), Batches: []int{1, 100, 13}, Duplicates: make([]outbox.Duplicate, 1), NeedsFixes: 2, Returned: 1,
		Estimate: 2 * time.Second, Changed: true, Omitted: []outbox.Omission{{Field: lead.Socials, Leads: 3}},
	}
	for got, want := range map[string]string{
		Plan(full, "ACME"): "114 leads → 3 requests (1+100+13) to ACME · 1 possible duplicate · 2 need fixes and stay · " +
			"1 was refused before and goes in a request of its own · about 2 s · not sent: socials of 3 leads · key or address changed since the last submission",
		Plan(outbox.Plan{IDs: make([]queue.ID, 1), Batches: []int{1}}, "ACME"): "1 lead → 1 request to ACME · less than a second",
		Plan(outbox.Plan{}, "ACME"):                                           "0 leads → 0 requests to ACME",
		Reader{}.NothingGoes(outbox.Plan{}).Error():                           "nothing was sent: there are no ready leads",
		Reader{}.NothingGoes(outbox.Plan{Gone: 1}).Error():                    "nothing was sent: 1 lead is sent, on the way, not sure or deleted",
		Reader{}.NothingGoes(outbox.Plan{NeedsFixes: 1, Gone: 1}).Error():     "nothing was sent: 1 lead is not ready; mend them in `leadpad`",
		Reader{}.NothingGoes(outbox.Plan{NeedsFixes: 1, NotReady: 2}).Error(): "nothing was sent: 3 leads are not ready; mend them in `leadpad`",
		Remark(queue.Row{Remark: "bad email", Problems: 2}, nil):              "bad email",
		Remark(queue.Row{State: queue.Draft, Problems: 1}, nil):               "1 problem",
		Remark(queue.Row{State: queue.Draft, Problems: 2}, []lead.Problem{
			{Note: true, Text: "a note"}, {Path: lead.Path{Field: lead.Emails}, Text: "no @"}, {Text: "no name"},
		}): "Emails: no @ (and 1 more)",
		Remark(queue.Row{State: queue.Draft, Problems: 1}, []lead.Problem{{Doubt: true, Text: "may be there"}}):                                         "may be there",
		Remark(queue.Row{State: queue.Draft, Problems: 1}, []lead.Problem{lead.Doubtful(lead.Cause{Kind: lead.Restored, Day: "2026-11-03"})}):           "may already be in ClosingDealz: this queue was restored from 3 Nov 2026",
		Remark(queue.Row{State: queue.Draft, Problems: 1}, []lead.Problem{{Path: lead.Path{Field: lead.Socials}, Cause: lead.Cause{Kind: api.NoName}}}): "Socials: not sent: the config gives it no name on the wire",
		Remark(queue.Row{State: queue.Draft}, nil):                 "not finished",
		Remark(queue.Row{State: queue.Draft, Finished: true}, nil): "",
		Remark(queue.Row{State: queue.Ready, Problems: 1}, nil):    "",

		Imported(app.Imported{}): "0 Ready, 0 Draft",
		Imported(app.Imported{Ready: 1, Drafts: 1200, Here: 1, DryRun: true, Dropped: []string{"id", "owner"}}): "would be 1 Ready, 1,200 Draft · already here: 1 · " +
			"left out, because no field takes them: id, owner",
		Nobodys(0) + Nobodys(1): "; 1 more was typed where the config named no user: a team lead sees it",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	now := time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)
	for at, want := range map[time.Time]string{{}: " by Ana", now.AddDate(0, 0, -3): " by Ana, 28 Nov", now.AddDate(-1, 0, 0): " by Ana, 1 Dec 2025"} {
		if got := By("Ana", "Bea", at, now); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	if got := By("Ana", "Ana", now, now) + By("", "Ana", now, now); got != "" {
		t.Errorf("got %q of the reader's own", got)
	}
}

// What is said of a plan's room, and of leads that went later.
func TestRoomAndWhatWent(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		f    *outbox.PlanFacts
		want string
	}{
		{nil, ""},
		{&outbox.PlanFacts{}, ""},
		{&outbox.PlanFacts{Sent: 1}, "1 lead was sent from here. "},
		{&outbox.PlanFacts{Limit: 200, Sent: 200}, "200 leads were sent from here. "},
		{&outbox.PlanFacts{Limit: 200, Sent: 199}, "199 leads were sent from here; at most 1 more fits, fewer if others are there. "},
		{&outbox.PlanFacts{Limit: 2}, "0 leads were sent from here; at most 2 more fit, fewer if others are there. "},
	} {
		if got := (Reader{}).nextPlan(tt.f); !strings.HasPrefix(got, tt.want+"`leadpad submit ID") {
			t.Errorf("%+v: got %q", tt.f, got)
		}
	}
	for _, tt := range []struct {
		rep  outbox.Report
		want string
	}{
		{outbox.Report{Leads: 0}, "0 leads wait"},
		{outbox.Report{Leads: 2, Went: 2}, "its leads went in a later request"},
		{outbox.Report{Leads: 3, Went: 2}, "2 of its 3 leads went since"},
		{outbox.Report{Leads: 3, Went: 2, Course: outbox.Over}, "2 of its 3 leads went since, the others are Ready again"},
		{outbox.Report{Leads: 1, Course: outbox.Over}, "1 lead is Ready again"},
	} {
		if got := where(tt.rep); got != tt.want {
			t.Errorf("%+v: got %q, want %q", tt.rep, got, tt.want)
		}
	}
}

// A batch in a list, and on a card with its first ten leads.
func TestABatchInALineAndOnACard(t *testing.T) {
	t.Parallel()
	b := queue.Batch{ID: queue.ID{1}, State: queue.BatchSent, Names: many("Acme", 12), Leads: make([]queue.ID, 12)}
	b.Receipt.Status = 200
	if got := (Reader{}).Line(b); !strings.Contains(got, "Sent") || !strings.HasSuffix(got, "12 leads  HTTP 200") {
		t.Errorf("got %q", got)
	}
	b.State, b.Receipt.Status = queue.BatchUnsure, 0
	if got := (Reader{}).Line(b); strings.Contains(got, "HTTP") || !strings.HasSuffix(got, "12 leads  leadpad ended before the answer came.") {
		t.Errorf("got %q", got)
	}
	card := Reader{}.Card(b)
	if got := card[len(card)-1]; got != "  and 2 more" || card[len(card)-2] != "  Acme" {
		t.Errorf("got %q", card)
	}
	for _, line := range card {
		if line == "" {
			t.Errorf("an empty line: %q", card)
		}
	}
	b.Names, b.Leads = b.Names[:10], b.Leads[:10]
	if got := (Reader{}).Card(b); got[len(got)-1] != "  Acme" {
		t.Errorf("ten leads: %q", got)
	}
}

// A batch that is not there, by how it was asked for.
func TestABatchThatIsNotThere(t *testing.T) {
	t.Parallel()
	for want, e := range map[string]*app.NoBatch{
		"workspace acme has no batch 01a2; `leadpad history` shows them":                {Workspace: "acme", Text: "01a2", Whole: true},
		"2 batches of workspace acme end in \"a2\"; give the whole id: 01 or 02":        {Workspace: "acme", Text: "a2", Found: []string{"01", "02"}},
		"no batch of workspace acme ends in \"a2\"; give the last six characters of an": {Workspace: "acme", Text: "a2"},
	} {
		said, usage := (Reader{}).AtPrompt(e)
		if !strings.HasPrefix(said.Error(), want) || usage == e.Whole {
			t.Errorf("got %q, usage %v, want %q", said, usage, want)
		}
	}
	for want, e := range map[string]*app.NoWorkspace{
		`there is no workspace "acm"; did you mean "acme"?`:                           {Name: "acm", Near: "acme"},
		"there is no workspace \"x\"; connect it with `leadpad config init --name x`": {Name: "x"},
		`there is no workspace "x"; the config has acme, beta`:                        {Name: "x", Known: []string{"acme", "beta"}},
	} {
		if said, usage := (Reader{}).AtPrompt(e); said.Error() != want || !usage {
			t.Errorf("got %q, want %q", said, want)
		}
	}
}
