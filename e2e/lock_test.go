//go:build unix

package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"
)

// D5 of docs/promises.md: another process holds the queue's write lock.
const (
	// At least so long; what is saved, deleted or sent waits for 30 s.
	lockedFor = 10 * time.Second
	// keyMost is the longest that a key may wait for its frame meanwhile, less
	// what the machine's other work took.
	keyMost = 100 * time.Millisecond
	// escWait is what Bubble Tea waits for the rest of an escape sequence.
	escWait = 50 * time.Millisecond
	// before is how many leads are Ready before the lock.
	before = 40
)

// hand presses keys one after the other and takes the time of each answer.
type hand struct {
	*terminal
	m    *machine
	api  *server
	lock *locked
	took []time.Duration
	late []string // the keys that took too long
}

// Nothing in a screen blocks while another process holds the lock: every key
// has its frame in time, nothing is said to be done before it is, and all that
// was asked for is done afterwards. It runs alone, because it takes times: on a busy
// machine what the kernel's own workers and other machines take is in them too, but not
// every time, while a key that waits for the lock does so each time.
func TestLockedQueue(t *testing.T) {
	slow(t)
	screens := map[string]func(*hand){"Compose": lockedCompose, "Drafts": lockedDrafts, "Send": lockedSend, "History": lockedHistory}
	var all sync.WaitGroup
	for name, work := range screens {
		all.Go(func() {
			t.Run(name, func(t *testing.T) {
				for tries := 1; ; tries++ {
					h := newHand(t)
					work(h)
					slices.Sort(h.took)
					n := len(h.took)
					t.Logf("%d keys: p50 %v, p95 %v, max %v", n, h.took[n/2], h.took[n*95/100], h.took[n-1])
					if len(h.late) == 0 {
						return
					}
					if tries == 3 {
						t.Fatal(strings.Join(h.late, "\n"))
					}
				}
			})
		})
	}
	all.Wait()
}

// newHand starts leadpad with a batch that was sent, one that nobody knows
// about and leads that are Ready.
func newHand(t *testing.T) *hand {
	t.Helper()
	h := &hand{m: newMachine(t)}
	h.api = h.m.serve("--fault", "reset-after:1")
	// A short window: after the first request, of which nobody knows, the second
	// one waits for one. A long hold: what takes it back need not hurry.
	h.m.rated(h.api, time.Second, "hold_seconds = 30", "canary = false")
	for i, code := range []int{4, 0} {
		h.m.imports(fmt.Sprintf("Before %d", i))
		if r := h.m.run("submit", "--yes"); r.code != code {
			t.Fatalf("submit: exit code %d, want %d: %s%s", r.code, code, r.out, r.err)
		}
	}
	h.m.imports(numbered(before)...)
	h.terminal = h.m.form("40 ready")
	return h
}

// lockNow begins the time in which every key counts.
func (h *hand) lockNow() { h.lock = h.m.lock("queue.db") }

// press presses a key and takes the time until the frame that answers it.
func (h *hand) press(key, what string, ok func(screen string) bool) {
	h.t.Helper()
	if ok(h.Screen()) {
		h.t.Fatalf("%s is there before %q is pressed:\n%s", what, key, h.Screen())
	}
	h.rest(handsGap)
	queued, began := h.queued(), time.Now()
	h.Key(key)
	h.Until(what+" after "+key, ok)
	took := time.Since(began)
	if key == "esc" {
		took -= escWait
	}
	h.answered(key, what, queued, took)
}

// answered looks at the time that a key took; queued is from before it.
func (h *hand) answered(key, what string, queued, took time.Duration) {
	h.t.Helper()
	h.took = append(h.took, took)
	if took <= keyMost {
		return
	}
	if queued = h.queued() - queued; took > keyMost+queued {
		h.late = append(h.late, fmt.Sprintf("%q was answered after %v, of which it waited %v for a processor: %s", key, took, queued, what))
	}
}

// insists presses a key in a preflight until that takes it; the press that it
// took counts, without the rest before the key that settles.
func (h *hand) insists(key, text string) {
	h.t.Helper()
	what := fmt.Sprintf("%q", text)
	var queued time.Duration
	var began time.Time
	h.InsistUntil(key, what, func(s string) bool { return strings.Contains(s, text) }, func() { queued, began = h.queued(), time.Now() })
	h.answered(key, what, queued, time.Since(began)-handsGap)
}

