package outbox

import (
	"context"
	"slices"
	"testing"
	"time"

	"leadpad/api"
	"leadpad/api/ratelimit"
	"leadpad/queue"
	"leadpad/queue/sqlite"
)

func inFlight(p Progress) bool {
	return slices.ContainsFunc(p.Requests, func(r Request) bool { return r.State == InFlight })
}

// A pause pressed in the last request of one submission holds for the one behind.
func TestPauseHoldsForWhatIsBehind(t *testing.T) {
	bubble(t, 200, nil, func(t *testing.T, r *rig) {
		r.f.latency = 10 * time.Second
		r.submit(r.ids[:100])
		second := r.submit(r.ids[100:])
		r.until("in flight", inFlight)
		r.s.Pause()
		r.until("pausing", func(p Progress) bool { return p.Pausing })
		time.Sleep(time.Hour)
		if got := r.f.requests(); len(got) != 1 {
			t.Errorf("paused in the first request, and an hour later %v went", got)
		}
		r.s.Resume()
		r.done(second)
	})
}

// After a failed connection a request goes out, and the report still counts.
func TestReportNotSentWhileRunning(t *testing.T) {
	bubble(t, 300, nil, func(t *testing.T, r *rig) {
		r.f.latency = 10 * time.Second
		r.f.script = func(n int, _ []string) (api.Answer, bool) {
			if n == 1 {
				return no(api.NotSent, 0, ""), false
			}
			return ok(), true
		}
		id := r.submit(r.ids)
		p := r.until("later", func(p Progress) bool { return p.Sent == 100 && p.Phase == Running && inFlight(p) })
		if p.Last.Retry != 0 {
			t.Errorf("100 are sent, request 3 is in flight, and it tells %+v", p.Last)
		}
		r.done(id)
	})
}

// Space toggles also while another process sends: a picture says that it counts.
func TestPauseWhileAnotherSendsIsShown(t *testing.T) {
	fileBubble(t, 10, nil, func(t *testing.T, r *rig) {
		ctx := context.Background()
		q, err := sqlite.Open(ctx, r.path, queue.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = q.Close() }()
		l, okay, err := q.TakeLease(ctx, workspace)
		if err != nil || !okay {
			t.Fatal(okay, err)
		}
		id := r.submit(r.ids)
		r.until("waits", func(p Progress) bool { return p.Phase == Waiting })
		r.s.Pause()
		time.Sleep(500 * time.Millisecond)
		p := r.s.Progress()
		if !p.Pausing && p.Phase != Paused {
			t.Errorf("Space was pressed, and the picture is phase %d, pausing %v: Space pauses again and never resumes", p.Phase, p.Pausing)
		}
		_ = l.Release()
		time.Sleep(time.Second)
		r.s.Resume()
		r.done(id)
	})
}

// What a disk refused a submission that was cancelled says nothing of the next one.
func TestDiskReportEndsWithItsSubmission(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("the disk refuses for longer than the queue has patience, in real time")
	}
	ctx := context.Background()
	r := newFileRig(t, 20, nil)
	q, err := sqlite.Open(ctx, r.path, queue.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = q.Close() }()
	l, okay, err := q.TakeLease(ctx, workspace)
	if err != nil || !okay {
		t.Fatal(okay, err)
	}
	id := r.submit(r.ids[:10])
	r.until("waits", func(p Progress) bool { return p.Phase == Waiting })
	if err := r.q.SetQuota(ctx, 1); err != nil {
		t.Fatal(err)
	}
	_ = l.Release()
	free := locked(t, r.path)
	r.until("refused", func(p Progress) bool { return p.Why == ForDisk })
	r.s.CancelRest()
	p := r.done(id)
	t.Logf("cancelled: %+v", p.Last)
	free()
	if err := r.q.SetQuota(ctx, 0); err != nil {
		t.Fatal(err)
	}
	// Another one sends.
	time.Sleep(time.Second)
	l, okay, err = q.TakeLease(ctx, workspace)
	if err != nil || !okay {
		t.Fatal(okay, err)
	}
	if _, err := q.Claim(ctx, workspace, newID(), r.ids[10:]); err != nil {
		t.Fatal(err)
	}
	p = r.until("shows the other", func(p Progress) bool { return p.Foreign })
	if p.Phase != Running || p.Last.Kind != NothingTold {
		t.Errorf("another one sends, this one asked for nothing, and it shows phase %d, %d, %+v", p.Phase, p.Why, p.Last)
	}
	_ = l.Release()
	r.end()
}

