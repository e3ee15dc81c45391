package store

import (
	"context"
	"strings"
	"time"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/queue/index"
)

// written is an entry with all that is derived from it, as its rows hold it.
type written struct {
	queue.Entry
	body, problems, keys, find []byte
	cells                      [4]string
	seal                       int64
	typed                      []typed
}

// write derives what the rows of an entry hold. It needs no transaction, so it can
// be done for many at a time on all cores.
func (q *Queue) write(e queue.Entry) (w written, err error) {
	w = written{Entry: e, cells: cells(e.Lead), keys: packKeys(e.Workspace, q.keys(e.Owner, e.Lead)), find: index.Text(e.Lead)}
	if worthLearning(e) {
		w.typed = typedOf(e.Lead)
	}
	w.body, w.problems, err = encode(e)
	w.seal = SealOf(e.ID, e.Workspace, e.Owner, e.State, w.body, w.problems)
	return w, err
}

// insertStep is how many leads one statement inserts at most.
const insertStep = 4

// insert writes new leads; finish writes their keys.
func (q *Queue) insert(ctx context.Context, c *change, ws []written) error {
	for ; len(ws) > 0; ws = ws[min(insertStep, len(ws)):] {
		if err := insertSome(ctx, c, ws[:min(insertStep, len(ws))]); err != nil {
			return err
		}
	}
	return nil
}

func insertSome(ctx context.Context, c *change, ws []written) error {
	const lead1, body1 = `(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,0,?,?,?)`, `(?,?,?,?)`
	args := make([]any, 0, 21*len(ws))
	for i := range ws {
		w := &ws[i]
		args = append(args,
			w.ID[:], w.Workspace, w.Owner, idArg(w.Import), int(w.State), int(w.Lead.Kind), w.cells[0], w.cells[1], w.cells[2], w.cells[3],
			lead.Count(w.Problems), bit(w.Finished), bit(w.Sample), w.Remark, w.Rev, idArg(w.Batch), nanos(w.Created), nanos(w.Updated),
			c.seq(w.Workspace), w.seal, w.find)
	}
	rows := make(map[queue.ID]int64, len(ws))
	err := c.each(ctx, `INSERT INTO leads (id, ws, owner, import, state, kind, name, email, phone, labels, problems,
		finished, sample, remark, rev, batch, created, updated, deleted, seq, seal, find)
		VALUES `+lead1+strings.Repeat(`, `+lead1, len(ws)-1)+` RETURNING n, id`, args, func(scan func(...any) error) error {
		var n int64
		var id []byte
		err := scan(&n, &id)
		rows[idOf(id)] = n
		c.dirty = true
		return err
	})
	if err != nil {
		return err
	}
	args = args[:0]
	for i := range ws {
		w := &ws[i]
		n := rows[w.ID]
		args = append(args, n, w.body, w.problems, w.keys)
		c.count(w.Workspace, w.Owner, w.State, 1)
		c.keys = unpackKeys(c.keys, w.keys, n)
		c.learn(w)
	}
	_, err = c.exec(ctx, `INSERT INTO bodies (n, lead, problems, keys) VALUES `+body1+strings.Repeat(`, `+body1, len(ws)-1), args...)
	return err
}

// update writes a lead anew, workspace and state included; old is how it stands.
func (q *Queue) update(ctx context.Context, c *change, n int64, old, e queue.Entry) error {
	w, err := q.write(e)
	if err != nil {
		return err
	}
	_, err = c.exec(ctx, `UPDATE leads SET ws = ?, owner = ?, state = ?, kind = ?, name = ?, email = ?, phone = ?, labels = ?,
		problems = ?, finished = ?, remark = ?, rev = ?, batch = ?, submission = NULL, updated = ?, seq = ?,
		seal = ?, find = ? WHERE n = ?`,
		e.Workspace, e.Owner, int(e.State), int(e.Lead.Kind), w.cells[0], w.cells[1], w.cells[2], w.cells[3], lead.Count(e.Problems),
		bit(e.Finished), e.Remark, e.Rev, idArg(e.Batch), nanos(e.Updated), c.seq(e.Workspace), w.seal, w.find, n)
	if err != nil {
		return err
	}
	was, err := keysWhere(ctx, c.tx, `l.n = ?`, n)
	if err != nil {
		return err
	}
	if err := rekey(ctx, c.tx, n, was, w.keys); err != nil {
		return err
	}
	if _, err := c.exec(ctx, `UPDATE bodies SET lead = ?, problems = ? WHERE n = ?`, w.body, w.problems, n); err != nil {
		return err
	}
	c.forget(old)
	c.learn(&w)
	c.count(old.Workspace, old.Owner, old.State, -1)
	c.count(e.Workspace, e.Owner, e.State, 1)
	if old.Workspace != e.Workspace || old.Owner != e.Owner {
		return c.leftBehind(ctx, old, n, e.Updated)
	}
	return nil
}

// leftBehind leaves a tombstone where a lead was: an index in memory must learn
// that it is gone.
func (c *change) leftBehind(ctx context.Context, old queue.Entry, n int64, now time.Time) error {
	_, err := c.exec(ctx, `INSERT INTO tombstones (ws, owner, seq, n, at) VALUES (?, ?, ?, ?, ?)`,
		old.Workspace, old.Owner, c.seq(old.Workspace), n, nanos(now))
	return err
}
