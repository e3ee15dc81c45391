package ui

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
)

// The palette offers what the screen on show does, before all else.
func TestThePaletteOffersWhatTheScreenDoes(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.put(lead.Lead{Person: lead.Person{Name: "Acme"}}, queue.Ready)
		for _, x := range []struct {
			key, first string
			not        []string
		}{
			{"f3", "Mark this row", nil},
			{"f4", "Submit all ready", []string{"Mark this row", "Filter while typing", "Sort by the next column", "Delete the marked"}},
			{"f5", "", []string{"Mark this row", "Filter while typing", "Delete the marked"}},
		} {
			r.keys(x.key)
			r.after(time.Second)
			items := r.model.items()
			if x.first != "" && items[0].Title != x.first {
				t.Errorf("%s: the first is %q, want %q", x.key, items[0].Title, x.first)
			}
			var titles []string
			for _, it := range items {
				titles = append(titles, it.Title)
			}
			for _, no := range x.not {
				if strings.Contains(strings.Join(titles, "\n"), no) {
					t.Errorf("%s offers %q", x.key, no)
				}
			}
		}
		// What it offers on Send, it does, and what sends only when it was chosen.
		r.keys("f4", "ctrl+p")
		r.text("submit")
		r.keys("enter")
		r.after(time.Second)
		r.hides("start;")
		r.keys("down", "enter")
		r.after(time.Second)
		r.shows("start;")
		r.keys("ctrl+p")
		r.text("start")
		r.keys("enter")
		r.after(time.Second)
		r.hides("Sending in")
		r.keys("down", "enter")
		r.shows("Sending in 5 s")
		if e := r.leads(); e[0].State != queue.Held {
			t.Errorf("the lead is %v", e[0].State)
		}
		r.program.Send(kit.Press("u"))
	})
}

// Words that reps type, on each screen, and what they lead to. Practice stands
// last everywhere, in the demo, too.
func TestThePaletteFindsByWords(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.put(lead.Lead{Person: lead.Person{Name: "Acme"}}, queue.Ready)
		r.workspace.SampleLeads = func(context.Context, int) error { return errors.New("sample leads were added") }
		for _, tt := range []struct{ on, typed, first string }{
			{"f3", "select all", "Mark all shown"},
			{"f3", "sort", "Sort by the next column"},
			{"f3", "trash", "Trash…"},
			{"f3", "quit", "Leave leadpad"},
			{"f3", "open", "Open the possible duplicate"},
			{"f3", "send", "Go to Send"},
			{"f3", "reset", ""},
			{"f3", "phone country", "Settings…"},
			{"f2", "reset", ""},
			{"f2", "pin", "Repeat (pin) this field's value for the next leads"},
			{"f2", "add", "New lead, keep this as draft"},
			{"f2", "real key", "Connect a workspace…"},
			{"f2", "next", "Save and go on with the next lead"},
			{"f2", "next request", "Next request: 429"},
		} {
			r.keys(tt.on, "ctrl+p")
			r.text(tt.typed)
			first := ""
			for _, l := range strings.Split(r.screen(), "\n") {
				if _, below, ok := strings.Cut(l[:max(strings.LastIndex(l, "│"), 0)], "│"); ok && !strings.Contains(l, "›") && strings.TrimSpace(strings.Trim(below, " │")) != "" {
					first = below
					break
				}
			}
			if tt.first == "" && !strings.Contains(first, "No command fits") || !strings.Contains(first, tt.first) {
				t.Errorf("%s: %q finds %q first, want %q", tt.on, tt.typed, first, tt.first)
			}
			r.keys("esc", "esc")
		}
		for _, demo := range []bool{false, true} {
			r.workspace.Demo = demo
			for _, on := range []string{"f2", "f3", "f4", "f5"} {
				r.keys(on)
				items := r.model.items()
				if items[0].Group == "Practice" || items[len(items)-1].Group != "Practice" {
					t.Errorf("%s (demo %v): from %q to %q", on, demo, items[0].Group, items[len(items)-1].Group)
				}
			}
		}
	})
}

