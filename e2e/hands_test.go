//go:build unix

package e2e

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// offer is what leadpad says when text came that nobody typed.
const offer = "Put the pasted text into a new lead?"

// eightLeads opens Drafts on a queue with eight ready leads.
func eightLeads(t *testing.T) (*machine, *terminal) {
	t.Helper()
	m := newMachine(t)
	m.imports("Lead 0", "Lead 1", "Lead 2", "Lead 3", "Lead 4", "Lead 5", "Lead 6", "Lead 7")
	x := m.start(common)
	x.Wait("New lead", "8 ready")
	// The terminal has answered what leadpad asks for at its start.
	time.Sleep(1100 * time.Millisecond)
	x.Key("f3")
	x.WaitLine("▌", "Ready", "Lead")
	return m, x
}

// listing is all that is in the queue.
func (m *machine) listing() string {
	m.t.Helper()
	return m.run("list", "--json").out
}

// place is where text arrives, and the keys that lead there from Drafts.
type place struct {
	keys  []string
	shows string
	// takes says that the text goes into a field there or waits for an answer,
	// instead of being offered at once.
	takes bool
}

// textPlaces are the screens, textDialogs what stands over them.
var (
	textPlaces = []place{
		{keys: nil, shows: "Drafts"},
		{keys: []string{"S"}, shows: " → "},
		{keys: []string{"f4"}, shows: "to SANDBOX"},
		{keys: []string{"f5"}, shows: "Nothing was sent yet"},
	}
	textDialogs = []place{
		{keys: []string{":"}, shows: "type what you want to do", takes: true},
		{keys: []string{"?"}, shows: "Keys in Drafts", takes: true},
		{keys: []string{"a", "d"}, shows: "Delete 8 leads?", takes: true},
		{keys: []string{"/"}, shows: "Enter to the table", takes: true},
	}
)

// pasteText is a name as people paste it: with line ends, tabs, digits and the
// letters of commands.
func pasteText(r *rand.Rand, least, most int) string {
	words := []string{"Sonne", "daddy", "deals", "dresden", "Kurt", "GmbH", "d", "u", "S", "n", "e", "r", "12", "4", "Über", "山田", "/x", ":", "q", "D", "!", "* a", "Y", "m", "t", "K"}
	ends := []string{" ", "\r", "\t", "\r\n", ", ", ""}
	text := words[r.IntN(6)]
	for n := least + r.IntN(most-least); len(text) < n; {
		text += words[r.IntN(len(words))] + ends[r.IntN(len(ends))]
	}
	return text
}

// Text without brackets, in one write or at the speed of a badge scanner, runs
// no command, wherever it arrives: it is offered to a new lead.
func TestTextThatNobodyTypedRunsNoCommand(t *testing.T) {
	t.Parallel()
	slow(t)
	n := trials(200)
	for name, arrive := range map[string]func(*terminal, *rand.Rand) bool{
		"one write": func(x *terminal, r *rand.Rand) bool {
			x.write(pasteText(r, 5, 400))
			return true
		},
		"a scanner": func(x *terminal, r *rand.Rand) bool { return x.scan(pasteText(r, 8, 16)) },
	} {
		for part := range 4 {
			seed := rand.Uint64()
			t.Run(fmt.Sprint(name, part), func(t *testing.T) {
				t.Parallel()
				t.Logf("seed %d, %d texts", seed, n/8)
				r := rand.New(rand.NewPCG(seed, 0))
				m, x := eightLeads(t)
				unsure := 0
				for i := range max(n/8, 1) {
					if !textArrives(t, m, x, i, func() bool { return arrive(x, r) }) {
						unsure++
					}
				}
				t.Logf("%d came slower than a scanner, on a busy machine", unsure)
			})
		}
	}
}

