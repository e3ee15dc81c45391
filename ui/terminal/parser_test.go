package terminal

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// typed is what came after a pause.
type typed struct {
	pause time.Duration
	bytes string
}

// play feeds a parser and lets it expire when it wants to, as Reader does. It
// gives what Bubble Tea would read, quick text as «pace:text».
func play(esc time.Duration, due time.Duration, in ...typed) string {
	now := time.Date(2026, 11, 3, 9, 0, 0, 0, time.UTC)
	p := parser{esc: esc, due: now.Add(due)}
	var out strings.Builder
	until := func(then time.Time) {
		for {
			at := p.deadline()
			if at.IsZero() || at.After(then) {
				return
			}
			out.Write(p.expire(at))
		}
	}
	for _, t := range in {
		until(now.Add(t.pause).Add(-1))
		now = now.Add(t.pause)
		out.Write(p.feed([]byte(t.bytes), now))
	}
	until(now.Add(time.Hour))
	out.Write(p.end())
	s := strings.ReplaceAll(out.String(), pasteStart+quick+"t", "«together:")
	s = strings.ReplaceAll(s, pasteStart+quick+"n", "«near:")
	return strings.ReplaceAll(strings.ReplaceAll(s, pasteEnd, "»"), pasteStart, "«paste:")
}

const ms = time.Millisecond

