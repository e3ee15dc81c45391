package ui

import (
	"fmt"
	"strings"
	"time"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"leadpad/safe"
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
	// heldFrom is how many equal motions in a row are a key that is held down and
	// no beginning of a text.
	heldFrom = 3
)

// gate keeps text that nobody typed from running as keys where letters are
// commands. What only moves or shows runs at once; every other letter, digit,
// sign, Enter and Tab waits 60 ms for what may follow.
type gate struct {
	keys   []tea.KeyPressMsg // what came at a scanner's pace, in order
	ran    int               // how many of keys ran already
	atOnce bool              // some of it came in one piece
	gen    int
	from   place
}

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
			return m.quick(text, pace)
		}
		return tea.Batch(m.decide(), m.paste(msg))
	case tea.KeyPressMsg:
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
	if len(m.gate.keys) > m.gate.ran && textual(key) {
		return m.hold(key) // the machine, or the line, was slow: 60 ms are not over
	}
	before := m.decide()
	if m.ahead.shut || m.typing() && !m.answers(key) || !textual(key) {
		return tea.Batch(before, m.pressAll([]tea.KeyPressMsg{key}))
	}
	return tea.Batch(before, m.hold(key))
}

// quick takes text that came quickly: in a text field it is typed, or, where it
// is too much for a hand, pasted; elsewhere the gate collects it.
func (m *Model) quick(text string, pace terminal.Pace) tea.Cmd {
	keys := pressesOf(text)
	if !m.typing() || len(m.gate.keys) > m.gate.ran {
		return m.collect(keys, pace)
	}
	if m.dialog() != nil {
		return m.intoDialog(text, keys, pace)
	}
	if pace == terminal.Together && (len(keys) >= pasteFrom || lineEnds(text) >= 2) {
		return m.paste(tea.PasteMsg{Content: text})
	}
	return m.typeAll(keys, pace)
}

// collect puts text that came quickly where letters are commands into the gate.
func (m *Model) collect(keys []tea.KeyPressMsg, pace terminal.Pace) tea.Cmd {
	m.gate.atOnce = m.gate.atOnce || pace == terminal.Together
	cmds := make([]tea.Cmd, 0, len(keys))
	for _, k := range keys {
		cmds = append(cmds, m.hold(k))
	}
	return tea.Batch(cmds...)
}

// typeAll types into the text field that has the focus. What follows a key that
// leaves it, such as a Tab within a name, is no command either.
func (m *Model) typeAll(keys []tea.KeyPressMsg, pace terminal.Pace) tea.Cmd {
	cmds := make([]tea.Cmd, 0, len(keys))
	for i, k := range keys {
		if !m.typing() && !m.ahead.shut {
			return tea.Batch(append(cmds, m.collect(keys[i:], pace))...)
		}
		cmds = append(cmds, m.arrive(judged{k}))
	}
	return tea.Batch(cmds...)
}

// intoDialog takes text that came quickly into the text field of a dialog, where
// Enter is an answer: one that came with its text gives none.
func (m *Model) intoDialog(text string, keys []tea.KeyPressMsg, pace terminal.Pace) tea.Cmd {
	ends := strings.ContainsAny(text, "\r\n")
	if pace == terminal.Together && len(keys) > 1 && (len(keys) >= pasteFrom || ends) {
		return m.paste(tea.PasteMsg{Content: text})
	}
	if ends {
		return kit.Say(kit.Said, "Enter came with the text and did nothing; press it again")
	}
	return m.pressAll(keys)
}

// hold runs a key that only moves, and keeps any other until it is clear that
// it stands alone.
func (m *Model) hold(key tea.KeyPressMsg) tea.Cmd {
	g := &m.gate
	if len(g.keys) == 0 {
		g.from = m.place()
	}
	if len(g.keys) == g.ran && m.harmless(key) {
		if len(g.keys) < heldFrom || !allEqual(append(g.keys[:len(g.keys):len(g.keys)], key)) {
			g.keys = append(g.keys, key)
			g.ran++
		}
		return m.press(key)
	}
	g.keys = append(g.keys, key)
	g.gen++
	return m.rest(g.gen)
}

