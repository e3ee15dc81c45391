package ui

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
)

// title is Compose's title line.
func (r *rig) title() string {
	r.t.Helper()
	for l := range strings.Lines(r.screen()) {
		if strings.Contains(l, "company ⇄ contact") {
			return strings.TrimSpace(l)
		}
	}
	r.t.Fatalf("no title is on the screen:\n%s", r.screen())
	return ""
}

// titled fails the test unless the title line begins so.
func (r *rig) titled(want string) {
	r.t.Helper()
	if got := r.title(); !strings.HasPrefix(got, want+"   company") {
		r.t.Fatalf("the title is %q, want %q", got, want)
	}
}

// names are the names of the leads on disk, in order.
func (r *rig) names() []string {
	r.t.Helper()
	var names []string
	for _, e := range r.leads() {
		names = append(names, e.Lead.Name)
	}
	slices.Sort(names)
	return names
}

// onDisk lets the last text reach the disk, and fails the test unless these are
// the names there.
func (r *rig) onDisk(want ...string) {
	r.t.Helper()
	r.after(2 * time.Second)
	slices.Sort(want)
	if got := r.names(); !slices.Equal(got, want) {
		r.t.Errorf("the disk has %q, want %q", got, want)
	}
}

// open opens the current row of Drafts, and waits until it is there.
func (r *rig) open() *rig {
	r.after(time.Second)
	r.keys("enter")
	r.after(time.Second)
	return r
}

// begunNow is the title of a new lead that was begun in this minute.
func begunNow() string { return "New lead, begun " + time.Now().Format("15:04") }

// However one goes to Compose, a lead that was opened in Drafts is not
// continued: what is typed begins a new one.
func TestGoingToComposeNeverContinuesALeadFromDrafts(t *testing.T) {
	t.Parallel()
	for name, keys := range map[string][]string{
		"F2": {"f2"}, "Alt+1": {"alt+1"}, "1": {"1"}, "palette": {":", "g", "o", " ", "t", "o", " ", "c", "o", "m", "p", "enter"},
	} {
		t.Run(name, func(t *testing.T) {
			run(t, 80, 24, func(r *rig) {
				r.text("Acme").keys("ctrl+s", "f3").open()
				r.titled("Acme, from Drafts")
				r.keys("f3")
				r.after(time.Second)
				r.keys(keys...)
				r.after(time.Second)
				r.titled("New lead")
				r.text("Beta")
				r.onDisk("Acme", "Beta")
				if !slices.ContainsFunc(r.leads(), func(e queue.Entry) bool { return e.Lead.Name == "Acme" && e.State == queue.Ready }) {
					t.Error("Acme is not Ready any more")
				}
			})
		})
	}
}

func TestOnComposeTheKeyToComposeDoesNothing(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("Acme").keys("f2").text(" Ltd")
		r.titled("New lead")
		r.onDisk("Acme Ltd")
		r.keys("ctrl+s", "f3").open()
		r.keys("f2", "alt+1").text("!")
		r.titled("Acme Ltd, from Drafts")
		r.onDisk("Acme Ltd!")
	})
}

// An unfinished new lead is come back to as it was left: text, cursor, undo.
func TestF2ComesBackToTheUnfinishedLead(t *testing.T) {
	t.Parallel()
	for name, between := range map[string]func(*rig){
		"looked at Drafts":    func(r *rig) { r.keys("f3") },
		"looked everywhere":   func(r *rig) { r.keys("f4", "f5", "f3") },
		"opened another lead": func(r *rig) { r.keys("f3", "end").open().titled("Older, from Drafts"); r.keys("f3") },
		"opened and saved one": func(r *rig) {
			r.keys("f3", "end").open().keys("ctrl+s")
			r.titled("New lead")
			r.keys("ctrl+z") // it comes back, and is not continued either
			r.after(time.Second)
			r.titled("Older, reopened")
			r.keys("f3")
		},
	} {
		t.Run(name, func(t *testing.T) {
			run(t, 80, 24, func(r *rig) {
				r.put(lead.Lead{Person: lead.Person{Name: "Older"}}, queue.Ready)
				r.text("Acme").keys("tab").text("Stel").keys("left")
				r.titled("New lead")
				r.after(time.Second)
				between(r)
				r.after(time.Second)
				r.keys("f2")
				r.titled(begunNow())
				r.text("e").keys("tab").text("a@b.example")
				r.after(2 * time.Second)
				var acme lead.Lead
				for _, e := range r.leads() {
					if e.Lead.Name == "Acme" {
						acme = e.Lead
					}
				}
				if acme.Industry != "Steel" || len(acme.Emails) != 1 {
					t.Errorf("the continued lead is %+v", acme)
				}
				r.keys("ctrl+z", "ctrl+z", "ctrl+z")
				if strings.Contains(r.screen(), "Ste") {
					t.Errorf("its undo is gone:\n%s", r.screen())
				}
			})
		})
	}
}

