package queue

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

func TestWindows(t *testing.T) {
	t.Parallel()
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "data", "window.db")
	a, err := OpenWindows(ctx, path)
	must(t, err)
	b, err := OpenWindows(ctx, path)
	must(t, err)
	defer func() { must(t, a.Close()); must(t, b.Close()) }()

	one, err := a.Fingerprint(ctx, "secret", "https://x")
	must(t, err)
	if two, _ := b.Fingerprint(ctx, "secret", "https://x"); one != two || len(one) != 64 {
		t.Errorf("%q and %q", one, two)
	}
	for _, other := range [][2]string{{"secret2", "https://x"}, {"secret", "https://y"}, {"secre", "t\nhttps://x"}} {
		if got, _ := a.Fingerprint(ctx, other[0], other[1]); got == one {
			t.Errorf("%v has the same fingerprint", other)
		}
	}
	memory, err := OpenWindows(ctx, "")
	must(t, err)
	defer func() { must(t, memory.Close()) }()
	if got, _ := memory.Fingerprint(ctx, "secret", "https://x"); got == one {
		t.Error("two files have one salt")
	}

	begun := time.Unix(1_800_000_000, 5)
	want := Ledger{
		Slots:      []Slot{{ID: newID(), Begun: begun, Ended: begun.Add(time.Second), Timeout: time.Minute}, {ID: newID(), Begun: begun}},
		PauseUntil: begun.Add(time.Hour), Pace: time.Second, Clean: begun,
	}
	must(t, a.Change(ctx, one, func(l *Ledger) error { *l = want; return nil }))
	stop := errors.New("stop")
	if err := b.Change(ctx, one, func(l *Ledger) error { l.Slots = nil; return stop }); !errors.Is(err, stop) {
		t.Error(err)
	}
	got, err := b.Read(ctx, one)
	must(t, err)
	if len(got.Slots) != 2 || got.Slots[0].ID != want.Slots[0].ID || !got.Slots[0].Begun.Equal(begun) || !got.Slots[1].Ended.IsZero() ||
		got.Slots[0].Timeout != time.Minute || !got.PauseUntil.Equal(want.PauseUntil) || got.Pace != time.Second || !got.Clean.Equal(begun) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if empty, err := b.Read(ctx, "unknown"); err != nil || len(empty.Slots) != 0 {
		t.Error(empty, err)
	}
	for _, suffix := range []string{"", "-wal"} {
		if st, err := os.Stat(path + suffix); err != nil || st.Mode().Perm() != 0o600 {
			t.Error(st, err)
		}
	}
}

// TestWindowsAlone changes one ledger from many sides: none is lost.
func TestWindowsAlone(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "data", "window.db")
	const sides, each = 4, 50
	var work sync.WaitGroup
	for range sides {
		work.Go(func() {
			w, err := OpenWindows(context.Background(), path)
			if err != nil {
				t.Error(err)
				return
			}
			for range each {
				if err := w.Change(context.Background(), "k", func(l *Ledger) error {
					l.Slots = append(l.Slots, Slot{ID: newID()})
					return nil
				}); err != nil {
					t.Error(err)
				}
			}
			if err := w.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	work.Wait()
	w, err := OpenWindows(t.Context(), path)
	must(t, err)
	defer func() { must(t, w.Close()) }()
	if l, err := w.Read(t.Context(), "k"); err != nil || len(l.Slots) != sides*each {
		t.Errorf("%d slots, want %d: %v", len(l.Slots), sides*each, err)
	}
}
