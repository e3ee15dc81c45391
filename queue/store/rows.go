package store

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"leadpad/queue"
)

// scanRow reads one row of rowColumns.
func scanRow(scan func(...any) error) (r queue.Row, err error) {
	var id, body []byte
	var updated int64
	err = scan(&id, &r.State, &r.Kind, &r.Name, &r.Email, &r.Phone, &r.Labels, &r.Problems, &r.Finished, &r.Remark, &updated, &body)
	r.ID, r.Updated, r.Company = idOf(id), timeOf(updated), companyIn(body)
	return r, err
}

// companyIn is the company in the beginning of a lead's JSON, which is not read
// whole: a page of the table has hundreds of them. Nothing but its member can
// look like one, for quotes within a text are escaped.
func companyIn(body []byte) string {
	const member = `"company":`
	at := bytes.Index(body, []byte(member))
	if at < 0 {
		return ""
	}
	var company string
	if json.NewDecoder(bytes.NewReader(body[at+len(member):])).Decode(&company) != nil {
		return ""
	}
	return cut(company)
}

// Rows implements queue.Table.
func (q *Queue) Rows(ctx context.Context, qu queue.Query, offset, limit int) (rows []queue.Row, err error) {
	if limit <= 0 {
		return nil, nil
	}
	offset = max(offset, 0)
	if plain(qu) && (offset < deep || !q.view(qu.Workspace).ready.Load()) {
		if offset < deep {
			q.cool(qu.Workspace)
		} else {
			defer q.warm(qu.Workspace)
		}
		return q.plainRows(ctx, qu, offset, limit)
	}
	err = q.withView(ctx, qu.Workspace, "list the leads", func(t *tx, v *view) error {
		slots := v.index.Page(qu, offset, limit)
		rows = make([]queue.Row, 0, len(slots))
		for _, s := range slots {
			n, _ := v.index.At(s)
			err := t.each(ctx, selectRows+`WHERE n = ?`, []any{n}, func(scan func(...any) error) error {
				r, err := scanRow(scan)
				rows = append(rows, r)
				return err
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return rows, nil
}

// listed is the condition on the rows of a plain query. One person's are read from
// the index leads_todo as they are; where there are owners, each has an index of its
// own, leads_own, which only a condition that names it can use.
func (q *Queue) listed(qu queue.Query) string {
	where := `WHERE ws = ? AND deleted = 0 AND state <> 5` + inState(qu)
	if !q.scope.All && q.scope.Owner != "" {
		return where + ` AND owner = ? AND owner <> ''`
	}
	return where + q.own()
}

// inState is the condition on the state that a query asks for.
func inState(qu queue.Query) string {
	if qu.State == 0 {
		return ""
	}
	return fmt.Sprintf(` AND state = %d`, qu.State)
}

// plainRows answers a plain query from the index leads_todo.
func (q *Queue) plainRows(ctx context.Context, qu queue.Query, offset, limit int) (rows []queue.Row, err error) {
	err = q.db.read(ctx, "list the leads", func(t *tx) error {
		return t.each(ctx, selectRows+q.listed(qu)+order(qu)+` LIMIT ? + 0 OFFSET ?`,
			append(q.args(qu.Workspace), limit, offset), func(scan func(...any) error) error {
				r, err := scanRow(scan)
				rows = append(rows, r)
				return err
			})
	})
	if err != nil {
		return nil, err
	}
	return rows, nil
}

// Count implements queue.Table.
func (q *Queue) Count(ctx context.Context, qu queue.Query) (n int, err error) {
	if strings.TrimSpace(qu.Text) == "" && !qu.Problems {
		c, err := q.Counts(ctx, qu.Workspace)
		for s := queue.Draft; s <= queue.Unsure; s++ {
			if (s != queue.Sent || qu.Sent) && (qu.State == 0 || s == qu.State) {
				n += c.ByState[s]
			}
		}
		return n, err
	}
	err = q.withView(ctx, qu.Workspace, "count the leads", func(_ *tx, v *view) error {
		n = v.index.Count(qu)
		return nil
	})
	return n, err
}

// IDs implements queue.Table.
func (q *Queue) IDs(ctx context.Context, qu queue.Query) (ids []queue.ID, err error) {
	if plain(qu) {
		return q.plainIDs(ctx, qu)
	}
	err = q.withView(ctx, qu.Workspace, "list the leads", func(_ *tx, v *view) error {
		ids = make([]queue.ID, 0, v.index.Count(qu))
		for s := range v.index.Each(qu) {
			_, id := v.index.At(s)
			ids = append(ids, id)
		}
		return nil
	})
	return ids, err
}

// plainIDs answers a plain query from the index leads_todo.
func (q *Queue) plainIDs(ctx context.Context, qu queue.Query) (ids []queue.ID, err error) {
	err = q.db.read(ctx, "list the leads", func(t *tx) error {
		return t.each(ctx, `SELECT id FROM leads `+q.listed(qu)+order(qu),
			q.args(qu.Workspace), func(scan func(...any) error) error {
				var id []byte
				err := scan(&id)
				ids = append(ids, idOf(id))
				return err
			})
	})
	if err != nil {
		return nil, err
	}
	return ids, nil
}

// Gone implements queue.Table.
func (q *Queue) Gone(ctx context.Context, workspace string, sent bool, since int64) (ids []queue.ID, now int64, err error) {
	take := func(scan func(...any) error) error {
		var id []byte
		err := scan(&id)
		ids = append(ids, idOf(id))
		return err
	}
	err = q.db.read(ctx, "look for what left the list", func(t *tx) error {
		if now, err = q.lastChange(ctx, t, workspace); err != nil || since < 0 || now == since {
			return err
		}
		left := `deleted > 0`
		if !sent {
			left = `(deleted > 0 OR state = 5)`
		}
		err := t.each(ctx, `SELECT id FROM leads WHERE ws = ? AND seq > ? AND `+left+q.own(), q.args(workspace, since), take)
		if err != nil {
			return err
		}
		return t.each(ctx, `SELECT l.id FROM tombstones t JOIN leads l ON l.n = t.n
			WHERE t.ws = ? AND t.seq > ? AND (l.ws <> t.ws OR l.owner <> t.owner)`, []any{workspace, since}, take)
	})
	return ids, now, err
}

// lastChange is the number of the last change of a lead that the scope sees.
func (q *Queue) lastChange(ctx context.Context, t *tx, workspace string) (seq int64, err error) {
	err = t.get(ctx, `SELECT coalesce(max(leads), 0) FROM changes WHERE ws = ?`+q.own(), q.args(workspace), &seq)
	return seq, err
}

// Index implements queue.Table.
func (q *Queue) Index(ctx context.Context, qu queue.Query, id queue.ID) (index int, err error) {
	if plain(qu) {
		return q.plainIndex(ctx, qu, id)
	}
	err = q.withView(ctx, qu.Workspace, "look for a lead", func(_ *tx, v *view) error {
		before := 0
		for s := range v.index.Each(qu) {
			if _, at := v.index.At(s); at == id {
				index = before
				return nil
			}
			before++
		}
		return fmt.Errorf("lead %s is not in this list: %w", id, queue.ErrNotFound)
	})
	return index, err
}

// plainIndex answers a plain query from the index leads_todo.
func (q *Queue) plainIndex(ctx context.Context, qu queue.Query, id queue.ID) (index int, err error) {
	before := `(updated, n) > (?, ?)`
	if qu.Reverse {
		before = `(updated, n) < (?, ?)`
	}
	err = q.db.read(ctx, "look for a lead", func(t *tx) error {
		found := false
		var updated, n int64
		err := t.each(ctx, `SELECT updated, n FROM leads WHERE id = ? AND ws = ? AND deleted = 0 AND state <> 5`+inState(qu)+q.own(),
			q.args(id[:], qu.Workspace), func(scan func(...any) error) error {
				found = true
				return scan(&updated, &n)
			})
		if err != nil {
			return err
		}
		if !found {
			return fmt.Errorf("lead %s is not in this list: %w", id, queue.ErrNotFound)
		}
		return t.get(ctx, `SELECT count(*) FROM leads `+q.listed(qu)+` AND `+before,
			append(q.args(qu.Workspace), updated, n), &index)
	})
	return index, err
}

// plain says that the database alone can answer qu: the list as it stands when
// nobody looks for anything. The index in memory takes about 200 bytes a lead, so
// it is built only for those who do.
func plain(qu queue.Query) bool {
	return strings.TrimSpace(qu.Text) == "" && !qu.Problems && !qu.Sent && qu.Sort == queue.ByAge
}

// order is the order of a plain query.
func order(qu queue.Query) string {
	if qu.Reverse {
		return ` ORDER BY updated, n`
	}
	return ` ORDER BY updated DESC, n DESC`
}
