package sqlite

import (
	"database/sql"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"leadpad/queue/queuetest"
)

// busy is the error of a lock that is refused at once.
func busy(t *testing.T) error {
	t.Helper()
	path := filepath.Join(t.TempDir(), "db")
	var err error
	for range 2 {
		db, e := sql.Open("sqlite", "file:"+path)
		queuetest.Must(t, e)
		defer func() { _ = db.Close() }()
		db.SetMaxOpenConns(1)
		_, err = db.Exec("BEGIN IMMEDIATE")
	}
	if !isBusy(err) {
		t.Fatal("no lock was refused: ", err)
	}
	return err
}

// TestPatienceIsTime waits for locks that are refused at once and for those that
// SQLite waits for itself: as long for the one as for the other.
func TestPatienceIsTime(t *testing.T) {
	t.Parallel()
	err := busy(t)
	for _, dozes := range []time.Duration{0, time.Millisecond, doze * time.Millisecond} {
		synctest.Test(t, func(t *testing.T) {
			begun := time.Now()
			got := (&engine{}).retry(t.Context(), func() error { time.Sleep(dozes); return err })
			if took := time.Since(begun); !isBusy(got) || took < patience || took > patience+time.Second {
				t.Errorf("gave up after %v with %v", took, got)
			}
		})
	}
}
