package send

import (
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"leadpad/api"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/kit"
)

func open(t testing.TB, s *script) *Model {
	t.Helper()
	return screen(t, s, sizes()[1])
}

// expect compares the calls that reached the sender.
func expect(t *testing.T, s *script, calls ...string) {
	t.Helper()
	if !slices.Equal(s.calls, calls) {
		t.Errorf("the sender was asked for %q, want %q", s.calls, calls)
	}
}

func TestLeavingDuplicatesOutAndIn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, leavingDuplicatesOutAndIn)
}

func leavingDuplicatesOutAndIn(t *testing.T) {
	s := &script{plan: preflightPlan()}
	m := open(t, s)
	pump(m, kit.SubmitLeads{IDs: ids(214)})
	s.plan.Duplicates = nil
	keys(m, "x x enter")
	expect(t, s, "plan 214", "plan 212", "plan 214", "submit 214")
}

func TestGoesToTheFirstLeadThatNeedsFixes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, goesToTheFirstLeadThatNeedsFixes)
}

func goesToTheFirstLeadThatNeedsFixes(t *testing.T) {
	s := &script{plan: outbox.Plan{IDs: ids(3), Batches: []int{3}, NotReady: 1}}
	m := open(t, s)
	pump(m, kit.SubmitLeads{IDs: ids(6)})
	got := keys(m, "!")
	if len(got) < 1 {
		t.Fatal("! did nothing")
	}
	if e, ok := got[0].(kit.EditLead); !ok || e.ID != id(5) {
		t.Errorf("! gave %v, want lead 5 opened", got[0])
	}
	pump(m, run(m.Show())...)
	expect(t, s, "plan 6", "plan 6")
	if m.pre == nil {
		t.Error("the preflight is gone after coming back")
	}
}

func TestAPlanWithNothingToSendDoesNotStart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, aPlanWithNothingToSendDoesNotStart)
}

func aPlanWithNothingToSendDoesNotStart(t *testing.T) {
	s := &script{plan: outbox.Plan{NotReady: 2}}
	m := open(t, s)
	pump(m, kit.SubmitLeads{IDs: ids(2)})
	keys(m, "enter")
	expect(t, s, "plan 2")
}

func TestKeysOfASubmission(t *testing.T) {
	t.Parallel()
	refused := progress(outbox.Stopped, created(1, 1, 1), failed(3, 100, 3, 400, api.AtFault, "no"))
	refused = told(refused, refusal(100, time.Second))
	single := progress(outbox.Stopped, failed(3, 1, 3, 400, api.AtFault, "no"))
	look := progress(outbox.Paused, created(1, 1, 1), waits(9))
	look.Look = true
	foreign := progress(outbox.Running, waits(9))
	foreign.Foreign = true
	behindForeign := progress(outbox.Waiting, waits(9))
	behindForeign.Foreign = true
	cancelling := progress(outbox.Running, waits(9))
	cancelling.Cancelling = true
	pausing := progress(outbox.Running, waits(9))
	pausing.Pausing = true
	for _, tt := range []struct {
		name, keys string
		p          outbox.Progress
		want       []string
	}{
		{"u takes the hold back", "u", progress(outbox.Holding, waits(9)), []string{"take back"}},
		{"Esc takes the hold back", "esc", progress(outbox.Holding, waits(9)), []string{"take back"}},
		{"c takes the hold back", "c", progress(outbox.Holding, waits(9)), []string{"take back"}},
		{"nothing shortens a hold", "enter space f r t n", progress(outbox.Holding, waits(9)), nil},
		{"Space pauses", "space", progress(outbox.Running, waits(9)), []string{"pause"}},
		{"Space pauses a wait", "space", progress(outbox.Waiting, waits(9)), []string{"pause"}},
		{"Space sends one more", "space", asks(progress(outbox.Paused, waits(9))), []string{"resume"}},
		{"c sends none", "c", asks(progress(outbox.Paused, waits(9))), []string{"cancel"}},
		{"Enter does not send one more", "enter", asks(progress(outbox.Paused, waits(9))), nil},
		{"Space goes on", "space", progress(outbox.Paused, waits(9)), []string{"resume"}},
		{"c cancels the rest", "c", progress(outbox.Running, waits(9)), []string{"cancel"}},
		{"u is for what is behind a running one", "u", progress(outbox.Running, waits(9)), []string{"take back"}},
		{"u has nothing left to take back", "u", progress(outbox.Done, created(1, 1, 1)), nil},
		{"Space takes a pause back", "space", pausing, []string{"resume"}},
		{"cancelled is cancelled", "space c", cancelling, nil},
		{"c cancels what waits for another", "c", behindForeign, []string{"cancel"}},
		{"Enter spends nothing", "enter", refused, nil},
		{"f finds the last refused", "f", refused, []string{"find 3"}},
		{"f finds the selected", "down f", refused, []string{"find 3"}},
		{"r leaves them ready", "r", refused, nil},
		{"one lead refused is found", "f", single, nil},
		{"the canary is all there", "t", look, []string{"look true"}},
		{"n is not an answer", "n", look, nil},
		{"something is missing", "m", look, []string{"look false"}},
		{"later keeps the rest", "esc", look, []string{"cancel"}},
		{"Space does not answer the question", "space", look, nil},
		{"another's is not paused here", "space c", foreign, nil},
		{"S plans all that is ready", "S", progress(outbox.Done, created(1, 1, 1)), []string{"plan 3"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &script{progress: tt.p}
				keys(open(t, s), tt.keys)
				expect(t, s, tt.want...)
			})
		})
	}
}

