package drafts

import (
	"context"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/google/go-cmp/cmp"

	"leadpad/api"
	"leadpad/config"
	"leadpad/outbox"
	"leadpad/queue/sqlite"
	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
)

// beginPicking is Send's P after a plan of limit refused, with so many sent.
func (r *rig) beginPicking(limit, sent int) {
	kittest.Pump(r, run(r.Update(kit.PickLeads{Plan: outbox.PlanFacts{Limit: limit, Sent: sent}}))...)
}

func run(cmd tea.Cmd) []tea.Msg { return kittest.Run(cmd) }

func (r *rig) sees(text string) {
	r.t.Helper()
	if s := kittest.Text(r); !strings.Contains(s, text) {
		r.t.Errorf("the screen lacks %q:\n%s", text, s)
	}
}

func (r *rig) seesNot(text string) {
	r.t.Helper()
	if s := kittest.Text(r); strings.Contains(s, text) {
		r.t.Errorf("the screen has %q:\n%s", text, s)
	}
}

// submitted gives the leads that S asked Send for.
func submitted(t *testing.T, got []tea.Msg) kit.SubmitLeads {
	t.Helper()
	for _, msg := range got {
		if s, ok := msg.(kit.SubmitLeads); ok {
			return s
		}
	}
	t.Fatalf("nothing is submitted: %v", got)
	return kit.SubmitLeads{}
}

func TestPickingSendsExactlyThePickedLeads(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		r.keys("a !") // marks and a filter of before
		r.beginPicking(200, 188)
		r.sees("Picked 0 · at most 12 more fit, if nothing else is in the workspace")
		r.sees("state:ready")
		if r.rows.Total != 5 || len(r.marks) != 0 {
			t.Fatalf("%d leads are listed and %d marked, want 5 and 0", r.rows.Total, len(r.marks))
		}
		want := []tea.Msg{kit.Notice{Level: kit.Wrong, Text: "Nothing is picked: Space picks a lead, Esc ends the picking"}}
		if diff := cmp.Diff(want, r.keys("S")); diff != "" {
			t.Fatalf("S with nothing picked: %s", diff)
		}
		r.keys("space j space j j v j v")
		r.sees("Picked 4 ")
		first := []kit.ID{r.ids[0], r.ids[1], r.ids[4], r.ids[6]}
		s := submitted(t, r.keys("S"))
		if diff := cmp.Diff(kit.SubmitLeads{IDs: first, Skipped: []string{"1 ready but not picked"}}, s); diff != "" {
			t.Error(diff)
		}
		r.sees("Picked 4 ") // the preflight may be left: the picking goes on
	})
}

func TestEscEndsThePickingAndBringsTheFilterBack(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		r.keys("/")
		r.typed("expo-berlin")
		r.keys("enter s h")
		before := r.query
		r.beginPicking(200, 188)
		r.beginPicking(200, 188) // P again
		r.keys("space /")
		r.typed(" tokyo")
		r.keys("esc")
		if got := r.filter.Text(); got != pickFilter {
			t.Errorf("Esc in the filter leaves %q", got)
		}
		r.keys("v esc") // the range first
		r.sees("Picked 1")
		r.keys("esc")
		r.seesNot("Picked")
		if diff := cmp.Diff(before, r.query); diff != "" || r.filter.Text() != "expo-berlin" {
			t.Errorf("the filter is %q; %s", r.filter.Text(), diff)
		}
		if len(r.marks) != 1 {
			t.Errorf("%d leads are marked, want the picked one", len(r.marks))
		}
		r.keys("A") // without marks S submits what the filter shows again
		if s := submitted(t, r.keys("S")); len(s.IDs) == 0 {
			t.Error("S after the picking submits nothing")
		}
	})
}

// The line follows the count, which comes after what was marked is drawn.
func TestThePickLineFollowsTheCount(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		r.beginPicking(200, 188)
		msgs := run(r.Update(kit.Press("a")))
		for len(msgs) > 0 {
			msg := msgs[0]
			msgs = append(msgs[1:], run(r.Update(msg))...)
			r.View() // the program draws after every message
		}
		r.sees("Picked 5 ")
	})
}

// The picking ends when a submission begins, and not with the refused one's
// own pictures.
func TestPickingEndsWithTheNextSubmission(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		windows, err := sqlite.OpenWindows(t.Context(), "")
		if err != nil {
			t.Fatal(err)
		}
		client, err := api.NewClient(api.Options{
			BaseURL: "http://127.0.0.1:9",
			Key:     func(context.Context) (config.Secret, error) { return config.NewSecret("key"), nil },
		})
		if err != nil {
			t.Fatal(err)
		}
		sender, err := outbox.New(t.Context(), outbox.Options{
			Queue: r.w.Queue, Windows: windows, Client: client, Encoding: r.w.Encoding(), Workspace: r.w.Name, Practice: true, Hold: 5 * time.Second,
		})
		if err != nil {
			t.Fatal(err)
		}
		r.w.Sender = sender.Seat(outbox.Who{})
		defer func() {
			if err := r.w.Sender.Close(t.Context()); err != nil {
				t.Error(err)
			}
			if err := windows.Close(); err != nil {
				t.Error(err)
			}
		}()
		r.beginPicking(200, 197)
		kittest.Pump(r, kit.ProgressChanged{})
		r.sees("Picked 0")
		r.keys("space")
		if _, err := r.w.Sender.Submit(t.Context(), outbox.Plan{IDs: submitted(t, r.keys("S")).IDs}); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Second) // virtual: the hold has begun
		kittest.Pump(r, kit.ProgressChanged{})
		r.seesNot("Picked")
	})
}
