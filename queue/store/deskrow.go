package store

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"time"

	"leadpad/queue"
)

// deskName begins the names of the settings that desks are kept as.
const deskName = "form of "

// deskRow is a desk as it is kept.
type deskRow struct {
	Workspace string              `json:"workspace"`
	Owner     string              `json:"owner,omitempty"`
	Holder    string              `json:"holder,omitempty"` // "" once the window was left
	At        int64               `json:"at"`               // of the last change, in ns
	Lead      queue.ID            `json:"lead"`
	Rev       int64               `json:"rev,omitempty"`
	Open      []queue.ID          `json:"open,omitempty"`
	Wanted    map[queue.ID]string `json:"wanted,omitempty"` // by which desk
	Note      string              `json:"note,omitempty"`

	name, was string   // of the setting, and its value
	read      *deskRow // as was says it, nil for a new one
	gone      bool
}

// deskRows are the desks of a workspace by the time they were begun.
type deskRows []*deskRow

// desks reads those of a workspace. Each is the caller's to change.
func (q *Queue) desks(ctx context.Context, t *tx, workspace string) (deskRows, error) {
	var rows deskRows
	seen := 0
	err := t.each(ctx, `SELECT name, value FROM settings WHERE owner = '' AND substr(name, 1, ?) = ?`, []any{len(deskName), deskName},
		func(scan func(...any) error) error {
			var name, value string
			if err := scan(&name, &value); err != nil {
				return err
			}
			seen++
			if r := q.deskMemo.row(name, value); r.Workspace == workspace {
				rows = append(rows, r)
			}
			return nil
		})
	q.deskMemo.trim(seen)
	slices.SortFunc(rows, func(a, b *deskRow) int { return cmp.Compare(a.name, b.name) })
	return rows, err
}

// deskMemo has the desks as they were read last. Hundreds of windows look at all of
// them each time they save, and one of them has changed.
type deskMemo struct {
	mu   sync.Mutex
	rows map[string]*deskRow // by name; never changed
}

// row decodes a desk. What cannot be read keeps nobody from anything.
func (m *deskMemo) row(name, value string) *deskRow {
	m.mu.Lock()
	defer m.mu.Unlock()
	read := m.rows[name]
	if read == nil || read.was != value {
		read = &deskRow{}
		if json.Unmarshal([]byte(value), read) != nil {
			read = &deskRow{}
		}
		read.name, read.was = name, value
		if m.rows == nil {
			m.rows = map[string]*deskRow{}
		}
		m.rows[name] = read
	}
	r := *read
	r.Open, r.Wanted, r.read = slices.Clone(r.Open), maps.Clone(r.Wanted), read
	return &r
}

// trim forgets desks that are gone; there were so many at last.
func (m *deskMemo) trim(there int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.rows) > 2*there+16 {
		m.rows = nil
	}
}

// of gives the row with a name, nil when there is none.
func (rows deskRows) of(name string) *deskRow {
	if i := slices.IndexFunc(rows, func(r *deskRow) bool { return r.name == name }); i >= 0 {
		return rows[i]
	}
	return nil
}

// elsewhere are the desks but mine that have a lead open.
func (rows deskRows) elsewhere(mine *deskRow, lead queue.ID) deskRows {
	var others deskRows
	for _, r := range rows {
		if r != mine && slices.Contains(r.Open, lead) {
			others = append(others, r)
		}
	}
	return others
}

// keep writes what was changed of the rows.
func (rows deskRows) keep(ctx context.Context, c *change, now time.Time) error {
	for _, r := range rows {
		if r.gone {
			if _, err := c.exec(ctx, `DELETE FROM settings WHERE owner = '' AND name = ?`, r.name); err != nil {
				return err
			}
			continue
		}
		if r.unchanged() {
			continue
		}
		r.At = nanos(now)
		value, err := json.Marshal(r)
		if err != nil {
			return err
		}
		if _, err := c.exec(ctx, `INSERT INTO settings (owner, name, value) VALUES ('', ?, ?)
			ON CONFLICT (owner, name) DO UPDATE SET value = excluded.value`, r.name, string(value)); err != nil {
			return err
		}
	}
	return nil
}

// unchanged says that a row is as it was read.
func (r *deskRow) unchanged() bool {
	is := r.read
	return is != nil && r.Workspace == is.Workspace && r.Owner == is.Owner && r.Holder == is.Holder && r.At == is.At &&
		r.Lead == is.Lead && r.Rev == is.Rev && r.Note == is.Note && slices.Equal(r.Open, is.Open) && maps.Equal(r.Wanted, is.Wanted)
}

// tell has the windows of a desk's person look what became of their leads.
func (r *deskRow) tell(c *change) { c.touch(r.Workspace, r.Owner, queue.OfLeads) }

// free takes a lead off a desk. Who asked for it has it then.
func (rows deskRows) free(c *change, r *deskRow, lead queue.ID) {
	r.Open = slices.DeleteFunc(r.Open, func(id queue.ID) bool { return id == lead })
	to := rows.of(r.Wanted[lead])
	delete(r.Wanted, lead)
	if to != nil && to.Holder != "" {
		to.open(lead)
	}
	for _, other := range rows {
		if other != r {
			other.tell(c)
		}
	}
}

// open claims a lead.
func (r *deskRow) open(lead queue.ID) {
	if !slices.Contains(r.Open, lead) {
		r.Open = append(r.Open, lead)
	}
}

// fits says that the lead is still to be worked on: as it was left, or unfinished.
func (r *deskRow) fits(e queue.Entry) bool {
	return e.State.Editable() && (e.Rev == r.Rev || e.State == queue.Draft && !e.Finished)
}
