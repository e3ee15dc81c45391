package send

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/ui/kit"
)

// restFor is how long no key may have come before the preflight takes one. A key
// that was meant for the screen before comes sooner behind the last one, and so
// does a text that a scanner types, at 50 to 60 ms a letter: neither may start a
// submission. A hand that read the sentence needs longer.
const restFor = 300 * time.Millisecond

// rest says whether the keyboard rests.
type rest struct {
	n   int  // of the last key: the end of an older one's wait is dropped
	now bool // no key came for restFor
	// once: it rested since the sentence is on show. From then on what only moves
	// works at any speed.
	once bool
}

// waitForRest begins the wait anew.
func (m *Model) waitForRest() tea.Cmd {
	r := &m.pre.rest
	r.n++
	r.now = false
	gen, n := m.pre.gen, r.n
	return m.address().After(restFor, func() tea.Cmd {
		if p := m.pre; p != nil && p.gen == gen && p.rest.n == n && p.stage != planning {
			p.rest.now, p.rest.once = true, true
		}
		return nil
	})
}

// takes says whether the preflight takes the key that comes now.
func (r rest) takes(a kit.Action) bool { return r.now || r.once && (kit.Moves(a) || a == kit.Back) }

// Resting is false while a key that comes now would be dropped, so that the root
// hands it over and goes to no other screen for it: the rest of a text would be
// that one's keys.
func (m *Model) Resting() bool { return m.pre == nil || m.pre.rest.now }
