package ui

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/uuid"

	"leadpad/app"
	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/kit"
)

func TestALeadFromTheFirstKeyToItsAnswer(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.shows("SANDBOX", "New lead", "nothing reaches ClosingDealz")
		r.text("Northwind").keys("tab", "tab").text("info@northwind.example").keys("ctrl+s")
		r.shows("saved · Northwind is Ready", "1 ready", "New lead")
		r.keys("f3")
		r.shows("Northwind", "✓ Ready")
		r.keys("S")
		r.after(time.Second)
		r.shows("1 lead → 1 request")
		r.keys("enter")
		r.shows("takes everything back")
		r.after(7 * time.Second)
		r.shows("200", "true", "1 sent (practice)", "1/100 req")
		r.keys("f5")
		r.shows("200")
		if e := r.leads()[0]; e.State != queue.Sent {
			t.Errorf("the lead is %v, want sent", e.State)
		}
	})
}

func TestTypedTextIsOnDiskWithinASecond(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		for i := range 30 { // a rep who does not rest
			r.text("a")
			r.after(100 * time.Millisecond)
			if i < 10 {
				continue
			}
			es := r.leads() // whatever is a second old
			if len(es) != 1 || len(es[0].Lead.Name) < i-9 || es[0].State != queue.Draft || es[0].Finished {
				t.Fatalf("after %d characters, one each 100 ms, the disk has %+v", i+1, es)
			}
		}
		r.after(time.Second)
		if got := r.leads()[0].Lead.Name; len(got) != 30 {
			t.Errorf("a second later the disk has %d of 30 characters", len(got))
		}
		r.shows("kept as draft", "1 draft")
	})
}

func TestEscKeepsTheDraftAndF3FindsIt(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("Older").keys("ctrl+s").text("Acme").keys("esc")
		r.after(time.Second)
		r.shows("Acme", "unfinished")
		r.keys("enter")
		r.after(time.Second)
		r.text(" Corp").keys("ctrl+s", "f3")
		r.after(time.Second)
		if !currentRow(r, "Acme Corp") {
			t.Errorf("the cursor is not on the lead last saved:\n%s", r.screen())
		}
	})
}

// currentRow says that the accent bar stands at the row with text.
func currentRow(r *rig, text string) bool {
	for _, l := range strings.Split(r.screen(), "\n") {
		if strings.HasPrefix(l, "▌") && strings.Contains(l, text) {
			return true
		}
	}
	return false
}

func TestUndoOnAnUntouchedFormReopensTheLeadJustSaved(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("Acme").keys("tab").text("Steel").keys("ctrl+s")
		r.shows("New lead")
		r.keys("ctrl+z")
		r.after(time.Second)
		r.shows("Acme", "Steel")
		r.text("works")
		r.shows("Steelworks")
		r.after(time.Second)
		if es := r.leads(); len(es) != 1 || es[0].Lead.Industry != "Steelworks" || es[0].State != queue.Draft {
			t.Errorf("the changed Ready lead is %+v", es)
		}
	})
}

func TestAChangedCharacterMakesAReadyLeadADraft(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		id := r.put(lead.Lead{Person: lead.Person{Name: "Acme"}}, queue.Ready)
		r.program.Send(kit.EditLead{ID: id})
		r.after(time.Second)
		r.keys("tab", "tab")
		r.after(2 * time.Second)
		if e := r.leads()[0]; e.State != queue.Ready {
			t.Fatalf("looking at a Ready lead made it %v", e.State)
		}
		r.text("x")
		r.after(2 * time.Second)
		if e := r.leads()[0]; e.State != queue.Draft {
			t.Errorf("a changed Ready lead is %v, want draft", e.State)
		}
	})
}

func TestALeadChangedElsewhereIsKeptTwice(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		id := r.put(lead.Lead{Person: lead.Person{Name: "Acme"}}, queue.Draft)
		r.program.Send(kit.EditLead{ID: id})
		r.after(time.Second)
		e := r.leads()[0]
		e.Lead.Name = "Acme of another window"
		_, err := r.workspace.Queue.Save(r.t.Context(), e)
		check(t, err)
		r.text(" mine")
		r.after(3 * time.Second)
		names := map[string]bool{}
		for _, e := range r.leads() {
			names[e.Lead.Name] = true
		}
		if len(names) != 2 || !names["Acme mine"] || !names["Acme of another window"] {
			t.Errorf("the disk has %v", names)
		}
		r.shows("changed elsewhere")
	})
}