// A slot reserved for a request that a cancel kept is given back.
func TestReservedSlotIsGivenBack(t *testing.T) {
	var r0 *rig
	settled := 0
	change := func(o *Options) {
		o.Window = ratelimit.Window{Requests: 2, Per: 200 * time.Millisecond}
		o.crash = func(point string) {
			if point == "settled" {
				if settled++; settled == 2 {
					r0.s.CancelRest() // c is pressed while the second outcome is written
				}
			}
		}
	}
	bubble(t, 500, change, func(t *testing.T, r *rig) {
		r.f.latency = 60 * time.Millisecond
		r0 = r
		p := r.done(r.submit(r.ids))
		if p.Sent != 200 {
			t.Fatalf("%d sent", p.Sent)
		}
		time.Sleep(time.Second)
		l, err := r.w.Read(t.Context(), r.s.window.key)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range l.Slots {
			if s.Reserved || s.Ended.IsZero() {
				t.Errorf("nothing is sent any more, and the ledger has %+v: others wait for it until %v", s, s.Begun.Add(s.Timeout))
			}
		}
	})
}

// An answer is told while the window's file is locked by another program.
func TestAnswerWhileTheWindowIsLocked(t *testing.T) {
	t.Parallel()
	r := newFileRig(t, 100, nil)
	windows := r.path[:len(r.path)-len("queue.db")] + "window.db"
	var free func()
	if err := r.s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.o.crash = func(point string) {
		if point == "departed" {
			free = locked(t, windows)
		}
	}
	r.start()
	late := time.After(10 * time.Second) // a tenth of that is enough; the lock stays
	id := r.submit(r.ids)
	for r.states()[queue.Sent] != 100 && !t.Failed() {
		select {
		case <-late:
			t.Error("the answer came after 20 ms, and ten seconds later it is not on disk")
		case <-time.After(10 * time.Millisecond):
		}
	}
	told := make(chan struct{})
	go func() { r.done(id); close(told) }()
	select {
	case <-told:
	case <-late:
		t.Error("it is on disk and is not told")
	}
	free()
	<-told
	r.end()
}

// u pressed in a hold counts, also when the actor could not hear it within the screen's patience.
func TestTakeBackThatTimedOutStillCounts(t *testing.T) {
	t.Parallel()
	r := newFileRig(t, 20, func(o *Options) { o.Hold = 6 * time.Second; o.size = 10 })
	r.f.latency = 2 * time.Second
	first := r.submit(r.ids[:10])
	r.until("in flight", inFlight)
	id := r.submit(r.ids[10:])
	free := locked(t, r.path)
	time.AfterFunc(9*time.Second, free)
	time.Sleep(3 * time.Second) // the answer is there, its outcome waits for the disk
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
	defer cancel()
	n, taken := r.s.TakeBack(ctx) // 3 s into a hold of 6 s
	r.done(first)
	p := r.done(id)
	if p.Sent > 0 {
		t.Errorf("u in the middle of the hold: %d, %v (“Nothing was in a hold any more.”); %d were sent", n, taken, p.Sent)
	}
	r.end()
}

// What a look proves is the key that the lead went with.
func TestCanaryIsProvedForTheKeyThatWentOut(t *testing.T) {
	key := "one"
	bubble(t, 20, func(o *Options) { look(o); keyed(&key)(o) }, func(t *testing.T, r *rig) {
		id := r.submit(r.ids[:1])
		r.done(id)
		r.until("asking", func(p Progress) bool { return p.Look })
		key = "two"
		if _, err := r.s.Plan(t.Context(), r.ids[1:]); err != nil { // S, then Esc
			t.Fatal(err)
		}
		r.s.Look(true)
		time.Sleep(time.Second)
		if err := r.s.SameWorkspace(t.Context()); err != nil {
			t.Fatal(err)
		}
		r.done(r.submit(r.ids[1:]))
		wantRequests(t, r, 1, 1, 18)
	})
}

// u takes all of a hold back.
func TestTakeBackTakesTheHoldOnShow(t *testing.T) {
	bubble(t, 20, func(o *Options) { o.Hold = 5 * time.Second }, func(t *testing.T, r *rig) {
		first := r.submit(r.ids[:10])
		r.until("holding", func(p Progress) bool { return p.Phase == Holding })
		r.submit(r.ids[10:])
		n, okay := r.s.TakeBack(t.Context())
		p := r.done(first)
		if p.Sent > 0 {
			t.Errorf("“Sending in 5 s · u takes everything back”: u took %d, %v, and %d went", n, okay, p.Sent)
		}
	})
}