func TestTextThatCameQuicklyIsToldFromKeys(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in   []typed
		want string
	}{
		"keys of a hand":                    {[]typed{{0, "a"}, {90 * ms, "b"}, {120 * ms, "\r"}}, "ab\r"},
		"one write of many":                 {[]typed{{0, "Kurt\rBerlin\r"}}, "«together:Kurt\rBerlin\r»"},
		"two writes at once":                {[]typed{{0, "Kurt "}, {5 * ms, "Handel"}}, "«together:Kurt Handel»"},
		"two writes, apart":                 {[]typed{{0, "Kurt"}, {11 * ms, "Handel"}}, "«together:Kurt»«together:Handel»"},
		"byte by byte":                      {[]typed{{0, "a"}, {2 * ms, "b"}, {2 * ms, "c"}}, "a«together:bc»"},
		"a scanner":                         {[]typed{{0, "S"}, {55 * ms, "o"}, {55 * ms, "\r"}}, "S«near:o»«near:\r»"},
		"a quick hand's two":                {[]typed{{0, "a"}, {45 * ms, "b"}, {100 * ms, "c"}}, "a«near:b»c"},
		"an arrow between":                  {[]typed{{0, "ab\x1b[Acd"}}, "«together:ab»\x1b[A«together:cd»"},
		"Enter right behind a function key": {[]typed{{0, "G"}, {2 * ms, "\x1b[15~"}, {2 * ms, "\r"}}, "G\x1b[15~\r"},
		"other scripts":                     {[]typed{{0, "山"}, {100 * ms, "山田"}}, "山«together:山田»"},
		"a character cut":                   {[]typed{{0, "\xe5"}, {400 * ms, "\xb1\xb1"}}, "山"},
		"a character cut for good":          {[]typed{{0, "\xe5\xb1"}, {100 * ms, "x"}}, "«together:\ufffdx»"},
		"bytes that are no UTF-8":           {[]typed{{0, "\x9b"}, {100 * ms, "2"}, {100 * ms, "\xfc"}, {2 * time.Second, "3"}}, "\ufffd2\ufffd3"},
		"a key behind a piece":              {[]typed{{0, "abc"}, {200 * ms, "d"}}, "«together:abc»d"},
		"a paste of the terminal":           {[]typed{{0, "\x1b[200~a\rb"}, {900 * ms, "c\x1b[20"}, {5 * time.Second, "1~"}, {80 * ms, "k"}}, "«paste:a\rbc»k"},
		"our own mark in a paste":           {[]typed{{0, "\x1b[200~\x00tddd\x1b[201~"}}, "«paste:tddd»"},
		"a sequence in a paste":             {[]typed{{0, "\x1b[200~a\x1b]0;x\x1b[201~b"}}, "«paste:a]0;x»b"},
		"an end that looks like one":        {[]typed{{0, "\x1b[200~a\x1b[20x\x1b[201~"}}, "«paste:a[20x»"},
		"an end without its beginning":      {[]typed{{0, "\x1b[201~"}, {100 * ms, "a"}}, "a"},
		"our mark without brackets":         {[]typed{{0, "\x00ab"}}, "«together:ab»"},
		"a control in a piece":              {[]typed{{0, "abc\x13"}}, "«together:abc\x13»"},
		"a control alone":                   {[]typed{{0, "\x13"}}, "\x13"},
		"the first of a paste is a control": {[]typed{{0, "\r\rx"}}, "«together:\r\rx»"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := play(localEsc, 0, c.in...); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestEscapeSequencesStayTogether(t *testing.T) {
	t.Parallel()
	esc := escapeKey
	for name, c := range map[string]struct {
		esc, due time.Duration
		in       []typed
		want     string
	}{
		"a lone Escape":                        {localEsc, 0, []typed{{0, "\x1b"}, {60 * ms, "x"}}, esc + "x"},
		"Escape over a line":                   {remoteEsc, 0, []typed{{0, "\x1b"}, {140 * ms, "[A"}}, "\x1b[A"},
		"two Escapes":                          {localEsc, 0, []typed{{0, "\x1b\x1b"}}, esc + esc},
		"Escape while a reply is due":          {localEsc, time.Second, []typed{{0, "\x1b"}, {600 * ms, "]11;rgb:1/2/3\a"}}, "\x1b]11;rgb:1/2/3\a"},
		"Escape when no reply comes":           {localEsc, time.Second, []typed{{0, "\x1b"}, {1100 * ms, "x"}}, esc + "x"},
		"a letter with Alt":                    {localEsc, 0, []typed{{0, "\x1bx"}}, "\x1bx"},
		"Escape and a letter apart":            {localEsc, 0, []typed{{0, "\x1b"}, {30 * ms, "x"}}, "\x1bx"},
		"a cut arrow":                          {localEsc, 0, []typed{{0, "\x1b["}, {900 * ms, "1;5"}, {50 * ms, "A"}}, "\x1b[1;5A"},
		"a reply in two parts":                 {localEsc, 0, []typed{{0, "\x1b]11;rgb:"}, {200 * ms, "dddd/dddd/dddd\x1b\\"}}, "\x1b]11;rgb:dddd/dddd/dddd\x1b\\"},
		"a reply cut in its end":               {localEsc, 0, []typed{{0, "\x1b]11;rgb:d/d/d\x1b"}, {600 * ms, "\\"}, {80 * ms, "k"}}, "\x1b]11;rgb:d/d/d\x1b\\k"},
		"what stays cut is dropped":            {localEsc, 0, []typed{{0, "\x1b[1;"}, {1100 * ms, "d"}}, "d"},
		"a reply that never ends":              {localEsc, 0, []typed{{0, "\x1bP1$r"}, {1100 * ms, "d"}}, "d"},
		"a sequence cuts another":              {localEsc, 0, []typed{{0, "\x1b[1;"}, {100 * ms, "\x1bOP"}}, "\x1bOP"},
		"a function key of the console":        {localEsc, 0, []typed{{0, "\x1b[["}, {200 * ms, "A"}}, "\x1b[[A"},
		"a mouse event in three bytes":         {localEsc, 0, []typed{{0, "\x1b[M"}, {200 * ms, " "}, {200 * ms, "!d"}}, "\x1b[M !d"},
		"Enter inside of a sequence":           {localEsc, 0, []typed{{0, "\x1b[1"}, {100 * ms, "\r"}, {100 * ms, "A"}}, "\x1b[1A"},
		"an Escape behind a late sequence":     {localEsc, 0, []typed{{0, "\x1b["}, {1100 * ms, "\x1b"}, {60 * ms, "j"}}, esc + "j"},
		"Alt and a letter of another alphabet": {localEsc, 0, []typed{{0, "\x1bé"}}, esc + "é"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := play(c.esc, c.due, c.in...); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// replies are what terminals answer to questions, and what they send by
// themselves.
var replies = []string{
	"\x1b]10;rgb:cdcd/d6d6/f4f4\x1b\\", "\x1b]11;rgb:1414/1919/1f1f\x1b\\", "\x1b]11;rgb:dddd/dddd/dddd\a", "\x1b]52;c;ZGRkZGRkZGQ=\x1b\\",
	"\x1b[?62;22;52c", "\x1b[>1;10;0c", "\x1b[?2026;2$y", "\x1b[?2027;0$y", "\x1b[24;80R", "\x1b[?1u",
	"\x1b_Gi=31;OK\x1b\\", "\x1bP>|xterm(390)\x1b\\", "\x1bP1$r0m\x1b\\", "\x1b[I", "\x1b[O", "\x1b[<0;12;7M", "\x1b[<0;12;7m",
}

// A reply that is cut anywhere behind its kind, for any pause below a second, or
// not at all, stays one; behind it keys are keys.
func TestNoCutMakesKeysOfAReply(t *testing.T) {
	t.Parallel()
	n := 0
	for _, reply := range replies {
		for cut := 2; cut < len(reply); cut++ {
			for _, pause := range []time.Duration{30 * ms, 80 * ms, 140 * ms, 200 * ms, 600 * ms} {
				n++
				got := play(localEsc, 0, typed{0, reply[:cut]}, typed{pause, reply[cut:]}, typed{100 * ms, "d"})
				if got != reply+"d" {
					t.Fatalf("%q, cut at %d for %s: got %q", reply, cut, pause, got)
				}
			}
		}
		// At the start, while the replies are due, a cut behind the ESC is none either.
		if got := play(localEsc, time.Second, typed{0, "\x1b"}, typed{600 * ms, reply[1:]}); got != reply {
			t.Fatalf("%q, cut behind its ESC at the start: got %q", reply, got)
		}
	}
	t.Logf("%d cuts", n)
}

// However text is cut and paced, every character comes out once and in order.
func TestNothingIsLostOrMoved(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.StringOfN(rapid.RuneFrom([]rune("aé山🙂\r\t d")), 1, 80, -1).Draw(t, "text")
		var in []typed
		for rest := whole; rest != ""; {
			n := rapid.IntRange(1, len(rest)).Draw(t, "cut")
			in = append(in, typed{time.Duration(rapid.IntRange(0, 200).Draw(t, "pause")) * ms, rest[:n]})
			rest = rest[n:]
		}
		got := play(localEsc, 0, in...)
		for _, m := range []string{"«together:", "«near:", "»"} {
			got = strings.ReplaceAll(got, m, "")
		}
		if got != whole {
			t.Fatalf("%q became %q", whole, got)
		}
	})
}

// Whatever comes: never a cut sequence, never a control sequence that was not
// sent whole, and no end of a paste without its beginning.
func FuzzParser(f *testing.F) {
	for _, r := range slices.Concat(replies, []string{"\x1b[200~a\x1b[201~", "Kurt\r", "\x1b\x1b[[A\x1b[M   "}) {
		f.Add([]byte(r), 3, 100)
	}
	f.Fuzz(func(t *testing.T, b []byte, cut, pause int) {
		cut = max(min(cut, len(b)), 0)
		p := parser{esc: localEsc}
		now := time.Unix(1e9, 0)
		out := p.feed(b[:cut], now)
		now = now.Add(time.Duration(max(min(pause, 5000), 0)) * ms)
		out = append(slices.Clone(out), p.expire(now)...)
		out = append(out, p.feed(b[cut:], now)...)
		for range 4 {
			if at := p.deadline(); !at.IsZero() {
				out = append(out, p.expire(at)...)
			}
		}
		if at := p.deadline(); !at.IsZero() {
			t.Fatal("something waits for ever")
		}
		if s := string(out); strings.Count(s, pasteStart)-strings.Count(s, pasteEnd) > 1 || strings.Count(s, pasteEnd) > strings.Count(s, pasteStart) {
			t.Fatalf("brackets do not match in %q", s)
		}
	})
}
