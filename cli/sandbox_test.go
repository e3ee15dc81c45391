package cli_test

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// server is a running `leadpad sandbox`.
type server struct {
	t      *testing.T
	url    string
	ledger string
	cmd    *exec.Cmd
}

// sandbox starts one on a free port; it ends with the test.
func (u *user) sandbox(args ...string) *server {
	u.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 5*limit) // a test is many commands
	u.t.Cleanup(cancel)
	s := &server{t: u.t, ledger: filepath.Join(u.t.TempDir(), "ledger.jsonl")}
	s.cmd = u.command(ctx, append([]string{"sandbox", "--addr", "127.0.0.1:0", "--ledger", s.ledger}, args...)...)
	out, err := s.cmd.StdoutPipe()
	if err != nil {
		u.t.Fatal(err)
	}
	s.cmd.Stderr = os.Stderr
	if err := s.cmd.Start(); err != nil {
		u.t.Fatal(err)
	}
	u.t.Cleanup(func() { _ = s.cmd.Process.Kill(); _ = s.cmd.Wait() })
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		u.t.Fatalf("first line: %v", err)
	}
	url, ok := strings.CutPrefix(strings.TrimSuffix(line, "\n"), "listening on ")
	if !ok || !strings.HasPrefix(url, "http://127.0.0.1:") {
		u.t.Fatalf("the first line is %q", line)
	}
	s.url = url
	return s
}

// leads are the leads that the server created, as it received them.
func (s *server) leads() []map[string]any {
	s.t.Helper()
	data, err := os.ReadFile(s.ledger)
	if err != nil {
		s.t.Fatal(err)
	}
	var got []map[string]any
	for line := range strings.Lines(string(data)) {
		var event struct {
			Event string
			Lead  map[string]any
		}
		if err := json.Unmarshal([]byte(line), &event); err != nil {
			s.t.Fatalf("ledger line %q: %v", line, err)
		}
		if event.Event == "lead" {
			got = append(got, event.Lead)
		}
	}
	return got
}

// connected is a user whose environment names a sandbox and its key.
func connected(t *testing.T, args ...string) (*user, *server) {
	t.Helper()
	u := newUser(t)
	s := u.sandbox(append([]string{"--key", canary}, args...)...)
	u.env = append(u.env, "LEADPAD_BASE_URL="+s.url, "CLOSINGDEALZ_API_KEY="+canary)
	return u, s
}

func TestSandboxEndsCleanlyOnSignals(t *testing.T) {
	t.Parallel()
	for _, sig := range []os.Signal{syscall.SIGTERM, os.Interrupt} {
		u := newUser(t)
		s := u.sandbox()
		if err := s.cmd.Process.Signal(sig); err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- s.cmd.Wait() }()
		select {
		case err := <-done:
			if err != nil {
				t.Errorf("%v: %v", sig, err)
			}
		case <-time.After(limit):
			t.Errorf("%v: still there", sig)
		}
	}
}

func TestSandboxFlags(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	_, port, _ := net.SplitHostPort(l.Addr().String())
	for _, c := range []struct {
		args []string
		code int
		says string
	}{
		{[]string{"--addr", "127.0.0.1:" + port}, 1, "use --addr 127.0.0.1:0"},
		{[]string{"--addr", "0.0.0.0:0"}, 2, "--public"},
		{[]string{"--addr", ":0"}, 2, "--public"},
		{[]string{"--addr", "example.com:0"}, 2, "--public"},
		{[]string{"--addr", "8787"}, 2, "write it like 127.0.0.1:8787"},
		{[]string{"--fault", "banana"}, 2, "truncate"},
		{[]string{"--plan", "gold"}, 2, "free"},
		{[]string{"--docs", "new"}, 2, "legacy"},
		{[]string{"--window-kind", "round"}, 2, "leaky"},
		{[]string{"--key", " "}, 2, "an API key of the sandbox is empty"},
		{[]string{"--latency", "-1s"}, 2, "cannot be negative"},
		{[]string{"--requests", "-1"}, 2, "cannot be negative"},
		{[]string{"--ledger", filepath.Join(u.home, "no", "such", "folder")}, 1, "name another file"},
		{[]string{"more"}, 2, "takes no"},
	} {
		r := u.run("", append([]string{"sandbox"}, c.args...)...)
		if r.code != c.code || !strings.Contains(r.err, c.says) || r.out != "" {
			t.Errorf("%v: got %d %q, want %d and %q", c.args, r.code, r.err, c.code, c.says)
		}
	}
}

func TestSubmitSendsEachLeadOnce(t *testing.T) {
	t.Parallel()
	u, s := connected(t)
	var lines strings.Builder
	const leads = 250
	for i := range leads {
		fmt.Fprintf(&lines, `{"isContact":%t,"name":"Lead %d","email":[{"Address":"l%d@example.com"}]}`+"\n", i%2 == 0, i, i)
	}
	if r := u.run(lines.String(), "import", "-"); r.code != 0 || !strings.Contains(r.out, "250 Ready") {
		t.Fatalf("import: %d %s%s", r.code, r.out, r.err)
	}
	r := u.must(0, "submit", "--all", "--yes", "--json")
	var last map[string]any
	for line := range strings.Lines(r.out) {
		last = nil
		if err := json.Unmarshal([]byte(line), &last); err != nil {
			t.Fatalf("%q is no JSON: %v", line, err)
		}
	}
	if last["event"] != "end" || last["sent"] != float64(leads) {
		t.Errorf("the last event is %v", last)
	}
	seen := map[any]int{}
	for _, l := range s.leads() {
		seen[l["name"]]++
	}
	if len(seen) != leads {
		t.Errorf("the server has %d leads, want %d", len(seen), leads)
	}
	for name, n := range seen {
		if n != 1 {
			t.Errorf("%v was created %d times", name, n)
		}
	}
	if r := u.run("", "submit", "--all", "--yes"); r.code != 1 || !strings.Contains(r.err, "no ready leads") {
		t.Errorf("again: %d %s", r.code, r.err)
	}
	var batches []struct{ State string }
	if err := json.Unmarshal([]byte(u.must(0, "history", "--json").out), &batches); err != nil || len(batches) < 3 {
		t.Errorf("history has %d batches, %v", len(batches), err)
	}
}

