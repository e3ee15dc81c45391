//go:build unix

package e2e

import (
	"fmt"
	"strings"
	"time"
)

// keyBytes is what xterm sends for a key. Plain characters stand for themselves.
func keyBytes(key string) (string, error) {
	if b, ok := map[string]string{
		"tab": "\t", "shift+tab": "\x1b[Z", "enter": "\r", "esc": "\x1b", "space": " ", "backspace": "\x7f", "delete": "\x1b[3~",
		"up": "\x1b[A", "down": "\x1b[B", "right": "\x1b[C", "left": "\x1b[D", "home": "\x1b[H", "end": "\x1b[F",
		"pgup": "\x1b[5~", "pgdown": "\x1b[6~", "alt+up": "\x1b[1;3A", "alt+down": "\x1b[1;3B",
		"f1": "\x1bOP", "f2": "\x1bOQ", "f3": "\x1bOR", "f4": "\x1bOS", "f5": "\x1b[15~", "f6": "\x1b[17~", "f7": "\x1b[18~", "f8": "\x1b[19~",
	}[key]; ok {
		return b, nil
	}
	if rest, ok := strings.CutPrefix(key, "ctrl+"); ok && len(rest) == 1 && rest >= "a" && rest <= "z" {
		return string(rest[0] - 'a' + 1), nil
	}
	if rest, ok := strings.CutPrefix(key, "alt+"); ok && len(rest) == 1 {
		return "\x1b" + rest, nil
	}
	if len([]rune(key)) == 1 {
		return key, nil
	}
	return "", fmt.Errorf("no bytes for the key %q", key)
}

// Hands, as leadpad tells them from pastes and scanners: what comes in one piece
// is at most 10 ms apart, a scanner's characters at most 60.
const (
	handsGap = 80 * time.Millisecond
	pieceGap = 15 * time.Millisecond
)

// Key presses keys as a quick hand does. After "esc" the test must wait for what
// it does before it types on: a terminal cannot tell Esc and a letter from Alt.
func (x *terminal) Key(keys ...string) {
	x.t.Helper()
	for _, key := range keys {
		b, err := keyBytes(key)
		if err != nil {
			x.t.Fatal(err)
		}
		if b[0] != 0x1b {
			x.rest(handsGap)
		}
		x.write(b)
	}
}

// rest lets a time pass for the program since it took what was typed last: keys
// that it could not look at in between are one piece for it. A second more is
// enough for any machine. When the system brought it the keys nothing tells but what
// it drew then.
func (x *terminal) rest(d time.Duration) {
	x.taken()
	x.sleep(x.typed, x.waited, d, time.Second)
	x.mu.Lock()
	answered := x.answered
	x.mu.Unlock()
	time.Sleep(time.Until(answered.Add(d)))
}

// pass lets a time pass for the program from now on.
func (x *terminal) pass(d time.Duration) {
	x.sleep(time.Now(), waitedForProcessor(x.cmd.Process.Pid), d, patience/10)
}

// sleep lets a time pass for the program since it had waited so long for a
// processor. What it waits from then on does not count, up to most.
func (x *terminal) sleep(since time.Time, waited, d, most time.Duration) {
	for end := since.Add(d); time.Now().Before(end); {
		time.Sleep(time.Until(end))
		end = since.Add(d + min(waitedForProcessor(x.cmd.Process.Pid)-waited, most))
	}
}

// deaf is how long a question takes no key after the last one, lest one that was
// meant for what stood there before answers it.
const deaf = 300 * time.Millisecond

// Insist presses a key until it is taken and text is gone.
func (x *terminal) Insist(key, text string) {
	x.t.Helper()
	x.InsistUntil(key, "the end of "+text, func(s string) bool { return !strings.Contains(s, text) })
}

// InsistUntil presses a key until a question that may still be deaf takes it. It
// presses again only when the program has seen the key and nothing came of it,
// so that no second press hits what the first one led to, however slow the
// machine is. The key must not be Esc, which Settle's key would turn into
// another one, and must show at once that it was taken. pressing is run before
// each press.
func (x *terminal) InsistUntil(key, what string, taken func(screen string) bool, pressing ...func()) {
	x.t.Helper()
	for began := time.Now(); time.Since(began) < patience; {
		time.Sleep(deaf) // only lest it is pressed in vain too often
		x.rest(handsGap)
		for _, f := range pressing {
			f()
		}
		x.Key(key)
		if taken(x.Settle()) {
			return
		}
	}
	x.t.Fatalf("%q does not lead to %s. The screen:\n%s", key, what, x.Screen())
}

// Settle waits until the program has run all keys that were pressed and has
// drawn what came of them, and gives that screen: it asks for a new screen
// behind them. What a command of theirs is still to bring is not waited for.
func (x *terminal) Settle() string {
	x.t.Helper()
	before := x.clears()
	x.Key("ctrl+l")
	return x.Until("a screen that is drawn anew", func(s string) bool {
		return x.clears() > before && !strings.HasSuffix(s, "\n") // the last line comes last
	})
}

// typedAtOnce is how much is typed in one write: less than what leadpad's
// input reader takes for a paste without brackets.
const typedAtOnce = 16

// Type types text as a quick hand does.
func (x *terminal) Type(text string) {
	x.t.Helper()
	x.rest(handsGap)
	var piece strings.Builder
	for _, r := range text {
		piece.WriteRune(r)
		if piece.Len() >= typedAtOnce {
			x.write(piece.String())
			x.rest(pieceGap)
			piece.Reset()
		}
	}
	x.write(piece.String())
}

// Paste pastes with brackets, as terminals do.
func (x *terminal) Paste(text string) {
	x.t.Helper()
	x.write("\x1b[200~" + text + "\x1b[201~")
}

func (x *terminal) write(s string) {
	x.t.Helper()
	if s == "" {
		return
	}
	x.mu.Lock()
	x.answered = time.Time{}
	x.mu.Unlock()
	if _, err := x.pty.WriteString(s); err != nil {
		x.t.Fatalf("type %.40q: %v. The screen:\n%s", s, err, x.Screen())
	}
	x.typed, x.waited = time.Now(), waitedForProcessor(x.cmd.Process.Pid)
}

// Fill types values into the form's inputs, a Tab behind each; an empty one is
// passed over.
func (x *terminal) Fill(values ...string) {
	x.t.Helper()
	for _, v := range values {
		x.Type(v)
		x.Key("tab")
	}
}
