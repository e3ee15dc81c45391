package queuetest

import (
	"cmp"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/queue/index"
)

// testFilter is the filter's language, as Query tells it.
func testFilter(t *testing.T, q queue.Queue) {
	leads := map[string]queue.Entry{
		"zurich": {State: queue.Ready, Lead: lead.Lead{
			Person: lead.Person{
				Name: "Zürich Straße AG", Industry: "Banking", Emails: []string{"info@zuerich.example", "Second@Mail.example"},
				Phones: []string{"+1-555-204-7789"},
			},
			Labels:   []string{"Trade Fair", "hot"},
			Contacts: []lead.Person{{Name: "Łukasz", LastName: "Nowak", Emails: []string{"ln@work.example"}}},
		}},
		"anna": {State: queue.Draft, Lead: lead.Lead{
			Kind: lead.Contact, Company: "Hidden Corp",
			Person: lead.Person{Name: "Anna", LastName: "Ångström", Phones: []string{"ext. 12"}},
		}, Problems: []lead.Problem{{Text: "wrong"}, {Text: "note", Note: true}}},
		"tokyo":  {State: queue.Ready, Lead: lead.Lead{Person: lead.Person{Name: "東京ｃａｆｅ"}}, Problems: []lead.Problem{{Text: "n", Note: true}}},
		"arabic": {State: queue.Draft, Lead: lead.Lead{Person: lead.Person{Name: "مُحَمَّد"}}},
	}
	names := map[queue.ID]string{}
	for name, e := range leads {
		e.Workspace = "w"
		names[Save(t, q, e).ID] = name
	}
	sent := SaveAll(t, q, "Anna Sent")
	names[sent[0]] = "sent"
	l := Lease(t, q)
	Settle(t, q, Begin(t, q, sent), queue.BatchSent, queue.Sent)
	Must(t, l.Release())
	Save(t, q, queue.Entry{Workspace: "other", State: queue.Draft, Lead: lead.Lead{Person: lead.Person{Name: "Anna elsewhere"}}})
	gone := SaveAll(t, q, "Anna deleted")
	if _, err := q.Delete(t.Context(), "w", gone); err != nil {
		t.Fatal(err)
	}

	for text, want := range map[string]string{
		"": "anna arabic tokyo zurich", "anna": "anna", "ZURICH": "zurich", "strasse ag": "zurich",
		"angstrom": "anna", "lukasz": "zurich", "cafe": "tokyo", "東": "tokyo", "محمد": "arabic",
		"banking -info": "", "-banking": "anna arabic tokyo", `"trade fair"`: "zurich", `"fair trade"`: "",
		"fair hot": "zurich", "label:fair": "zurich", "label:banking": "", `label:"trade f`: "zurich",
		"name:nowak": "zurich", "name:info": "", "name:hidden": "anna", "name:angs": "anna", `name:"anna ang"`: "anna",
		"email:second": "zurich", "email:zurich": "", "email:ln@work": "zurich",
		"phone:5552047789": "zurich", "phone:555-204": "zurich", "204-77": "zurich", `phone:"(555) 204"`: "zurich",
		"phone:ext": "anna", "phone:999": "", "kind:cont": "anna", "-kind:company": "anna", "kind:robot": "",
		"state:draft": "anna arabic", "state:re": "tokyo zurich", "-state:ready": "anna arabic", "state:zzz": "",
		"name:": "anna arabic tokyo zurich", "-": "anna arabic tokyo zurich", `"`: "anna arabic tokyo zurich",
		"  zurich   hot ": "zurich", "unknown:zurich": "", "n z": "zurich",
	} {
		ids := IDs(t, q, queue.Query{Workspace: "w", Text: text})
		got := make([]string, 0, len(ids))
		for _, id := range ids {
			got = append(got, names[id])
		}
		slices.Sort(got)
		if strings.Join(got, " ") != want {
			t.Errorf("%q finds %v, want %s", text, got, want)
		}
	}
	for qu, want := range map[queue.Query]int{
		{Workspace: "w", Sent: true}:                     5,
		{Workspace: "w", State: queue.Draft}:             2,
		{Workspace: "w", State: queue.Ready}:             2,
		{Workspace: "w", State: queue.Ready, Text: "a"}:  2,
		{Workspace: "w", State: queue.Failed}:            0,
		{Workspace: "w", Sent: true, Text: "state:sent"}: 1,
		{Workspace: "w", Problems: true}:                 1,
		{Workspace: "v"}:                                 0,
		{Workspace: "other", Text: "anna"}:               1,
	} {
		if n, err := q.Count(t.Context(), qu); err != nil || n != want {
			t.Errorf("%+v: %d, want %d: %v", qu, n, want, err)
		}
	}
}

