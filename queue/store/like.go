package store

import (
	"context"
	"crypto/sha256"
	"fmt"
	"maps"
	"slices"
	"strings"

	"leadpad/lead"
	"leadpad/queue"
)

// keyed is one key by which a lead is known again.
type keyed struct {
	lead queue.ID
	lead.Key
}

// keysOf appends the keys of e.
func (q *Queue) keysOf(list []keyed, e queue.Entry) []keyed {
	for _, k := range q.keys(e.Workspace, e.Lead) {
		list = append(list, keyed{e.ID, k})
	}
	return list
}

// keyMost is how many bytes of a key's value are kept as they are: an index has
// room for no more, on some engines.
const keyMost = 512

// kept is a key's value as it is stored: of a longer one, as of a name into which
// a page was pasted, its hash.
func kept(value string) string {
	if len(value) <= keyMost {
		return value
	}
	return fmt.Sprintf("sha256:%x", sha256.Sum256([]byte(value)))
}

// keyStep is how many keys one statement of addKeys writes at most.
const keyStep = 16

// addKeys writes the keys of leads; out says that they went out, or may have.
func addKeys(ctx context.Context, t *tx, workspace string, list []keyed, out bool) error {
	const one = `(?, ?, ?, ?, ?)`
	const insert, conflict = `INSERT INTO keys (ws, kind, value, out, lead) VALUES `, ` ON CONFLICT (ws, kind, value, out, lead) DO NOTHING`
	for len(list) > 0 {
		n := min(len(list), keyStep)
		query := insert + one + strings.Repeat(`, `+one, n-1) + conflict
		args := make([]any, 0, 5*n)
		for _, k := range list[:n] {
			args = append(args, workspace, k.Kind.String(), kept(k.Value), bit(out), k.lead[:])
		}
		if _, err := t.exec(ctx, query, args...); err != nil {
			return err
		}
		list = list[n:]
	}
	return nil
}

// rekey writes the keys of a lead that was old before, where they are others now.
func (q *Queue) rekey(ctx context.Context, c *change, old, e queue.Entry) error {
	was, is := q.keysOf(nil, old), q.keysOf(nil, e)
	if old.Workspace == e.Workspace && slices.Equal(was, is) {
		return nil
	}
	if _, err := c.exec(ctx, `DELETE FROM keys WHERE lead = ?`, e.ID[:]); err != nil {
		return err
	}
	return addKeys(ctx, c.tx, e.Workspace, is, false)
}

// freshKeys writes the keys of leads that are about to go out anew, where the
// rules by which they are made changed since the leads were saved.
func (q *Queue) freshKeys(ctx context.Context, t *tx, es []queue.Entry) error {
	stored := map[queue.ID]map[string]bool{}
	ids := make([]queue.ID, len(es))
	for i, e := range es {
		ids[i] = e.ID
	}
	for ; len(ids) > 0; ids = ids[min(findStep, len(ids)):] {
		some := ids[:min(findStep, len(ids))]
		err := t.each(ctx, `SELECT lead, kind, value FROM keys WHERE lead IN `+findMarks(), idArgs(some), func(scan func(...any) error) error {
			var id []byte
			var kind, value string
			err := scan(&id, &kind, &value)
			if stored[idOf(id)] == nil {
				stored[idOf(id)] = map[string]bool{}
			}
			stored[idOf(id)][kind+"\x00"+value] = true
			return err
		})
		if err != nil {
			return err
		}
	}
	for _, e := range es {
		if err := q.freshKeysOf(ctx, t, e, stored[e.ID]); err != nil {
			return err
		}
	}
	return nil
}

// freshKeysOf does it for one, of which those in stored are written.
func (q *Queue) freshKeysOf(ctx context.Context, t *tx, e queue.Entry, stored map[string]bool) error {
	is := q.keysOf(nil, e)
	fresh := map[string]bool{}
	for _, k := range is {
		fresh[k.Kind.String()+"\x00"+kept(k.Value)] = true
	}
	if maps.Equal(fresh, stored) || len(fresh)+len(stored) == 0 {
		return nil
	}
	if _, err := t.exec(ctx, `DELETE FROM keys WHERE lead = ?`, e.ID[:]); err != nil {
		return err
	}
	return addKeys(ctx, t, e.Workspace, is, false)
}

// wentOut notes that the leads of a batch went out, or may have.
func wentOut(ctx context.Context, t *tx, batch int64, state queue.State) error {
	_, err := t.exec(ctx, `UPDATE keys SET out = 1 WHERE out = 0 AND lead IN
		(SELECT lead FROM batch_leads WHERE batch = ? AND state = ?)`, batch, int(state))
	return err
}

// setOut notes that one lead went out, or that a person looked and it is not there.
func setOut(ctx context.Context, t *tx, id queue.ID, out bool) error {
	_, err := t.exec(ctx, `UPDATE keys SET out = ? WHERE lead = ? AND out <> ?`, bit(out), id[:], bit(out))
	return err
}

// SentLike implements queue.Leads.
func (q *Queue) SentLike(ctx context.Context, workspace string, l lead.Lead) (ms []queue.Match, err error) {
	seen := map[queue.ID]bool{}
	err = q.db.read(ctx, "look for the same lead", func(t *tx) error {
		for _, k := range q.keys(workspace, l) {
			kind := k.Kind.String()
			err := t.each(ctx, `SELECT l.id, l.owner, l.name, l.state, l.batch FROM keys k JOIN leads l ON l.id = k.lead
				WHERE k.ws = ? AND k.kind = ? AND k.value = ? AND k.out = 1 AND l.state IN (5, 7) ORDER BY l.n DESC LIMIT 20`,
				[]any{workspace, kind, kept(k.Value)}, func(scan func(...any) error) error {
					m := queue.Match{Reason: kind, Value: k.Value}
					var id, batch []byte
					if err := scan(&id, &m.Owner, &m.Name, &m.State, &batch); err != nil {
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
		err := t.get(ctx, `SELECT EXISTS (SELECT 1 FROM keys WHERE ws = ? AND out = 1)`, []any{workspace}, &some)
		if err != nil || !some {
			return err
		}
		own := make([][]lead.Key, len(es))
		wanted := map[string][]string{} // values by kind
		for i, e := range es {
			own[i] = q.keys(workspace, e.Lead)
			for _, k := range own[i] {
				wanted[k.Kind.String()] = append(wanted[k.Kind.String()], kept(k.Value))
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
	query := `SELECT k.value, l.id, l.owner, l.name, l.state, l.batch FROM keys k JOIN leads l ON l.id = k.lead
		WHERE k.ws = ? AND k.kind = ? AND k.out = 1 AND k.value IN (?` + strings.Repeat(", ?", likeStep-1) + `)
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
				if err := scan(&m.Value, &id, &m.Owner, &m.Name, &m.State, &batch); err != nil {
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
		for _, m := range out[k.Kind.String()][kept(k.Value)] {
			if m.ID != self {
				m.Value = k.Value
				return m, true
			}
		}
	}
	return queue.Match{}, false
}
