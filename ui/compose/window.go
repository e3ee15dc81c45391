package compose

import (
	"context"

	tea "charm.land/bubbletea/v2"
	"github.com/google/uuid"

	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// Rest gives what leaves the window's place in the workspace, for a command; shown
// says that the form is on show.
func (m *Model) Rest(shown bool) func(context.Context) {
	m.endsAt(shown)
	return func(ctx context.Context) { m.journal.leave(ctx, shown, false) }
}

// endsAt tells the journal whether the form is on show at the end, whatever Hide
// said, which is there to save it.
func (m *Model) endsAt(shown bool) {
	m.on = shown
	m.note()
}

// claim looks whether another window has a lead, and with seize takes it from there.
// That this cannot be known keeps nobody from reading the lead: a save finds out.
func (j *journal) claim(ctx context.Context, id kit.ID, seize bool) (taken bool, err error) {
	switch {
	case j.desk == nil:
		return false, nil
	case seize:
		return false, j.desk.Seize(ctx, id)
	}
	hold, err := j.desk.Hold(ctx, id)
	return err == nil && hold == queue.Lost, nil
}

// elsewhereWords say at the start which leads are open in other windows, "" for none.
func (m *Model) elsewhereWords() string {
	all := m.elsewhere
	if len(all) == 0 {
		return ""
	}
	newest := m.theme.Cut(called(all[len(all)-1].Lead), nameInNotice)
	if n := len(all) - 1; n > 0 {
		return newest + " and " + words.Plural(n, "other lead", "other leads") + " are open in other windows"
	}
	return newest + " is open in another window"
}

// lookElsewhere takes down what the start said and is not so any more.
func (m *Model) lookElsewhere() tea.Cmd {
	all, desk := m.elsewhere, m.journal.desk
	if m.doc.number != first || len(all) == 0 || desk == nil {
		return nil
	}
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		var open []queue.Entry
		for _, e := range all {
			if hold, err := desk.Hold(ctx, e.ID); err != nil || hold == queue.Lost {
				open = append(open, e)
			}
		}
		return func() tea.Cmd {
			m.elsewhere, m.dirty = open, true
			return nil
		}
	})
}

// hold says of the lead that came into the form whether another window has it.
func (m *Model) hold(taken bool) {
	m.doc.fixed = m.fixed(m.doc.entry)
	if m.doc.taken = taken && m.doc.fixed == ""; m.doc.taken {
		m.doc.fixed = "Open in another window. " + m.d.Keys.KeyName(kit.TakeOver, kit.InForm) + " takes it over."
	}
}

// lookWho asks whether another window has or wants the lead in the form.
func (m *Model) lookWho() tea.Cmd {
	desk, id, taken := m.journal.desk, m.doc.entry.ID, m.doc.taken
	if desk == nil || id == uuid.Nil || !m.on || m.doc.fixed != "" && !taken {
		return nil
	}
	w := m.d.Workspace
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		hold, err := desk.Hold(ctx, id)
		var e queue.Entry
		if err == nil && taken {
			e, err = w.Queue.Get(ctx, w.Name, id)
		}
		return func() tea.Cmd {
			switch {
			case err != nil || m.doc.entry.ID != id || m.doc.taken != taken:
				return nil // a save finds out
			case taken:
				return m.follow(e, hold != queue.Kept)
			case hold != queue.Kept:
				return m.yield()
			}
			return nil
		}
	})
}

// yield brings what was typed to disk and lets another window have the lead.
func (m *Model) yield() tea.Cmd {
	if p := m.sort.panel; p != nil && !p.From.Taken {
		m.sort.kept = p.Text
	}
	m.closePanel()
	m.sort.quick = nil
	cmd := m.keep()
	m.doc.taken, m.doc.fixed = true, "Taken over in another window. "+m.d.Keys.KeyName(kit.TakeOver, kit.InForm)+" takes it back."
	m.form.typing, m.ghost, m.dirty = false, ghost{}, true
	return cmd
}

// follow shows what another window made of the lead, and gives it back to the rep
// once no other one has it.
func (m *Model) follow(e queue.Entry, taken bool) tea.Cmd {
	if e.Rev > m.doc.entry.Rev {
		was := m.place(m.form, m.doc.origin)
		m.form = newForm(e.Lead.Clone())
		m.form.pins = m.pins
		m.doc.entry = e
		m.goBack(was)
		m.preview.encode(m)
	}
	if taken {
		return nil
	}
	if m.doc.waits() && (e.Finished || e.State != queue.Draft) {
		m.doc.away = true
		return tea.Batch(m.Continue(), kit.Say(kit.Said, "the lead that was here was finished in another window: this is another one"))
	}
	m.hold(false)
	m.dirty = true
	return kit.Say(kit.Said, "no other window has this lead any more")
}
