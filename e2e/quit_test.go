//go:build unix

package e2e

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"
)

// S12 of docs/promises.md: quit during a hold and during a request, in every way there
// is. The SSH drop belongs to `leadpad serve`.

const (
	// quitLatency is how long the server takes to answer: time to leave in, and
	// far more than a busy machine needs to hear of it.
	quitLatency = 3 * time.Second
	// quitMoment bounds the random time after which somebody leaves.
	quitMoment = time.Second
)

// way is one way to leave.
type way struct {
	name  string
	code  int  // of the process
	now   bool // the rep does not wait for the request in flight
	leave func(q *quitting)
}

// press presses keys in a terminal that may be gone already.
func press(keys string) func(*quitting) {
	return func(q *quitting) { _, _ = q.x.pty.WriteString(keys) }
}

func raise(s syscall.Signal) func(*quitting) {
	return func(q *quitting) { _ = q.x.cmd.Process.Signal(s) }
}

func closeTerminal(q *quitting) { _ = q.x.pty.Close() }

// twice does it again within the time that a nervous hand takes.
func twice(leave func(*quitting)) func(*quitting) {
	return func(q *quitting) {
		leave(q)
		q.pause(0, 300*time.Millisecond)
		leave(q)
	}
}

// screenWays are the ways to leave the screens.
func screenWays() []way {
	return []way{
		{name: "Ctrl+C", leave: press("\x03")},
		{name: "Ctrl+C twice", leave: twice(press("\x03"))},
		{name: "Q", now: true, leave: func(q *quitting) {
			press("\x03")(q)
			// In a hold there is no question: then the program ends.
			q.x.Within(patience, func(s string) bool { return strings.Contains(s, "Q leaves now") })
			time.Sleep(2 * deaf) // a letter that comes sooner is no answer
			press("Q")(q)
		}},
		{name: "SIGTERM", code: 130, leave: raise(syscall.SIGTERM)},
		{name: "SIGHUP", code: 130, leave: raise(syscall.SIGHUP)},
		{name: "SIGHUP twice", code: 130, leave: twice(raise(syscall.SIGHUP))},
		{name: "terminal closed", code: 130, leave: closeTerminal},
	}
}

// submitWays are the ways to leave `leadpad submit`.
func submitWays() []way {
	return []way{
		{name: "Ctrl+C", code: 130, leave: press("\x03")},
		{name: "Ctrl+C twice", code: 130, leave: twice(press("\x03"))},
		{name: "SIGTERM", code: 130, leave: raise(syscall.SIGTERM)},
		{name: "SIGHUP", code: 130, leave: raise(syscall.SIGHUP)},
		{name: "SIGHUP twice", code: 130, leave: twice(raise(syscall.SIGHUP))},
		{name: "terminal closed", code: 130, leave: closeTerminal},
	}
}

// moment is when a trial leaves.
type moment struct {
	hold    int // hold_seconds
	from    time.Duration
	to      time.Duration // after the first sign of the hold or the request
	request bool          // the request is in flight then
	either  bool          // the hold ends meanwhile: either may come first
}

var (
	inHold    = moment{hold: 30, to: quitMoment}
	inRequest = moment{request: true, to: quitMoment / 2}
	holdEnds  = moment{hold: 1, from: 700 * time.Millisecond, to: 1200 * time.Millisecond, either: true}
)

// quitting is one trial: three leads on their way, and somebody who leaves.
type quitting struct {
	way
	moment
	t      *testing.T
	r      *rand.Rand
	m      *machine
	x      *terminal
	id     string        // begins the leads' names, so that the ledger tells trials apart
	canary bool          // one of the leads goes first
	typed  string        // the name of the draft in Compose, "" for none
	unseen bool          // nothing on the screen says that the request has left
	began  time.Time     // before the hold or the request did
	left   time.Duration // from then until somebody left
	took   time.Duration // from then to the end of the process
}

