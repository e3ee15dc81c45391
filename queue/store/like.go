package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"

	"leadpad/lead"
	"leadpad/queue"
)

// keyed is a key of the lead in row n.
type keyed struct{ key, n int64 }

// keyIn is a key as it is kept: the first 64 bits of a hash, which take a sixth of
// its room. That two of the keys of 100,000 leads are the same by chance is less
// likely than one in fifty million, and would show one lead too many as alike.
func keyIn(workspace string, k lead.Key) int64 {
	b := make([]byte, 0, 128)
	b = append(append(b, workspace...), 0, byte(k.Kind))
	sum := sha256.Sum256(append(b, k.Value...))
	return int64(binary.BigEndian.Uint64(sum[:]))
}

// packKeys are the keys of a lead as they stand beside it, each once and in order,
// so that they can be taken out of the table of keys again.
func packKeys(workspace string, list []lead.Key) []byte {
	all := make([]int64, len(list))
	for i, k := range list {
		all[i] = keyIn(workspace, k)
	}
	slices.Sort(all)
	b := make([]byte, 0, 8*len(all))
	for _, k := range slices.Compact(all) {
		b = binary.BigEndian.AppendUint64(b, uint64(k))
	}
	return b
}

// unpackKeys appends the packed keys of the lead in row n.
func unpackKeys(list []keyed, packed []byte, n int64) []keyed {
	for ; len(packed) >= 8; packed = packed[8:] {
		list = append(list, keyed{int64(binary.BigEndian.Uint64(packed)), n})
	}
	return list
}

// addKeys writes keys; out says that their leads went out, or may have. Those of
// many leads are written in their order, which is many times as quick.
func addKeys(ctx context.Context, t *tx, list []keyed, out bool) error {
	slices.SortFunc(list, func(a, b keyed) int { return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.n, b.n)) })
	row := fmt.Sprintf(`(?, %d, ?)`, bit(out))
	for _, step := range []int{32, 4, 1} { // few sizes: each is a statement that stays prepared
		for ; len(list) >= step; list = list[step:] {
			args := make([]any, 0, 2*step)
			for _, k := range list[:step] {
				args = append(args, k.key, k.n)
			}
			if _, err := t.exec(ctx, `INSERT INTO keys (key, out, n) VALUES `+row+strings.Repeat(`, `+row, step-1)+
				` ON CONFLICT (key, out, n) DO NOTHING`, args...); err != nil {
				return err
			}
		}
	}
	return nil
}

// dropKeys takes keys out, those too of leads that went out.
func dropKeys(ctx context.Context, t *tx, list []keyed) error {
	for _, k := range list {
		if _, err := t.exec(ctx, `DELETE FROM keys WHERE key = ? AND out IN (0, 1) AND n = ?`, k.key, k.n); err != nil {
			return err
		}
	}
	return nil
}

// keysWhere are the keys of the leads that where finds.
func keysWhere(ctx context.Context, t *tx, where string, args ...any) (list []keyed, err error) {
	err = t.each(ctx, `SELECT b.n, b.keys FROM leads l JOIN bodies b ON b.n = l.n WHERE `+where, args, func(scan func(...any) error) error {
		var n int64
		var packed []byte
		err := scan(&n, &packed)
		list = unpackKeys(list, packed, n)
		return err
	})
	return list, err
}

// rekey writes the keys of the lead in row n, packed, where they are not as was.
func rekey(ctx context.Context, t *tx, n int64, was []keyed, packed []byte) error {
	is := unpackKeys(nil, packed, n)
	if slices.Equal(was, is) {
		return nil
	}
	if err := dropKeys(ctx, t, was); err != nil {
		return err
	}
	if err := addKeys(ctx, t, is, false); err != nil {
		return err
	}
	_, err := t.exec(ctx, `UPDATE bodies SET keys = ? WHERE n = ?`, packed, n)
	return err
}

// wentOut notes that the leads of a batch went out, or may have.
func wentOut(ctx context.Context, t *tx, batch int64, state queue.State) error {
	list, err := keysWhere(ctx, t, `l.id IN (SELECT lead FROM batch_leads WHERE batch = ? AND state = ?)`, batch, int(state))
	if err != nil {
		return err
	}
	return addKeys(ctx, t, list, true)
}

// setOut notes that one lead went out, or that a person looked and it is not there.
func setOut(ctx context.Context, t *tx, id queue.ID, out bool) error {
	list, err := keysWhere(ctx, t, `l.id = ?`, id[:])
	if err != nil || out {
		return errors.Join(err, addKeys(ctx, t, list, true))
	}
	if err := dropKeys(ctx, t, list); err != nil {
		return err
	}
	return addKeys(ctx, t, list, false)
}

