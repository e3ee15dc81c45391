package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"reflect"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/queue/index"
)

// cellMax is how many bytes of a name, email, phone or label list the table's
// columns keep: more than any screen shows.
const cellMax = 1024

// stored is an entry with what only the database needs.
type stored struct {
	queue.Entry
	n          int64
	submission queue.ID
	deleted    time.Time
	body       []byte // the lead as JSON
	problems   []byte
	seal       int64
}

// encode gives a lead and its problems as they are written.
func encode(e queue.Entry) (body, problems []byte, err error) {
	if body, err = marshal(e.Lead); err != nil {
		return nil, nil, fmt.Errorf("write lead %s: %w", e.ID, err)
	}
	if len(e.Problems) == 0 {
		return body, []byte("[]"), nil
	}
	if problems, err = marshal(e.Problems); err != nil {
		return nil, nil, fmt.Errorf("write the problems of lead %s: %w", e.ID, err)
	}
	return body, problems, nil
}

// marshal is json.Marshal without the escapes meant for HTML.
func marshal(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), nil
}

// StateWeight spreads a state over the bits of a seal. Moving a lead from one
// state to another adds the difference, so that a state damaged on disk stays
// found out however often the lead moves on.
const StateWeight = 0x9E3779B97

// SealOf is the checksum of a lead: CRC-32C, which finds any one flipped byte,
// of all that is sent, and its state.
func SealOf(id queue.ID, workspace string, state queue.State, body, problems []byte) int64 {
	h := crc32.New(crc32.MakeTable(crc32.Castagnoli))
	var size [8]byte
	for _, part := range [][]byte{id[:], []byte(workspace), body, problems} {
		binary.LittleEndian.PutUint64(size[:], uint64(len(part)))
		_, _ = h.Write(size[:])
		_, _ = h.Write(part)
	}
	return int64(h.Sum32()) + int64(state)*StateWeight
}

// leadColumns are read in this order by scanStored.
const leadColumns = `l.n, l.id, l.ws, l.state, l.finished, l.sample, l.remark, l.rev, l.batch, l.submission,
	l.created, l.updated, l.deleted, l.seal, b.lead, b.problems`

const leadTables = ` FROM leads l JOIN bodies b ON b.n = l.n `

// scanStored reads one row of leadColumns and verifies its seal.
func (q *Queue) scanStored(scan func(...any) error) (e stored, err error) {
	var id, batch, submission []byte
	var created, updated, deleted int64
	err = scan(&e.n, &id, &e.Workspace, &e.State, &e.Finished, &e.Sample, &e.Remark, &e.Rev, &batch, &submission,
		&created, &updated, &deleted, &e.seal, &e.body, &e.problems)
	if err != nil {
		return e, err
	}
	e.ID, e.Batch, e.submission = idOf(id), idOf(batch), idOf(submission)
	e.Created, e.Updated, e.deleted = timeOf(created), timeOf(updated), timeOf(deleted)
	if e.seal != SealOf(e.ID, e.Workspace, e.State, e.body, e.problems) {
		return e, q.damaged("lead " + e.ID.String() + " is not as it was written")
	}
	err = q.decode(&e)
	return e, err
}

// decode fills the lead and its problems from their bytes.
func (q *Queue) decode(e *stored) error {
	if err := json.Unmarshal(e.body, &e.Lead); err != nil {
		return q.damaged("lead " + e.ID.String() + " cannot be read")
	}
	if string(e.problems) == "[]" {
		return nil
	}
	if err := json.Unmarshal(e.problems, &e.Problems); err != nil {
		return q.damaged("the problems of lead " + e.ID.String() + " cannot be read")
	}
	return nil
}

// idOf reads an id; NULL, and what is none, is the zero one.
func idOf(b []byte) queue.ID {
	id, err := uuid.FromBytes(b)
	if err != nil {
		return queue.ID{}
	}
	return id
}

// idArg writes an id; the zero one is NULL.
func idArg(id queue.ID) any {
	if id == (queue.ID{}) {
		return nil
	}
	return id[:]
}

// timeOf reads nanoseconds since 1970; 0 is the zero time.
func timeOf(ns int64) time.Time {
	if ns == 0 {
		return time.Time{}
	}
	return time.Unix(0, ns).UTC()
}

// nanos writes a time for timeOf.
func nanos(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixNano()
}

