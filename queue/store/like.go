package store

import (
	"context"
	"slices"
	"strings"

	"leadpad/lead"
	"leadpad/queue"
)

// goneKey is one key by which a lead that went out is known again.
type goneKey struct {
	lead queue.ID
	lead.Key
}

// goneKeys appends the keys of e.
func (q *Queue) goneKeys(list []goneKey, e queue.Entry) []goneKey {
	for _, k := range q.keys(e.Workspace, e.Lead) {
		list = append(list, goneKey{e.ID, k})
	}
	return list
}

// goneStep is how many keys one statement of addGone writes.
const goneStep = 16

// addGone notes leads that went out, or may have.
func addGone(ctx context.Context, t *tx, workspace string, list []goneKey) error {
	const one, conflict = `(?, ?, ?, ?)`, ` ON CONFLICT DO NOTHING`
	for len(list) > 0 {
		n, query := 1, `INSERT INTO gone VALUES `+one+conflict
		if len(list) >= goneStep {
			n, query = goneStep, `INSERT INTO gone VALUES `+one+strings.Repeat(`, `+one, goneStep-1)+conflict
		}
		args := make([]any, 0, 4*n)
		for _, k := range list[:n] {
			args = append(args, workspace, k.Kind.String(), k.Value, k.lead[:])
		}
		if _, err := t.exec(ctx, query, args...); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

// dropGone forgets it: a person looked, and it is not there.
func dropGone(ctx context.Context, t *tx, id queue.ID) error {
	_, err := t.exec(ctx, `DELETE FROM gone WHERE lead = ?`, id[:])
	return err
}

// SentLike implements queue.Leads.
func (q *Queue) SentLike(ctx context.Context, workspace string, l lead.Lead) (ms []queue.Match, err error) {
	seen := map[queue.ID]bool{}
	err = q.db.read(ctx, "look for the same lead", func(t *tx) error {
		for _, k := range q.keys(workspace, l) {
			kind := k.Kind.String()
			err := t.each(ctx, `SELECT l.id, l.name, l.state, l.batch FROM gone g JOIN leads l ON l.id = g.lead
				WHERE g.ws = ? AND g.kind = ? AND g.value = ? AND l.state IN (5, 7) ORDER BY l.n DESC LIMIT 20`,
				[]any{workspace, kind, k.Value}, func(scan func(...any) error) error {
					m := queue.Match{Reason: kind, Value: k.Value}
					var id, batch []byte
					if err := scan(&id, &m.Name, &m.State, &batch); err != nil {
						return err
					}
					if m.ID, m.Batch = idOf(id), idOf(batch); !seen[m.ID] {
						seen[m.ID] = true
						ms = append(ms, m)
					}
					return nil
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
	return ms, nil
}

// likeStep is how many keys one statement of AnyLike looks for.
const likeStep = 64

// AnyLike implements queue.Leads.
func (q *Queue) AnyLike(ctx context.Context, workspace string, es []queue.Entry) (map[queue.ID]queue.Match, error) {
	found := map[queue.ID]queue.Match{}
	err := q.db.read(ctx, "look for the same leads", func(t *tx) error {
		some := false
		err := t.get(ctx, `SELECT EXISTS (SELECT 1 FROM gone WHERE ws = ?)`, []any{workspace}, &some)
		if err != nil || !some {
			return err
		}
		own := make([][]lead.Key, len(es))
		wanted := map[string][]string{} // values by kind
		for i, e := range es {
			own[i] = q.keys(workspace, e.Lead)
			for _, k := range own[i] {
				wanted[k.Kind.String()] = append(wanted[k.Kind.String()], k.Value)
			}
		}
		out, err := whoWent(ctx, t, workspace, wanted)
		if err != nil {
			return err
		}
		for i, e := range es {
			if m, ok := firstOf(out, own[i], e.ID); ok {
				found[e.ID] = m
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// whoWent gives, by kind and value, the leads that went out with such a key, at
// most the two newest of each: one of them may be the lead that asks.
func whoWent(ctx context.Context, t *tx, workspace string, wanted map[string][]string) (map[string]map[string][]queue.Match, error) {
	query := `SELECT g.value, l.id, l.name, l.state, l.batch FROM gone g JOIN leads l ON l.id = g.lead
		WHERE g.ws = ? AND g.kind = ? AND g.value IN (?` + strings.Repeat(", ?", likeStep-1) + `)
		AND l.state IN (5, 7) ORDER BY l.n DESC`
	out := make(map[string]map[string][]queue.Match, len(wanted))
	for kind, values := range wanted {
		slices.Sort(values)
		values = slices.Compact(values)
		byValue := map[string][]queue.Match{}
		args := make([]any, likeStep+2)
		args[0], args[1] = workspace, kind
		for ; len(values) > 0; values = values[min(likeStep, len(values)):] {
			for i := range likeStep {
				args[i+2] = values[min(i, len(values)-1)]
			}
			err := t.each(ctx, query, args, func(scan func(...any) error) error {
				m := queue.Match{Reason: kind}
				var id, batch []byte
				if err := scan(&m.Value, &id, &m.Name, &m.State, &batch); err != nil {
					return err
				}
				m.ID, m.Batch = idOf(id), idOf(batch)
				if len(byValue[m.Value]) < 2 {
					byValue[m.Value] = append(byValue[m.Value], m)
				}
				return nil
			})
			if err != nil {
				return nil, err
			}
		}
		out[kind] = byValue
	}
	return out, nil
}

// firstOf is the first match by one of keys that is not the lead itself.
func firstOf(out map[string]map[string][]queue.Match, keys []lead.Key, self queue.ID) (queue.Match, bool) {
	for _, k := range keys {
		for _, m := range out[k.Kind.String()][k.Value] {
			if m.ID != self {
				return m, true
			}
		}
	}
	return queue.Match{}, false
}
