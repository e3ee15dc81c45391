package compose

import (
	"context"
	"maps"
	"strings"
	"sync/atomic"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/app"
	"leadpad/intake/paste"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/found"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
	"leadpad/words"
)

// sorting is what was pasted, scanned or typed in one line and is not in the form
// yet.
type sorting struct {
	panel *found.Panel // on show, nil for none
	// leave ends the reading that is under way, nil for none: nobody waits for it.
	leave context.CancelFunc
	// kept is the text that was decided about last without filling anything; the
	// quick line brings it back.
	kept  string
	notes sortable
	quick *quickLine
	line  string // of the quick line that was closed
	scans []scan // that wait for the panel, or for the one before
	adds  bool   // a scan is being read or saved
	// added are the leads that were added at once, newest last, and took those that
	// were taken back.
	added, took []addition
}

// Sorting says that the Found panel is on show.
func (m *Model) Sorting() bool { return m.sort.panel != nil }

// sortOut opens the Found panel on a text.
func (m *Model) sortOut(text string, from found.From) tea.Cmd {
	l := m.form.lead
	if from.Taken {
		l = m.withoutNotes(text)
	}
	m.preview.full, m.sort.quick, m.dirty = false, nil, true
	p := found.New(text, from, l, m.nothingIn(l), m.d.Keys)
	m.sort.panel = p
	return m.readInto(p, m.wish(p.Free()))
}

// pastedInto is where the focus stands, for the panel's title.
func (m *Model) pastedInto() found.From {
	at := m.form.focus
	label := at.Field.Label()
	if at.Field == lead.Addresses || at.Part == lead.Type {
		label = at.Part.Label()
	}
	return found.From{At: at, Label: label}
}

// wish is how a text is read: as the form's kind, and where nothing is typed yet
// and the text names no company, as a contact.
type wish struct {
	kind  lead.Kind
	free  bool
	sofar *share // learns how far the reading is; nil for nobody
}

func (m *Model) wish(free bool) wish { return wish{kind: m.form.lead.Kind, free: free} }

// read finds the leads of a text, none once ctx has ended. Of several each has a kind
// of its own; they are read once, for such texts may be long.
func (w wish) read(ctx context.Context, text, region string) []paste.Lead {
	o := paste.Options{Region: region, Parts: true, Stop: func() bool { return ctx.Err() != nil }, Progress: w.sofar.note}
	leads := paste.Read(text, o)
	if len(leads) != 1 {
		return leads
	}
	o.As = paste.Company
	if w.kind == lead.Contact {
		o.As = paste.Contact
	}
	leads = paste.Read(text, o)
	if len(leads) == 1 && w.free && w.kind == lead.Company && leads[0].Lead.Name == "" && len(leads[0].Lead.Contacts) > 0 {
		o.As = paste.Contact
		leads = paste.Read(text, o)
	}
	return leads
}

// readInto reads a panel's text in a command.
func (m *Model) readInto(p *found.Panel, w wish) tea.Cmd {
	region, reading := m.region(), m.reading()
	w.sofar = new(share)
	const long = 50_000 // bytes: less is read before a bar is seen
	var show tea.Cmd
	if len(p.Text) > long {
		const beginsAfter = 300 * time.Millisecond
		show = m.showShare(reading, p, w.sofar, beginsAfter)
	}
	return tea.Batch(show, m.address().Ask(func(context.Context) func() tea.Cmd {
		leads, dropped := w.read(reading, p.Text, region), paste.Dropped(p.Text)
		return func() tea.Cmd {
			if m.sort.panel != p {
				return nil // decided meanwhile
			}
			m.dirty = true
			return tea.Batch(sayDropped(dropped), m.decide(p.Take(leads)), m.likePasted(p), m.likeEach(reading, p, 0))
		}
	}))
}

// share is how much of a text was read, in thousandths.
type share struct{ parts atomic.Int64 }

// note keeps the largest share: some texts are gone through twice. nil for nobody.
func (s *share) note(done, of int) {
	const all = 1000
	if s == nil {
		return
	}
	if n := int64(done * all / max(of, 1)); n > s.parts.Load() {
		s.parts.Store(n)
	}
}

// showShare draws the bar of a text that is still being read after a while, and again
// until it was read or nobody waits.
func (m *Model) showShare(reading context.Context, p *found.Panel, s *share, after time.Duration) tea.Cmd {
	return m.address().After(after, func() tea.Cmd {
		if reading.Err() != nil || p.Read() {
			return nil
		}
		const all, again = 1000, 100 * time.Millisecond
		p.Share, m.dirty = float64(max(s.parts.Load(), 1))/all, true
		return m.showShare(reading, p, s, again)
	})
}

func (m *Model) region() string {
	return lead.PhoneRegion(m.form.lead, 0, m.encoding().Rules)
}

// likePasted looks for leads that may be the same as the one that would be filled.
func (m *Model) likePasted(p *found.Panel) tea.Cmd {
	if m.sort.panel != p || p.Several() || p.None() {
		return nil
	}
	w, e := m.d.Workspace, queue.Entry{ID: m.doc.entry.ID, Lead: p.Filled().Normalised()}
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		matches, _ := w.Queue.Alike(ctx, w.Name, e) // a warning, as in lookAlike
		return func() tea.Cmd {
			p.Like, m.dirty = matches, true
			return nil
		}
	})
}

