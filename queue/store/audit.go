package store

import (
	"context"
	"math"
	"slices"
	"strings"
	"time"

	"leadpad/queue"
)

// auditStep is how many lines of the audit record are read at once.
const auditStep = 500

// auditTrim is after how many lines the record is cut to its bounds, which takes some
// milliseconds.
const auditTrim = 50

// Record implements queue.Audit.
func (q *Queue) Record(ctx context.Context, rs ...queue.Record) error {
	if len(rs) == 0 {
		return nil
	}
	if owner := q.scope.Owner; owner != "" {
		rs = slices.Clone(rs)
		for i := range rs {
			rs[i].User = owner
		}
	}
	return q.db.write(ctx, "write the audit record", nil, func(t *tx) error { return q.record(ctx, t, rs...) })
}

// note appends a line about what the caller does in t, when there is a name to tell.
func (q *Queue) note(ctx context.Context, t *tx, r queue.Record) error {
	if r.User = q.scope.Owner; r.User == "" {
		return nil
	}
	return q.record(ctx, t, r)
}

// record appends lines, and drops those that are too old or too many.
func (q *Queue) record(ctx context.Context, t *tx, rs ...queue.Record) error {
	due := false
	for _, r := range rs {
		if r.At.IsZero() {
			r.At = q.now()
		}
		var n int64
		if err := t.get(ctx, `INSERT INTO audit (at, act, denied, who, ws, address, key, subject, leads, detail)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING n`, []any{
			nanos(r.At), brief(string(r.Act)), bit(r.Act == queue.LoginDenied), brief(r.User),
			brief(r.Workspace), brief(r.Address), brief(r.Key), brief(r.Subject), r.Leads, brief(r.Detail),
		}, &n); err != nil {
			return err
		}
		t.dirty, due = true, due || n%auditTrim == 0
	}
	if !due {
		return nil
	}
	if _, err := t.exec(ctx, `DELETE FROM audit WHERE at < ?`, nanos(q.now().Add(-queue.KeepAudit))); err != nil {
		return err
	}
	// Of each kind the newest stay.
	for kind, most := range []int{queue.AuditMost, queue.AuditDenied} {
		if _, err := t.exec(ctx, `DELETE FROM audit WHERE denied = ?1 AND n <=
			(SELECT n FROM audit WHERE denied = ?1 ORDER BY n DESC LIMIT 1 OFFSET ?2 + 0)`, kind, most); err != nil {
			return err
		}
	}
	return nil
}

// brief is at most queue.AuditText bytes of a text, whole characters of it.
func brief(text string) string {
	text = strings.ToValidUTF8(text, "\uFFFD")
	if len(text) <= queue.AuditText {
		return text
	}
	return strings.ToValidUTF8(text[:queue.AuditText], "")
}

// Records implements queue.Audit.
func (q *Queue) Records(ctx context.Context, since time.Time, f func(queue.Record) error) error {
	if q.scope.Owner != "" {
		return nil
	}
	from := int64(0)
	switch {
	case since.After(time.Unix(0, math.MaxInt64)):
		return nil // nanoseconds count to 2262
	case since.After(time.Unix(0, 0)):
		from = nanos(since)
	}
	for last := int64(0); ; {
		var some []queue.Record
		err := q.db.read(ctx, "read the audit record", func(t *tx) error {
			some = some[:0]
			return t.each(ctx, `SELECT n, at, act, who, ws, address, key, subject, leads, detail FROM audit
				WHERE n > ? AND at >= ? ORDER BY n LIMIT ? + 0`, []any{last, from, auditStep}, func(scan func(...any) error) error {
				var r queue.Record
				var at int64
				err := scan(&r.N, &at, &r.Act, &r.User, &r.Workspace, &r.Address, &r.Key, &r.Subject, &r.Leads, &r.Detail)
				r.At = timeOf(at)
				some = append(some, r)
				return err
			})
		})
		if err != nil || len(some) == 0 {
			return err
		}
		for _, r := range some {
			last = r.N
			if err := f(r); err != nil {
				return err
			}
		}
	}
}
