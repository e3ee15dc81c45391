package outbox

import (
	"bufio"
	"database/sql"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadpad/queue"
)

// says is a server that answers the first request so, and creates what follows.
func says(status int, succeeded, lands bool, message string) func(int, http.ResponseWriter) bool {
	return func(n int, w http.ResponseWriter) bool {
		if n > 1 {
			_, _ = io.WriteString(w, created)
			return true
		}
		w.WriteHeader(status)
		_, _ = fmt.Fprintf(w, `{"succeeded":%t,"statusCode":%d,"statusCodeDescription":"NONE","message":%q}`, succeeded, status, message)
		return lands
	}
}

// TestCrashOfAProcess is S8: a child dies at each named point of its first
// request, for each thing that the server may have done with it. What the next
// process finds is exact.
func TestCrashOfAProcess(t *testing.T) {
	t.Parallel()
	type states = map[queue.State]int
	ready, unsure := states{queue.Ready: 150}, states{queue.Unsure: 100, queue.Ready: 50}
	results := []struct {
		name    string
		script  func(int, http.ResponseWriter) bool // nil: nobody listens
		settled states
	}{
		// The next request is most often under way before this outcome is on disk.
		{"created", says(200, true, true, ""), states{queue.Sent: 100, queue.Unsure: 50}},
		{"not sent", nil, ready},
		{"bad key", says(401, false, false, "Invalid API key."), ready},
		{"too many leads", says(413, false, false, "x"), ready},
		{"plan limit", says(400, false, false, "Can not have more than 200 leads on the free plan."), ready},
		{"limited", says(429, false, false, "Too many requests. Please try again later."), ready},
		{"misdirected", says(404, false, false, "x"), ready},
		{"at fault", says(422, false, false, "x"), ready},
		{"unsure, created", says(broken, false, true, ""), unsure},
		{"unsure, not created", says(broken, false, false, ""), unsure},
	}
	cells := 0
	for _, result := range results {
		for point, want := range map[string]states{
			"claimed": ready, "slot": ready, "begun": unsure, "gone": unsure, "departed": unsure, "answered": unsure,
			"settled": result.settled, "ended": result.settled,
		} {
			if cells++; testing.Short() && cells%10 != 0 {
				continue
			}
			listed := cells%2 == 0 && result.name != "created" // there it counts that the next one follows
			t.Run(result.name+"/"+point, func(t *testing.T) {
				t.Parallel()
				h := newHall(t)
				h.order.Crash, h.srv.script = point, result.script
				h.order.Listed = listed
				if result.script == nil {
					h.order.URL = nobody
				}
				h.fill(150)
				c, out := h.start()
				_, _ = io.Copy(io.Discard, out)
				if err := c.Wait(); err == nil {
					t.Fatal("the child never came to that point")
				}
				got := h.check()
				if got[queue.Sent] == 100 && want[queue.Unsure] == 50 && got[queue.Ready] == 50 {
					want = got // a busy machine had not begun the next request yet
				}
				if diff := cmp.Diff(want, got); diff != "" {
					t.Errorf("states (-want +got):\n%s", diff)
				}
				if point == "claimed" || point == "slot" || point == "begun" {
					if h.srv.requests() > 0 {
						t.Errorf("%d requests were sent before they were on disk", h.srv.requests())
					}
				}
			})
		}
	}
	t.Logf("%d cells", cells)
}

// TestDiskRefusesTheOutcome is S10: between answer and commit the disk is full,
// or another process holds its lock, and then the sender is killed. Whatever was
// created is unsure for the next process, never ready and never sent.
func TestDiskRefusesTheOutcome(t *testing.T) {
	t.Parallel()
	n, random := trials(20), seeded(t)
	for _, spoil := range []string{"full", "wait"} {
		for i := range n {
			life := time.Duration(50+random.IntN(450)) * time.Millisecond
			leads := 101 + random.IntN(99)
			t.Run(fmt.Sprint(spoil, " ", i), func(t *testing.T) {
				t.Parallel()
				h := newHall(t)
				h.order.Spoil = spoil
				h.srv.script = func(_ int, w http.ResponseWriter) bool {
					// An envelope that finds no room in half a page.
					_, _ = io.WriteString(w, strings.Replace(created, "{", `{"x":"`+strings.Repeat("x", 256<<10)+`",`, 1))
					return true
				}
				h.fill(leads)
				refuse(h, life)
				got := h.check()
				// The second request may have gone before the disk was needed again.
				if more := got[queue.Unsure] - 100; more != 0 && more != leads-100 || got[queue.Ready] != leads-100-more || len(got) > 2 {
					t.Errorf("states %v of %d leads", got, leads)
				}
			})
		}
	}
	t.Logf("%d trials with a full disk, %d with a lock", n, n)
}

// refuse runs a child whose disk refuses after its first answer, for a while.
func refuse(h *hall, life time.Duration) {
	h.t.Helper()
	c, out := h.start()
	lines := bufio.NewScanner(out)
	for lines.Scan() && lines.Text() != "answered" {
	}
	if lines.Text() != "answered" {
		h.t.Fatalf("the child got no answer: %q, %v", lines.Text(), lines.Err())
	}
	if h.order.Spoil == "wait" {
		db, err := sql.Open("sqlite", "file:"+h.order.Queue)
		if err != nil {
			h.t.Fatal(err)
		}
		defer func() { _ = db.Close() }()
		db.SetMaxOpenConns(1)
		if _, err := db.Exec("BEGIN EXCLUSIVE"); err != nil {
			h.t.Fatal(err)
		}
		_, _ = io.WriteString(h.stdin, "go on\n")
	}
	time.Sleep(life)
	_ = c.Process.Kill()
	_ = c.Wait()
}

// nobody is an address where nobody listens, and nobody else's server ever does: a
// free port would be another test's a moment later, which then got the request.
const nobody = "http://127.0.0.1:1"