// K takes another key where this one was refused, and k only moves up.
func TestAnotherKeyAfterARefusedOne(t *testing.T) {
	t.Parallel()
	refused := func(status int, o api.Outcome, can ...outbox.Action) outbox.Progress {
		p := progress(outbox.Stopped, created(1, 1, 1), failed(2, 9, 2, status, o, "no"))
		return told(p, outbox.Report{Kind: outbox.Ended, Bad: true, Actions: can})
	}
	none := refused(0, api.BadKey, outbox.CanSetKey)
	none.Requests, none.Last.Batch = nil, queue.ID{}
	for _, tt := range []struct {
		name     string
		p        outbox.Progress
		practice bool
		want     bool
	}{
		{"401", refused(401, api.BadKey, outbox.CanSetKey), false, true},
		{"403", refused(403, api.BadKey, outbox.CanSetKey), false, true},
		{"no key", none, false, true},
		{"the proxy's 407", refused(407, api.BadKey), false, false},
		{"practice", refused(401, api.BadKey, outbox.CanSetKey), true, false},
		{"another refusal", refused(400, api.AtFault), false, false},
		{"done", progress(outbox.Done, created(1, 1, 1)), false, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := &script{progress: tt.p}
				m := open(t, s)
				m.d.Workspace.Practice = tt.practice
				m.stale()
				offered := slices.ContainsFunc(m.Footer(), func(h kit.Hint) bool { return h.Action == kit.NewKey })
				if drawn := strings.Contains(plain(m), "K takes another key"); offered != tt.want || drawn != tt.want {
					t.Errorf("offered %v, drawn %v, want %v:\n%s", offered, drawn, tt.want, plain(m))
				}
				if got := keys(m, "K"); slices.Contains(got, tea.Msg(kit.ChangeKey{})) != tt.want {
					t.Errorf("K gave %v", got)
				}
				was := m.sel
				if got := keys(m, "k"); len(got) > 0 || m.sel != max(was-1, 0) {
					t.Errorf("k gave %v, on request %d", got, m.sel)
				}
				expect(t, s)
			})
		})
	}
}

func TestFollowsTheNewestUnlessTheRepMoved(t *testing.T) {
	t.Parallel()
	s := &script{progress: progress(outbox.Running, created(1, 1, 1), created(2, 9, 2), waits(9), waits(9))}
	m := open(t, s)
	if m.sel != 1 {
		t.Fatalf("stands on request %d, want the newest, 1", m.sel)
	}
	s.progress = progress(outbox.Running, created(1, 1, 1), created(2, 9, 2), created(3, 9, 3), waits(9))
	pump(m, kit.ProgressChanged{})
	if m.sel != 2 {
		t.Errorf("does not follow: on %d", m.sel)
	}
	keys(m, "up up")
	s.progress = progress(outbox.Done, created(1, 1, 1), created(2, 9, 2), created(3, 9, 3), created(4, 9, 4))
	pump(m, kit.ProgressChanged{})
	if m.sel != 0 {
		t.Errorf("moved away from the rep's request: on %d", m.sel)
	}
	keys(m, "end")
	if m.sel != 3 || !m.follow {
		t.Errorf("End stands on %d, follow %v", m.sel, m.follow)
	}
}

func TestStaleAnswersAreDropped(t *testing.T) {
	t.Parallel()
	synctest.Test(t, staleAnswersAreDropped)
}

