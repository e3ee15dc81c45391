package cli_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"leadpad/queue/queuetest"
)

// restored is how a queue comes back that was copied, and what is left of it then.
var restored = map[string]struct {
	live bool // the copy is made while leads are sent
	keep func(u *user) (copied string)
	back func(u *user, copied string)
}{
	"by the command":               {false, (*user).backup, (*user).restoreBackup},
	"by the command while sending": {true, (*user).backup, (*user).restoreBackup},
	"by copying the file back":     {false, (*user).copyFile, (*user).copyBack},
	"to another folder": {false, (*user).copyFile, func(u *user, copied string) {
		u.set("LEADPAD_DATA", filepath.Join(u.home, "elsewhere"))
		u.copyBack(copied)
	}},
	"to another machine": {false, (*user).copyFile, func(u *user, copied string) {
		u.set("LEADPAD_STATE", filepath.Join(u.home, "other"))
		u.copyBack(copied)
	}},
}

func (u *user) backup() string {
	file := filepath.Join(u.home, "backup.db")
	u.must(0, "backup", file)
	return file
}

func (u *user) restoreBackup(file string) { u.must(0, "backup", "--restore", file) }

// set changes a variable of the user's environment.
func (u *user) set(name, value string) { u.env = append(u.env, name+"="+value) }

// data is the user's folder of leads.
func (u *user) data() (dir string) {
	for _, one := range u.env {
		if v, ok := strings.CutPrefix(one, "LEADPAD_DATA="); ok {
			dir = v
		}
	}
	return dir
}

// copyFile copies the queue's file, which no program has open.
func (u *user) copyFile() string {
	file := filepath.Join(u.home, "copy.db")
	u.copyTo(filepath.Join(u.data(), "queue.db"), file)
	return file
}

func (u *user) copyBack(file string) {
	if err := os.MkdirAll(u.data(), 0o700); err != nil {
		u.t.Fatal(err)
	}
	u.copyTo(file, filepath.Join(u.data(), "queue.db"))
}

func (u *user) copyTo(from, to string) {
	u.t.Helper()
	data, err := os.ReadFile(from)
	if err == nil {
		err = os.WriteFile(to, data, 0o600)
	}
	if err != nil {
		u.t.Fatal(err)
	}
}

// A queue that was copied and comes back after some of its leads were sent sends
// none of them by itself.
func TestRestoredQueueSendsNothingTwice(t *testing.T) {
	t.Parallel()
	random := queuetest.Seeded(t)
	n := queuetest.Trials(4)
	t.Logf("%d × %d ways", n, len(restored))
	for way := range restored {
		for i := range n {
			seed := random.Uint64()
			t.Run(fmt.Sprint(way, " ", i), func(t *testing.T) {
				t.Parallel()
				u, srv := connected(t)
				u.restoreTrial(srv, way, rand.New(rand.NewPCG(seed, 0)))
				if i == 0 {
					u.goesOn(srv)
				}
			})
		}
	}
}

func (u *user) restoreTrial(srv *server, way string, random *rand.Rand) {
	u.t.Helper()
	w, leads := restored[way], 12
	if w.live {
		leads = 120
	}
	u.ready(leads)
	ids := u.readyIDs()
	random.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	before, after := random.IntN(5), 1+random.IntN(6)
	if before > 0 {
		u.must(0, append([]string{"submit", "--yes"}, ids[:before]...)...)
	}
	var copied string
	if w.live {
		copied = u.whileSending(w.keep, time.Duration(random.IntN(250))*time.Millisecond)
	} else {
		copied = w.keep(u)
		u.must(0, append([]string{"submit", "--yes"}, ids[before:before+after]...)...)
	}
	went := len(srv.leads())
	w.back(u, copied)
	// The key's fingerprint does not move along everywhere; that is not what stops it.
	u.run("", "submit", "--all", "--yes", "--new-key")
	if got := len(srv.leads()); got != went {
		u.t.Errorf("%d leads went by themselves", got-went)
	}
	list := u.must(0, "list", "--json").out
	if n := strings.Count(list, `"state":"ready"`); n != 0 {
		u.t.Errorf("%d are Ready", n)
	}
	if n := strings.Count(list, "may already be in ClosingDealz: this queue was restored from "); !w.live && n != leads-before {
		u.t.Errorf("%d were Ready, %d wait: %s", leads-before, n, list)
	}
	names := map[any]int{}
	for _, l := range srv.leads() {
		if names[l["name"]]++; names[l["name"]] > 1 {
			u.t.Errorf("%v went twice", l["name"])
		}
	}
}

// goesOn sees that what is added to a queue that came back goes.
func (u *user) goesOn(srv *server) {
	u.t.Helper()
	went := len(srv.leads())
	// A copy that was made while two requests were under way knows the end of neither.
	for _, id := range u.batches("unsure") {
		u.must(0, "resolve", id, "--sent")
	}
	u.must(0, "add", "--name", "New")
	u.must(0, "submit", "--all", "--yes", "--new-key")
	if got := len(srv.leads()); got != went+1 {
		u.t.Errorf("a new lead did not go: %d, then %d", went, got)
	}
}

// whileSending keeps a copy some time after a submission of all leads began, which
// then goes on to its end.
func (u *user) whileSending(keep func(*user) string, wait time.Duration) (copied string) {
	c := u.command(u.t.Context(), "submit", "--all", "--yes")
	if err := c.Start(); err != nil {
		u.t.Fatal(err)
	}
	time.Sleep(wait)
	copied = keep(u)
	if err := c.Wait(); err != nil {
		u.t.Errorf("submit: %v", err)
	}
	return copied
}

