package app

import (
	"slices"
	"testing"
	"time"

	"leadpad/config"
	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/queue"
)

// TestLeadKeysKnowTheRegion: a phone without "+" and the same in full are one.
func TestLeadKeysKnowTheRegion(t *testing.T) {
	t.Parallel()
	keys := Settings{Config: config.Config{PhoneRegion: "DE"}}.leadKeys(&owns{})
	of := func(phone string) []lead.Key {
		return keys("", lead.Lead{Person: lead.Person{Phones: []string{phone}}})
	}
	if home, abroad := of("030 901820"), of("+49 30 901820"); len(home) != 1 || !slices.Equal(home, abroad) {
		t.Errorf("%v and %v", home, abroad)
	}
}

// What a person sets on the screens counts at once, a submission that is under way
// keeps what it began with.
func TestSettingsCountAtOnce(t *testing.T) {
	t.Parallel()
	s := opened(t, acmeConfig, "acme", Settings{})
	plan := func() outbox.Plan {
		e, err := s.Add(t.Context(), lead.Lead{Person: lead.Person{Name: "Acme", Phones: []string{"030 901820"}}})
		check(t, err)
		p, err := s.Sender.Plan(t.Context(), []queue.ID{e.ID})
		check(t, err)
		return p
	}
	if p := plan(); p.Hold != 30*time.Second || !p.Canary {
		t.Fatalf("before: %+v", p)
	}
	s.hold(t)
	until := func() time.Time { return s.Sender.Progress().HoldUntil }
	for until().IsZero() {
		time.Sleep(time.Millisecond)
	}
	before := until()
	check(t, s.KeepGeneral(t.Context(), config.General{PhoneRegion: "DE", HoldSeconds: 3}))
	if p := plan(); p.Hold != 3*time.Second || p.Canary || p.Look {
		t.Errorf("after: %+v", p)
	}
	if !until().Equal(before) {
		t.Errorf("the hold that runs ends at %v, not at %v", until(), before)
	}
	if region := s.Encoding().Rules.Region; region != "" {
		t.Errorf("phones of what is on its way are read in %q", region)
	}
	if _, ok := s.Sender.TakeBack(t.Context()); !ok {
		t.Error("nothing was taken back")
	}
	for s.Encoding().Rules.Region != "DE" {
		time.Sleep(time.Millisecond)
	}
}
