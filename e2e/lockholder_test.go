//go:build unix

package e2e

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite" // another program that writes to the queue's file
)

// holdLock is the child: it takes the write lock of a database file, says so,
// keeps it until its input ends and lets it go without a change.
func holdLock(path string) error {
	ctx := context.Background()
	db, err := sql.Open("sqlite", "file:"+path+"?_pragma=busy_timeout(20000)")
	if err != nil {
		return err
	}
	defer func() { _ = db.Close() }()
	conn, err := db.Conn(ctx)
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	if _, err := conn.ExecContext(ctx, "BEGIN EXCLUSIVE"); err != nil {
		return fmt.Errorf("lock %s: %w", path, err)
	}
	fmt.Println("locked")
	if _, err := io.Copy(io.Discard, os.Stdin); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, "ROLLBACK")
	return err
}

// locked is a database file whose write lock another process holds.
type locked struct {
	since time.Time
	hold  io.Closer
	gone  chan struct{} // closed when the lock is free again
}

// lock makes another process hold the write lock of a file in the data folder,
// until it is freed.
func (m *machine) lock(file string) *locked {
	m.t.Helper()
	c := exec.CommandContext(m.t.Context(), os.Args[0], filepath.Join(m.data, file))
	c.Env = append(os.Environ(), childMode+"=lock")
	c.Stderr = os.Stderr
	in, err := c.StdinPipe()
	if err != nil {
		m.t.Fatal(err)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		m.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		m.t.Fatal(err)
	}
	if line, err := bufio.NewReader(out).ReadString('\n'); err != nil || line != "locked\n" {
		m.t.Fatalf("the child that locks %s says %q: %v", file, line, err)
	}
	l := &locked{since: time.Now(), hold: in, gone: make(chan struct{})}
	go func() {
		_ = c.Wait()
		close(l.gone)
	}()
	m.t.Cleanup(func() {
		_ = in.Close()
		<-l.gone
	})
	return l
}

// young says that the lock is not to be freed yet.
func (l *locked) young() bool { return time.Since(l.since) < lockedFor }

// free lets the lock go when it was held for as long as is promised.
func (l *locked) free() {
	time.Sleep(time.Until(l.since.Add(lockedFor)))
	_ = l.hold.Close()
	<-l.gone
}
