package send

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"leadpad/api"
	"leadpad/outbox"
	"leadpad/ui/kit/kittest"
)

func shownText(m *Model) string { return ansi.Strip(strings.Join(m.View().Lines, "\n")) }

// A hold with another behind it: u takes everything back, and nothing else is said.
func TestHoldWithAnotherBehindSaysWhatUTakes(t *testing.T) {
	s := &script{progress: outbox.Progress{
		Phase: outbox.Holding, Submission: id(9), Total: 10, Rest: 10, HoldUntil: noon().Add(5 * time.Second),
		Behind: []int{20}, BehindHold: noon().Add(5 * time.Second),
	}}
	m := screen(t, s, sizes()[0])
	got := shownText(m)
	if !strings.Contains(got, "takes everything back") || strings.Contains(got, "takes the last one back") {
		t.Errorf("what u does is said as\n%s", got)
	}
}

// Paused with one behind in its hold: the footer has its key.
func TestPausedShowsTheKeyOfAHoldBehind(t *testing.T) {
	s := &script{progress: outbox.Progress{
		Phase: outbox.Paused, Submission: id(9), Total: 10, Rest: 10, Behind: []int{20}, BehindHold: noon().Add(5 * time.Second),
	}}
	m := screen(t, s, sizes()[0])
	for _, h := range m.Footer() {
		if strings.Contains(h.Text, "take the last one back") {
			return
		}
	}
	t.Errorf("no key for the hold in the footer %+v, the body says\n%s", m.Footer(), shownText(m))
}

// Esc at the look keeps all Ready, those behind too, and counts them.
func TestLaterCountsWhatIsBehind(t *testing.T) {
	s := &script{progress: outbox.Progress{
		Phase: outbox.Paused, Look: true, Canary: id(1), Submission: id(9), Total: 10, Sent: 1, Rest: 9, Behind: []int{20},
	}}
	m := screen(t, s, sizes()[0])
	for _, msg := range run(m.key("esc")) {
		if n := text2(msg); strings.Contains(n, "The other 9 leads stay Ready") {
			t.Errorf("29 are put back, and it says %q", n)
		}
	}
}

func text2(msg any) string {
	n, ok := msg.(interface{ String() string })
	if ok {
		return n.String()
	}
	return strings.TrimSpace(strings.Join(strings.Fields(sprint(msg)), " "))
}
func sprint(a any) string { return fmt.Sprintf("%+v", a) }

// What the question counts is what went: a member without a name on the wire does not.
func TestLookCountsWhatWent(t *testing.T) {
	s := &script{progress: outbox.Progress{
		Phase: outbox.Paused, Look: true, Canary: id(1), Submission: id(9), Total: 10, Sent: 1, Rest: 9,
	}}
	m := screen(t, s, sizes()[0])
	kittest.Encode(m.d.Workspace, func(e *api.Encoding) { e.Wire.Emails = "" })
	m.card = card{}
	pump(m, run(m.Init())...)
	if got := shownText(m); strings.Contains(got, "1 email") {
		t.Errorf("emails = \"\" in the config, and it says\n%s", got)
	}
}
