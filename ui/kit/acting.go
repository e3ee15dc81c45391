package kit

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
)

// keptFor is how long keys that act are kept for the end of the action before
// them. What takes longer waits for somebody else's lock: a key then means the
// screen as it stands, and is refused rather than run on another one.
const keptFor = 300 * time.Millisecond

// Acting is what a screen does on disk, one action after another: keys that act
// wait for the end of the one before them.
type Acting struct {
	Busy  bool              // an action is on its way
	Slow  bool              // it takes longer than keys are kept for
	Later []tea.KeyPressMsg // keys that wait, in their order
	begun int
}

// SlowAction says that the action of its number takes longer than keys are kept
// for, if it is still on its way.
type SlowAction struct {
	Address
	action int
}

// Run runs an action in a command, within Limit.
func (a *Acting) Run(to Address, action func(ctx context.Context) tea.Msg) tea.Cmd {
	a.Busy = true
	a.begun++
	n := a.begun
	return tea.Batch(Command(action), tea.Tick(keptFor, func(time.Time) tea.Msg { return SlowAction{to, n} }))
}

// Slowed drops the keys that wait for an action that takes long, and says so;
// meanwhile names what works nevertheless: "moving and reading".
func (a *Acting) Slowed(msg SlowAction, meanwhile string) tea.Cmd {
	if !a.Busy || msg.action != a.begun {
		return nil
	}
	a.Slow = true
	said := "Waiting for the disk; " + meanwhile + " work meanwhile"
	if len(a.Later) > 0 {
		said = "Waiting for the disk; the keys pressed since did nothing"
		a.Later = nil
	}
	return Say(Said, said)
}

// Replay runs the keys that wait, as long as they can be run.
func (a *Acting) Replay(can func() bool, press func(tea.KeyPressMsg) tea.Cmd) tea.Cmd {
	var cmds []tea.Cmd
	for len(a.Later) > 0 && can() {
		keys := a.Later
		a.Later = nil
		cmds = append(cmds, press(keys[0]))
		a.Later = append(a.Later, keys[1:]...)
	}
	return tea.Batch(cmds...)
}

// Done ends the action.
func (a *Acting) Done() { a.Busy, a.Slow = false, false }
