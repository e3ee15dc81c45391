package drafts

import (
	"fmt"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"
	"github.com/google/go-cmp/cmp"

	"leadpad/api"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
)

func TestMakeReady(t *testing.T) {
	t.Parallel()
	es := samples()
	es[0].State = queue.Draft
	open(t, sizes()[0], colorprofile.TrueColor, es, func(t *testing.T, r *rig) {
		r.keys("a")
		got := kittest.Said(r.keys("r"))
		if got != "2 ready, 1 not: it has problems" {
			t.Errorf("said %q", got)
		}
		if n := r.states()[queue.Ready]; n != 6 {
			t.Errorf("%d ready", n)
		}
		if r.keys("u"); r.states()[queue.Ready] != 4 {
			t.Errorf("undo left %v", r.states())
		}
		r.keys("A !")
		if got := kittest.Said(r.keys("r")); !strings.HasPrefix(got, "Not ready: ") {
			t.Errorf("one lead with a problem: said %q", got)
		}
	})
}

func TestSubmitNamesWhatStays(t *testing.T) {
	t.Parallel()
	submitted := func(msgs []tea.Msg) (kit.SubmitLeads, bool) {
		for _, m := range msgs {
			if s, ok := m.(kit.SubmitLeads); ok {
				return s, true
			}
		}
		return kit.SubmitLeads{}, false
	}
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		s, ok := submitted(r.keys("S"))
		if !ok || len(s.IDs) != 5 || len(s.Skipped) != 0 {
			t.Fatalf("all ready: %+v", s)
		}
		r.keys("/")
		r.typed(`"expo-berlin`) // the quote is open
		r.keys("enter")
		if s, _ = submitted(r.keys("S")); len(s.IDs) != 3 || fmt.Sprint(s.Skipped) != "[2 ready outside the filter]" {
			t.Fatalf("all that the filter shows: %+v", s)
		}
		r.keys("esc a /")
		r.typed("expo-berlin")
		r.keys("enter")
		s, _ = submitted(r.keys("S"))
		if diff := cmp.Diff(kit.SubmitLeads{
			IDs:     []kit.ID{r.ids[0], r.ids[1], r.ids[4], r.ids[2], r.ids[5]}, // those that are not ready last
			Skipped: []string{"2 marked but hidden by the filter"},
		}, s); diff != "" {
			t.Fatalf("the marked: %s", diff)
		}
		r.keys("esc A")
		r.keys("! space")
		msgs := r.keys("S")
		if _, ok := submitted(msgs); ok || !strings.Contains(kittest.Said(msgs), "r makes ready") {
			t.Fatalf("none ready: %q", kittest.Said(msgs))
		}
	})
}

func TestSubmitSaysThatAllIsOnItsWay(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		ready := []kit.ID{r.ids[0], r.ids[1], r.ids[3], r.ids[4], r.ids[6]}
		lease, ok, err := r.w.Queue.TakeLease(t.Context(), r.w.Name)
		if err != nil || !ok {
			t.Fatalf("no lease: %v", err)
		}
		defer func() {
			if err := lease.Release(); err != nil {
				t.Error(err)
			}
		}()
		if _, err := r.w.Queue.Claim(t.Context(), r.w.Name, kittest.ID(900), ready); err != nil {
			t.Fatal(err)
		}
		kittest.Pump(r, kit.QueueChanged{})
		said := func(keys, want string) {
			t.Helper()
			if got := kittest.Said(r.keys(keys)); got != want {
				t.Errorf("%q said %q, want %q", keys, got, want)
			}
		}
		said("S", "No lead here is ready (5 on the way): r makes ready what has no problems")
		r.keys("/")
		r.typed("state:held")
		r.keys("enter")
		said("S", "No lead here is ready: all 5 are on their way")
		said("space S", "None of the marked leads can go: it is on its way")
		r.keys("/ esc a")
		said("S", "None of the marked leads can go (2 marked but not ready, 5 on the way): r makes ready what has no problems")
	})
}

func TestOpenTellsWhatFollows(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		msgs := r.keys("j enter")
		if len(msgs) != 1 {
			t.Fatalf("%v", msgs)
		}
		e, ok := msgs[0].(kit.EditLead)
		if !ok || e.ID != r.ids[1] || len(e.Then) != 5 || e.Then[0] != r.ids[2] {
			t.Fatalf("%+v", msgs[0])
		}
	})
}

