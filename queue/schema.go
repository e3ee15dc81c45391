package queue

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"time"
)

// migration takes a file from version to-1 to version to, statement by
// statement in one transaction.
type migration struct {
	to         int
	statements []string
}

// queueSchema is how queue.db became what it is, oldest first.
//
// The table of leads is narrow, for it is read whole for the filter; what is
// only needed of one lead at a time stands in bodies. seq grows with every
// change and tells an index in memory what it has missed. seal is the checksum
// of a lead's body and state: a flipped byte must never make a lead ready.
func queueSchema() []migration {
	return []migration{{to: 1, statements: []string{
		`CREATE TABLE meta (one INTEGER PRIMARY KEY CHECK (one = 1), seq INTEGER NOT NULL, epoch INTEGER NOT NULL) STRICT`,
		`INSERT INTO meta VALUES (1, 0, 0)`,
		`CREATE TABLE leads (
			n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, ws TEXT NOT NULL,
			state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 7), kind INTEGER NOT NULL,
			name TEXT NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL, labels TEXT NOT NULL,
			problems INTEGER NOT NULL, finished INTEGER NOT NULL, sample INTEGER NOT NULL, remark TEXT NOT NULL,
			rev INTEGER NOT NULL, batch BLOB, submission BLOB,
			created INTEGER NOT NULL, updated INTEGER NOT NULL, deleted INTEGER NOT NULL,
			seq INTEGER NOT NULL, seal INTEGER NOT NULL, find BLOB NOT NULL) STRICT`,
		`CREATE TABLE bodies (n INTEGER PRIMARY KEY REFERENCES leads (n) ON DELETE CASCADE,
			lead BLOB NOT NULL, problems BLOB NOT NULL) STRICT`,
		`CREATE INDEX leads_seq ON leads (seq)`,
		`CREATE INDEX leads_todo ON leads (ws, updated, n) WHERE deleted = 0 AND state <> 5`,
		`CREATE INDEX leads_moving ON leads (ws, state, submission) WHERE state IN (3, 4)`,
		`CREATE INDEX leads_deleted ON leads (deleted) WHERE deleted > 0`,
		`CREATE INDEX leads_sample ON leads (ws) WHERE sample = 1 AND deleted = 0`,
		`CREATE TABLE counts (ws TEXT NOT NULL, state INTEGER NOT NULL, count INTEGER NOT NULL,
			PRIMARY KEY (ws, state)) STRICT, WITHOUT ROWID`,
		`CREATE TRIGGER leads_in AFTER INSERT ON leads WHEN new.deleted = 0 BEGIN
			INSERT INTO counts VALUES (new.ws, new.state, 1) ON CONFLICT DO UPDATE SET count = count + 1; END`,
		`CREATE TRIGGER leads_from AFTER UPDATE OF ws, state, deleted ON leads WHEN old.deleted = 0 BEGIN
			UPDATE counts SET count = count - 1 WHERE ws = old.ws AND state = old.state; END`,
		`CREATE TRIGGER leads_to AFTER UPDATE OF ws, state, deleted ON leads WHEN new.deleted = 0 BEGIN
			INSERT INTO counts VALUES (new.ws, new.state, 1) ON CONFLICT DO UPDATE SET count = count + 1; END`,
		`CREATE TRIGGER leads_out AFTER DELETE ON leads WHEN old.deleted = 0 BEGIN
			UPDATE counts SET count = count - 1 WHERE ws = old.ws AND state = old.state; END`,
		`CREATE TABLE leases (ws TEXT PRIMARY KEY, fence INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
		`CREATE TABLE submissions (id BLOB PRIMARY KEY, ws TEXT NOT NULL, fence INTEGER NOT NULL,
			begun INTEGER NOT NULL) STRICT, WITHOUT ROWID`,
		`CREATE TABLE batches (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, submission BLOB NOT NULL,
			ws TEXT NOT NULL, seq INTEGER NOT NULL, state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 6),
			hash TEXT NOT NULL, practice INTEGER NOT NULL, receipt BLOB NOT NULL, resolution TEXT NOT NULL) STRICT`,
		`CREATE INDEX batches_order ON batches (ws, state = 5, n)`,
		`CREATE TABLE payloads (batch INTEGER PRIMARY KEY REFERENCES batches (n), payload BLOB NOT NULL, body BLOB) STRICT`,
		`CREATE TABLE batch_leads (batch INTEGER NOT NULL REFERENCES batches (n), pos INTEGER NOT NULL,
			lead BLOB NOT NULL, name TEXT NOT NULL, state INTEGER NOT NULL,
			PRIMARY KEY (batch, pos)) STRICT, WITHOUT ROWID`,
		`CREATE INDEX batch_leads_lead ON batch_leads (lead)`,
		`CREATE TABLE gone (ws TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, lead BLOB NOT NULL,
			PRIMARY KEY (ws, kind, value, lead)) STRICT, WITHOUT ROWID`,
		`CREATE INDEX gone_lead ON gone (lead)`,
		`CREATE TABLE settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID`,
	}}, {to: 2, statements: []string{
		// A prepared batch is written and not begun: nothing of it was sent.
		`ALTER TABLE batches ADD COLUMN prepared INTEGER NOT NULL DEFAULT 0`,
		`CREATE INDEX batches_open ON batches (ws) WHERE state = 1`,
		// An index that Begin and Settle need not touch, for they keep the submission.
		`DROP INDEX leads_moving`,
		`CREATE INDEX leads_claimed ON leads (submission) WHERE submission IS NOT NULL`,
		// Begin counts the leads that it moves from held to sending by itself:
		// for each of a hundred to fire two triggers doubled its time.
		`DROP TRIGGER leads_from`,
		`DROP TRIGGER leads_to`,
		`CREATE TRIGGER leads_from AFTER UPDATE OF ws, state, deleted ON leads
			WHEN old.deleted = 0 AND NOT (old.state = 3 AND new.state = 4) BEGIN
			UPDATE counts SET count = count - 1 WHERE ws = old.ws AND state = old.state; END`,
		`CREATE TRIGGER leads_to AFTER UPDATE OF ws, state, deleted ON leads
			WHEN new.deleted = 0 AND NOT (old.state = 3 AND new.state = 4) BEGIN
			INSERT INTO counts VALUES (new.ws, new.state, 1) ON CONFLICT DO UPDATE SET count = count + 1; END`,
	}}, {to: 3, statements: []string{
		// The revision that went: a lead that was changed since is another one. 0 is
		// unknown, from before.
		`ALTER TABLE batch_leads ADD COLUMN rev INTEGER NOT NULL DEFAULT 0`,
	}}, {to: 4, statements: []string{
		// What can be taken back after its process has ended; n is its change number.
		`CREATE TABLE undo (n INTEGER PRIMARY KEY, ws TEXT NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL,
			leads INTEGER NOT NULL, what BLOB NOT NULL) STRICT`,
		`CREATE INDEX undo_ws ON undo (ws, n)`,
		// A deletion of before can be taken back, too.
		`INSERT INTO undo SELECT seq, min(ws), min(deleted), 'delete', count(*), x'' FROM leads
			WHERE deleted > 0 GROUP BY seq ORDER BY seq`,
	}}}
}

// upgrade is what opening a store needs to know beyond its path.
type upgrade struct {
	schema []migration
	// step, when set, is called before every statement of a migration and
	// before its commit; tests crash there.
	step func(version, statement int)
}

// openStore opens or creates the database at path ("" for memory) in the
// newest version of its schema.
func openStore(ctx context.Context, path string, u upgrade) (*store, error) {
	fresh := true
	if path != "" {
		if err := prepare(path); err != nil {
			return nil, err
		}
		var err error
		if fresh, err = peek(ctx, path, u.schema); err != nil {
			return nil, err
		}
	}
	s, err := newStore(path)
	if err != nil {
		return nil, err
	}
	if err := s.start(ctx, fresh, u); err != nil {
		_ = s.close()
		return nil, err
	}
	return s, nil
}

// smallFile is the size in bytes up to which Open looks at every page: about
// 10 ms' worth. Larger files are looked at by Check.
const smallFile = 2 << 20

// peek looks at an existing file without writing to it: a newer version is
// refused untouched, and so is what is no database. fresh is true when
// there is no current schema in it.
func peek(ctx context.Context, path string, schema []migration) (fresh bool, err error) {
	st, err := os.Stat(path)
	if err != nil {
		return false, fmt.Errorf("look at the database: %w", err)
	}
	if st.Size() == 0 {
		return true, nil
	}
	db, err := sql.Open("sqlite", dsn(path, "ro"))
	if err != nil {
		return false, fmt.Errorf("look at the database: %w", err)
	}
	defer func() { _ = db.Close() }()
	s := &store{path: path, db: db}
	version := 0
	err = s.retry(ctx, func() error {
		return db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	})
	if err != nil {
		return false, s.explain("look at the database", err)
	}
	newest := schema[len(schema)-1].to
	if version > newest {
		return false, fmt.Errorf("%s has version %d, this program knows %d: %w", path, version, newest, ErrNewer)
	}
	if st.Size() <= smallFile {
		if err := s.quickCheck(ctx, db.QueryRowContext); err != nil {
			return false, err
		}
	}
	return version < newest, nil
}

// quickCheck has SQLite look at the structure of every page.
func (s *store) quickCheck(ctx context.Context, row func(context.Context, string, ...any) *sql.Row) error {
	var verdict string
	err := s.retry(ctx, func() error { return row(ctx, "PRAGMA quick_check(1)").Scan(&verdict) })
	if err != nil {
		return s.explain("check the database", err)
	}
	if verdict != "ok" {
		return &Damage{Path: s.path, Detail: verdict}
	}
	return nil
}

// start sets the journal's mode and brings the schema up to date.
func (s *store) start(ctx context.Context, fresh bool, u upgrade) error {
	if s.path == "" {
		return s.migrate(ctx, u)
	}
	mode := "WAL"
	if networked(s.path) {
		mode = "DELETE"
		s.warning = "the queue lies on a network file system: only one computer may use it at a time, and saving is slower"
	}
	if err := s.journal(ctx, mode); err != nil {
		return err
	}
	if !fresh {
		return nil
	}
	// One process upgrades, the others wait for it.
	lock, err := awaitLock(ctx, s.path+".upgrade")
	if err != nil {
		return err
	}
	defer func() { _ = unlockFile(lock) }()
	return s.migrate(ctx, u)
}

// journal sets the journal mode, which needs the file alone for a moment.
func (s *store) journal(ctx context.Context, mode string) error {
	c, err := s.take(ctx, s.writers)
	if err != nil {
		return err
	}
	defer s.give(s.writers, c, nil)
	var got string
	err = s.retry(ctx, func() error {
		return c.c.QueryRowContext(context.WithoutCancel(ctx), "PRAGMA journal_mode = "+mode).Scan(&got)
	})
	return s.explain("set the journal", err)
}

// awaitLock waits for the lock file path.
func awaitLock(ctx context.Context, path string) (*os.File, error) {
	for {
		f, err := lockFile(path)
		if err != nil || f != nil {
			return f, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// migrate runs the migrations that the file has not seen, each in one
// transaction, after a copy of what was there. A new file has nothing to copy.
func (s *store) migrate(ctx context.Context, u upgrade) error {
	version, err := s.version(ctx)
	if err != nil {
		return err
	}
	worth, err := s.holdsTables(ctx)
	if err != nil {
		return err
	}
	for _, m := range u.schema {
		if m.to <= version {
			continue
		}
		if worth {
			if err := s.copyBefore(ctx, m.to); err != nil {
				return err
			}
		}
		err := s.write(ctx, fmt.Sprintf("bring the database to version %d", m.to), func(t *tx) error {
			t.dirty = true
			for i, st := range m.statements {
				if u.step != nil {
					u.step(m.to, i)
				}
				if _, err := t.exec(ctx, st); err != nil {
					return fmt.Errorf("statement %d: %w", i+1, err)
				}
			}
			if u.step != nil {
				u.step(m.to, len(m.statements))
			}
			_, err := t.exec(ctx, fmt.Sprintf("PRAGMA user_version = %d", m.to))
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// version reads the file's schema version.
func (s *store) version(ctx context.Context) (version int, err error) {
	err = s.read(ctx, "read the database's version", func(t *tx) error {
		return t.get(ctx, "PRAGMA user_version", nil, &version)
	})
	return version, err
}

// holdsTables says whether anything was ever written to the file.
func (s *store) holdsTables(ctx context.Context) (bool, error) {
	if s.path == "" {
		return false, nil
	}
	tables := 0
	err := s.read(ctx, "look at the database", func(t *tx) error {
		return t.get(ctx, "SELECT count(*) FROM sqlite_schema", nil, &tables)
	})
	return tables > 0, err
}

// copyBefore keeps a copy of the file as PATH.before-vN, written under another
// name until it is whole.
func (s *store) copyBefore(ctx context.Context, to int) error {
	name := fmt.Sprintf("%s.before-v%d", s.path, to)
	part := name + ".part"
	if err := os.Remove(part); err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("make a copy of the database: %w", err)
	}
	if err := prepare(part); err != nil {
		return err
	}
	c, err := s.take(ctx, s.writers)
	if err != nil {
		return err
	}
	err = s.retry(ctx, func() error {
		_, err := c.c.ExecContext(context.WithoutCancel(ctx), "VACUUM INTO ?", part)
		return err
	})
	s.give(s.writers, c, err)
	if err != nil {
		return s.explain("make a copy of the database", err)
	}
	if err := os.Rename(part, name); err != nil {
		return fmt.Errorf("make a copy of the database: %w", err)
	}
	return nil
}
