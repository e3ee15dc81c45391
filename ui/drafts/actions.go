package drafts

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/api"
	"leadpad/app"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// thenMost is how many of the following leads Compose is told: more than
// anybody mends in one go.
const thenMost = 1000

// open opens the lead in Compose, together with those that follow it.
func (m *Model) open(row queue.Row) tea.Cmd {
	q, qu, index := m.d.Workspace.Queue, m.query, m.cur
	return m.do("The lead cannot be opened", func(ctx context.Context) doneMsg {
		next, err := q.Rows(ctx, qu, index+1, thenMost)
		ids := make([]kit.ID, 0, len(next))
		for _, r := range next {
			if r.State != queue.Sent {
				ids = append(ids, r.ID)
			}
		}
		return doneMsg{then: []tea.Msg{kit.EditLead{ID: row.ID, Then: ids}}, err: err}
	})
}

// duplicate makes a copy and opens it.
func (m *Model) duplicate(row queue.Row) tea.Cmd {
	w, before := m.d.Workspace, m.target()
	return m.do("The lead cannot be duplicated", func(ctx context.Context) doneMsg {
		e, err := w.Queue.Get(ctx, w.Name, row.ID)
		if err != nil {
			return doneMsg{err: err}
		}
		dup := queue.Entry{Workspace: w.Name, State: queue.Draft, Lead: e.Lead.Clone(), Problems: w.Encoding().Check(e.Lead)}
		if e.State == queue.Unsure {
			dup.Problems = append(dup.Problems, lead.Doubtful(lead.Cause{Kind: lead.MayBeThere, Batch: e.Batch}))
		}
		if dup, err = w.Queue.Save(ctx, dup); err != nil {
			return doneMsg{err: err}
		}
		return doneMsg{
			said: "This is the copy", back: deleting(w, []kit.ID{dup.ID}), before: &before,
			then: []tea.Msg{kit.EditLead{ID: dup.ID, Copy: true}},
		}
	})
}

// stays says what a bulk action did not touch, and why.
func stays(fixed, hidden int) string {
	var out []string
	if fixed > 0 {
		out = append(out, words.Number(fixed)+" held, sent or not sure "+stayWord(fixed))
	}
	if hidden > 0 {
		out = append(out, words.Number(hidden)+" marked but hidden "+stayWord(hidden))
	}
	if len(out) == 0 {
		return ""
	}
	return "; " + strings.Join(out, ", ")
}

func stayWord(n int) string {
	if n == 1 {
		return "stays"
	}
	return "stay"
}

// changing runs a change on leads; putting takes it back.
func changing(w *app.Session, ids []kit.ID, change func(queue.Entry) queue.Entry) step {
	return step{run: func(ctx context.Context) (string, step, error) {
		before, err := w.Queue.Edit(ctx, w.Name, ids, change)
		return words.Leads(len(before)) + " changed again", putting(w, before, change), err
	}}
}

func putting(w *app.Session, before []queue.Entry, change func(queue.Entry) queue.Entry) step {
	return step{run: func(ctx context.Context) (string, step, error) {
		n, err := w.Queue.Put(ctx, before)
		said := words.Leads(n) + " as before"
		if rest := len(before) - n; rest > 0 {
			said += "; " + words.Number(rest) + " changed since " + stayWord(rest)
		}
		ids := make([]kit.ID, len(before))
		for i, e := range before {
			ids[i] = e.ID
		}
		return said, changing(w, ids, change), err
	}}
}

// makeReady makes the marked leads, else this one, Ready where nothing is wrong.
func (m *Model) makeReady() tea.Cmd {
	w, t := m.d.Workspace, m.target()
	change := w.MadeReady
	return m.do("Nothing was changed", func(ctx context.Context) doneMsg {
		ids, hidden, err := t.ids(ctx, w.Queue)
		if err != nil {
			return doneMsg{err: err}
		}
		before, err := w.Queue.Edit(ctx, w.Name, ids, change)
		if err != nil {
			return doneMsg{err: err}
		}
		after, err := w.Queue.Entries(ctx, w.Name, ids)
		if err != nil {
			return doneMsg{err: err}
		}
		msg := doneMsg{said: readied(before, after, hidden), level: kit.Good}
		if len(before) > 0 {
			msg.back, msg.before = putting(w, before, change), &t
		}
		if !slices.ContainsFunc(after, func(e queue.Entry) bool { return e.State == queue.Ready }) {
			msg.level = kit.Wrong
		}
		return msg
	})
}

// readied says how many became Ready, and how many did not and why.
func readied(before, after []queue.Entry, hidden int) string {
	was := make(map[kit.ID]queue.State, len(before))
	for _, e := range before {
		was[e.ID] = e.State
	}
	var made, already, wrong, fixed int
	problem := ""
	for _, e := range after {
		old, changed := was[e.ID]
		switch {
		case e.State == queue.Ready && changed && old != queue.Ready:
			made++
		case e.State == queue.Ready:
			already++
		case lead.Count(e.Problems) > 0 && (e.State == queue.Draft || e.State == queue.Failed):
			wrong++
			problem = firstProblem(e.Problems)
		default:
			fixed++
		}
	}
	if len(after) == 1 && wrong == 1 {
		return "Not ready: " + problem
	}
	said := words.Number(made) + " ready"
	if made == 0 && already > 0 {
		said = words.Number(already) + " already ready"
	}
	if wrong > 0 {
		said += ", " + words.Number(wrong) + " not: " + words.PluralWord(wrong, "it has", "they have") + " problems"
	}
	return said + stays(fixed, hidden)
}

func firstProblem(ps []lead.Problem) string {
	for _, p := range ps {
		if !p.Note {
			return words.Problem(p)
		}
	}
	return ""
}

// copyMost is how many leads go to the terminal's clipboard at once: a batch.
const copyMost = api.MaxLeads

// copyOut sends the marked leads, else this one, to the terminal's clipboard.
func (m *Model) copyOut(curl bool) tea.Cmd {
	w, t := m.d.Workspace, m.target()
	return m.do("Nothing was copied", func(ctx context.Context) doneMsg {
		ids, hidden, err := t.ids(ctx, w.Queue)
		if err != nil {
			return doneMsg{err: err}
		}
		if len(ids) > copyMost {
			return doneMsg{level: kit.Wrong, said: fmt.Sprintf("At most %d leads go to the clipboard; leadpad export writes all", copyMost)}
		}
		es, err := w.Queue.Entries(ctx, w.Name, ids)
		if err != nil || len(es) == 0 {
			return doneMsg{level: kit.Wrong, said: "No lead to copy" + stays(0, hidden), err: err}
		}
		text, what := jsonOf(w.EncodingOf, es), "JSON"
		if curl {
			text, what = api.Curl(text, app.CurlAddress(w.Address)), "curl"
		}
		return doneMsg{clip: text, said: words.Copied(words.Leads(len(es)), " as "+what) + stays(0, hidden)}
	})
}

// jsonOf is the JSON array of leads as they would go out, problems or not.
func jsonOf(encoding func(owner string) api.Encoding, es []queue.Entry) string {
	var b strings.Builder
	b.WriteString("[")
	for i, e := range es {
		if i > 0 {
			b.WriteString(",\n")
		}
		b.Write(encoding(e.Owner).Preview(e.Lead))
	}
	b.WriteString("]")
	return b.String()
}
