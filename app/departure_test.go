package app

import (
	"testing"

	"leadpad/outbox"
)

func TestWhatBecameOfTheLeads(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		was, now outbox.Progress
		want     Fate
	}{
		{outbox.Progress{Sent: 7}, outbox.Progress{Sent: 7}, Fate{}},
		{outbox.Progress{}, outbox.Progress{Returned: 29}, Fate{Ready: 29}},
		{outbox.Progress{Sent: 7, Returned: 1}, outbox.Progress{Sent: 8, Returned: 2}, Fate{Sent: 1, Ready: 1}},
		{outbox.Progress{Behind: []int{3, 4}}, outbox.Progress{Unsure: 100}, Fate{Unsure: 100, Ready: 7}},
		{outbox.Progress{Failed: 1}, outbox.Progress{Failed: 2}, Fate{Failed: 1}},
	} {
		if got := became(c.was, c.now); got != c.want {
			t.Errorf("got %+v, want %+v", got, c.want)
		}
	}
}
