package cli

import (
	"fmt"
	"testing"

	"leadpad/app"
	"leadpad/words"
)

func TestWhatBecameOfTheLeads(t *testing.T) {
	t.Parallel()
	for f, want := range map[app.Fate]string{
		{}:                      "",
		{Ready: 29}:             "29 leads are Ready again",
		{Sent: 1, Ready: 1}:     "1 lead was sent; 1 lead is Ready again",
		{Unsure: 100, Ready: 7}: "100 leads are Not sure: see `leadpad history`; 7 leads are Ready again",
		{Failed: 1}:             "1 lead is Failed",
	} {
		if got := fate(f); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	// The longest time that there is: one line of a terminal.
	if line := fmt.Sprintf(waitingFor, words.Plural(1, "answer", "answers"), words.Span(app.RequestTimeout)); len(line) >= 80 {
		t.Errorf("%q takes %d cells", line, len(line))
	}
}
