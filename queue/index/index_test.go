package index_test

import (
	"slices"
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
		if n := len(x.Find(queue.Query{Text: text})); n != want {
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
			if got, want := typed.Find(qu), fresh.Find(qu); !slices.Equal(got, want) {
				t.Errorf("%q finds %d typed and %d afresh", qu.Text, len(got), len(want))
			}
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
