//go:build unix

package sqlite

import (
	"bufio"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"leadpad/queue"
	"leadpad/queue/queuetest"

	"github.com/google/uuid"
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

// childSave saves for ever, and prints each id and number after its commit. A
// lead is saved twice: as it is typed, and as it is finished.
func childSave(args []string) error {
	ctx := context.Background()
	q, err := Open(ctx, args[0], queue.Options{})
	if err != nil {
		return err
	}
	for i := 0; ; i++ {
		e := queuetest.Company(fmt.Sprint("Acme ", i))
		e.State = queue.Draft
		if e, err = q.Save(ctx, e); err != nil {
			return err
		}
		fmt.Println(e.ID, e.Rev)
		e.State, e.Lead.Notes = queue.Ready, strings.Repeat("x", i*37%6000)
		if e, err = q.Save(ctx, e); err != nil {
			return err
		}
		fmt.Println(e.ID, e.Rev)
	}
}

// TestKillWhileSaving kills processes that save: after kill -9 at a random instant,
// whatever was acknowledged is there.
func TestKillWhileSaving(t *testing.T) {
	t.Parallel()
	r, n := queuetest.Seeded(t), queuetest.Trials(300)
	// One process is killed and the next goes on with its file, ten times over;
	// ever new files would only test the first moments of a file.
	const lives = 10
	files := (n + lives - 1) / lives
	var acknowledged atomic.Int64
	t.Cleanup(func() {
		t.Logf("%d kills, %d leads acknowledged", files*lives, acknowledged.Load())
		if acknowledged.Load() < int64(n) {
			t.Errorf("only %d leads in %d lives: the children did not come to work", acknowledged.Load(), n)
		}
	})
	for i := range files {
		seed := r.Uint64()
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			acknowledged.Add(int64(killSavers(t, lives, rand.New(rand.NewPCG(seed, 3)))))
		})
	}
}

// killSavers kills n children that save to one file, one after the other, looks
// for all that they acknowledged, and says how many leads that were.
func killSavers(t *testing.T, n int, r *rand.Rand) int {
	t.Helper()
	path := filePath(t)
	acked := map[queue.ID]int64{}
	for range n {
		for id, rev := range killSaver(t, path, time.Duration(5+r.IntN(25))*time.Millisecond) {
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
	return len(acked)
}

// killSaver runs a saving child for a while and gives what it acknowledged.
func killSaver(t *testing.T, path string, life time.Duration) map[queue.ID]int64 {
	t.Helper()
	cmd := child(t, "save", path)
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	acked := map[queue.ID]int64{}
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

// TestLockedElsewhere holds the file's lock: while another process holds the write
// lock for 10 s, everything can be read at once, and a save waits for it and then
// succeeds. Keys are not slowed by it: see e2e.
func TestLockedElsewhere(t *testing.T) {
	t.Parallel()
	hold := 10 * time.Second
	if testing.Short() {
		hold = 2 * time.Second
	}
	n := max(queuetest.Trials(5), 5) // all wait at the same time
	errs := make(chan error)
	free := openQueue(t, filePath(t))
	freeLead := queuetest.Save(t, free, queuetest.Company("Acme")).ID
	for range n {
		l := locked{path: filePath(t), hold: hold, free: free, freeLead: freeLead}
		l.q = openQueue(t, l.path)
		l.lead = queuetest.Save(t, l.q, queuetest.Company("Acme"))
		l.cmd = child(t, "lock", l.path)
		go func() { errs <- l.live() }()
	}
	for range n {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
	t.Logf("%d locks of %v", n, hold)
}

// locked is a queue whose lock another process holds.
type locked struct {
	path string
	hold time.Duration
	q    queue.Queue
	lead queue.Entry
	cmd  *exec.Cmd
	// free is another queue, which nobody locks, with a lead.
	free     queue.Queue
	freeLead queue.ID
}

func (l *locked) live() error {
	ctx := context.Background()
	in, err := l.cmd.StdinPipe()
	if err != nil {
		return err
	}
	out, err := l.cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := l.cmd.Start(); err != nil {
		return err
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "locked\n" {
		return fmt.Errorf("the child says %q: %w", line, err)
	}
	begun := time.Now()
	defer func() { _ = in.Close() }() // frees the lock, where nothing did before
	saved := make(chan error, 1)
	go func() {
		e := l.lead
		e.Lead.Notes = "saved under a lock"
		_, err := l.q.Save(ctx, e)
		saved <- err
	}()
	second, err := Open(ctx, l.path, queue.Options{}) // opening does not wait either
	if err != nil {
		return err
	}
	defer func() { _ = second.Close() }()
	short, cancel := context.WithTimeout(ctx, 50*time.Millisecond)
	defer cancel()
	if _, err := second.Save(short, queuetest.Company("Late")); !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) > 5*time.Second {
		return fmt.Errorf("a save that was to give up after 50 ms: %w after %v", err, time.Since(begun))
	}
	if err := l.read(second); err != nil {
		return err
	}
	select {
	case err := <-saved:
		return fmt.Errorf("a save did not wait for the lock: %w", err)
	default:
	}
	if err := errors.Join(in.Close(), l.cmd.Wait(), <-saved); err != nil {
		return err
	}
	e, err := second.Get(ctx, "w", l.lead.ID)
	if err != nil || e.Lead.Notes != "saved under a lock" {
		return fmt.Errorf("after the lock the lead is %+v: %w", e, err)
	}
	return nil
}

// read reads for as long as the lock is to be held. The reads take less than
// 100 ms; on a busy machine not many times longer than those of a queue that
// nobody has locked.
func (l *locked) read(second queue.Queue) error {
	var slow, all int
	for end := time.Now().Add(l.hold); all < 10 || time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		free, err := timed(l.free, l.free, l.freeLead)
		if err != nil {
			return err
		}
		took, err := timed(l.q, second, l.lead.ID)
		if err != nil {
			return err
		}
		if all++; took > 100*time.Millisecond+5*free {
			slow++
		}
	}
	if slow*4 > all {
		return fmt.Errorf("%d of %d reads under a lock took more than 100 ms", slow, all)
	}
	return nil
}

// timed reads the one row of q and the lead of second, and says how long it took.
func timed(q, second queue.Queue, id queue.ID) (time.Duration, error) {
	begun := time.Now()
	rows, err := q.Rows(context.Background(), queue.Query{Workspace: "w"}, 0, 10)
	if err != nil || len(rows) != 1 {
		return 0, fmt.Errorf("%d rows: %w", len(rows), err)
	}
	_, err = second.Get(context.Background(), "w", id)
	return time.Since(begun), err
}
