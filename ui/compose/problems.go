package compose

import "leadpad/lead"

// check finds the problems of the lead as it is typed now.
func (m *Model) check() {
	m.problems = m.d.Workspace.Encoding().Check(m.form.lead)
}

// visitAll shows the problems of every input, as in a lead that was opened.
func (m *Model) visitAll() {
	for _, p := range m.problems {
		m.form.visited[p.Path] = true
	}
}

// shown are the problems of one input that may be shown now: it was left or
// rested in. That a lead lacks everything is not said of an empty form.
func (m *Model) shown(p lead.Path) []lead.Problem {
	if !m.form.visited[p] || m.form.lead.Empty() {
		return nil
	}
	var out []lead.Problem
	for _, q := range m.problems {
		if q.Path == p || q.Field == lead.Whole && p == (lead.Path{Field: lead.Name}) {
			out = append(out, q)
		}
	}
	return out
}

// showsProblem says that one is on screen at p.
func (m *Model) showsProblem(p lead.Path) bool { return len(m.shown(p)) > 0 }

// count is how many problems of left inputs keep the lead a draft.
func (m *Model) count() int {
	n := 0
	for _, p := range m.problems {
		if !p.Note && m.form.visited[p.Path] && !m.form.lead.Empty() {
			n++
		}
	}
	return n
}

// countOf is count for one associated contact.
func (m *Model) countOf(contact int) int {
	n := 0
	for _, p := range m.problems {
		if !p.Note && p.Contact == contact && m.form.visited[p.Path] {
			n++
		}
	}
	return n
}

// nextProblem goes to the next input with a problem behind the focus, or to the
// first one; false when there is none.
func (m *Model) nextProblem() bool {
	m.check()
	m.visitAll()
	var at []lead.Path
	for _, p := range m.problems {
		if p.Note {
			continue
		}
		if p.Field == lead.Whole {
			p.Path = lead.Path{Field: lead.Name}
		}
		at = append(at, p.Path)
	}
	if len(at) == 0 {
		return false
	}
	to := at[0]
	for i, p := range at {
		if p == m.form.focus {
			to = at[(i+1)%len(at)]
		}
	}
	m.form.goTo(to)
	return true
}
