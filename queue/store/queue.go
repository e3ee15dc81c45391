// Package store keeps a queue in SQL, whichever engine runs the statements: the
// states that leads go through, what is written before and after each request,
// the Trash and the history. It knows no file, no driver and no placeholder of
// an engine's own; those are behind Engine. Start reading at Queue and Engine.
package store

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"sync"
	"time"

	"leadpad/lead"
	"leadpad/queue"
)

// Queue is an open queue as a scope sees it; safe for concurrent use.
type Queue struct {
	*core
	scope queue.Scope
}

// core is what all scopes of an open queue share.
type core struct {
	db   db
	now  func() time.Time
	keys func(owner string, l lead.Lead) []lead.Key

	hub      hub
	views    views
	leases   leases
	seat     holder // of the desks of this process
	deskMemo deskMemo

	ctx  context.Context // ends with Close: what runs behind the callers' backs
	stop context.CancelFunc
	work sync.WaitGroup
}

// Open makes a queue of an engine, whose schema is up to date, and purges what was
// deleted longer ago than queue.KeepDeleted. The queue closes the engine.
func Open(ctx context.Context, e Engine, o queue.Options) (*Queue, error) {
	q := &Queue{core: &core{db: db{e}, now: o.Now, keys: Keys(o), seat: holder{kind: "window", trusts: true}}}
	if q.now == nil {
		q.now = time.Now
	}
	q.ctx, q.stop = context.WithCancel(context.WithoutCancel(ctx))
	q.hub.init()
	q.views.init()
	q.leases.init()
	if err := q.purge(ctx); err != nil {
		_ = q.Close()
		return nil, err
	}
	return q, nil
}

// Keys are the keys by which leads are known again, also where o says none.
func Keys(o queue.Options) func(owner string, l lead.Lead) []lead.Key {
	if o.Keys != nil {
		return o.Keys
	}
	return func(_ string, l lead.Lead) []lead.Key { return lead.Keys(l) }
}

// Close implements queue.Keeping.
func (q *Queue) Close() error {
	q.stop()
	q.work.Wait()
	q.leases.releaseAll()
	_ = q.seat.free() // closing its file does it, too
	return q.db.Close()
}

// open says that the queue was not closed yet.
func (q *core) open() bool { return q.ctx.Err() == nil }

// Warning implements queue.Keeping.
func (q *Queue) Warning() error { return q.db.Warning() }

// Check implements queue.Keeping.
func (q *Queue) Check(ctx context.Context) error { return q.db.Check(ctx) }

// SetQuota implements queue.Keeping.
func (q *Queue) SetQuota(ctx context.Context, bytes int64) error { return q.db.SetQuota(ctx, bytes) }

// As implements queue.Keeping.
func (q *Queue) As(s queue.Scope) queue.Queue { return &Queue{core: q.core, scope: s} }

// Counts implements queue.Leads.
func (q *Queue) Counts(ctx context.Context, workspace string) (c queue.Counts, err error) {
	err = q.db.read(ctx, "count the leads", func(t *tx) error {
		return t.each(ctx, `SELECT state, count FROM counts WHERE ws = ?`+q.own(), q.args(workspace), func(scan func(...any) error) error {
			var state, n int
			if err := scan(&state, &n); err != nil {
				return err
			}
			if state >= 0 && state < len(c.ByState) {
				c.ByState[state] += n
			}
			return nil
		})
	})
	return c, err
}

// own is the condition on the owner of what a scope sees; "" when it sees all.
// args gives its argument.
func (q *Queue) own() string {
	if q.scope.All {
		return ""
	}
	return ` AND owner = ?`
}

// args adds to the arguments of a statement the one that own wants.
func (q *Queue) args(args ...any) []any {
	if q.scope.All {
		return args
	}
	return append(args, q.scope.Owner)
}

// Setting implements queue.Keeping.
func (q *Queue) Setting(ctx context.Context, name string) (value string, err error) {
	err = q.db.read(ctx, "read a setting", func(t *tx) error {
		return t.each(ctx, `SELECT value FROM settings WHERE owner = ? AND name = ?`, []any{q.scope.Owner, name},
			func(scan func(...any) error) error { return scan(&value) })
	})
	return value, err
}

// Fingerprint implements queue.Keeping.
func (q *Queue) Fingerprint(ctx context.Context, secret, address string) (string, error) {
	own := &Queue{core: q.core}
	text, err := own.Setting(ctx, queue.SaltSetting)
	if err == nil && text == "" {
		text, err = own.newSalt(ctx)
	}
	if err != nil {
		return "", err
	}
	salt, err := hex.DecodeString(text)
	if err != nil || len(salt) < saltSize/2 {
		return "", q.db.Damaged("the salt cannot be read")
	}
	return fingerprint(salt, secret, address), nil
}

// newSalt makes the salt, unless somebody else has made one meanwhile, and gives it.
func (q *Queue) newSalt(ctx context.Context) (text string, err error) {
	salt := make([]byte, saltSize)
	_, _ = rand.Read(salt) // it never fails
	err = q.change(ctx, "make the salt", nil, func(c *change) error {
		if _, err := c.exec(ctx, `INSERT INTO settings (owner, name, value) VALUES ('', ?, ?) ON CONFLICT (owner, name) DO NOTHING`,
			queue.SaltSetting, hex.EncodeToString(salt)); err != nil {
			return err
		}
		return c.get(ctx, `SELECT value FROM settings WHERE owner = '' AND name = ?`, []any{queue.SaltSetting}, &text)
	})
	return text, err
}

// SettingOfAll implements queue.Keeping.
func (q *Queue) SettingOfAll(ctx context.Context, name string) (values map[string]string, err error) {
	values = map[string]string{}
	err = q.db.read(ctx, "read the settings of all", func(t *tx) error {
		return t.each(ctx, `SELECT owner, value FROM settings WHERE name = ?`+q.own(), append([]any{name}, q.args()...), func(scan func(...any) error) error {
			var owner, value string
			err := scan(&owner, &value)
			values[owner] = value
			return err
		})
	})
	return values, err
}

// SetSetting implements queue.Keeping.
func (q *Queue) SetSetting(ctx context.Context, name, value string) error {
	return q.change(ctx, "write a setting", nil, func(c *change) error {
		if value == "" {
			_, err := c.exec(ctx, `DELETE FROM settings WHERE owner = ? AND name = ?`, q.scope.Owner, name)
			return err
		}
		_, err := c.exec(ctx, `INSERT INTO settings (owner, name, value) VALUES (?, ?, ?)
			ON CONFLICT (owner, name) DO UPDATE SET value = excluded.value WHERE settings.value <> excluded.value`,
			q.scope.Owner, name, value)
		return err
	})
}
