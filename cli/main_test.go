package cli_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"leadpad/queue/queuetest"
)

// binary is the program under test, built once, without the race detector.
var binary string

func TestMain(m *testing.M) { os.Exit(run(m)) }

// run builds the program, runs the tests and looks for goroutines that they
// left.
func run(m *testing.M) int {
	dir, err := os.MkdirTemp("", "leadpad-cli-*")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() { _ = os.RemoveAll(dir) }()
	binary = filepath.Join(dir, "leadpad")
	if runtime.GOOS == "windows" {
		binary += ".exe"
	}
	build := exec.Command("go", "build", "-race=false", "-o", binary, "..")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "build the program:", err)
		return 1
	}
	// Most of a test is waiting for the program: more of them at a time than
	// processors, unless the command line says otherwise.
	if err := flag.Set("test.parallel", "6"); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	code := m.Run()
	if err := goleak.Find(); err != nil && code == 0 {
		fmt.Fprintln(os.Stderr, "goroutines are left:", err)
		return 1
	}
	return code
}

// canary is a key that must never be seen in anything the program writes.
const canary = "cdz-canary-0123456789abcdefWXYZ"

// user is a person with a home of their own.
type user struct {
	t    *testing.T
	home string
	env  []string
	made int // leads that ready made
}

func newUser(t *testing.T, env ...string) *user {
	t.Helper()
	home := queuetest.MemoryDir(t)
	return &user{t: t, home: home, env: append([]string{
		"HOME=" + home, "USERPROFILE=" + home, "PATH=" + os.Getenv("PATH"), "TERM=xterm-256color",
		"LEADPAD_DATA=" + filepath.Join(home, "data"), "LEADPAD_CONFIG=" + filepath.Join(home, "config.toml"),
		"LEADPAD_STATE=" + filepath.Join(home, "state"),
	}, env...)}
}

// result is what a command left.
type result struct {
	out, err string
	code     int
}

// limit is more than any command may take, on a busy machine too.
const limit = 2 * time.Minute

func (u *user) command(ctx context.Context, args ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, binary, args...)
	c.Env = u.env
	c.Dir = u.home
	c.SysProcAttr = attributes()
	return c
}

// run runs a command without a terminal.
func (u *user) run(stdin string, args ...string) result {
	u.t.Helper()
	ctx, cancel := context.WithTimeout(u.t.Context(), limit)
	defer cancel()
	c := u.command(ctx, args...)
	var out, errs bytes.Buffer
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(stdin), &out, &errs
	err := c.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		u.t.Fatalf("leadpad %v: %v", args, err)
	}
	r := result{out.String(), errs.String(), c.ProcessState.ExitCode()}
	if strings.Contains(r.out+r.err, canary) {
		u.t.Errorf("leadpad %v shows the key:\n%s%s", args, r.out, r.err)
	}
	return r
}

// must runs a command that has to end with code.
func (u *user) must(code int, args ...string) result {
	u.t.Helper()
	r := u.run("", args...)
	if r.code != code {
		u.t.Fatalf("leadpad %v ended with %d, want %d\n%s%s", args, r.code, code, r.out, r.err)
	}
	return r
}

// writeConfig replaces the user's config.
func (u *user) writeConfig(text string) {
	u.t.Helper()
	if err := os.WriteFile(filepath.Join(u.home, "config.toml"), []byte(text), 0o600); err != nil {
		u.t.Fatal(err)
	}
}

// ready saves n ready leads, others each time: the same would not be added again.
func (u *user) ready(n int) {
	u.t.Helper()
	var lines strings.Builder
	for range n {
		fmt.Fprintf(&lines, `{"isContact":false,"name":"Lead %d"}`+"\n", u.made)
		u.made++
	}
	if r := u.run(lines.String(), "import", "-"); r.code != 0 {
		u.t.Fatalf("import: %d %s%s", r.code, r.out, r.err)
	}
}
