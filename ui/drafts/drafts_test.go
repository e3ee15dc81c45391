package drafts

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/exp/golden"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
)

// size of a body, and the terminal's that it belongs to.
type size struct {
	name          string
	width, height int
}

func sizes() []size {
	return []size{{"80x24", 80, 20}, {"120x40", 120, 36}, {"60x15", 60, 13}, {"170x40", 170, 36}}
}

// rig is a screen over a queue in memory.
type rig struct {
	*Model
	t     *testing.T
	w     *kit.Workspace
	clock *kittest.Clock
	ids   []kit.ID
}

func samples() []queue.Entry {
	e := func(n int, s queue.State, l lead.Lead) queue.Entry {
		return queue.Entry{ID: kittest.ID(n), State: s, Finished: s == queue.Ready, Lead: l}
	}
	company := func(name, email, phone string, labels ...string) lead.Lead {
		l := lead.Lead{Kind: lead.Company, Labels: labels}
		l.Name = name
		if email != "" {
			l.Emails = []string{email}
		}
		if phone != "" {
			l.Phones = []string{phone}
		}
		return l
	}
	jane := company("Jane", "jane.doe@hooli.example", "+1 555 867 5309", "expo-berlin", "cfo")
	jane.Kind, jane.LastName, jane.Company, jane.Role = lead.Contact, "Doe", "Hooli", "CFO"
	cafe := company("Café Größenwahn", "hallo@groessenwahn.example", "+49 30 1234567", "expo-berlin")
	cafe.Emails = append(cafe.Emails, "einkauf@groessenwahn.example")
	cafe.Industry, cafe.Employees, cafe.Notes = "Gastronomy", "14", "Will im Januar wechseln.\nRuft zurück."
	cafe.Addresses = []lead.Address{{Street: "Kottbusser Damm 99", City: "Berlin", PostalCode: "10967", Country: "DE"}}
	cafe.Contacts = []lead.Person{{Name: "Lena", LastName: "Krüger", Role: "Einkauf"}}
	return []queue.Entry{
		e(1, queue.Ready, company("Northwind Traders", "info@northwind.example", "+1 555 204 7789", "expo-berlin", "vip")),
		e(2, queue.Ready, cafe),
		e(3, queue.Draft, company("Contoso", "sales@contoso", "", "expo-berlin")),
		e(4, queue.Ready, company("山田商事株式会社", "info@yamada.example", "+81 3-1234-5678", "expo-tokyo")),
		e(5, queue.Ready, jane),
		e(6, queue.Draft, company("\x1b[31mStark\u202e Industries", "tony@stark.example", "555", "expo-berlin")),
		e(7, queue.Ready, company("شركة النور", "contact@alnoor.example", "+971 4 123 4567", "expo-dubai")),
	}
}

// open runs f on a screen in a bubble.
func open(t *testing.T, z size, profile colorprofile.Profile, es []queue.Entry, f func(t *testing.T, r *rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &rig{t: t, clock: &kittest.Clock{At: kittest.Noon()}}
		r.w = kittest.Open(t, r.clock)
		r.ids = kittest.Save(t, r.w, r.clock, es...)
		r.Model = New(kittest.Deps(t, r.w, profile))
		r.SetSize(z.width, z.height)
		kittest.Pump(r, kittest.Run(r.Init())...)
		kittest.Pump(r, kittest.Run(r.Show())...)
		f(t, r)
	})
}

func (r *rig) keys(names string) []tea.Msg { return kittest.Keys(r, names) }

func (r *rig) typed(s string) {
	for _, c := range s {
		name := string(c)
		if c == ' ' {
			name = "space"
		}
		r.keys(name)
	}
}

func (r *rig) states() (out map[queue.State]int) {
	c, err := r.w.Queue.Counts(context.Background(), r.w.Name)
	if err != nil {
		r.t.Fatal(err)
	}
	out = map[queue.State]int{}
	for s, n := range c.ByState {
		if n > 0 {
			out[queue.State(s)] = n
		}
	}
	return out
}

func (r *rig) current() kit.ID {
	row, _ := r.rows.At(r.cur)
	return row.ID
}

