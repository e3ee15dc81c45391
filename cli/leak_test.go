//go:build unix

package cli_test

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"
)

// leakKey is a key whose written forms all differ.
const leakKey = canary + "+/<=>&"

// keyForms are the ways in which the key could come out.
func keyForms() map[string]string {
	quoted, _ := json.Marshal(leakKey)
	return map[string]string{
		"plain": leakKey, "query": url.QueryEscape(leakKey), "path": url.PathEscape(leakKey), "html": html.EscapeString(leakKey),
		"json": strings.Trim(string(quoted), `"`), "hex": hex.EncodeToString([]byte(leakKey)), "base64": base64.StdEncoding.EncodeToString([]byte(leakKey)),
	}
}

// echo is a server that gives the key back in one form and place after another.
type echo struct{ n atomic.Int64 }

func (e *echo) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	key := r.Header.Get("X-API-Key")
	var all []string
	for name, form := range keyForms() {
		all = append(all, name+" "+form)
	}
	text, _ := json.Marshal("your key is " + key + ": " + strings.Join(all, ", "))
	w.Header().Set("X-RateLimit-Key", key)
	w.Header().Set("Content-Type", "application/json")
	answer := func(status int) {
		w.WriteHeader(status)
		_, _ = fmt.Fprintf(w, `{"succeeded":false,"statusCode":%d,"statusCodeDescription":%s,"message":%s,"debug":{%s:[%s]}}`, status, text, text, text, text)
	}
	switch e.n.Add(1) % 6 {
	case 1:
		answer(500)
	case 2:
		answer(400) // the lead fails with this message
	case 3:
		w.Header().Set("Location", "https://other.example/?key="+url.QueryEscape(key))
		w.WriteHeader(307)
	case 4:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(502)
		_, _ = fmt.Fprintf(w, "<html><title>%s</title><pre>X-API-Key: %s", html.EscapeString(key), strings.Join(all, "\n"))
	case 5:
		answer(401)
	default: // cut in the middle of the key
		w.Header().Set("Content-Length", "4096")
		_, _ = fmt.Fprintf(w, `{"succeeded":false,"message":"key %s`, key[:len(key)-3])
	}
}

// leaks looks for every form of the key.
func leaks(t *testing.T, where, text string) {
	t.Helper()
	for name, form := range keyForms() {
		// Two thirds of it are a leak, too.
		if part := form[:len(form)*2/3]; strings.Contains(text, part) {
			at := strings.Index(text, part)
			t.Errorf("%s holds the key (%s): …%q…", where, name, text[max(0, at-80):min(len(text), at+80)])
		}
	}
}