// What was claimed after u was pressed is not what u was about.
func TestTakeBackLeavesWhatWasClaimedAfterIt(t *testing.T) {
	t.Parallel()
	r := newFileRig(t, 20, func(o *Options) { o.Hold = 4 * time.Second; o.size = 10 })
	r.submit(r.ids[:10])
	r.until("holding", func(p Progress) bool { return p.Phase == Holding })
	free := locked(t, r.path)
	time.AfterFunc(2*time.Second, free)
	p, err := r.s.Plan(t.Context(), r.ids[10:])
	if err != nil {
		t.Fatal(err)
	}
	second := make(chan queue.ID, 1)
	go func() { id, _ := r.s.Submit(context.Background(), p); second <- id }()
	time.Sleep(500 * time.Millisecond)
	_, okay := r.s.TakeBack(t.Context()) // while only the first is in its hold
	id := <-second
	got := r.done(id)
	if got.Took > 0 {
		t.Errorf("u, pressed before the second was claimed, took the second back (%v)", okay)
	}
	r.s.CancelRest()
	r.end()
}

// A pause that its submission outlived says nothing over another's picture.
func TestPauseEndsWithItsSubmission(t *testing.T) {
	fileBubble(t, 20, nil, func(t *testing.T, r *rig) {
		ctx := context.Background()
		r.f.latency = time.Second
		q, err := sqlite.Open(ctx, r.path, queue.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = q.Close() }()
		id := r.submit(r.ids[:10])
		r.until("in flight", inFlight)
		r.s.Pause()
		r.done(id)
		time.Sleep(500 * time.Millisecond)
		l, okay, err := q.TakeLease(ctx, workspace)
		if err != nil || !okay {
			t.Fatal(okay, err)
		}
		if _, err := q.Claim(ctx, workspace, newID(), r.ids[10:]); err != nil {
			t.Fatal(err)
		}
		if p := r.until("shows the other", func(p Progress) bool { return p.Foreign }); p.Pausing {
			t.Error("another process sends, and the picture says that it is pausing")
		}
		_ = l.Release()
	})
}

// Once the question is answered, what another process does is shown.
func TestForeignIsShownOnceTheLookIsAnswered(t *testing.T) {
	fileBubble(t, 11, look, func(t *testing.T, r *rig) {
		ctx := context.Background()
		q, err := sqlite.Open(ctx, r.path, queue.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = q.Close() }()
		r.done(r.submit(r.ids[:1]))
		r.until("asking", func(p Progress) bool { return p.Look })
		time.Sleep(300 * time.Millisecond)
		l, okay, err := q.TakeLease(ctx, workspace)
		if err != nil || !okay {
			t.Fatal(okay, err)
		}
		if _, err := q.Claim(ctx, workspace, newID(), r.ids[1:]); err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Second)
		r.s.Look(true)
		time.Sleep(4 * time.Second)
		if p := r.s.Progress(); !p.Foreign {
			t.Error("4 s after the answer another process sends and is not shown")
		}
		_ = l.Release()
	})
}

// Three first leads in a row, and no rest.
func TestCrossedCanariesWithoutARest(t *testing.T) {
	bubble(t, 3, func(o *Options) { o.Canary = true }, func(t *testing.T, r *rig) {
		r.f.script = func(int, []string) (api.Answer, bool) { return no(api.AtFault, 400, "bad"), false }
		p := r.done(r.submit(r.ids))
		if p.Last.Back != 3 || p.Last.InARow != 3 || p.Failed != 0 || p.Returned != 3 {
			t.Errorf("all 3 were refused, and it tells %+v", p)
		}
		wantStates(t, r, map[queue.State]int{queue.Ready: 3})
	})
}

// Three first leads in a row, over two submissions: all are Ready again, but for the
// one that somebody changed since, and each says why it was refused.
func TestCrossedCanariesAreReadyAgain(t *testing.T) {
	bubble(t, 8, func(o *Options) { o.Canary = true }, func(t *testing.T, r *rig) {
		ctx := t.Context()
		r.f.script = func(int, []string) (api.Answer, bool) { return no(api.AtFault, 400, "bad"), false }
		r.done(r.submit(r.ids[:1]))
		r.done(r.submit(r.ids[1:2]))
		wantStates(t, r, map[queue.State]int{queue.Ready: 6, queue.Failed: 2})
		changed := r.entry(0)
		changed.Lead.Notes, changed.State = "mended", queue.Draft
		if _, err := r.q.Save(ctx, changed); err != nil {
			t.Fatal(err)
		}
		p := r.done(r.submit(r.ids[2:]))
		if p.Phase != Stopped || p.Last.InARow != 3 || p.Failed != 0 || p.Returned != 6 {
			t.Errorf("it ended %+v", p)
		}
		wantStates(t, r, map[queue.State]int{queue.Ready: 7, queue.Draft: 1})
		for _, i := range []int{1, 2} {
			if e := r.entry(i); e.Remark != "bad" {
				t.Errorf("lead %d says %q", i, e.Remark)
			}
		}
		r.f.script = nil
		r.done(r.submit(r.ids[1:]))
		wantStates(t, r, map[queue.State]int{queue.Sent: 7, queue.Draft: 1})
	})
}