// testRow looks at what the table draws.
func testRow(t *testing.T, q queue.Queue) {
	e := Company("Acme\x1f and sons")
	e.State, e.Finished, e.Remark = queue.Draft, true, "a remark"
	e.Lead.Emails, e.Lead.Phones = []string{"", "a@b.example", "c@d.example"}, []string{"+1 555"}
	e.Lead.Labels = []string{"x", "y"}
	e.Lead.Notes = strings.Repeat("long", 300_000)
	e.Problems = []lead.Problem{{Text: "a"}, {Text: "b", Note: true}}
	e = Save(t, q, e)
	want := queue.Row{
		ID: e.ID, State: queue.Draft, Name: "Acme\x1f and sons", Email: "a@b.example", Phone: "+1 555", Labels: "x, y",
		Problems: 1, Finished: true, Remark: "a remark", Updated: e.Updated,
	}
	for range 2 { // before the view is built, and after
		rows, err := q.Rows(t.Context(), queue.Query{Workspace: "w"}, 0, 5)
		if err != nil || len(rows) != 1 || rows[0] != want {
			t.Fatalf("%+v, want %+v: %v", rows, want, err)
		}
		IDs(t, q, queue.Query{Workspace: "w"})
	}
	e = Company("Umbrella")
	e.Lead.Contacts = []lead.Person{{Name: "Jo", Phones: []string{"+1 777"}}, {Name: "Al", Emails: []string{"al@umbrella.example"}}}
	Save(t, q, e)
	if rows, err := q.Rows(t.Context(), queue.Query{Workspace: "w", Text: "umbrella"}, 0, 5); err != nil || len(rows) != 1 || rows[0].Email != "al@umbrella.example" || rows[0].Phone != "+1 777" {
		t.Errorf("a company is reached by its contacts: %+v, %v", rows, err)
	}
	e = Company("Jane")
	e.Lead.Kind, e.Lead.LastName, e.Lead.Company = lead.Contact, "Doe", `Hooli "X" & Söhne`
	e.Lead.Role, e.Lead.Notes = `"company":"Other"`, strings.Repeat("long", 300_000)
	e = Save(t, q, e)
	rows, err := q.Rows(t.Context(), queue.Query{Workspace: "w", Text: "jane"}, 0, 5)
	if err != nil || len(rows) != 1 || rows[0].Name != "Jane Doe" || rows[0].Company != e.Lead.Company {
		t.Errorf("%+v, want the company %q: %v", rows, e.Lead.Company, err)
	}
}

// testOrder compares every order, filtered and paged, before the view is built
// and while it is kept up, with a plain sort.
func testOrder(t *testing.T, e Engine) {
	rapid.Check(t, func(rt *rapid.T) {
		clock := time.Unix(1_800_000_000, 0)
		q, err := e.Open(t.Context(), e.address(t), queue.Options{Now: func() time.Time { return clock }})
		Must(t, err)
		defer func() { Must(t, q.Close()) }()
		var es []queue.Entry
		for range rapid.IntRange(0, 40).Draw(rt, "leads") {
			es = append(es, drawLead(t, rt, q))
			clock = clock.Add(time.Duration(rapid.IntRange(0, 1).Draw(rt, "tick")))
		}
		key := rapid.SampledFrom([]queue.SortKey{queue.ByAge, queue.ByName, queue.ByState, queue.ByEmail, queue.ByProblems}).Draw(rt, "sort")
		for range 8 { // by one key, so that its order is kept up
			qu := queue.Query{
				Workspace: "w", Sort: key,
				Reverse: rapid.Bool().Draw(rt, "reverse"), Problems: rapid.Bool().Draw(rt, "problems"),
				Text: rapid.StringMatching(`[ab]{0,2}`).Draw(rt, "text"),
			}
			checkOrder(t, rt, q, qu, es)
			if len(es) > 0 { // change one, in text or only in state
				i := rapid.IntRange(0, len(es)-1).Draw(rt, "which")
				clock = clock.Add(1)
				es[i].Lead.Name += rapid.StringMatching(`[ab]?`).Draw(rt, "more")
				es[i].State, es[i].Problems = queue.Draft, nil
				es[i] = Save(t, q, es[i])
			}
			es = append(es, drawLead(t, rt, q))
		}
	})
}