// queued is how long the threads of leadpad and of this test have waited for a
// processor so far, as Linux counts it; 0 elsewhere.
func (x *terminal) queued() time.Duration {
	return waitedForProcessor(os.Getpid(), x.cmd.Process.Pid)
}

func waitedForProcessor(pids ...int) (all time.Duration) {
	for _, pid := range pids {
		tasks := fmt.Sprintf("/proc/%d/task", pid)
		threads, _ := os.ReadDir(tasks)
		for _, thread := range threads {
			text, _ := os.ReadFile(filepath.Join(tasks, thread.Name(), "schedstat")) // it may have ended
			if f := strings.Fields(string(text)); len(f) == 3 {
				ns, _ := strconv.ParseInt(f[1], 10, 64)
				all += time.Duration(ns)
			}
		}
	}
	return all
}

// shows, ends and line press a key that makes texts appear, disappear, or
// stand in one line.
func (h *hand) shows(key string, texts ...string) {
	h.t.Helper()
	h.press(key, fmt.Sprintf("%q", texts), func(s string) bool { return containsAll(s, texts) })
}

func (h *hand) ends(key, text string) {
	h.t.Helper()
	h.press(key, fmt.Sprintf("the end of %q", text), func(s string) bool { return !strings.Contains(s, text) })
}

func (h *hand) line(key string, texts ...string) {
	h.t.Helper()
	h.press(key, fmt.Sprintf("a line with %q", texts), func(s string) bool { return lineWith(s, texts...) != "" })
}

// types types a name letter by letter.
func (h *hand) types(name string) {
	h.t.Helper()
	for i, r := range name {
		if r == ' ' {
			h.Key("space") // no cell of the screen changes
			continue
		}
		h.line(string(r), "Name", name[:i+1])
	}
}

// around goes from a form that holds name through help, palette and all four
// screens, and back to it.
func (h *hand) around(name string) {
	h.t.Helper()
	h.shows("f1", "Keys in Compose")
	h.ends("esc", "Keys in Compose")
	h.shows("ctrl+p", "type what you want to do")
	h.ends("esc", "type what you want to do")
	h.shows("f3", " to do")
	h.ends("f4", " to do")
	h.shows("f5", "2 batches")
	h.line("f2", "Name", name)
}

// states are the leads' states by their names, as the next leadpad lists them.
func (m *machine) states() map[string][]string {
	m.t.Helper()
	var leads []listed
	r := m.run("list", "--json")
	if err := json.Unmarshal([]byte(r.out), &leads); err != nil {
		m.t.Fatalf("%v in %s%s", err, r.out, r.err)
	}
	states := map[string][]string{}
	for _, l := range leads {
		states[l.Lead.Name] = append(states[l.Lead.Name], l.State)
	}
	return states
}

// expect checks that each of names is there once, in one state.
func (h *hand) expect(state string, names ...string) {
	h.t.Helper()
	states := h.m.states()
	for _, name := range names {
		if got := states[name]; len(got) != 1 || got[0] != state {
			h.t.Errorf("%q is %q, want it once and %s", name, got, state)
		}
	}
}

// lockedCompose types leads and saves them; “saved” comes when it is true.
func lockedCompose(h *hand) {
	h.lockNow()
	var names []string
	for i := 0; h.lock.young(); i++ {
		name := fmt.Sprintf("While locked %d", i)
		names = append(names, name)
		h.types(name)
		if i%3 == 0 {
			h.around(name)
		}
		h.press("ctrl+s", "an empty form", func(s string) bool { return lineWith(s, "Name", name) == "" })
		if s := h.Screen(); strings.Contains(s, "saved") {
			h.t.Errorf("the lock is held and it says:\n%s", s)
		}
	}
	h.lock.free()
	h.Wait(fmt.Sprintf("%d ready", before+len(names)), "saved · ")
	h.expect("ready", names...)
}

