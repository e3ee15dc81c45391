package send

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/exp/golden"

	"leadpad/api"
	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
)

// scene is a state of the screen to look at.
type scene struct {
	name string
	s    script
	then func(*Model)
}

// open makes the screen in this state; its ticks take no time.
func (sc scene) open(t *testing.T, z size, profile colorprofile.Profile) *Model {
	t.Helper()
	keys, err := kit.NewKeymap(nil)
	if err != nil {
		t.Fatal(err)
	}
	return sc.openWith(t, z, profile, keys)
}

// openWith is open with a key map.
func (sc scene) openWith(t *testing.T, z size, profile colorprofile.Profile, keys *kit.Keymap) (m *Model) {
	t.Helper()
	s := sc.s
	synctest.Test(t, func(t *testing.T) {
		m = screenWith(t, &s, z, profile, keys)
		if sc.then != nil {
			sc.then(m)
		}
	})
	return m
}

func preflightPlan() outbox.Plan {
	return outbox.Plan{
		Workspace: "acme", IDs: ids(214), Batches: []int{1, 100, 100, 13}, NotReady: 2, NeedsFixes: 1, Gone: 1, Canary: true,
		Estimate: 2 * time.Second, Hold: 5 * time.Second, Returned: 12, Omitted: []outbox.Omission{{Field: lead.Socials, Leads: 3}},
		Duplicates: []outbox.Duplicate{
			{ID: id(1), Of: id(2), Name: "Northwind Traders", Same: "email", By: "Ana", Sent: noon()},
			{ID: id(3), Of: id(2), Name: "山田商事株式会社", Same: "phone", Sent: noon().AddDate(0, 0, -10)},
		},
	}
}

func submit(skipped ...string) func(*Model) {
	return func(m *Model) { pump(m, kit.SubmitLeads{IDs: ids(218), Skipped: skipped}) }
}

func progress(phase outbox.Phase, rs ...outbox.Request) outbox.Progress {
	p := outbox.Progress{Phase: phase, Submission: id(900), Workspace: "acme", Begun: noon(), Requests: rs}
	for _, r := range rs {
		p.Total += r.Leads
		switch {
		case r.State != outbox.Answered:
			p.Rest += r.Leads
		case r.Outcome == api.Created:
			p.Sent += r.Leads
		case r.Outcome == api.Unsure:
			p.Unsure += r.Leads
		default:
			p.Returned += r.Leads
		}
	}
	return p
}

// told is a picture with a report on its newest request that did not simply
// create its leads.
func told(p outbox.Progress, rep outbox.Report) outbox.Progress {
	if r, ok := last(p); ok && rep.Kind != outbox.NotWhole && rep.Kind != outbox.KeyMissing {
		rep.Outcome, rep.Batch, rep.Leads = r.Outcome, r.Batch, r.Leads
		rep.Answer = api.Answer{Outcome: r.Outcome, Status: r.Status, Envelope: r.Envelope, Seen: r.Seen, IsEnvelope: true}
	}
	p.Last = rep
	return p
}

// last is that request.
func last(p outbox.Progress) (outbox.Request, bool) {
	for _, r := range slices.Backward(p.Requests) {
		if r.State == outbox.Answered && r.Outcome != api.Created {
			return r, true
		}
	}
	return outbox.Request{}, false
}

// asks is a picture that asks whether one request more goes.
func asks(p outbox.Progress) outbox.Progress {
	p.Asks, p.Doubt = true, outbox.Doubt{Batches: ids(2), Single: true}
	return p
}

// html is a request that a web page answered.
func html(n, leads int) outbox.Request {
	return outbox.Request{
		Batch: id(n), Leads: leads, State: outbox.Answered, Begun: at(n), Took: ms(80), Outcome: api.Unsure, Status: 200,
		Seen: api.Seen{Other: "a web page titled “Sign in”"},
	}
}

// refusal is what is told of a refused request of several leads.
func refusal(leads int, cost time.Duration) outbox.Report {
	return outbox.Report{
		Kind: outbox.RefusedTogether, Bad: true, Course: outbox.Over, Back: leads, Price: outbox.Price(leads), Cost: cost,
		Actions: []outbox.Action{outbox.CanFindFault, outbox.CanLeaveReady},
	}
}

