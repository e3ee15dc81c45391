//go:build unix

package cli_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/creack/pty"

	"leadpad/safe"
)

// into runs a command whose standard output is out.
func (u *user) into(out *os.File, args ...string) (stderr string, state *os.ProcessState) {
	u.t.Helper()
	c := u.command(u.t.Context(), args...)
	var errs bytes.Buffer
	c.Stdout, c.Stderr = out, &errs
	var exit *exec.ExitError
	if err := c.Run(); err != nil && !errors.As(err, &exit) {
		u.t.Fatalf("leadpad %v: %v", args, err)
	}
	return errs.String(), c.ProcessState
}

// TestStandardOutputThatTakesNothing runs every command that prints into a full
// device, and into a pipe that nobody reads any more.
func TestStandardOutputThatTakesNothing(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = full.Close() })
	u, s := connected(t, "--requests", "1000")
	u.must(0, "add", "--name", "Acme", "--email", "a@acme.example")
	u.must(0, "submit", "--yes")
	id := u.batch("sent")
	file := filepath.Join(u.home, "leads.json")
	if err := os.WriteFile(file, []byte(`[{"name":"Bolt"}]`), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range []string{
		"add --name Cafe", "import " + file, "import --dry-run --json " + file, "list", "list --json", "list --state trash", "list --state trash --json",
		"submit --dry-run", "submit --dry-run --json", "submit --yes", "history", "history --json", "history " + id, "history --json " + id,
		"export", "export --format csv", "export --format curl", "export --batch " + id, "export --format csv --batch " + id,
		"export --format curl --batch " + id, "export --force --dir receipts --batch " + id, "status", "status --json", "config path", "config show",
		"config check", "config init --name other", "key test", "key remove --profile default", "doctor", "doctor --json", "doctor --salvage",
		"sandbox --addr 127.0.0.1:0", "man", "--version", "--help", "list --help", "completion bash",
	} {
		words := strings.Fields(args)
		u.writeConfig("")
		said, state := u.into(full, words...)
		if state.ExitCode() != 1 || said != "leadpad: the result cannot be written to standard output: no space left on device.\n" {
			t.Errorf("leadpad %s on a full device: %v, %q", args, state, said)
		}
		read, write, err := os.Pipe()
		if err != nil {
			t.Fatal(err)
		}
		_ = read.Close()
		u.writeConfig("")
		said, state = u.into(write, words...)
		_ = write.Close()
		ended := state.Sys().(syscall.WaitStatus)
		if said != "" || !ended.Signaled() && state.ExitCode() != 141 || ended.Signaled() && ended.Signal() != syscall.SIGPIPE {
			t.Errorf("leadpad %s into a pipe without a reader: %v, %q", args, state, said)
		}
	}
	if n := len(s.leads()); n != 1 {
		t.Errorf("%d leads were sent: what would go could not be said", n)
	}
}

// A command that fails by its result alone says why nobody can read it.
func TestFindingsThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip(err)
	}
	t.Cleanup(func() { _ = full.Close() })
	u := newUser(t, "LEADPAD_BASE_URL=http://127.0.0.1:1", "CLOSINGDEALZ_API_KEY=k")
	if r := u.must(1, "doctor"); r.err != "" {
		t.Fatalf("its findings are told elsewhere: %s", r.err)
	}
	for _, args := range []string{"doctor", "history"} {
		said, state := u.into(full, args)
		if state.ExitCode() != 1 || said != "leadpad: the result cannot be written to standard output: no space left on device.\n" {
			t.Errorf("leadpad %s on a full device: %v, %q", args, state, said)
		}
	}
	if r := u.must(0, "history"); r.out != "no batches yet\n" {
		t.Errorf("an empty history is %q", r.out)
	}
}

// TestSubmissionOutlivesItsReader: what reads the output ends in the middle.
func TestSubmissionOutlivesItsReader(t *testing.T) {
	t.Parallel()
	u, s := connected(t, "--latency", "150ms")
	for _, name := range []string{"Acme", "Bolt", "Cafe"} {
		u.must(0, "add", "--name", name, "--email", "a@"+name+".example")
	}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	c := u.command(t.Context(), "submit", "--yes", "--json")
	c.Stdout = write
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	_ = write.Close()
	line := make([]byte, 1)
	for line[0] != '\n' { // the plan
		if _, err := io.ReadFull(read, line); err != nil {
			t.Fatal(err)
		}
	}
	_ = read.Close()
	_ = c.Wait()
	if code := c.ProcessState.ExitCode(); code != 141 || len(s.leads()) != 3 {
		t.Errorf("%v, and %d of 3 leads were sent", c.ProcessState, len(s.leads()))
	}
	if out := u.must(0, "status").out; !strings.Contains(out, "Sent                 3") {
		t.Errorf("got %s", out)
	}
}

// TestWhatIsPrintedCanBeDrawn has what terminals act on in a lead: escaped in JSON,
// left out of CSV and curl on a terminal, untouched in a file.
func TestWhatIsPrintedCanBeDrawn(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	const odd = "a\u202eb\u2066c\U000e0041d\u200be\ufefff\u061cg"
	tower := "x" + strings.Repeat("\u0301", 4_000)
	text, _ := json.Marshal([]map[string]any{{"name": odd, "notes": tower, "emails": []string{"a@b.example"}}})
	if r := u.run(string(text), "import", "-"); r.code != 0 {
		t.Fatalf("%d %s%s", r.code, r.out, r.err)
	}
	for args, cleaned := range map[string]bool{
		"list --json": false, "export": false, "export --format csv": true, "export --format curl": true, "list": true,
	} {
		piped := u.must(0, strings.Fields(args)...).out
		if kept := strings.Contains(piped, tower) && (strings.Contains(piped, odd) || args == "export --format curl"); kept != (cleaned && args != "list") {
			t.Errorf("%s: as it is in a pipe: %v", args, kept)
		}
		if bom := strings.HasPrefix(piped, "\ufeff"); bom != strings.Contains(args, "csv") {
			t.Errorf("%s begins with %.4q", args, piped)
		}
		c := u.command(t.Context(), strings.Fields(args)...)
		tty, err := pty.StartWithSize(c, &pty.Winsize{Rows: 30, Cols: 100})
		if err != nil {
			t.Fatal(err)
		}
		seen, _ := io.ReadAll(tty) // EIO at its end
		_ = tty.Close()
		if err := c.Wait(); err != nil {
			t.Errorf("%s on a terminal: %v", args, err)
		}
		drawn := strings.ReplaceAll(string(seen), "\r\n", "\n")
		if got := safe.Escape(drawn, func(rune) string { return "" }); got != drawn || len(drawn) < 20 {
			t.Errorf("%s on a terminal: %d bytes of %d can be drawn", args, len(got), len(drawn))
		}
	}
	if out := u.must(0, "export", "--format", "csv", "--no-bom").out; !strings.HasPrefix(out, "reason,") {
		t.Errorf("--no-bom: %.10q", out)
	}
}
