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

// rested is the end of restFor after key n of the preflight gen.
type rested struct {
	kit.Address
	gen, n int
}

// waitForRest begins the wait anew.
func (m *Model) waitForRest() tea.Cmd {
	r := &m.pre.rest
	r.n++
	r.now = false
	to, gen, n := m.address(), m.pre.gen, r.n
	return tea.Tick(restFor, func(time.Time) tea.Msg { return rested{to, gen, n} })
}

// rested lets keys through.
func (m *Model) rested(msg rested) {
	if p := m.pre; p != nil && p.gen == msg.gen && p.rest.n == msg.n && p.stage != planning {
		p.rest.now, p.rest.once = true, true
	}
}

// takes says whether the preflight takes the key that comes now.
func (r rest) takes(a kit.Action) bool { return r.now || r.once && (kit.Moves(a) || a == kit.Back) }

// Resting is false while a key that comes now would be dropped, so that the root
// hands it over and goes to no other screen for it: the rest of a text would be
// that one's keys.
func (m *Model) Resting() bool { return m.pre == nil || m.pre.rest.now }