// goesOn are the actions while a submission goes on.
func goesOn() []outbox.Action { return []outbox.Action{outbox.CanPause, outbox.CanCancel} }

func counted(by map[queue.State]int) kit.Counted {
	var c queue.Counts
	for state, n := range by {
		c.ByState[state] = n
	}
	return kit.Counted{Counts: c}
}

func waits(leads int) outbox.Request { return outbox.Request{Leads: leads} }

// theirs is a submission of somebody else, paused by them; behind are others, of
// which one of the rep's own is in its hold until a time.
func theirs(p outbox.Progress, behind []int, hold time.Time) outbox.Progress {
	p.By, p.PausedBy, p.Behind, p.BehindHold = ben(), ben(), behind, hold
	return p
}

func scenes() []scene {
	running := progress(outbox.Running, created(1, 1, 1), created(2, 100, 2),
		outbox.Request{Batch: id(3), Leads: 100, State: outbox.InFlight, Begun: at(3)}, waits(13))
	running.Forecast = at(6)
	cancelling := running
	cancelling.Cancelling = true
	pausing := running
	pausing.Pausing = true
	holding := progress(outbox.Holding, waits(1), waits(100), waits(13))
	holding.HoldUntil = at(4)
	window := progress(outbox.Waiting, created(1, 100, 1), waits(100), waits(14))
	window.NextAt, window.Why, window.Behind = at(12), outbox.ForWindow, []int{100, 13}
	behind := running
	behind.Behind, behind.BehindHold = []int{5}, at(4)
	search := progress(outbox.Running, failed(1, 50, 1, 400, api.AtFault, "no"), created(2, 25, 2), outbox.Request{Batch: id(3), Leads: 13, State: outbox.InFlight, Begun: at(3)})
	for i, n := range []int{50, 25, 12} {
		search.Requests[i].Note = outbox.Note{Kind: outbox.PartOfRefused, Leads: n, Of: 100}
	}
	search.Search, search.Total, search.Rest, search.Returned = true, 100, 75, 0
	done := progress(outbox.Done, created(1, 1, 1), created(2, 100, 2))
	done.Ended = at(3)
	look := progress(outbox.Paused, created(1, 1, 1), waits(100), waits(13))
	look.Look, look.Canary = true, id(1)
	alone := progress(outbox.Done, created(1, 1, 1))
	alone.Look, alone.Canary, alone.Ended = true, id(1), at(1)
	back := progress(outbox.Stopped)
	back.Total, back.Took, back.Returned = 214, 214, 214
	foreign := progress(outbox.Running, created(1, 100, 1), waits(100))
	foreign.Foreign = true
	many := make([]outbox.Request, 0, 60)
	for i := range 50 {
		many = append(many, created(i+1, 100, i))
	}
	many = append(many, waits(100), waits(7))
	refused := told(progress(outbox.Stopped, created(1, 1, 1), created(2, 100, 2), failed(3, 100, 3, 400, api.AtFault, "lead 37: email is not valid"), created(4, 13, 4)), refusal(100, 2*time.Second))
	twice := told(progress(outbox.Stopped, failed(3, 100, 3, 400, api.AtFault, "lead 37: email is not valid"), failed(4, 30, 4, 400, api.AtFault, "lead 2: phone is not valid")), refusal(30, time.Second))
	setKey := []outbox.Action{outbox.CanSetKey, outbox.CanSubmit}
	nokey := told(progress(outbox.Stopped, failed(1, 1, 1, 401, api.BadKey, "Invalid API key."), waits(100)),
		outbox.Report{Kind: outbox.Ended, Bad: true, Course: outbox.Over, Back: 101, Actions: setKey})
	keyless := told(progress(outbox.Stopped),
		outbox.Report{Kind: outbox.KeyMissing, Outcome: api.BadKey, Bad: true, Err: errors.New("no keyring"), Course: outbox.Over, Back: 101, Actions: setKey})
	keyless.Total, keyless.Returned = 101, 101
	limited := told(progress(outbox.Waiting, created(1, 100, 1), failed(2, 100, 2, 429, api.Limited, "Too many requests. Please try again later."), waits(100)),
		outbox.Report{Kind: outbox.Throttled, Rest: 200, Retry: 58 * time.Second, Actions: goesOn()})
	limited.NextAt, limited.Why = at(58), outbox.ForPause
	cut := outbox.Request{
		Batch: id(2), Leads: 100, State: outbox.Answered, Begun: at(2), Took: time.Minute, Outcome: api.Unsure, Err: "time-out",
		Seen: api.Seen{Trouble: api.NoAnswer, Host: "app.closingdealz.io", Timeout: time.Minute},
	}
	unsure := told(progress(outbox.Paused, created(1, 1, 1), cut, waits(14)),
		outbox.Report{Kind: outbox.NotKnown, Bad: true, Course: outbox.Rests, Rest: 14, Most: 1, Actions: []outbox.Action{outbox.CanSettle}})
	partly := told(progress(outbox.Stopped, created(1, 1, 1)),
		outbox.Report{Kind: outbox.NotWhole, Outcome: api.Created, Bad: true, Course: outbox.Over, Back: 113, Actions: []outbox.Action{outbox.CanChooseNames}})
	partly.Last.Batch = queue.ID{} // as outbox tells it
	partly.Total, partly.Returned, partly.Incomplete, partly.Kept, partly.Canary, partly.Ended = 114, 113, true, ids(113), id(1), at(9)
	only := partly
	only.Total, only.Returned, only.Kept = 1, 0, nil
	only.Last.Back = 0
	plan := &outbox.PlanFacts{Limit: 200, Sent: 197}
	full := told(progress(outbox.Stopped, failed(1, 10, 1, 400, api.PlanLimit, "Can not have more than 200 leads on the free plan.")),
		outbox.Report{Kind: outbox.Ended, Bad: true, Course: outbox.Over, Back: 10, Plan: plan, Actions: []outbox.Action{outbox.CanPick}})
	full.Plan = plan
	attempts := make([]outbox.Request, 0, 6)
	for i := range 5 {
		attempts = append(attempts, outbox.Request{
			Batch: id(i + 1), Leads: 1, State: outbox.Answered, Begun: at(1 << i), Took: ms(1), Outcome: api.NotSent,
			Seen: api.Seen{Trouble: api.NothingThere, Host: "127.0.0.1:9"},
		})
	}
	away := told(progress(outbox.Waiting, append(attempts, waits(1))...),
		outbox.Report{Kind: outbox.NotConnected, Rest: 1, Retry: 30 * time.Second, Actions: goesOn()})
	away.Total, away.Returned, away.Rest, away.NextAt, away.Why = 1, 0, 1, at(30), outbox.ForConnection
	practice := progress(outbox.Done, created(1, 1, 1), created(2, 11, 2))
	practice.Practice, practice.Canary, practice.Ended = true, id(1), at(3)
	changed := outbox.Plan{IDs: ids(8), Batches: []int{1, 7}, NotReady: 1, Canary: true, Changed: true, Hold: 5 * time.Second, Estimate: time.Second}
	firstTime := outbox.Plan{IDs: ids(30), Batches: []int{1, 29}, Canary: true, Look: true, Hold: 5 * time.Second}
	again := outbox.Plan{IDs: ids(113), Batches: []int{1, 100, 12}, Canary: true, Hold: 5 * time.Second, Estimate: 2 * time.Second}
	return []scene{
		{"empty", script{}, nil},
		{"empty-again", script{}, func(m *Model) { pump(m, counted(map[queue.State]int{queue.Sent: 201})) }},
		{"foreign-ended", script{}, func(m *Model) {
			m.prog.Foreign = true
			m.look()
			pump(m, counted(map[queue.State]int{queue.Sent: 100, queue.Ready: 14, queue.Unsure: 100}))
		}},
		{"planning", script{}, func(m *Model) { m.plan(ids(218), nil, nil) }},
		{"preflight", script{plan: preflightPlan()}, submit("3 marked are hidden by the filter")},
		{"preflight-few", script{plan: outbox.Plan{IDs: ids(1), Batches: []int{1}, Hold: 5 * time.Second, Estimate: time.Second}}, submit()},
		{"preflight-look", script{plan: firstTime}, submit()},
		{"preflight-none", script{plan: outbox.Plan{NotReady: 3, Gone: 1}}, submit("4 ready are outside the filter")},
		{"preflight-many", script{plan: outbox.Plan{IDs: ids(3), Batches: append(slices.Repeat([]int{100}, 999), 3), Estimate: 10 * time.Minute}}, submit()},
		{"preflight-error", script{planErr: queue.ErrNotFound}, submit()},
		{"duplicates", script{plan: preflightPlan()}, func(m *Model) { submit()(m); keys(m, "o down") }},
		{"holding", script{progress: holding}, nil},
		{"holding-other", script{progress: theirs(holding, []int{7}, at(3))}, nil},
		{"paused-other", script{progress: theirs(progress(outbox.Paused, created(1, 1, 1), waits(100)), nil, time.Time{})}, nil},
		{"running", script{progress: running}, nil},
		{"behind", script{progress: behind}, nil},
		{"search", script{progress: search}, nil},
		{"cancelling", script{progress: cancelling}, nil},
		{"pausing", script{progress: pausing}, nil},
		{"window", script{progress: window}, nil},
		{"paused", script{progress: progress(outbox.Paused, created(1, 1, 1), waits(100))}, nil},
		{"canary-look", script{progress: look}, nil},
		{"canary-long", script{progress: look}, func(m *Model) {
			m.card.name = "Gesellschaft für Verkehrsbetriebe, Nahverkehr und Instandhaltung der Region Nordwest mit beschränkter Haftung"
			m.stale()
		}},
		{"canary-alone", script{progress: alone}, nil},
		{"changed-key", script{plan: changed}, submit()},
		{"names", script{progress: partly}, nil},
		{"names-alone", script{progress: only}, nil},
		{"names-yours", script{progress: partly}, func(m *Model) {
			m.names = nil
			kittest.Encode(m.d.Workspace, func(e *api.Encoding) { e.Wire.Emails, e.Wire.Addresses = "a_name_of_the_rep's_own", "" })
			keys(m, "m down")
		}},
		{"names-used", script{progress: partly}, func(m *Model) { keys(m, "up") }},
		{"names-closed", script{progress: partly}, func(m *Model) { keys(m, "esc") }},
		{"names-working", script{progress: partly}, func(m *Model) { keys(m, "enter") }},
		{"names-legacy", script{progress: partly}, func(m *Model) {
			m.names = nil
			kittest.Encode(m.d.Workspace, func(e *api.Encoding) { e.Form = api.Legacy })
			m.stale()
		}},
		{"renamed", script{plan: again}, func(m *Model) {
			kittest.Encode(m.d.Workspace, func(e *api.Encoding) { e.Wire = api.PluralWire() })
			pump(m, kit.NamesUsed{IDs: ids(113)})
		}},
		{"renamed-alone", script{}, func(m *Model) {
			kittest.Encode(m.d.Workspace, func(e *api.Encoding) { e.Wire = api.PluralWire() })
			pump(m, kit.NamesUsed{})
		}},
		{"received", script{progress: practice}, func(m *Model) {
			m.arrived = arrived{batch: id(2), lead: &arrival{of: 11, members: members([]byte(arrivedJSON)), ignored: []string{"emails"}}}
			m.stale()
		}},
		{"plan-full", script{progress: full}, nil},
		{"plan-overfull", script{progress: full, plan: outbox.Plan{IDs: ids(4), Batches: []int{4}, Hold: 5 * time.Second, Estimate: time.Second}}, submit("6 ready but not picked")},
		{"not-there", script{progress: away}, nil},
		{"done", script{progress: done}, nil},
		{"taken-back", script{progress: back}, nil},
		{"refused-400", script{progress: refused}, nil},
		{"refused-twice", script{progress: twice}, nil},
		{"refused-earlier", script{progress: twice}, func(m *Model) { keys(m, "up") }},
		{"refused-401", script{progress: nokey}, nil},
		{"no-key", script{progress: keyless}, nil},
		{"refused-429", script{progress: limited}, nil},
		{"unsure", script{progress: unsure}, nil},
		{"asks", script{progress: asks(told(progress(outbox.Paused, html(1, 100), html(2, 1), waits(113)),
			outbox.Report{Kind: outbox.NotKnown, Bad: true, Course: outbox.Rests, Rest: 113, Actions: []outbox.Action{outbox.CanSettle}}))}, nil},
		{"asks-first", script{progress: asks(progress(outbox.Paused, waits(1), waits(100), waits(13)))}, nil},
		{"many", script{progress: progress(outbox.Running, many...)}, func(m *Model) { keys(m, "up up up") }},
		{"foreign", script{progress: foreign}, nil},
		{"request", script{progress: refused}, func(m *Model) { keys(m, "up enter") }},
	}
}

