package queue

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"leadpad/lead"
)

// TestFilter is the filter's language, as Query tells it.
func TestFilter(t *testing.T) {
	both(t, func(t *testing.T, q *Queue) {
		leads := map[string]Entry{
			"zurich": {State: Ready, Lead: lead.Lead{
				Person: lead.Person{
					Name: "Zürich Straße AG", Industry: "Banking", Emails: []string{"info@zuerich.example", "Second@Mail.example"},
					Phones: []string{"+1-555-204-7789"},
				},
				Labels:   []string{"Trade Fair", "hot"},
				Contacts: []lead.Person{{Name: "Łukasz", LastName: "Nowak", Emails: []string{"ln@work.example"}}},
			}},
			"anna": {State: Draft, Lead: lead.Lead{
				Kind: lead.Contact, Company: "Hidden Corp",
				Person: lead.Person{Name: "Anna", LastName: "Ångström", Phones: []string{"ext. 12"}},
			}, Problems: []lead.Problem{{Text: "wrong"}, {Text: "note", Note: true}}},
			"tokyo":  {State: Ready, Lead: lead.Lead{Person: lead.Person{Name: "東京ｃａｆｅ"}}, Problems: []lead.Problem{{Text: "n", Note: true}}},
			"arabic": {State: Draft, Lead: lead.Lead{Person: lead.Person{Name: "مُحَمَّد"}}},
		}
		names := map[ID]string{}
		for name, e := range leads {
			e.Workspace = "w"
			names[save(t, q, e).ID] = name
		}
		sent := saveAll(t, q, "Anna Sent")
		names[sent[0]] = "sent"
		l := lease(t, q)
		settle(t, q, begin(t, q, sent), BatchSent, Sent)
		must(t, l.Release())
		save(t, q, Entry{Workspace: "other", State: Draft, Lead: lead.Lead{Person: lead.Person{Name: "Anna elsewhere"}}})
		gone := saveAll(t, q, "Anna deleted")
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
			ids := mustIDs(t, q, Query{Workspace: "w", Text: text})
			got := make([]string, 0, len(ids))
			for _, id := range ids {
				got = append(got, names[id])
			}
			slices.Sort(got)
			if strings.Join(got, " ") != want {
				t.Errorf("%q finds %v, want %s", text, got, want)
			}
		}
		for qu, want := range map[Query]int{
			{Workspace: "w", Sent: true}:                     5,
			{Workspace: "w", Sent: true, Text: "state:sent"}: 1,
			{Workspace: "w", Problems: true}:                 1,
			{Workspace: "v"}:                                 0,
			{Workspace: "other", Text: "anna"}:               1,
		} {
			if n, err := q.Count(t.Context(), qu); err != nil || n != want {
				t.Errorf("%+v: %d, want %d: %v", qu, n, want, err)
			}
		}
	})
}

// TestRow looks at what the table draws.
func TestRow(t *testing.T) {
	both(t, func(t *testing.T, q *Queue) {
		e := company("Acme\x1f and sons")
		e.State, e.Finished, e.Remark = Draft, true, "a remark"
		e.Lead.Emails, e.Lead.Phones = []string{"", "a@b.example", "c@d.example"}, []string{"+1 555"}
		e.Lead.Labels = []string{"x", "y"}
		e.Lead.Notes = strings.Repeat("long", 300_000)
		e.Problems = []lead.Problem{{Text: "a"}, {Text: "b", Note: true}}
		e = save(t, q, e)
		want := Row{
			ID: e.ID, State: Draft, Name: "Acme\x1f and sons", Email: "a@b.example", Phone: "+1 555", Labels: "x, y",
			Problems: 1, Finished: true, Remark: "a remark", Updated: e.Updated,
		}
		for range 2 { // before the view is built, and after
			rows, err := q.Rows(t.Context(), Query{Workspace: "w"}, 0, 5)
			if err != nil || len(rows) != 1 || rows[0] != want {
				t.Fatalf("%+v, want %+v: %v", rows, want, err)
			}
			mustIDs(t, q, Query{Workspace: "w"})
		}
	})
}

