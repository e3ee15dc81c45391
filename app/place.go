package app

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/google/uuid"

	"leadpad/lead"
	"leadpad/queue"
)

// place knows whether the leads of a workspace are the ones that were here last,
// or those of a copy: a backup, or a queue that was brought from elsewhere. A copy
// does not know what went out since it was made, so its leads wait for a person.
//
// The queue keeps where it lies and a name that each copy gets anew, its line. The
// user's state folder keeps, for the path of the queue, the line and the last batch
// that went, and so does the data folder. They agree when the line is the same and
// the queue knows that batch. A state folder that remembers nothing is a new one
// when the data folder agrees, on a machine that has a name: without a name the
// folder may be a copy on another one, and is taken for that once.
type place struct {
	workspace string
	mark      string       // the file in the state folder
	beside    string       // the one in the data folder; mark, where that has no other
	here      kept         // where this is; Line is set when they agree
	q         *placedQueue // everybody's leads
	noWindow  error        // why there is no request window to send by

	mu      sync.Mutex
	refused error          // why nothing may be sent
	doubted int            // leads of a copy that became drafts
	work    sync.WaitGroup // marks on their way to the disk
}

// kept is what the queue remembers of its place.
type kept struct {
	Line    queue.ID `json:"line"`
	Machine string   `json:"machine"` // "" where a machine has no name of its own
	Path    string   `json:"path"`
	// Alone is set when no state folder remembered the queue on a machine without a
	// name: a container that keeps none, where the data folder's mark has to do.
	Alone bool `json:"alone,omitempty"`
}

// ErrReplaced is why a program sends nothing from a queue whose file was replaced
// while it had the old one open.
var ErrReplaced = errors.New("the queue was replaced by another file")

// newPlace is the place of a real workspace's leads.
func (s Settings) newPlace(workspace string, q queue.Queue) *place {
	path := s.queueFile()
	if resolved, err := filepath.EvalSymlinks(path); err == nil {
		path = resolved
	}
	sum := sha256.Sum256([]byte(path + "\x00" + workspace))
	name := filepath.Join("places", hex.EncodeToString(sum[:12]))
	p := &place{
		workspace: workspace, mark: filepath.Join(s.stateDir(), name), beside: filepath.Join(s.Dir, name),
		here: kept{Machine: s.Machine, Path: path},
	}
	p.q = &placedQueue{q.As(queue.Scope{All: true}), p}
	return p
}

// stateDir is where marks are kept: beside the leads where there is no folder for
// them, which tells a copy to another path only.
func (s Settings) stateDir() string {
	if s.State != "" {
		return s.State
	}
	return s.Dir
}

// settle compares what queue and state folder remember. Where they disagree, what
// could go out by itself becomes a draft that says why.
func (p *place) settle(ctx context.Context) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.refused = p.compare(ctx)
	if p.refused != nil {
		p.refused = &Undone{ToSend, p.refused}
	}
	return p.refused
}

func (p *place) compare(ctx context.Context) error {
	unlock, err := p.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	text, err := p.q.Setting(ctx, p.setting())
	if err != nil {
		return err
	}
	var was kept
	placed := json.Unmarshal([]byte(text), &was) == nil && was.Line != uuid.Nil
	seen, err := p.compareMarks(ctx, was)
	if err != nil {
		return err
	}
	p.here.Alone = was.Alone || seen.alone
	if placed && seen.trusted {
		p.here.Line = was.Line
		if seen.complete {
			return nil
		}
		return p.write(mark{was.Line, seen.last})
	}
	if placed || seen.any {
		if err := p.doubt(ctx); err != nil {
			return err
		}
	}
	now := p.here
	now.Line = newID()
	if text, err := json.Marshal(now); err != nil {
		return err
	} else if err := p.write(mark{line: now.Line}); err != nil {
		return err
	} else if err := p.q.SetSetting(ctx, p.setting(), string(text)); err != nil {
		return err
	}
	p.here = now
	return nil
}

func (p *place) setting() string { return "place:" + p.workspace }

// seen is what the marks say of a queue.
type seen struct {
	any      bool     // there is a mark
	trusted  bool     // the queue is the one that was here
	complete bool     // and both marks are there
	alone    bool     // no state folder knows it, on a machine without a name
	last     queue.ID // the last batch that the marks know, where one of them is missing
}

func (p *place) compareMarks(ctx context.Context, was kept) (s seen, err error) {
	state, inState, err := readMark(p.mark)
	if err != nil {
		return s, err
	}
	beside, isBeside, err := readMark(p.beside)
	if err != nil {
		return s, err
	}
	s = seen{any: inState || isBeside, trusted: inState || isBeside, complete: inState && isBeside, last: beside.last}
	if inState {
		s.last = state.last
		if s.trusted, err = p.agree(ctx, was, state); err != nil {
			return s, err
		}
	}
	if isBeside && s.trusted {
		if s.trusted, err = p.agree(ctx, was, beside); err != nil {
			return s, err
		}
	}
	if !inState && s.trusted && p.here.Machine == "" {
		s.alone, s.trusted = true, was.Alone
	}
	return s, nil
}