// textArrives lets a text arrive at the next place and looks what became of it.
// It is false when it ran as keys on a machine that was too busy to keep a
// scanner's pace: then the letters came as slowly as a hand's.
func textArrives(t *testing.T, m *machine, x *terminal, i int, arrive func() bool) bool {
	t.Helper()
	places := append(slices.Clone(textPlaces), textDialogs...)
	place := places[i%len(places)]
	x.Key(place.keys...)
	x.Wait(place.shows)
	before := m.listing()
	kept := arrive()
	offered := place.takes
	if place.takes {
		time.Sleep(deaf + handsGap) // until the last of it has been judged
	} else {
		offered = x.Within(5*time.Second, func(s string) bool { return strings.Contains(s, offer) })
	}
	after := m.listing()
	if kept && (!offered || after != before) {
		t.Fatalf("text at %q changed the queue from\n%s\nto\n%s\nThe screen:\n%s", place.shows, before, after, x.Screen())
	}
	x.backToDrafts()
	return offered && after == before
}

// backToDrafts closes whatever is open.
func (x *terminal) backToDrafts() {
	x.t.Helper()
	for range 20 {
		x.Key("esc")
		if x.Within(300*time.Millisecond, func(s string) bool { return lineWith(s, "▌", "Lead") != "" && !strings.Contains(s, "╭") }) {
			return
		}
		x.Key("f3")
	}
	x.t.Fatalf("no way back to Drafts. The screen:\n%s", x.Screen())
}

// scan types at the speed of a badge scanner, 10 characters in half a second;
// false when the machine did not keep up.
func (x *terminal) scan(text string) bool {
	const gap, most, nearby = 45 * time.Millisecond, 52 * time.Millisecond, 60 * time.Millisecond
	waited, last, kept := x.queued(), time.Now(), true
	for i, r := range text {
		x.write(string(r))
		now := time.Now()
		kept = kept && (i == 0 || now.Sub(last) <= most)
		last = now
		time.Sleep(gap)
	}
	return kept && x.queued()-waited < nearby-gap
}

// terminalReplies are what terminals answer, and what they send by themselves.
var terminalReplies = []string{
	"\x1b]10;rgb:cdcd/d6d6/f4f4\x1b\\", "\x1b]11;rgb:dddd/dddd/dddd\x1b\\", "\x1b]52;c;ZGRkZGRkZGQ=\a",
	"\x1b[?62;22;52c", "\x1b[?2026;2$y", "\x1b[24;80R", "\x1b_Gi=31;OK\x1b\\", "\x1bP>|xterm(390)\x1b\\", "\x1b[I", "\x1b[<0;12;7M",
}

// A reply of the terminal, cut at any byte behind its kind, is neither keys nor
// text, on any screen. Each cut is tried with one of five pauses, in turn.
func TestCutRepliesAreNoKeys(t *testing.T) {
	t.Parallel()
	slow(t)
	pauses := []time.Duration{30, 80, 140, 200, 600}
	for i, place := range append(slices.Clone(textPlaces), place{keys: []string{"f2"}, shows: "New lead"}, place{keys: []string{"/"}, shows: "filter"}) {
		t.Run(fmt.Sprint(place.keys), func(t *testing.T) {
			t.Parallel()
			m, x := eightLeads(t)
			x.Key(place.keys...)
			x.Wait(place.shows)
			before, n := m.listing(), i
			for _, reply := range terminalReplies {
				for cut := 2; cut < len(reply); cut++ {
					n++
					x.write(reply[:cut])
					time.Sleep(pauses[n%len(pauses)] * time.Millisecond)
					x.write(reply[cut:])
				}
			}
			time.Sleep(time.Second)
			t.Logf("%d cuts", n-i)
			for _, text := range []string{offer, "dddd", "f4f4", "ZGRk", "xterm", "2026;", "came in one piece"} {
				if s := x.Screen(); strings.Contains(s, text) {
					t.Fatalf("a reply became text: %q. The screen:\n%s", text, s)
				}
			}
			if after := m.listing(); after != before {
				t.Fatalf("replies changed the queue from\n%s\nto\n%s", before, after)
			}
		})
	}
}