func TestASentLeadOpensReadOnly(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("Acme").keys("ctrl+s", "f3", "S")
		r.after(time.Second)
		r.keys("enter")
		r.after(10 * time.Second)
		r.program.Send(kit.EditLead{ID: r.leads()[0].ID})
		r.after(time.Second)
		r.shows("Sent: the API cannot change it")
		r.keys("f2").text("x")
		r.after(2 * time.Second)
		if e := r.leads()[0]; e.Lead.Name != "Acme" || e.State != queue.Sent {
			t.Errorf("typing changed a sent lead: %+v", e)
		}
	})
}

func TestRepeatedValuesAndKindOfTheNextLead(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.keys("ctrl+t").text("Jane").keys("tab", "tab", "tab", "tab").text("Steel").keys("ctrl+r", "ctrl+s")
		r.shows("New lead", "First name", "Steel   ⊢ repeated")
		r.hides("Jane  ")
	})
}

func TestProblemsComeLateAndGoAtOnce(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.keys("tab", "tab").text("sales@northwind")
		r.hides("▲")
		r.after(1100 * time.Millisecond)
		r.shows("▲ an address ends in a domain, like .com")
		r.text(".example")
		r.hides("▲ an address")
		r.keys("tab").text("x")
		r.hides("▲")
		r.keys("tab")
		r.shows("▲") // a phone without a digit, as soon as it is left
	})
}

func TestATerminalThatIsTooSmallSaysSo(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("Acme")
		r.program.Send(tea.WindowSizeMsg{Width: 40, Height: 10})
		r.settle()
		r.shows("needs 60×15")
		r.program.Send(tea.WindowSizeMsg{Width: 60, Height: 15})
		r.settle()
		r.shows("Acme")
	})
}

func TestAHugePasteIsRefusedWithASentence(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("Acme")
		r.program.Send(tea.PasteMsg{Content: strings.Repeat("x", 1<<20)})
		r.settle()
		r.shows("far more than Name can hold", "Acme")
		r.program.Send(tea.PasteMsg{Content: " \x1b[31mCorp\x07"})
		r.settle()
		r.shows("2 control characters left out", "Acme [31mCorp")
	})
}

func TestCountsThatMatterNeverGiveWay(t *testing.T) {
	t.Parallel()
	run(t, 60, 15, func(r *rig) {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.model.counts.ByState = [queue.Unsure + 1]int{queue.Draft: 99999, queue.Ready: 99999, queue.Held: 1, queue.Sent: 99999, queue.Failed: 12345, queue.Unsure: 4321}
		h := r.model.header()
		for _, want := range []string{"4,321", "12,345", "0/100"} {
			if !strings.Contains(h, want) {
				t.Errorf("the header lacks %s: %q", want, h)
			}
		}
		if w := r.model.theme.Width(h); w > 60 {
			t.Errorf("the header takes %d cells", w)
		}
	})
}

func TestLeavingADemoAsksOnce(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.workspace.Demo = true
		r.text("Acme").keys("ctrl+s", "ctrl+c")
		r.shows("Nothing is kept in a demo: 1 lead that you typed goes too. ^C again leaves.")
		r.program.Send(kit.Press("ctrl+c"))
		<-r.done
	})
}

func TestMessagesOfAWorkspaceThatWasLeftAreDropped(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		other := newWorkspace(r.t, r.workspace.Queue, "acme", "ACME", false)
		r.host.open["acme"] = other
		r.host.list = append([]app.Info{{Name: "acme", Title: "ACME"}}, r.host.list...)
		r.text("Typed in practice")
		r.program.Send(kit.SwitchTo{Workspace: "acme"})
		r.after(5 * time.Second)
		r.shows("ACME", "Move the 1 lead typed in SANDBOX to ACME?")
		r.keys("y")
		r.after(time.Second)
		r.shows("moved", "1 draft")
	})
}

func TestALeadLikeOneThatWasSentIsNamed(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("Acme").keys("tab", "tab").text("info@acme.example").keys("ctrl+s", "f3", "S")
		r.after(time.Second)
		r.keys("enter")
		r.after(10 * time.Second)
		r.keys("f2").text("Acme again").keys("tab", "tab").text("info@acme.example")
		r.after(3 * time.Second)
		r.shows("≈ Acme, sent · same email", "F7 opens it")
		r.keys("f7")
		r.after(time.Second)
		r.shows("Sent: the API cannot change it", "back to your lead")
		r.keys("esc")
		r.shows("Acme again", "≈ Acme, sent")
		r.keys("tab").text("+1 206 555 0142").keys("ctrl+s")
		r.after(time.Second)
		if n := len(r.leads()); n != 2 {
			t.Errorf("looking at a duplicate made %d leads of 2", n)
		}
	})
}

