package ui

import (
	"fmt"
	"math/rand/v2"
	"slices"
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
	seed, texts := rand.Uint64(), 25
	if testing.Short() {
		texts = 2
	}
	t.Logf("seed %d, %d texts in %d places", seed, texts, len(places))
	for name, way := range places {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rnd := rand.New(rand.NewPCG(seed, 0))
			for i := range texts {
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
		r.shows("nKurt", "run it as keys")
		r.keys("k")
		r.after(time.Second)
		r.shows("New lead", "Kurt")
		r.hides("nKurt")
	})
}

// Into a text field quick text is typed, and a paste is pasted: its line ends
// lead nowhere. Several lines, or cells, are shown first; t takes them as pasted.
func TestPastesIntoTheForm(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text, name string
		shown      bool
	}{
		"a word and Enter":    {"Sonne\r", "Sonne", false},
		"31 characters":       {strings.Repeat("x", 31), strings.Repeat("x", 31), false},
		"two lines":           {"Sonne AG\rBerlin\r", "Sonne AG Berlin", true},
		"a long line and Tab": {strings.Repeat("y", 30) + "\tz", strings.Repeat("y", 30) + " z", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, 80, 24, func(r *rig) {
				r.after(2 * time.Second)
				r.write(c.text)
				r.after(2 * time.Second)
				if c.shown {
					r.shows("pasted into Name")
					r.keys("t")
					r.after(2 * time.Second)
				}
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

// What a text without brackets does in the filter, in the palette and behind a
// question: every one of these ran its tail as commands once.
func TestTheTailOfATextIsNoCommand(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		way  []string
		text string
		gap  time.Duration // 0: in one piece
	}{
		"filter, Enter":           {[]string{"/"}, "e\rdddd", 0},
		"filter, Enter first":     {[]string{"/"}, "\rddd", 0},
		"filter, Enter and d":     {[]string{"/"}, "Lead\rd", 0},
		"filter, Tab and d":       {[]string{"/"}, "Lead\td", 0},
		"filter, n":               {[]string{"/"}, "Lead\rdresden", 0},
		"filter, scanner":         {[]string{"/"}, "e\rdd\r", 45 * time.Millisecond},
		"filter, scanner and Tab": {[]string{"/"}, "Lead\td", 45 * time.Millisecond},
		"filter, quick scanner":   {[]string{"/"}, "a\rdr", 30 * time.Millisecond},
		"palette, a digit":        {[]string{"ctrl+p"}, "2dddd", 0},
		"palette, a number":       {[]string{"ctrl+p"}, "2dd Drogerie", 0},
		"palette, scanner":        {[]string{"ctrl+p"}, "2dresden", 50 * time.Millisecond},
		"palette, two screens":    {[]string{"ctrl+p"}, "24dental", 0},
		"question, slow text":     {[]string{"a", "d"}, "Sonne\r", 65 * time.Millisecond},
		"question, slow letter":   {[]string{"a", "d"}, "x\r", 70 * time.Millisecond},
		"question, two keys":      {[]string{"a", "d"}, "x\r", 0},
		"a refused piece and on":  {nil, "", 0},
		"spaces mark nothing":     {nil, " Kurt Handel\r", 0},
		"a text of pieces":        {nil, "", 0},
		"settings of the table":   {nil, "sauer GmbH\r", 50 * time.Millisecond},
		"Tabs between":            {nil, "r\t12\terq Über\r\n4 daddydeals", 50 * time.Millisecond},
		"only problems":           {nil, "!hallo\r", 50 * time.Millisecond},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, 80, 24, func(r *rig) {
				r.eight()
				r.keys(c.way...)
				r.after(time.Second)
				switch {
				case name == "a refused piece and on":
					r.write("nHe")
					time.Sleep(100 * time.Millisecond)
					r.scan("dder Druck", 100*time.Millisecond)
				case name == "a text of pieces":
					for _, piece := range []string{" H", "an", "de", "l ", "d\r"} {
						r.write(piece)
						time.Sleep(20 * time.Millisecond)
					}
				case c.gap == 0:
					r.write(c.text)
				default:
					r.scan(c.text, c.gap)
				}
				r.after(20 * time.Second)
				r.untouched(name)
				r.keys("esc", "esc", "esc")
				r.after(time.Second)
				if !slices.Contains(c.way, "a") {
					r.hides("marked", "only problems")
				}
			})
		})
	}
}

// As keys, what ran already does not run again: the cursor stands where the hand
// meant it to.
func TestAsKeysRunsNothingTwice(t *testing.T) {
	t.Parallel()
	byHand, asKeys := "", ""
	for _, stalled := range []bool{false, true} {
		run(t, 80, 24, func(r *rig) {
			r.eight()
			if stalled {
				r.write("jjdjjd")
				r.after(time.Second)
				r.shows("run it as keys")
				r.keys("k")
			} else {
				r.scan("jjdjjd", 120*time.Millisecond)
			}
			r.after(time.Second)
			var left []string
			for _, e := range r.leads() {
				left = append(left, e.Lead.Name)
			}
			if stalled {
				asKeys = strings.Join(left, " ")
			} else {
				byHand = strings.Join(left, " ")
			}
		})
	}
	if byHand != asKeys {
		t.Errorf("as keys leaves %q, by hand %q", asKeys, byHand)
	}
}

// In a hold u takes back at any pace, and no offer stands in its way.
func TestNothingStandsBeforeTakingBack(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"u", "uu", "uuuuuuuu"} {
		run(t, 80, 24, func(r *rig) {
			r.eight()
			r.keys("S")
			r.after(time.Second)
			r.keys("enter")
			r.after(time.Second)
			r.shows("Sending in")
			r.write("Kord Handel\r")
			r.after(500 * time.Millisecond)
			r.hides("Put the pasted text")
			r.write(text)
			r.after(time.Second)
			r.untouched(text)
			r.shows("Put the pasted text", "Kord Handel")
		})
	}
}

// A line that stalls delivers a hand's keys at once: with Ctrl+S or Backspace
// among them they are no paste.
func TestAStalledHandIsNoPaste(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.after(2 * time.Second)
		r.write("Acme Maschinenbau GmbHH\x7f\tMaschinenbau\x13Berg AG")
		r.after(2 * time.Second)
		es := r.leads()
		if len(es) != 2 || es[1].Lead.Name != "Acme Maschinenbau GmbH" || es[1].Lead.Industry != "Maschinenbau" || es[0].Lead.Name != "Berg AG" {
			t.Fatalf("got %+v:\n%s", es, r.screen())
		}
	})
}

// What goes in as a paste is said, and is a step of its own.
func TestAPasteIsSaidAndTakenBackAlone(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.after(2 * time.Second)
		r.scan("Ac", 110*time.Millisecond)
		r.write("me GmbH, Berlin, Dresden and Leipzig")
		r.after(100 * time.Millisecond)
		r.shows("came at once and went in as a paste; ^Z takes them out", "Acme GmbH, Berlin, Dresden and Leipzig")
		r.keys("ctrl+z")
		r.after(2 * time.Second)
		if es := r.leads(); len(es) != 1 || es[0].Lead.Name != "Ac" {
			t.Errorf("got %+v", es)
		}
	})
}