func TestDuplicateOpensTheCopy(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		msgs := r.keys("D")
		e, ok := msgs[len(msgs)-1].(kit.EditLead)
		if !ok || e.ID == r.ids[0] {
			t.Fatalf("%v", msgs)
		}
		got, err := r.w.Queue.Get(t.Context(), r.w.Name, e.ID)
		if err != nil || got.Lead.Name != "Northwind Traders" || got.State != queue.Draft {
			t.Fatalf("%+v %v", got, err)
		}
		if r.keys("u"); r.rows.Total != 7 {
			t.Fatalf("undo left %d rows", r.rows.Total)
		}
	})
}

func TestChangeOneField(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		msgs := r.keys("space j space e")
		o, ok := msgs[len(msgs)-1].(kit.OpenDialog)
		if !ok {
			t.Fatalf("%v", msgs)
		}
		d := shim{d: o.Dialog}
		kittest.Pump(&d, kittest.Run(o.Dialog.Init())...)
		kittest.Keys(&d, "enter")
		kittest.Pump(&d, tea.PasteMsg{Content: "hot, expo-berlin"})
		golden.RequireEqual(t, []byte(strings.Join(o.Dialog.View(r.t2(), 60, 12).Lines, "\n")+"\n"))
		kittest.Keys(&d, "enter")
		if len(d.out) == 0 {
			t.Fatal("the dialog gave nothing")
		}
		if got := kittest.Said(kittest.Pump(r, d.out...)); got != "2 changed, u undoes" {
			t.Errorf("said %q", got)
		}
		e, err := r.w.Queue.Get(t.Context(), r.w.Name, r.ids[0])
		if err != nil || fmt.Sprint(e.Lead.Labels) != "[expo-berlin vip hot]" || e.State != queue.Ready {
			t.Errorf("%v %v %v", e.Lead.Labels, e.State, err)
		}
		if got := kittest.Said(r.keys("u")); got != "2 leads as before" {
			t.Errorf("said %q", got)
		}
	})
}

// The labels of the house's list are offered for the last one that is typed; → at the
// end takes it.
func TestTheHousesLabelsAreOffered(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		kittest.Encode(r.w, func(e *api.Encoding) { e.Rules.Labels = []string{"Expo Berlin", "Über 100"} })
		msgs := r.keys("space e")
		d := shim{d: msgs[len(msgs)-1].(kit.OpenDialog).Dialog}
		form := d.d.(*fieldDialog)
		kittest.Pump(&d, kittest.Run(form.Init())...)
		says := func(want string) {
			t.Helper()
			got := ansi.Strip(strings.Join(form.View(r.t2(), 60, 12).Lines, "\n"))
			if strings.Contains(got, "→") != (want != "") || !strings.Contains(got, want) {
				t.Errorf("the dialog lacks %q:\n%s", want, got)
			}
		}
		kittest.Keys(&d, "enter")
		kittest.Pump(&d, tea.PasteMsg{Content: "hot, uber"})
		says("→ Über 100, on the house's list")
		kittest.Keys(&d, "left right")
		says("") // who walks in the text takes nothing
		kittest.Keys(&d, "end")
		says("→ Über 100, on the house's list")
		kittest.Keys(&d, "right")
		says("")
		if form.value != "hot, Über 100" {
			t.Errorf("the value is %q", form.value)
		}
		kittest.Keys(&d, "right shift+tab right right right enter") // industry
		kittest.Pump(&d, tea.PasteMsg{Content: ", expo"})
		says("")
	})
}

func (r *rig) t2() *kit.Theme { return kit.NewTheme(true, colorprofile.NoTTY, r.Model.t.Method) }

func TestValuesThatWouldMakeDraftsAreRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []fieldChange{
		{field: lead.Employees, value: "12k"},
		{field: lead.Industry, value: strings.Repeat("x", 300)},
		{field: lead.Labels, mode: add, value: strings.Repeat("x", 80)},
		{field: lead.Labels, mode: add},
		{field: lead.CompanyID, value: "x"},
	} {
		if c.wrong(api.Encoding{}) == "" {
			t.Errorf("%v %q is taken", c.field, c.value)
		}
	}
	if wrong := (fieldChange{field: lead.Employees, value: "12"}).wrong(api.Encoding{}); wrong != "" {
		t.Errorf("12 employees: %s", wrong)
	}
}

