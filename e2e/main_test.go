//go:build unix

package e2e

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	_ "leadpad/cli" // what the binary is built of, so that the test cache knows when it changes
)

// binary is the leadpad that all tests run; TestMain sets it once.
var binary string

// childMode is the variable that makes the test binary a child of a test.
const childMode = "LEADPAD_E2E_CHILD"

// TestMain builds the binary once, without the race detector: what is measured
// here is the program as people get it.
func TestMain(m *testing.M) {
	if os.Getenv(childMode) != "" {
		go dieWithParent()
		if err := holdLock(os.Args[1]); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	dir, err := os.MkdirTemp("", "leadpad-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	// A child under another user runs it, too.
	if err := os.Chmod(dir, 0o755); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	binary = filepath.Join(dir, "leadpad")
	build := exec.Command("go", "build", "-race=false", "-o", binary, "leadpad")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build leadpad: %v\n%s", err, out)
		return 1
	}
	// Most of a test is waiting for the program: more of them at a time than
	// processors, unless the command line says otherwise.
	if err := flag.Set("test.parallel", "20"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return m.Run()
}

// dieWithParent ends a child whose test was ended from outside, with nobody left
// to kill it.
func dieWithParent() {
	for parent := os.Getppid(); os.Getppid() == parent; {
		time.Sleep(time.Second / 4)
	}
	os.Exit(1)
}

// slow skips a test of the slow half under -short.
func slow(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("slow: left out with -short")
	}
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
