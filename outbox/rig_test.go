package outbox

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"leadpad/api"
	"leadpad/api/ratelimit"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/queue/queuetest"
	"leadpad/queue/sqlite"
)

const workspace = "acme"

// fake is a server without a network: it records what it created and says what
// its script says.
type fake struct {
	mu      sync.Mutex
	latency time.Duration
	// script decides the answer of the n-th request, counted from 1. The answer's
	// outcome Created, or Unsure with lands, creates the leads. nil: all created.
	script  func(n int, names []string) (a api.Answer, lands bool)
	created map[string]int
	seen    []arrival
	flying  sync.WaitGroup
}

// arrival is one request as the server saw it.
type arrival struct {
	at     time.Time
	names  []string
	unsent bool // no byte of it left
}

func (f *fake) create(_ context.Context, body []byte) api.Answer {
	f.flying.Add(1)
	defer f.flying.Done()
	begun := time.Now()
	var list []struct {
		Name string `json:"name"`
	}
	if err := json.Unmarshal(body, &list); err != nil {
		panic(err)
	}
	names := make([]string, len(list))
	for i := range list {
		names[i] = list[i].Name
	}
	f.mu.Lock()
	f.seen = append(f.seen, arrival{at: begun, names: names})
	n := len(f.seen)
	a, lands := ok(), true
	if f.script != nil {
		a, lands = f.script(n, names)
	}
	f.seen[n-1].unsent = a.Outcome == api.NotSent
	if lands {
		for _, name := range names {
			f.created[name]++
		}
	}
	f.mu.Unlock()
	time.Sleep(f.latency)
	a.Begun, a.Ended = begun, time.Now()
	return a
}

// requests are the sizes of the requests seen so far.
func (f *fake) requests() []int {
	f.mu.Lock()
	defer f.mu.Unlock()
	sizes := make([]int, len(f.seen))
	for i, a := range f.seen {
		sizes[i] = len(a.names)
	}
	return sizes
}

func ok() api.Answer {
	yes, code := true, 200
	return api.Answer{Outcome: api.Created, Status: 200, IsEnvelope: true, Envelope: api.Envelope{Succeeded: &yes, StatusCode: &code}, Connected: true, Bytes: 1}
}

// no is an answer that refuses with a message.
func no(o api.Outcome, status int, message string) api.Answer {
	succeeded := false
	return api.Answer{
		Outcome: o, Status: status, IsEnvelope: true, Connected: true, Bytes: 1,
		Envelope: api.Envelope{Succeeded: &succeeded, StatusCode: &status, Message: &message},
	}
}

// rig is a sender on a queue of its own in front of a fake server.
type rig struct {
	t     testing.TB
	f     *fake
	q     queue.Queue
	w     queue.Windows
	s     *Seat
	seats []*Seat // of several people
	o     Options
	ids   []queue.ID
	path  string
}

// newRig makes one in memory with n ready leads, whose names are lead-0, lead-1, …
func newRig(t testing.TB, n int, change func(*Options)) *rig {
	t.Helper()
	return build(t, n, "", "", change)
}

// newFileRig makes one on files, which another sender can open. They lie in
// memory where the system has such a folder: nothing here asks what a disk keeps.
func newFileRig(t testing.TB, n int, change func(*Options)) *rig {
	t.Helper()
	dir := queuetest.MemoryDir(t)
	return build(t, n, filepath.Join(dir, "queue.db"), filepath.Join(dir, "window.db"), change)
}

func build(t testing.TB, n int, path, windows string, change func(*Options)) *rig {
	t.Helper()
	ctx := context.Background()
	r := &rig{t: t, f: &fake{latency: 20 * time.Millisecond, created: map[string]int{}}, path: path}
	var err error
	if r.q, err = sqlite.Open(ctx, r.path, queue.Options{}); err != nil {
		t.Fatal(err)
	}
	if r.w, err = sqlite.OpenWindows(ctx, windows); err != nil {
		t.Fatal(err)
	}
	r.fill(n)
	r.o = Options{
		Queue: r.q, Windows: r.w, Workspace: workspace, Address: "https://example.com",
		Encoding: encoding(), Window: ratelimit.Window{Requests: 100, Per: time.Minute}, create: r.f.create,
	}
	if change != nil {
		change(&r.o)
	}
	r.start()
	return r
}

func encoding() api.Encoding { return api.Encoding{Wire: api.DefaultWire()} }

