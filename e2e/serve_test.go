//go:build unix

package e2e

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// ssh is a running `leadpad serve`, with clients' files.
type ssh struct {
	m     *machine
	cmd   *exec.Cmd
	addr  string
	users string // the file
	log   *collected
	ended chan error
}

// collected is what a process wrote.
type collected struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (c *collected) Write(p []byte) (int, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.b.Write(p)
}

func (c *collected) String() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.b.String()
}

// client is OpenSSH's; a test without it is skipped where nobody said that all run.
func client(t *testing.T, name string) string {
	t.Helper()
	path, err := exec.LookPath(name)
	if err != nil {
		t.Skipf("no %s here: install OpenSSH's client", name)
	}
	return path
}

// serveSSH starts a server for people, each with a key, and waits until it listens.
func (m *machine) serveSSH(people ...string) *ssh {
	m.t.Helper()
	keygen := client(m.t, "ssh-keygen")
	s := &ssh{m: m, users: filepath.Join(m.dir, "users"), log: &collected{}, ended: make(chan error, 1)}
	for _, name := range people {
		if _, err := os.Stat(s.key(name)); err == nil {
			continue // of a server before
		}
		if out, err := exec.Command(keygen, "-q", "-t", "ed25519", "-N", "", "-f", s.key(name)).CombinedOutput(); err != nil {
			m.t.Fatalf("%v: %s", err, out)
		}
	}
	s.allow(people...)
	s.begin("serve", "--authorized-keys", s.users, "--addr", "127.0.0.1:0")
	return s
}

// listens starts a server and waits until it listens.
func (m *machine) listens(args ...string) *ssh {
	m.t.Helper()
	s := &ssh{m: m, log: &collected{}, ended: make(chan error, 1)}
	s.begin(args...)
	return s
}

// begin is the start of the server's process.
func (s *ssh) begin(args ...string) {
	m := s.m
	m.t.Helper()
	s.cmd = m.command(args...)
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		m.t.Fatal(err)
	}
	s.cmd.Stderr = s.log
	if err := s.cmd.Start(); err != nil {
		m.t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	addr, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	go func() { s.ended <- s.cmd.Wait() }()
	m.t.Cleanup(func() {
		_ = s.cmd.Process.Kill()
		err := <-s.ended
		s.ended <- err
	})
	if err != nil || !ok {
		m.t.Fatalf("the server says %q: %v\n%s", line, err, s.log)
	}
	s.addr = addr
}

func (s *ssh) key(name string) string { return filepath.Join(s.m.dir, "key-"+name) }

// allow writes the users file.
func (s *ssh) allow(people ...string) {
	s.m.t.Helper()
	var text strings.Builder
	for _, name := range people {
		public, err := os.ReadFile(s.key(name) + ".pub")
		if err != nil {
			s.m.t.Fatal(err)
		}
		text.WriteString(`leadpad-user="` + name + `" ` + string(public))
	}
	if err := os.WriteFile(s.users, []byte(text.String()), 0o600); err != nil {
		s.m.t.Fatal(err)
	}
}

// command is the real client on its way to the server.
func (s *ssh) command(name string, args ...string) *exec.Cmd {
	s.m.t.Helper()
	return s.client([]string{"-i", s.key(name), "-o", "IdentitiesOnly=yes"}, args...)
}

// visits is the real client of somebody who has no key.
func (s *ssh) visits() *exec.Cmd { return s.client(nil) }

func (s *ssh) client(options []string, args ...string) *exec.Cmd {
	s.m.t.Helper()
	host, port, err := net.SplitHostPort(s.addr)
	if err != nil {
		s.m.t.Fatal(err)
	}
	all := append([]string{
		"-F", "none", "-p", port, "-o", "IdentityAgent=none", "-o", "BatchMode=yes",
		"-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=" + filepath.Join(s.m.dir, "known"),
	}, options...)
	c := exec.Command(client(s.m.t, "ssh"), append(append(all, host), args...)...)
	c.Dir, c.Env = s.m.dir, s.m.env
	c.SysProcAttr = attributes()
	return c
}

// screens opens them for somebody.
func (s *ssh) screens(name string) *terminal {
	s.m.t.Helper()
	x := s.m.attach(common, s.command(name))
	x.Wait("New lead", name)
	return x
}

// says waits for a text in the server's log.
func (s *ssh) says(text string) {
	s.m.t.Helper()
	for late := time.Now().Add(patience); !strings.Contains(s.log.String(), text); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(late) {
			s.m.t.Fatalf("the log has no %q:\n%s", text, s.log)
		}
	}
}