// A served session has no editor: it would run on the server.
func TestThePaletteHasNoEditorWithoutOne(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.keys("ctrl+p").text("notes editor")
		r.shows("No command fits")
		r.keys("esc", "esc")
		r.mu.Lock()
		r.model.o.Outside = &kit.Outside{}
		r.mu.Unlock()
		r.keys("ctrl+p").text("notes editor")
		r.shows("set VISUAL or EDITOR first")
	})
}

// Words that nobody meant so, and Enter: no sample leads, nothing pinned, no
// fault armed, nothing deleted.
func TestThePaletteGuessesNothing(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.put(lead.Lead{Person: lead.Person{Name: "Acme"}}, queue.Ready)
		added := false
		r.workspace.SampleLeads = func(context.Context, int) error { added = true; return nil }
		r.workspace.Demo = true
		r.keys("f3", "ctrl+p")
		r.text("select all").keys("enter")
		r.after(time.Second)
		r.shows("1 marked", "Mark all shown")
		if added {
			t.Error("“select all” added sample leads")
		}
		r.keys("ctrl+p").text("delete").keys("enter", "esc", "esc")
		r.after(time.Second)
		if n := len(r.leads()); n != 1 {
			t.Errorf("“delete” and Enter left %d leads", n)
		}
		r.keys("f2").text("Bolt").keys("ctrl+p").text("reset").keys("enter", "esc", "esc")
		r.after(time.Second)
		r.hides("pinned", "repeats")
		r.keys("ctrl+s")
		r.after(time.Second)
		if screen := r.screen(); strings.Contains(strings.Split(screen, "saved")[0], "Bolt") {
			t.Errorf("“reset” pinned the name:\n%s", screen)
		}
		for _, on := range []string{"f2", "f3", "f4", "f5"} {
			r.keys(on, "ctrl+p", "enter")
			r.after(time.Second)
			r.shows("Nothing is chosen")
			r.keys("esc")
			if f := r.workspace.Sandbox.Faults(); len(f) > 0 {
				t.Fatalf("an empty line and Enter on %s armed %v", on, f)
			}
		}
	})
}

// The palette names what it ran, until the next key, also where the screen
// changes with it.
func TestThePaletteNamesWhatItRan(t *testing.T) {
	t.Parallel()
	run(t, 120, 40, func(r *rig) {
		r.put(lead.Lead{Person: lead.Person{Name: "Acme"}}, queue.Ready)
		r.keys("f3", "ctrl+p").text("sort next").keys("enter")
		r.after(time.Second)
		r.shows("Sort by the next column")
		r.keys("ctrl+p").text("history").keys("enter")
		r.after(time.Second)
		r.shows("Go to History")
		r.keys("ctrl+p").text("send").keys("enter")
		r.after(time.Second)
		r.shows("Go to Send")
		r.keys("j")
		r.hides("Go to Send")
		// What the command says itself stands in its place.
		r.keys("f3", "ctrl+p").text("undo").keys("enter")
		r.after(time.Second)
		r.shows("Nothing was done here that could be undone")
		r.hides("Undo what")
	})
}

// While the line is empty the screens and help are one key away.
func TestThePaletteTakesTheKeysOfTheScreens(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.keys("ctrl+p", "4")
		r.after(time.Second)
		r.shows("Nothing was sent yet")
		r.keys(":", "2")
		r.after(time.Second)
		r.shows("Drafts")
		r.keys(":", "?")
		r.shows("Keys in Drafts")
		r.keys("esc", "ctrl+p").text("x2")
		r.shows("x2", "No command fits")
	})
}

// Another key is asked for from the palette, on any screen, whatever the last answer
// was; in practice, which has none, the palette says so.
func TestThePaletteChangesTheKey(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		for _, practice := range []bool{true, false} {
			r.model.workspace.Practice = practice
			for _, screen := range []string{"f2", "f3", "f5"} {
				r.keys(screen, "ctrl+p")
				r.text("change key")
				r.shows("Change the key…")
				r.keys("enter")
				r.after(time.Second)
				if asks := strings.Contains(r.screen(), "close, the key stays as it is"); asks == practice {
					t.Errorf("on %s, practice %v:\n%s", screen, practice, r.screen())
				}
				r.keys("esc", "esc")
				r.after(time.Second)
			}
		}
	})
}
