//go:build unix

package cli_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"leadpad/queue/queuetest"
)

// Of the file of an interrupted import half is new and half changes drafts.
const newLeads, oldDrafts = 60, 60

// TestImportInterrupted ends imports at random moments, by a signal, kill -9 and a
// disk that takes no more: all of it is in or nothing, the word says which, and
// running it again adds nothing twice.
func TestImportInterrupted(t *testing.T) {
	t.Parallel()
	from := newUser(t)
	file, took := interruptible(t, from)
	random, mu := queuetest.Seeded(t), sync.Mutex{}
	t.Logf("%d trials, an import takes %v", queuetest.Trials(100), took)
	seen := map[string]int{}
	t.Run("trials", func(t *testing.T) {
		for i := range queuetest.Trials(100) {
			way, at, room := i%3, time.Duration(random.Int64N(int64(2*took))), max(0, random.IntN(840)-40)
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				u := newUser(t)
				if err := os.CopyFS(filepath.Join(u.home, "data"), os.DirFS(filepath.Join(from.home, "data"))); err != nil {
					t.Fatal(err)
				}
				first, said := u.interruptedImport(file, way, at, room)
				came := u.importedBefore(file)
				mu.Lock()
				seen[fmt.Sprintf("%s, %s, %s", [...]string{"signal", "kill -9", "full disk"}[way], said, came)]++
				mu.Unlock()
				if said != came && said != "no word" || came == "half" || said == "no word" && way == 2 {
					t.Errorf("way %d after %v, %d blocks: said %s, came %s\n%s%s", way, at, room, said, came, first.out, first.err)
				}
				if came == "nothing" {
					came = u.importedBefore(file)
				}
				if came != "all" {
					t.Errorf("once it is imported, another import finds %s", came)
				}
			})
		}
	})
	for what, n := range seen {
		t.Logf("%3d × %s", n, what)
	}
}

// interruptible makes drafts, and a file that changes them and brings new leads; it
// says how long its import takes.
func interruptible(t *testing.T, u *user) (file string, took time.Duration) {
	t.Helper()
	var text strings.Builder
	for i := range oldDrafts {
		fmt.Fprintf(&text, `{"name":"Old %d","emails":["no address"]}`+"\n", i)
	}
	if r := u.run(text.String(), "import", "-"); r.code != 0 {
		t.Fatal(r.err)
	}
	exported := strings.ReplaceAll(u.must(0, "export", "--format", "json").out, "no address", "an@address.example")
	text.Reset()
	for i := range newLeads {
		fmt.Fprintf(&text, `{"name":"New %d","phones":["+1 555 204 %04d"]}`+"\n", i, i)
	}
	file = filepath.Join(u.home, "old.json")
	if err := os.WriteFile(file, []byte(exported), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file+"l", []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	begun := time.Now()
	u.must(0, "import", "--dry-run", file, file+"l")
	return file, time.Since(begun)
}

// interruptedImport imports until something happens: way 0 is a signal at a moment,
// 1 is kill -9, 2 a file size that the system refuses.
func (u *user) interruptedImport(file string, way int, at time.Duration, room int) (r result, said string) {
	u.t.Helper()
	c := u.command(u.t.Context(), "import", file, file+"l")
	if way == 2 {
		c.Path, c.Args = "/bin/sh", []string{"sh", "-c", fmt.Sprintf(`ulimit -f %d; exec "$@"`, room), "sh", binary, "import", file, file + "l"}
	}
	var out, errs bytes.Buffer
	c.Stdout, c.Stderr = &out, &errs
	if err := c.Start(); err != nil {
		u.t.Fatal(err)
	}
	ended := make(chan struct{})
	go u.interrupt(c.Process, way, at, ended)
	_ = c.Wait()
	close(ended)
	r = result{out.String(), errs.String(), c.ProcessState.ExitCode()}
	switch {
	case strings.Contains(r.out, "Ready"):
		return r, "all"
	case strings.Contains(r.err, "nothing was imported"):
		return r, "nothing"
	}
	return r, "no word"
}

// interrupt does what a way says to a process, at moments of its start, or once it
// began to write.
func (u *user) interrupt(p *os.Process, way int, at time.Duration, ended <-chan struct{}) {
	wal := filepath.Join(u.home, "data", "queue.db-wal")
	writes := func() bool {
		st, err := os.Stat(wal)
		return at%3 == 0 || err == nil && st.Size() > 0
	}
	for !writes() {
		select {
		case <-ended:
			return
		case <-time.After(time.Millisecond):
		}
	}
	select {
	case <-ended:
		return
	case <-time.After(at):
	}
	switch way {
	case 0:
		_ = p.Signal([]os.Signal{os.Interrupt, syscall.SIGTERM, syscall.SIGHUP}[at/3%3])
	case 1:
		_ = p.Kill()
	}
}

// importedBefore imports the file again and tells from what it says what of it was
// there.
func (u *user) importedBefore(file string) string {
	u.t.Helper()
	var n struct{ Ready, Drafts, Updated, Unchanged, AlreadyHere int }
	out := u.must(0, "import", "--json", file, file+"l").out
	if err := json.Unmarshal([]byte(out), &n); err != nil {
		u.t.Fatal(err)
	}
	switch {
	case n.Ready == newLeads+oldDrafts && n.Updated == oldDrafts && n.AlreadyHere+n.Unchanged == 0:
		return "nothing"
	case n.AlreadyHere == newLeads && n.Unchanged == oldDrafts && n.Ready+n.Drafts == 0:
		return "all"
	}
	u.t.Log(out)
	return "half"
}
