package send

import (
	tea "charm.land/bubbletea/v2"

	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// The answers of this screen's commands. gen is the number of the question.
type (
	planned struct {
		kit.Address
		gen  int
		plan outbox.Plan
		err  error
	}
	claimed struct {
		kit.Address
		gen int
		err error
	}
	vouched struct {
		kit.Address
		gen int
		err error
	}
	tookBack struct {
		kit.Address
		leads int
		ok    bool
	}
	searched struct {
		kit.Address
		err error
	}
	carried struct {
		kit.Address
		card card
		err  error
	}
	foundReady struct {
		kit.Address
		gen int
		ids []queue.ID
		err error
	}
	foundFix struct {
		kit.Address
		gen int
		ids []queue.ID
		err error
	}
	paired struct {
		kit.Address
		gen  int
		pair pair
		err  error
	}
	loaded struct {
		kit.Address
		gen   int
		batch queue.Batch
		err   error
	}
)

// answer takes what a command brought.
func (m *Model) answer(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case planned:
		return m.planned(msg)
	case rested:
		m.rested(msg)
	case listed:
		return m.listed(msg)
	case claimed:
		return m.claimed(msg)
	case vouched:
		return m.vouched(msg)
	case tookBack:
		cmd := m.look()
		if !msg.ok {
			return tea.Batch(cmd, kit.Say(kit.Said, "Nothing was in its hold any more."))
		}
		return tea.Batch(cmd, kit.Say(kit.Good, words.Plural(msg.leads, "lead is", "leads are")+" Ready again; nothing was sent."))
	case searched:
		cmd := m.look()
		if msg.err != nil {
			return tea.Batch(cmd, complain(msg.err))
		}
		return cmd
	case carried:
		return m.carried(msg)
	case foundReady:
		return m.foundReady(msg)
	case foundFix:
		return m.foundFix(msg)
	case paired:
		if m.pre != nil && m.pre.dups != nil && m.pre.dups.gen == msg.gen && msg.err == nil {
			m.pre.dups.pair = &msg.pair
		}
	case loaded:
		return m.loaded(msg)
	}
	return nil
}

func (m *Model) foundReady(msg foundReady) tea.Cmd {
	switch {
	case msg.gen != m.gen:
		return nil
	case msg.err != nil:
		return complain(msg.err)
	case len(msg.ids) == 0:
		return kit.Say(kit.Said, "Nothing is Ready to be sent.")
	}
	return m.plan(msg.ids, nil, nil)
}

// complain says what went wrong, in one line.
func complain(err error) tea.Cmd {
	return kit.Say(kit.Wrong, words.Sentence(words.Error(err)))
}

// takeBack ends the hold.
func (m *Model) takeBack() tea.Cmd {
	s, to := m.sender, m.address()
	return func() tea.Msg {
		ctx, cancel := kit.Timed()
		defer cancel()
		n, ok := s.TakeBack(ctx)
		return tookBack{Address: to, leads: n, ok: ok}
	}
}

// findAtFault splits a refused batch.
func (m *Model) findAtFault(batch queue.ID) tea.Cmd {
	s, to := m.sender, m.address()
	return func() tea.Msg {
		ctx, cancel := kit.Timed()
		defer cancel()
		_, err := s.FindAtFault(ctx, batch)
		return searched{Address: to, err: err}
	}
}

// findReady asks for all that is ready in the workspace.
func (m *Model) findReady() tea.Cmd {
	st, to, gen, workspace := m.store, m.address(), m.ask(), m.d.Workspace.Name
	return func() tea.Msg {
		ctx, cancel := kit.Timed()
		defer cancel()
		ids, err := st.IDs(ctx, queue.Query{Workspace: workspace, Text: "state:ready"})
		return foundReady{to, gen, ids, err}
	}
}
