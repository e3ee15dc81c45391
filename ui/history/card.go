package history

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// card is what a person needs to settle the batch under the cursor.
type card struct {
	gen   int
	id    kit.ID   // of the batch that name is for
	name  string   // to look for in ClosingDealz
	clear bool     // it was not sent before and looks like nothing that was
	more  []string // further such names
	asked bool     // m was pressed early and asks once more
}

// slow is how long after a request's end a server may still be at work: within
// it "it is missing" asks once more.
const slow = 2 * time.Minute

// word is a person's word about a batch, or one lead of it, that can be taken
// back.
type word struct {
	batch kit.ID
	leads []kit.ID // that it moved
}

// settlement is what a settlement came to.
type settlement struct {
	said string
	word *word // what can be taken back now, nil for nothing
	err  error
}

// unsettled says that a batch waits for a person.
func unsettled(b queue.Batch) bool { return b.State == queue.BatchUnsure }

// look finds the name to look up for the batch under the cursor.
func (m *Model) look() tea.Cmd {
	b, ok := m.current()
	if !ok || !unsettled(b) {
		m.card = card{gen: m.card.gen + 1}
		return nil
	}
	if m.card.id != b.ID {
		m.card = card{gen: m.card.gen}
	}
	m.card.gen++
	q, w, gen := m.d.Workspace.Queue, m.d.Workspace.Name, m.card.gen
	return m.to().Ask(func(ctx context.Context) func() tea.Cmd {
		found, err := names(ctx, q, w, b)
		return func() tea.Cmd {
			if gen != m.card.gen {
				return nil
			}
			m.card.id, m.card.name, m.card.clear, m.card.more = b.ID, safe.Clean(found.name).String(), found.clear, found.more
			if err != nil && !errors.Is(err, queue.ErrNotFound) {
				return kit.Complain("The leads cannot be compared with what was sent before", err)
			}
			return nil
		}
	})
}

// lookAt is how many leads of a batch are compared with what was sent before.
const lookAt = 20

// names picks what to look up: a lead whose like was not sent before, so that
// finding it proves something. It runs in a command.
func names(ctx context.Context, q queue.Queue, workspace string, b queue.Batch) (c card, failed error) {
	for i, id := range b.Leads {
		name := strings.TrimSpace(b.Names[i])
		if name == "" || b.States[i] != queue.Unsure {
			continue
		}
		if c.name == "" {
			c.name = name
		}
		if i >= lookAt || len(c.more) == 2 {
			break
		}
		e, err := q.Get(ctx, workspace, id)
		if err != nil {
			failed = err
			continue
		}
		like, err := q.SentLike(ctx, workspace, e.Lead)
		if err != nil {
			return c, err
		}
		if slices.ContainsFunc(like, func(l queue.Match) bool { return l.Batch != b.ID }) {
			continue
		}
		if !c.clear {
			c.name, c.clear = name, true
		} else if name != c.name {
			c.more = append(c.more, name)
		}
	}
	return c, failed
}

// waiting gives the batch under the cursor when it waits for a person's word,
// else the sentence that says why the key does nothing.
func (m *Model) waiting() (queue.Batch, tea.Cmd) {
	b, ok := m.current()
	switch {
	case !ok:
		return b, kit.Say(kit.Wrong, words.NoBatches)
	case !unsettled(b):
		return b, kit.Say(kit.Wrong, "Nothing to settle: what became of this batch is known")
	}
	return b, nil
}

func (m *Model) itIsThere() tea.Cmd {
	b, why := m.waiting()
	if why != nil {
		return why
	}
	return m.settle(b, queue.Sent)
}

// over is when the request ended, or began when its end is not known, and the
// verb for that.
func over(b queue.Batch) (at time.Time, verb string) {
	if b.EndKnown() {
		return b.Receipt.Ended, "ended"
	}
	return b.Receipt.Begun, "began"
}

// itIsMissing asks once more while the server may still be at work.
func (m *Model) itIsMissing(asked bool) tea.Cmd {
	b, why := m.waiting()
	if why != nil {
		return why
	}
	if at, _ := over(b); !asked && m.now.Sub(at) < slow {
		m.ask(true)
		return nil
	}
	return m.settle(b, queue.Ready)
}

// ask puts the question whether the leads really are missing, or takes it back;
// it gives whether it stood.
func (m *Model) ask(on bool) (stood bool) {
	stood, m.card.asked = m.card.asked, on
	if m.open != nil && stood != on {
		m.open.lay(m)
		m.open.pane.Top = 0
	}
	return stood
}

// settle writes a person's word about a whole batch.
func (m *Model) settle(b queue.Batch, to queue.State) tea.Cmd {
	q, w, undo := m.d.Workspace.Queue, m.d.Workspace.Name, m.keyName(kit.TableUndo)
	return m.do("The batch cannot be settled", func(ctx context.Context) settlement {
		leads, err := unsureLeads(ctx, q, w, b.ID)
		if err != nil {
			return settlement{err: err}
		}
		n, err := q.Resolve(ctx, w, b.ID, to)
		said := fmt.Sprintf("%s → Sent; %s takes it back", words.Leads(n), undo)
		if to == queue.Ready {
			said = fmt.Sprintf("%s → Ready; %s takes it back", words.Leads(n), undo)
		}
		return settlement{said: said, word: &word{b.ID, leads}, err: err}
	})
}

