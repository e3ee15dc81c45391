//go:build unix

package cli_test

import (
	"encoding/json"
	"strings"
	"syscall"
	"testing"

	"leadpad/api/apitest"
)

// offline is a user whose server is not there.
func offline(t *testing.T, env ...string) (u *user, addr string) {
	t.Helper()
	addr = apitest.Nowhere(t)
	u = newUser(t, append(env, "LEADPAD_BASE_URL=http://"+addr, "CLOSINGDEALZ_API_KEY="+canary)...)
	u.ready(2)
	return u, addr
}

func TestSubmitSaysThatThereIsNoConnection(t *testing.T) {
	t.Parallel()
	u, addr := offline(t, "TERM=dumb")
	s := u.terminal("submit", "--yes")
	s.await("Can't reach " + addr + ": nothing answers there. Nothing was sent. Trying again in 1 s.")
	s.await("Trying again in 2 s.")
	if text := s.text(); strings.Contains(text, "request ") || strings.Count(text, "nothing answers there") != 2 {
		t.Errorf("not one line for each try: %q", text)
	}
	if err := s.cmd.Process.Signal(syscall.SIGINT); err != nil {
		t.Fatal(err)
	}
	if code := s.end(); code != 130 || !strings.Contains(s.text(), "0 sent, 0 failed, 0 not sure, 2 ready again") {
		t.Errorf("ended with %d: %q", code, s.text())
	}
}

// TestSubmitCountsOnlyRequestsThatLeft: the server comes back.
func TestSubmitCountsOnlyRequestsThatLeft(t *testing.T) {
	t.Parallel()
	u, addr := offline(t)
	s := u.terminal("submit", "--yes")
	s.await("Can't reach " + addr)
	s.await("goes on in 2 s")
	u.sandbox("--key", canary, "--addr", addr)
	if code := s.end(); code != 0 {
		t.Errorf("ended with %d", code)
	}
	text := s.screen(100)
	if !strings.Contains(text, "✓ 2 leads were sent (2 requests, ") || strings.Count(text, "nothing answers there") != 1 || strings.Contains(s.text(), "of 3 requests") {
		t.Errorf("got %s", text)
	}
}

func TestSubmitJSONTellsEachTry(t *testing.T) {
	t.Parallel()
	u, addr := offline(t)
	c := u.command(t.Context(), "submit", "--yes", "--json")
	s := u.onTerminal(250, c)
	s.await(`"Trying again in 2 s."`)
	s.press("\x03")
	if code := s.end(); code != 130 {
		t.Errorf("ended with %d", code)
	}
	n := 0
	for line := range strings.SplitSeq(s.text(), "\n") {
		var e struct{ Event, What, Next, Again string }
		if json.Unmarshal([]byte(strings.Trim(line, "\r^C")), &e) != nil || e.Event != "retry" {
			continue
		}
		n++
		if !strings.Contains(e.What, addr) || e.Next == "" || e.Again == "" {
			t.Errorf("got %s", line)
		}
	}
	if n != 2 {
		t.Errorf("%d tries in %q", n, s.text())
	}
}