// agree says that the queue lies where it lay and knows of the last batch.
func (p *place) agree(ctx context.Context, was kept, m mark) (bool, error) {
	moved := was.Path != p.here.Path || was.Machine != p.here.Machine && was.Machine != "" && p.here.Machine != ""
	if moved || was.Line != m.line {
		return false, nil
	}
	if m.last == uuid.Nil {
		return true, nil
	}
	_, err := p.q.Batch(ctx, p.workspace, m.last)
	if errors.Is(err, queue.ErrNotFound) {
		return false, nil
	}
	return err == nil, err
}

// doubtStep is how many leads become drafts in one commit.
const doubtStep = 500

// doubt makes drafts of all that could go out. What a dead process held is let go
// first; what a living one holds is its own.
func (p *place) doubt(ctx context.Context) error {
	l, free, err := p.q.TakeLease(ctx, p.workspace)
	if err != nil {
		return err
	}
	if free {
		_, _, err := p.q.Recover(ctx, p.workspace)
		if err := errors.Join(err, l.Release()); err != nil {
			return err
		}
	}
	since, err := p.newest(ctx)
	if err != nil {
		return err
	}
	why := lead.Doubtful(lead.Cause{Kind: lead.Restored, Day: since})
	ids, err := p.q.IDs(ctx, queue.Query{Workspace: p.workspace})
	for ; err == nil && len(ids) > 0; ids = ids[min(doubtStep, len(ids)):] {
		var before []queue.Entry
		before, err = p.q.Edit(ctx, p.workspace, ids[:min(doubtStep, len(ids))], func(e queue.Entry) queue.Entry {
			if e.State == queue.Ready || e.State == queue.Failed {
				e.State, e.Problems = queue.Draft, append(e.Problems, why)
			}
			return e
		})
		p.doubted += len(before)
	}
	return err
}

// newest is the day of the last change that the queue knows of, "" for none.
func (p *place) newest(ctx context.Context) (string, error) {
	rows, err := p.q.Rows(ctx, queue.Query{Workspace: p.workspace, Sent: true}, 0, 1)
	if err != nil || len(rows) == 0 {
		return "", err
	}
	return rows[0].Updated.Local().Format(time.DateOnly), nil
}

// going notes that a batch goes: begin records it, and is not called where it could
// not be marked.
func (p *place) going(ctx context.Context, batch queue.ID, begin func() error) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.refused != nil {
		return p.refused
	}
	unlock, err := p.lock(ctx)
	if err != nil {
		return err
	}
	defer unlock()
	switch m, _, err := readMark(p.mark); {
	case err != nil:
		return err
	case m.line != p.here.Line:
		return ErrReplaced
	default:
		if err := p.write(m); err != nil { // what cannot be written now is not begun
			return err
		}
	}
	if err := begin(); err != nil {
		return err
	}
	// The batch is begun, and its bytes are about to leave: one that cannot be
	// marked all the same is the last one.
	p.refused = p.write(mark{p.here.Line, batch})
	return nil
}

// markAgain settles anew where the last batch could not be marked. Without a request
// window nobody sends at all.
func (p *place) markAgain(ctx context.Context) error {
	if p.noWindow != nil {
		return p.noWindow
	}
	p.mu.Lock()
	refused := p.refused
	p.mu.Unlock()
	if refused == nil {
		return nil
	}
	return p.settle(ctx)
}

// placedQueue is a queue whose batches are marked before they go.
type placedQueue struct {
	queue.Queue
	place *place
}

// As implements queue.Queue.
func (q *placedQueue) As(s queue.Scope) queue.Queue { return &placedQueue{q.Queue.As(s), q.place} }

// Claim implements queue.Outgoing.
func (q *placedQueue) Claim(ctx context.Context, workspace string, submission queue.ID, ids []queue.ID) ([]queue.Entry, error) {
	if err := q.place.markAgain(ctx); err != nil {
		return nil, err
	}
	return q.Queue.Claim(ctx, workspace, submission, ids)
}

// ClaimAt implements queue.Outgoing.
func (q *placedQueue) ClaimAt(ctx context.Context, workspace string, submission queue.ID, ids []queue.ID, at int64) ([]queue.ID, error) {
	if err := q.place.markAgain(ctx); err != nil {
		return nil, err
	}
	return q.Queue.ClaimAt(ctx, workspace, submission, ids, at)
}

// Begin implements queue.Outgoing.
func (q *placedQueue) Begin(ctx context.Context, b queue.Batch) error {
	return q.place.going(ctx, b.ID, func() error { return q.Queue.Begin(ctx, b) })
}

// Launch implements queue.Outgoing.
func (q *placedQueue) Launch(ctx context.Context, b queue.Batch) error {
	return q.place.going(ctx, b.ID, func() error { return q.Queue.Launch(ctx, b) })
}

// Machine is a name that this computer has and a copy of its disk on another one
// has not; "" where the system gives none. It is no other program's business, so it
// is hashed.
func Machine() string {
	for _, file := range []string{"/etc/machine-id", "/var/lib/dbus/machine-id"} {
		if id, err := os.ReadFile(file); err == nil && len(id) > 0 {
			sum := sha256.Sum256(append([]byte("leadpad:"), id...))
			return hex.EncodeToString(sum[:12])
		}
	}
	return ""
}