// drawLead saves a lead of few letters, so that many are equal.
func drawLead(t *testing.T, rt *rapid.T, q queue.Queue) queue.Entry {
	t.Helper()
	e := Company(rapid.StringMatching(`[abAB]{0,3}`).Draw(rt, "name"))
	if mail := rapid.StringMatching(`([abc]@d)?`).Draw(rt, "email"); mail != "" {
		e.Lead.Emails = []string{mail}
	}
	if n := rapid.IntRange(0, 2).Draw(rt, "n"); n > 0 {
		e.State, e.Problems = queue.Draft, slices.Repeat([]lead.Problem{{Text: "x"}}, n)
	}
	return Save(t, q, e)
}

// checkOrder compares Rows, IDs, Count and Index with the plain way.
func checkOrder(t *testing.T, rt *rapid.T, q queue.Queue, qu queue.Query, es []queue.Entry) {
	var want []queue.ID
	in := slices.Clone(es)
	slices.SortStableFunc(in, func(a, b queue.Entry) int { return plainCompare(qu, a, b, es) })
	for _, e := range in {
		all := index.Fold(e.Lead.Title() + "\n" + strings.Join(e.Lead.Emails, "\n"))
		if (!qu.Problems || len(e.Problems) > 0) && strings.Contains(strings.ReplaceAll(all, " ", "\n"), index.Fold(qu.Text)) {
			want = append(want, e.ID)
		}
	}
	offset := rapid.IntRange(0, 5).Draw(rt, "offset")
	rows, err := q.Rows(t.Context(), qu, offset, 7)
	if err != nil {
		rt.Fatal(err)
	}
	for i, r := range rows {
		if r.ID != want[offset+i] {
			rt.Fatalf("%+v: row %d is another", qu, offset+i)
		}
	}
	if len(rows) != max(0, min(7, len(want)-offset)) {
		rt.Fatalf("%+v: %d rows from %d of %d", qu, len(rows), offset, len(want))
	}
	if n, err := q.Count(t.Context(), qu); err != nil || n != len(want) {
		rt.Fatalf("%+v: %d, want %d: %v", qu, n, len(want), err)
	}
	for i, id := range want {
		if at, err := q.Index(t.Context(), qu, id); err != nil || at != i {
			rt.Fatalf("%+v: at %d, want %d: %v", qu, at, i, err)
		}
	}
	if _, err := q.Index(t.Context(), qu, NewID()); !errors.Is(err, queue.ErrNotFound) {
		rt.Fatal(err)
	}
	if ids := IDs(t, q, qu); !slices.Equal(ids, want) {
		rt.Fatalf("%+v: %v, want %v", qu, ids, want)
	}
}