// TestOrder compares every order, filtered and paged, before the view is built
// and while it is kept up, with a plain sort.
func TestOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		clock := time.Unix(1_800_000_000, 0)
		q, err := Open(t.Context(), Options{Now: func() time.Time { return clock }})
		must(t, err)
		defer func() { must(t, q.Close()) }()
		var es []Entry
		for range rapid.IntRange(0, 40).Draw(rt, "leads") {
			es = append(es, drawLead(t, rt, q))
			clock = clock.Add(time.Duration(rapid.IntRange(0, 1).Draw(rt, "tick")))
		}
		key := rapid.SampledFrom([]SortKey{ByAge, ByName, ByState, ByEmail, ByProblems}).Draw(rt, "sort")
		for range 8 { // by one key, so that its order is kept up
			qu := Query{
				Workspace: "w", Sort: key,
				Reverse: rapid.Bool().Draw(rt, "reverse"), Problems: rapid.Bool().Draw(rt, "problems"),
				Text: rapid.StringMatching(`[ab]{0,2}`).Draw(rt, "text"),
			}
			checkOrder(t, rt, q, qu, es)
			if len(es) > 0 { // change one, in text or only in state
				i := rapid.IntRange(0, len(es)-1).Draw(rt, "which")
				clock = clock.Add(1)
				es[i].Lead.Name += rapid.StringMatching(`[ab]?`).Draw(rt, "more")
				es[i].State, es[i].Problems = Draft, nil
				es[i] = save(t, q, es[i])
			}
			es = append(es, drawLead(t, rt, q))
		}
	})
}

// drawLead saves a lead of few letters, so that many are equal.
func drawLead(t *testing.T, rt *rapid.T, q *Queue) Entry {
	t.Helper()
	e := company(rapid.StringMatching(`[abAB]{0,3}`).Draw(rt, "name"))
	if mail := rapid.StringMatching(`([abc]@d)?`).Draw(rt, "email"); mail != "" {
		e.Lead.Emails = []string{mail}
	}
	if n := rapid.IntRange(0, 2).Draw(rt, "n"); n > 0 {
		e.State, e.Problems = Draft, slices.Repeat([]lead.Problem{{Text: "x"}}, n)
	}
	return save(t, q, e)
}

