package ui

import (
	"context"
	"errors"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"leadpad/app"
	"leadpad/config"
	"leadpad/lead"
	"leadpad/queue"
)

// windows runs a test with the windows of one person in one process, which open
// when the test asks for them.
func windows(t *testing.T, test func(t *testing.T, open func() *person)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		a, err := app.Open(t.Context(), app.Settings{
			Config: config.Default(), Dir: filepath.Join(t.TempDir(), "data"),
			Because: func(queue.Batch, int, *queue.Entry) string { return "" },
		})
		check(t, err)
		var all []*person
		defer func() {
			for _, p := range all {
				p.goes()
				close(p.wire)
			}
			check(t, a.Close(context.WithoutCancel(t.Context())))
			time.Sleep(time.Minute) // timers of the screens run out
		}()
		test(t, func() *person {
			p := sits(t, a, "Ana")
			all = append(all, p)
			return p
		})
	})
}

// rests waits until what was done is on disk.
func (r *rig) rests() { r.after(time.Second) }

// A lead that is open in another window is left there: the start says which it is,
// and whoever opens it on purpose reads it until a key takes it over.
func TestALeadIsOpenInOneWindow(t *testing.T) {
	t.Parallel()
	windows(t, func(t *testing.T, open func() *person) {
		one := open()
		one.text("Acme").rests()
		two := open()
		two.shows("New lead", "Acme is open in another window")
		two.hides("was not finished")
		two.keys("f3", "enter")
		two.after(time.Second)
		two.shows("Acme, from Drafts", "Open in another window. F8 takes it over.")
		two.text("x").shows("Open in another window")
		one.text(" GmbH").rests()
		two.shows("Name       Acme GmbH") // and follows

		// What was typed a moment before is not lost.
		one.text(" & Co")
		two.keys("f8")
		two.after(3 * time.Second)
		two.shows("Name       Acme GmbH & Co")
		two.hides("another window")
		one.shows("Taken over in another window. F8 takes it back.", "Name       Acme GmbH & Co")
		one.text("!").shows("Taken over")
		two.text(" KG").rests()
		one.shows("Name       Acme GmbH & Co KG")

		// Left there, it is the first one's again.
		two.keys("f3").rests()
		one.hides("Taken over")
		one.keys("end").text("!").rests()
		two.keys("enter")
		two.after(time.Second)
		two.shows("Acme GmbH & Co KG!, from Drafts", "Open in another window")
		if n := len(two.leads()); n != 1 {
			t.Errorf("%d leads, want one", n)
		}
	})
}

// A window that does not answer loses the lead all the same.
func TestAWindowThatDoesNotAnswerLosesTheLead(t *testing.T) {
	t.Parallel()
	windows(t, func(t *testing.T, open func() *person) {
		one := open()
		deaf, _, err := one.Queue.Sit(t.Context(), one.Name)
		check(t, err)
		e := queue.Entry{Workspace: one.Name, State: queue.Draft, Lead: lead.Lead{Person: lead.Person{Name: "Acme"}}}
		at := func(e queue.Entry) queue.Place { return queue.Place{Lead: e.ID, Rev: e.Rev, Open: []queue.ID{e.ID}} }
		e, err = deaf.Save(t.Context(), e, at)
		check(t, err)
		one.keys("f3", "enter").rests()
		one.shows("Open in another window")
		one.keys("f8").after(5 * time.Second)
		one.hides("another window")
		one.text(" & Co").rests()
		one.shows("Name       Acme & Co")
		if _, err := deaf.Save(t.Context(), e, at); !errors.Is(err, queue.ErrTaken) {
			t.Errorf("who lost the lead saves it: %v", err)
		}
	})
}

// What a window that finishes a lead leaves to the one that lost it is another one.
func TestALeadFinishedInAnotherWindowIsLeft(t *testing.T) {
	t.Parallel()
	windows(t, func(t *testing.T, open func() *person) {
		one := open()
		one.text("Acme").rests()
		two := open()
		two.keys("f3", "enter")
		two.after(time.Second)
		two.keys("f8")
		two.after(3 * time.Second)
		two.keys("ctrl+s").rests()
		one.shows("New lead", "was finished in another window")
		one.hides("Acme  ")
		one.text("Beta").rests()
		want := map[string]queue.State{"Acme": queue.Ready, "Beta": queue.Draft}
		for _, e := range one.leads() {
			if e.State != want[e.Lead.Name] {
				t.Errorf("%s is %v", e.Lead.Name, e.State)
			}
		}
	})
}

// The next start comes back to the form that was on show at the end, and to none
// that was saved, left or deleted.
func TestWhatTheNextStartComesBackTo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		do   func(*person)
		want []string
	}{
		"typing":        {func(p *person) { p.text("Acme").keys("tab").text("Stl").keys("left") }, []string{"New lead, begun ", "Name       Acme", "▌ Industry   Stl"}},
		"saved":         {func(p *person) { p.text("Acme").keys("ctrl+s") }, []string{"New lead   ", "▌ Name\n  Industry\n"}},
		"ended by Esc":  {func(p *person) { p.text("Acme").keys("esc") }, []string{"New lead   ", "▌ Name\n  Industry\n", "Acme was not finished"}},
		"on Drafts":     {func(p *person) { p.text("Acme").keys("f3") }, []string{"New lead   ", "▌ Name\n  Industry\n"}},
		"nothing typed": {func(p *person) { p.keys("tab", "tab") }, []string{"New lead   ", "▌ Name\n  Industry\n"}},
		"the next one":  {func(p *person) { p.text("Acme").keys("ctrl+n").text("Beta") }, []string{"New lead, begun ", "▌ Name       Beta"}},
		"a new label": {func(p *person) {
			p.text("Acme").keys("pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "pgdown").text("fair")
		}, []string{"▌ Labels     fair\n             new label\n"}},
		"repeated": {func(p *person) {
			p.text("Acme").keys("tab").text("Steel").keys("ctrl+r", "ctrl+s").text("Beta").keys("tab", "tab").text("a@b.example")
		}, []string{"New lead, begun ", "Industry   Steel   ⊢ repeated\n", "▌ Emails     a@b.example"}},
		"repeated, on Drafts": {func(p *person) {
			p.text("Acme").keys("tab").text("Steel").keys("ctrl+r", "f3")
		}, []string{"New lead   ", "▌ Name\n  Industry   Steel   ⊢ repeated\n"}},
		"from Drafts": {func(p *person) {
			p.text("Acme").keys("ctrl+s", "f3", "enter", "down")
			p.rests()
		}, []string{"Acme, from Drafts", "▌ Industry\n"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			windows(t, func(t *testing.T, open func() *person) {
				one := open()
				c.do(one)
				one.goes()
				two := open()
				two.shows(c.want...)
				if name == "typing" {
					two.text("ee").shows("▌ Industry   Steel")
				}
			})
		})
	}
}
