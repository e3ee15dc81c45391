package ui

import (
	"slices"
	"strings"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"leadpad/outbox"
	"leadpad/ui/dialog"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
)

const (
	// restFor is how long a letter waits outside a text field: text that comes at
	// a scanner's pace, 50 to 60 ms a character, is no command.
	restFor = 60 * time.Millisecond
	// wordFrom is how many characters at that pace are text. A quick hand strikes
	// two or three keys so close to each other.
	wordFrom = 4
	// pasteFrom is how many characters in one piece are a paste into a text field:
	// as many keys pile up only on a line that stalls for seconds.
	pasteFrom = 32
	// muteFor is how long no key must have come, after keys that came too close
	// together to be run, until one runs again: the hand was typing a text.
	muteFor = 300 * time.Millisecond
	// heldFrom is how many equal motions in a row are a key that is held down and
	// no beginning of a text.
	heldFrom = 3
)

// gate keeps text that nobody typed from running as keys where letters are
// commands. Motions run at once; every other letter, digit, sign, Enter and Tab
// waits 60 ms for what may follow.
type gate struct {
	keys    []tea.KeyPressMsg // what came at a scanner's pace, in order
	ran     int               // how many of keys ran already
	atOnce  bool              // some of it came in one piece
	refused int               // how many of keys were refused: what follows is their text
	gen     int
	from    place
}

// holds says that keys wait in the gate.
func (g gate) holds() bool { return len(g.keys) > g.ran }

// rested ends the waiting of its number.
type rested struct{ gen int }

// judged is a key that the gate has let through.
type judged struct{ key tea.KeyPressMsg }

// arrive takes a key or a paste as it comes from the terminal, or keeps it for
// the place that is on its way.
func (m *Model) arrive(msg tea.Msg) tea.Cmd {
	if m.ahead.shut {
		m.ahead.keys = append(m.ahead.keys, msg)
		return nil
	}
	if text, ok := m.goesOn(msg); ok {
		return m.tell(m.dialog(), tea.PasteMsg{Content: text})
	}
	switch msg := msg.(type) {
	case judged:
		return m.press(msg.key)
	case tea.PasteMsg:
		if text, pace, ok := terminal.Parse(msg.Content); ok {
			if cmd, done := m.scans(text, false); done {
				return cmd
			}
			return m.quick(text, pace)
		}
		return tea.Batch(m.decide(), m.paste(msg))
	case tea.KeyPressMsg:
		text := textOf([]tea.KeyPressMsg{msg})
		if text == "" && m.scanner.card != "" {
			return tea.Batch(m.scanned(), m.typed(msg)) // a hand's: the card is over
		}
		if cmd, done := m.scans(text, true); done {
			return cmd
		}
		return m.typed(msg)
	}
	return nil
}

// goesOn gives the text that comes while an offer of pasted text still waits for
// the end of it.
func (m *Model) goesOn(msg tea.Msg) (text string, ok bool) {
	if p, ok := m.dialog().(*dialog.Pasted); !ok || !p.Waits() {
		return "", false
	}
	switch msg := msg.(type) {
	case tea.PasteMsg:
		if text, _, ok := terminal.Parse(msg.Content); ok {
			return text, true
		}
		return "\n" + msg.Content, true
	case tea.KeyPressMsg:
		return textOf([]tea.KeyPressMsg{msg}), textual(msg)
	}
	return "", false
}

// typing says that letters are text now.
func (m *Model) typing() bool {
	if d := m.dialog(); d != nil {
		return d.Typing()
	}
	return m.screens[m.on].Typing()
}

// answers says that the dialog on the screen takes a key as a command although
// letters are text there.
func (m *Model) answers(key tea.KeyPressMsg) bool {
	d, ok := m.dialog().(interface{ Answers(key string) bool })
	return ok && d.Answers(key.String())
}

// typed takes a key that came alone.
func (m *Model) typed(key tea.KeyPressMsg) tea.Cmd {
	if letter, ok := m.behindEscape(key); ok {
		return tea.Batch(m.decide(), m.arrive(judged{kit.Press("esc")}), m.arrive(letter))
	}
	if m.gate.holds() && textual(key) {
		return m.hold(key) // the machine, or the line, was slow: 60 ms are not over
	}
	before := m.decide()
	if m.ahead.shut || m.typing() && !m.answers(key) || !textual(key) {
		return tea.Batch(before, m.pressAll([]tea.KeyPressMsg{key}))
	}
	return tea.Batch(before, m.hold(key))
}

// hold runs a key that only moves, and keeps any other until it is clear that
// it stands alone.
func (m *Model) hold(key tea.KeyPressMsg) tea.Cmd {
	g := &m.gate
	if len(g.keys) == 0 {
		g.from = m.place()
	}
	if !g.holds() && m.harmless(key) {
		if len(g.keys) < heldFrom || !allEqual(append(g.keys[:len(g.keys):len(g.keys)], key)) {
			g.keys = append(g.keys, key)
			g.ran++
		}
		return m.press(key)
	}
	g.keys = append(g.keys, key)
	g.gen++
	if g.refused > 0 {
		return m.rest(muteFor, rested{g.gen})
	}
	return m.rest(restFor, rested{g.gen})
}

