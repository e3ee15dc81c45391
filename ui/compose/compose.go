// Package compose is the screen on which a lead is typed: one scrolling form
// over one live line editor, saved while it is typed. form.go is the lead and
// its undo, slots.go and move.go the row grammar, open.go how a lead comes into
// the form, sheets.go those that wait outside of it, save.go and flush.go what
// reaches the disk, view.go the drawing. Start reading at Model.
package compose

import (
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// How long typing must rest before what depends on it is made anew.
const (
	restPreview  = 150 * time.Millisecond
	restProblems = time.Second
	// autosaveAfter keeps "typed text is on disk within a second".
	autosaveAfter = 500 * time.Millisecond
)

// Model is the screen.
type Model struct {
	d     kit.Deps
	theme *kit.Theme
	w, h  int
	on    bool

	form *form
	doc  doc
	pins map[lead.Path]string
	// then are the leads to open after this one, from Drafts' filter.
	then []kit.ID

	problems []lead.Problem
	byHand   int // leads typed or changed in this session
	typed    int // counts changes; a rest timer that is behind is stale
	came     int // typed when the rep came back to the form
	numbered int // the number of the newest document
	preview  previewPane
	saver    saver
	last     *lastSaved
	like     *like  // possible duplicates of the lead in the form
	stash    *sheet // the form behind a possible duplicate that is looked at
	// waiting are this session's unfinished new leads that are not in the form,
	// in the order in which they were begun; looks numbers the looks at them.
	waiting []sheet
	looks   struct{ begun, shown int }
	loading int  // number of the load whose answer is awaited
	awaits  bool // that answer has not come yet
	now     time.Time

	frame kit.Frame
	dirty bool
	top   int // first visible line of the form
}

// doc is what the queue knows about the lead in the form, and how the lead came
// into it.
type doc struct {
	number  int // names the document in messages; the queue's id comes later
	entry   queue.Entry
	origin  origin
	name    string // it had this one when it was opened
	changed bool   // since it was opened
	unsaved bool   // since the last save was asked for
	timing  bool   // an autosave timer is on its way
	fixed   string
	counted bool // among the leads typed by hand
	ended   bool // by Esc or Ctrl+N: F2 does not come back to it
	away    bool // deleted or finished outside of the form: nor to it
	back    bool // the rep came back to it: the title says since when it is there
}

// lastSaved is where Ctrl+Z on an untouched form goes back to.
type lastSaved struct {
	id    kit.ID
	focus lead.Path
}

// Messages of the screen's own commands.
type (
	rested struct {
		kit.Address
		typed    int
		problems bool
	}
	autosave struct {
		kit.Address
		doc int
	}
)

// New makes the screen with an empty form.
func New(d kit.Deps) *Model {
	m := &Model{d: d, theme: d.Theme, now: d.Now, pins: map[lead.Path]string{}, dirty: true}
	m.saver = newSaver(d)
	m.blank(lead.Company)
	return m
}

// Init warms up what the first check would pay for: the phone numbers' tables.
func (m *Model) Init() tea.Cmd {
	return func() tea.Msg {
		lead.ReadPhone("+1 555 204 7789", "US")
		return nil
	}
}

// Show and Hide: what is typed is saved when the rep goes elsewhere.
func (m *Model) Show() tea.Cmd {
	m.on, m.dirty = true, true
	return nil
}

// Hide saves what was typed.
func (m *Model) Hide() tea.Cmd {
	m.on = false
	return m.part()
}

// SetSize sets the body's size.
func (m *Model) SetSize(w, h int) { m.w, m.h, m.dirty = w, h, true }

// SetTheme sets the colours.
func (m *Model) SetTheme(t *kit.Theme) { m.theme, m.dirty = t, true }

// Typing says that letters are text: always, but in a lead that cannot change
// and over the preview that fills the screen.
func (m *Model) Typing() bool { return true }

// Context is the form's keys.
func (m *Model) Context() kit.Context { return kit.InForm }

// Busy says what leaving would lose.
func (m *Model) Busy() string {
	if m.d.Workspace.Demo && m.byHand > 0 {
		return "Nothing is kept in a demo: " + words.Plural(m.byHand, "lead that you typed goes", "leads that you typed go") + " too."
	}
	return ""
}

// Update takes keys, pastes and the screen's own messages.
func (m *Model) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		m.dirty = true
		return m.key(msg)
	case tea.PasteMsg:
		m.dirty = true
		return m.paste(msg.Content)
	case rested:
		return m.rest(msg)
	case autosave:
		if msg.doc == m.doc.number {
			m.doc.timing = false
			return m.keep()
		}
	case saved:
		m.dirty = true
		return m.saved(msg)
	case retry:
		return m.saver.start(msg.doc)
	case opened:
		m.dirty = true
		return m.opened(msg)
	case like:
		if msg.typed == m.typed {
			m.like, m.dirty = &msg, true
		}
	case looked:
		return m.looked(msg)
	case kit.NewLead:
		m.shelve()
		return m.newLead(m.form.lead.Kind)
	case kit.EditLead:
		m.shelve()
		from := fromDrafts
		switch {
		case msg.Copy:
			from = copied
		case msg.From == kit.SendScreen:
			from = fromSend
		}
		return m.load(msg.ID, opening{origin: from, then: msg.Then})
	case kit.QueueChanged:
		return m.look()
	case kit.NamesChanged:
		m.check()
		m.preview.encode(m)
		m.dirty = true
	case kit.Clock:
		m.now = msg.Now
	}
	return nil
}

func (m *Model) address() kit.Address {
	return kit.Address{Screen: kit.ComposeScreen, Session: m.d.Session}
}

// changed notes that the lead was changed and starts the timers.
func (m *Model) changed() tea.Cmd {
	m.typed++
	m.doc.changed, m.doc.unsaved = true, true
	if !m.doc.counted {
		m.doc.counted = true
		m.byHand++
	}
	if !m.showsProblem(m.form.focus) {
		delete(m.form.visited, m.form.focus) // a new problem waits until typing rests
	}
	m.check() // what is mended goes at once
	rest := rested{m.address(), m.typed, false}
	cmds := []tea.Cmd{tea.Tick(restPreview, func(time.Time) tea.Msg { return rest })}
	if !m.doc.timing {
		m.doc.timing = true
		save := autosave{m.address(), m.doc.number}
		cmds = append(cmds, tea.Tick(autosaveAfter, func(time.Time) tea.Msg { return save }))
	}
	return tea.Batch(cmds...)
}

// rest runs when nothing was typed for a while: first the preview, then, after
// a second, the problems of the focused input.
func (m *Model) rest(msg rested) tea.Cmd {
	if msg.typed != m.typed {
		return nil
	}
	m.dirty = true
	if msg.problems {
		m.form.visited[m.form.focus] = true
		m.form.typing = false
		m.check()
		return m.lookAlike()
	}
	m.preview.encode(m)
	msg.problems = true
	return tea.Tick(restProblems-restPreview, func(time.Time) tea.Msg { return msg })
}
