package ui

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"leadpad/lead"
	"leadpad/queue"
)

// write puts text into the terminal's input in one piece.
func (r *rig) write(s string) {
	r.t.Helper()
	for len(s) > 0 {
		n := min(len(s), 4096)
		r.send(s[:n])
		s = s[n:]
	}
}

// scan puts text into it character by character, like a badge scanner.
func (r *rig) scan(s string, gap time.Duration) {
	r.t.Helper()
	for _, c := range s {
		r.send(string(c))
		time.Sleep(gap)
	}
}

// send is one read of the terminal's input.
func (r *rig) send(s string) {
	r.t.Helper()
	select {
	case r.wire <- s:
	case <-r.done:
		r.t.Fatalf("the program has ended before %q", s)
	}
}

// eight puts eight ready leads into the queue and opens Drafts.
func (r *rig) eight() {
	r.t.Helper()
	for i := range 8 {
		r.put(lead.Lead{Person: lead.Person{Name: fmt.Sprintf("Lead %d", i)}}, queue.Ready)
	}
	r.keys("f3")
	r.shows("8 ready")
	r.after(2 * time.Second)
}

// untouched fails the test unless the eight leads are as they were and nothing
// was sent.
func (r *rig) untouched(what string) {
	r.t.Helper()
	n := 0
	for _, e := range r.leads() {
		if e.State == queue.Ready && strings.HasPrefix(e.Lead.Name, "Lead ") {
			n++
		}
	}
	if n != 8 || len(r.leads()) != 8 {
		r.t.Fatalf("%s: %d of 8 leads are as they were, %d in all:\n%s", what, n, len(r.leads()), r.screen())
	}
}

// The texts that deleted and sent leads before there was a gate.
func TestTextIsNoCommands(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"Kurt Handel GmbH Berlin\rdresden\rdortmund\rduisburg",
		"daddy deals\rd\rd\rd\r",
		"Sonne\r", "anna\r", "dddd d\rSqq\r", "julia\rd\r", "perla\rd\r", "sd\rd\r", "1st Avenue\rS\r",
	} {
		for name, arrive := range map[string]func(*rig){
			"in one piece":  func(r *rig) { r.write(text) },
			"from scanners": func(r *rig) { r.scan(text, 55*time.Millisecond) },
			"cut in two":    func(r *rig) { r.write(text[:3]); time.Sleep(8 * time.Millisecond); r.write(text[3:]) },
			"on a bad line": func(r *rig) { r.write(text[:2]); time.Sleep(40 * time.Millisecond); r.write(text[2:]) },
		} {
			t.Run(text+" "+name, func(t *testing.T) {
				t.Parallel()
				run(t, 80, 24, func(r *rig) {
					r.eight()
					arrive(r)
					r.after(2 * time.Second)
					r.untouched(name)
					r.shows("Put the pasted text into a new lead?")
					for _, word := range strings.FieldsFunc(text, func(c rune) bool { return c == '\r' })[:1] {
						r.shows(word)
					}
					r.keys("esc")
					r.hides("Put the pasted text")
					r.untouched(name)
				})
			})
		}
	}
}

// randomText is a name as people paste it: with line ends, tabs, digits and the
// letters of commands.
func randomText(rnd *rand.Rand, most int) string {
	words := []string{"Sonne", "daddy", "deals", "dresden", "Kurt", "GmbH", "d", "u", "S", "n", "e", "r", "12", "4", "Über", "山田", "/x", ":", "q", "D", "!", "* a", "Y", "m", "t", "K"}
	ends := []string{" ", "\r", "\t", "\r\n", ", ", ""}
	var b strings.Builder
	for n := 5 + rnd.IntN(most-4); b.Len() < n; {
		b.WriteString(words[rnd.IntN(len(words))])
		b.WriteString(ends[rnd.IntN(len(ends))])
	}
	return b.String()
}

// Random texts, wherever they arrive, change and send nothing.
func TestRandomTextsAreNoCommands(t *testing.T) {
	t.Parallel()
	places := map[string][]string{
		"Drafts": {"f3"}, "Send": {"f4"}, "History": {"f5"}, "preflight": {"f3", "S"}, "palette": {"f3", "ctrl+p"},
		"help": {"f3", "f1"}, "set field": {"f3", "a", "e"}, "filter": {"f3", "/"},
	}
	seed := rand.Uint64()
	t.Logf("seed %d", seed)
	for name, way := range places {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(seed, 0))
			for i := range 25 {
				run(t, 80, 24, func(r *rig) {
					r.eight()
					r.keys(way...)
					r.after(time.Second)
					text := randomText(rnd, 400)
					if i%2 == 0 {
						r.write(text)
					} else {
						text = randomText(rnd, 60)
						r.scan(text, time.Duration(50+rnd.IntN(10))*time.Millisecond)
					}
					r.after(20 * time.Second) // longer than any hold
					r.untouched(fmt.Sprintf("%s, %q", name, text))
				})
			}
		})
	}
}

