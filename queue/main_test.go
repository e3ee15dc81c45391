package queue

import (
	"context"
	"database/sql"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/google/uuid"
	"go.uber.org/goleak"

	"leadpad/lead"
)

// childMode is the variable that makes the test binary a child of a test: the
// process that is killed, or that holds a lock.
const childMode = "LEADPAD_QUEUE_CHILD"

func TestMain(m *testing.M) {
	if mode := os.Getenv(childMode); mode != "" {
		go dieWithParent()
		if err := children()[mode](os.Args[1:]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	// Tests with processes wait more than they work: more of them at a time than
	// processors, unless the command line says otherwise.
	if err := errors.Join(drawFrom(), flag.Set("test.parallel", "6")); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	goleak.VerifyTestMain(m)
}

// dieWithParent ends a child whose test was ended from outside, with nobody left
// to kill it.
func dieWithParent() {
	for parent := os.Getppid(); os.Getppid() == parent; {
		time.Sleep(time.Second / 4)
	}
	os.Exit(1)
}

// drawFrom sets where rapid draws from, as flags of the command line would, and
// gives a lead's life twice rapid's steps.
func drawFrom() error {
	seed, err := seedNow()
	if err != nil {
		return err
	}
	checks := "100"
	if os.Getenv("LEADPAD_LONG") != "" {
		checks = "3000"
	}
	return errors.Join(
		flag.Set("rapid.steps", "60"), flag.Set("rapid.seed", strconv.FormatUint(seed, 10)), flag.Set("rapid.checks", checks))
}

// seedNow is LEADPAD_SEED, else a new seed.
func seedNow() (uint64, error) {
	text := os.Getenv("LEADPAD_SEED")
	if text == "" {
		return uint64(time.Now().UnixNano()), nil
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		return 0, fmt.Errorf("LEADPAD_SEED: %w", err)
	}
	return n, nil
}

// child prepares a command that runs children()[mode] in a process of its own.
func child(t testing.TB, mode string, args ...string) *exec.Cmd {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), os.Args[0], args...)
	cmd.Env = append(os.Environ(), childMode+"="+mode)
	cmd.Stderr = os.Stderr
	cmd.WaitDelay = 5 * time.Second
	return cmd
}

// trials is n, thirty times as many with LEADPAD_LONG, a tenth with -short.
func trials(n int) int {
	switch {
	case os.Getenv("LEADPAD_LONG") != "":
		return n * 30
	case testing.Short():
		return max(n/10, 1)
	}
	return n
}

// must ends the test on an error.
func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// filePath is where a test's queue lies, in a folder that is not there yet.
func filePath(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "data", "queue.db")
}

// memoryPath is the same on a disk in memory, where there is one: for trials
// that make thousands of files and do not ask what a disk keeps.
func memoryPath(t testing.TB) string {
	t.Helper()
	dir, err := os.MkdirTemp("/dev/shm", "leadpad-*")
	if err != nil {
		return filePath(t)
	}
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return filepath.Join(dir, "data", "queue.db")
}

// openQueue opens a queue that is closed when the test ends.
func openQueue(t testing.TB, path string) *Queue {
	t.Helper()
	q := mustOpen(t, path)
	t.Cleanup(func() {
		if err := q.Close(); err != nil {
			t.Error(err)
		}
	})
	return q
}

// closedQueue makes a queue with one lead and closes it.
func closedQueue(t *testing.T, path string) {
	t.Helper()
	q := mustOpen(t, path)
	save(t, q, company("Acme"))
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
}

// rawExec runs SQL on a file behind the queue's back.
func rawExec(t *testing.T, path, query string, args ...any) {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(path, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// both runs f on a queue in a file and on one in memory.
func both(t *testing.T, f func(t *testing.T, q *Queue)) {
	t.Helper()
	t.Parallel()
	t.Run("file", func(t *testing.T) { t.Parallel(); f(t, openQueue(t, filePath(t))) })
	t.Run("memory", func(t *testing.T) { t.Parallel(); f(t, openQueue(t, "")) })
}

func newID() ID { return uuid.Must(uuid.NewV7()) }

// company is a ready lead called name.
func company(name string) Entry {
	return Entry{Workspace: "w", State: Ready, Finished: true, Lead: lead.Lead{Person: lead.Person{Name: name}}}
}

// save saves e or ends the test.
func save(t testing.TB, q *Queue, e Entry) Entry {
	t.Helper()
	e, err := q.Save(context.Background(), e)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// saveAll saves a ready lead for each name and gives their ids.
func saveAll(t testing.TB, q *Queue, names ...string) []ID {
	t.Helper()
	var ids []ID
	for _, name := range names {
		ids = append(ids, save(t, q, company(name)).ID)
	}
	return ids
}

// lease takes w's lease until the test ends.
func lease(t testing.TB, q *Queue) *Lease {
	t.Helper()
	l, ok, err := q.TakeLease(context.Background(), "w")
	if err != nil || !ok {
		t.Fatalf("take the lease: %v, %v", ok, err)
	}
	return l
}

// begin claims ids and begins a batch of them.
func begin(t testing.TB, q *Queue, ids []ID) Batch {
	t.Helper()
	sub := newID()
	if got, err := q.Claim(context.Background(), "w", sub, ids); err != nil || len(got) != len(ids) {
		t.Fatalf("claim: %d of %d, %v", len(got), len(ids), err)
	}
	b := Batch{ID: newID(), Submission: sub, Workspace: "w", Seq: 1, Leads: ids, Payload: []byte(`[{"name":"x"}]`)}
	if err := q.Begin(context.Background(), b); err != nil {
		t.Fatal(err)
	}
	return b
}

// settle ends a batch with all its leads in one state.
func settle(t testing.TB, q *Queue, b Batch, state BatchState, to State) {
	t.Helper()
	b.State = state
	if err := q.Settle(context.Background(), b, all(b.Leads, to), nil); err != nil {
		t.Fatal(err)
	}
}

// all gives every id the same state.
func all(ids []ID, to State) map[ID]State {
	m := map[ID]State{}
	for _, id := range ids {
		m[id] = to
	}
	return m
}

// stateOf reads a lead's state.
func stateOf(t testing.TB, q *Queue, id ID) State {
	t.Helper()
	e, err := q.Get(context.Background(), "w", id)
	if err != nil {
		t.Fatal(err)
	}
	return e.State
}
