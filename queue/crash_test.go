//go:build unix

package queue

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/google/uuid"

	"leadpad/lead"
)

// children are what the test binary does as a child of a test.
func children() map[string]func(args []string) error {
	return map[string]func(args []string) error{
		"save":    childSave,
		"lock":    childLock,
		"migrate": childMigrate,
		"send":    childSend,
		"umask":   childUmask,
		"denied":  childDenied,
		"large":   childLarge,
	}
}

// seeded prints the seed that a test draws from, and draws.
func seeded(t *testing.T) *rand.Rand {
	t.Helper()
	seed := uint64(time.Now().UnixNano())
	t.Logf("seed %d", seed)
	return rand.New(rand.NewPCG(seed, 0))
}

// childSave saves for ever, and prints each id and number after its commit. A
// lead is saved twice: as it is typed, and as it is finished.
func childSave(args []string) error {
	ctx := context.Background()
	q, err := Open(ctx, Options{Path: args[0]})
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		e := company(fmt.Sprint("Acme ", i))
		e.State = Draft
		if e, err = q.Save(ctx, e); err != nil {
			return err
		}
		fmt.Println(e.ID, e.Rev)
		e.State, e.Lead.Notes = Ready, strings.Repeat("x", i*37%6000)
		if e, err = q.Save(ctx, e); err != nil {
			return err
		}
		fmt.Println(e.ID, e.Rev)
	}
}

// TestKillWhileSaving is FAULTS.md's D1: after kill -9 at a random instant,
// whatever was acknowledged is there.
func TestKillWhileSaving(t *testing.T) {
	t.Parallel()
	r, n := seeded(t), trials(300)
	// One process is killed and the next goes on with its file, ten times over;
	// ever new files would only test the first moments of a file.
	const lives = 10
	acknowledged := 0
	for range (n + lives - 1) / lives {
		path := filePath(t)
		acked := map[ID]int64{}
		for range lives {
			for id, rev := range killSaver(t, path, time.Duration(20+r.IntN(30))*time.Millisecond) {
				acked[id] = rev
			}
		}
		q := openQueue(t, path)
		for id, rev := range acked {
			e, err := q.Get(t.Context(), "w", id)
			if err != nil || e.Rev < rev {
				t.Fatalf("acknowledged lead %s at %d is at %d: %v", id, rev, e.Rev, err)
			}
		}
		if err := q.Check(t.Context()); err != nil {
			t.Fatal(err)
		}
		acknowledged += len(acked)
	}
	t.Logf("%d kills, %d leads acknowledged, none lost", n, acknowledged)
	if acknowledged < n {
		t.Errorf("only %d leads in %d lives: the children did not come to work", acknowledged, n)
	}
}

