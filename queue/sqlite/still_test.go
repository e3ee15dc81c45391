//go:build unix

package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"leadpad/queue"
	"leadpad/queue/queuetest"
)

// TestDiskAtStart opens queues on a disk that takes nothing: they are read, with
// what stands in a log too, a save says why it cannot, and the same queue saves
// when the disk takes it again.
func TestDiskAtStart(t *testing.T) {
	t.Parallel()
	for name, disk := range map[string]struct {
		refuse, take func(t *testing.T, dir string)
		want         error
	}{
		"full": {
			func(t *testing.T, dir string) {
				if err := os.WriteFile(filepath.Join(dir, "ballast"), make([]byte, 6<<20), 0o600); err == nil {
					t.Fatal("the small disk is large")
				}
			},
			func(t *testing.T, dir string) { queuetest.Must(t, os.Truncate(filepath.Join(dir, "ballast"), 0)) }, queue.ErrFull,
		},
		"read-only": {
			func(t *testing.T, dir string) { queuetest.Must(t, remount(dir, true)) },
			func(t *testing.T, dir string) { queuetest.Must(t, remount(dir, false)) }, queue.ErrReadOnly,
		},
	} {
		for _, log := range []bool{false, true} {
			t.Run(map[bool]string{false: name, true: name + " with a log"}[log], func(t *testing.T) {
				dir := t.TempDir()
				mountSmall(t, dir)
				path := filepath.Join(dir, "data", "queue.db")
				n := 1
				if log {
					n = leaveLog(t, path)
				} else {
					closedQueue(t, path)
				}
				disk.refuse(t, dir)
				q := mustOpen(t, path)
				defer func() { queuetest.Must(t, q.Close()) }()
				heard := q.Watch(t.Context(), "w", queue.OfLeads)
				counts := func(want int) {
					t.Helper()
					if rows, err := q.Rows(t.Context(), queue.Query{Workspace: "w"}, 0, 9); err != nil || len(rows) != want {
						t.Errorf("%d rows, want %d: %v", len(rows), want, err)
					}
				}
				counts(n)
				if _, err := q.Save(t.Context(), queuetest.Company("B")); !errors.Is(err, disk.want) {
					t.Errorf("saved: %v", err)
				}
				if _, _, err := q.TakeLease(t.Context(), "w"); !errors.Is(err, disk.want) {
					t.Errorf("leased: %v", err)
				}
				if !errors.Is(q.Warning(), disk.want) {
					t.Errorf("warns %v", q.Warning())
				}
				disk.take(t, dir)
				queuetest.Save(t, q, queuetest.Company("B"))
				<-heard
				counts(n + 1)
				queuetest.Must(t, queuetest.Lease(t, q).Release())
				if q.Warning() != nil {
					t.Errorf("still warns: %v", q.Warning())
				}
				other := mustOpen(t, path)
				queuetest.Save(t, other, queuetest.Company("C"))
				queuetest.Must(t, other.Close())
				<-heard
				counts(n + 2)
			})
		}
	}
}

// leaveLog makes a queue as a killed program leaves it, its leads in the log, and
// says how many they are.
func leaveLog(t *testing.T, path string) (n int) {
	t.Helper()
	elsewhere := filePath(t)
	q := mustOpen(t, elsewhere)
	queuetest.SaveAll(t, q, "A1", "A2", "A3")
	for _, suffix := range []string{"", "-wal"} {
		copyFile(t, elsewhere+suffix, path+suffix)
	}
	queuetest.Must(t, q.Close())
	return 3
}
