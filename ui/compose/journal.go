package compose

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/google/uuid"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
)

const (
	// noteAfter is how long a step in the form may be missing on disk: with its commit
	// well below the quarter of a second that is promised.
	noteAfter = 150 * time.Millisecond
	// leaveLimit bounds what a program that ends waits for its last note: without it
	// the next start takes the window for one that died.
	leaveLimit = time.Second
)

// place is where in a lead the rep is, as the journal notes it.
type place struct {
	Kind   lead.Kind `json:"kind"`
	At     lead.Path `json:"at"`
	Cursor int       `json:"cursor,omitempty"` // in bytes
	Left   int       `json:"left,omitempty"`   // of a long value, in bytes: what is seen first
	Top    int       `json:"top,omitempty"`    // the form's first line on show
	Shut   bool      `json:"shut,omitempty"`
	Seen   bool      `json:"seen,omitempty"`  // what is wrong with the value is shown
	Fresh  bool      `json:"fresh,omitempty"` // it is a new label, which takes a line
	Origin origin    `json:"origin,omitempty"`
	// What the next leads repeat, and as which preset it was chosen.
	Pins   string `json:"pins,omitempty"`
	Preset string `json:"preset,omitempty"`
}

// spot is what the journal knows of the window: the document that it comes back
// to, and which leads nobody else is to change.
type spot struct {
	number int // of the document, 0 for none to come back to
	id     kit.ID
	rev    int64
	place  place
	shown  bool   // the document is open here, also before it has an id
	also   kit.ID // is open here, too
	timing bool   // an autosave is due that brings the spot along
}

// journal keeps on disk where the rep is, so that leadpad opens there again
// whatever ended it. Update only tells it. It has timers of its own, for of a key
// without a command nothing is waited for, and moving the cursor is such a key.
type journal struct {
	desk queue.Desk // nil where nothing is kept

	mu      sync.Mutex
	now     spot
	stored  spot
	saved   spot // number, id and rev of the newest save, which Update may not know yet
	begun   bool // there is a spot
	written bool // and something of it is on disk
	due     bool // a timer is on its way
	over    bool // the program has ended
}

// at tells where the rep is.
func (j *journal) at(s spot) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.begun { // the start: what is to be kept of it is on disk
		j.begun, j.now, j.stored = true, s, s
	}
	if s != j.now {
		j.now = s
		j.wake(noteAfter)
	}
}

// wake has the spot written after a while, unless a save does it. j is locked.
func (j *journal) wake(after time.Duration) {
	if !j.due && !j.over && !j.now.timing {
		j.due = true
		time.AfterFunc(after, j.write)
	}
}

// write brings the newest spot to disk.
func (j *journal) write() {
	j.mu.Lock()
	j.due = false
	idle := j.over || j.now.timing || j.newest() == j.stored
	j.mu.Unlock()
	if idle {
		return
	}
	ctx, cancel := kit.Timed()
	defer cancel()
	if j.note(ctx) != nil {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.wake(retryAfter)
	}
}

// note writes it.
func (j *journal) note(ctx context.Context) error {
	var s spot
	err := j.desk.Note(ctx, func() queue.Place {
		j.mu.Lock()
		defer j.mu.Unlock()
		s = j.newest()
		return s.kept()
	})
	if err == nil {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.stored, j.written = s, true
	}
	return err
}

// save saves a document, and with it where the rep is.
func (j *journal) save(ctx context.Context, q queue.Queue, number int, e queue.Entry) (queue.Entry, error) {
	if j.desk == nil {
		return q.Save(ctx, e)
	}
	var s spot
	stored, err := j.desk.Save(ctx, e, func(stored queue.Entry) queue.Place {
		j.mu.Lock()
		defer j.mu.Unlock()
		if s = j.newest(); s.number == number {
			s.id, s.rev = stored.ID, stored.Rev
		}
		return s.kept()
	})
	if err == nil {
		j.mu.Lock()
		defer j.mu.Unlock()
		j.stored, j.written = s, true
		if number == j.now.number {
			j.saved = spot{number: number, id: stored.ID, rev: stored.Rev}
		}
	}
	return stored, err
}

// newest is where the rep is by now, with what a save brought. j is locked.
func (j *journal) newest() spot {
	s := j.now
	s.timing = false
	if j.saved.number == s.number && j.saved.rev > s.rev {
		s.id, s.rev = j.saved.id, j.saved.rev
	}
	return s
}

