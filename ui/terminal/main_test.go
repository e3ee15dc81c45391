package terminal

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if who := os.Getenv(inShell); who != "" {
		os.Exit(program(who))
	}
	goleak.VerifyTestMain(m)
}