// likeEach looks for leads that may be the same as one of several, from the one at
// from on: some at a time, so that what is found is seen while others are looked for.
// It ends with reading, that of the panel.
func (m *Model) likeEach(reading context.Context, p *found.Panel, from int) tea.Cmd {
	const some = 100
	leads := p.Leads()
	to := min(from+some, len(leads))
	if m.sort.panel != p || !p.Several() || from == to {
		return nil
	}
	w := m.d.Workspace
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		each := map[int][]queue.Match{}
		for i := from; i < to && reading.Err() == nil; i++ {
			matches, _ := w.Queue.Alike(ctx, w.Name, queue.Entry{Lead: leads[i].Lead.Normalised()}) // a warning, as in lookAlike
			if len(matches) > 0 {
				each[i] = matches
			}
		}
		return func() tea.Cmd {
			if reading.Err() != nil {
				return nil // decided meanwhile
			}
			maps.Copy(p.Each, each)
			m.dirty = true
			return m.likeEach(reading, p, to)
		}
	})
}

// foundKey runs a key of the panel.
func (m *Model) foundKey(k tea.KeyPressMsg) tea.Cmd { return m.decide(m.sort.panel.Key(k)) }

// decide does what a key of the panel asked for.
func (m *Model) decide(r found.Result) tea.Cmd {
	p := m.sort.panel
	switch r {
	case found.Fills:
		return m.fill(p)
	case found.Adds:
		m.closePanel()
		return m.addDrafts(p)
	case found.AsPasted:
		m.closePanel()
		if p.From.Taken {
			return m.nextScan()
		}
		return tea.Batch(m.insertPasted(strings.TrimRight(p.Text, "\n")), m.nextScan())
	case found.Closes:
		m.closePanel()
		m.sort.kept = p.Text
		return terminal.Sequence(m.sayKept(p), m.nextScan())
	case found.Rereads:
		return m.readInto(p, wish{kind: p.Kind()})
	}
	return nil
}

func (m *Model) closePanel() {
	m.stopReading()
	m.sort.panel, m.dirty = nil, true
}

// reading is the context of a text that is read from now on; the one before is given
// up.
func (m *Model) reading() context.Context {
	m.stopReading()
	ctx, leave := context.WithCancel(context.Background())
	m.sort.leave = leave
	return ctx
}

func (m *Model) stopReading() {
	if m.sort.leave != nil {
		m.sort.leave()
		m.sort.leave = nil
	}
}

// sayKept says how the text of a panel that filled nothing comes back.
func (m *Model) sayKept(p *found.Panel) tea.Cmd {
	if p.From.Taken {
		return nil
	}
	return kit.Say(kit.Said, "nothing filled; "+m.d.Keys.KeyName(kit.QuickLine, kit.InForm)+" "+m.d.Keys.KeyName(kit.Up, kit.InForm)+" brings the text back")
}

// fill puts what was found into the form, as one step of undo.
func (m *Model) fill(p *found.Panel) tea.Cmd {
	m.closePanel()
	f := m.form
	f.remember()
	before := f.lead
	f.lead = p.Filled()
	for _, at := range f.lead.Paths() {
		if before.Get(at) != f.lead.Get(at) {
			f.visited[at] = true
		}
	}
	f.enter(f.focus)
	m.sort.line, m.sort.notes = "", sortable{}
	m.preview.encode(m)
	m.like = p.Like
	fields, notes := p.Figures()
	var said []string
	if fields > 0 || notes == 0 {
		said = append(said, words.Number(fields)+" filled")
	}
	if notes > 0 {
		said = append(said, words.Number(notes)+" to the notes")
	}
	if _, dropped := lead.Accept(p.Text, true); dropped > 0 {
		said = append(said, words.Plural(dropped, "control character", "control characters")+" left out")
	}
	say := kit.Say(kit.Said, strings.Join(said, " · ")+" · "+m.d.Keys.KeyName(kit.Undo, kit.InForm)+" takes it back")
	return tea.Batch(m.changed(), terminal.Sequence(say, m.nextScan()))
}

// setAside makes room for another lead in the form: what the panel holds was read
// for the one before it.
func (m *Model) setAside(next doc) {
	p := m.sort.panel
	switch {
	case next.number == m.doc.number:
	case p != nil && !p.From.Taken:
		m.sort.kept = p.Text
		fallthrough
	default:
		m.closePanel()
		m.sort.quick, m.sort.notes = nil, sortable{}
	}
}

// incoming are the leads of a text with what repeats in the next leads.
func (m *Model) incoming(p *found.Panel) []app.Incoming {
	chosen := p.Chosen()
	in := make([]app.Incoming, len(chosen))
	for i, one := range chosen {
		in[i] = app.Incoming{Lead: m.pins.Into(one.WithNotes()), Problems: one.Problems}
	}
	return in
}

// foundView draws the panel in place of the form.
func (m *Model) foundView() kit.Frame {
	p := m.sort.panel
	return p.View(m.theme, m.w, m.h, m.alikeLine(p.Duplicates(), m.w, false))
}
