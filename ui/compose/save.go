package compose

import (
	"context"
	"errors"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/uuid"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
	"leadpad/words"
)

// retryAfter is the rest between two tries of a save that failed.
const retryAfter = 2 * time.Second

// saver brings documents to the disk, one save at a time for each, the newest
// text of each last. The form goes on meanwhile; what could not be saved stays
// here and is tried again until it is.
type saver struct {
	d       kit.Deps
	journal *journal
	jobs    map[int]*job
	ended   func(doc int, c *call) tea.Cmd // takes in what a save came to
}

// job is what one document still has to bring to disk.
type job struct {
	next    *queue.Entry // what to save next, nil for nothing
	name    string       // what people call the lead
	call    *call        // the save on its way, nil for none
	id      kit.ID
	rev     int64
	failed  bool // the last try ended with nobody knowing whether it landed
	told    bool // the rep was told that it is not saved
	final   bool // Ctrl+S asked for it: say so
	focus   lead.Path
	problem bool // it is the copy of a lead that could not be changed
	drop    bool // nothing is left in it: delete it once its save has ended
}

// call is one save under way. Whoever comes first runs it, its command or Flush;
// the other waits until entry and err are there.
type call struct {
	once    sync.Once
	queue   queue.Queue
	journal *journal
	doc     int
	failed  bool // an earlier try may have landed
	entry   queue.Entry
	err     error
}

// put asks for a document to be saved as e.
func (s *saver) put(doc int, e queue.Entry, final bool, focus lead.Path) tea.Cmd {
	j := s.jobs[doc]
	if j == nil {
		j = &job{id: e.ID, rev: e.Rev}
		s.jobs[doc] = j
	}
	j.next, j.name, j.final, j.focus = &e, called(e.Lead), final, focus
	return s.start(doc)
}

// start begins a document's next save unless one is on its way.
func (s *saver) start(doc int) tea.Cmd {
	j := s.jobs[doc]
	if j == nil || j.call != nil || j.next == nil {
		return nil
	}
	c := &call{queue: s.d.Workspace.Queue, journal: s.journal, doc: doc, failed: j.failed, entry: *j.next}
	c.entry.ID, c.entry.Rev = j.id, j.rev
	j.call, j.next = c, nil
	addr := kit.Address{Screen: kit.ComposeScreen, Session: s.d.Session}
	return addr.Ask(func(ctx context.Context) func() tea.Cmd {
		c.once.Do(func() { c.run(ctx) })
		return func() tea.Cmd { return s.ended(doc, c) }
	})
}

// run saves once. The id is made before the first try, so that a try of which
// nobody knows whether it landed can be repeated without making a second lead.
func (c *call) run(ctx context.Context) {
	if c.entry.ID == uuid.Nil {
		if c.entry.ID, c.err = uuid.NewV7(); c.err != nil {
			return
		}
	}
	stored, err := c.journal.save(ctx, c.queue, c.doc, c.entry)
	if errors.Is(err, queue.ErrConflict) && c.failed {
		if there, getErr := c.queue.Get(ctx, c.entry.Workspace, c.entry.ID); getErr == nil {
			c.entry.Rev = there.Rev
			stored, err = c.journal.save(ctx, c.queue, c.doc, c.entry)
		}
	}
	if c.err = err; err == nil {
		c.entry = stored
	}
}

// end takes in what a save came to, and says whether it is on disk.
func (s *saver) end(doc int, c *call) bool {
	j := s.jobs[doc]
	if j == nil || j.call != c {
		return false
	}
	j.call = nil
	again := func() {
		if j.next == nil {
			e := c.entry
			j.next = &e
		}
	}
	switch {
	case c.err == nil:
		j.id, j.rev, j.failed = c.entry.ID, c.entry.Rev, false
		return true
	case errors.Is(c.err, queue.ErrConflict) && !j.failed, errors.Is(c.err, queue.ErrFixed), errors.Is(c.err, queue.ErrNotFound),
		errors.Is(c.err, queue.ErrTaken):
		// Somebody else changed, sent, deleted or took it: what was typed here becomes a
		// lead of its own rather than being lost or overwriting theirs.
		again()
		j.next.State = queue.Draft // theirs may be ready: not both go by themselves
		j.id, j.rev, j.problem = uuid.Nil, 0, true
	default:
		again()
		j.id, j.failed = c.entry.ID, true
	}
	return false
}

// keep saves what was typed as a draft that is not finished.
func (m *Model) keep() tea.Cmd {
	if !m.doc.unsaved || m.nothingTyped() && m.doc.entry.Rev == 0 && m.saver.jobs[m.doc.number] == nil {
		return nil
	}
	m.doc.unsaved = false
	e := m.entry(m.form.lead.Clone())
	e.State, e.Finished = queue.Draft, false
	return m.saver.put(m.doc.number, e, false, m.form.focus)
}

