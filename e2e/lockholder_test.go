//go:build unix

package e2e

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	_ "modernc.org/sqlite" // another program that writes to the queue's file
)

// holdLock is the child: it takes the write lock of a database file, says so,
// keeps it for a time and lets it go without a change.
func holdLock(path, keep string) error {
	d, err := time.ParseDuration(keep)
	if err != nil {
		return err
	}
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
	time.Sleep(d)
	_, err = conn.ExecContext(ctx, "ROLLBACK")
	return err
}

// locked is a database file whose write lock another process holds.
type locked struct {
	t    *testing.T
	gone chan struct{} // closed when the lock is free again
}

// lock makes another process hold the write lock of a file in the data folder
// for a time that begins now.
func (m *machine) lock(file string, keep time.Duration) *locked {
	m.t.Helper()
	c := exec.CommandContext(m.t.Context(), os.Args[0], filepath.Join(m.data, file), keep.String())
	c.Env = append(os.Environ(), childMode+"=lock")
	c.Stderr = os.Stderr
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
	l := &locked{t: m.t, gone: make(chan struct{})}
	go func() {
		_ = c.Wait()
		close(l.gone)
	}()
	m.t.Cleanup(func() { <-l.gone })
	return l
}

// held says that the lock is still there.
func (l *locked) held() bool {
	select {
	case <-l.gone:
		return false
	default:
		return true
	}
}
