package drafts

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
)

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
		r.keys("/")
		r.typed("town:berlin")
		if text := kittest.Text(r); !strings.Contains(text, "There is no field “town”") || !strings.Contains(text, "city") {
			t.Fatal(text)
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

// Leads that share an email stand with a sign, and the details say with whom; when
// one of them is deleted, the other one is alone again.
func TestPossibleDuplicatesAreShown(t *testing.T) {
	t.Parallel()
	es := samples()
	twin := es[0]
	twin.ID, twin.Lead.Name, twin.Lead.Phones, twin.State = kittest.ID(8), "Northwind Twin", nil, queue.Draft
	open(t, sizes()[1], colorprofile.TrueColor, append(es, twin), func(t *testing.T, r *rig) {
		signs := func(want int, says string) {
			t.Helper()
			if got := kittest.Text(r); strings.Count(got, "≈  ⌂") != want || !strings.Contains(got, says) {
				t.Errorf("want %d signs and %q:\n%s", want, says, got)
			}
		}
		r.keys("g")
		signs(2, "≈ Northwind Twin, draft · same email")
		if _, err := r.w.Queue.Delete(t.Context(), r.w.Name, r.ids[7:]); err != nil {
			t.Fatal(err)
		}
		kittest.Pump(r, kit.QueueChanged{})
		signs(0, "Northwind Traders")
	})
}

// A name that has room is not cut, whatever stands behind it.
// A name is not cut while room is free, however wide its characters are.
func TestLongNameTakesFreeRoom(t *testing.T) {
	t.Parallel()
	const wide = "株式会社東京国際ロジスティクスソリューションズホールディングス株式会社" // 70 cells
	const long = "Gesellschaft für angewandte Hochgebirgslogistik und Seilbahnbau mbH"
	es := samples()[:2]
	es[0].Lead, es[1].Lead = lead.Lead{Person: lead.Person{Name: wide}}, lead.Lead{Person: lead.Person{Name: long}}
	for _, z := range []size{{"100", 100, 26}, {"140", 140, 36}} {
		open(t, z, colorprofile.TrueColor, es, func(t *testing.T, r *rig) {
			if got := kittest.Text(r); !strings.Contains(got, wide) || !strings.Contains(got, long) {
				t.Errorf("%s columns: a name is cut:\n%s", z.name, got)
			}
		})
	}
}

func TestColumnsTakeWhatTheyNeed(t *testing.T) {
	t.Parallel()
	es := samples()
	es[0].Lead.Name = "Northwind Traders Worldwide"
	es[4].Lead.Company = "Hooli International Holding and Sons"
	for _, z := range []size{{"80", 80, 20}, {"100", 100, 26}, {"120", 120, 36}, {"160", 160, 40}} {
		open(t, z, colorprofile.TrueColor, es, func(t *testing.T, r *rig) {
			got := kittest.Text(r)
			for _, want := range []string{"Northwind Traders Worldwide", "Jane Doe", "Hooli", "+1 555-204-7789", "▲ 1 problem", "▲ unfinished"} {
				if !strings.Contains(got, want) {
					t.Errorf("%s columns: %q is cut or missing:\n%s", z.name, want, got)
				}
			}
			if z.width >= 120 && !strings.Contains(got, "Labels") {
				t.Errorf("%s columns: no labels:\n%s", z.name, got)
			}
		})
	}
}