// killSaver runs a saving child for a while and gives what it acknowledged.
func killSaver(t *testing.T, path string, life time.Duration) map[ID]int64 {
	t.Helper()
	cmd := child(t, "save", path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	acked := map[ID]int64{}
	var timer *time.Timer
	lines := bufio.NewReader(out)
	for {
		line, err := lines.ReadString('\n')
		if err != nil {
			break // a line without an end was not said
		}
		if timer == nil { // its life begins with its first word
			timer = time.AfterFunc(life, func() { _ = cmd.Process.Kill() })
		}
		id, rev, _ := strings.Cut(strings.TrimSpace(line), " ")
		n, err := strconv.ParseInt(rev, 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		acked[uuid.MustParse(id)] = n
	}
	_ = cmd.Wait()
	if timer != nil {
		timer.Stop()
	}
	return acked
}

// copyFile copies a file that nobody writes to.
func copyFile(t testing.TB, from, to string) {
	t.Helper()
	b, err := os.ReadFile(from)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(to, b, 0o600); err != nil {
		t.Fatal(err)
	}
}

// walQueue makes a queue whose leads stand in the WAL, and gives its files and
// how long the WAL was after each save.
func walQueue(t *testing.T, leads int) (db, wal []byte, sizes []int64) {
	t.Helper()
	path := filePath(t)
	q := openQueue(t, path)
	for i := range leads {
		save(t, q, company(fmt.Sprint("Acme ", i)))
		st, err := os.Stat(path + "-wal")
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, st.Size())
	}
	var err error
	if db, err = os.ReadFile(path); err != nil {
		t.Fatal(err)
	}
	if wal, err = os.ReadFile(path + "-wal"); err != nil {
		t.Fatal(err)
	}
	return db, wal, sizes
}

// TestTornWAL is FAULTS.md's D2: whatever end of the WAL is lost or spoilt,
// the saves before it are there, and no others.
func TestTornWAL(t *testing.T) {
	t.Parallel()
	r, n := seeded(t), trials(2000)
	db, wal, sizes := walQueue(t, 20)
	const workers = 4
	for w := range workers {
		seed := r.Uint64()
		t.Run(fmt.Sprint(w), func(t *testing.T) {
			t.Parallel()
			r := rand.New(rand.NewPCG(seed, 1))
			path := filePath(t)
			for i := w; i < n; i += workers {
				torn, good := tear(r, wal, i)
				checkTorn(t, path, db, torn, sizes, good)
			}
		})
	}
}

// tear damages a WAL and says up to which byte it is good.
func tear(r *rand.Rand, wal []byte, i int) (torn []byte, good int64) {
	at := i * 97 % len(wal)
	switch torn = append([]byte(nil), wal[:at]...); i % 3 {
	case 1: // a garbage tail
		for range r.IntN(9000) {
			torn = append(torn, byte(r.Uint32()))
		}
	case 2: // a flipped bit
		torn = append(torn, wal[at:]...)
		torn[at] ^= 1 << r.IntN(8)
	}
	return torn, int64(at)
}

// checkTorn opens the files and expects a prefix of the saves.
func checkTorn(t *testing.T, path string, db, wal []byte, sizes []int64, good int64) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	_ = os.Remove(path + "-shm")
	for name, b := range map[string][]byte{path: db, path + "-wal": wal} {
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	least := 0
	for _, size := range sizes {
		if size <= good {
			least++
		}
	}
	q, err := Open(t.Context(), Options{Path: path})
	if err != nil {
		t.Fatalf("torn at %d: %v", good, err)
	}
	defer func() { _ = q.Close() }()
	n := 0
	err = q.Each(t.Context(), Query{Workspace: "w", Reverse: true}, func(e Entry) error {
		if want := fmt.Sprint("Acme ", n); e.Lead.Name != want {
			return fmt.Errorf("lead %d is %q", n, e.Lead.Name)
		}
		n++
		return nil
	})
	if err != nil || n < least {
		t.Fatalf("torn at %d: %d leads, want at least %d: %v", good, n, least, err)
	}
}

// childLock takes the write lock and says so; it holds it until its input ends.
func childLock(args []string) error {
	db, err := sql.Open("sqlite", dsn(args[0], ""))
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	db.SetMaxOpenConns(1)
	if _, err := db.Exec("BEGIN EXCLUSIVE"); err != nil {
		return err
	}
	fmt.Println("locked")
	_, err = io.Copy(io.Discard, os.Stdin)
	return err
}

// TestLockedElsewhere is FAULTS.md's D5: while another process holds the write
// lock, everything can be read, and a save waits for it and then succeeds. The
// long run holds it for 10 s.
func TestLockedElsewhere(t *testing.T) {
	t.Parallel()
	hold := 2 * time.Second
	if os.Getenv("LEADPAD_LONG") != "" {
		hold = 10 * time.Second
	}
	for i := range 5 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			path := filePath(t)
			q := openQueue(t, path)
			e := save(t, q, company("Acme"))
			cmd := child(t, "lock", path)
			in, _ := cmd.StdinPipe()
			out, _ := cmd.StdoutPipe()
			if err := cmd.Start(); err != nil {
				t.Fatal(err)
			}
			if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "locked\n" {
				t.Fatal(line, err)
			}
			time.AfterFunc(hold, func() { _ = in.Close() })
			begun := time.Now()
			if rows, err := q.Rows(t.Context(), Query{Workspace: "w"}, 0, 10); err != nil || len(rows) != 1 {
				t.Fatal(rows, err)
			}
			second := openQueue(t, path) // opening does not wait either
			if _, err := second.Get(t.Context(), "w", e.ID); err != nil {
				t.Fatal(err)
			}
			if took := time.Since(begun); took >= hold {
				t.Errorf("reading waited %v for the lock", took)
			}
			short, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
			defer cancel()
			begun = time.Now()
			if _, err := second.Save(short, company("Late")); !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("a save that gave up: %v", err)
			}
			if took := time.Since(begun); took > hold/2 {
				t.Errorf("a save that was to give up after 50 ms took %v", took)
			}
			e.Lead.Notes = "saved under a lock"
			if _, err := q.Save(t.Context(), e); err != nil {
				t.Fatal(err)
			}
			if err := cmd.Wait(); err != nil {
				t.Fatal(err)
			}
		})
	}
}