// checkOrder compares Rows, IDs, Count and Index with the plain way.
func checkOrder(t *testing.T, rt *rapid.T, q *Queue, qu Query, es []Entry) {
	var want []ID
	in := slices.Clone(es)
	slices.SortStableFunc(in, func(a, b Entry) int { return plainCompare(qu, a, b, es) })
	for _, e := range in {
		all := fold(e.Lead.Title() + "\n" + strings.Join(e.Lead.Emails, "\n"))
		if (!qu.Problems || len(e.Problems) > 0) && strings.Contains(strings.ReplaceAll(all, " ", "\n"), fold(qu.Text)) {
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
	if _, err := q.Index(t.Context(), qu, newID()); !errors.Is(err, ErrNotFound) {
		rt.Fatal(err)
	}
	if ids := mustIDs(t, q, qu); !slices.Equal(ids, want) {
		rt.Fatalf("%+v: %v, want %v", qu, ids, want)
	}
}

// plainCompare is the documented order; es is in the order of insertion.
func plainCompare(qu Query, a, b Entry, es []Entry) int {
	text := func(s string) string {
		if s == "" {
			return "\U0010FFFF"
		}
		return fold(s)
	}
	at := func(e Entry) int { return slices.IndexFunc(es, func(o Entry) bool { return o.ID == e.ID }) }
	c := 0
	switch qu.Sort {
	case ByName:
		c = cmp.Compare(text(a.Lead.Title()), text(b.Lead.Title()))
	case ByEmail:
		c = cmp.Compare(text(first(a.Lead.Emails)), text(first(b.Lead.Emails)))
	case ByState:
		c = cmp.Compare(a.State, b.State)
	case ByProblems:
		c = cmp.Compare(len(b.Problems), len(a.Problems))
	}
	c = cmp.Or(c, b.Updated.Compare(a.Updated), cmp.Compare(at(b), at(a)))
	if qu.Reverse {
		return -c
	}
	return c
}

// TestLineEnds looks for words that stand across two leads.
func TestLineEnds(t *testing.T) {
	t.Parallel()
	q := openQueue(t, "")
	for range 3 {
		e := company("begin")
		e.Lead.Industry = "end"
		save(t, q, e)
	}
	for text, want := range map[string]int{"endbegin": 0, "dbe": 0, "end": 3, "begin": 3} {
		if n, err := q.Count(t.Context(), Query{Workspace: "w", Text: text}); err != nil || n != want {
			t.Errorf("%q finds %d, want %d: %v", text, n, want, err)
		}
	}
}

// TestNarrowing types filters key by key, which is answered from the answer
// before, and compares them with filters asked afresh.
func TestNarrowing(t *testing.T) {
	t.Parallel()
	typed, fresh := openQueue(t, ""), openQueue(t, "")
	for _, q := range []*Queue{typed, fresh} {
		fill(t, q, 2000)
	}
	count := func(q *Queue, qu Query) int {
		n, err := q.Count(t.Context(), qu)
		must(t, err)
		return n
	}
	for _, text := range []string{"software mull", "state:draft so", "-label:fair x", `"muller soft"`, "555 99", "zz", "chloe -so"} {
		for end := range len(text) + 1 {
			qu := Query{Workspace: "w", Text: text[:end]}
			clear(fresh.view("w").results)
			if got, want := count(typed, qu), count(fresh, qu); got != want {
				t.Errorf("%q finds %d typed and %d afresh", qu.Text, got, want)
			}
		}
	}
}

// TestManyAtOnce lets readers and writers at one queue at once: nobody waits
// for ever, in memory neither.
func TestManyAtOnce(t *testing.T) {
	both(t, func(t *testing.T, q *Queue) {
		fill(t, q, 300)
		var work sync.WaitGroup
		for i := range 8 {
			work.Go(func() {
				r := rand.New(rand.NewPCG(uint64(i), 9))
				for n := range trials(40) {
					var err error
					switch r.IntN(5) {
					case 0:
						_, err = q.Save(t.Context(), company(fmt.Sprint("Acme ", i, n)))
					case 1:
						_, err = q.Rows(t.Context(), Query{Workspace: "w", Text: "so"}, 0, 20)
					case 2:
						_, err = q.Counts(t.Context(), "w")
					case 3:
						err = q.Each(t.Context(), Query{Workspace: "w", Text: "acme"}, func(e Entry) error {
							_, err := q.Get(t.Context(), "w", e.ID) // from inside a call
							return err
						})
					case 4:
						_, err = q.Edit(t.Context(), "w", mustIDs(t, q, Query{Workspace: "w", Text: "acme"}), func(e Entry) Entry {
							if _, err := q.Counts(t.Context(), "w"); err != nil {
								t.Error(err)
							}
							e.Lead.Notes += "x"
							return e
						})
					}
					if err != nil && !errors.Is(err, ErrConflict) {
						t.Error(err)
					}
				}
			})
		}
		work.Wait()
	})
}

// TestFold folds names of many scripts and leaves their letters.
func TestFold(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"ÄÖÜ ẞ": "aou ss", "Ćwikła": "cwikla", "ΟΔΥΣΣΕΎΣ": "οδυσσευσ", "Οδυσσεύς": "οδυσσευσ", "Ёлка": "елка",
		"ＡＢＣ１": "abc1", "Ørsted": "orsted", "a\tb\x00": "a b ", "नमस्ते": "नमस्ते", "שָׁלוֹם": "שלום", "I\u0307": "i",
	} {
		if got := fold(in); got != want {
			t.Errorf("fold(%q) = %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if once := fold(s); fold(once) != once {
			t.Fatalf("fold(%q) = %q, which folds to %q", s, once, fold(once))
		}
	})
}

// TestViewIsBuiltForAllWhoGiveUp types a filter faster than the view is built:
// every query is given up at the next key, and the view is there all the same.
func TestViewIsBuiltForAllWhoGiveUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		q, err := Open(t.Context(), Options{})
		must(t, err)
		defer func() { must(t, q.Close()) }()
		saveAll(t, q, "Acme", "Zeta")
		gone, cancel := context.WithCancel(t.Context())
		cancel()
		for range 100 {
			_, _ = q.Rows(gone, Query{Workspace: "w", Text: "acme"}, 0, 10)
		}
		synctest.Wait()
		if !q.view("w").ready.Load() {
			t.Error("nobody built the view")
		}
	})
}
