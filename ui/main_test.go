package ui

import (
	"testing"

	"go.uber.org/goleak"
)

// A tick of Bubble Tea outlives its program, which nothing can end; in a bubble of
// virtual time it does not.
func TestMain(m *testing.M) {
	const program = "charm.land/bubbletea/v2.(*Program)."
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("charm.land/bubbletea/v2.Tick.func1"),
		goleak.IgnoreAnyFunction(program+"execBatchMsg"), goleak.IgnoreAnyFunction(program+"execSequenceMsg"))
}