// kept is a spot in the queue's terms.
func (s spot) kept() queue.Place {
	var p queue.Place
	if s.number != 0 || s.place.Pins != "" {
		note, _ := json.Marshal(s.place) // of numbers and texts: it cannot fail
		p = queue.Place{Lead: s.id, Rev: s.rev, Note: string(note)}
	}
	if s.shown && s.id != uuid.Nil {
		p.Open = append(p.Open, s.id)
	}
	if s.also != uuid.Nil {
		p.Open = append(p.Open, s.also)
	}
	return p
}

// leave ends the window's part in the workspace, for good when it is over. With
// keep the next start comes back to the lead, where there is one; what is repeated
// stays in any case.
func (j *journal) leave(ctx context.Context, keep, over bool) {
	j.mu.Lock()
	j.over = j.over || over
	last := j.newest()
	if !keep || last.id == uuid.Nil {
		last = spot{place: place{Kind: last.place.Kind, Pins: last.place.Pins, Preset: last.place.Preset}}
	}
	keep = last.kept().Note != ""
	idle := j.desk == nil || !keep && !j.written
	note := keep && last != j.stored
	j.now, j.stored = last, last // what is on its way is too late
	j.mu.Unlock()
	if idle {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, leaveLimit)
	defer cancel()
	if note {
		_ = j.note(ctx)
	}
	_ = j.desk.Leave(ctx, keep)
}

// place is where the rep is in a form.
func (m *Model) place(f *form, o origin) place {
	return place{
		Kind: f.lead.Kind, At: f.focus, Cursor: f.editor.Cursor(), Left: f.editor.Left(), Top: m.top, Shut: f.shut,
		Seen: f.visited[f.focus], Fresh: m.ghost.fresh && m.ghost.at == f.focus, Origin: o, Pins: kept(m.pins), Preset: m.preset,
	}
}

// spot is where the rep is, and what this window has open.
func (m *Model) spot() spot {
	d, f, also := &m.doc, m.form, kit.ID{}
	if m.stash != nil {
		also = d.entry.ID
		d, f = &m.stash.doc, m.stash.form
	}
	s := spot{number: d.number, id: d.entry.ID, rev: d.entry.Rev, shown: m.on, also: also, timing: d.timing || m.saver.jobs[d.number] != nil}
	s.place = m.place(f, d.origin)
	pinned := place{Kind: s.place.Kind, Pins: s.place.Pins, Preset: s.place.Preset}
	switch {
	case d.taken && (d.unsaved || m.saver.jobs[d.number] != nil):
		return spot{also: d.entry.ID, place: pinned} // what was typed last is on its way
	case d.taken, !m.on && (!d.waits() || d.away || d.entry.Rev == 0):
		return spot{place: pinned}
	}
	if !m.on {
		s.also = uuid.Nil
	}
	return s
}

// note tells the journal where the rep is. The form scrolls when it is drawn.
func (m *Model) note() {
	if m.journal.desk == nil {
		return
	}
	if m.on && m.dirty && m.h > 0 {
		m.View()
	}
	m.journal.at(m.spot())
}

// comeBack puts what a window left into the form, and the rep where they were.
func (m *Model) comeBack(left queue.Left) {
	var p place
	if !left.Found || json.Unmarshal([]byte(left.Note), &p) != nil {
		return
	}
	m.pins, m.preset = pinsOf(p.Pins), p.Preset
	if left.Entry.ID == uuid.Nil {
		m.blank(min(p.Kind, lead.Contact))
	} else {
		m.open(left.Entry.Lead, left.Entry, p.Origin)
		m.doc.back = p.Origin == begun
	}
	m.came = m.typed
	for _, filled := range m.form.lead.Paths() {
		m.form.visited[filled] = true // and so it says its problems
	}
	m.form.visited[p.At] = p.Seen
	m.goBack(p)
}

// goBack goes to a place, or as near to it as the lead allows.
func (m *Model) goBack(p place) {
	f, to := m.form, p.At
	to.Contact, to.Row = max(min(to.Contact, len(f.lead.Contacts)+1), 0), max(to.Row, 0)
	f.enter(to)
	if rows := f.lead.Rows(to.Contact, to.Field); to.Field.Repeats() && rows > 0 && to.Row == rows {
		f.openRow(to) // one more, in which nothing was typed yet
	}
	slots := f.slots()
	if near := slots[at(slots, to)].path; near != to {
		f.enter(near)
	} else {
		f.editor.SetCursor(p.Cursor)
		f.editor.SetLeft(p.Left)
		m.ghost = ghost{at: near, fresh: p.Fresh}
		f.shut = p.Shut && near.Contact != 0 && near.Field == lead.Name
	}
	m.top = p.Top
	m.check()
	m.dirty = true
}