// plainCompare is the documented order; es is in the order of insertion.
func plainCompare(qu queue.Query, a, b queue.Entry, es []queue.Entry) int {
	text := func(s string) string {
		if s == "" {
			return "\U0010FFFF"
		}
		return index.Fold(s)
	}
	at := func(e queue.Entry) int { return slices.IndexFunc(es, func(o queue.Entry) bool { return o.ID == e.ID }) }
	c := 0
	switch qu.Sort {
	case queue.ByName:
		c = cmp.Compare(text(a.Lead.Title()), text(b.Lead.Title()))
	case queue.ByEmail:
		c = cmp.Compare(text(first(a.Lead.Emails)), text(first(b.Lead.Emails)))
	case queue.ByState:
		c = cmp.Compare(a.State, b.State)
	case queue.ByProblems:
		c = cmp.Compare(len(b.Problems), len(a.Problems))
	}
	c = cmp.Or(c, b.Updated.Compare(a.Updated), cmp.Compare(at(b), at(a)))
	if qu.Reverse {
		return -c
	}
	return c
}

// testManyAtOnce lets readers and writers at one queue at once: nobody waits
// for ever, in memory neither.
func testManyAtOnce(t *testing.T, q queue.Queue) {
	Fill(t, q, 300)
	var work sync.WaitGroup
	for i := range 8 {
		work.Go(func() {
			r := rand.New(rand.NewPCG(uint64(i), 9))
			for n := range Trials(40) {
				var err error
				switch r.IntN(5) {
				case 0:
					_, err = q.Save(t.Context(), Company(fmt.Sprint("Acme ", i, n)))
				case 1:
					_, err = q.Rows(t.Context(), queue.Query{Workspace: "w", Text: "so"}, 0, 20)
				case 2:
					_, err = q.Counts(t.Context(), "w")
				case 3:
					err = q.Each(t.Context(), queue.Query{Workspace: "w", Text: "acme"}, func(e queue.Entry) error {
						_, err := q.Get(t.Context(), "w", e.ID) // from inside a call
						return err
					})
				case 4:
					_, err = q.Edit(t.Context(), "w", IDs(t, q, queue.Query{Workspace: "w", Text: "acme"}), func(e queue.Entry) queue.Entry {
						if _, err := q.Counts(t.Context(), "w"); err != nil {
							t.Error(err)
						}
						e.Lead.Notes += "x"
						return e
					})
				}
				if err != nil && !errors.Is(err, queue.ErrConflict) {
					t.Error(err)
				}
			}
		})
	}
	work.Wait()
}

// first is the first filled text.
func first(texts []string) string {
	if i := slices.IndexFunc(texts, func(s string) bool { return s != "" }); i >= 0 {
		return texts[i]
	}
	return ""
}

// testGone asks what left the table since it was last asked.
func testGone(t *testing.T, q queue.Queue) {
	Lease(t, q)
	ids := SaveAll(t, q, "deleted", "sent", "moved", "back", "stays")
	names := map[queue.ID]string{}
	for i, name := range []string{"deleted", "sent", "moved", "back", "stays"} {
		names[ids[i]] = name
	}
	gone, now, err := q.Gone(t.Context(), "w", false, -1)
	if err != nil || len(gone) != 0 || now == 0 {
		t.Fatal(gone, now, err)
	}
	left := func(sent bool, since int64) (string, int64) {
		t.Helper()
		gone, now, err := q.Gone(t.Context(), "w", sent, since)
		Must(t, err)
		var list []string
		for _, id := range gone {
			list = append(list, names[id])
		}
		slices.Sort(list)
		return strings.Join(list, " "), now
	}
	_, err = q.Delete(t.Context(), "w", []queue.ID{ids[0], ids[3]})
	Must(t, err)
	_, err = q.Restore(t.Context(), "w", ids[3:4])
	Must(t, err)
	Settle(t, q, Begin(t, q, ids[1:2]), queue.BatchSent, queue.Sent)
	_, _, err = q.Move(t.Context(), "w", "v", ids[2:3], func(lead.Lead) []lead.Problem { return nil })
	Must(t, err)
	if got, _ := left(false, now); got != "deleted moved sent" {
		t.Errorf("%q left", got)
	}
	got, now := left(true, now)
	if got != "deleted moved" {
		t.Errorf("with the sent ones in it, %q left", got)
	}
	if got, _ := left(false, now); got != "" {
		t.Errorf("%q left again", got)
	}
	if got, _ := left(false, 0); got != "deleted moved sent" {
		t.Errorf("since ever, %q left", got)
	}
}