// find reads one lead of a workspace that is not deleted.
func (q *Queue) find(ctx context.Context, t *tx, workspace string, id queue.ID) (e stored, err error) {
	err = sql.ErrNoRows
	each := t.each(ctx, `SELECT `+leadColumns+leadTables+`WHERE l.id = ? AND l.ws = ? AND l.deleted = 0`,
		[]any{id[:], workspace}, func(scan func(...any) error) error {
			e, err = q.scanStored(scan)
			return err
		})
	if each != nil {
		return e, each
	}
	if errors.Is(err, sql.ErrNoRows) {
		return e, fmt.Errorf("lead %s: %w", id, queue.ErrNotFound)
	}
	return e, err
}

// findStep is how many leads one statement of findAll reads.
const findStep = 64

// findAll calls f with those of ids that find would find, in the order of ids;
// one statement for many of them is twice as quick as one for each.
func (q *Queue) findAll(ctx context.Context, t *tx, workspace string, ids []queue.ID, f func(stored) error) error {
	query := `SELECT ` + leadColumns + leadTables + `WHERE l.id IN (?` + strings.Repeat(", ?", findStep-1) +
		`) AND +l.ws = ? AND +l.deleted = 0`
	args := make([]any, findStep+1)
	for ; len(ids) > 0; ids = ids[min(findStep, len(ids)):] {
		some := ids[:min(findStep, len(ids))]
		for i := range findStep {
			args[i] = some[min(i, len(some)-1)][:] // what is left over asks for the last one again
		}
		args[findStep] = workspace
		found := make(map[queue.ID]stored, len(some))
		err := t.each(ctx, query, args, func(scan func(...any) error) error {
			e, err := q.scanStored(scan)
			found[e.ID] = e
			return err
		})
		if err != nil {
			return err
		}
		for _, id := range some {
			if e, ok := found[id]; ok {
				if err := f(e); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// insert writes a new lead.
func (q *Queue) insert(ctx context.Context, t *tx, seq int64, e queue.Entry) error {
	body, problems, err := encode(e)
	if err != nil {
		return err
	}
	name, email, phone, labels := cells(e.Lead)
	_, err = t.exec(ctx, `INSERT INTO leads (id, ws, state, kind, name, email, phone, labels, problems,
		finished, sample, remark, rev, batch, created, updated, deleted, seq, seal, find)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,0,?,?,?)`,
		e.ID[:], e.Workspace, int(e.State), int(e.Lead.Kind), name, email, phone, labels, lead.Count(e.Problems),
		e.Finished, e.Sample, e.Remark, e.Rev, idArg(e.Batch), nanos(e.Created), nanos(e.Updated), seq,
		SealOf(e.ID, e.Workspace, e.State, body, problems), index.Text(e.Lead))
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `INSERT INTO bodies VALUES (last_insert_rowid(), ?, ?)`, body, problems)
	return err
}

// update writes a lead anew, workspace and state included.
func (q *Queue) update(ctx context.Context, t *tx, seq, n int64, e queue.Entry) error {
	body, problems, err := encode(e)
	if err != nil {
		return err
	}
	name, email, phone, labels := cells(e.Lead)
	_, err = t.exec(ctx, `UPDATE leads SET ws = ?, state = ?, kind = ?, name = ?, email = ?, phone = ?, labels = ?,
		problems = ?, finished = ?, remark = ?, rev = ?, batch = ?, submission = NULL, updated = ?, seq = ?,
		seal = ?, find = ? WHERE n = ?`,
		e.Workspace, int(e.State), int(e.Lead.Kind), name, email, phone, labels, lead.Count(e.Problems),
		e.Finished, e.Remark, e.Rev, idArg(e.Batch), nanos(e.Updated), seq,
		SealOf(e.ID, e.Workspace, e.State, body, problems), index.Text(e.Lead), n)
	if err != nil {
		return err
	}
	_, err = t.exec(ctx, `UPDATE bodies SET lead = ?, problems = ? WHERE n = ?`, body, problems, n)
	return err
}

// cells are the columns of the review table, cut where no screen reaches.
func cells(l lead.Lead) (name, email, phone, labels string) {
	return cut(l.Title()), cut(first(l.Emails)), cut(first(l.Phones)), cut(strings.Join(l.Labels, ", "))
}

// first is the first filled text.
func first(texts []string) string {
	for _, s := range texts {
		if s != "" {
			return s
		}
	}
	return ""
}

// cut keeps whole characters up to cellMax bytes.
func cut(s string) string {
	if len(s) <= cellMax {
		return s
	}
	end := cellMax
	for end > 0 && !utf8.RuneStart(s[end]) {
		end--
	}
	return s[:end]
}

// same says whether two leads are stored alike.
func same(a, b lead.Lead) bool {
	if reflect.DeepEqual(a, b) {
		return true
	}
	x, errX := marshal(a)
	y, errY := marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

// sameProblems says whether two lists of problems are stored alike.
func sameProblems(a, b []lead.Problem) bool { return slices.Equal(a, b) }
