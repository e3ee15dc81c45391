package send

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
)

// stage of a preflight.
type stage uint8

const (
	planning stage = iota // the plan is being made
	asking                // the sentence is on show
	claiming              // Enter was pressed, the leads are being claimed
	vouching              // it is being written down that this is the same workspace
)

// preflight is the question before a submission.
type preflight struct {
	gen     int
	stage   stage
	rest    rest
	asked   []queue.ID // what SubmitLeads brought
	skipped []string
	// without are the possible duplicates that the rep left out, nil for none.
	without map[queue.ID]bool
	plan    outbox.Plan
	err     error
	dups    *duplicates // on show, nil for none
	list    list
}

// plan opens a preflight and makes its plan in a command.
func (m *Model) plan(asked []queue.ID, skipped []string, without map[queue.ID]bool) tea.Cmd {
	gen := m.ask()
	m.open = nil
	m.pre = &preflight{gen: gen, asked: asked, skipped: skipped, without: without}
	m.stale()
	ids := asked
	if without != nil {
		ids = make([]queue.ID, 0, len(asked))
		for _, id := range asked {
			if !without[id] {
				ids = append(ids, id)
			}
		}
	}
	s := m.sender
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		p, err := s.Plan(ctx, ids)
		return func() tea.Cmd { return m.planned(gen, p, err) }
	})
}

// planned shows the plan; it takes keys when none came for a moment.
func (m *Model) planned(gen int, p outbox.Plan, err error) tea.Cmd {
	if m.pre == nil || m.pre.gen != gen {
		return nil
	}
	m.pre.stage, m.pre.plan, m.pre.err = asking, p, err
	m.pre.list.rows.Total = len(p.IDs)
	return tea.Batch(m.waitForRest(), m.readList())
}

// start claims the plan's leads; the hold begins when that is on disk.
func (m *Model) start() tea.Cmd {
	m.pre.stage = claiming
	s, gen, p := m.sender, m.pre.gen, m.pre.plan
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		_, err := s.Submit(ctx, p)
		return func() tea.Cmd { return m.claimed(gen, err) }
	})
}

// claimed closes the preflight, or says why nothing began.
func (m *Model) claimed(gen int, err error) tea.Cmd {
	if m.pre == nil || m.pre.gen != gen {
		return nil
	}
	if errors.Is(err, outbox.ErrChanged) || errors.Is(err, outbox.ErrRenamed) {
		return m.planAgain() // which asks, or says what goes with the new names
	}
	if err != nil {
		m.pre.stage = asking
		return complain(err)
	}
	m.pre = nil
	m.settled, m.follow, m.renamed = queue.ID{}, true, false
	return m.look()
}

// planAgain makes the plan of the open preflight anew.
func (m *Model) planAgain() tea.Cmd { return m.plan(m.pre.asked, m.pre.skipped, m.pre.without) }

// changed says that the key or the address is not the one used last, and that
// nobody said yet whether it is the same workspace.
func (p *preflight) changed() bool { return p.err == nil && p.plan.Changed && len(p.plan.IDs) > 0 }

// vouch writes down, on the rep's word, that it is the same workspace.
func (m *Model) vouch() tea.Cmd {
	m.pre.stage = vouching
	s, gen := m.sender, m.pre.gen
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		err := s.SameWorkspace(ctx)
		return func() tea.Cmd { return m.vouched(gen, err) }
	})
}

// vouched plans again; Enter starts from then on.
func (m *Model) vouched(gen int, err error) tea.Cmd {
	if m.pre == nil || m.pre.gen != gen {
		return nil
	}
	if err != nil {
		m.pre.stage = asking
		return complain(err)
	}
	return m.planAgain()
}

// leave closes the preflight; nothing was claimed. Who left because it is
// another workspace is told what to do with that.
func (m *Model) leave() tea.Cmd {
	changed := m.pre.changed()
	m.pre = nil
	m.stale()
	back := kit.Do(kit.GoTo{Screen: kit.DraftsScreen})
	if !changed {
		return back
	}
	return terminal.Sequence(back, kit.Say(kit.Said, "Nothing was sent. Another workspace? “Connect a workspace…” ("+m.keyName(kit.Palette)+
		") gives it a name of its own; “leadpad export” and “leadpad import --profile NAME” take the leads there."))
}

// leaveOut plans again without the possible duplicates, or with them again.
func (m *Model) leaveOut() tea.Cmd {
	if m.pre.without != nil {
		return m.plan(m.pre.asked, m.pre.skipped, nil)
	}
	without := make(map[queue.ID]bool, len(m.pre.plan.Duplicates))
	for _, d := range m.pre.plan.Duplicates {
		without[d.ID] = true
	}
	return m.plan(m.pre.asked, m.pre.skipped, without)
}