// Crossed canaries in front stop what is behind, whoever was last.
func TestCrossedCanariesStopWhatIsBehind(t *testing.T) {
	bubble(t, 9, func(o *Options) { o.Canary = true }, func(t *testing.T, r *rig) {
		r.f.latency = time.Second
		r.f.script = func(int, []string) (api.Answer, bool) { return no(api.AtFault, 400, "bad"), false }
		r.submit(r.ids[:3])
		id := r.submit(r.ids[3:])
		r.done(id)
		if got := len(r.f.requests()); got > 3 {
			t.Errorf("%d first leads in a row were refused", got)
		}
	})
}

// The last thing told is the last thing that happened.
func TestNothingLeftAfterARefusal(t *testing.T) {
	fileBubble(t, 10, nil, func(t *testing.T, r *rig) {
		ctx := context.Background()
		q, err := sqlite.Open(ctx, r.path, queue.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = q.Close() }()
		l, okay, err := q.TakeLease(ctx, workspace)
		if err != nil || !okay {
			t.Fatal(okay, err)
		}
		id := r.submit(r.ids)
		r.until("waits", func(p Progress) bool { return p.Phase == Waiting })
		if _, err := q.Claim(ctx, workspace, newID(), r.ids); err != nil { // and keeps them: lost lease, dead process
			t.Fatal(err)
		}
		_ = q.Close()
		_ = l
		p := r.done(id)
		t.Logf("%+v", p.Last)
	})
}

// A settled answer keeps the first key, whatever stops the submission after it.
func TestStopAfterSettleKeepsTheFirstKey(t *testing.T) {
	key := "one"
	var r0 *rig
	change := func(o *Options) {
		keyed(&key)(o)
		o.crash = func(point string) {
			if point == "settled" && r0 != nil {
				_ = r0.q.SetQuota(context.Background(), 1) // the disk is full from here on
			}
		}
	}
	fileBubble(t, 20, change, func(t *testing.T, r *rig) {
		r0 = r
		r.done(r.submit(r.ids[:10]))
		r0 = nil
		before, err := r.q.Setting(t.Context(), r.s.keySetting())
		if err != nil {
			t.Fatal(err)
		}
		if before == "" {
			t.Error("10 leads were sent with a key that is not on record: another one is taken without a question")
		}
		_ = r.q.SetQuota(t.Context(), 0)
	})
}