func TestWhatEndsALeadLetsF2BeginANewOne(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		do   func(*rig)
		disk []string
	}{
		"saved": {func(r *rig) { r.text("Acme").keys("ctrl+s", "f3") }, []string{"Acme"}},
		"Esc":   {func(r *rig) { r.text("Acme").keys("esc") }, []string{"Acme"}},
		"new lead": {func(r *rig) {
			r.text("Acme").keys("ctrl+n")
			r.hides("unfinished:")
			r.keys("esc")
		}, []string{"Acme"}},
		"Esc on a blank one": {func(r *rig) { r.keys("esc") }, nil},
		"opened in Drafts":   {func(r *rig) { r.text("Acme").keys("f3").open().titled("Acme, from Drafts"); r.keys("f3") }, []string{"Acme"}},
		"duplicated": {func(r *rig) {
			r.text("Acme").keys("ctrl+s", "f3")
			r.after(time.Second)
			r.keys("D")
			r.after(time.Second)
			r.titled("Acme, a copy")
			r.keys("f3")
		}, []string{"Acme", "Acme"}},
		"deleted": {func(r *rig) {
			r.text("Acme").keys("f3")
			r.after(time.Second)
			r.keys("d")
		}, nil},
		"made ready": {func(r *rig) {
			r.text("Acme").keys("f3")
			r.after(time.Second)
			r.keys("r")
		}, []string{"Acme"}},
		"emptied": {func(r *rig) {
			r.text("Acme")
			r.after(time.Second)
			r.keys("ctrl+u", "f3")
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			run(t, 80, 24, func(r *rig) {
				c.do(r)
				r.after(time.Second)
				r.keys("f2")
				r.titled("New lead")
				r.text("Beta")
				r.onDisk(append(c.disk, "Beta")...)
			})
		})
	}
}

// The newest one is come back to first; how many more there are is said.
func TestMoreUnfinishedLeadsAreCounted(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("One").keys("f3", "n")
		r.after(time.Second)
		r.text("Two")
		r.shows("1 more unfinished: F3")
		r.keys("f3", "n")
		r.after(time.Second)
		r.text("Three")
		r.titled("New lead")
		r.shows("2 more unfinished: F3")
		r.keys("f3", "end").open() // the oldest, from Drafts
		r.titled("One, from Drafts")
		r.hides("unfinished:")
		r.keys("f3", "f2")
		r.shows("Name       Three", "1 more unfinished: F3")
		r.keys("esc")
		r.after(time.Second)
		r.keys("f2")
		r.titled(begunNow())
		r.shows("Name       Two")
		r.hides("unfinished:")
		r.keys("ctrl+s")
		r.titled("New lead")
		r.hides("unfinished:")
		r.onDisk("One", "Two", "Three")
	})
}

// One that was deleted in Drafts is passed over, and counts again when the
// deletion is undone.
func TestADeletedUnfinishedLeadIsPassedOver(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("One").keys("f3", "n")
		r.after(time.Second)
		r.text("Two").keys("f3")
		r.after(time.Second)
		r.keys("d")
		r.after(time.Second)
		r.keys("f2")
		r.shows("Name       One")
		r.hides("unfinished:")
		r.keys("f3", "u")
		r.after(time.Second)
		r.keys("f2")
		r.shows("Name       One", "1 more unfinished: F3")
		r.keys("esc")
		r.after(time.Second)
		r.keys("f2")
		r.shows("Name       Two")
	})
}

// A key right behind the deletion, before anybody told the form of it.
func TestADeletionAndF2AtOnce(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("One").keys("f3")
		r.after(time.Second)
		r.program.Send(kit.Press("d"))
		r.program.Send(kit.Press("f2"))
		r.after(time.Second)
		r.titled("New lead")
		r.text("Two")
		r.onDisk("Two")
	})
}

// What was changed in Drafts or elsewhere is there when one comes back.
func TestAnUnfinishedLeadThatWasChangedElsewhere(t *testing.T) {
	t.Parallel()
	for _, waits := range []bool{false, true} {
		t.Run(fmt.Sprint("behind another one: ", waits), func(t *testing.T) {
			run(t, 80, 24, func(r *rig) {
				r.text("One").keys("f3")
				if waits {
					r.keys("n").text("Two").keys("esc")
				}
				r.after(time.Second)
				for _, e := range r.leads() {
					if e.Lead.Name == "One" {
						e.Lead.Industry = "Steel"
						_, err := r.workspace.Queue.Save(r.t.Context(), e)
						check(t, err)
					}
				}
				r.after(time.Second)
				r.keys("f2")
				r.shows("Name       One", "Industry   Steel")
				r.text(" Ltd")
				r.after(2 * time.Second)
				r.hides("changed elsewhere")
				want := []string{"One Ltd"}
				if waits {
					want = append(want, "Two")
				}
				r.onDisk(want...)
			})
		})
	}
}

// Enter in Drafts on the lead that is in the form shows what was changed there.
func TestOpeningTheLeadInTheFormReadsItAnew(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("One").keys("f3")
		r.after(time.Second)
		e := r.leads()[0]
		e.Lead.Industry = "Steel"
		_, err := r.workspace.Queue.Save(r.t.Context(), e)
		check(t, err)
		r.open()
		r.titled("One, from Drafts")
		r.shows("Industry   Steel")
		r.text("!")
		r.onDisk("One!")
	})
}