func (r *rig) start() {
	r.t.Helper()
	s, err := New(context.Background(), r.o)
	if err != nil {
		r.t.Fatal(err)
	}
	r.s = s.Seat(Who{})
}

// end closes everything; a synctest bubble must be left empty.
func (r *rig) end() {
	r.t.Helper()
	if err := r.s.Close(context.Background()); err != nil {
		r.t.Error(err)
	}
	r.f.flying.Wait() // answers that nobody listens to any more
	if err := r.w.Close(); err != nil {
		r.t.Error(err)
	}
	if err := r.q.Close(); err != nil {
		r.t.Error(err)
	}
}

func (r *rig) fill(n int) {
	r.t.Helper()
	list := make([]queue.Entry, n)
	for i := range list {
		name := fmt.Sprintf("lead-%d", len(r.ids)+i)
		list[i] = queue.Entry{
			Workspace: workspace, State: queue.Ready, Finished: true,
			Lead: lead.Lead{Person: lead.Person{Name: name}},
		}
	}
	added, err := r.q.Add(context.Background(), list)
	if err != nil {
		r.t.Fatal(err)
	}
	for _, e := range added {
		r.ids = append(r.ids, e.ID)
	}
}

// submit plans and submits ids.
func (r *rig) submit(ids []queue.ID) queue.ID {
	r.t.Helper()
	p, err := r.s.Plan(context.Background(), ids)
	if err != nil {
		r.t.Fatal(err)
	}
	id, err := r.s.Submit(context.Background(), p)
	if err != nil {
		r.t.Fatal(err)
	}
	return id
}

// until waits for a picture that pleases.
func (r *rig) until(what string, pleases func(Progress) bool) Progress {
	r.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	c := r.s.Subscribe(ctx)
	late := time.After(2 * time.Hour)
	for {
		if p := r.s.Progress(); pleases(p) {
			return p
		}
		select {
		case <-c:
		case <-late:
			r.t.Fatalf("never %s: %+v", what, r.s.Progress())
		}
	}
}

func over(p Progress) bool { return p.Phase == Done || p.Phase == Stopped }

// done waits for the end of submission id.
func (r *rig) done(id queue.ID) Progress {
	r.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 24*time.Hour)
	defer cancel()
	p, err := r.s.Wait(ctx, id)
	if err != nil {
		r.t.Fatalf("never over: %v: %+v", err, p)
	}
	return p
}

// states counts the leads by state.
func (r *rig) states() map[queue.State]int {
	r.t.Helper()
	c, err := r.q.Counts(context.Background(), workspace)
	if err != nil {
		r.t.Fatal(err)
	}
	m := map[queue.State]int{}
	for state, n := range c.ByState {
		if n > 0 {
			m[queue.State(state)] = n
		}
	}
	return m
}

// entry reads the i-th lead.
func (r *rig) entry(i int) queue.Entry {
	r.t.Helper()
	e, err := r.q.As(queue.Scope{All: true}).Get(context.Background(), workspace, r.ids[i])
	if err != nil {
		r.t.Fatal(err)
	}
	return e
}

// once checks the first promise: no lead was created twice, and those that were
// are Sent or Unsure.
func (r *rig) once() {
	r.t.Helper()
	r.f.mu.Lock()
	defer r.f.mu.Unlock()
	for i := range r.ids {
		e := r.entry(i)
		n := r.f.created[e.Lead.Name]
		if n > 1 {
			r.t.Errorf("%s was created %d times", e.Lead.Name, n)
		}
		if n == 1 && e.State != queue.Sent && e.State != queue.Unsure {
			r.t.Errorf("%s was created and is %v", e.Lead.Name, e.State)
		}
		if n == 0 && e.State == queue.Sent {
			r.t.Errorf("%s is Sent and was not created", e.Lead.Name)
		}
	}
}

// full fails the test when the server saw more than w allows, by an exact log.
func (r *rig) full(w ratelimit.Window) {
	r.t.Helper()
	r.f.mu.Lock()
	defer r.f.mu.Unlock()
	for i := w.Requests; i < len(r.f.seen); i++ {
		if gap := r.f.seen[i].at.Sub(r.f.seen[i-w.Requests].at); gap < w.Per {
			r.t.Fatalf("requests %d and %d are %v apart, %d in %v are allowed", i-w.Requests, i, gap, w.Requests, w.Per)
		}
	}
}
