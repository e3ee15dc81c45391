package index_test

import (
	"fmt"
	"runtime"
	"testing"

	"leadpad/queue"
)

// benchRows is how many leads the benchmarks look among.
const benchRows = 100_000

// BenchmarkFeed builds an index of 100,000 leads.
func BenchmarkFeed(b *testing.B) {
	leads := many(benchRows)
	for b.Loop() {
		fed(leads...).Page(queue.Query{}, 0, 1)
	}
}

// BenchmarkMemory is what an index of 100,000 leads takes.
func BenchmarkMemory(b *testing.B) {
	leads := many(benchRows)
	for b.Loop() {
		var before, after runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		x := fed(leads...)
		x.Page(queue.Query{}, 0, 1)
		runtime.GC()
		runtime.ReadMemStats(&after)
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/(1<<20), "MB")
		runtime.KeepAlive(x)
	}
}

// BenchmarkSort sorts 100,000 leads by each column.
func BenchmarkSort(b *testing.B) {
	x := fed(many(benchRows)...)
	for _, key := range []queue.SortKey{queue.ByAge, queue.ByName, queue.ByState, queue.ByEmail, queue.ByProblems} {
		b.Run(fmt.Sprint(key), func(b *testing.B) {
			for b.Loop() {
				fresh := *x // without orders
				forget(&fresh)
				fresh.Page(queue.Query{Sort: key}, 0, 1)
			}
		})
	}
}

// BenchmarkFilter finds among 100,000 leads, as for the first key of a filter.
func BenchmarkFilter(b *testing.B) {
	x := fed(many(benchRows)...)
	for _, text := range []string{"a", "so", "software", "mull", "99", "software -99 label:fair", "zzz", "state:draft", "email:info", "phone:555 1"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				forget(x)
				x.Count(queue.Query{Text: text})
			}
		})
	}
}
