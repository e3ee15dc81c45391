package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

// statuses counts the requests that the server answered, by status.
func (s *server) statuses() map[int]int {
	s.t.Helper()
	data, err := os.ReadFile(s.ledger)
	if err != nil {
		s.t.Fatal(err)
	}
	got := map[int]int{}
	for line := range strings.Lines(string(data)) {
		var event struct {
			Event  string
			Status int
		}
		if err := json.Unmarshal([]byte(line), &event); err != nil {
			s.t.Fatalf("ledger line %q: %v", line, err)
		}
		if event.Event == "request" {
			got[event.Status]++
		}
	}
	return got
}

// One key in three data folders keeps to one window, because the ledger is the
// user's: the server turns nobody away. 30 s of it with LEADPAD_LONG.
func TestOneKeyInThreeDataFolders(t *testing.T) {
	t.Parallel()
	leads, most := 1500, 6*time.Second
	if os.Getenv("LEADPAD_LONG") != "" {
		leads, most = 10_000, 30*time.Second
	}
	u, srv := connected(t, "--requests", "20", "--window", "2s", "--window-kind", "exact")
	u.writeConfig("hold_seconds = 0\n[rate]\nrequests = 20\nwindow = \"2s\"\n")
	var work sync.WaitGroup
	begun := time.Now()
	for _, folder := range []string{"a", "b", "c"} {
		one := *u
		one.env = append(one.env[:len(one.env):len(one.env)], "LEADPAD_DATA="+filepath.Join(u.home, folder))
		one.ready(leads)
		work.Go(func() {
			if r := one.run("", "submit", "--all", "--yes"); r.code != 0 {
				t.Errorf("folder %s: %d %s%s", folder, r.code, r.out, r.err)
			}
		})
	}
	work.Wait()
	took, got := time.Since(begun), srv.statuses()
	if got[429] != 0 || len(got) != 1 || len(srv.leads()) != 3*leads {
		t.Errorf("the server answered %v and has %d leads", got, len(srv.leads()))
	}
	// Without the law three folders would be done at once, and the test prove nothing.
	if law := time.Duration((got[200]-1)/20) * 2 * time.Second; took < law || law < most/2 {
		t.Errorf("%d requests in %v; the window allows no less than %v", got[200], took, law)
	}
	t.Logf("%d requests by three folders in %v, %d × 429", got[200], took, got[429])
	for _, folder := range []string{"a", "b", "c"} {
		if _, err := os.Lstat(filepath.Join(u.home, folder, "window.db")); err == nil {
			t.Errorf("folder %s has a ledger of its own", folder)
		}
	}
	if _, err := os.Lstat(filepath.Join(u.home, "state", "window.db")); err != nil {
		t.Error(err)
	}
}

// A state folder in which somebody else could forge the window keeps nobody from
// reading, and nothing goes.
func TestStateFolderOfOthersCanBeReadBeside(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("folders have no modes here")
	}
	u, srv := connected(t)
	u.ready(2)
	if err := os.Chmod(filepath.Join(u.home, "state"), 0o777); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"list", "status", "history", "export"} {
		if r := u.must(0, command); strings.Contains(r.err, "others may write") {
			t.Errorf("%s says %q", command, r.err)
		}
	}
	for _, command := range [][]string{{"submit", "--all", "--yes"}, {"key", "test"}, {"doctor"}} {
		if r := u.must(1, command...); !strings.Contains(r.out+r.err, "run chmod go-w on it") {
			t.Errorf("%v says %q", command, r.out+r.err)
		}
	}
	if n := len(srv.leads()); n != 0 || strings.Count(u.must(0, "list", "--json").out, `"state":"ready"`) != 2 {
		t.Errorf("%d leads went", n)
	}
}

// The state folder is named, or follows the rules of the system; one that cannot be
// written is said with what to do.
func TestStateFolder(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		env  []string
		want string
	}{
		"named":             {[]string{"LEADPAD_STATE=mine"}, "mine"},
		"XDG_STATE_HOME":    {[]string{"LEADPAD_STATE=", "XDG_STATE_HOME=HOME/s"}, "s/leadpad"},
		"the home's":        {[]string{"LEADPAD_STATE="}, ".local/state/leadpad"},
		"without a home":    {[]string{"LEADPAD_STATE=", "HOME="}, "data"},
		"the leads' folder": {[]string{"LEADPAD_STATE=data"}, "data"},
	} {
		if strings.HasPrefix(c.want, ".") && runtime.GOOS != "linux" {
			continue // elsewhere it has another name
		}
		u := newUser(t)
		for _, v := range c.env {
			u.env = append(u.env, strings.ReplaceAll(v, "HOME/", u.home+"/"))
		}
		u.must(0, "status")
		if _, err := os.Lstat(filepath.Join(u.home, c.want, "window.db")); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	u := newUser(t)
	u.env = append(u.env, "LEADPAD_STATE="+filepath.Join(u.home, "config.toml"))
	u.writeConfig("")
	if r := u.must(1, "status"); !strings.Contains(r.err, "config.toml") || !strings.Contains(r.err, "set LEADPAD_STATE to another one") {
		t.Errorf("it says %q", r.err)
	}
}