// stops sends SIGTERM and gives how long the server took to end.
func (s *ssh) stops() time.Duration {
	s.m.t.Helper()
	began := time.Now()
	if err := s.cmd.Process.Signal(syscall.SIGTERM); err != nil {
		s.m.t.Fatal(err)
	}
	err := <-s.ended
	s.ended <- err
	if err != nil {
		s.m.t.Errorf("the server ended with %v:\n%s", err, s.log)
	}
	return time.Since(began)
}

// A server is ended while the API does not answer: what somebody typed is kept, the
// request is Not sure, and it is over within ten seconds. The next one has the same
// host key, and both people find all of theirs.
func TestAServerIsEnded(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.atOnce("--fault", "hang")
	s := m.serveSSH("ana", "bo")
	ana, bo := s.screens("ana"), s.screens("bo")
	ana.Type("Sent AG")
	ana.Key("ctrl+s")
	ana.Wait("Sent AG is Ready")
	ana.Key("f3")
	ana.Wait("1 to do")
	submitAll(ana, "1 lead")
	ana.Wait("1 sending")
	bo.Type("Half a Na")
	bo.Wait("Half a Na")
	if took := s.stops(); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
	for _, x := range []*terminal{ana, bo} {
		x.Wait("the server ends; your text is kept")
		x.Ended()
	}
	again := m.serveSSH("ana", "bo")
	if strings.Contains(again.log.String(), "host key made") || !strings.Contains(s.log.String(), "host key made") {
		t.Errorf("the host key is another one:\n%s", again.log)
	}
	m.attach(common, again.command("bo")).Wait("Half a Na")
	m.attach(common, again.command("ana")).Wait("1 not sure")
	if out, err := again.command("ana", "status", "--json").Output(); err != nil {
		t.Errorf("%v: %s", err, again.log)
	} else {
		var status struct{ Leads map[string]int }
		if err := json.Unmarshal(out, &status); err != nil || status.Leads["unsure"] != 1 {
			t.Errorf("%v: %s", err, out)
		}
	}
}

// On SIGHUP the keys are read again: who is out is told so, and everybody else stays.
func TestKeysAreReadAgainOnSIGHUP(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	s := m.serveSSH("ana", "bo")
	ana, bo := s.screens("ana"), s.screens("bo")
	ana.Type("Of Ana")
	ana.Wait("Of Ana")
	s.allow("bo")
	if err := s.cmd.Process.Signal(syscall.SIGHUP); err != nil {
		t.Fatal(err)
	}
	ana.Wait("your key is not valid any more; your text is kept")
	ana.Ended()
	s.says("users file read")
	bo.Type("Of Bo")
	bo.Wait("Of Bo")
	if err := s.command("ana", "status").Run(); err == nil {
		t.Error("a key that is gone enters")
	}
	s.says(`msg="login denied" address=127.0.0.1`)
}

// The server's user asks who is here, ends a session with its text kept, and has the
// server end when everybody has left; without a server that is said.
func TestUsersOfARealServer(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	ask := func(code int, args ...string) string {
		t.Helper()
		out, err := m.command(append([]string{"users"}, args...)...).CombinedOutput()
		got := 0
		if exit, ok := errors.AsType[*exec.ExitError](err); ok {
			got = exit.ExitCode()
		}
		if got != code {
			t.Errorf("users %v: %d, %s", args, got, out)
		}
		return string(out)
	}
	if said := ask(1, "who"); !strings.Contains(said, "no server runs on the leads in ") {
		t.Error(said)
	}
	s := m.serveSSH("ana", "bo")
	if said := ask(0, "list"); said != "ana  1 key\nbo  1 key\n" {
		t.Errorf("%q", said)
	}
	if said := ask(0, "who", "--json"); strings.TrimSpace(said) != "[]" {
		t.Errorf("%q", said)
	}
	ask(2, "drain", "soon")
	ask(1, "end", "nobody")
	ask(1, "handover", "ana", "bo")
	ask(1, "drain", "off")
	ask(0, "drain", "1h")
	select {
	case err := <-s.ended:
		s.ended <- err
		if err != nil {
			t.Errorf("%v: %s", err, s.log)
		}
	case <-time.After(20 * time.Second):
		t.Error("it does not end")
	}
	if said := ask(1, "who"); !strings.Contains(said, "no server runs on the leads in ") {
		t.Error(said)
	}
}