func (u *user) readyIDs() (ids []string) {
	u.t.Helper()
	var list []struct{ ID string }
	if err := json.Unmarshal([]byte(u.must(0, "list", "--state", "ready", "--json").out), &list); err != nil {
		u.t.Fatal(err)
	}
	for _, l := range list {
		ids = append(ids, l.ID)
	}
	return ids
}

// What nothing was sent of since stays as it was.
func TestRestoredQueueOfWhichNothingWent(t *testing.T) {
	t.Parallel()
	u, _ := connected(t)
	u.ready(3)
	u.must(0, append([]string{"submit", "--yes"}, u.readyIDs()[:1]...)...)
	file := u.backup()
	u.must(0, "add", "--name", "Later")
	r := u.must(0, "backup", "--restore", file)
	if !strings.Contains(r.out, "3 leads restored") || !strings.Contains(r.out, "queue.db.before-restore-") {
		t.Error(r.out)
	}
	u.must(0, "backup", "--restore", file) // within the same second, most likely
	if ids := u.readyIDs(); len(ids) != 2 {
		t.Errorf("%d are Ready", len(ids))
	}
	if kept, _ := filepath.Glob(filepath.Join(u.home, "*", "queue.db.before-restore-*")); len(kept) < 2 {
		t.Errorf("of what stood there before, %v are kept", kept)
	}
}

// A backup overwrites nothing, is nobody else's to read, and a file that is no
// backup, or a queue that is in use, is left alone.
func TestBackupRefuses(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	if r := u.must(1, "backup", filepath.Join(u.home, "none.db")); !strings.Contains(r.err, "holds no leads yet") {
		t.Error(r.err)
	}
	u.ready(3)
	file := u.backup()
	if st, err := os.Stat(file); err != nil || runtime.GOOS != "windows" && st.Mode().Perm() != 0o600 {
		t.Errorf("%v, %v", st.Mode(), err)
	}
	if r := u.must(1, "backup", file); !strings.Contains(r.err, "is there already") {
		t.Error(r.err)
	}
	u.must(2, "backup")
	u.must(2, "backup", "--restore")
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"none": {nil, "no such file"}, "empty": {[]byte{}, "it is no queue of leadpad."},
		"text": {[]byte(strings.Repeat("no database at all, but a text that is long enough to be one\n", 9)), "it is no queue of leadpad."},
		"cut":  {whole[:len(whole)/2], "it is damaged ("}, "flipped": {flipped(whole), "damaged"},
	} {
		bad := filepath.Join(u.home, name)
		if c.data != nil {
			if err := os.WriteFile(bad, c.data, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		r := u.must(1, "backup", "--restore", bad)
		if !strings.Contains(r.err, "nothing was changed") || strings.Contains(r.err, "--salvage") || runtime.GOOS != "windows" && !strings.Contains(r.err, c.says) {
			t.Errorf("%s: %s", name, r.err)
		}
	}
	if got := len(u.readyIDs()); got != 3 {
		t.Errorf("%d leads are left", got)
	}
	left, err := filepath.Glob(filepath.Join(u.data(), "*restor*"))
	if err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// flipped has one bit of a lead's text another way.
func flipped(whole []byte) []byte {
	bad := append([]byte{}, whole...)
	i := strings.LastIndex(string(bad), `"Lead 1"`)
	bad[i+3] ^= 1
	return bad
}

// At a prompt a person makes the drafts of a copy Ready, some of them or all, and is
// told when they became drafts. What has other problems, and what is no copy's
// draft, stays.
func TestDraftsOfACopyAreReleased(t *testing.T) {
	t.Parallel()
	u, srv := connected(t)
	u.ready(3)
	ids := u.readyIDs()
	u.must(0, "submit", "--yes", ids[0])
	u.run(`[{"name": "Wrong", "email": "no address"}]`, "import", "-")
	copied := u.copyFile()
	u.set("LEADPAD_DATA", filepath.Join(u.home, "elsewhere"))
	u.copyBack(copied)
	if r := u.must(0, "list"); !strings.Contains(r.err, "2 leads that could go are drafts now") || !strings.Contains(r.err, "`leadpad resolve --drafts --ready`") {
		t.Errorf("the first command says %q", r.err)
	}
	if r := u.must(0, "list"); r.err != "" {
		t.Errorf("the next one says %q", r.err)
	}
	u.must(2, "resolve", "--drafts", "--sent")
	u.must(2, "resolve", "--drafts")
	if r := u.must(0, "resolve", "--drafts", "--ready", ids[1]); r.out != "1 draft is Ready now\n" {
		t.Errorf("one by its id: %q", r.out)
	}
	if r := u.must(1, "resolve", "--drafts", "--ready", ids[1]); !strings.Contains(r.err, ids[1]+" is no draft that may already be in ClosingDealz") {
		t.Errorf("once more: %q", r.err)
	}
	stranger := "0199f3a1-5b7c-7d20-8e4f-6a1b2c3d4e5f"
	if r := u.must(1, "resolve", "--drafts", "--ready", stranger); !strings.Contains(r.err, stranger+" is not in workspace") {
		t.Errorf("a wrong id: %q", r.err)
	}
	u.must(0, "submit", "--yes", "--new-key")
	if n := len(srv.leads()); n != 2 {
		t.Errorf("%d leads arrived, want 2", n)
	}
	if r := u.must(3, "resolve", "--drafts", "--ready", ids[2], stranger); r.out != "1 draft is Ready now\n" {
		t.Errorf("the rest: %q", r.out)
	}
	u.must(0, "resolve", "--drafts", "--ready")
	if list := u.must(0, "list", "--json").out; strings.Count(list, `"state":"draft"`) != 1 {
		t.Errorf("the wrong one is no draft: %s", list)
	}
}
