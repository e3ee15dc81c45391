package compose

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"leadpad/queue"
	"leadpad/ui/found"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
	"leadpad/words"
)

// addition is a step of undo beside the form: leads that were added at once.
type addition struct {
	ids   []kit.ID
	gone  queue.Deletion // once it was taken back
	doc   int            // the form that was open then,
	steps int            // how much of it could be undone,
	last  *lastSaved     // and the lead saved before
}

// noteAdded remembers leads that were added, for undo.
func (m *Model) noteAdded(ids []kit.ID) {
	m.sort.added = append(m.sort.added, addition{ids: ids, doc: m.doc.number, steps: len(m.form.done), last: m.last})
	m.sort.took = nil
}

// addDrafts adds the leads of a panel as drafts, in one commit.
func (m *Model) addDrafts(p *found.Panel) tea.Cmd {
	w, in := m.d.Workspace, m.incoming(p)
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		ids, err := w.AddDrafts(ctx, in)
		return func() tea.Cmd {
			m.dirty = true
			if err != nil {
				m.sort.kept = p.Text
				return terminal.Sequence(kit.Complain("Nothing was added", err), m.nextScan())
			}
			m.noteAdded(ids)
			keys := m.d.Keys
			return terminal.Sequence(kit.Say(kit.Good, words.Plural(len(ids), "draft", "drafts")+" added · "+
				keys.KeyName(kit.ToDrafts, kit.Anywhere)+" shows them · "+keys.KeyName(kit.Undo, kit.InForm)+" takes them back"), m.nextScan())
		}
	})
}

// takeBack undoes the newest addition, where nothing was done in the form or saved
// since; false where there is none.
func (m *Model) takeBack() (tea.Cmd, bool) {
	n := len(m.sort.added)
	if n == 0 {
		return nil, false
	}
	a := m.sort.added[n-1]
	steps := 0
	if a.doc == m.doc.number {
		steps = a.steps
	}
	if a.last != m.last || len(m.form.done) > steps {
		return nil, false
	}
	m.sort.added = m.sort.added[:n-1]
	w := m.d.Workspace
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		gone, err := w.Queue.Delete(ctx, w.Name, a.ids)
		return func() tea.Cmd {
			if err != nil {
				m.sort.added = append(m.sort.added, a)
				return kit.Complain("It cannot be undone", err)
			}
			a.gone = gone
			m.sort.took = append(m.sort.took, a)
			return kit.Say(kit.Said, m.tookWords(len(gone.Leads), len(a.ids)))
		}
	}), true
}

func (m *Model) tookWords(n, of int) string {
	if n == 0 {
		return "they are sent or gone: nothing was taken back"
	}
	said := words.Leads(n) + " taken back"
	if n < of {
		said += ", " + words.Number(of-n) + " sent or gone"
	}
	return said + " · " + m.d.Keys.KeyName(kit.Redo, kit.InForm) + " adds " + words.PluralWord(n, "it", "them") + " again"
}

// addAgain redoes what takeBack undid last; false where there is nothing.
func (m *Model) addAgain() (tea.Cmd, bool) {
	n := len(m.sort.took)
	if n == 0 {
		return nil, false
	}
	a := m.sort.took[n-1]
	m.sort.took = m.sort.took[:n-1]
	w := m.d.Workspace
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		back, err := w.Queue.Undelete(ctx, w.Name, a.gone.N)
		return func() tea.Cmd {
			if err != nil {
				m.sort.took = append(m.sort.took, a)
				return kit.Complain("It cannot be done again", err)
			}
			a.ids = back
			m.sort.added = append(m.sort.added, a)
			return kit.Say(kit.Said, words.Leads(len(back))+" added again")
		}
	}), true
}