// pause waits for a random time.
func (q *quitting) pause(from, to time.Duration) {
	time.Sleep(from + time.Duration(q.r.Int64N(int64(to-from))))
}

// The screens: 20 trials of each way, as docs/promises.md says.
func TestQuitTheScreens(t *testing.T) {
	t.Parallel()
	submit := (*quitting).submitInScreens
	quitAll(t, "in a hold", screenWays(), inHold, 9, submit)
	quitAll(t, "in a request", screenWays(), inRequest, 9, submit)
	quitAll(t, "where the hold ends", screenWays(), holdEnds, 2, submit)
}

// A hand that presses Ctrl+C on and on reaches the program as a signal once the
// terminal is the shell's again: it left by a key, and that is how it ends.
func TestPressingOnAfterLeaving(t *testing.T) {
	t.Parallel()
	for range trials(3) {
		x := newMachine(t).form("")
		x.Key("ctrl+c")
		for ended := false; !ended; {
			select {
			case <-x.done:
				ended = true
			case <-time.After(100 * time.Microsecond):
				if strings.Contains(x.Raw(), "\x1b[?1049l") {
					_ = x.cmd.Process.Signal(syscall.SIGINT)
				}
			}
		}
		if code := x.Ended(); code != 0 {
			t.Fatalf("exit code %d, want 0. The screen:\n%s", code, x.Screen())
		}
	}
}

// `leadpad submit` on a terminal.
func TestQuitSubmit(t *testing.T) {
	t.Parallel()
	submit := (*quitting).submitByCommand
	quitAll(t, "in a hold", submitWays(), inHold, 1, submit)
	quitAll(t, "in a request", submitWays(), inRequest, 1, submit)
}

// quitAll makes each trials of every way, and looks at what is left when all of
// them are over.
func quitAll(t *testing.T, name string, ways []way, when moment, each int, submit func(*quitting)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		seed, each := rand.Uint64(), trials(each)
		t.Logf("seed %d, %d trials of each of %d ways", seed, each, len(ways))
		api := newMachine(t).serve("--latency", quitLatency.String(), "--requests", "1000000")
		all := make([]*quitting, each*len(ways))
		for i := range all {
			r := rand.New(rand.NewPCG(seed, uint64(i)))
			all[i] = &quitting{
				way: ways[i%len(ways)], moment: when, r: r, m: newMachine(t),
				id: fmt.Sprintf("%04d", i), canary: r.IntN(2) == 0,
			}
		}
		t.Run("trials", func(t *testing.T) {
			for _, q := range all {
				t.Run(q.name+" "+q.id, func(t *testing.T) {
					t.Parallel()
					q.t, q.m.t = t, t
					q.run(api, submit)
				})
			}
		})
		time.Sleep(quitLatency) // what a client left behind is created all the same
		created, late := api.names(), 0
		for _, q := range all {
			if q.late() {
				late++
			}
			q.m.t = t
			q.check(t, created)
		}
		t.Logf("%d trials of %d left too late for the exact outcome", late, len(all))
	})
}

// run brings three leads on their way and leaves.
func (q *quitting) run(api *server, submit func(*quitting)) {
	q.m.acme(api, fmt.Sprintf("hold_seconds = %d", q.hold), fmt.Sprintf("canary = %t", q.canary))
	q.m.imports(q.id+" A", q.id+" B", q.id+" C")
	submit(q)
	q.pause(q.from, q.to)
	q.leave(q)
	q.left = time.Since(q.began)
	if code := q.x.Ended(); code != q.code {
		q.t.Errorf("exit code %d, want %d. The screen:\n%s", code, q.code, q.x.Screen())
	}
	q.took = time.Since(q.began)
}

// onTheWay matches the header's count of what has left; on a busy machine the
// answer may be there before the count is seen.
var onTheWay = regexp.MustCompile(`\d sen(ding|t)`)

