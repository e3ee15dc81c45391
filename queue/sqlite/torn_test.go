//go:build unix

package sqlite

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"leadpad/queue"
	"leadpad/queue/queuetest"
)

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

// logged is a queue's files while leads stand in its WAL.
type logged struct {
	db, wal []byte
	before  int     // leads that stand in the database
	sizes   []int64 // how long the WAL was after each save
}

// walQueue makes a queue with leads in its WAL alone, and some before in its
// database.
func walQueue(t *testing.T, before, leads int) (l logged) {
	t.Helper()
	path := filePath(t)
	if l.before = before; before > 0 {
		q := mustOpen(t, path)
		for i := range before {
			queuetest.Save(t, q, queuetest.Company(fmt.Sprint("Acme ", i)))
		}
		queuetest.Must(t, q.Close()) // folds the WAL in
	}
	q := openQueue(t, path)
	for i := range leads {
		queuetest.Save(t, q, queuetest.Company(fmt.Sprint("Acme ", before+i)))
		st, err := os.Stat(path + "-wal")
		queuetest.Must(t, err)
		l.sizes = append(l.sizes, st.Size())
	}
	var err error
	l.db, err = os.ReadFile(path)
	queuetest.Must(t, err)
	l.wal, err = os.ReadFile(path + "-wal")
	queuetest.Must(t, err)
	return l
}

// torn is a WAL with damage, good up to a byte.
type torn struct {
	what string
	wal  []byte
	good int
}

// tears are all damages of a WAL: a cut at every 97th byte, and as many that are
// followed by garbage, or flip a bit, a third each of the cuts.
func tears(r *rand.Rand, wal []byte) (all []torn) {
	for at := 0; at < len(wal); at += 97 {
		all = append(all, torn{"cut", wal[:at:at], at})
		if at/97%3 != 0 {
			continue
		}
		at := r.IntN(len(wal))
		tail := append([]byte(nil), wal[:at]...)
		for range 1 + r.IntN(9000) {
			tail = append(tail, byte(r.Uint32()))
		}
		// The garbage may begin with the very bytes that stood there.
		for at < min(len(wal), len(tail)) && tail[at] == wal[at] {
			at++
		}
		all = append(all, torn{"garbage", tail, at})
		at = r.IntN(len(wal))
		flipped := append([]byte(nil), wal...)
		flipped[at] ^= 1 << r.IntN(8)
		all = append(all, torn{"flip", flipped, at})
	}
	return all
}

// TestTornWAL cuts write-ahead logs: whatever end of the WAL is lost or spoilt,
// exactly the saves before it are there.
func TestTornWAL(t *testing.T) {
	t.Parallel()
	r := queuetest.Seeded(t)
	rounds := 1
	if os.Getenv("LEADPAD_LONG") != "" {
		rounds = 30
	}
	var cases []func(t *testing.T, path string)
	for range rounds {
		for _, l := range []logged{walQueue(t, 3, 3), walQueue(t, 0, 1)} {
			for i, x := range tears(r, l.wal) {
				if testing.Short() && i%10 > 0 {
					continue
				}
				cases = append(cases, func(t *testing.T, path string) { l.check(t, path, x) })
			}
		}
	}
	if least := queuetest.Trials(2000); len(cases) < least {
		t.Errorf("%d trials, want at least %d", len(cases), least)
	}
	t.Logf("%d trials", len(cases))
	const workers = 4
	for w := range workers {
		t.Run(fmt.Sprint(w), func(t *testing.T) {
			t.Parallel()
			path := memoryPath(t)
			queuetest.Must(t, os.MkdirAll(filepath.Dir(path), 0o700))
			for i := w; i < len(cases); i += workers {
				cases[i](t, path)
			}
		})
	}
}

// check opens the files and expects a prefix of the saves: those that ended
// before the damage.
func (l logged) check(t *testing.T, path string, x torn) {
	t.Helper()
	_ = os.Remove(path + "-shm")
	queuetest.Must(t, os.WriteFile(path, l.db, 0o600))
	queuetest.Must(t, os.WriteFile(path+"-wal", x.wal, 0o600))
	want := l.before
	for _, size := range l.sizes {
		if size <= int64(x.good) {
			want++
		}
	}
	q, err := Open(t.Context(), path, queue.Options{})
	if err != nil {
		t.Fatalf("%s at %d: %v", x.what, x.good, err)
	}
	defer func() { queuetest.Must(t, q.Close()) }()
	n := 0
	err = q.Each(t.Context(), queue.Query{Workspace: "w", Reverse: true}, func(e queue.Entry) error {
		if name := fmt.Sprint("Acme ", n); e.Lead.Name != name {
			return fmt.Errorf("lead %d is %q", n, e.Lead.Name)
		}
		n++
		return nil
	})
	if err != nil || n != want {
		t.Fatalf("%s at %d of %d: %d leads, want %d: %v", x.what, x.good, len(l.wal), n, want, err)
	}
}
