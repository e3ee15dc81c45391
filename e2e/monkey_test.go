//go:build unix

package e2e

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"
	"time"
)

// monkeyKeys are pressed at random; none of them leaves leadpad, and Esc is
// always written alone.
var monkeyKeys = strings.Fields(`tab tab shift+tab enter enter up down left right home end pgup pgdown alt+up alt+down backspace delete
	f1 f2 f3 f4 f5 f6 f7 ctrl+s ctrl+x ctrl+z ctrl+y ctrl+t ctrl+r ctrl+g ctrl+n ctrl+p ctrl+l ctrl+a ctrl+e ctrl+k ctrl+u ctrl+w ctrl+o
	space v a A * / ! s h n D d e r p y Y u S j k g G o x c f t m l 1 2 3 4 ? : é 漢 , @ . 7 + esc`)

// A hand that hits keys at random finds no way to break the program: it goes on
// drawing, says what is in the queue, and leaves when told to.
func TestRandomKeysBreakNothing(t *testing.T) {
	t.Parallel()
	slow(t)
	keys := 450
	if os.Getenv("LEADPAD_LONG") != "" {
		keys *= 30
	}
	for range 4 {
		seed := rand.Uint64()
		t.Run("", func(t *testing.T) {
			t.Parallel()
			t.Logf("seed %d, %d keys", seed, keys)
			monkey(t, rand.New(rand.NewPCG(seed, 0)), keys)
		})
	}
}

func monkey(t *testing.T, r *rand.Rand, keys int) {
	x := newMachine(t).start(common, "demo")
	x.Wait("DEMO", "12 to do")
	var pressed []string
	sizes := []size{small, common, large, {59, 10}, {200, 20}}
	for i := range keys {
		key := monkeyKeys[r.IntN(len(monkeyKeys))]
		pressed = append(pressed, key)
		select {
		case <-x.done:
			if x.cmd.ProcessState.ExitCode() == 0 {
				return // it chose “Leave” in the palette
			}
			t.Fatalf("leadpad has ended with code %d after %q. The screen:\n%s\nIts last words: %.4000q",
				x.cmd.ProcessState.ExitCode(), pressed[max(len(pressed)-30, 0):], x.Screen(), lastOf(x.Raw(), 4000))
		default:
		}
		if key == "esc" {
			x.Within(60*time.Millisecond, func(string) bool { return false })
			x.Key("esc")
			x.Within(60*time.Millisecond, func(string) bool { return false })
			continue
		}
		x.Key(key)
		if i%50 == 49 {
			x.Resize(sizes[r.IntN(len(sizes))])
		}
		if i%20 == 19 {
			_, changed := x.screen()
			select {
			case <-changed:
			case <-time.After(20 * time.Millisecond):
			}
		}
	}
	x.Resize(common)
	x.Wait("DEMO · nothing is kept")
	// Leave, whatever is open: an answer on its way and typed leads ask first.
	for began := time.Now(); time.Since(began) < patience; {
		_, _ = x.pty.WriteString("\x03") // it may have left by now
		select {
		case <-x.done:
			return
		case <-time.After(time.Second):
		}
	}
	t.Fatalf("leadpad does not end after %q. The screen:\n%s", pressed[max(len(pressed)-30, 0):], x.Screen())
}

// lastOf is the end of a text.
func lastOf(s string, n int) string { return s[max(len(s)-n, 0):] }
