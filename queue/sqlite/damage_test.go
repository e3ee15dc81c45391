//go:build unix

package sqlite

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"reflect"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/queue/queuetest"
)

// TestFlippedBytes damages files: with bytes of the file flipped, structural
// damage is found, whatever is claimed for sending is as it was saved, and
// nothing becomes ready; the damaged file is kept, and what can be read of it
// can be salvaged.
func TestFlippedBytes(t *testing.T) {
	t.Parallel()
	r, n := queuetest.Seeded(t), queuetest.Trials(100)
	clean := filePath(t)
	q := mustOpen(t, clean)
	saved := map[queue.ID]queue.Entry{}
	for i := range 40 {
		e := queuetest.Company(fmt.Sprint("Acme ", i))
		e.Lead.Notes = strings.Repeat("n", i*100)
		if i%2 == 0 {
			e.State = queue.Draft
			e.Problems = []lead.Problem{{Text: "wrong"}}
		}
		e = queuetest.Save(t, q, e)
		saved[e.ID] = e
	}
	queuetest.Must(t, q.Close())
	var broken, found, salvaged atomic.Int64
	t.Run("flips", func(t *testing.T) {
		for i := range n {
			seed := r.Uint64()
			t.Run(fmt.Sprint(i), func(t *testing.T) {
				t.Parallel()
				f := flipped{path: memoryPath(t), saved: saved}
				f.flip(t, clean, rand.New(rand.NewPCG(seed, 2)), i%2 == 0)
				structural := f.structural(t)
				if structural {
					broken.Add(1)
				}
				if err := f.use(t, structural); err != nil {
					found.Add(1)
				}
				salvaged.Add(int64(f.salvage(t)))
			})
		}
	})
	t.Logf("%d damaged files, %d of them in their structure, %d found out, %d of %d leads salvaged",
		n, broken.Load(), found.Load(), salvaged.Load(), n*len(saved))
	if salvaged.Load() < int64(n*len(saved)/2) {
		t.Errorf("less than half of the leads could be salvaged")
	}
}

// flipped is a file with flipped bytes.
type flipped struct {
	path  string
	bytes []byte
	saved map[queue.ID]queue.Entry // what was saved in it
}

// flip makes it: one flip, or up to 64.
func (f *flipped) flip(t *testing.T, clean string, r *rand.Rand, one bool) {
	t.Helper()
	copyFile(t, clean, f.path)
	var err error
	f.bytes, err = os.ReadFile(f.path)
	queuetest.Must(t, err)
	flips := 1
	if !one {
		flips += r.IntN(64)
	}
	for range flips {
		f.bytes[r.IntN(len(f.bytes))] ^= byte(1 + r.IntN(255))
	}
	queuetest.Must(t, os.WriteFile(f.path, f.bytes, 0o600))
}

// structural asks SQLite itself, behind the queue's back and on a copy, for all
// that it finds wrong with the pages.
func (f *flipped) structural(t *testing.T) bool {
	t.Helper()
	path := f.path + ".copy"
	copyFile(t, f.path, path)
	db, err := sql.Open("sqlite", dsn(path, "ro"))
	queuetest.Must(t, err)
	defer func() { _ = db.Close() }()
	var verdict string
	err = db.QueryRow("PRAGMA quick_check").Scan(&verdict)
	return err != nil || verdict != "ok"
}

// use opens the file, checks it, and claims all that is ready in it. It gives
// the error that came of it, which is of damage.
func (f *flipped) use(t *testing.T, structural bool) error {
	t.Helper()
	q, err := Open(t.Context(), f.path, queue.Options{})
	if err != nil {
		if now, err := os.ReadFile(f.path); err != nil || !bytes.Equal(now, f.bytes) {
			t.Errorf("the refused file was changed: %v", err)
		}
	} else {
		err = q.Check(t.Context())
		if structural && err == nil {
			t.Error("damage of the structure was not found")
		}
		err = errors.Join(err, f.claim(t, q))
		queuetest.Must(t, q.Close())
	}
	if err != nil && !errors.Is(err, queue.ErrDamaged) && !errors.Is(err, queue.ErrNewer) {
		t.Errorf("damage that is not called so: %v", err)
	}
	return err
}

// claim looks that what is ready was saved as ready, lead by lead and when it is
// claimed.
func (f *flipped) claim(t *testing.T, q queue.Queue) error {
	t.Helper()
	ctx := t.Context()
	_, ok, err := q.TakeLease(ctx, "w")
	if err != nil || !ok {
		return err
	}
	if _, _, err := q.Recover(ctx, "w"); err != nil {
		return err
	}
	var all error
	for id := range f.saved {
		e, err := q.Get(ctx, "w", id)
		if err == nil && e.State == queue.Ready {
			f.asSaved(t, e)
		}
		if !errors.Is(err, queue.ErrNotFound) {
			all = errors.Join(all, err)
		}
	}
	ids, err := q.IDs(ctx, queue.Query{Workspace: "w"})
	if err != nil {
		return errors.Join(all, err)
	}
	take := func(ids ...queue.ID) error {
		claimed, err := q.Claim(ctx, "w", queuetest.NewID(), ids)
		for _, e := range claimed {
			// As the sender reads it for the payload; an error sends nothing.
			if e, err := q.Get(ctx, "w", e.ID); err == nil {
				f.asSaved(t, e)
			}
		}
		return err
	}
	if err := take(ids...); err != nil {
		all = errors.Join(all, err)
		for _, id := range ids { // a damaged one ends a claim of many
			_ = take(id)
		}
	}
	return all
}

// asSaved fails the test for a lead that would be sent and was not saved so.
func (f *flipped) asSaved(t *testing.T, e queue.Entry) {
	t.Helper()
	if was, ok := f.saved[e.ID]; !ok || was.State != queue.Ready || !reflect.DeepEqual(was.Lead, e.Lead) {
		t.Errorf("a damaged lead would be sent: %+v", e)
	}
}

// salvage sets the file aside, which keeps it as it is, and counts what can be
// read of it: drafts.
func (f *flipped) salvage(t *testing.T) int {
	t.Helper()
	before, err := os.ReadFile(f.path)
	queuetest.Must(t, err)
	kept, err := SetAside(f.path, "damaged", time.Now())
	queuetest.Must(t, err)
	n, err := Salvage(t.Context(), kept, f.path, "w")
	queuetest.Must(t, err)
	if after, err := os.ReadFile(kept); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the damaged file was changed: %v", err)
	}
	q := openQueue(t, f.path)
	c, err := q.Counts(t.Context(), "w")
	if err != nil || c.ByState[queue.Ready] != 0 {
		t.Fatalf("salvaging made leads ready: %v, %v", c, err)
	}
	return n
}
