package sqlite

import (
	"testing"

	"leadpad/queue"
	"leadpad/queue/queuetest"
)

// BenchmarkSuggest looks, among 100,000 leads, for companies that begin with a
// letter that thousands begin with.
func BenchmarkSuggest(b *testing.B) {
	q, err := Open(b.Context(), "", queue.Options{})
	queuetest.Must(b, err)
	defer func() { queuetest.Must(b, q.Close()) }()
	queuetest.Fill(b, q, 100_000)
	for b.Loop() {
		got, err := q.Suggest(b.Context(), "w", queue.TypedCompany, "s", 1)
		if err != nil || len(got) == 0 {
			b.Fatal(got, err)
		}
	}
}