func TestCopyGoesToTheTerminal(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		for keys, want := range map[string]string{"y": "1 lead copied as JSON, if your terminal allows it", "Y": "1 lead copied as curl, if your terminal allows it"} {
			msgs := r.keys(keys)
			if got := kittest.Said(msgs); got != want {
				t.Errorf("said %q", got)
			}
			if len(msgs) != 2 || !strings.Contains(fmt.Sprint(msgs), "info@northwind.example") {
				t.Errorf("%s copied %v", keys, msgs)
			}
		}
	})
}

func TestShowLead(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, many(300), func(t *testing.T, r *rig) {
		kittest.Pump(r, kit.ShowLead{ID: r.ids[250]})
		if r.current() != r.ids[250] {
			t.Fatal("the cursor is elsewhere")
		}
		r.keys("/")
		r.typed("0007")
		r.keys("enter")
		got := kittest.Said(kittest.Pump(r, kit.ShowLead{ID: r.ids[9]}))
		if r.current() != r.ids[9] || r.filter.Text() != "" || !strings.Contains(got, "filter was emptied") {
			t.Fatalf("%q", got)
		}
		r.Hide()
		r.keys("/")
		kittest.Pump(r, kit.ShowLead{ID: r.ids[100]})
		kittest.Pump(r, kittest.Run(r.Show())...)
		if r.current() != r.ids[100] {
			t.Fatal("the lead saved last has not the cursor")
		}
	})
}

func TestStaleAnswersAreDropped(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, many(50), func(t *testing.T, r *rig) {
		r.keys("/")
		old := kittest.Run(r.Update(kit.Press("9"))) // its answer is late
		fresh := r.Update(kit.Press("backspace"))
		kittest.Pump(r, kittest.Run(fresh)...)
		kittest.Pump(r, old...)
		if r.rows.Total != 50 || r.trouble != "" {
			t.Fatalf("an old answer was shown: %d rows, %q", r.rows.Total, r.trouble)
		}
	})
}

func TestAgesFollowTheClock(t *testing.T) {
	t.Parallel()
	open(t, sizes()[1], colorprofile.TrueColor, samples()[:1], func(t *testing.T, r *rig) {
		if !strings.Contains(kittest.Text(r), " 1 m") {
			t.Fatal(kittest.Text(r))
		}
		kittest.Pump(r, kit.Clock{Now: kittest.Noon().Add(3 * time.Hour)})
		if !strings.Contains(kittest.Text(r), " 3 h") {
			t.Fatal(kittest.Text(r))
		}
	})
}

func BenchmarkStep(b *testing.B) {
	clock := &kittest.Clock{At: kittest.Noon()}
	w := kittest.Open(b, clock)
	if _, err := w.Queue.Add(b.Context(), inWorkspace(w.Name, many(1000))); err != nil {
		b.Fatal(err)
	}
	m := New(kittest.Deps(b, w, colorprofile.TrueColor))
	m.SetSize(120, 36)
	kittest.Pump(m, kittest.Run(m.Init())...)
	m.Show()
	m.View()
	keys := [2]tea.KeyPressMsg{kit.Press("j"), kit.Press("k")}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		m.Update(keys[i&1])
		m.View()
	}
}

func inWorkspace(name string, es []queue.Entry) []queue.Entry {
	for i := range es {
		es[i].Workspace = name
	}
	return es
}

// A change of a field does not end the doubt whether a lead went out already; r
// does, for all that are marked.
func TestDoubtEndsByMakingReady(t *testing.T) {
	t.Parallel()
	es := samples()[:2]
	for i := range es {
		es[i].State, es[i].Lead = queue.Draft, lead.Lead{Person: lead.Person{Name: fmt.Sprint("Acme ", i)}}
		es[i].Problems = []lead.Problem{{Doubt: true, Text: "may already be in ClosingDealz, batch x"}}
	}
	open(t, sizes()[0], colorprofile.TrueColor, es, func(t *testing.T, r *rig) {
		for _, e := range es {
			e = fieldChange{field: lead.Industry, mode: replace, value: "Steel"}.entry(r.d.Workspace.Encoding(), e)
			if e.State != queue.Draft || len(e.Problems) != 1 || !e.Problems[0].Doubt {
				t.Errorf("%v with %v", e.State, e.Problems)
			}
		}
		r.keys("a")
		if got := kittest.Said(r.keys("r")); got != "2 ready" || r.states()[queue.Ready] != 2 {
			t.Errorf("said %q, left %v", got, r.states())
		}
	})
}