// part leaves the form: what was typed is kept, and a draft out of which all
// was deleted again goes.
func (m *Model) part() tea.Cmd {
	if m.doc.origin != begun || m.doc.fixed != "" || !m.nothingTyped() {
		return m.keep()
	}
	number, e := m.doc.number, m.doc.entry
	m.numbered++
	m.doc = doc{number: m.numbered, entry: m.unsavedEntry()}
	if j := m.saver.jobs[number]; j != nil {
		j.drop, j.next, j.name = true, nil, "a draft that you emptied"
		return nil
	}
	if e.Rev == 0 {
		return nil
	}
	return m.remove(e.ID)
}

// remove deletes a draft that holds nothing.
func (m *Model) remove(id kit.ID) tea.Cmd {
	w := m.d.Workspace
	return kit.Command(func(ctx context.Context) tea.Msg {
		if _, err := w.Queue.Delete(ctx, w.Name, []kit.ID{id}); err != nil {
			return kit.Failed("An empty draft could not be deleted", err)
		}
		return nil
	})
}

// entry is the document with l and its problems.
func (m *Model) entry(l lead.Lead) queue.Entry {
	e := m.doc.entry
	e.Workspace, e.Lead = m.d.Workspace.Name, l
	e.Problems = m.problemsOf(l)
	if m.doc.changed {
		e.Remark = ""
	}
	return e
}

// save is Ctrl+S: Ready when nothing is wrong, else a draft that says why; the
// next lead is there at once.
func (m *Model) save() tea.Cmd {
	if m.form.lead.Empty() || m.doc.origin == begun && m.nothingTyped() {
		return kit.Say(kit.Said, "nothing to save yet: type a name first")
	}
	e := m.entry(m.form.lead.Normalised())
	e.State, e.Finished = queue.Ready, true
	if lead.Count(e.Problems) > 0 {
		e.State = queue.Draft
	}
	m.doc.unsaved = false
	if m.before = e.Lead.Company; e.Lead.Kind == lead.Company {
		m.before = e.Lead.Name
	}
	return tea.Batch(m.saver.put(m.doc.number, e, true, m.form.focus), m.onward())
}

// onward opens the next lead: the one whose possible duplicate this was, the next
// row of Drafts' filter, else a new one.
func (m *Model) onward() tea.Cmd {
	if cmd, back := m.unstash(); back {
		return cmd
	}
	if len(m.then) > 0 {
		return m.load(m.then[0], opening{origin: m.doc.origin, then: m.then[1:], onward: true})
	}
	m.blank(m.form.lead.Kind)
	return nil
}

// saved tells what a save came to.
func (m *Model) saved(doc int, c *call) tea.Cmd {
	m.dirty = true
	j := m.saver.jobs[doc]
	if j == nil || j.call != c {
		return nil
	}
	if !m.saver.end(doc, c) {
		return m.notSaved(doc, c.err, j)
	}
	e, d := c.entry, m.docOf(doc)
	if d != nil {
		d.entry = e
	}
	if j.next != nil {
		return m.saver.start(doc)
	}
	delete(m.saver.jobs, doc)
	if j.drop {
		return m.remove(e.ID)
	}
	if d == nil {
		m.last = &lastSaved{e.ID, j.focus}
	}
	say := sayDraft(j)
	if j.final {
		say = kit.Say(m.savedWords(e))
	}
	say = tea.Batch(say, kit.Do(kit.LeadSaved{ID: e.ID}))
	if m.editing == doc {
		return terminal.Sequence(say, m.editSaved())
	}
	return say
}

// sayDraft is the notice of an autosave.
func sayDraft(j *job) tea.Cmd {
	if j.problem {
		return kit.Say(kit.Wrong, "That lead was changed elsewhere meanwhile: what you typed is kept as a draft of its own.")
	}
	if j.told {
		j.told = false
		return kit.Say(kit.Good, "kept as draft: the disk takes it again") // in place of the error
	}
	return kit.Say(kit.Quiet, "kept as draft")
}

// savedWords is the notice of a save by Ctrl+S.
func (m *Model) savedWords(e queue.Entry) (kit.Level, string) {
	title := m.theme.Cut(safe.Clean(e.Lead.Title()).String(), nameInNotice)
	if e.State == queue.Ready {
		return kit.Good, "saved · " + title + " is Ready"
	}
	return kit.Said, "saved · " + title + " is a draft: " + words.Plural(lead.Count(e.Problems), "problem", "problems")
}

// notSaved says why, and tries again: at once as a lead of its own, later when
// the disk would not.
func (m *Model) notSaved(doc int, err error, j *job) tea.Cmd {
	if j.problem && !j.failed {
		if d := m.docOf(doc); d != nil {
			d.entry.ID, d.entry.Rev, d.entry.State = uuid.Nil, 0, queue.Draft
		}
		return m.saver.start(doc)
	}
	if m.editing == doc {
		m.editing = 0 // the editor wants what was typed on disk
	}
	level := kit.Wrong
	if j.told {
		level = kit.Quiet // said before: it covers nothing that is unread
	}
	j.told = true
	return tea.Batch(
		kit.Say(level, "Not saved"+m.whose(doc)+": "+words.Fault(err)+". The text stays here; trying again."),
		m.address().After(retryAfter, func() tea.Cmd { return m.saver.start(doc) }))
}
