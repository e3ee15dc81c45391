package queuetest

import (
	"context"
	"errors"
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