func TestSubmitExitCodes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		flags []string
		code  int
		state string
	}{
		{"server error", []string{"--fault", "status=500:1"}, 4, "unsure"},
		{"html", []string{"--fault", "html:1"}, 4, "unsure"},
		{"cut after the body", []string{"--fault", "reset-after:1"}, 4, "unsure"},
		{"refused for content", []string{"--fault", "reject=role is odd:1"}, 3, "failed"},
		{"wrong key", []string{"--key", "another-key"}, 5, "ready"},
		{"free plan", []string{"--plan", "downgraded"}, 5, "ready"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t)
			s := u.sandbox(append([]string{"--key", "first-key"}, c.flags...)...)
			key := canary
			if c.name != "wrong key" {
				key = "first-key"
			}
			u.env = append(u.env, "LEADPAD_BASE_URL="+s.url, "CLOSINGDEALZ_API_KEY="+key)
			u.must(0, "add", "--name", "Acme")
			r := u.run("", "submit", "--all", "--yes")
			if r.code != c.code {
				t.Errorf("got %d, want %d\n%s%s", r.code, c.code, r.out, r.err)
			}
			if r.err == "" || strings.Count(strings.TrimSpace(r.err), "\n") > 0 {
				t.Errorf("stderr is not one line: %q", r.err)
			}
			if list := u.must(0, "list", "--json", "--state", c.state).out; !strings.Contains(list, `"name":"Acme"`) {
				t.Errorf("the lead is not %s: %s", c.state, u.must(0, "list", "--json").out)
			}
		})
	}
}

func TestResolveSettlesABatch(t *testing.T) {
	t.Parallel()
	u, _ := connected(t, "--fault", "status=500:2")
	u.must(0, "add", "--name", "There")
	u.must(4, "submit", "--all", "--yes")
	id := strings.Fields(u.must(0, "history").out)[0]
	u.must(2, "resolve", id)
	u.must(2, "resolve", id, "--sent", "--ready")
	u.must(2, "resolve", "nonsense", "--sent")
	u.must(0, "resolve", id, "--sent")
	u.must(1, "resolve", id, "--sent")
	if out := u.must(0, "list", "--state", "sent").out; !strings.Contains(out, "There") {
		t.Errorf("not sent: %s", out)
	}
	if out := u.must(0, "history", id).out; !strings.Contains(out, "A person found it there") || !strings.Contains(out, "HTTP 500") && !strings.Contains(out, "500") {
		t.Errorf("the batch shows as %s", out)
	}
}

func TestSignalWhileSendingFinishesTheRequest(t *testing.T) {
	t.Parallel()
	u, s := connected(t, "--latency", "700ms")
	var lines strings.Builder
	for i := range 150 {
		fmt.Fprintf(&lines, `{"isContact":false,"name":"Lead %d"}`+"\n", i)
	}
	u.run(lines.String(), "import", "-")
	c := u.command(t.Context(), "submit", "--all", "--yes")
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	for len(s.leads()) == 0 { // the first request's leads are there before its answer
		if c.ProcessState != nil {
			t.Fatal("ended")
		}
		time.Sleep(5 * time.Millisecond)
	}
	_ = c.Process.Signal(syscall.SIGTERM)
	_ = c.Wait()
	if code := c.ProcessState.ExitCode(); code != 130 {
		t.Errorf("ended with %d, want 130", code)
	}
	var st struct{ Leads map[string]int }
	if err := json.Unmarshal([]byte(u.must(0, "status", "--json").out), &st); err != nil {
		t.Fatal(err)
	}
	if got := len(s.leads()); st.Leads["sent"] != got || st.Leads["ready"] != 150-got || got == 150 {
		t.Errorf("the server has %d, the queue says %v", got, st.Leads)
	}
}

func TestWhatNobodyKnowsComesInAsADraft(t *testing.T) {
	t.Parallel()
	u, srv := connected(t, "--fault", "status-after=500:1")
	u.writeConfig("[rate]\nwindow = \"1s\"\n") // which the second submission waits out
	u.must(0, "add", "--name", "Acme", "--email", "info@acme.example")
	before := u.must(0, "list", "--json").out
	u.must(4, "submit", "--all", "--yes")
	if r := u.must(0, "add", "--name", "Acme Inc", "--email", "INFO@acme.example"); !strings.Contains(r.out, "Draft") || !strings.Contains(r.out, "may already be in ClosingDealz, batch") {
		t.Errorf("a copy came in as %s", r.out)
	}
	if r := u.run(before, "import", "-"); !strings.Contains(r.out, "1 was here already, the same") {
		t.Errorf("the same lead came in as %s", r.out)
	}
	other := strings.Replace(before, `"id":"01`, `"id":"02`, 1)
	if r := u.run(other, "import", "-"); !strings.Contains(r.out, "0 Ready, 1 Draft") {
		t.Errorf("an import came in as %s", r.out)
	}
	u.must(0, "add", "--name", "Other", "--email", "info@other.example")
	u.must(0, "submit", "--all", "--yes")
	if n := len(srv.leads()); n != 2 {
		t.Errorf("the server has %d leads, want 2", n)
	}
}
