package send

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// duplicates is the list behind o: each possible duplicate with its reason, and
// the selected one side by side with the lead that it may repeat.
type duplicates struct {
	gen  int
	sel  int
	pair *pair // of the selected one, nil while it is read
}

// pair is a lead that would go and the one it may repeat.
type pair struct{ goes, was queue.Entry }

func (m *Model) showDuplicates() tea.Cmd {
	m.pre.dups = &duplicates{}
	return m.readPair()
}

// readPair reads the two leads of the selected duplicate.
func (m *Model) readPair() tea.Cmd {
	d := m.pre.dups
	m.gen++
	d.gen, d.pair = m.gen, nil
	// The preflight's own number stays: its answers are still wanted.
	dup := m.pre.plan.Duplicates[d.sel]
	st, gen, workspace := m.store, d.gen, m.d.Workspace.Name
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		goes, err := st.Get(ctx, workspace, dup.ID)
		was, again := st.Get(ctx, workspace, dup.Of)
		if errors.Is(again, queue.ErrNotFound) {
			again = nil // somebody else's, or deleted: the row says what is known of it
		}
		return func() tea.Cmd {
			if m.pre != nil && m.pre.dups != nil && m.pre.dups.gen == gen && err == nil && again == nil {
				m.pre.dups.pair = &pair{goes, was}
			}
			return nil
		}
	})
}

func (m *Model) keyDuplicates(key string, a kit.Action) tea.Cmd {
	d, n := m.pre.dups, len(m.pre.plan.Duplicates)
	switch {
	case kit.Moves(a):
		was := d.sel
		if d.sel = kit.Step(a, d.sel, m.duplicateRows(), n); d.sel != was {
			return m.readPair()
		}
		return nil
	case a == kit.LeaveDups:
		return m.leaveOut()
	case a == kit.Back, a == kit.Close, a == kit.ShowDups:
		m.pre.dups = nil
		return nil
	}
	return m.doesNothing(key, m.keyName(kit.LeaveDups)+" leaves them out, "+m.keyName(kit.Back)+" goes back to the question")
}

// duplicateRows is how many of the list fit above the two leads.
func (m *Model) duplicateRows() int { return max(min(m.height-10, len(m.pre.plan.Duplicates)), 2) }

func (m *Model) viewDuplicates() []string {
	t, d, all := m.t, m.pre.dups, m.pre.plan.Duplicates
	lines := []string{margin + t.Bold.S(words.Duplicates(len(all))) +
		t.Dim.S(" of what was sent from this queue, or goes now")}
	lines = append(lines, m.gap()...)
	rows := m.duplicateRows()
	top := max(min(d.sel-rows/2, len(all)-rows), 0)
	nameWidth := max(m.room()/2-2, 8)
	for i := top; i < min(top+rows, len(all)); i++ {
		lines = append(lines, m.duplicateRow(all[i], i == d.sel, nameWidth))
	}
	lines = append(lines, margin+t.Rule(m.room()))
	return append(lines, m.viewPair()...)
}

func (m *Model) duplicateRow(d outbox.Duplicate, selected bool, nameWidth int) string {
	t := m.t
	bar, name := margin, t.Pad(safe.Clean(d.Name).String(), nameWidth)
	if selected {
		bar, name = t.Accent.S("▌")+" ", t.Bold.S(name)
	}
	reason := "same " + safe.Clean(d.Same).String()
	if d.Here {
		reason += ", both would go"
	} else if by := words.By(d.By, m.d.Workspace.User, d.Sent, m.now); by != "" {
		reason += ", sent" + by
	}
	return bar + t.Unsure.S("≈ ") + name + "  " + t.Dim.S(reason)
}

// viewPair sets the two leads side by side, a field a line.
func (m *Model) viewPair() []string {
	t, p := m.t, m.pre.dups.pair
	if p == nil {
		return nil
	}
	const label = 9
	w := max((m.room()-label-2)/2, 8)
	row := func(name, left, right string) string {
		l, r := t.Pad(safe.Clean(left).String(), w), safe.Clean(right).String()
		if left == right && left != "" {
			return margin + t.Dim.S(t.Pad(name, label)) + t.Unsure.S(l) + "  " + t.Unsure.S(t.Cut(r, w))
		}
		return margin + t.Dim.S(t.Pad(name, label)) + l + "  " + t.Cut(r, w)
	}
	dup := m.pre.plan.Duplicates[m.pre.dups.sel]
	sent := "sent"
	if !dup.Sent.IsZero() {
		sent = "sent " + dup.Sent.In(m.location).Format("2 Jan 2006 15:04")
	}
	switch {
	case dup.Here:
		sent = "would go too"
	case p.was.ID == (queue.ID{}):
		sent += ", not to be seen here"
	}
	lines := []string{margin + kit.Spaces(label) + t.Dim.S(t.Pad("would go", w)) + "  " + t.Dim.S(t.Cut(sent, w))}
	for _, f := range pairFields(p.goes.Lead, p.was.Lead) {
		if f[1] != "" || f[2] != "" {
			lines = append(lines, row(f[0], f[1], f[2]))
		}
	}
	return lines
}

// pairFields are label, left and right of what tells two leads apart.
func pairFields(a, b lead.Lead) [][3]string {
	address := func(l lead.Lead) string {
		if len(l.Addresses) == 0 {
			return ""
		}
		x := l.Addresses[0]
		var parts []string
		for _, s := range []string{x.Street, x.PostalCode, x.City, x.Country} {
			if s != "" {
				parts = append(parts, s)
			}
		}
		return strings.Join(parts, ", ")
	}
	join := func(s []string) string { return strings.Join(s, ", ") }
	return [][3]string{
		{"Name", strings.TrimSpace(a.Name + " " + a.LastName), strings.TrimSpace(b.Name + " " + b.LastName)},
		{"Company", a.Company, b.Company},
		{"Emails", join(a.Emails), join(b.Emails)},
		{"Phones", join(a.Phones), join(b.Phones)},
		{"Address", address(a), address(b)},
		{"Labels", join(a.Labels), join(b.Labels)},
	}
}
