package store

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
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

	name, was string // of the setting, and its value
	gone      bool
}

// deskRows are the desks of a workspace by the time they were begun.
type deskRows []*deskRow

// desks reads those of a workspace.
func desks(ctx context.Context, t *tx, workspace string) (deskRows, error) {
	var rows deskRows
	err := t.each(ctx, `SELECT name, value FROM settings WHERE owner = '' AND substr(name, 1, ?) = ?`, []any{len(deskName), deskName},
		func(scan func(...any) error) error {
			r := &deskRow{}
			if err := scan(&r.name, &r.was); err != nil {
				return err
			}
			// What cannot be read keeps nobody from anything.
			if json.Unmarshal([]byte(r.was), r) == nil && r.Workspace == workspace {
				rows = append(rows, r)
			}
			return nil
		})
	slices.SortFunc(rows, func(a, b *deskRow) int { return cmp.Compare(a.name, b.name) })
	return rows, err
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
		value, err := json.Marshal(r)
		if err != nil {
			return err
		}
		if string(value) == r.was {
			continue
		}
		r.At = nanos(now)
		if value, err = json.Marshal(r); err != nil {
			return err
		}
		if _, err := c.exec(ctx, `INSERT INTO settings (owner, name, value) VALUES ('', ?, ?)
			ON CONFLICT (owner, name) DO UPDATE SET value = excluded.value`, r.name, string(value)); err != nil {
			return err
		}
	}
	return nil
}

// tell has the windows of a desk's person look what became of their leads.
func (r *deskRow) tell(c *change) { c.touch(r.Workspace, r.Owner, queue.OfLeads) }

// free takes a lead off a desk. Who asked for it has it then.
func (rows deskRows) free(c *change, r *deskRow, lead queue.ID) {
	r.Open = slices.DeleteFunc(slices.Clone(r.Open), func(id queue.ID) bool { return id == lead })
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
