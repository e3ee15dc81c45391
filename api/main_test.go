package api

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// trials is n, thirty times as many with LEADPAD_LONG, a tenth with -short. The
// faults of this package are tried in order: nothing of them is drawn, so they
// have counts and no seeds.
func trials(n int) int {
	switch {
	case os.Getenv("LEADPAD_LONG") != "":
		return n * 30
	case testing.Short():
		return max(n/10, 1)
	}
	return n
}