// lockedDrafts moves, filters, marks and looks, then deletes a lead.
func lockedDrafts(h *hand) {
	h.Key("f3")
	h.WaitLine("▌", "Company 039")
	h.lockNow()
	for range 4 {
		h.line("j", "▌", "Company 038")
		h.shows("space", "1 marked")
		h.ends("A", "1 marked")
		h.line("end", "▌", "Before 0")
		h.line("home", "▌", "Company 039")
		h.shows("/", "Enter to the table")
		h.shows("3", "13 of 41")
		h.shows("8", "1 of 41")
		h.ends("esc", "1 of 41")
		h.line("home", "▌", "Company 039")
		h.shows("p", "what will be sent")
		h.ends("p", "what will be sent")
		h.shows("?", "Keys in Drafts")
		h.ends("esc", "Keys in Drafts")
	}
	h.Key("d")
	h.Wait("Waiting for the disk; moving and filtering")
	for range 4 {
		h.line("j", "▌", "Company 038")
		h.line("k", "▌", "Company 039")
	}
	h.shows("space", "Not yet: the change before it")
	h.line("j", "▌", "Company 038")
	if s := h.Screen(); strings.Contains(s, "deleted") {
		h.t.Errorf("the lock is held and it says:\n%s", s)
	}
	h.lock.free()
	h.Wait("1 deleted", "40 to do")
	if got := h.m.states()["Company 039"]; len(got) != 0 {
		h.t.Errorf("the deleted lead is %q", got)
	}
}

// lockedSend looks at the preflight and starts: the hold begins when the leads
// are held on disk, and takes back what it holds.
func lockedSend(h *hand) {
	h.Key("f3")
	h.Wait("41 to do")
	h.lockNow()
	for range 3 {
		h.shows("S", "40 leads → 1 request", "Enter start")
		h.insists("q", "41 to do")
	}
	h.shows("S", "40 leads → 1 request", "Enter start")
	h.insists("enter", "Putting the leads on hold")
	h.line("f2", "Name")
	h.types("Typed meanwhile")
	h.shows("f4", "Putting the leads on hold")
	h.line("f2", "Name", "Typed meanwhile")
	h.Key("f4")
	h.lock.free()
	h.Wait("u take everything back")
	h.Key("u")
	h.Wait("40 ready")
	h.expect("ready", "Company 000", "Company 039")
	h.expect("draft", "Typed meanwhile")
	if n := len(h.api.leads()); n != 2 {
		h.t.Errorf("the server has %d leads, want the 2 from before", n)
	}
}

// lockedHistory reads receipts, then settles what nobody knew.
func lockedHistory(h *hand) {
	h.Key("f5")
	h.WaitLine("▌", "Not sure")
	h.lockNow()
	for range 4 {
		h.line("j", "▌", "Sent")
		h.shows("enter", "Esc close")
		h.ends("esc", "Esc close")
		h.line("k", "▌", "Not sure")
		h.shows("?", "Keys in History")
		h.ends("esc", "Keys in History")
	}
	h.Key("t")
	h.Wait("Waiting for the disk")
	for range 4 {
		h.line("j", "▌", "Sent")
		h.line("k", "▌", "Not sure")
	}
	if s := h.Screen(); strings.Contains(s, "lead → Sent") {
		h.t.Errorf("the lock is held and it says:\n%s", s)
	}
	h.lock.free()
	h.Wait("1 lead → Sent")
	h.expect("sent", "Before 0", "Before 1")
}

// Started while the lock is held, leadpad opens and works.
func TestStartWhileLocked(t *testing.T) {
	t.Parallel()
	slow(t)
	m := newMachine(t)
	m.imports("Before")
	lock := m.lock("queue.db")
	began := time.Now()
	x := m.form("1 ready")
	t.Logf("the form is there after %v", time.Since(began))
	x.On("Name")
	x.Type("Typed meanwhile")
	x.WaitLine("Name", "Typed meanwhile")
	x.Key("ctrl+s")
	x.Until("an empty form", func(s string) bool { return lineWith(s, "Name", "Typed") == "" })
	if s := x.Screen(); strings.Contains(s, "saved") {
		t.Errorf("the lock is held and it says:\n%s", s)
	}
	lock.free()
	x.Wait("saved · Typed meanwhile is Ready", "2 ready")
}
