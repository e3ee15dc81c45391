package compose

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// lookAlike looks for what went out from this queue before, and for what is still
// to do, that shares a key with the lead in the form. While an answer is awaited
// nothing else is asked: with it comes the question about what was typed since.
func (m *Model) lookAlike() tea.Cmd {
	switch {
	case m.form.lead.Empty():
		m.like = nil
		return nil
	case m.doc.fixed != "", m.looking:
		return nil
	}
	m.looking = true
	w, e, typed := m.d.Workspace, queue.Entry{ID: m.doc.entry.ID, Lead: m.form.lead.Normalised()}, m.typed
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		// A warning that cannot be had is no reason to disturb the typing.
		matches, _ := w.Queue.Alike(ctx, w.Name, e)
		return func() tea.Cmd {
			m.looking = false
			if typed != m.typed {
				return m.lookAlike()
			}
			if !slices.Equal(m.like, matches) {
				m.like, m.dirty = matches, true
			}
			return nil
		}
	})
}

// mayMatch says that what is typed now can make the lead like another one, or not any
// more: half an email, site or phone is like none.
func (m *Model) mayMatch() bool {
	const least = 5 // characters of a phone
	at, text := m.form.focus, m.form.editor.Text()
	switch at.Field {
	case lead.Name, lead.LastName, lead.CompanyName:
		return at.Contact == 0
	case lead.Emails, lead.Socials:
		return len(m.like) > 0 || strings.Contains(text, ".")
	case lead.Phones:
		return len(m.like) > 0 || len(text) > least
	}
	return false
}

// openDuplicate puts the form aside and opens the lead that is like it; there it
// comes back.
func (m *Model) openDuplicate() tea.Cmd {
	if cmd, back := m.unstash(); back {
		return cmd
	}
	if len(m.like) == 0 {
		return kit.Say(kit.Said, "no other lead is like this one")
	}
	if first := m.like[0]; !m.d.Workspace.Sees(first.Owner) {
		return kit.Say(kit.Said, "only "+clean(first.Owner)+" and team leads see that lead")
	}
	return m.load(m.like[0].ID, opening{origin: duplicate})
}

// unstash comes back from a possible duplicate; false when there was none.
func (m *Model) unstash() (tea.Cmd, bool) {
	if m.stash == nil {
		return nil, false
	}
	keep, aside := m.part(), *m.stash
	m.stash = nil
	m.unload() // an answer on its way is for the form that was left
	m.put(aside)
	return tea.Batch(keep, m.lookWho()), true
}

// alike is the line that warns of a possible duplicate, "" for none, and in one.
func (m *Model) alike(w int) string {
	if m.stash != nil {
		return ""
	}
	return m.alikeLine(m.like, w, true)
}

// alikeLine says of the first of matches which lead it is and why; opens: F7 does.
func (m *Model) alikeLine(matches []queue.Match, w int, opens bool) string {
	if len(matches) == 0 {
		return ""
	}
	t, first := m.theme, matches[0]
	state := words.Alike(first.State)
	if first.State == queue.Sent || first.State == queue.Unsure {
		state += words.By(first.By, m.d.Workspace.User, first.Sent, m.now)
	}
	line := t.Unsure.S("≈ "+t.Cut(clean(first.Name), 30)+", "+state) + t.Dim.S(" · same "+first.Reason)
	if opens && m.d.Workspace.Sees(first.Owner) {
		line += t.Dim.S(" · ") + t.Bold.S(m.d.Keys.KeyName(kit.OpenDuplicate, kit.InForm)) + t.Dim.S(" opens it")
	}
	return t.Cut("  "+line, w)
}
