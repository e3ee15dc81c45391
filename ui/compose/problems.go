package compose

import "leadpad/lead"

// check finds the problems of the lead as it is typed now.
func (m *Model) check() {
	m.problems = m.problemsOf(m.form.lead)
}

// problemsOf are those of a lead's text, and what the document's way leaves open.
func (m *Model) problemsOf(l lead.Lead) []lead.Problem {
	return append(m.encoding().Check(l), lead.Doubts(m.doc.entry.Problems)...)
}

// visitAll shows the problems of every input, as in a lead that was opened.
func (m *Model) visitAll() {
	for _, p := range m.problems {
		m.form.visited[p.Path] = true
		if p.Field == lead.Whole { // it is shown there
			m.form.visited[lead.Path{Field: lead.Name}] = true
		}
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

// anyone stands for the lead and all its contacts.
const anyone = -1

// count is how many problems of inputs that were left keep the lead a draft:
// those of one associated contact, or of anyone.
func (m *Model) count(contact int) int {
	n := 0
	for _, p := range m.problems {
		if !p.Note && m.form.visited[p.Path] && !m.form.lead.Empty() && (contact == anyone || p.Contact == contact) {
			n++
		}
	}
	return n
}

// mendable are the inputs whose problems keep the lead a draft, in the order of the
// form.
func (m *Model) mendable() (at []lead.Path) {
	m.check()
	m.visitAll()
	for _, p := range m.problems {
		if p.Note {
			continue
		}
		if p.Field == lead.Whole {
			p.Path = lead.Path{Field: lead.Name}
		}
		at = append(at, p.Path)
	}
	return at
}

// nextProblem goes to the next input with a problem behind the focus, or to the
// first one; false when there is none.
func (m *Model) nextProblem() bool {
	at := m.mendable()
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