func TestLooks(t *testing.T) {
	t.Parallel()
	looks := []struct {
		name string
		es   []queue.Entry
		do   func(r *rig)
	}{
		{"empty", nil, func(*rig) {}},
		{"few", samples(), func(r *rig) { r.keys("j space j j") }},
		{"nomatch", samples(), func(r *rig) { r.keys("/"); r.typed("zzz") }},
		{"filter", samples(), func(r *rig) { r.keys("/"); r.typed("label:expo-b"); r.keys("enter !") }},
		{"payload", samples(), func(r *rig) { r.keys("j p") }},
		{"details", samples(), func(r *rig) { r.chosen, r.details = true, false; r.keys("j f6") }},
		{"full", many(300), func(r *rig) { r.keys("G k space v k k") }},
		{"error", samples(), func(r *rig) {
			kittest.Pump(r, loadedMsg{Address: r.to(), gen: r.breakLoad(), err: errors.New("disk I/O error\x1b[2J")})
		}},
	}
	for _, l := range looks {
		for _, z := range sizes() {
			t.Run(l.name+"/"+z.name, func(t *testing.T) {
				t.Parallel()
				open(t, z, colorprofile.TrueColor, l.es, func(t *testing.T, r *rig) {
					l.do(r)
					kittest.Fits(t, r, z.width, z.height)
					golden.RequireEqual(t, []byte(kittest.Text(r)))
				})
			})
		}
	}
	for name, p := range map[string]colorprofile.Profile{"colours": colorprofile.TrueColor, "ansi": colorprofile.ANSI} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			open(t, sizes()[1], p, samples(), func(t *testing.T, r *rig) {
				r.keys("j space")
				golden.RequireEqual(t, []byte(kittest.Raw(r)))
			})
		})
	}
}

// breakLoad begins a reading whose answer the test makes up.
func (r *rig) breakLoad() int {
	r.reload(live)
	return r.load.gen
}

// many are n ready leads.
func many(n int) []queue.Entry {
	es := make([]queue.Entry, n)
	for i := range es {
		l := lead.Lead{Kind: lead.Company}
		l.Name, l.Emails = fmt.Sprintf("Company %04d", i), []string{fmt.Sprintf("info@c%d.example", i)}
		es[i] = queue.Entry{ID: kittest.ID(i + 1), State: queue.Ready, Finished: true, Lead: l}
	}
	return es
}

func TestCursorStaysOnItsLead(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		r.keys("j j j")
		want := r.current()
		e := many(1)[0]
		e.ID = kittest.ID(900)
		kittest.Save(t, r.w, r.clock, e)
		kittest.Pump(r, kit.QueueChanged{})
		if r.current() != want {
			t.Fatal("a lead that came moved the cursor to another one")
		}
		r.keys("s s s") // other orders
		if r.current() != want {
			t.Fatal("another order moved the cursor to another lead")
		}
	})
}

func TestMovesWhileRowsAreRead(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, many(400), func(t *testing.T, r *rig) {
		answer := r.Update(kit.Press("s")) // the answer is on its way
		for range 3 {
			r.Update(kit.Press("j"))
		}
		if r.cur != 3 {
			t.Fatalf("keys wait for rows: the cursor is at %d", r.cur)
		}
		kittest.Pump(r, kittest.Run(answer)...)
		if row, _ := r.rows.At(r.cur); row.Name != "Company 0003" && r.cur != r.load.moved.at(r.cur, r.rows.Total) {
			t.Fatalf("moves were lost: %d %q", r.cur, row.Name)
		}
		r.keys("G")
		if r.cur != 399 {
			t.Fatalf("End went to %d", r.cur)
		}
		if !strings.Contains(kittest.Text(r), "▌") {
			t.Fatal("the cursor is out of sight")
		}
	})
}

func TestKeysWaitInOrder(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, many(20), func(t *testing.T, r *rig) {
		first := r.current()
		// d, then Space on the next row, while the deletion is still on its way.
		cmd := r.Update(kit.Press("d"))
		r.Update(kit.Press("space"))
		r.Update(kit.Press("j"))
		r.Update(kit.Press("space"))
		kittest.Pump(r, kittest.Run(cmd)...)
		if _, ok := r.marks[first]; ok {
			t.Fatal("a key ran on a row that was being deleted")
		}
		if len(r.marks) != 2 {
			t.Fatalf("%d marks, want those of two rows", len(r.marks))
		}
	})
}

func TestFilter(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		r.keys("space /")
		if !r.Typing() || r.View().Cursor == nil {
			t.Fatal("the filter has no cursor")
		}
		r.typed("expo-berlin")
		if r.rows.Total != 5 {
			t.Fatalf("%d rows", r.rows.Total)
		}
		kittest.Pump(r, tea.PasteMsg{Content: " -jane\r\n"})
		if r.rows.Total != 4 || r.filter.Text() != "expo-berlin -jane" {
			t.Fatalf("%d rows for %q", r.rows.Total, r.filter.Text())
		}
		r.keys("enter p esc")
		if r.side.payload || r.filter.Text() == "" {
			t.Fatal("Esc closes the payload first")
		}
		r.keys("! esc")
		if r.rows.Total != 7 || r.filtered() || len(r.marks) != 1 {
			t.Fatal("Esc empties the filter and leaves the marks")
		}
	})
}