// arrivedJSON is a lead as a sandbox keeps it.
const arrivedJSON = `{"isContact":false,"name":"Nordwind Logistik GmbH","industry":"Logistics","email":[{"Address":"info@nordwind.example"},{"Address":"einkauf@nordwind.example"}],` +
	`"phoneNumber":[{"Number":"+4940374790"}],"addresses":[{"Street":"Am Sandtorkai 4","City":"Hamburg","PostalCode":"20457","Country":"DE"}],"notes":"Line\none\u001b[31m","emails":1}`

func TestLooks(t *testing.T) {
	t.Parallel()
	for _, sc := range scenes() {
		for _, z := range sizes() {
			t.Run(sc.name+"/"+z.name, func(t *testing.T) {
				t.Parallel()
				m := sc.open(t, z, colorprofile.TrueColor)
				fits(t, m, z)
				golden.RequireEqual(t, plain(m))
			})
		}
	}
}

// With every key rebound, no state of the screen names one that does nothing.
func TestNoStateNamesAKeyThatIsNotBound(t *testing.T) {
	t.Parallel()
	moved := kittest.Moved(t)
	for _, sc := range scenes() {
		for _, z := range sizes() {
			t.Run(sc.name+"/"+z.name, func(t *testing.T) {
				t.Parallel()
				m := sc.openWith(t, z, colorprofile.TrueColor, moved)
				for _, bad := range kittest.Unbound(moved, plain(m)) {
					t.Errorf("%s\n%s", bad, plain(m))
				}
			})
		}
	}
}

