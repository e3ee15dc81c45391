package drafts

import (
	"context"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/api"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/words"
)

// fieldChange is one field of many leads, and what becomes of it.
type fieldChange struct {
	field lead.Field
	mode  changeMode
	value string
}

type changeMode uint8

const (
	replace changeMode = iota
	add
	remove
)

// changeable are the changes that make sense for many leads at once, with
// their words in the dialog.
func changeable() []struct {
	word string
	fieldChange
} {
	type choice = struct {
		word string
		fieldChange
	}
	return []choice{
		{"add labels", fieldChange{field: lead.Labels, mode: add}},
		{"remove labels", fieldChange{field: lead.Labels, mode: remove}},
		{"labels", fieldChange{field: lead.Labels}},
		{"industry", fieldChange{field: lead.Industry}},
		{"role", fieldChange{field: lead.Role}},
		{"company", fieldChange{field: lead.CompanyName}},
		{"employees", fieldChange{field: lead.Employees}},
		{"add to notes", fieldChange{field: lead.Notes, mode: add}},
		{"company id", fieldChange{field: lead.CompanyID}},
	}
}

// fits says that a lead of this kind has the field.
func (c fieldChange) fits(k lead.Kind) bool {
	switch c.field {
	case lead.Employees:
		return k == lead.Company
	case lead.CompanyName:
		return k == lead.Contact
	}
	return true
}

// apply gives l with the change; l itself stays as it is.
func (c fieldChange) apply(l lead.Lead) lead.Lead {
	if !c.fits(l.Kind) {
		return l
	}
	l = l.Clone()
	switch c.field {
	case lead.Labels:
		l.Labels = c.labels(l.Labels)
	case lead.Industry:
		l.Industry = c.value
	case lead.Role:
		l.Role = c.value
	case lead.CompanyName:
		l.Company = c.value
	case lead.Employees:
		l.Employees = c.value
	case lead.CompanyID:
		l.CompanyID = c.value
	case lead.Notes:
		if l.Notes != "" && c.value != "" {
			l.Notes += "\n"
		}
		l.Notes += c.value
	}
	return l
}

func (c fieldChange) labels(old []string) []string {
	var given []string
	for s := range strings.SplitSeq(c.value, ",") {
		if s = strings.TrimSpace(s); s != "" {
			given = append(given, s)
		}
	}
	same := func(a, b string) bool { return strings.EqualFold(a, b) }
	switch c.mode {
	case remove:
		return slices.DeleteFunc(old, func(s string) bool {
			return slices.ContainsFunc(given, func(g string) bool { return same(g, s) })
		})
	case add:
		for _, g := range given {
			if !slices.ContainsFunc(old, func(s string) bool { return same(g, s) }) {
				old = append(old, g)
			}
		}
		return old
	}
	return given
}

// wrong says what is wrong with the value, "" for nothing: a value that would
// make drafts of all these leads is not taken.
func (c fieldChange) wrong(enc api.Encoding) string {
	if strings.TrimSpace(c.value) == "" {
		if c.mode != replace {
			return "type what to " + map[changeMode]string{add: "add", remove: "remove"}[c.mode]
		}
		return ""
	}
	l := lead.Lead{Kind: lead.Company}
	if !c.fits(l.Kind) {
		l.Kind = lead.Contact
	}
	for _, p := range enc.Check(c.apply(l)) {
		if !p.Note && p.Field == c.field {
			return words.Problem(p)
		}
	}
	return ""
}

// entry applies the change to an entry: a Ready one stays Ready while nothing
// is wrong with it.
func (c fieldChange) entry(enc api.Encoding, e queue.Entry) queue.Entry {
	e.Lead = c.apply(e.Lead)
	e.Problems = append(enc.Check(e.Lead), lead.Doubts(e.Problems)...)
	if e.State == queue.Ready && lead.Count(e.Problems) > 0 {
		e.State = queue.Draft
	}
	return e
}

// untouchable hides what no bulk key changes.
const untouchable = "-state:held -state:sending -state:sent -state:unsure "

// askField counts what a change would touch and opens the dialog.
func (m *Model) askField() tea.Cmd {
	w, t, to := m.d.Workspace, m.target(), m.to()
	return m.do("The field cannot be changed", func(ctx context.Context) doneMsg {
		ids, fixed, hidden, err := t.changeable(ctx, w.Queue)
		if err != nil {
			return doneMsg{err: err}
		}
		if len(ids) == 0 {
			return doneMsg{level: kit.Wrong, said: "Nothing can be changed" + stays(fixed, hidden)}
		}
		note := strings.TrimPrefix(stays(fixed, hidden), "; ")
		return doneMsg{then: []tea.Msg{kit.OpenDialog{Dialog: newFieldDialog(w.Encoding(), ids, note, func(c fieldChange) tea.Cmd {
			return kit.Do(kit.Answer{Address: to, Take: func() tea.Cmd { return m.setField(c, ids, note, t) }})
		})}}}
	})
}

// setField changes the field of all these leads; note is what stays untouched, ""
// for nothing.
func (m *Model) setField(c fieldChange, ids []kit.ID, note string, from target) tea.Cmd {
	w, enc, undo := m.d.Workspace, m.d.Workspace.Encoding(), m.keyName(kit.TableUndo)
	change := func(e queue.Entry) queue.Entry { return c.entry(enc, e) }
	return m.do("Nothing was changed", func(ctx context.Context) doneMsg {
		before, err := w.Queue.Edit(ctx, w.Name, ids, change)
		if err != nil {
			return doneMsg{err: err}
		}
		rest := len(ids) - len(before)
		if len(before) == 0 {
			return doneMsg{said: "Nothing to change: " + words.Plural(rest, "lead has it already or cannot have it", "leads have it already or cannot have it")}
		}
		said := words.Number(len(before)) + " changed, " + undo + " undoes"
		if rest > 0 {
			said += "; " + words.Number(rest) + " had it already or cannot have it"
		}
		if note != "" {
			said += "; " + note
		}
		return doneMsg{said: said, level: kit.Good, back: putting(w, before, change), before: &from}
	})
}
