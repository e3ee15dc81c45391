package send

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/go-cmp/cmp"

	"leadpad/api"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
)

// inBubble runs test on a screen over s in virtual time.
func inBubble(t *testing.T, s *script, test func(t *testing.T, m *Model)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) { test(t, screen(t, s, sizes()[0])) })
}

// says wants exactly one notice, with text in it.
func says(t *testing.T, got []tea.Msg, text string) {
	t.Helper()
	for _, msg := range got {
		if n, ok := msg.(kit.Notice); ok && strings.Contains(n.Text, text) {
			return
		}
	}
	t.Errorf("%v says nothing of %q", got, text)
}

func changedPlan() outbox.Plan {
	return outbox.Plan{IDs: ids(8), Batches: []int{8}, Changed: true, Hold: 5 * time.Second}
}

func TestAnotherKeyIsAskedAboutBeforeTheStart(t *testing.T) {
	s := &script{plan: changedPlan()}
	inBubble(t, s, func(t *testing.T, m *Model) {
		pump(m, kit.SubmitLeads{IDs: ids(8)})
		says(t, keys(m, "enter"), "First say whether it is the same workspace: w says yes.")
		keys(m, "w enter")
		expect(t, s, "plan 8", "same", "plan 8", "submit 8")
	})
}

func TestAnotherKeyGoesBackWithAWord(t *testing.T) {
	s := &script{plan: changedPlan()}
	inBubble(t, s, func(t *testing.T, m *Model) {
		pump(m, kit.SubmitLeads{IDs: ids(8)})
		says(t, keys(m, "n"), "n does nothing here: w says that it is the same workspace, Esc goes back")
		got := keys(m, "esc")
		if len(got) == 0 || got[0] != (kit.GoTo{Screen: kit.DraftsScreen}) {
			t.Errorf("Esc gave %v, want Drafts first", got)
		}
		says(t, got, "gives it a name of its own")
		expect(t, s, "plan 8")
	})
}

func TestAKeyThatCannotBeReadKeepsTheQuestion(t *testing.T) {
	s := &script{plan: changedPlan(), sameErr: errors.New("No keyring.")}
	inBubble(t, s, func(t *testing.T, m *Model) {
		pump(m, kit.SubmitLeads{IDs: ids(8)})
		says(t, keys(m, "w"), "No keyring.")
		s.plan.Changed = true
		says(t, keys(m, "enter"), "First say")
		expect(t, s, "plan 8", "same")
	})
}

// w means something only where it is asked for.
func TestWElsewhereDoesNothing(t *testing.T) {
	s := &script{plan: outbox.Plan{IDs: ids(8), Batches: []int{8}}}
	inBubble(t, s, func(t *testing.T, m *Model) {
		pump(m, kit.SubmitLeads{IDs: ids(8)})
		says(t, keys(m, "w"), "w does nothing here")
		expect(t, s, "plan 8")
	})
}

// A key that changed between the plan and Enter is asked about then.
func TestAKeyThatChangedMeanwhileIsAskedAbout(t *testing.T) {
	s := &script{plan: outbox.Plan{IDs: ids(8), Batches: []int{8}}, subErr: outbox.ErrChanged}
	inBubble(t, s, func(t *testing.T, m *Model) {
		pump(m, kit.SubmitLeads{IDs: ids(8)})
		s.plan.Changed = true
		keys(m, "enter")
		if !strings.Contains(plain(m), "Is it the same") {
			t.Errorf("the question is missing:\n%s", plain(m))
		}
		expect(t, s, "plan 8", "submit 8", "plan 8")
	})
}

func looking(rest ...outbox.Request) outbox.Progress {
	p := progress(outbox.Paused, append([]outbox.Request{created(1, 1, 1)}, rest...)...)
	if len(rest) == 0 {
		p.Phase = outbox.Done
	}
	p.Look, p.Canary = true, id(1)
	return p
}

func TestTheAnswerAfterTheLook(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, keys string
		progress   outbox.Progress
		calls      []string
		says       string
	}{
		{"all there", "t", looking(waits(8)), []string{"look true"}, ""},
		{"missing", "m", looking(waits(8)), []string{"look false"}, ""},
		{"later", "esc", looking(waits(8)), []string{"cancel"}, "The other 8 leads stay Ready"},
		{"space", "space", looking(waits(8)), nil, "First say"},
		{"the name", "y", looking(waits(8)), nil, "Name copied, if your terminal allows it"},
		{"alone, all there", "t", looking(), []string{"look true"}, "not asked about again"},
		{"alone, missing", "m", looking(), []string{"look false"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := &script{progress: c.progress}
			inBubble(t, s, func(t *testing.T, m *Model) {
				got := keys(m, c.keys)
				expect(t, s, c.calls...)
				if c.says != "" {
					says(t, got, c.says)
				}
			})
		})
	}
}

