package intake

import (
	"fmt"
	"slices"
)

// Tally collects what was said of many leads, each sentence once, with the
// first place that it was said of. Its zero value is empty.
type Tally struct {
	texts  []string
	first  []string
	counts []int
}

// maxTally bounds the sentences that are kept: a report of more is not read.
const maxTally = 100

// Add notes what was said of the lead at a place.
func (t *Tally) Add(at string, said []string) {
	for _, text := range said {
		i := slices.Index(t.texts, text)
		if i < 0 && len(t.texts) == maxTally {
			continue
		}
		if i < 0 {
			t.texts, t.first, t.counts = append(t.texts, text), append(t.first, at), append(t.counts, 0)
			i = len(t.texts) - 1
		}
		t.counts[i]++
	}
}

// Lines are the sentences: "a trailing comma (a.json, lead 3)", or with "and 41
// more" where more leads share one.
func (t *Tally) Lines() []string {
	out := make([]string, 0, len(t.texts))
	for i, text := range t.texts {
		where := t.first[i]
		if n := t.counts[i] - 1; n > 0 {
			where += fmt.Sprintf(" and %d more", n)
		}
		out = append(out, text+" ("+where+")")
	}
	return out
}