// oldVersion is a made-up version 0: something in a file that has no version.
const oldVersion = `CREATE TABLE old (name TEXT); INSERT INTO old VALUES ('kept'), ('too')`

// childMigrate opens a queue and dies before the given statement, "2.0" for the
// first of those that lead to version 2.
func childMigrate(args []string) error {
	_, err := open(context.Background(), Options{Path: args[0]}, upgrade{schema: queueSchema(), step: func(version, statement int) {
		if fmt.Sprintf("%d.%d", version, statement) == args[1] {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
	}})
	return err
}

// TestKillWhileMigrating is FAULTS.md's D6: whichever statement a migration is
// killed in, the file is of the old version or the new one, what was in it is
// there, and so is a copy.
func TestKillWhileMigrating(t *testing.T) {
	t.Parallel()
	schema := queueSchema()
	newest := schema[len(schema)-1].to
	for _, m := range schema {
		for statement := range len(m.statements) + 1 {
			at := fmt.Sprintf("%d.%d", m.to, statement)
			t.Run(at, func(t *testing.T) {
				t.Parallel()
				path := filePath(t)
				makeOld(t, path)
				if err := child(t, "migrate", path, at).Run(); err == nil {
					t.Fatal("the child was not killed")
				}
				if v := versionOf(t, path); v != m.to-1 {
					t.Fatalf("killed before its commit, the file has version %d", v)
				}
				q := openQueue(t, path)
				if v := versionOf(t, path); v != newest {
					t.Fatalf("version %d after the migration", v)
				}
				save(t, q, company("Acme"))
				checkOld(t, path)
				for v := range newest {
					before := fmt.Sprintf("%s.before-v%d", path, v+1)
					checkOld(t, before)
					if st, err := os.Stat(before); err != nil || st.Mode().Perm() != 0o600 {
						t.Errorf("the copy: %v, %v", st, err)
					}
				}
			})
		}
	}
}

// makeOld makes a file of the made-up version 0.
func makeOld(t *testing.T, path string) {
	t.Helper()
	if err := prepare(path); err != nil {
		t.Fatal(err)
	}
	rawExec(t, path, oldVersion)
}

// rawExec runs SQL on a file behind the queue's back.
func rawExec(t *testing.T, path, query string, args ...any) {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(path, ""))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if _, err := db.Exec(query, args...); err != nil {
		t.Fatal(err)
	}
}

