package ui

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/ui/kit"
)

const (
	// scanRest is how long nothing comes until a card that did not end is over.
	scanRest = 500 * time.Millisecond
	// scanEnd is how long nothing comes until one that ended is over: its Enter
	// belongs to it, and an empty member looks like the end of a MECARD.
	scanEnd = 100 * time.Millisecond
)

// scanner collects what a badge scanner types. It knows a card by its beginning,
// each character of which came as close behind the one before as no hand strikes;
// everything behind it belongs to the card until that ends.
type scanner struct {
	near string // what came without a rest, as long as no card has begun
	card string // the card so far, "" for none
	owes bool   // the Enter behind the last card has not come yet
	gen  int
	from place
}

// scanRested ends a card of which nothing more comes, or the waiting for its Enter.
type scanRested struct{ gen int }

// starts are what cards begin with, and ends what ends them.
func cardEnds() map[string]string {
	return map[string]string{"BEGIN:VCARD": "END:VCARD", "MECARD:": ";;", "BIZCARD:": ";;"}
}

// longestStart is the most of near that is looked at.
const longestStart = 11

// scans takes text for a card, or hears whether one begins. done says that the text
// was taken. first: no text came just before it.
func (m *Model) scans(text string, first bool) (cmd tea.Cmd, done bool) {
	s := &m.scanner
	if s.card != "" {
		return m.scanMore(text), true
	}
	if s.owes {
		s.owes = false
		if text == "\n" || text == "\r" {
			return nil, true // on a line that stalled: it is no answer to what the card opened
		}
	}
	if first || s.from != m.place() {
		s.near, s.from = "", m.place()
	}
	if !m.takesScans() {
		s.near = ""
		return nil, false
	}
	s.near += text
	if at := firstCard(s.near); at >= 0 {
		card := s.near[at:]
		s.near = ""
		if n := len(text) - len(card); n > 0 && strings.TrimSpace(text[:n]) != "" {
			return nil, false // no scanner types something before its card: a paste
		}
		return tea.Batch(m.unscan(len(card)-len(text)), m.scanMore(card)), true
	}
	if n := len(s.near) - longestStart; n > 0 {
		s.near = strings.ToValidUTF8(s.near[n:], "")
	}
	return nil, false
}

// firstCard is where the first card of a text begins, -1 for none.
func firstCard(text string) int {
	first := -1
	for start := range cardEnds() {
		if at := strings.Index(upper(text), start); at >= 0 && (first < 0 || at < first) {
			first = at
		}
	}
	return first
}

// upper is text with its ASCII letters in capitals: each byte stays where it is.
func upper(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' {
			r += 'A' - 'a'
		}
		return r
	}, text)
}

// takesScans says that a card is taken here: in the form and in Drafts, not in a
// dialog or in the filter.
func (m *Model) takesScans() bool {
	if m.dialog() != nil {
		return false
	}
	return m.on == kit.ComposeScreen || m.on == kit.DraftsScreen && !m.typing()
}

// unscan takes the beginning of a card, n bytes of ASCII, out of where it went as
// long as nobody knew what it was: the form or the gate.
func (m *Model) unscan(n int) tea.Cmd {
	m.gate = gate{gen: m.gate.gen + 1}
	if m.on == kit.ComposeScreen && n > 0 && m.typing() {
		return m.compose.Untype(n)
	}
	return nil
}

// scanMore adds to the card, and waits for more.
func (m *Model) scanMore(text string) tea.Cmd {
	s := &m.scanner
	s.card += strings.ReplaceAll(text, "\r", "\n")
	rest := scanRest
	if ended(s.card) {
		rest = scanEnd
	}
	s.gen++
	return m.rest(rest, scanRested{s.gen})
}

// ended says that a card has its end.
func ended(card string) bool {
	up := strings.ToUpper(strings.TrimRight(card, "\n "))
	for start, end := range cardEnds() {
		if strings.HasPrefix(up, start) {
			return strings.HasSuffix(up, end)
		}
	}
	return false
}

// scanned hands over the cards that were read.
func (m *Model) scanned() tea.Cmd {
	text := m.scanner.card
	m.scanner = scanner{gen: m.scanner.gen + 1, owes: !strings.HasSuffix(text, "\n")}
	var cmds []tea.Cmd
	if m.scanner.owes {
		cmds = append(cmds, m.rest(scanRest, scanRested{m.scanner.gen}))
	}
	if !m.takesScans() {
		return tea.Batch(append(cmds, m.paste(tea.PasteMsg{Content: text}))...)
	}
	for _, card := range cardsOf(text) {
		cmds = append(cmds, m.compose.Scan(card, m.on == kit.DraftsScreen))
	}
	return tea.Batch(cmds...)
}

// cardsOf are the cards of a text, one behind another: one begins where the one
// before has ended.
func cardsOf(text string) []string {
	var out []string
	from := 0
	for at := range text {
		if at > from && firstCard(text[at:min(at+longestStart, len(text))]) == 0 && ended(text[from:at]) {
			out, from = append(out, text[from:at]), at
		}
	}
	return append(out, text[from:])
}