// rest waits until nothing more comes: on a busy machine what was typed in time
// may not have been read in time.
func (m *Model) rest(gen int) tea.Cmd {
	const again, most = 10 * time.Millisecond, 20
	pending := m.o.pending
	return func() tea.Msg {
		time.Sleep(restFor)
		for range most {
			if pending == nil || !pending() {
				break
			}
			time.Sleep(again)
		}
		return rested{gen}
	}
}

// harmless says that a key behind those of the gate can run at once: it moves,
// marks a row like all the keys before it, or, alone, shows Drafts otherwise. A
// text that begins so is whole all the same when it is offered.
func (m *Model) harmless(key tea.KeyPressMsg) bool {
	name := key.String()
	if c := m.context(); len(m.gate.keys) == 0 && c == kit.InDrafts &&
		m.keys.Find(name, c, kit.Sort, kit.Problems, kit.ShowSent, kit.Payload) != "" {
		return true
	}
	if m.keys.Move(name, m.context()) != "" {
		return true
	}
	return name == "space" && allEqual(append(m.gate.keys[:len(m.gate.keys):len(m.gate.keys)], key))
}

// decide ends the waiting: what was collected is a paste, or keys of a hand, or
// keys that came too close together to be sure of.
func (m *Model) decide() tea.Cmd {
	g := m.gate
	m.gate = gate{gen: g.gen + 1}
	if len(g.keys) == g.ran {
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
	case len(held) > 1 && allEqual(g.keys) && !g.atOnce:
		return tea.Batch(m.pressAll(held[:1]), kit.Say(kit.Said, kit.KeyLabel(held[0].String())+" was held down and ran once"))
	case len(g.keys) >= wordFrom && !allEqual(g.keys):
		return m.paste(tea.PasteMsg{Content: textOf(g.keys)})
	case g.atOnce && !m.onlyMoves(held):
		return kit.Say(kit.Said, quoted(held)+" came in one piece and did nothing; press the keys again")
	}
	return m.pressAll(held)
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

// textual says that a key may be a character of a text.
func textual(key tea.KeyPressMsg) bool {
	switch key.String() {
	case "enter", "space":
		return true
	}
	return key.Text != "" && key.Mod&(tea.ModCtrl|tea.ModAlt) == 0
}

// pressesOf are the keys whose characters a text has.
func pressesOf(text string) []tea.KeyPressMsg {
	var keys []tea.KeyPressMsg
	for _, r := range text {
		switch {
		case r == '\r' || r == '\n':
			keys = append(keys, kit.Press("enter"))
		case r == '\t':
			keys = append(keys, kit.Press("tab"))
		case r == ' ':
			keys = append(keys, kit.Press("space"))
		case r == 0x7f:
			keys = append(keys, kit.Press("backspace"))
		case r < ' ':
			keys = append(keys, kit.Press("ctrl+"+strings.ToLower(string(r+'@'))))
		default:
			keys = append(keys, tea.KeyPressMsg{Code: r, Text: string(r)})
		}
	}
	return keys
}

// textOf is the text that keys would type; what is no character is left out.
func textOf(keys []tea.KeyPressMsg) string {
	var b strings.Builder
	for _, k := range keys {
		switch k.String() {
		case "enter":
			b.WriteByte('\n')
		case "tab":
			b.WriteByte('\t')
		default:
			b.WriteString(k.Text)
		}
	}
	return b.String()
}

// quoted shows what was typed, in one line.
func quoted(keys []tea.KeyPressMsg) string {
	text := strings.ReplaceAll(textOf(keys), "\n", "⏎")
	return fmt.Sprintf("“%s”", safe.Clean(text).String())
}

func allEqual(keys []tea.KeyPressMsg) bool {
	for _, k := range keys {
		if k.String() != keys[0].String() {
			return false
		}
	}
	return true
}

// lineEnds counts the line ends that have text before them.
func lineEnds(text string) int {
	n, some := 0, false
	for _, r := range text {
		switch {
		case r == '\r' || r == '\n':
			if some {
				n++
			}
			some = false
		case !unicode.IsSpace(r):
			some = true
		}
	}
	return n
}