func TestALeadFromThePreflightIsNotContinued(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.put(lead.Lead{Person: lead.Person{Name: "Good"}}, queue.Ready)
		r.put(lead.Lead{Person: lead.Person{Name: "Bad", Emails: []string{"nobody"}}}, queue.Draft)
		r.keys("f3")
		r.after(time.Second)
		r.keys("a", "S")
		r.after(time.Second)
		r.program.Send(kit.EditLead{ID: r.leads()[0].ID})
		r.after(time.Second)
		r.titled("Bad, from Send")
		r.keys("f4")
		r.after(time.Second)
		r.keys("f2")
		r.titled("New lead")
		r.text("Mine")
		r.onDisk("Good", "Bad", "Mine")
	})
}

// From a possible duplicate one comes back to the lead that is like it, by F2
// too; and it is still saved as it is typed.
func TestF2BehindAPossibleDuplicate(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		email := []string{"info@acme.example"}
		r.sent(lead.Lead{Person: lead.Person{Name: "Acme", Emails: email}})
		r.text("Acme again").keys("tab", "tab").text(email[0])
		r.after(3 * time.Second)
		r.shows("≈ Acme, sent")
		r.text("x").keys("backspace", "f7") // within the autosave's rest
		r.after(time.Second)
		r.titled("Acme, possible duplicate")
		r.keys("esc", "shift+tab").text("Steel")
		r.after(time.Second)
		if es := r.leads(); es[0].Lead.Industry != "Steel" {
			t.Errorf("a second later the disk has %+v", es[0].Lead)
		}
		r.keys("f7")
		r.after(time.Second)
		r.titled("Acme, possible duplicate")
		r.keys("f3", "f2")
		r.titled(begunNow())
		r.shows("Acme again", "Steel")
	})
}

// sent puts a lead into the queue and sends it.
func (r *rig) sent(l lead.Lead) {
	r.t.Helper()
	r.put(l, queue.Ready)
	r.keys("f3", "S")
	r.after(time.Second)
	r.keys("enter")
	r.after(10 * time.Second)
	if e := r.leads()[0]; e.State != queue.Sent {
		r.t.Fatalf("the lead is %v", e.State)
	}
	r.keys("f2")
}

// Ctrl+S goes on to the next row that is still there.
func TestTheNextRowWasDeletedMeanwhile(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		for _, name := range []string{"Three", "Two", "One"} {
			r.put(lead.Lead{Person: lead.Person{Name: name}}, queue.Ready)
			r.after(time.Second)
		}
		r.keys("f3", "home").open()
		r.titled("One, from Drafts")
		ids := r.leads()
		_, err := r.workspace.Queue.Delete(r.t.Context(), r.workspace.Name, []kit.ID{ids[1].ID})
		check(t, err)
		r.after(time.Second)
		r.text("!").keys("ctrl+s")
		r.after(time.Second)
		r.titled("Three, from Drafts")
		_, err = r.workspace.Queue.Delete(r.t.Context(), r.workspace.Name, []kit.ID{ids[2].ID})
		check(t, err)
		r.keys("ctrl+s")
		r.after(time.Second)
		r.titled("New lead")
	})
}

func TestAPasteBeginsALeadThatF2ComesBackTo(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("Acme").keys("f3")
		r.program.Send(tea.PasteMsg{Content: "Pasted"})
		r.settle()
		r.after(time.Second)
		r.keys("enter")
		r.after(time.Second)
		r.titled("New lead")
		r.shows("1 more unfinished: F3")
		r.keys("f3", "f2")
		r.titled(begunNow())
		r.text(" Ltd")
		r.onDisk("Acme", "Pasted Ltd")
	})
}

// Another workspace has unfinished leads of its own.
func TestSwitchingTheWorkspaceBeginsANewLead(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("Acme")
		r.program.Send(kit.SwitchTo{Workspace: "sandbox"})
		r.after(time.Second)
		r.titled("New lead")
		r.keys("f3", "f2").text("Beta")
		r.titled("New lead")
		r.onDisk("Acme", "Beta")
	})
}

// What is typed at once behind F2 goes into the lead that F2 leads to.
func TestTypedAtOnceBehindF2(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("Acme").keys("ctrl+s", "f3").open().keys("f3")
		for _, key := range []string{"f2", "D", "d", "S"} {
			r.program.Send(kit.Press(key))
		}
		r.settle()
		r.titled("New lead")
		r.onDisk("Acme", "DdS")
	})
}

// An action of the form that the palette runs from elsewhere is not done to the
// lead that was opened last.
func TestAFormActionFromElsewhereSparesALeadFromDrafts(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("Acme").keys("ctrl+s", "f3").open().keys("f3")
		r.after(time.Second)
		r.program.Send(kit.Perform{Action: kit.ToggleKind})
		r.after(2 * time.Second)
		r.titled("New lead")
		if e := r.leads()[0]; e.Lead.Kind != lead.Company || e.State != queue.Ready {
			t.Errorf("Acme is now %+v", e)
		}
	})
}
