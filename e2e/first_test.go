//go:build unix

package e2e

import (
	"strings"
	"testing"
)

// A fresh machine opens ready to type.
func TestFreshMachineOpensReadyToType(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := m.form("SANDBOX", "Practice: nothing", "Connect a workspace")
	x.On("Name")
	x.Type("Müller & Söhne GmbH")
	x.WaitLine("Name", "Müller & Söhne GmbH")
	x.Key("f3")
	x.WaitLine("unfinished", "Müller & Söh")
	x.Key("ctrl+c")
	if code := x.Ended(); code != 0 {
		t.Fatalf("leaving gave exit code %d", code)
	}
	if out := x.Raw(); !strings.Contains(out, "\x1b[?1049l") {
		t.Fatal("the alternate screen was not left")
	}
}