// u in a hold counts also when a full disk keeps the actor longer than the screen asks (40 s).
func TestTakeBackOnAFullDiskStillCounts(t *testing.T) {
	fileBubble(t, 200, func(o *Options) { o.Hold = 30 * time.Second }, func(t *testing.T, r *rig) {
		r.f.latency = 10 * time.Second
		r.f.script = func(int, []string) (api.Answer, bool) {
			a := ok()
			a.Envelope.Raw = make([]byte, 500_000)
			return a, true
		}
		first := r.submit(r.ids[:100])
		r.until("in flight", inFlight)
		id := r.submit(r.ids[100:])
		time.Sleep(time.Second)
		if err := r.q.SetQuota(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		r.until("refused", func(p Progress) bool { return p.Last.Kind != NothingTold })
		ctx, cancel := context.WithTimeout(t.Context(), 40*time.Second) // kit.Limit
		defer cancel()
		n, taken := r.s.TakeBack(ctx) // 10 s into a hold of 30 s
		if err := r.q.SetQuota(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		r.done(first)
		if p := r.done(id); p.Sent > 0 {
			t.Errorf("u was pressed in the hold, it said %d, %v (“Nothing was in a hold any more.”), and %d were sent", n, taken, p.Sent)
		}
	})
}

// Space while the disk refuses an outcome: the picture says that it counts.
func TestPausedWhileTheDiskRefuses(t *testing.T) {
	fileBubble(t, 200, nil, func(t *testing.T, r *rig) {
		r.f.latency = 10 * time.Second
		r.f.script = func(int, []string) (api.Answer, bool) {
			a := ok()
			a.Envelope.Raw = make([]byte, 500_000)
			return a, true
		}
		id := r.submit(r.ids)
		r.until("in flight", inFlight)
		r.s.Pause()
		time.Sleep(time.Second)
		if err := r.q.SetQuota(t.Context(), 1); err != nil {
			t.Fatal(err)
		}
		p := r.until("refused", func(p Progress) bool { return p.Last.Kind != NothingTold })
		if !p.Pausing {
			t.Errorf("paused, and the picture is phase %d, pausing %v: Space would pause again", p.Phase, p.Pausing)
		}
		if err := r.q.SetQuota(t.Context(), 0); err != nil {
			t.Fatal(err)
		}
		r.s.Resume()
		r.done(id)
	})
}

func TestForeignIsShownOnceTheLookSaidNo(t *testing.T) {
	fileBubble(t, 11, look, func(t *testing.T, r *rig) {
		ctx := context.Background()
		q, err := sqlite.Open(ctx, r.path, queue.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = q.Close() }()
		r.done(r.submit(r.ids[:1]))
		r.until("asking", func(p Progress) bool { return p.Look })
		time.Sleep(300 * time.Millisecond)
		l, okay, err := q.TakeLease(ctx, workspace)
		if err != nil || !okay {
			t.Fatal(okay, err)
		}
		if _, err := q.Claim(ctx, workspace, newID(), r.ids[1:]); err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Second)
		r.s.Look(false)
		time.Sleep(4 * time.Second)
		if p := r.s.Progress(); !p.Foreign {
			t.Error("4 s after the answer another process sends and is not shown")
		}
		_ = l.Release()
	})
}

// The first key is on record when its leads are, whatever ends the process.
func TestFirstKeyIsOnRecordWithItsLeads(t *testing.T) {
	t.Parallel()
	key := "one"
	var r0 *rig
	var free func()
	r := newFileRig(t, 20, func(o *Options) {
		keyed(&key)(o)
		o.crash = func(point string) {
			if point == "settled" && free == nil {
				free = locked(t, r0.path)
				go func() {
					ctx, cancel := context.WithTimeout(context.Background(), 100*time.Millisecond)
					defer cancel()
					_ = r0.s.Close(ctx)
				}()
			}
		}
	})
	r0 = r
	r.submit(r.ids[:10])
	<-r.s.ended
	free()
	r.start()
	r.settles()
	wantStates(t, r, map[queue.State]int{queue.Sent: 10, queue.Ready: 10})
	key = "two"
	p, err := r.s.Plan(t.Context(), r.ids[10:])
	if err != nil {
		t.Fatal(err)
	}
	if !p.Changed {
		t.Error("10 leads went with another key, and nobody is asked whether it is the same workspace")
	}
	r.end()
}

// What another process holds is taken back from here, and not Ready by that.
func TestTakeBackOfWhatAnotherSends(t *testing.T) {
	fileBubble(t, 10, func(o *Options) { o.Hold = 20 * time.Second }, func(t *testing.T, r *rig) {
		ctx := context.Background()
		q, err := sqlite.Open(ctx, r.path, queue.Options{})
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = q.Close() }()
		p, err := r.s.Plan(ctx, r.ids) // both plan the same leads
		if err != nil {
			t.Fatal(err)
		}
		l, okay, err := q.TakeLease(ctx, workspace)
		if err != nil || !okay {
			t.Fatal(okay, err)
		}
		if _, err := q.Claim(ctx, workspace, newID(), r.ids); err != nil {
			t.Fatal(err)
		}
		id, err := r.s.Submit(ctx, p)
		if err != nil {
			t.Fatal(err)
		}
		if n, ok := r.s.TakeBack(ctx); n != 10 || !ok {
			t.Errorf("took back %d, %v", n, ok)
		}
		if p := r.done(id); p.Took != 10 || p.Returned != 0 {
			t.Errorf("%d are said to be Ready again, and they are %v", p.Returned, r.states())
		}
		_ = l.Release()
	})
}

// A pause and a resume go on at once where a failed connection is waited for.
func TestResumeGoesOnAtOnce(t *testing.T) {
	bubble(t, 10, nil, func(t *testing.T, r *rig) {
		r.f.script = func(n int, _ []string) (api.Answer, bool) {
			if n < 6 {
				return no(api.NotSent, 0, ""), false
			}
			return ok(), true
		}
		id := r.submit(r.ids)
		r.until("a long wait", func(p Progress) bool { return p.Phase == Waiting && time.Until(p.NextAt) > 15*time.Second })
		r.s.Pause() // Space
		r.until("paused", func(p Progress) bool { return p.Phase == Paused })
		begun := time.Now()
		r.s.Resume() // Space
		r.done(id)
		if d := time.Since(begun); d > 5*time.Second {
			t.Errorf("it went on after %v", d)
		}
	})
}