// submitInScreens submits all that is ready, with a draft being typed.
func (q *quitting) submitInScreens() {
	x := q.m.form("3 ready")
	q.x, q.typed = x, "Typed by hand"
	x.Type(q.typed)
	x.WaitLine("Name", q.typed)
	x.Key("f3")
	x.WaitLine("Draft", q.typed)
	q.began = time.Now()
	submitAll(x, "3 leads")
	x.Until("its hold or its request", func(s string) bool {
		held := strings.Contains(s, "u take everything back")
		return !q.request && held || (q.request || q.either) && onTheWay.MatchString(s)
	})
	if q.r.IntN(2) == 0 {
		x.Key("f2")
		x.WaitLine("Name", q.typed)
		q.typed += "!"
		x.Key("!")
		x.WaitLine("Name", q.typed)
	}
}

// submitByCommand submits with `leadpad submit`.
func (q *quitting) submitByCommand() {
	x := q.m.start(common, "submit")
	q.x, q.unseen = x, true
	x.Wait("Submit 3 leads to ACME?")
	q.began = time.Now()
	x.Key("y")
	if q.request {
		time.Sleep(quitMoment / 4) // nothing says that it has left
	} else {
		x.Wait("Ctrl+C takes everything back")
	}
}

// listed is a lead as `leadpad list --json` writes it.
type listed struct {
	State string `json:"state"`
	Lead  struct {
		Name string `json:"name"`
	} `json:"lead"`
}

// check compares what the next leadpad finds with what the server created.
func (q *quitting) check(t *testing.T, created map[string]int) {
	t.Helper()
	r := q.m.run("list", "--json")
	var leads []listed
	if err := json.Unmarshal([]byte(r.out), &leads); err != nil {
		t.Fatalf("%v in %s%s", err, r.out, r.err)
	}
	count, drafts := map[string]int{}, 0
	for _, l := range leads {
		if q.typed != "" && l.Lead.Name == q.typed && l.State == "draft" {
			drafts++
			continue
		}
		if !strings.HasPrefix(l.Lead.Name, q.id) || !q.holds(l.State, created[l.Lead.Name]) {
			t.Errorf("%q is %s and was created %d times", l.Lead.Name, l.State, created[l.Lead.Name])
		}
		count[l.State]++
	}
	if q.typed != "" && drafts != 1 || len(leads)-drafts != 3 {
		t.Errorf("%d leads and %d drafts %q are left", len(leads)-drafts, drafts, q.typed)
	}
	if q.unseen && count["sent"] == 0 {
		q.request = false // it was left before
	}
	if want := q.outcome(); want != nil && !maps.Equal(count, want) {
		t.Errorf("the leads are %v, want %v", count, want)
	}
	if t.Failed() {
		t.Fatalf("%s %s, %+v, canary %t, after %v: leadpad list says:\n%s", q.name, q.id, q.moment, q.canary, q.took, r.out)
	}
}

// late says that this machine was too slow to leave in the request: any outcome
// is right then that the server agrees with.
func (q *quitting) late() bool { return q.request && q.left > quitLatency*2/3 }

// holds says that a lead's state is true of a lead that was created so often,
// and one in which this way of leaving may put it.
func (q *quitting) holds(state string, created int) bool {
	switch state {
	case "ready":
		return created == 0
	case "sent":
		return created == 1
	case "unsure":
		return q.now && created <= 1
	}
	return false
}

// outcome is how many leads must be in which state; nil where more than one
// outcome is right.
func (q *quitting) outcome() map[string]int {
	gone := 3
	if q.canary {
		gone = 1
	}
	want := map[string]int{}
	switch {
	case q.either || q.now && q.took >= quitLatency || q.late():
		return nil
	case !q.request:
		gone = 0
	case q.now:
		want["unsure"] = gone
	default:
		want["sent"] = gone
	}
	if gone < 3 {
		want["ready"] = 3 - gone
	}
	return want
}