// rest brings over once nothing more came for a time: on a busy machine what was
// typed in time may not have been read in time.
func (m *Model) rest(d time.Duration, over tea.Msg) tea.Cmd {
	const again, most = 10 * time.Millisecond, 20
	pending := m.o.pending
	return func() tea.Msg {
		time.Sleep(d)
		for range most {
			if pending == nil || !pending() {
				break
			}
			time.Sleep(again)
		}
		return over
	}
}

// harmless says that a key behind those of the gate can run at once: it moves,
// or it takes a submission back, which nobody must wait for.
func (m *Model) harmless(key tea.KeyPressMsg) bool {
	name := key.String()
	if m.keys.Move(name, m.context()) != "" {
		return true
	}
	return m.holding() && m.keys.At(name, m.context()) == kit.TakeBack &&
		allEqual(append(m.gate.keys[:len(m.gate.keys):len(m.gate.keys)], key))
}

// holding says that the screen shows a submission that can be taken back here.
func (m *Model) holding() bool {
	return m.on == kit.SendScreen && m.dialog() == nil && m.progress.Phase == outbox.Holding && m.workspace.Mine(m.progress)
}

// decide ends the waiting: what was collected is a paste, or keys of a hand, or
// keys that came too close together to be sure of.
func (m *Model) decide() tea.Cmd {
	g := m.gate
	m.gate = gate{gen: g.gen + 1}
	if !g.holds() {
		return nil
	}
	if m.place() != g.from {
		return kit.Say(kit.Said, quoted(g.keys[g.ran:])+" did nothing: the screen had changed")
	}
	if g.ran >= heldFrom && allEqual(g.keys[:g.ran]) {
		g.keys, g.ran = g.keys[g.ran:], 0
	}
	held := g.keys[g.ran:]
	switch {
	case g.refused > 0 && len(g.keys) == g.refused:
		return nil // nothing followed
	case g.refused > 0, len(g.keys) >= wordFrom && !allEqual(g.keys):
		return m.offerText(g)
	case len(held) == 1 && !m.offGuard(g):
		return m.pressAll(held)
	case allEqual(g.keys) && g.ran > 0:
		return nil // taken back already
	case allEqual(held) && !g.atOnce && held[0].String() == "space":
		return m.pressAll(held) // marks row after row
	case allEqual(held) && !g.atOnce:
		return tea.Batch(m.pressAll(held[:1]), kit.Say(kit.Said, kit.KeyLabel(held[0].String())+" was held down and ran once"))
	case m.offGuard(g):
		return m.refuse(g)
	}
	return m.pressAll(held)
}

// offGuard says that keys came too close together to be run: in one piece, or,
// where a question is open or one of them does what cannot be seen at a glance,
// at a scanner's pace.
func (m *Model) offGuard(g gate) bool {
	held := g.keys[g.ran:]
	if len(g.keys) == 1 || m.onlyMoves(held) {
		return false
	}
	return g.atOnce || m.dialog() != nil || slices.ContainsFunc(held, m.weighty)
}

// weighty says that a key sends, deletes, adds or settles leads.
func (m *Model) weighty(key tea.KeyPressMsg) bool {
	switch a := m.keys.At(key.String(), m.context()); a {
	case kit.ItIsThere, kit.Missing, kit.Cancel:
		return true
	default:
		return takesCare(a)
	}
}

// refuse runs none of the keys, says so, and takes what follows before a rest
// for the rest of their text.
func (m *Model) refuse(g gate) tea.Cmd {
	m.gate = gate{keys: g.keys[g.ran:], refused: len(g.keys) - g.ran, from: g.from, gen: g.gen + 1}
	return tea.Batch(m.rest(muteFor, rested{m.gate.gen}),
		kit.Say(kit.Said, quoted(g.keys)+" came in one piece and did nothing; press the keys again"))
}

// offerText offers what was collected to a new lead. As keys, what ran already does
// not run again.
func (m *Model) offerText(g gate) tea.Cmd {
	if m.dialog() != nil || m.holding() {
		return m.paste(tea.PasteMsg{Content: textOf(g.keys)})
	}
	return m.offerPasted(textOf(g.keys), textOf(g.keys[:g.ran]))
}

// onlyMoves says that none of keys does more than move.
func (m *Model) onlyMoves(keys []tea.KeyPressMsg) bool {
	for _, k := range keys {
		if m.keys.Move(k.String(), m.context()) == "" {
			return false
		}
	}
	return true
}

// pressAll runs keys in their order, past the gate.
func (m *Model) pressAll(keys []tea.KeyPressMsg) tea.Cmd {
	cmds := make([]tea.Cmd, 0, len(keys))
	for _, k := range keys {
		cmds = append(cmds, m.arrive(judged{k}))
	}
	return tea.Batch(cmds...)
}

// behindEscape takes Escape and a letter apart that arrived as one, as tmux and
// mosh send them, where Alt with that letter means nothing.
func (m *Model) behindEscape(key tea.KeyPressMsg) (letter tea.KeyPressMsg, ok bool) {
	if key.Mod&^tea.ModShift != tea.ModAlt || key.Code <= ' ' || key.Code > unicode.MaxASCII {
		return letter, false
	}
	if m.typing() && strings.ContainsRune("bdf", key.Code) || m.keys.Bound(key.String()) {
		return letter, false
	}
	code := key.Code
	if key.ShiftedCode != 0 {
		code = key.ShiftedCode
	}
	return kit.Press(string(code)), true
}