// SentLike implements queue.Leads.
func (q *Queue) SentLike(ctx context.Context, workspace string, l lead.Lead) (ms []queue.Match, err error) {
	seen := map[queue.ID]bool{}
	err = q.db.read(ctx, "look for the same lead", func(t *tx) error {
		for _, k := range q.keys(q.scope.Owner, l) {
			err := t.each(ctx, `SELECT `+matchColumns+` WHERE k.key = ? AND k.out = 1 AND l.state IN (5, 7) ORDER BY k.n DESC LIMIT 20`,
				[]any{keyIn(workspace, k)}, func(scan func(...any) error) error {
					m, _, err := q.scanMatch(scan)
					if m.Reason, m.Value = k.Kind.String(), k.Value; err == nil && !seen[m.ID] {
						seen[m.ID] = true
						ms = append(ms, m)
					}
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
	return ms, nil
}

// matchColumns are those of a lead that went out, and of the batch that carried
// it, behind the key.
const matchColumns = `k.key, l.id, l.owner, l.name, l.state, l.batch, coalesce(b.owner, l.owner), b.receipt
	FROM keys k JOIN leads l ON l.n = k.n LEFT JOIN batches b ON b.id = l.batch`

// scanMatch reads one row of matchColumns.
func (q *Queue) scanMatch(scan func(...any) error) (m queue.Match, key int64, err error) {
	var id, batch, sent []byte
	if err := scan(&key, &id, &m.Owner, &m.Name, &m.State, &batch, &m.By, &sent); err != nil {
		return m, key, err
	}
	m.ID, m.Batch = idOf(id), idOf(batch)
	if sent == nil {
		return m, key, nil
	}
	r, err := unpackReceipt(sent)
	if m.Sent = r.Begun; err != nil {
		return m, key, q.db.Damaged("the receipt of batch " + m.Batch.String() + " cannot be read")
	}
	return m, key, nil
}

// likeStep is how many keys one statement of AnyLike looks for.
const likeStep = 64

// AnyLike implements queue.Leads.
func (q *Queue) AnyLike(ctx context.Context, workspace string, ts []queue.Traits, except queue.ID) (map[queue.ID]queue.Match, error) {
	found := map[queue.ID]queue.Match{}
	err := q.db.read(ctx, "look for the same leads", func(t *tx) error {
		went := 0
		err := t.get(ctx, `SELECT coalesce(sum(count), 0) FROM counts WHERE ws = ? AND state IN (5, 7)`, []any{workspace}, &went)
		if err != nil || went == 0 {
			return err
		}
		var wanted []int64
		for _, l := range ts {
			for _, k := range l.Keys {
				wanted = append(wanted, keyIn(workspace, k))
			}
		}
		out, err := q.whoWent(ctx, t, wanted, except)
		if err != nil || len(out) == 0 {
			return err
		}
		for _, l := range ts {
			if m, ok := firstOf(out, workspace, l); ok {
				found[l.ID] = m
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// whoWent gives, by key, the leads that went out with it, at most the two newest
// of each: one of them may be the lead that asks. What went with the submission
// except is left out.
func (q *Queue) whoWent(ctx context.Context, t *tx, wanted []int64, except queue.ID) (map[int64][]queue.Match, error) {
	query := `SELECT ` + matchColumns + ` WHERE k.out = 1 AND k.key IN (?` + strings.Repeat(", ?", likeStep-1) + `) AND l.state IN (5, 7)
		AND (b.submission IS NULL OR b.submission <> ?) ORDER BY l.n DESC`
	slices.Sort(wanted)
	wanted = slices.Compact(wanted)
	out := map[int64][]queue.Match{}
	args := make([]any, likeStep+1)
	args[likeStep] = except[:]
	for ; len(wanted) > 0; wanted = wanted[min(likeStep, len(wanted)):] {
		for i := range likeStep {
			args[i] = wanted[min(i, len(wanted)-1)]
		}
		err := t.each(ctx, query, args, func(scan func(...any) error) error {
			m, key, err := q.scanMatch(scan)
			if err == nil && len(out[key]) < 2 {
				out[key] = append(out[key], m)
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// firstOf is the first match of a lead that is not the lead itself.
func firstOf(out map[int64][]queue.Match, workspace string, l queue.Traits) (queue.Match, bool) {
	for _, k := range l.Keys {
		for _, m := range out[keyIn(workspace, k)] {
			if m.ID != l.ID {
				m.Reason, m.Value = k.Kind.String(), k.Value
				return m, true
			}
		}
	}
	return queue.Match{}, false
}
