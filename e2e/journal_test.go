//go:build unix

package e2e

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"leadpad/queue/queuetest"
)

// missing is the typing that may be missing when leadpad opens again.
const missing = 250 * time.Millisecond

// sight is what the form showed from a time on: its lines, and where the cursor
// stood in them.
type sight struct {
	from time.Time
	form string
}

// formNow is the form on the screen: which lines of it are there, and the cursor.
// It says nothing of the lines around it, nor of those that say what is wrong: they
// come after a rest, or when a field is left, and a start has seen neither. remarks
// are those; they move others out of a small screen.
func formNow(x *terminal) (form string, remarks int) {
	lines := strings.Split(x.text(), "\n")
	title := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, "company ⇄ contact") })
	const around = 4 // the status line, a blank one, the notice and the footer
	if title < 0 || len(lines) < title+1+around {
		return "", 0
	}
	at := x.emu.CursorPosition()
	line := at.Y - title
	_, kind, _ := strings.Cut(lines[title], "company ⇄")
	kind, _, _ = strings.Cut(kind, "  ")
	var kept []string
	said := -1 // the column of the sign of what is being said
	for i, l := range lines[title+1 : len(lines)-around] {
		text := strings.TrimLeft(l, " ")
		begins := len(l) - len(text)
		switch sign, _, _ := strings.Cut(text, " "); {
		case sign == "▲" || sign == "·":
			said = begins
		case said < 0 || begins != said+2 || text == "":
			said = -1
			kept = append(kept, l)
			continue
		}
		remarks++
		if title+1+i < at.Y {
			line--
		}
	}
	return fmt.Sprintf("%s\n%s\ncursor %d in line %d", kind, strings.TrimRight(strings.Join(kept, "\n"), "\n "), at.X, line), remarks
}

// journalist types at random into random fields of one draft, is killed, and looks
// what the next start shows.
type journalist struct {
	m    *machine
	r    *rand.Rand
	size size

	mu      sync.Mutex
	moments []sight
	remarks int // on the screen now
	x       *terminal
}

// begin gives the journalist a machine without a draft.
func (j *journalist) begin(t *testing.T) {
	j.m = newMachine(t)
	// A workspace of the environment: nothing is in a config.
	j.m.set("CLOSINGDEALZ_API_KEY", "key-of-nobody")
	j.m.set("LEADPAD_BASE_URL", "http://127.0.0.1:9")
	j.m.frames = j.look
}

// look notes what the form shows.
func (j *journalist) look(x *terminal) {
	form, remarks := formNow(x)
	j.mu.Lock()
	defer j.mu.Unlock()
	j.remarks = remarks
	if n := len(j.moments); form != "" && (n == 0 || j.moments[n-1].form != form) {
		j.moments = append(j.moments, sight{time.Now(), form})
	}
}

// shown is what the form shows now.
func (j *journalist) shown() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.moments) == 0 {
		return ""
	}
	return j.moments[len(j.moments)-1].form
}

// press writes a key, and waits until what it does is on the screen, or it is
// certain that it does nothing.
func (j *journalist) press(key string) {
	before := j.shown()
	j.x.write(key)
	const usual = 150 * time.Millisecond
	if !j.x.Within(usual, func(string) bool { return j.shown() != before }) {
		j.x.Settle()
	}
}

// strokes are keys that change something or lead somewhere in the form.
var strokes = []string{
	"\t", "\t", "\t", "\x1b[Z", "\r", "\x1b[A", "\x1b[B", "\x1b[B", "\x1b[D", "\x1b[C", "\x1b[H", "\x1b[F",
	"\x1b[5~", "\x1b[6~", "\x7f", "\x18", "\x1a", "\x14", "\x17",
}

// stroke is the next key: letters where any text is right, a whole value where a
// field asks for a form of its own and is empty, else a motion.
func (j *journalist) stroke() string {
	_, line := j.x.Cursor()
	label, value := "", ""
	if f := strings.Fields(strings.TrimLeft(line, "▌ ")); len(f) > 0 {
		label, value = f[0], strings.Join(f[1:], " ")
	}
	switch {
	case j.r.IntN(3) == 0:
	case slices.Contains([]string{"Name", "Industry", "Role", "Labels", "Notes", "Contacts", "Last", "Company"}, label):
		return string(rune('a' + j.r.IntN(26)))
	case label == "Emails" && value == "":
		return fmt.Sprintf("m%d@a.example", j.r.IntN(1000))
	}
	return strokes[j.r.IntN(len(strokes))]
}

// live types for a while, is killed, and gives what is wrong with what the next
// start shows, "" for nothing. judged is false where the screen had more than the
// form.
func (j *journalist) live(first bool) (judged bool, wrong string) {
	j.moments = nil
	j.x = j.m.start(j.size)
	j.x.Wait("company ⇄ contact")
	before := waitedForProcessor(j.x.cmd.Process.Pid)
	for end := time.Now().Add(time.Duration(j.r.IntN(2000)) * time.Millisecond); first || time.Now().Before(end); first = false {
		j.press(j.stroke())
		time.Sleep(time.Duration(j.r.IntN(100)) * time.Millisecond)
	}
	if j.r.IntN(2) == 0 {
		j.press(j.stroke())
	}
	time.Sleep(time.Duration(j.r.IntN(400)) * time.Millisecond)
	killed, waited := time.Now(), waitedForProcessor(j.x.cmd.Process.Pid)-before
	j.x.Kill()
	moments := j.moments
	if j.remarks > 0 {
		return false, ""
	}

	j.moments = nil
	y := j.m.start(j.size)
	defer y.Kill()
	y.Wait("company ⇄ contact")
	found := -1
	y.Within(patience/6, func(string) bool {
		found = slices.IndexFunc(moments, func(m sight) bool { return m.form == j.shown() })
		return found >= 0
	})
	for i, m := range moments { // the newest one that looked so
		if m.form == j.shown() {
			found = i
		}
	}
	switch {
	case found < 0:
		return true, fmt.Sprintf("the form was never so:\n%s\nbut at the end:\n%s", j.shown(), moments[len(moments)-1].form)
	case found < len(moments)-1 && killed.Sub(moments[found+1].from) > missing+waited:
		return true, fmt.Sprintf("what was done for %v is missing (%v waited for a processor):\n%s\nat the end it was:\n%s",
			killed.Sub(moments[found+1].from), waited, j.shown(), moments[len(moments)-1].form)
	}
	return true, ""
}

// TestFormComesBackAfterAKill is J1 of docs/promises.md: kill -9 at a random sight of
// typing into random fields with random motions. The next start shows the same
// draft, field, cursor and lines, with at most the last quarter of a second missing.
func TestFormComesBackAfterAKill(t *testing.T) {
	t.Parallel()
	r := queuetest.Seeded(t)
	const typists = 4
	for who := range typists {
		random := rand.New(rand.NewPCG(r.Uint64(), uint64(who)))
		t.Run(fmt.Sprint(who), func(t *testing.T) {
			t.Parallel()
			j := &journalist{r: random, size: []size{common, small}[who%2]}
			n := trials(4)
			for judged, lives := 0, 0; judged < n; lives++ {
				if lives == 10*n {
					t.Fatalf("of %d kills %d could be judged", lives, judged)
				}
				fresh := j.m == nil
				if fresh {
					j.begin(t)
				}
				ok, wrong := j.live(fresh)
				if wrong != "" {
					t.Fatalf("kill %d: %s", lives, wrong)
				}
				if ok {
					judged++
				} else {
					j.m = nil // what is wrong with this draft stays with it
				}
			}
		})
	}
}
