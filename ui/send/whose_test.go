package send

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leadpad/outbox"
	"leadpad/ui/kit"
)

// ben is somebody else, and window the same rep once more.
func ben() outbox.Who    { return outbox.Who{Session: id(77), User: "Ben"} }
func window() outbox.Who { return outbox.Who{Session: id(78)} }

// What others did is said with their names; their hold is not ended here.
func TestWhatOthersDidIsSaid(t *testing.T) {
	behind := noon().Add(3 * time.Second)
	running := progress(outbox.Running, created(1, 1, 1), waits(100))
	for name, c := range map[string]struct {
		change func(*outbox.Progress)
		says   []string
		not    []string
	}{
		"hold": {func(p *outbox.Progress) {
			p.Phase, p.HoldUntil, p.By = outbox.Holding, noon().Add(5*time.Second), ben()
		}, []string{"Sending in 5 s · begun by Ben, and taken back only there", "to ACME by Ben"}, []string{"takes everything back", "take everything back"}},
		"hold, one's own behind": {func(p *outbox.Progress) {
			p.Phase, p.HoldUntil, p.By, p.Behind, p.BehindHold = outbox.Holding, noon().Add(5*time.Second), ben(), []int{7}, behind
		}, []string{"u takes the last one back, until 14:07:03"}, []string{"takes everything back"}},
		"hold in another window": {func(p *outbox.Progress) {
			p.Phase, p.HoldUntil, p.By = outbox.Holding, noon().Add(5*time.Second), window()
		}, []string{"begun in another window"}, nil},
		"pause":  {func(p *outbox.Progress) { p.Phase, p.PausedBy = outbox.Paused, ben() }, []string{"Paused by Ben. Space goes on"}, []string{"ACME by Ben"}},
		"cancel": {func(p *outbox.Progress) { p.Phase, p.CancelledBy = outbox.Done, ben() }, []string{"Cancelled by Ben: what did not go is Ready."}, nil},
		"look":   {func(p *outbox.Progress) { p.LookedBy = ben() }, []string{"looked at by Ben: it is all there"}, nil},
		"taken":  {func(p *outbox.Progress) { p.Phase, p.By, p.Took, p.Returned = outbox.Done, ben(), 9, 9 }, []string{"Taken back by Ben"}, nil},
		"one person": {func(p *outbox.Progress) {
			p.Phase, p.HoldUntil = outbox.Holding, noon().Add(5*time.Second)
		}, []string{"u takes everything back"}, []string{" by ", "window", "begun"}},
	} {
		t.Run(name, func(t *testing.T) {
			p := running
			c.change(&p)
			s := &script{progress: p}
			inBubble(t, s, func(t *testing.T, m *Model) {
				text := plain(m)
				for _, want := range c.says {
					if !strings.Contains(text, want) {
						t.Errorf("it lacks %q:\n%s", want, text)
					}
				}
				for _, bad := range c.not {
					if strings.Contains(text, bad) {
						t.Errorf("it says %q:\n%s", bad, text)
					}
				}
			})
		})
	}
}

// The keys of a hold end nobody else's, and say so; Esc goes to Drafts.
func TestTheKeysOfAHoldEndNobodyElses(t *testing.T) {
	p := progress(outbox.Holding, waits(100))
	p.HoldUntil, p.By = noon().Add(5*time.Second), ben()
	s := &script{progress: p}
	inBubble(t, s, func(t *testing.T, m *Model) {
		for _, key := range []string{"u", "c", "space"} {
			says(t, keys(m, key), "Begun by Ben, and taken back only there.")
		}
		if got := keys(m, "esc"); len(got) != 1 || got[0] != (kit.GoTo{Screen: kit.DraftsScreen}) {
			t.Errorf("esc gave %v", got)
		}
		if slices.ContainsFunc(s.calls, func(c string) bool { return c == "take back" || c == "cancel" || c == "pause" }) {
			t.Errorf("the sender was asked for %v", s.calls)
		}
	})
}
