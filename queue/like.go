package queue

import (
	"context"
	"strings"

	"leadpad/lead"
)

// Match is a lead that went out from this queue and may be the same as
// another.
type Match struct {
	ID     ID
	Name   string
	State  State  // Sent, or Unsure while nobody knows
	Batch  ID     // the one that carried it
	Reason string // what both have: the word of their lead.KeyKind
	Value  string // the shared value, normalised
}

// goneKey is one key by which a lead that went out is known again.
type goneKey struct {
	lead ID
	lead.Key
}

// goneKeys appends the keys of e.
func (q *Queue) goneKeys(list []goneKey, e Entry) []goneKey {
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
func dropGone(ctx context.Context, t *tx, id ID) error {
	_, err := t.exec(ctx, `DELETE FROM gone WHERE lead = ?`, id[:])
	return err
}

// SentLike finds the sent and unsure leads of a workspace that share a key with
// l, each once, with the first key of l that it shares. It costs a look into an
// index for each key, so a form may ask while somebody types.
func (q *Queue) SentLike(ctx context.Context, workspace string, l lead.Lead) (ms []Match, err error) {
	seen := map[ID]bool{}
	err = q.s.read(ctx, "look for the same lead", func(t *tx) error {
		for _, k := range q.keys(workspace, l) {
			kind := k.Kind.String()
			err := t.each(ctx, `SELECT l.id, l.name, l.state, l.batch FROM gone g JOIN leads l ON l.id = g.lead
				WHERE g.ws = ? AND g.kind = ? AND g.value = ? AND l.state IN (5, 7) ORDER BY l.n DESC LIMIT 20`,
				[]any{workspace, kind, k.Value}, func(scan func(...any) error) error {
					m := Match{Reason: kind, Value: k.Value}
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