// A Tab or a line end within a short text leaves the filter: what follows it runs
// no commands on the table.
func TestTextThatLeavesTheFilterIsNoCommand(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"4\tK /x Kr 12\r\n", "Kurt\tdeals", "4\rn", "Ana\nd"} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			run(t, 80, 24, func(r *rig) {
				r.eight()
				r.keys("f3", "/")
				r.after(time.Second)
				r.write(text)
				r.after(20 * time.Second)
				r.untouched(text)
			})
		})
	}
}

// What a hand does stays what it was.
func TestHandsAreNotMistaken(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		act   func(*rig)
		shows string
	}{
		"a letter waits 60 ms": {func(r *rig) { r.write("n"); r.after(restFor) }, "New lead"},
		"a quick n and two letters of a name": {func(r *rig) {
			r.scan("nKu", 45*time.Millisecond)
			r.after(200 * time.Millisecond)
			r.scan("rt", 90*time.Millisecond)
			r.after(time.Second)
		}, "Kurt"},
		"a letter and an arrow at once":  {func(r *rig) { r.write("d"); time.Sleep(20 * time.Millisecond); r.write("\x1b[B"); r.after(time.Second) }, "7 ready"},
		"two deletions by hand":          {func(r *rig) { r.scan("dd", 120*time.Millisecond); r.after(time.Second) }, "6 ready"},
		"p waits for nothing":            {func(r *rig) { r.write("p"); r.after(time.Millisecond) }, "what will be sent"},
		"d held down runs once":          {func(r *rig) { r.scan("dddddddd", 33*time.Millisecond); r.after(time.Second) }, "7 ready"},
		"j held down moves":              {func(r *rig) { r.scan("jjjjj", 33*time.Millisecond); r.after(time.Second) }, "▌"},
		"motions in one piece run":       {func(r *rig) { r.write("jjk"); r.after(time.Second) }, "▌"},
		"two keys in one piece are said": {func(r *rig) { r.write("da"); r.after(time.Second) }, "came in one piece and did nothing"},
		"a filter typed quickly": {func(r *rig) {
			r.scan("/7", 50*time.Millisecond)
			r.after(time.Second)
		}, "Lead 7"},
		"Escape and a letter as one": {func(r *rig) { r.keys("f1"); r.write("\x1bn"); r.after(time.Second) }, "New lead"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, 80, 24, func(r *rig) {
				r.eight()
				c.act(r)
				r.shows(c.shows)
			})
		})
	}
}

// A rep whose keys were taken for a paste gets out with "as keys".
func TestAsKeysRunsWhatWasTypedByHand(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.eight()
		r.scan("nKurt", 50*time.Millisecond)
		r.after(time.Second)
		r.shows("nKurt", "as keys")
		r.keys("k")
		r.after(time.Second)
		r.shows("New lead", "Kurt")
		r.hides("nKurt")
	})
}

// Into a text field quick text is typed, and a paste is pasted: its line ends
// lead nowhere.
func TestPastesIntoTheForm(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, name string }{
		"a word and Enter":    {"Sonne\r", "Sonne"},
		"31 characters":       {strings.Repeat("x", 31), strings.Repeat("x", 31)},
		"two lines":           {"Sonne AG\rBerlin\r", "Sonne AG Berlin"},
		"a long line and Tab": {strings.Repeat("y", 30) + "\tz", strings.Repeat("y", 30) + " z"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, 80, 24, func(r *rig) {
				r.after(2 * time.Second)
				r.write(c.text)
				r.after(2 * time.Second)
				es := r.leads()
				if len(es) != 1 || es[0].Lead.Name != c.name {
					t.Fatalf("got %+v, want one lead called %q:\n%s", es, c.name, r.screen())
				}
			})
		})
	}
}

// A reply of the terminal that comes in two parts becomes neither keys nor text.
func TestAReplyInTwoPartsIsNoKeys(t *testing.T) {
	t.Parallel()
	for _, pause := range []time.Duration{30, 80, 140, 200, 600} {
		run(t, 80, 24, func(r *rig) {
			r.eight()
			r.write("\x1b]11;rgb:")
			time.Sleep(pause * time.Millisecond)
			r.write("dddd/dddd/dddd\x1b\\")
			r.after(time.Second)
			r.untouched("a reply in Drafts")
			r.keys("f2")
			r.write("\x1b]11;rgb:1414/")
			time.Sleep(pause * time.Millisecond)
			r.write("1919/1f1f\x1b\\")
			r.after(2 * time.Second)
			r.hides("1919")
			r.untouched("a reply in Compose")
		})
	}
}

// Pasted text that comes while a question is open waits for its end.
func TestAPasteWaitsForTheQuestionOnTheScreen(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.eight()
		r.keys("f1")
		r.write("Kurt Handel\rdresden\r")
		r.after(time.Second)
		r.hides("Put the pasted text")
		r.shows("The pasted text waits")
		r.keys("esc")
		r.shows("Put the pasted text", "Kurt Handel")
	})
}