func staleAnswersAreDropped(t *testing.T) {
	s := &script{plan: preflightPlan(), progress: progress(outbox.Stopped, failed(3, 2, 3, 400, api.AtFault, "no"))}
	m := open(t, s)
	late := run(m.Update(kit.Press("enter")))
	keys(m, "esc")
	pump(m, late...)
	if m.open != nil {
		t.Error("a request opened after it was closed")
	}
	late = run(m.Update(kit.SubmitLeads{IDs: ids(2)}))
	m.Update(kit.Press("esc"))
	pump(m, late...)
	if m.pre != nil {
		t.Error("a preflight came up after it was left")
	}
}

func TestTheHoldCountsByTheClock(t *testing.T) {
	t.Parallel()
	p := progress(outbox.Holding, waits(9))
	p.HoldUntil = at(5)
	m := open(t, &script{progress: p})
	for s, want := range map[int]string{0: "Sending in 5 s", 1: "Sending in 4 s", 5: "Sending in 0 s", 9: "Sending in 0 s"} {
		pump(m, kit.Clock{Now: at(s)})
		if got := plain(m); !strings.Contains(got, want+" · u takes everything back") {
			t.Errorf("after %d s: %q, want %q", s, strings.SplitN(got, "\n", 2)[0], want)
		}
	}
}

func TestHintsAreBoundAndMatter(t *testing.T) {
	t.Parallel()
	for _, sc := range scenes() {
		m := sc.open(t, sizes()[1], colorprofile.TrueColor)
		hs := m.Footer()
		if len(hs) == 0 {
			t.Errorf("%s: no keys in the footer", sc.name)
		}
		for _, h := range hs {
			b, ok := m.d.Keys.Binding(h.Action, m.Context())
			if !ok || m.d.Keys.At(b.Keys()[0], m.Context()) != h.Action {
				t.Errorf("%s: %s %q does %q there", sc.name, h.Action, b.Keys(), m.d.Keys.At(b.Keys()[0], m.Context()))
			}
		}
	}
}

// Hostile text of a server must not reach the terminal by any row of the screen.
func TestHostileAnswersAreCleaned(t *testing.T) {
	t.Parallel()
	synctest.Test(t, hostileAnswersAreCleaned)
}

func hostileAnswersAreCleaned(t *testing.T) {
	evil := "\x1b]0;owned\x07\u202e\u009b31m\r\n\x1b[2J"
	r := failed(3, 2, 3, 400, api.AtFault, evil)
	r.Envelope.Description, r.Seen = &evil, api.Seen{Host: evil, Detail: evil, Other: evil, Location: evil}
	p := progress(outbox.Stopped, r)
	p = told(p, outbox.Report{Kind: outbox.RefusedAlone, Name: evil})
	plan := preflightPlan()
	plan.Duplicates[0].Name, plan.Duplicates[0].Same = evil, evil
	s := &script{plan: plan, progress: p}
	m := open(t, s)
	check := func(where string) {
		for _, bad := range []string{"\x07", "\x1b]", "\u202e", "\u009b", "\r", "[2J"} {
			if strings.Contains(show(m), bad) {
				t.Errorf("%s: %q reached the screen", where, bad)
			}
		}
	}
	check("progress")
	pump(m, kit.SubmitLeads{IDs: ids(9), Skipped: []string{evil}})
	check("preflight")
	keys(m, "o")
	check("duplicates")
}

func TestEverySizeFits(t *testing.T) {
	t.Parallel()
	for _, sc := range scenes() {
		t.Run(sc.name, func(t *testing.T) {
			t.Parallel()
			m := sc.open(t, sizes()[0], colorprofile.NoTTY)
			for w := 0; w < 150; w += 7 {
				for h := 0; h < 40; h += 3 {
					m.SetSize(w, h)
					fits(t, m, size{"", w, h})
				}
			}
		})
	}
}

var (
	_ sender = (*outbox.Seat)(nil)
	_ store  = queue.Queue(nil)
)

func BenchmarkUpdateView(b *testing.B) {
	many := make([]outbox.Request, 0, 1000)
	for i := range 1000 {
		many = append(many, created(i%200+1, 100, i))
	}
	s := &script{progress: progress(outbox.Running, many...)}
	m := screen(b, s, size{"", 120, 36})
	up, down := kit.Press("up"), kit.Press("down")
	b.Run("key", func(b *testing.B) {
		for i := range b.N {
			var msg tea.Msg = up
			if i%2 == 1 {
				msg = down
			}
			m.Update(msg)
			m.View()
		}
	})
	b.Run("progress", func(b *testing.B) {
		for range b.N {
			m.Update(kit.ProgressChanged{})
			m.View()
		}
	})
	b.Run("clock", func(b *testing.B) {
		for i := range b.N {
			m.Update(kit.Clock{Now: noon().Add(time.Duration(i))})
			m.View()
		}
	})
}