// Esc on the look at a submission of one lead goes to Drafts and settles nothing.
func TestEscOnALookAloneGoesBack(t *testing.T) {
	s := &script{progress: looking()}
	inBubble(t, s, func(t *testing.T, m *Model) {
		if got := keys(m, "esc"); len(got) != 1 || got[0] != (kit.GoTo{Screen: kit.DraftsScreen}) {
			t.Errorf("esc gave %v", got)
		}
		expect(t, s)
	})
}

func partly(kept []queue.ID) outbox.Progress {
	p := progress(outbox.Stopped, created(1, 1, 1))
	p.Incomplete, p.Canary, p.Kept = true, id(1), kept
	return p
}

func TestTheOtherSetOfNamesIsAskedFor(t *testing.T) {
	s := &script{progress: partly(ids(3))}
	inBubble(t, s, func(t *testing.T, m *Model) {
		says(t, keys(m, "k enter"), "choose another set")
		got := keys(m, "j enter enter")
		want := []tea.Msg{kit.UseNames{Preset: "plural", IDs: ids(3)}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatal(diff)
		}
		// It failed: the choice stands again.
		says(t, pump(m, kit.NamesUsed{Err: errors.New("disk full")}), "Disk full.")
		says(t, pump(m, kit.NamesUsed{Err: errors.New("disk full")}), "Disk full.")
		if got := keys(m, "enter"); len(got) != 1 {
			t.Errorf("a second try gave %v", got)
		}
	})
}

func TestFromThePluralNamesBackToTheDefault(t *testing.T) {
	s := &script{progress: partly(nil)}
	inBubble(t, s, func(t *testing.T, m *Model) {
		kittest.Encode(m.d.Workspace, func(e *api.Encoding) { e.Wire = api.PluralWire() })
		keys(m, "esc m")
		got := keys(m, "enter")
		if diff := cmp.Diff([]tea.Msg{kit.UseNames{Preset: "default"}}, got); diff != "" {
			t.Error(diff)
		}
	})
}

// Esc leaves everything as it is, the choice does not come back by itself, and
// the table has its keys again.
func TestTheChoiceOfNamesCanBeLeft(t *testing.T) {
	s := &script{progress: partly(ids(3))}
	inBubble(t, s, func(t *testing.T, m *Model) {
		if got := keys(m, "esc"); len(got) != 0 {
			t.Errorf("esc gave %v", got)
		}
		pump(m, kit.ProgressChanged{})
		if m.names != nil {
			t.Error("the choice came back by itself")
		}
		keys(m, "enter")
		if m.open == nil {
			t.Error("Enter does not open the request")
		}
	})
}

func TestLegacyHasNoChoiceOfNames(t *testing.T) {
	s := &script{}
	inBubble(t, s, func(t *testing.T, m *Model) {
		kittest.Encode(m.d.Workspace, func(e *api.Encoding) { e.Form = api.Legacy })
		s.progress = partly(ids(3))
		pump(m, kit.ProgressChanged{})
		keys(m, "m")
		if m.names != nil || !strings.Contains(plain(m), "docs of [profiles.acme]") {
			t.Errorf("the legacy form:\n%s", plain(m))
		}
	})
}

func TestPicksAfterAFullPlan(t *testing.T) {
	s := &script{progress: progress(outbox.Stopped, failed(1, 10, 1, 400, api.PlanLimit, "full"))}
	inBubble(t, s, func(t *testing.T, m *Model) {
		says(t, keys(m, "P"), "No plan has refused")
		s.progress.Plan = &outbox.PlanFacts{Limit: 200, Sent: 197}
		pump(m, kit.ProgressChanged{})
		want := []tea.Msg{kit.PickLeads{Plan: outbox.PlanFacts{Limit: 200, Sent: 197}, Submission: id(900)}}
		if diff := cmp.Diff(want, keys(m, "P")); diff != "" {
			t.Error(diff)
		}
	})
}

// What arrived is that of the request under the cursor.
func TestPracticeShowsWhatArrived(t *testing.T) {
	onLiveCanary(t, 5, func(r *live) {
		pump(r.Model, kit.SubmitLeads{IDs: r.ids})
		r.press("enter")
		r.after(10 * time.Second)
		const one, four = "The sandbox received this lead:", "The sandbox received 4 leads, the first of them:"
		r.sees(four, `"isContact": false`, `"name": "Northwind Ba"`)
		r.press("k")
		r.sees(one, `"name": "Northwind Aa"`)
		r.settle()
		r.sees(one)
		r.press("j")
		r.sees(four)
		if strings.Contains(plain(r.Model), one) {
			t.Error("that of the other request stands there, too")
		}
	})
}

func TestMembersOfALead(t *testing.T) {
	t.Parallel()
	got := members([]byte(`{"a":1, "b c":[{"x":"}"}],"d":"e\u0041"}`))
	want := []string{`"a": 1`, `"b c": [{"x":"}"}]`, `"d": "e\u0041"`}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{``, `[]`, `{"a"`, `{"a":`, `7`} {
		if got := members([]byte(bad)); len(got) != 0 {
			t.Errorf("%s has members %q", bad, got)
		}
	}
}
