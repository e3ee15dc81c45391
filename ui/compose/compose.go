// Package compose is the screen on which a lead is typed: one scrolling form
// over one live line editor, saved while it is typed. form.go is the lead and
// its undo, slots.go and move.go the row grammar, offer.go what leadpad would do
// with a value, pasting.go, found.go, quickline.go and scan.go what becomes of texts
// that hold a lead, open.go how a lead comes into the form, sheets.go those that
// wait outside of it, save.go and flush.go what reaches the disk, view.go the
// drawing. Start reading at Model.
package compose

import (
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/app"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// How long typing must rest before what depends on it is made anew.
const (
	restPreview  = 150 * time.Millisecond
	restProblems = time.Second
	// autosaveAfter keeps "at most the last quarter of a second of typing is missing".
	autosaveAfter = noteAfter
)

// Model is the screen.
type Model struct {
	d     kit.Deps
	theme *kit.Theme
	w, h  int
	on    bool

	form *form
	doc  doc
	pins app.Pins
	// preset is the name of the one that the pins were chosen or kept as, "" for none.
	preset string
	// then are the leads to open after this one, from Drafts' filter.
	then []kit.ID

	problems []lead.Problem
	byHand   int // leads typed or changed in this session
	typed    int // counts changes; a rest timer that is behind is stale
	came     int // typed when the rep came back to the form
	numbered int // the number of the newest document
	preview  previewPane
	sort     sorting // what was pasted and is not in the form yet
	jotting  jotting // and what of that is on disk
	saver    saver
	journal  *journal
	// elsewhere are the leads that were open in other windows at the start, and are.
	elsewhere []queue.Entry
	last      *lastSaved
	walked    bool          // the key before was →
	ghost     ghost         // what is suggested for the focused input
	known     company       // the one that a contact works for
	before    string        // the company that was saved before this lead, or that of its contact
	like      []queue.Match // possible duplicates of the lead in the form
	looking   bool          // for them
	phones    phones        // as they are drawn
	stash     *sheet        // the form behind a possible duplicate that is looked at
	// waiting are this session's unfinished new leads that are not in the form,
	// in the order in which they were begun; looks numbers the looks at them.
	waiting []sheet
	looks   struct{ begun, shown int }
	editing int  // number of the document whose notes wait for the editor, 0 for none
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
	taken   bool // fixed because another window has the lead
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

// New makes the screen with an empty form.
func New(d kit.Deps) *Model {
	m := &Model{d: d, theme: d.Theme, now: d.Now, pins: app.Pins{}, dirty: true}
	m.journal = &journal{desk: d.Workspace.Desk, written: d.Workspace.Left.Found}
	m.saver = saver{d: d, journal: m.journal, jobs: map[int]*job{}, ended: m.saved}
	m.blank(lead.Company)
	m.elsewhere = d.Workspace.Left.Elsewhere
	m.comeBack(d.Workspace.Left)
	return m
}

// warmRest is how long the machine is left to the first frame before Init's work.
const warmRest = 50 * time.Millisecond

// Init warms up what the first check would pay for, the phone numbers' tables, and
// brings back the text that was in no lead when leadpad ended, and what was offered
// and said of the lead that is in the form again.
func (m *Model) Init() tea.Cmd {
	return tea.Batch(m.recall(), m.lookAlike(), m.lookUp(lead.Path{Field: lead.CompanyName}), m.suggest(), tea.Tick(warmRest, func(time.Time) tea.Msg {
		lead.ReadPhone("+1 555 204 7789", "US")
		return nil
	}))
}

// Show and Hide: what is typed is saved when the rep goes elsewhere.
func (m *Model) Show() tea.Cmd {
	m.on, m.dirty = true, true
	m.note()
	return nil
}

// Hide saves what was typed.
func (m *Model) Hide() tea.Cmd {
	m.on = false
	cmd := m.part()
	m.note()
	return cmd
}

// SetSize sets the body's size.
func (m *Model) SetSize(w, h int) { m.w, m.h, m.dirty = w, h, true }

// SetTheme sets the colours.
func (m *Model) SetTheme(t *kit.Theme) { m.theme, m.dirty = t, true }

// Typing says that letters are text: always but in the Found panel.
func (m *Model) Typing() bool { return !m.Sorting() }

// Context is the form's keys, or the Found panel's.
func (m *Model) Context() kit.Context {
	if m.Sorting() {
		return kit.InFound
	}
	return kit.InForm
}

// Busy says what leaving would lose.
func (m *Model) Busy() string {
	if unfilled := m.Unfilled(); unfilled != "" {
		return unfilled
	}
	if m.d.Workspace.Demo && m.byHand > 0 {
		return "Nothing is kept in a demo: " + words.Plural(m.byHand, "lead that you typed goes", "leads that you typed go") + " too."
	}
	return ""
}

// Unfilled says what was pasted, scanned or typed and is not in the form, "" for
// nothing.
func (m *Model) Unfilled() string {
	switch p := m.sort.panel; {
	case p != nil && !p.From.Taken:
		return "The text that you pasted is not in the form yet."
	case strings.TrimSpace(m.sort.line) != "":
		return "The quick line's text is not in the form yet."
	}
	return ""
}

// Update takes keys, pastes and the screen's own messages.
func (m *Model) Update(msg tea.Msg) tea.Cmd {
	cmd := m.update(msg)
	m.note()
	if _, key := msg.(tea.KeyPressMsg); key && cmd == nil {
		return nil // of a key without a command nothing is waited for
	}
	if keep := m.keepUnplaced(); keep != nil {
		return tea.Batch(cmd, keep)
	}
	return cmd
}

func (m *Model) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		m.dirty = true
		return m.key(msg)
	case tea.PasteMsg:
		m.dirty = true
		return m.paste(msg.Content)
	case kit.Answer:
		return msg.Take()
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
		return tea.Batch(m.look(), m.lookWho(), m.lookElsewhere())
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
	typed, number := m.typed, m.doc.number
	cmds := []tea.Cmd{m.address().After(restPreview, func() tea.Cmd { return m.rested(typed) })}
	if !m.doc.timing {
		m.doc.timing = true
		cmds = append(cmds, m.address().After(autosaveAfter, func() tea.Cmd {
			if number != m.doc.number {
				return nil
			}
			m.doc.timing = false
			return m.keep()
		}))
	}
	if m.mayMatch() {
		cmds = append(cmds, m.lookAlike())
	}
	return tea.Batch(append(cmds, m.suggest())...)
}

// rested makes the preview anew when nothing was typed for a moment, and after a
// second more shows the problems of the focused input.
func (m *Model) rested(typed int) tea.Cmd {
	if typed != m.typed {
		return nil
	}
	m.preview.encode(m)
	m.dirty = true
	return m.address().After(restProblems-restPreview, func() tea.Cmd {
		if typed != m.typed {
			return nil
		}
		m.form.visited[m.form.focus] = true
		m.form.typing = false
		m.check()
		m.dirty = true
		return m.lookAlike()
	})
}
