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
// of all that is sent, and its state. An owner counts where there is one.
func SealOf(id queue.ID, workspace, owner string, state queue.State, body, problems []byte) int64 {
	h := crc32.New(crc32.MakeTable(crc32.Castagnoli))
	var size [8]byte
	parts := [][]byte{id[:], []byte(workspace), body, problems}
	if owner != "" {
		parts = append(parts, []byte(owner))
	}
	for _, part := range parts {
		binary.LittleEndian.PutUint64(size[:], uint64(len(part)))
		_, _ = h.Write(size[:])
		_, _ = h.Write(part)
	}
	return int64(h.Sum32()) + int64(state)*StateWeight
}

// leadColumns are read in this order by scanStored.
const leadColumns = `l.n, l.id, l.ws, l.owner, l.import, l.state, l.finished, l.sample, l.remark, l.rev, l.batch, l.submission,
	l.created, l.updated, l.deleted, l.seal, b.lead, b.problems`

const leadTables = ` FROM leads l JOIN bodies b ON b.n = l.n `

// damage says what is wrong with a row that is not as it was written.
type damage string

func (d damage) Error() string { return string(d) }

// scanStored reads one row of leadColumns, verifies its seal and decodes it.
func (q *Queue) scanStored(scan func(...any) error) (stored, error) {
	e, err := scanLead(scan)
	return e, q.told(err)
}

// told makes a queue.Damage of a damage.
func (q *Queue) told(err error) error {
	var d damage
	if errors.As(err, &d) {
		return q.db.Damaged(string(d))
	}
	return err
}

// scanLead is scanStored where there is no queue yet; its error can be a damage.
func scanLead(scan func(...any) error) (stored, error) {
	e, err := scanSealed(scan)
	if err != nil {
		return e, err
	}
	return e, e.decode()
}

// scanSealed is scanLead that leaves the lead and its problems undecoded.
func scanSealed(scan func(...any) error) (e stored, err error) {
	var id, imported, batch, submission []byte
	var created, updated, deleted int64
	err = scan(&e.n, &id, &e.Workspace, &e.Owner, &imported, &e.State, &e.Finished, &e.Sample, &e.Remark, &e.Rev, &batch, &submission,
		&created, &updated, &deleted, &e.seal, &e.body, &e.problems)
	if err != nil {
		return e, err
	}
	e.ID, e.Import, e.Batch, e.submission = idOf(id), idOf(imported), idOf(batch), idOf(submission)
	e.Created, e.Updated, e.deleted = timeOf(created), timeOf(updated), timeOf(deleted)
	if e.seal != SealOf(e.ID, e.Workspace, e.Owner, e.State, e.body, e.problems) {
		return e, damage("lead " + e.ID.String() + " is not as it was written")
	}
	return e, nil
}

// decode fills the lead and its problems from their bytes.
func (e *stored) decode() error {
	if err := json.Unmarshal(e.body, &e.Lead); err != nil {
		return damage("lead " + e.ID.String() + " cannot be read")
	}
	if string(e.problems) == "[]" {
		return nil
	}
	if err := json.Unmarshal(e.problems, &e.Problems); err != nil {
		return damage("the problems of lead " + e.ID.String() + " cannot be read")
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

// find reads one lead of a workspace that the scope sees and that is not deleted.
func (q *Queue) find(ctx context.Context, t *tx, workspace string, id queue.ID) (e stored, err error) {
	err = sql.ErrNoRows
	each := t.each(ctx, `SELECT `+leadColumns+leadTables+`WHERE l.id = ? AND l.ws = ? AND l.deleted = 0`+q.own(),
		q.args(id[:], workspace), func(scan func(...any) error) error {
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
// one statement for many of them is twice as quick as one for each. They are read
// by their ids alone, so that no other index tempts the planner.
func (q *Queue) findAll(ctx context.Context, t *tx, workspace string, ids []queue.ID, f func(stored) error) error {
	return q.findSome(ctx, t, workspace, ids, scanLead, f)
}

// sealedAll is findAll without decoding: the lead and its problems are empty.
func (q *Queue) sealedAll(ctx context.Context, t *tx, workspace string, ids []queue.ID, f func(stored) error) error {
	return q.findSome(ctx, t, workspace, ids, scanSealed, f)
}

func (q *Queue) findSome(ctx context.Context, t *tx, workspace string, ids []queue.ID,
	row func(scan func(...any) error) (stored, error), f func(stored) error,
) error {
	for ; len(ids) > 0; ids = ids[min(findStep, len(ids)):] {
		some := ids[:min(findStep, len(ids))]
		found := make(map[queue.ID]stored, len(some))
		err := t.each(ctx, `SELECT `+leadColumns+leadTables+`WHERE l.id IN `+findMarks(), idArgs(some), func(scan func(...any) error) error {
			e, err := row(scan)
			switch err = q.told(err); {
			case e.Workspace == workspace && q.scope.Sees(e.Owner) && e.deleted.IsZero():
				found[e.ID] = e
			case errors.Is(err, queue.ErrDamaged):
				return nil // not this caller's
			}
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

// findMarks are the question marks for the arguments that idArgs gives.
func findMarks() string { return `(?` + strings.Repeat(", ?", findStep-1) + `)` }

// idArgs are findStep arguments for at most as many ids; those left over ask for
// the last one again.
func idArgs(ids []queue.ID) []any {
	args := make([]any, findStep)
	for i := range args {
		args[i] = ids[min(i, len(ids)-1)][:]
	}
	return args
}

// bit writes a bool: not every engine compares one with a number.
func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}

// cells are the columns of the review table, name, email, phone and labels, cut
// where no screen reaches. A company is reached by its first contact where it has
// no email or phone of its own.
func cells(l lead.Lead) [4]string {
	email, phone := first(l.Emails), first(l.Phones)
	for _, c := range l.Contacts {
		if email == "" {
			email = first(c.Emails)
		}
		if phone == "" {
			phone = first(c.Phones)
		}
	}
	return [4]string{cut(l.Title()), cut(email), cut(phone), cut(strings.Join(l.Labels, ", "))}
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
