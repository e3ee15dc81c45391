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
	x := m.drafts(8)
	x.WaitLine("▌", "Ready", "Lead")
	x.Greeted()
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
	const parts = 5
	each := max(trials(200)/2/parts, 1)
	for name, arrive := range map[string]func(*terminal, *rand.Rand) bool{
		"one write": func(x *terminal, r *rand.Rand) bool {
			x.write(pasteText(r, 5, 400))
			return true
		},
		"a scanner": func(x *terminal, r *rand.Rand) bool { return x.scan(pasteText(r, 8, 16)) },
	} {
		for part := range parts {
			seed := rand.Uint64()
			t.Run(fmt.Sprint(name, part), func(t *testing.T) {
				t.Parallel()
				t.Logf("seed %d, %d texts", seed, each)
				r := rand.New(rand.NewPCG(seed, 0))
				m, x := eightLeads(t)
				before, late := m.listing(), 0
				for i := range each {
					if !textArrives(t, m, x, part+i, before, func() bool { return arrive(x, r) }) {
						late++
						x.Kill()
						m, x = eightLeads(t)
						before = m.listing()
					}
				}
				if after := m.listing(); after != before {
					t.Errorf("the queue was\n%s\nand is\n%s", before, after)
				}
				t.Logf("%d came slower than a scanner, on a busy machine", late)
			})
		}
	}
}

// textArrives lets a text arrive at the next place and looks what became of it.
// It is false on a machine that was too busy to keep a scanner's pace: letters
// that come as slowly as a hand's may have run as keys.
//
// The queue is listed behind every fourth text: what one does to it stays.
func textArrives(t *testing.T, m *machine, x *terminal, i int, before string, arrive func() bool) bool {
	t.Helper()
	const listed = 4
	places := append(slices.Clone(textPlaces), textDialogs...)
	place := places[i%len(places)]
	for k, key := range place.keys {
		if k > 0 {
			x.Settle() // on a busy machine two keys may reach the program as one piece
		}
		x.Key(key)
	}
	x.Wait(place.shows)
	kept := arrive()
	if place.takes && !kept {
		return false
	}
	offered := place.takes
	if place.takes {
		x.taken()
		time.Sleep(deaf + handsGap) // until the last of it has been judged
	} else {
		limit := patience
		if !kept {
			limit = 5 * time.Second
		}
		offered = x.Within(limit, func(s string) bool { return strings.Contains(s, offer) })
	}
	after := before
	if !kept || i%listed == 0 || !offered {
		after = m.listing()
	}
	if !kept && (!offered || after != before) {
		return false
	}
	if !offered || after != before {
		t.Fatalf("text at %q changed the queue from\n%s\nto\n%s\nThe screen:\n%s", place.shows, before, after, x.Screen())
	}
	x.backToDrafts()
	return true
}

// backToDrafts closes whatever is open.
func (x *terminal) backToDrafts() {
	x.t.Helper()
	for began := time.Now(); time.Since(began) < patience; x.Key("f3") {
		x.Key("esc")
		if x.Within(300*time.Millisecond, func(s string) bool { return lineWith(s, "▌", "Lead") != "" && !strings.Contains(s, "╭") }) {
			return
		}
	}
	x.t.Fatalf("no way back to Drafts. The screen:\n%s", x.Screen())
}

// scan types at the speed of a badge scanner, 10 characters in half a second;
// false when the machine did not keep up.
func (x *terminal) scan(text string) bool {
	const gap, nearby = 45 * time.Millisecond, 60 * time.Millisecond
	return x.paced(text, gap) < nearby-gap
}

// paced types characters a gap apart. It says by how much more two of them may
// have been apart for the program: how late this test was, and how long the
// program waited for a processor.
func (x *terminal) paced(text string, gap time.Duration) (late time.Duration) {
	x.t.Helper()
	waited, last := waitedForProcessor(x.cmd.Process.Pid), time.Now()
	most := waited // a program that has left says nothing any more
	for _, r := range text {
		late = max(late, time.Since(last)-gap)
		_, _ = x.pty.WriteString(string(r)) // what came too late may have left leadpad
		last = time.Now()
		time.Sleep(gap)
		most = max(most, waitedForProcessor(x.cmd.Process.Pid))
	}
	x.taken()
	return late + max(most, waitedForProcessor(x.cmd.Process.Pid)) - waited
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
	for i, place := range append(slices.Clone(textPlaces), place{keys: []string{"f2"}, shows: "New lead"}, place{keys: []string{"/"}, shows: "filter"}) {
		t.Run(fmt.Sprint(place.keys), func(t *testing.T) {
			t.Parallel()
			c := cutting{t: t, place: place}
			c.begin()
			n := i
			for _, reply := range terminalReplies {
				for cut := 2; cut < len(reply); cut++ {
					c.try(reply, cut, n)
					n++
				}
			}
			time.Sleep(time.Second)
			c.look()
			if after := c.m.listing(); after != c.before {
				t.Errorf("replies changed the queue from\n%s\nto\n%s", c.before, after)
			}
			t.Logf("%d cuts, %d more came so late on a busy machine that nobody waits for them", n-i, c.late)
		})
	}
}

// cutting is a program to which cut replies come.
type cutting struct {
	t      *testing.T
	place  place
	m      *machine
	x      *terminal
	before string // the queue
	late   int    // rests that may have come later than leadpad waits for them
}

// begin starts a program and goes to the place.
func (c *cutting) begin() {
	c.t.Helper()
	if c.x != nil {
		c.x.Kill()
	}
	c.m, c.x = eightLeads(c.t)
	c.x.Key(c.place.keys...)
	c.x.Wait(c.place.shows)
	c.before = c.m.listing()
}

// try writes a reply cut at a byte, with the n-th of the pauses. A rest that may
// have come too late says nothing, and spoils the program for those that follow:
// it is tried with another one.
func (c *cutting) try(reply string, cut, n int) {
	c.t.Helper()
	const waits, tries, most = time.Second, 5, 30
	pauses := []time.Duration{30, 80, 140, 200, 600}
	for range tries {
		c.look()
		waited, began := waitedForProcessor(c.x.cmd.Process.Pid), time.Now()
		c.x.write(reply[:cut])
		time.Sleep(pauses[n%len(pauses)] * time.Millisecond)
		c.x.write(reply[cut:])
		c.x.taken()
		if time.Since(began)+waitedForProcessor(c.x.cmd.Process.Pid)-waited < waits {
			return
		}
		if c.late++; c.late > most {
			c.t.Skip("this machine is too busy for the pauses of a terminal")
		}
		c.begin()
	}
}

// look looks for replies that became text.
func (c *cutting) look() {
	c.t.Helper()
	s := c.x.Screen()
	for _, text := range []string{offer, "dddd", "f4f4", "ZGRk", "xterm", "2026;", "came in one piece"} {
		if strings.Contains(s, text) {
			c.t.Fatalf("a reply became text: %q. The screen:\n%s", text, s)
		}
	}
}
