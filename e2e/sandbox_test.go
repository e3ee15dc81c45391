//go:build unix

package e2e

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// server is a `leadpad sandbox` process, the real workspace of a test.
type server struct {
	t      *testing.T
	url    string
	ledger string
}

// serve starts a sandbox on a free port and waits until it listens.
func (m *machine) serve(args ...string) *server {
	m.t.Helper()
	s := &server{t: m.t, ledger: filepath.Join(m.dir, "ledger.jsonl")}
	c := m.command(append([]string{"sandbox", "--addr", "127.0.0.1:0", "--ledger", s.ledger}, args...)...)
	out, err := c.StdoutPipe()
	if err != nil {
		m.t.Fatal(err)
	}
	c.Stderr = os.Stderr
	if err := c.Start(); err != nil {
		m.t.Fatal(err)
	}
	m.t.Cleanup(func() {
		_ = c.Process.Signal(syscall.SIGTERM)
		watchdog := time.AfterFunc(5*time.Second, func() { _ = c.Process.Kill() })
		defer watchdog.Stop()
		_ = c.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	url, ok := strings.CutPrefix(strings.TrimSpace(line), "listening on ")
	if err != nil || !ok {
		m.t.Fatalf("the sandbox says %q: %v", line, err)
	}
	s.url = url
	return s
}

// acme connects the machine to the server as the workspace ACME. Lines of
// config come before the profile's own table.
func (m *machine) acme(s *server, lines ...string) {
	m.t.Helper()
	m.write(strings.Join(lines, "\n") + "\n[profiles.acme]\nbase_url = \"" + s.url + "\"\n")
	m.set("CLOSINGDEALZ_API_KEY", "sandbox-key")
}

// atOnce connects the machine to a sandbox of its own, where no lead is held and
// none goes first.
func (m *machine) atOnce(args ...string) *server {
	m.t.Helper()
	api := m.serve(args...)
	m.acme(api, "hold_seconds = 0", "canary = false")
	return api
}

// event is one line of the ledger.
type event struct {
	Event  string          `json:"event"`
	Leads  int             `json:"leads"`
	Status int             `json:"status"`
	Lead   json.RawMessage `json:"lead"`
}

// events reads the ledger.
func (s *server) events() []event {
	s.t.Helper()
	text, err := os.ReadFile(s.ledger)
	if err != nil {
		s.t.Fatal(err)
	}
	var events []event
	for line := range strings.Lines(string(text)) {
		var e event
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			s.t.Fatalf("the ledger's line %q: %v", line, err)
		}
		events = append(events, e)
	}
	return events
}

// leads are the leads created, as the server received them.
func (s *server) leads() []string {
	s.t.Helper()
	var leads []string
	for _, e := range s.events() {
		if e.Event == "lead" {
			leads = append(leads, string(e.Lead))
		}
	}
	return leads
}

// names counts the leads created by their names.
func (s *server) names() map[string]int {
	s.t.Helper()
	n := map[string]int{}
	for _, text := range s.leads() {
		var lead struct {
			Name string `json:"name"`
		}
		if err := json.Unmarshal([]byte(text), &lead); err != nil {
			s.t.Fatal(err)
		}
		n[lead.Name]++
	}
	return n
}

// requests counts the requests by status.
func (s *server) requests() map[int]int {
	s.t.Helper()
	n := map[int]int{}
	for _, e := range s.events() {
		if e.Event == "request" {
			n[e.Status]++
		}
	}
	return n
}