// The key of the config pauses, and no other is named for it.
func TestTheKeyOfTheConfigPauses(t *testing.T) {
	t.Parallel()
	keys, err := kit.NewKeymap(map[string][]string{"pause": {"z"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, sc := range scenes() {
		m := sc.openWith(t, sizes()[0], colorprofile.TrueColor, keys)
		text := plain(m)
		if strings.Contains(text, "Space") {
			t.Errorf("%s names Space:\n%s", sc.name, text)
		}
		if sc.name == "refused-429" && !strings.Contains(text, "z pauses, c keeps 200 Ready.") {
			t.Errorf("the report does not name z:\n%s", text)
		}
	}
}

func TestColours(t *testing.T) {
	t.Parallel()
	for _, sc := range scenes() {
		if !slices.Contains([]string{"canary-look", "changed-key", "names", "plan-full", "received", "refused-400", "refused-401", "refused-429", "unsure", "running", "preflight"}, sc.name) {
			continue
		}
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			m := sc.open(t, sizes()[1], colorprofile.TrueColor)
			golden.RequireEqual(t, show(m))
		})
	}
}

// The renderer samples colours down to what the terminal has; a writer of the
// profile does the same here.
func TestProfiles(t *testing.T) {
	t.Parallel()
	i := slices.IndexFunc(scenes(), func(sc scene) bool { return sc.name == "refused-400" })
	for name, p := range map[string]struct {
		dark    bool
		profile colorprofile.Profile
	}{"light": {false, colorprofile.TrueColor}, "16": {true, colorprofile.ANSI}, "none": {true, colorprofile.ASCII}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := scenes()[i].open(t, sizes()[1], p.profile)
			m.SetTheme(kit.NewTheme(p.dark, p.profile, m.t.Method))
			var b bytes.Buffer
			w := colorprofile.Writer{Forward: &b, Profile: p.profile}
			if _, err := w.WriteString(show(m)); err != nil {
				t.Fatal(err)
			}
			golden.RequireEqual(t, b.String())
		})
	}
}

// fits checks that a frame keeps within its room.
func fits(t *testing.T, m *Model, z size) {
	t.Helper()
	f := m.View()
	if len(f.Lines) > z.height {
		t.Errorf("%d lines in %d", len(f.Lines), z.height)
	}
	for i, l := range f.Lines {
		if w := m.t.Width(l); w > z.width {
			t.Errorf("line %d has %d cells of %d: %q", i, w, z.width, l)
		}
	}
}
