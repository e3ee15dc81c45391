package outbox

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"

	"leadpad/api"
	"leadpad/api/ratelimit"
	"leadpad/lead"
	"leadpad/queue"
)

// play is one random life of a sender, drawn before it is lived: a bubble of
// virtual time cannot draw.
type play struct {
	seed    uint64
	leads   int
	faulty  int // every how many-th lead is refused; 0: none
	unlucky int // of 100 requests, how many end otherwise
	canary  bool
	hold    time.Duration
	patient bool // everybody waits for the end of what is under way
	people  int  // who do it; each has every people-th lead
	acts    []act
}

type act struct {
	kind string
	wait time.Duration
	n    int
	who  int
}

func drawPlay(t *rapid.T) play {
	p := play{
		seed: rapid.Uint64().Draw(t, "seed"), leads: rapid.IntRange(1, 60).Draw(t, "leads"),
		faulty: rapid.SampledFrom([]int{0, 0, 3, 7}).Draw(t, "faulty"), unlucky: rapid.SampledFrom([]int{0, 10, 40}).Draw(t, "unlucky"),
		canary: rapid.Bool().Draw(t, "canary"), hold: rapid.SampledFrom([]time.Duration{0, 2 * time.Second}).Draw(t, "hold"),
	}
	p.people = rapid.SampledFrom([]int{1, 2, 3}).Draw(t, "people")
	p.patient = rapid.Bool().Draw(t, "patient")
	kinds := []string{"submit", "submit", "submit", "take back", "pause", "resume", "cancel", "find", "hang up", "close", "leave", "crash", "wait"}
	for range rapid.IntRange(1, 12).Draw(t, "acts") {
		p.acts = append(p.acts, act{
			kind: rapid.SampledFrom(kinds).Draw(t, "act"),
			wait: time.Duration(rapid.IntRange(0, 4000).Draw(t, "ms")) * time.Millisecond,
			n:    rapid.IntRange(1, 60).Draw(t, "n"),
			who:  rapid.IntRange(0, p.people-1).Draw(t, "who"),
		})
	}
	return p
}

// server answers by the play: leads at fault are refused, the unlucky get one
// of everything else that can happen.
func (p play) server() func(int, []string) (api.Answer, bool) {
	random := rand.New(rand.NewPCG(p.seed, 1))
	return func(_ int, names []string) (api.Answer, bool) {
		if random.IntN(100) < p.unlucky {
			switch random.IntN(6) {
			case 0:
				return no(api.Limited, 429, "Too many requests. Please try again later."), false
			case 1:
				return api.Answer{Outcome: api.NotSent}, false
			case 2:
				return api.Answer{Outcome: api.Unsure, Connected: true, Bytes: 1}, true
			case 3:
				return api.Answer{Outcome: api.Unsure, Connected: true, Bytes: 1}, false
			case 4:
				return no(api.BadKey, 401, "Invalid API key."), false
			default:
				return no(api.TooMany, 413, "too many"), false
			}
		}
		for i, name := range names {
			var n int
			_, _ = fmt.Sscanf(name, "lead-%d", &n)
			if p.faulty > 0 && n%p.faulty == 0 {
				return no(api.AtFault, 400, fmt.Sprintf("leads[%d].email is not valid", i)), false
			}
		}
		return ok(), true
	}
}

// TestSenderModel lives random lives and compares, at the end of each, every
// lead's state with what the server holds.
func TestSenderModel(t *testing.T) {
	t.Parallel()
	lives := 0
	rapid.Check(t, func(rt *rapid.T) {
		lives++
		p := drawPlay(rt)
		var wrong []string
		synctest.Test(t, func(t *testing.T) { wrong = p.live(t) })
		if len(wrong) > 0 {
			rt.Fatalf("%v", wrong)
		}
	})
	t.Logf("%d lives, -rapid.seed=%s", lives, flag.Lookup("rapid.seed").Value)
}

func (p play) live(t *testing.T) []string {
	w := ratelimit.Window{Requests: 7, Per: 5 * time.Second}
	r := newFileRig(t, p.leads, func(o *Options) {
		o.Window, o.Hold, o.Canary, o.size, o.Timeout = w, p.hold, p.canary, 8, 3*time.Second
		o.atOnce, o.claims = 1, 11
	})
	r.f.latency = 150 * time.Millisecond
	r.f.script = p.server()
	p.share(r)
	p.seats(r)
	for _, a := range p.acts {
		p.do(r, a)
		time.Sleep(a.wait)
	}
	stuck := p.patient && !r.endsByItself()
	if err := r.s.Close(context.Background()); err != nil {
		t.Error(err)
	}
	wrong := p.verify(r, w)
	if stuck {
		wrong = append(wrong, "somebody's submission never ended")
	}
	return wrong
}

