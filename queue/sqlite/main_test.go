package sqlite

import (
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

	"go.uber.org/goleak"

	"leadpad/queue"
	"leadpad/queue/queuetest"
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
	flag.Bool("update", false, "write newest.sql anew")
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
	seed, err := queuetest.Seed()
	if err != nil {
		return err
	}
	checks := "70"
	if os.Getenv("LEADPAD_LONG") != "" {
		checks = "2100"
	}
	return errors.Join(
		flag.Set("rapid.steps", "60"), flag.Set("rapid.seed", strconv.FormatUint(seed, 10)), flag.Set("rapid.checks", checks))
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

// filePath is where a test's queue lies, in a folder that is not there yet.
func filePath(t testing.TB) string {
	t.Helper()
	return filepath.Join(t.TempDir(), "data", "queue.db")
}

// memoryPath is the same on a disk in memory, where there is one: for trials
// that make thousands of files and do not ask what a disk keeps.
func memoryPath(t testing.TB) string {
	t.Helper()
	return filepath.Join(queuetest.MemoryDir(t), "data", "queue.db")
}

// openQueue opens a queue that is closed when the test ends.
func openQueue(t testing.TB, path string) queue.Queue {
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
	queuetest.Save(t, q, queuetest.Company("Acme"))
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
}

// rawExec runs SQL on a file behind the queue's back.
func rawExec(t *testing.T, path, query string) {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(path, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec(query); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
}

// TestContract runs the contract of a queue on files and in memory.
func TestContract(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]func(t testing.TB) string{"file": filePath, "memory": nil} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			queuetest.Run(t, queuetest.Engine{Open: Open, OpenWindows: OpenWindows, Address: address, Steal: steal})
		})
	}
}

// steal makes room for another lock file where one is locked.
func steal(t testing.TB, path, workspace string) {
	t.Helper()
	queuetest.Must(t, os.Remove(lockPath(path, workspace)))
}
