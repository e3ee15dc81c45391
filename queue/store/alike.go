package store

import (
	"context"
	"slices"

	"leadpad/queue"
)

// others is the condition on a lead l behind a key k: it went out, or it is still
// to do and the scope sees it. q.args gives its argument.
func (q *Queue) others() string {
	own := ""
	if !q.scope.All {
		own = ` AND l.owner = ?`
	}
	return `(k.out = 1 AND l.state IN (5, 7) OR l.state IN (1, 2, 3, 4, 6) AND l.deleted = 0` + own + `)`
}

// whose is the owner of an entry, also before it is saved.
func (q *Queue) whose(e queue.Entry) string {
	if e.Rev == 0 {
		return q.scope.Owner
	}
	return e.Owner
}

// alike gives at most most leads other than e with each of its keys, those that
// went out before those still to do.
func (q *Queue) alike(ctx context.Context, t *tx, workspace string, e queue.Entry, most int) (ms []queue.Match, err error) {
	seen := map[queue.ID]bool{e.ID: true}
	// LIMIT ? + 0, here and elsewhere: SQLite looks at the value of a bare LIMIT ? when
	// it plans, and so prepares the statement anew at each use. That is six times the
	// time of asking it.
	query := `SELECT ` + matchColumns + ` WHERE k.key = ? AND l.id <> ? AND ` + q.others() + ` ORDER BY k.out DESC, k.n DESC LIMIT ? + 0`
	for _, k := range q.keys(q.whose(e), e.Lead) {
		args := append(q.args(keyIn(workspace, k), e.ID[:]), most)
		err := t.each(ctx, query, args, func(scan func(...any) error) error {
			m, _, err := q.scanMatch(scan)
			if m.Reason, m.Value = k.Kind.String(), k.Value; err == nil && !seen[m.ID] {
				seen[m.ID] = true
				ms = append(ms, m)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(ms, func(a, b queue.Match) int { return went(a) - went(b) })
	return ms, nil
}

// went is 0 for a lead that went out, or may have, else 1.
func went(m queue.Match) int {
	if m.State == queue.Sent || m.State == queue.Unsure {
		return 0
	}
	return 1
}

// Alike implements queue.Leads.
func (q *Queue) Alike(ctx context.Context, workspace string, e queue.Entry) (ms []queue.Match, err error) {
	err = q.db.read(ctx, "look for the same lead", func(t *tx) error {
		ms, err = q.alike(ctx, t, workspace, e, 20)
		return err
	})
	if err != nil {
		return nil, err
	}
	return ms, nil
}

// AlikeTo implements queue.Leads.
func (q *Queue) AlikeTo(ctx context.Context, workspace string, ids []queue.ID) (map[queue.ID]queue.Match, error) {
	found := map[queue.ID]queue.Match{}
	err := q.db.read(ctx, "look for the same leads", func(t *tx) error {
		return q.findAll(ctx, t, workspace, ids, func(e stored) error {
			ms, err := q.alike(ctx, t, workspace, e.Entry, 1)
			if len(ms) > 0 {
				found[e.ID] = ms[0]
			}
			return err
		})
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}
