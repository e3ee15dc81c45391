package queuetest

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"leadpad/queue"
)

// testWindows shares ledgers between two handles.
func testWindows(t *testing.T, e Engine) {
	ctx := t.Context()
	address := e.Address(t)
	a, err := e.OpenWindows(ctx, address)
	Must(t, err)
	b, err := e.OpenWindows(ctx, address)
	Must(t, err)
	defer func() { Must(t, a.Close()); Must(t, b.Close()) }()

	one, err := a.Fingerprint(ctx, "secret", "https://x")
	Must(t, err)
	if two, _ := b.Fingerprint(ctx, "secret", "https://x"); one != two || len(one) != 64 {
		t.Errorf("%q and %q", one, two)
	}
	for _, other := range [][2]string{{"secret2", "https://x"}, {"secret", "https://y"}, {"secre", "t\nhttps://x"}} {
		if got, _ := a.Fingerprint(ctx, other[0], other[1]); got == one {
			t.Errorf("%v has the same fingerprint", other)
		}
	}
	memory, err := e.OpenWindows(ctx, "")
	Must(t, err)
	defer func() { Must(t, memory.Close()) }()
	if got, _ := memory.Fingerprint(ctx, "secret", "https://x"); got == one {
		t.Error("two have one salt")
	}

	begun := time.Unix(1_800_000_000, 5)
	want := queue.Ledger{
		Slots:      []queue.Slot{{ID: NewID(), Begun: begun, Ended: begun.Add(time.Second), Timeout: time.Minute}, {ID: NewID(), Begun: begun}},
		PauseUntil: begun.Add(time.Hour), Pace: time.Second, Clean: begun,
	}
	Must(t, a.Change(ctx, one, func(l *queue.Ledger) error { *l = want; return nil }))
	stop := errors.New("stop")
	if err := b.Change(ctx, one, func(l *queue.Ledger) error { l.Slots = nil; return stop }); !errors.Is(err, stop) {
		t.Error(err)
	}
	got, err := b.Read(ctx, one)
	Must(t, err)
	if len(got.Slots) != 2 || got.Slots[0].ID != want.Slots[0].ID || !got.Slots[0].Begun.Equal(begun) || !got.Slots[1].Ended.IsZero() ||
		got.Slots[0].Timeout != time.Minute || !got.PauseUntil.Equal(want.PauseUntil) || got.Pace != time.Second || !got.Clean.Equal(begun) {
		t.Errorf("%+v, want %+v", got, want)
	}
	if empty, err := b.Read(ctx, "unknown"); err != nil || len(empty.Slots) != 0 {
		t.Error(empty, err)
	}
}

// testDeadHolder tells the requests in flight of those that run from those of the
// dead, also when somebody else has a dead one's place.
func testDeadHolder(t *testing.T, e Engine) {
	ctx, address := t.Context(), e.Address(t)
	var open []queue.Windows
	for range 3 {
		w, err := e.OpenWindows(ctx, address)
		Must(t, err)
		open = append(open, w)
	}
	begin := func(w queue.Windows) queue.ID {
		id := NewID()
		Must(t, w.Change(ctx, "k", func(l *queue.Ledger) error {
			l.Slots = append(l.Slots, queue.Slot{ID: id, Begun: time.Now(), Timeout: time.Minute})
			return nil
		}))
		return id
	}
	dead := func(w queue.Windows) (ids []queue.ID) {
		l, err := w.Read(ctx, "k")
		Must(t, err)
		for _, s := range l.Slots {
			if s.Holder == "" {
				t.Errorf("nobody holds %+v", s)
			}
			if s.Dead {
				ids = append(ids, s.ID)
			}
		}
		return ids
	}
	first, second := begin(open[0]), begin(open[1])
	if ids := dead(open[1]); len(ids) > 0 {
		t.Errorf("%v are dead and run", ids)
	}
	Must(t, open[0].Close())
	third := begin(open[2]) // in the first one's place
	for _, w := range open[1:] {
		if ids := dead(w); !slices.Equal(ids, []queue.ID{first}) {
			t.Errorf("%v are dead, not %v alone; %v and %v run", ids, first, second, third)
		}
	}
	Must(t, open[1].Close())
	Must(t, open[2].Change(ctx, "k", func(l *queue.Ledger) error {
		if !l.Slots[0].Dead || !l.Slots[1].Dead || l.Slots[2].Dead {
			t.Errorf("%+v", l.Slots)
		}
		return nil
	}))
	Must(t, open[2].Close())
}

// testWindowsAlone changes one ledger from many sides: none is lost.
func testWindowsAlone(t *testing.T, e Engine) {
	address := e.Address(t)
	const sides, each = 4, 50
	var work sync.WaitGroup
	for range sides {
		work.Go(func() {
			w, err := e.OpenWindows(context.Background(), address)
			if err != nil {
				t.Error(err)
				return
			}
			for range each {
				if err := w.Change(context.Background(), "k", func(l *queue.Ledger) error {
					l.Slots = append(l.Slots, queue.Slot{ID: NewID()})
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
	w, err := e.OpenWindows(t.Context(), address)
	Must(t, err)
	defer func() { Must(t, w.Close()) }()
	if l, err := w.Read(t.Context(), "k"); err != nil || len(l.Slots) != sides*each {
		t.Errorf("%d slots, want %d: %v", len(l.Slots), sides*each, err)
	}
}