// leaksOnDisk looks into every file below a folder, as it is now.
func leaksOnDisk(t *testing.T, dir string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		// Never opened and closed in a process that has the database open: this is
		// the test's own.
		data, err := os.ReadFile(path)
		if err == nil {
			files = append(files, filepath.Base(path))
			leaks(t, path, string(data))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestKeyLeaksNowhere is K1 of docs/promises.md: a server echoes the key in every form
// and place; then whatever the program printed, drew, logged, stored, exported
// or said while it died is searched for it.
func TestKeyLeaksNowhere(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	srv := httptest.NewServer(&echo{})
	t.Cleanup(srv.Close)
	trace := filepath.Join(u.home, "trace.log")
	u.env = append(u.env, "LEADPAD_BASE_URL="+srv.URL, "CLOSINGDEALZ_API_KEY="+leakKey,
		// Whatever its libraries can be asked to log, and all of a stack.
		"GODEBUG=http2debug=2,netdns=2", "TEA_TRACE="+trace, "TEA_DEBUG=1", "DEBUG=1", "GOTRACEBACK=all")
	u.writeConfig("hold_seconds = 0\ncanary = false\n")
	unsettled := regexp.MustCompile("`leadpad resolve ([0-9a-f]+) --sent`")
	var said func(args ...string) string
	said = func(args ...string) string {
		r := u.run("", args...)
		leaks(t, "leadpad "+strings.Join(args, " "), r.out+r.err)
		if batch := unsettled.FindStringSubmatch(r.err); batch != nil {
			said("resolve", batch[1], "--sent") // or nothing more would go
		}
		return r.out
	}
	for i := range 6 { // each of the answers
		said("add", "--name", fmt.Sprint("Acme ", i))
		said("submit", "--all", "--yes", []string{"--json", "--dry-run=false"}[i%2])
	}
	for _, args := range []string{
		"history", "history --json", "list", "list --json", "list --state failed", "status", "status --json", "export", "export --format curl",
		"export --state failed --format json", "doctor", "doctor --json", "config show", "config check", "config path", "key test", "add --help", "nonsense",
	} {
		said(strings.Fields(args)...)
	}
	batches := 0
	for line := range strings.Lines(said("history")) {
		if id := strings.Fields(line)[0]; len(id) == 36 || len(id) >= 6 {
			said("history", id)
			said("history", id, "--json")
			batches++
		}
	}
	if batches < 6 {
		t.Errorf("only %d batches to look into", batches)
	}
	died := u.leakInScreens(trace)
	files := leaksOnDisk(t, u.home)
	t.Logf("%d batches, %d bytes of frames and stacks, files %v", batches, died, files)
}

// leakInScreens goes through the screens, looks at the files and the command
// line while they are open, and has the program die with all its stacks.
func (u *user) leakInScreens(trace string) int {
	t := u.t
	t.Helper()
	u.run("", "add", "--name", "Last AG")
	s := u.terminal()
	s.await("ready")
	s.press("\x1bOR") // F3
	s.await("Last AG")
	s.next("S", "start at once")
	s.insist("\r", "start at once") // the preflight takes no key at first
	s.await("Not sure whether")
	s.next("\r", "X-API-Key") // the request, its body and its envelope
	s.press("G")
	s.next("\x1b[15~", "Look in") // F5
	s.next("\r", "succeeded")
	s.press("G")
	if runtime.GOOS == "linux" {
		line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", s.cmd.Process.Pid))
		if err != nil || len(line) == 0 {
			t.Errorf("its command line: %q, %v", line, err)
		}
		leaks(t, "the command line", string(line))
	}
	open := strings.Join(append(leaksOnDisk(t, filepath.Join(u.home, "data")), leaksOnDisk(t, filepath.Join(u.home, "state"))...), " ")
	if !strings.Contains(open, "queue.db-wal") || !strings.Contains(open, "window.db") {
		t.Errorf("the database's log was not searched: %s", open)
	}
	// Go's own way to die with every stack, as a panic does.
	if err := s.cmd.Process.Signal(syscall.SIGQUIT); err != nil {
		t.Fatal(err)
	}
	s.end()
	text := s.text()
	if !strings.Contains(text, "goroutine 1") {
		t.Errorf("it did not die with its stacks: %q", text[max(0, len(text)-500):])
	}
	leaks(t, "the terminal", text)
	if log, err := os.ReadFile(trace); err != nil || len(log) == 0 {
		t.Logf("no trace was written: %v", err)
	}
	return len(text)
}

// next presses keys and waits until a text is drawn after that.
func (s *session) next(keys, text string) {
	s.t.Helper()
	before := len(s.text())
	s.press(keys)
	s.awaitFrom(before, text)
}

// insist presses a key until it is taken and a text is gone from the screen. It
// asks for a new screen each time, which comes when the key was run.
func (s *session) insist(key, text string) {
	s.t.Helper()
	for range 60 {
		time.Sleep(300 * time.Millisecond) // only lest it is pressed in vain too often
		s.press(key)
		before := len(s.text())
		s.press("\x0c")
		cleared := s.awaitFrom(before, "\x1b[2J")
		end := s.awaitFrom(cleared, "help") // the end of each screen's last line
		if !strings.Contains(s.text()[cleared:end], text) {
			return
		}
	}
	s.t.Fatalf("%q is not taken; got %q", key, s.text())
}
