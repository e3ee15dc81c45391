package sqlite

import (
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/queue/queuetest"
	"leadpad/queue/store"
)

// TestDurable looks that a commit waits for the disk, on every connection.
func TestDurable(t *testing.T) {
	t.Parallel()
	e, err := openEngine(t.Context(), filePath(t), upgrade{schema: queueSchema(nil)})
	queuetest.Must(t, err)
	defer func() { queuetest.Must(t, e.Close()) }()
	for name, want := range map[string]string{"synchronous": "2", "journal_mode": "wal", "foreign_keys": "1"} {
		var got string
		err := e.Write(t.Context(), nil, func(c store.Conn) (bool, error) {
			rows, err := c.Query("PRAGMA " + name)
			if err != nil {
				return false, err
			}
			defer func() { _ = rows.Close() }()
			for rows.Next() {
				err = rows.Scan(&got)
			}
			return false, errors.Join(err, rows.Err())
		})
		if err != nil || got != want {
			t.Errorf("%s is %s, want %s: %v", name, got, want, err)
		}
	}
}

// Files that are set aside in one second are all kept.
func TestSetAsideTwiceInOneSecond(t *testing.T) {
	t.Parallel()
	path, now := filepath.Join(t.TempDir(), "queue.db"), time.Date(2026, 11, 3, 14, 2, 0, 0, time.UTC)
	for i, name := range []string{"-20261103-140200", "-20261103-140200-2", "-20261103-140200-3"} {
		text := strconv.Itoa(i)
		queuetest.Must(t, os.WriteFile(path, []byte(text), 0o600))
		kept, err := SetAside(path, "damaged", now)
		queuetest.Must(t, err)
		if got, _ := os.ReadFile(kept); kept != path+".damaged"+name || string(got) != text {
			t.Errorf("%s holds %q", kept, got)
		}
	}
}

// TestSalvageOrder salvages a file without a header: by its bytes alone.
func TestSalvageOrder(t *testing.T) {
	t.Parallel()
	path := filePath(t)
	closedQueue(t, path)
	b, err := os.ReadFile(path)
	queuetest.Must(t, err)
	copy(b, make([]byte, 4096))
	queuetest.Must(t, os.WriteFile(path, b, 0o600))
	if _, err := Open(t.Context(), path, queue.Options{}); !errors.Is(err, queue.ErrDamaged) {
		t.Fatalf("a file without a header: %v", err)
	}
	kept, err := SetAside(path, "damaged", time.Now())
	queuetest.Must(t, err)
	if n, err := Salvage(t.Context(), kept, path, "home"); err != nil || n != 1 {
		t.Fatal(n, err)
	}
	q := openQueue(t, path)
	ids := queuetest.IDs(t, q, queue.Query{Workspace: "home", Text: "acme state:draft"})
	if len(ids) != 1 {
		t.Fatalf("%d leads salvaged", len(ids))
	}
	if e, err := q.Get(t.Context(), "home", ids[0]); err != nil || lead.Count(e.Problems) != 1 {
		t.Errorf("%+v, %v", e, err)
	}
	if after, _ := os.ReadFile(kept); string(after) != string(b) {
		t.Error("the damaged file was changed")
	}
	if _, err := Salvage(t.Context(), kept, path, "home"); err == nil {
		t.Error("salvaged over a queue")
	}
	if _, err := os.Lstat(filepath.Dir(path)); err != nil {
		t.Error(err)
	}
}

// TestWindowsAreClosedToOthers looks at the rights of the ledgers' files.
func TestWindowsAreClosedToOthers(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data", "window.db")
	w, err := OpenWindows(t.Context(), path)
	queuetest.Must(t, err)
	defer func() { queuetest.Must(t, w.Close()) }()
	queuetest.Must(t, w.Change(t.Context(), "k", func(l *queue.Ledger) error { l.Pace = time.Second; return nil }))
	for _, suffix := range []string{"", "-wal"} {
		if st, err := os.Stat(path + suffix); err != nil || st.Mode().Perm() != 0o600 {
			t.Error(st, err)
		}
	}
}
