package cli

import (
	"fmt"
	"testing"

	"leadpad/outbox"
	"leadpad/words"
)

func TestWhatBecameOfTheLeads(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		was, now outbox.Progress
		want     string
	}{
		{outbox.Progress{Sent: 7}, outbox.Progress{Sent: 7}, ""},
		{outbox.Progress{}, outbox.Progress{Returned: 29}, "29 leads are Ready again"},
		{outbox.Progress{Sent: 7, Returned: 1}, outbox.Progress{Sent: 8, Returned: 2}, "1 lead was sent; 1 lead is Ready again"},
		{outbox.Progress{Behind: []int{3, 4}}, outbox.Progress{Unsure: 100}, "100 leads are Not sure: see `leadpad history`; 7 leads are Ready again"},
		{outbox.Progress{Failed: 1}, outbox.Progress{Failed: 2}, "1 lead is Failed"},
	} {
		if got := became(c.was, c.now); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
	// The longest time that there is: one line of a terminal.
	if line := fmt.Sprintf(waitingFor, words.Plural(1, "answer", "answers"), words.Span(requestTimeout)); len(line) >= 80 {
		t.Errorf("%q takes %d cells", line, len(line))
	}
}