// It is named while it is typed, before any rest, and no longer once it is another.
func TestALeadLikeAnotherIsNamedWhileItIsTyped(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.put(lead.Lead{Person: lead.Person{Name: "Acme", Emails: []string{"info@acme.example"}, Phones: []string{"+49 30 901820"}}}, queue.Ready)
		r.text("Acme").shows("≈ Acme, ready · same name")
		r.text(" Steel").hides("≈")
		r.keys("tab", "tab").text("info@acme.exampl").hides("≈")
		r.text("e").shows("≈ Acme, ready · same email")
		r.text("s").hides("≈")
		r.keys("tab").text("+49 30 90182").hides("≈")
		r.text("0").shows("≈ Acme, ready · same phone")
		r.keys("ctrl+x").hides("≈")
	})
}

// What somebody else sent is named with them and the day, and is not opened: it is
// not this rep's to see.
func TestALeadThatSomebodyElseSentIsNamedWithThem(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		ana := r.workspace.Queue.As(queue.Scope{Owner: "Ana"})
		e, err := ana.Save(r.t.Context(), queue.Entry{
			Workspace: r.workspace.Name, State: queue.Ready, Finished: true,
			Lead: lead.Lead{Person: lead.Person{Name: "Acme", Emails: []string{"info@acme.example"}}},
		})
		if err != nil {
			r.t.Fatal(err)
		}
		lease, _, err := ana.TakeLease(r.t.Context(), r.workspace.Name)
		if err != nil {
			r.t.Fatal(err)
		}
		sub, b := uuid.Must(uuid.NewV7()), queue.Batch{ID: uuid.Must(uuid.NewV7()), Workspace: r.workspace.Name, Payload: []byte("{}"), Leads: []queue.ID{e.ID}}
		b.Submission = sub
		_, err = ana.Claim(r.t.Context(), r.workspace.Name, sub, b.Leads)
		err = errors.Join(err, ana.Begin(r.t.Context(), b))
		b.State = queue.BatchSent
		err = errors.Join(err, ana.Settle(r.t.Context(), b, map[queue.ID]queue.State{e.ID: queue.Sent}, nil), lease.Release())
		if err != nil {
			r.t.Fatal(err)
		}
		r.text("Acme again").keys("tab", "tab").text("info@acme.example")
		r.after(3 * time.Second)
		r.shows("≈ Acme, sent by Ana, " + time.Now().Format("2 Jan") + " · same email")
		r.hides("opens it")
		r.keys("f7")
		r.after(time.Second)
		r.shows("only Ana and team leads see that lead", "Acme again")
	})
}

func TestAPasteOutsideATextFieldIsOfferedToCompose(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		id := r.put(lead.Lead{Person: lead.Person{Name: "Older"}}, queue.Ready)
		for _, screen := range []string{"f3", "f4", "f5"} {
			r.keys(screen)
			r.program.Send(tea.PasteMsg{Content: "dddd d\nSqq"})
			r.settle()
			r.shows("Put the pasted text into a new lead?")
			r.keys("esc")
		}
		r.program.Send(tea.PasteMsg{Content: "Acme"})
		r.after(time.Second)
		r.keys("enter")
		r.after(time.Second)
		r.shows("New lead", "Acme")
		if es := r.leads(); len(es) != 2 || es[1].ID != id {
			t.Errorf("the pastes were run as keys: %+v", es)
		}
	})
}

func TestCountdownsBeginAtTheRightNumber(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("Acme").keys("ctrl+s", "f3")
		r.after(17 * time.Second) // between two slow ticks of the clock
		r.keys("S")
		r.after(time.Second)
		r.keys("enter")
		r.shows("Sending in 5 s")
		r.after(2100 * time.Millisecond)
		r.shows("Sending in 3 s")
	})
}