func TestPasteIsNeverKeys(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		got := kittest.Said(kittest.Pump(r, tea.PasteMsg{Content: "ddd\r\naS\r\nq\r\n"}))
		if got != "A paste of 3 lines: n opens a new lead for it" {
			t.Errorf("said %q", got)
		}
		if r.rows.Total != 7 || len(r.marks) != 0 {
			t.Error("the paste was run as keys")
		}
	})
}

func TestMarks(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, many(400), func(t *testing.T, r *rig) {
		for _, step := range []struct {
			keys string
			want int
		}{
			{"space", 1}, {"*", 399}, {"A", 0}, {"a", 400}, {"space", 399}, {"A v j j v", 3}, {"A g v G v", 400}, {"A v esc", 0},
		} {
			r.keys(step.keys)
			if len(r.marks) != step.want {
				t.Fatalf("%s: %d marked, want %d", step.keys, len(r.marks), step.want)
			}
		}
	})
}

func TestDeleteAndUndo(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		got := kittest.Said(r.keys("space j space j space d"))
		if got != "3 deleted, u brings them back" || r.rows.Total != 4 || len(r.marks) != 0 {
			t.Fatalf("%q, %d rows, %d marks", got, r.rows.Total, len(r.marks))
		}
		if got := kittest.Said(r.keys("ctrl+z")); got != "3 brought back" || r.rows.Total != 7 {
			t.Fatalf("%q, %d rows", got, r.rows.Total)
		}
		if r.keys("ctrl+y"); r.rows.Total != 4 {
			t.Fatalf("redo left %d rows", r.rows.Total)
		}
		if r.keys("u"); r.rows.Total != 7 {
			t.Fatalf("undo of a redo left %d rows", r.rows.Total)
		}
		if got := kittest.Said(r.keys("u")); !strings.HasPrefix(got, "Nothing was done") {
			t.Errorf("said %q", got)
		}
	})
}

func TestHiddenMarksAreNotTouched(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		r.keys("a /")
		r.typed("tokyo")
		r.keys("enter")
		if got := kittest.Said(r.keys("d")); got != "1 deleted, u brings it back; 6 marked but hidden stay" {
			t.Errorf("said %q", got)
		}
	})
}

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
		if s, _ = submitted(r.keys("S")); len(s.IDs) != 3 ||
			fmt.Sprint(s.Skipped) != "[2 marked but hidden by the filter 2 marked but not ready]" {
			t.Fatalf("the marked: %+v", s)
		}
		r.keys("esc A")
		r.keys("! space")
		msgs := r.keys("S")
		if _, ok := submitted(msgs); ok || !strings.Contains(kittest.Said(msgs), "r makes ready") {
			t.Fatalf("none ready: %q", kittest.Said(msgs))
		}
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
		d := shim{o.Dialog, nil}
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

func (r *rig) t2() *kit.Theme { return kit.NewTheme(true, colorprofile.NoTTY, r.Model.t.Method) }

// shim drives a dialog like a screen and keeps what it gave for its screen.
type shim struct {
	d   kit.Dialog
	out []tea.Msg
}

func (s *shim) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(fieldMsg); ok {
		s.out = append(s.out, msg)
		return nil
	}
	if s.out != nil {
		return nil
	}
	cmd, _ := s.d.Update(msg)
	return cmd
}

func TestValuesThatWouldMakeDraftsAreRefused(t *testing.T) {
	t.Parallel()
	w := &kit.Workspace{}
	for _, c := range []fieldChange{
		{field: lead.Employees, value: "12k"},
		{field: lead.Industry, value: strings.Repeat("x", 300)},
		{field: lead.Labels, mode: add, value: strings.Repeat("x", 80)},
		{field: lead.Labels, mode: add},
		{field: lead.CompanyID, value: "x"},
	} {
		if c.wrong(w.Encoding) == "" {
			t.Errorf("%v %q is taken", c.field, c.value)
		}
	}
	if wrong := (fieldChange{field: lead.Employees, value: "12"}).wrong(w.Encoding); wrong != "" {
		t.Errorf("12 employees: %s", wrong)
	}
}

func TestCopyGoesToTheTerminal(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], colorprofile.TrueColor, samples(), func(t *testing.T, r *rig) {
		for keys, want := range map[string]string{"y": "1 lead as JSON: sent to your terminal", "Y": "1 lead as curl: sent to your terminal"} {
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