// rawGet reads one value behind the queue's back.
func rawGet(t *testing.T, path, query string) (v string) {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(path, "ro"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.QueryRow(query).Scan(&v); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	return v
}

func versionOf(t *testing.T, path string) int {
	t.Helper()
	v, err := strconv.Atoi(rawGet(t, path, "PRAGMA user_version"))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func checkOld(t *testing.T, path string) {
	t.Helper()
	if got := rawGet(t, path, "SELECT group_concat(name) FROM old"); got != "kept,too" {
		t.Errorf("%s holds %q", path, got)
	}
}

// TestFlippedBytes is FAULTS.md's D7: with bytes of the file flipped, either
// the damage is found, or whatever is claimed for sending is as it was saved;
// the damaged file is kept, and what can be read of it can be salvaged.
func TestFlippedBytes(t *testing.T) {
	t.Parallel()
	r, n := seeded(t), trials(100)
	clean := filePath(t)
	q := mustOpen(t, clean)
	saved := map[ID]Entry{}
	for i := range 40 {
		e := company(fmt.Sprint("Acme ", i))
		e.Lead.Notes = strings.Repeat("n", i*100)
		if i%2 == 0 {
			e.State = Draft
			e.Problems = []lead.Problem{{Text: "wrong"}}
		}
		e = save(t, q, e)
		saved[e.ID] = e
	}
	if err := q.Close(); err != nil {
		t.Fatal(err)
	}
	var found, salvaged atomic.Int64
	t.Run("flips", func(t *testing.T) {
		for range n {
			seed := r.Uint64()
			t.Run("", func(t *testing.T) {
				t.Parallel()
				damaged, some := flipAndUse(t, clean, rand.New(rand.NewPCG(seed, 2)), saved)
				if damaged {
					found.Add(1)
				}
				salvaged.Add(int64(some))
			})
		}
	})
	t.Logf("%d of %d damaged files found out, %d of %d leads salvaged", found.Load(), n, salvaged.Load(), n*len(saved))
	if salvaged.Load() < int64(n*len(saved)/2) {
		t.Errorf("less than half of the leads could be salvaged")
	}
}

// flipAndUse flips bytes of a copy, claims all that is ready in it, and
// salvages it.
func flipAndUse(t *testing.T, clean string, r *rand.Rand, saved map[ID]Entry) (damaged bool, salvaged int) {
	t.Helper()
	path := filePath(t)
	copyFile(t, clean, path)
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for range 1 + r.IntN(64) {
		b[r.IntN(len(b))] ^= byte(1 + r.IntN(255))
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	err = claimAll(t, path, saved)
	if err != nil && !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNewer) {
		t.Logf("another error: %v", err)
	}
	kept, err2 := SetAside(path, time.Now())
	if err2 != nil {
		t.Fatal(err2)
	}
	n, err2 := Salvage(t.Context(), kept, path, "w")
	if err2 != nil {
		t.Fatal(err2)
	}
	q := openQueue(t, path)
	c, err2 := q.Counts(t.Context(), "w")
	if err2 != nil || c.ByState[Ready] != 0 {
		t.Fatalf("salvaging made leads ready: %v, %v", c, err2)
	}
	return err != nil, n
}

// claimAll claims what the queue says is ready, and compares it with what was
// saved as ready.
func claimAll(t *testing.T, path string, saved map[ID]Entry) error {
	t.Helper()
	ctx := t.Context()
	q, err := Open(ctx, Options{Path: path})
	if err != nil {
		return err
	}
	defer func() { _ = q.Close() }()
	if _, ok, err := q.TakeLease(ctx, "w"); err != nil || !ok {
		return err
	}
	if _, _, err := q.Recover(ctx, "w"); err != nil {
		return err
	}
	ids, err := q.IDs(ctx, Query{Workspace: "w"})
	if err != nil {
		return err
	}
	es, err := q.Claim(ctx, "w", newID(), ids)
	for _, e := range es {
		was, ok := saved[e.ID]
		if !ok || was.State != Ready || !same(was.Lead, e.Lead) {
			t.Errorf("a damaged lead would be sent: %+v", e)
		}
	}
	return err
}
