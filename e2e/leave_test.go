//go:build unix

package e2e

import (
	"net/http"
	"strings"
	"syscall"
	"testing"
)

// A terminal that goes away, or a signal: what was typed a moment before is in
// the draft.
func TestLosingTheTerminalKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	for name, lose := range map[string]func(*terminal) error{
		"terminal closed": func(x *terminal) error { return x.pty.Close() },
		"SIGHUP":          func(x *terminal) error { return x.cmd.Process.Signal(syscall.SIGHUP) },
		"SIGTERM":         func(x *terminal) error { return x.cmd.Process.Signal(syscall.SIGTERM) },
		"Ctrl+C":          func(x *terminal) error { x.Key("ctrl+c"); return nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			x := m.form()
			x.Type("Typed just now")
			x.WaitLine("Name", "Typed just now")
			if err := lose(x); err != nil {
				t.Fatal(err)
			}
			x.Ended()
			out := m.run("list", "--json").out
			if strings.Count(out, `"name":"Typed just now"`) != 1 || !strings.Contains(out, `"state":"draft"`) {
				t.Errorf("leadpad list says:\n%s", out)
			}
		})
	}
}

// Leaving while a request waits for its answer asks; waiting records the answer,
// and behind the screens stands what became of the lead.
func TestLeavingWhileSendingWaits(t *testing.T) {
	t.Parallel()
	m, x, answer := sending(t)
	x.Key("ctrl+c")
	x.Wait("Waiting for the answer of 1 request")
	x.Key("ctrl+c")
	x.Wait("leadpad: waiting for the answer of 1 request")
	answer()
	if code := x.Ended(); code != 0 {
		t.Errorf("exit code %d", code)
	}
	x.WaitLine("leadpad: ACME: 1 lead was sent.")
	y := m.start(common)
	y.Wait("1 sent")
	history(y)
}

// Leaving at once makes the request's lead Not sure, and the next start says so.
func TestLeavingAtOnceMakesNotSure(t *testing.T) {
	t.Parallel()
	m, x, _ := sending(t)
	x.Key("ctrl+c")
	x.Wait("Q leaves now")
	x.rest(2 * deaf) // a letter that comes sooner is no answer
	x.Key("Q")
	x.Ended()
	x.WaitLine("leadpad: ACME: 1 lead is Not sure: see `leadpad history`.")
	y := m.start(common)
	y.Wait("1 not sure")
	y.Key("f5")
	y.WaitLine("Not sure")
	y.Wait("On its way")
	y.Key("f3")
	y.WaitLine("Not sure", "On its way")
	y.Key("enter")
	y.Wait("company ⇄ contact")
	y.Type("x")
	y.WaitLine("Name", "On its way")
	y.Gone("On its wayx")
}

// sending is a machine whose one lead is with a server that answers when it is
// told to.
func sending(t *testing.T) (m *machine, x *terminal, answer func()) {
	t.Helper()
	m = newMachine(t)
	told := make(chan struct{})
	o := newOdd(t, func(w http.ResponseWriter) {
		select {
		case <-told:
			yes(w)
		case <-t.Context().Done():
		}
	})
	m.acme(o.server, "hold_seconds = 0", "canary = false")
	x = m.form()
	readyLead(x, "On its way")
	submitAll(x, "1 lead")
	o.asked()
	x.Wait("1 sending")
	return m, x, func() { close(told) }
}
