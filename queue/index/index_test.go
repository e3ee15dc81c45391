package index_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/queue/index"
	"leadpad/queue/queuetest"
)

// fed is an index of some leads, all Ready but every tenth, which is a Draft.
func fed(leads ...lead.Lead) *index.Index {
	var x index.Index
	x.Reset(len(leads))
	for i, l := range leads {
		r := index.Record{N: int64(i), ID: queuetest.NewID(), State: queue.Ready, Kind: l.Kind, Updated: int64(i), Find: index.Text(l)}
		if i%10 == 9 {
			r.State, r.Problems = queue.Draft, 1
		}
		x.Feed(&r)
	}
	return &x
}

// many are n leads as reps would type them.
func many(n int) []lead.Lead {
	leads := make([]lead.Lead, n)
	for i := range leads {
		leads[i] = queuetest.FakeLead(i)
	}
	return leads
}

// forget drops the answers that an index remembers.
func forget(x *index.Index) { _ = x.Change(func(func(*index.Record)) error { return nil }) }

// TestLineEnds looks for words that stand across two leads.
func TestLineEnds(t *testing.T) {
	t.Parallel()
	l := lead.Lead{Person: lead.Person{Name: "begin", Industry: "end"}}
	x := fed(l, l, l)
	for text, want := range map[string]int{"endbegin": 0, "dbe": 0, "end": 3, "begin": 3} {
		if n := x.Count(queue.Query{Text: text}); n != want {
			t.Errorf("%q finds %d, want %d", text, n, want)
		}
	}
}

// TestNarrowing types filters key by key, which is answered from the answer
// before, and compares them with filters asked afresh.
func TestNarrowing(t *testing.T) {
	t.Parallel()
	typed, fresh := fed(many(2000)...), fed(many(2000)...)
	for _, text := range []string{"software mull", "state:draft so", "-label:fair x", `"muller soft"`, "555 99", "zz", "chloe -so"} {
		for end := range len(text) + 1 {
			qu := queue.Query{Text: text[:end]}
			forget(fresh)
			if got, want := slices.Collect(typed.Each(qu)), slices.Collect(fresh.Each(qu)); !slices.Equal(got, want) {
				t.Errorf("%q finds %d typed and %d afresh", qu.Text, len(got), len(want))
			}
		}
	}
}

// TestFoundTogetherAsAlone types and takes back filters over many leads, which are
// answered from earlier answers and by searching many texts in one piece, and
// compares what is found with each lead asked alone.
func TestFoundTogetherAsAlone(t *testing.T) {
	t.Parallel()
	const all = 400
	leads := many(all)
	alone := make([]*index.Index, all)
	for i := range leads {
		if i%2 == 0 {
			leads[i].Notes = strings.Repeat("asked for a long offer, then for none. ", 50) // so that there are some chunks
		}
		alone[i] = fed(leads[i])
	}
	rapid.Check(t, func(t *rapid.T) {
		x := fed(leads...)
		pieces := []string{"a", "s", "so", "soft", "ware", " ", "mull", "er", "-", "label:", "phone:", "email:", `"`, "55", "9", ".", "fair", "kind:company", "zz", "offer"}
		text := ""
		for range rapid.IntRange(1, 12).Draw(t, "keys") {
			if rapid.IntRange(0, 3).Draw(t, "erase") == 0 {
				text = text[:rapid.IntRange(0, len(text)).Draw(t, "to")]
			} else {
				text += rapid.SampledFrom(pieces).Draw(t, "typed")
			}
			qu := queue.Query{Text: text, Sort: queue.SortKey(rapid.IntRange(0, int(queue.ByProblems)).Draw(t, "sort")), Reverse: rapid.Bool().Draw(t, "reverse")}
			var want []int32
			for i := range leads {
				if alone[i].Count(queue.Query{Text: text}) == 1 {
					want = append(want, int32(i))
				}
			}
			got := slices.Collect(x.Each(qu))
			if n := x.Count(qu); n != len(want) || n != len(got) {
				t.Fatalf("%q counts %d and gives %d, want %d", text, n, len(got), len(want))
			}
			from := rapid.IntRange(0, all).Draw(t, "from")
			if page := x.Page(qu, from, 5); !slices.Equal(page, got[min(from, len(got)):min(from+5, len(got))]) {
				t.Fatalf("the page of %q from %d is %d of %d", text, from, page, got)
			}
			if slices.Sort(got); !slices.Equal(got, want) {
				t.Fatalf("%q finds %d, want %d", text, got, want)
			}
		}
	})
}

// TestFields looks for words in each field that a filter can name.
func TestFields(t *testing.T) {
	t.Parallel()
	x := fed(
		lead.Lead{
			Kind: lead.Contact, Company: "Umbrella", Notes: "Met in Hanover",
			Person: lead.Person{
				Name: "Anna", LastName: "Berg", Role: "Buyer", Industry: "Foods",
				Addresses: []lead.Address{{Street: "Ring 7", City: "Köln", PostalCode: "50667", State: "NRW", Country: "Germany"}},
				Socials:   []lead.Social{{URL: "https://anna.example/about"}},
			},
		},
		lead.Lead{
			Person:   lead.Person{Name: "Köln Foods", Addresses: []lead.Address{{City: "Bonn"}}},
			Contacts: []lead.Person{{Name: "Hanover", Role: "Head of Ring 7", Addresses: []lead.Address{{City: "Oslo", Country: "Norway"}}}},
		},
	)
	for text, want := range map[string]int{
		"industry:foods": 1, "role:buyer": 1, "roles:head": 1, "city:koln": 1, "cities:oslo": 1, "country:norway": 1, "City:Bonn": 1,
		"company:umbrella": 1, "company:foods": 1, "company:anna": 0, "note:hanover": 1, "notes:hanover": 1, "web:about": 1, "website:about": 1,
		"address:ring": 1, `address:"ring 7"`: 1, "address:50667": 1, "address:nrw": 1, "address:norway": 1, "street:ring": 0,
		"hanover": 2, "koln": 2, "buyer": 1, "-city:koln": 1, "50667": 1, "about": 1, "https://anna": 1,
	} {
		if n := x.Count(queue.Query{Text: text}); n != want {
			t.Errorf("%q finds %d, want %d", text, n, want)
		}
	}
	for text, want := range map[string]string{
		"town:berlin": "town", "anna -town:berlin": "town", "CTY:x": "CTY", "anna": "", "city:x": "", "Cities:x": "", "https://x": "",
		`"town: x"`: "", `name:"a town:b"`: "", "10:30": "", "a@b:c": "", ":": "", "town:": "town", `"a" town:b`: "town",
	} {
		if got := queue.UnknownField(text); got != want {
			t.Errorf("of %q %q is unknown, want %q", text, got, want)
		}
	}
}

// TestFold folds names of many scripts and leaves their letters.
func TestFold(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"ÄÖÜ ẞ": "aou ss", "Ćwikła": "cwikla", "ΟΔΥΣΣΕΎΣ": "οδυσσευσ", "Οδυσσεύς": "οδυσσευσ", "Ёлка": "елка",
		"ＡＢＣ１": "abc1", "Ørsted": "orsted", "a\tb\x00": "a b ", "नमस्ते": "नमस्ते", "שָׁלוֹם": "שלום", "I\u0307": "i",
	} {
		if got := index.Fold(in); got != want {
			t.Errorf("fold(%q) = %q, want %q", in, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "s")
		if once := index.Fold(s); index.Fold(once) != once {
			t.Fatalf("fold(%q) = %q, which folds to %q", s, once, index.Fold(once))
		}
	})
}