// unsureLeads are those of a batch that are unsure on disk.
func unsureLeads(ctx context.Context, q queue.Queue, workspace string, batch kit.ID) ([]kit.ID, error) {
	b, err := q.Batch(ctx, workspace, batch)
	if err != nil {
		return nil, err
	}
	var leads []kit.ID
	for i, id := range b.Leads {
		if b.States[i] == queue.Unsure {
			leads = append(leads, id)
		}
	}
	return leads, nil
}

// takeBack takes the last word back: the leads that it moved are Not sure again.
func (m *Model) takeBack() tea.Cmd {
	if len(m.undo) == 0 {
		return kit.Say(kit.Said, "Nothing to take back")
	}
	last := m.undo[len(m.undo)-1]
	m.undo = m.undo[:len(m.undo)-1]
	q, w := m.d.Workspace.Queue, m.d.Workspace.Name
	return m.do("It cannot be taken back", func(ctx context.Context) settlement {
		n, err := q.Unresolve(ctx, w, last.batch, last.leads...)
		if errors.Is(err, queue.ErrConflict) {
			return settlement{err: errors.New("one of these leads was changed or sent since")}
		}
		return settlement{said: words.Plural(n, "lead is", "leads are") + " Not sure again", err: err}
	})
}

// do runs a settlement in a command; keys that settle wait for its end.
func (m *Model) do(what string, f func(ctx context.Context) settlement) tea.Cmd {
	to := m.to()
	return m.act.Run(to, func(ctx context.Context) tea.Msg {
		s := f(ctx)
		return kit.Answer{Address: to, Take: func() tea.Cmd { return m.settled(what, s) }}
	})
}

// settled takes the end of a settlement in; what says what failed.
func (m *Model) settled(what string, s settlement) tea.Cmd {
	m.act.Done()
	said := kit.Say(kit.Good, s.said)
	switch {
	case s.err != nil:
		said = kit.Complain(what, s.err)
	case s.word != nil:
		m.undo = append(m.undo, *s.word)
	}
	return tea.Batch(m.reload(kit.ID{}), said, m.refreshOpen(), m.replay())
}

// cardLines draw the card: the sentence, the name alone on its line, what is
// known, and the keys.
func (m *Model) cardLines(b queue.Batch) []string {
	t := m.t
	where := "in ClosingDealz"
	if b.Practice {
		where = "on the sandbox's page (" + m.keyName(kit.Palette) + " opens it)"
	}
	lines := m.text(t.UnsureBold, "? "+m.reader().Receipt(b).Certain)
	lines = append(lines, m.text(kit.Paint{}, "Look "+where+" for "+words.PluralWord(len(b.Leads), "it", "this one; all were created, or none")+":")...)
	name := m.card.name
	if m.card.id != b.ID {
		name = "…"
	} else if name == "" {
		name = "(no lead of this batch has a name: " + m.keyName(kit.Open) + " opens it)"
	}
	lines = append(lines, "", margin+margin+t.Bold.S(t.Cut(name, m.room()-len(margin))), "")
	if m.card.id == b.ID && m.card.name != "" && !m.card.clear {
		lines = append(lines, m.text(t.Warn, "▲ Leads like these were sent before: is it the one of "+m.when(b.Receipt.Begun)+"?")...)
	}
	if m.card.asked {
		return append(lines, m.askAgain(b)...)
	}
	lines = append(lines, m.keyFlow(append(m.settlers(b), key{kit.CopyJSON, "copies the name"})...)...)
	lines = append(lines, m.text(t.Dim, m.known(b))...)
	if m.card.id == b.ID && len(m.card.more) > 0 {
		more := make([]string, len(m.card.more))
		for i, s := range m.card.more {
			more[i] = safe.Clean(s).String()
		}
		lines = append(lines, margin+t.Dim.S(t.Cut("Also in this batch: "+strings.Join(more, " · "), m.room())))
	}
	return lines
}

// askAgain is the question before leads of a young request are called missing.
func (m *Model) askAgain(b queue.Batch) []string {
	at, verb := over(b)
	n := words.Unsure(b)
	ago := max(m.now.Sub(at), 0).Round(time.Second)
	return m.text(m.t.WarnBold, fmt.Sprintf("The request %s %d s ago, and servers can be slow: look once more. %s again: %s → Ready; any other key leaves %s.",
		verb, int(ago.Seconds()), m.keyName(kit.Missing), words.Number(n), words.PluralWord(n, "it", "them")))
}

// settlers are the keys that settle a batch, with what each does.
func (m *Model) settlers(b queue.Batch) []key {
	n := words.Number(words.Unsure(b))
	return []key{
		{kit.ItIsThere, "it is there (" + n + " → Sent)"},
		{kit.Missing, "it is missing (" + n + " → Ready)"},
		{kit.ByLead, "lead by lead"},
	}
}

// known is what was seen of the request.
func (m *Model) known(b queue.Batch) string {
	r := b.Receipt
	parts := []string{m.when(r.Begun)}
	if r.Bytes > 0 {
		parts = append(parts, "connected", words.Number(int(r.Bytes))+" bytes written")
	} else if !b.BytesKnown() {
		parts = append(parts, "bytes written not known")
	}
	if r.Status > 0 {
		parts = append(parts, fmt.Sprintf("HTTP %d came back", r.Status))
	} else {
		parts = append(parts, "no status line seen")
	}
	if why := words.Why(r); why != "" {
		parts = append(parts, why)
	}
	if b.EndKnown() {
		parts = append(parts, "ended after "+words.Took(r.Ended.Sub(r.Begun)))
	} else {
		parts = append(parts, "end not known")
	}
	return strings.Join(parts, " · ")
}
