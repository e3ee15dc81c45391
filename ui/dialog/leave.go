package dialog

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/ui/kit"
	"leadpad/words"
)

// Leave asks before leadpad is left while a request is in flight.
type Leave struct {
	busy   func() (inFlight, leads, waiting int, timeout time.Duration)
	choose func(wait bool) tea.Cmd
	shown  numbers
	guard
}

// numbers are what the question counts.
type numbers struct {
	inFlight, leads, waiting int
	timeout                  time.Duration
}

// beat brings new numbers once a second while the question stands.
type beat struct{ of *Leave }

// NewLeave makes the question. busy is outbox.Sender.Busy; choose is run with
// true when the rep waits for the answer and with false when the rep leaves now.
func NewLeave(busy func() (inFlight, leads, waiting int, timeout time.Duration), choose func(wait bool) tea.Cmd) *Leave {
	l := &Leave{busy: busy, choose: choose}
	l.count()
	return l
}

func (l *Leave) count() {
	n := &l.shown
	n.inFlight, n.leads, n.waiting, n.timeout = l.busy()
}

// Init begins to count the seconds.
func (l *Leave) Init() tea.Cmd { return tea.Batch(l.tick(), l.arm()) }

func (l *Leave) tick() tea.Cmd {
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return beat{l} })
}

// Footer gives its keys.
func (l *Leave) Footer() []kit.Hint {
	return []kit.Hint{{Action: kit.Quit, Text: "wait, then leave"}, {Action: kit.Back, Text: "stay"}}
}

// Update waits on Ctrl+C, leaves at once on Q alone, when no key came for 300 ms,
// and stays on Esc. When the answer comes while the question stands, there is
// nothing to ask any more.
func (l *Leave) Update(msg tea.Msg) (tea.Cmd, bool) {
	if k, ok := msg.(tea.KeyPressMsg); !ok || k.Text != "" {
		if cmd, swallowed := l.swallows(msg); swallowed {
			return cmd, false
		}
	}
	switch msg := msg.(type) {
	case beat:
		if msg.of != l {
			return nil, false
		}
		l.count()
		if l.shown.inFlight == 0 {
			return l.choose(true), true
		}
		return l.tick(), false
	case tea.KeyPressMsg:
		switch msg.String() {
		case "ctrl+c":
			return l.choose(true), true
		case "Q":
			return l.choose(false), true
		case "esc":
			return nil, true
		}
		return l.arm(), false
	}
	return nil, false
}

// View draws what leaving would do and the three keys.
func (l *Leave) View(t *kit.Theme, width, height int) kit.Frame {
	n := l.shown
	sentence := fmt.Sprintf("Waiting for the answer of %s (at most %d s)",
		words.Plural(n.inFlight, "request", "requests"), int((n.timeout+time.Second-1)/time.Second))
	if n.waiting > 0 {
		sentence += "; " + words.Number(n.waiting) + words.PluralWord(n.waiting, " goes", " go") + " back to Ready"
	}
	unsure := words.Plural(n.leads, "lead becomes", "leads become") + " Not sure."
	lines := append(t.Lines(t.Bold, sentence+".", width), "")
	const wait, now = " again waits, ", " leaves now: "
	if t.Width("Ctrl+C"+wait+"Q"+now+unsure) <= width {
		lines = append(lines, t.Bold.S("Ctrl+C")+t.Dim.S(wait)+t.Bold.S("Q")+t.Dim.S(now)+t.Unsure.S(unsure))
	} else {
		lines = append(lines, t.Bold.S("Ctrl+C")+t.Dim.S(strings.TrimRight(wait, " ")), t.Bold.S("Q")+t.Dim.S(now)+t.Unsure.S(unsure))
	}
	lines = append(lines, t.Bold.S("Esc")+t.Dim.S(" stays"))
	return kit.Frame{Lines: clip(t, lines, width, height)}
}
