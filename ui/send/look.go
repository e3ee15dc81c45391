package send

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"leadpad/api"
	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
	"leadpad/words"
)

// card is the canary that was created, for a look at it in the CRM.
type card struct {
	batch   queue.ID
	name    string // safe to draw, "" while it is read or when it has none
	carried string // "2 emails and 1 phone"
}

// landed reads the canary's lead once it was created.
func (m *Model) landed() tea.Cmd {
	if m.prog.Canary == m.card.batch {
		return nil
	}
	m.card = card{batch: m.prog.Canary}
	if m.card.batch == (queue.ID{}) {
		return nil
	}
	st, workspace, id := m.store, m.d.Workspace.Name, m.card.batch
	enc := m.d.Workspace.Encoding()
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		b, err := st.Batch(ctx, workspace, id)
		if err != nil || len(b.Leads) == 0 {
			return func() tea.Cmd { return m.carried(card{batch: id}, err) }
		}
		c := card{batch: id, name: safe.Clean(b.Names[0]).String()}
		if e, err := st.Get(ctx, workspace, b.Leads[0]); err == nil {
			c.carried = carries(enc, e.Lead)
		}
		return func() tea.Cmd { return m.carried(c, nil) }
	})
}

// carried takes the canary's lead in.
func (m *Model) carried(c card, err error) tea.Cmd {
	if c.batch != m.card.batch {
		return nil
	}
	if err != nil {
		return complain(err)
	}
	m.card = c
	return nil
}

// carries counts the parts of a lead that a look is about, as they went.
func carries(enc api.Encoding, l lead.Lead) string {
	omitted := map[lead.Field]bool{}
	for _, at := range enc.Omitted(l) {
		if at.Contact == 0 {
			omitted[at.Field] = true
		}
	}
	var parts []string
	add := func(f lead.Field, n int, one, many string) {
		if n > 0 && !omitted[f] {
			parts = append(parts, words.Plural(n, one, many))
		}
	}
	add(lead.Emails, len(l.Emails), "email", "emails")
	add(lead.Phones, len(l.Phones), "phone", "phones")
	add(lead.Socials, len(l.Socials), "social", "socials")
	add(lead.Addresses, len(l.Addresses), "address", "addresses")
	if len(parts) == 0 {
		return "none of them"
	}
	return words.List(parts...)
}

// keyLook runs the keys of the question after the canary; mine is false for
// all other keys.
func (m *Model) keyLook(a kit.Action) (cmd tea.Cmd, mine bool) {
	if !m.prog.Look {
		return nil, false
	}
	waits := m.prog.Phase == outbox.Paused
	switch a {
	case kit.ItIsThere:
		m.sender.Look(true)
		if !waits {
			return kit.Say(kit.Good, "Good: "+m.place()+" is not asked about again."), true
		}
	case kit.Missing:
		m.sender.Look(false)
	case kit.CopyJSON:
		return m.copyName(), true
	case kit.Back:
		if !waits {
			return nil, false // back to Drafts, the question stays
		}
		n := m.prog.Rest
		for _, behind := range m.prog.Behind {
			n += behind
		}
		m.sender.CancelRest()
		return kit.Say(kit.Said, "The other "+words.Plural(n, "lead stays", "leads stay")+" Ready; the next submission asks again."), true
	default:
		return nil, false
	}
	return nil, true
}

// copyName sends the name to look for to the terminal's clipboard.
func (m *Model) copyName() tea.Cmd {
	if m.card.name == "" {
		return kit.SayNow(words.NameLookedUp + ".")
	}
	return tea.Batch(terminal.Copy(m.card.name), kit.Say(kit.Said, words.Copied("Name", "")))
}

// lookLines ask for a look at the canary, in lines of the screen and not in a
// dialog. The name stands whole and alone, so that it can be selected.
func (m *Model) lookLines() []string {
	t, p := m.t, m.prog
	waits := p.Phase == outbox.Paused
	head := "✓ The lead was created."
	if waits {
		head = "◐ One lead was created, the others wait."
	}
	lines := m.wrap(t.AccentBold, head+" Look for it in ClosingDealz, workspace "+m.place()+":")
	name := m.card.name
	if name == "" {
		name = "…"
	}
	lines = append(lines, m.gap()...)
	for _, l := range t.Wrap(name, max(m.room()-len(margin), 1)) {
		lines = append(lines, margin+margin+t.Bold.S(l))
	}
	lines = append(lines, m.gap()...)
	question := "Are its emails, phones, socials and addresses there?"
	if m.card.carried != "" {
		question += " It went with " + m.card.carried + "."
	}
	lines = append(lines, m.wrap(kit.Paint{}, question)...)
	key := func(a kit.Action, what string) string { return t.Bold.S(m.keyName(a)) + t.Dim.S(" "+what) }
	there, later := "all there", "later: the next submission asks again"
	if waits {
		there += ", send the other " + words.Leads(p.Rest)
		later = "later, they stay Ready"
	}
	return append(lines, m.flow(key(kit.ItIsThere, there), key(kit.Missing, "something is missing"),
		key(kit.Back, later), key(kit.CopyJSON, "copies the name"))...)
}