func TestADraftOutOfWhichAllWasDeletedGoes(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("a")
		r.after(time.Second)
		r.keys("backspace", "esc")
		r.after(time.Second)
		if es := r.leads(); len(es) != 0 {
			t.Fatalf("an empty draft stays: %+v", es)
		}
		r.keys("f2").text("Acme").keys("tab").text("Steel").keys("ctrl+r", "ctrl+s")
		r.after(time.Second)
		r.keys("ctrl+t", "ctrl+n") // a form that holds nothing but what is repeated
		r.after(time.Second)
		if es := r.leads(); len(es) != 1 {
			t.Errorf("a form with repeated values alone became a draft: %+v", es)
		}
		r.text("Zeta").keys("ctrl+s")
		r.after(time.Second)
		if es := r.leads(); len(es) != 2 || es[0].Lead.Industry != "Steel" {
			t.Errorf("after another lead: %+v", es)
		}
	})
}

func TestRepeatedAddressesAndFoldedPeopleShowTheirMarks(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("Acme").keys("tab", "tab", "tab", "tab").text("12 Harbor St").keys("ctrl+r")
		r.shows("12 Harbor St   ⊢ repeated")
		r.keys("pgdown", "pgdown", "pgdown", "pgdown").text("Jane").keys("tab", "tab", "tab").text("Boston").keys("pgdown")
		r.shows("Jane  Boston  ▲ 1 problem")
	})
}

func TestWhatWasSaidOfAPasteStaysUntilTheNextKey(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.program.Send(tea.PasteMsg{Content: "Acme\x07"})
		r.after(3 * time.Second)
		r.shows("1 control character left out")
		r.text("x")
		r.after(2 * time.Second)
		r.shows("kept as draft")
	})
}

func TestALeadLeftInTheMiddleIsNamedAtTheStart(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("Killed Corp")
		r.after(2 * time.Second)
		r.program.Send(kit.SwitchTo{Workspace: "sandbox"}) // as a new start does
		r.after(time.Second)
		r.shows("Killed Corp was not finished: F3")
	})
}

func TestAFullDiskKeepsTheTextAndTheNextTrySavesIt(t *testing.T) {
	t.Parallel()
	runOn(t, filepath.Join(t.TempDir(), "data", "queue.db"), 80, 24, func(r *rig) {
		check(r.t, r.workspace.Queue.SetQuota(r.t.Context(), 1))
		name := "Acme " + strings.Repeat("x", 9000)
		r.program.Send(tea.PasteMsg{Content: name})
		r.after(3 * time.Second)
		r.shows("Not saved", "The text stays here")
		r.hides("save a lead:")
		if es := r.leads(); len(es) != 0 {
			t.Fatalf("the full disk took %d leads", len(es))
		}
		r.keys("ctrl+c")
		r.shows("1 lead not on disk yet: Acme xxx")
		r.program.Send(kit.SwitchTo{Workspace: "sandbox"})
		r.after(time.Second)
		r.shows("Not switched")
		check(r.t, r.workspace.Queue.SetQuota(r.t.Context(), 0))
		r.after(5 * time.Second)
		if es := r.leads(); len(es) != 1 || es[0].Lead.Name != name {
			t.Errorf("when there is room again, %d leads are on disk", len(es))
		}
	})
}

func TestTheCursorStandsBehindWideCharacters(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.text("山田 é🙂")
		// Two margin cells, eleven of the label, then 2+2+1+1+2 of text.
		if c := r.frame().Cursor; c == nil || c.X != 13+8 || c.Y != 5 {
			t.Errorf("the cursor is at %+v, want 21:5", c)
		}
		r.keys("left", "left")
		if c := r.frame().Cursor; c.X != 13+5 {
			t.Errorf("two characters back the cursor is at %+v, want column 18", c)
		}
	})
}

// Reads of the header's figures end in any order; an older one changes nothing.
func TestOlderFiguresAreNotShown(t *testing.T) {
	t.Parallel()
	m := &Model{session: 1}
	m.screens[kit.SendScreen] = idle{}
	figures := func(n, ready int) {
		var c queue.Counts
		c.ByState[queue.Ready] = ready
		m.figures(n, c, outbox.Meter{}, nil)
	}
	if figures(2, 95); m.counts.ByState[queue.Ready] != 95 {
		t.Fatal("the newest figures are not shown")
	}
	if figures(1, 94); m.counts.ByState[queue.Ready] != 95 {
		t.Errorf("older figures are shown: %d", m.counts.ByState[queue.Ready])
	}
}

// idle is a screen that does nothing.
type idle struct{ kit.Screen }

func (idle) Update(tea.Msg) tea.Cmd { return nil }
