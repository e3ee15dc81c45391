//go:build unix

package e2e

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"leadpad/queue/queuetest"
)

// patience is how long a test waits for what must come: far above what it
// takes, because the machine may be busy with other tests.
const patience = 3 * time.Minute

// machine is a computer of its own: home, config, data and environment.
type machine struct {
	t      *testing.T
	dir    string
	config string // LEADPAD_CONFIG
	data   string // LEADPAD_DATA
	env    []string
	frames func(x *terminal) // called behind all that the program draws, with the screen's lock held
	nobody bool              // start children as uid 65534, which root's rights do not help
}

// newMachine makes a bare one: no config, no key, no network but loopback.
func newMachine(t *testing.T) *machine {
	t.Helper()
	dir := queuetest.MemoryDir(t)
	m := &machine{t: t, dir: dir, config: filepath.Join(dir, "config.toml"), data: filepath.Join(dir, "data")}
	m.env = []string{
		"HOME=" + dir, "TERM=xterm-256color", "LANG=C.UTF-8", "TZ=UTC", "PATH=/nonexistent",
		"LEADPAD_CONFIG=" + m.config, "LEADPAD_DATA=" + m.data, "LEADPAD_STATE=" + filepath.Join(dir, "state"),
		// Whatever is not on loopback ends at a closed port.
		"HTTP_PROXY=http://127.0.0.1:9", "HTTPS_PROXY=http://127.0.0.1:9",
	}
	m.set("LEADPAD_RENDERER", os.Getenv("LEADPAD_RENDERER")) // a run of all tests with one of them
	return m
}

// set puts a variable into the environment of what is started from now on; the
// value "" takes it out.
func (m *machine) set(name, value string) {
	m.env = slices.DeleteFunc(slices.Clone(m.env), func(s string) bool { return strings.HasPrefix(s, name+"=") })
	if value != "" {
		m.env = append(m.env, name+"="+value)
	}
}

// write puts the config file in its place.
func (m *machine) write(text string) {
	m.t.Helper()
	if err := os.WriteFile(m.config, []byte(text), 0o600); err != nil {
		m.t.Fatal(err)
	}
}

// open makes the machine's folder reachable for another user.
func (m *machine) open() {
	m.t.Helper()
	if err := os.Chmod(m.dir, 0o755); err != nil {
		m.t.Fatal(err)
	}
}

// asNobody starts children as a user without root's rights; tests that do not
// run as root have none to give up.
func (m *machine) asNobody() {
	if os.Getuid() == 0 {
		m.open()
		m.nobody = true
	}
}

// imports puts company leads with these names into the queue, Ready.
func (m *machine) imports(names ...string) {
	m.t.Helper()
	leads := make([]map[string]any, len(names))
	for i, name := range names {
		leads[i] = map[string]any{"isContact": false, "name": name}
	}
	text, err := json.Marshal(leads)
	if err != nil {
		m.t.Fatal(err)
	}
	file := filepath.Join(m.dir, "leads.json")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		m.t.Fatal(err)
	}
	if r := m.run("import", file); r.code != 0 {
		m.t.Fatalf("import: exit code %d, %s%s", r.code, r.out, r.err)
	}
}

func (m *machine) command(args ...string) *exec.Cmd {
	c := exec.Command(binary, args...)
	c.Dir, c.Env = m.dir, m.env
	c.SysProcAttr = attributes()
	if m.nobody {
		c.SysProcAttr.Credential = &syscall.Credential{Uid: 65534, Gid: 65534}
	}
	return c
}

// result is what a command left behind.
type result struct {
	out, err string
	code     int
}

// run runs a command without a terminal to its end.
func (m *machine) run(args ...string) result {
	m.t.Helper()
	c := m.command(args...)
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Start(); err != nil {
		m.t.Fatal(err)
	}
	watchdog := time.AfterFunc(patience, func() { _ = c.Process.Kill() })
	defer watchdog.Stop()
	err := c.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		m.t.Fatalf("leadpad %s: %v", strings.Join(args, " "), err)
	}
	return result{out: out.String(), err: errs.String(), code: c.ProcessState.ExitCode()}
}