// endsByItself says that all that is under way ends when everybody lets it go on.
func (r *rig) endsByItself() bool {
	for range 400 {
		if inFlight, _, waiting, _ := r.s.Sender.Busy(); inFlight == 0 && waiting == 0 {
			return true
		}
		for _, s := range r.seats {
			s.Resume()
		}
		time.Sleep(10 * time.Second)
	}
	return false
}

// share gives the leads to the people, where there are several, under their names.
func (p play) share(r *rig) {
	ctx := context.Background()
	for i, id := range r.ids {
		who := i % p.people
		if who == 0 {
			continue
		}
		if _, err := r.q.Delete(ctx, workspace, []queue.ID{id}); err != nil {
			r.t.Fatal(err)
		}
		e, err := r.q.As(queue.Scope{Owner: person(who)}).Save(ctx, queue.Entry{
			Workspace: workspace, State: queue.Ready, Finished: true, Lead: lead.Lead{Person: lead.Person{Name: fmt.Sprintf("lead-%d", i)}},
		})
		if err != nil {
			r.t.Fatal(err)
		}
		r.ids[i] = e.ID
	}
}

func person(who int) string { return []string{"", "Ana", "Ben"}[who] }

// seats gives everybody a seat at the sender of now.
func (p play) seats(r *rig) {
	r.seats = nil
	for who := range p.people {
		r.seats = append(r.seats, r.s.Sender.Seat(Who{Session: newID(), User: person(who)}))
	}
}

func (p play) do(r *rig, a act) {
	ctx := context.Background()
	s := r.seats[a.who]
	switch a.kind {
	case "submit":
		plan, err := s.Plan(ctx, r.ids[:min(a.n, len(r.ids))])
		if a.n%2 == 0 {
			plan, err = s.PlanAll(ctx)
		}
		if err == nil {
			_, _ = s.Submit(ctx, plan)
		}
	case "take back":
		_, _ = s.TakeBack(ctx)
	case "pause":
		s.Pause()
	case "resume":
		s.Resume()
	case "cancel":
		s.CancelRest()
	case "find":
		if last := s.Progress().Last; last.Outcome == api.AtFault {
			_, _ = s.FindAtFault(ctx, last.Batch)
		}
	case "hang up": // the line is lost
		s.Leave(ctx)
		p.seats(r)
	case "leave":
		var cancel context.CancelFunc
		ctx, cancel = context.WithCancel(ctx)
		cancel()
		fallthrough
	case "close":
		_ = r.s.Close(ctx)
		r.start()
		p.seats(r)
	case "crash":
		r.s.inbox.post(runtime.Goexit)
		r.restart()
		p.seats(r)
	}
}

// verify compares the queue with the server.
func (p play) verify(r *rig, w ratelimit.Window) (wrong []string) {
	synctest.Wait() // a request that was just launched counts as flying
	r.f.flying.Wait()
	states := map[queue.State]int{}
	for i := range r.ids {
		e := r.entry(i)
		states[e.State]++
		n := r.f.created[e.Lead.Name]
		switch {
		case n > 1:
			wrong = append(wrong, fmt.Sprintf("%s was created %d times", e.Lead.Name, n))
		case n == 1 && e.State != queue.Sent && e.State != queue.Unsure, n == 0 && e.State == queue.Sent:
			wrong = append(wrong, fmt.Sprintf("%s was created %d times and is %v", e.Lead.Name, n, e.State))
		case e.State == queue.Failed && (p.faulty == 0 || i%p.faulty != 0):
			wrong = append(wrong, fmt.Sprintf("%s is not at fault and Failed", e.Lead.Name))
		}
	}
	if states[queue.Held]+states[queue.Sending] > 0 {
		wrong = append(wrong, fmt.Sprintf("leads are left over: %v", states))
	}
	// A request of which no byte left takes nothing from the window.
	seen := slices.DeleteFunc(slices.Clone(r.f.seen), func(a arrival) bool { return a.unsent })
	for i := w.Requests; i < len(seen); i++ {
		if gap := seen[i].at.Sub(seen[i-w.Requests].at); gap < w.Per {
			wrong = append(wrong, fmt.Sprintf("%d requests in %v", w.Requests+1, gap))
		}
	}
	if err := r.w.Close(); err != nil {
		wrong = append(wrong, err.Error())
	}
	if err := r.q.Close(); err != nil {
		wrong = append(wrong, err.Error())
	}
	return wrong
}
