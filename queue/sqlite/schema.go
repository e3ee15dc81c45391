package sqlite

import (
	"context"
	_ "embed" // for the newest schema

	"leadpad/lead"
	"leadpad/queue/store"
)

// migration takes a file from version to-1 to version to, statement by statement
// in one transaction, and then by what Go alone can do.
type migration struct {
	to         int
	statements []string
	then       func(ctx context.Context, c store.Conn) error // nil for nothing
}

// newest makes a new queue as queueSchema makes it of an empty file: written by
// TestNewestSchema, which compares the two.
//
//go:embed newest.sql
var newest string

// queueSchema is how queue.db became what it is, oldest first.
//
// The table of leads is narrow, for it is read whole for the filter; what is
// only needed of one lead at a time stands in bodies. seq grows with every
// change of a workspace and tells an index in memory what it has missed. seal is
// the checksum of a lead's body and state: a flipped byte must never make a lead
// ready. keys are those of queue.Options.
func queueSchema(keys func(owner string, l lead.Lead) []lead.Key) []migration {
	return []migration{{to: 1, statements: versionOne()}, {to: 2, statements: versionTwo()}, {to: 3, statements: []string{
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
	}}, {to: 5, statements: versionFive()}, {to: 6, statements: planning()}, {to: 7, statements: []string{
		// Keys as numbers: as text, each twice, they took more room than the leads.
		`ALTER TABLE keys RENAME TO keys_before`,
		`DROP INDEX keys_lead`,
		`CREATE TABLE keys (key INTEGER NOT NULL, out INTEGER NOT NULL, n INTEGER NOT NULL,
			PRIMARY KEY (key, out, n)) STRICT, WITHOUT ROWID`,
		`ALTER TABLE bodies ADD COLUMN keys BLOB NOT NULL DEFAULT x''`,
		`DELETE FROM sqlite_stat1 WHERE tbl IN ('keys', 'keys_before')`,
		`INSERT INTO sqlite_stat1 VALUES ('keys', 'keys', '5000000 3 3 1')`,
		`ANALYZE sqlite_schema`,
	}, then: func(ctx context.Context, c store.Conn) error {
		err := store.Derive(ctx, c, keys)
		if err == nil {
			_, err = c.Exec(`DROP TABLE keys_before`)
		}
		return err
	}}, {to: 8, statements: []string{
		// What was typed before, for suggestions: once for each way in which people
		// write the same.
		`CREATE TABLE typed (ws TEXT NOT NULL, kind INTEGER NOT NULL, fold TEXT NOT NULL, owner TEXT NOT NULL,
			value TEXT NOT NULL, city TEXT NOT NULL, state TEXT NOT NULL, country TEXT NOT NULL, at INTEGER NOT NULL,
			PRIMARY KEY (ws, kind, fold, owner)) STRICT, WITHOUT ROWID`,
	}}, {to: 9, statements: []string{
		// How often leads have it: what no lead has any more is not suggested.
		`ALTER TABLE typed ADD COLUMN uses INTEGER NOT NULL DEFAULT 0`,
	}, then: store.Learn}, {to: 10, statements: []string{
		// Who did what; denied: 1 for a login that was denied, which are bounded by
		// themselves.
		`CREATE TABLE audit (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, act TEXT NOT NULL, denied INTEGER NOT NULL,
			who TEXT NOT NULL, ws TEXT NOT NULL, address TEXT NOT NULL, key TEXT NOT NULL, subject TEXT NOT NULL,
			leads INTEGER NOT NULL, detail TEXT NOT NULL) STRICT`,
		`CREATE INDEX audit_kind ON audit (denied, n)`,
	}}}
}

// versionOne are the tables that there were first.
func versionOne() []string {
	return []string{
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
	}
}

// versionTwo brings requests that are written before they begin.
func versionTwo() []string {
	return []string{
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
	}
}

// versionFive brings owners, change numbers for each workspace, the keys of all
// leads instead of those alone that went out, and counts without triggers.
func versionFive() []string {
	return []string{
		`ALTER TABLE leads ADD COLUMN owner TEXT NOT NULL DEFAULT ''`,
		`ALTER TABLE leads ADD COLUMN import BLOB`,
		`ALTER TABLE submissions ADD COLUMN owner TEXT NOT NULL DEFAULT ''`,
		`ALTER TABLE batches ADD COLUMN owner TEXT NOT NULL DEFAULT ''`,
		`CREATE INDEX batches_unsure ON batches (ws) WHERE state = 5`,
		// seq: of the last change of any kind that the owner sees; the others: of the
		// last one of that kind.
		`CREATE TABLE changes (ws TEXT NOT NULL, owner TEXT NOT NULL, seq INTEGER NOT NULL,
			leads INTEGER NOT NULL, batches INTEGER NOT NULL, sending INTEGER NOT NULL,
			PRIMARY KEY (ws, owner)) STRICT, WITHOUT ROWID`,
		`INSERT INTO changes SELECT ws, '', m.seq, m.seq, m.seq, m.seq FROM meta m,
			(SELECT ws FROM leads UNION SELECT ws FROM batches UNION SELECT ws FROM leases UNION SELECT ws FROM undo)`,
		`DROP TABLE meta`,
		`DROP INDEX leads_seq`,
		`CREATE INDEX leads_changed ON leads (ws, seq)`,
		`CREATE INDEX leads_own ON leads (ws, owner, updated, n) WHERE deleted = 0 AND state <> 5 AND owner <> ''`,
		// Where a lead was that left a workspace, an owner or the Trash.
		`CREATE TABLE tombstones (ws TEXT NOT NULL, owner TEXT NOT NULL, seq INTEGER NOT NULL, n INTEGER NOT NULL,
			at INTEGER NOT NULL, PRIMARY KEY (ws, seq, owner, n)) STRICT, WITHOUT ROWID`,
		`DROP TRIGGER leads_in`,
		`DROP TRIGGER leads_from`,
		`DROP TRIGGER leads_to`,
		`DROP TRIGGER leads_out`,
		`DROP TABLE counts`,
		`CREATE TABLE counts (ws TEXT NOT NULL, owner TEXT NOT NULL, state INTEGER NOT NULL, count INTEGER NOT NULL,
			PRIMARY KEY (ws, owner, state)) STRICT, WITHOUT ROWID`,
		`INSERT INTO counts SELECT ws, owner, state, count(*) FROM leads WHERE deleted = 0 GROUP BY ws, owner, state`,
		`ALTER TABLE undo RENAME TO undo_before`,
		`DROP INDEX undo_ws`,
		`CREATE TABLE undo (ws TEXT NOT NULL, owner TEXT NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL,
			kind TEXT NOT NULL, leads INTEGER NOT NULL, what BLOB NOT NULL, PRIMARY KEY (ws, owner, n)) STRICT, WITHOUT ROWID`,
		`INSERT INTO undo SELECT ws, '', n, at, kind, leads, what FROM undo_before`,
		`DROP TABLE undo_before`,
		`ALTER TABLE settings RENAME TO settings_before`,
		`CREATE TABLE settings (owner TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
			PRIMARY KEY (owner, name)) STRICT, WITHOUT ROWID`,
		`INSERT INTO settings SELECT '', name, value FROM settings_before`,
		`DROP TABLE settings_before`,
		`CREATE TABLE keys (ws TEXT NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL, out INTEGER NOT NULL,
			lead BLOB NOT NULL, PRIMARY KEY (ws, kind, value, out, lead)) STRICT, WITHOUT ROWID`,
		`CREATE INDEX keys_lead ON keys (lead)`,
		`INSERT INTO keys SELECT ws, kind, value, 1, lead FROM gone`,
		`DROP TABLE gone`,
	}
}

// planning tells SQLite's planner how queues look when they are large. Without it
// the planner takes any index that begins with a workspace for a good one, and
// reads all of its leads where it wants the few that are held or deleted. The
// numbers are rows in the index, then rows that share its first columns; they are
// those of a queue of a million leads, whatever is in this one, so that what is
// fast there is never slow in another.
func planning() []string {
	statements := []string{
		`ANALYZE counts`, // makes the table of statistics
		`DELETE FROM sqlite_stat1`,
	}
	for _, s := range [][3]string{
		{"leads", "leads_changed", "1000000 100000 10"},
		{"leads", "leads_todo", "1000000 100000 1 1"},
		{"leads", "leads_own", "1000000 100000 10000 1 1"},
		{"leads", "leads_deleted", "1000 2"},
		{"leads", "leads_claimed", "1000 100"},
		{"leads", "leads_sample", "100 50"},
		{"leads", "sqlite_autoindex_leads_1", "1000000 1"},
		{"keys", "keys", "3000000 1000000 500000 2 2 1"},
		{"keys", "keys_lead", "3000000 3"},
	} {
		statements = append(statements, `INSERT INTO sqlite_stat1 VALUES ('`+s[0]+`', '`+s[1]+`', '`+s[2]+`')`)
	}
	return append(statements, `ANALYZE sqlite_schema`) // reads them
}

// windowSchema is how window.db became what it is.
func windowSchema() []migration {
	return []migration{{to: 1, statements: []string{
		`CREATE TABLE salt (one INTEGER PRIMARY KEY CHECK (one = 1), salt BLOB NOT NULL) STRICT`,
		`INSERT INTO salt VALUES (1, randomblob(32))`,
		`CREATE TABLE ledgers (key TEXT PRIMARY KEY, ledger BLOB NOT NULL) STRICT`,
	}}}
}
