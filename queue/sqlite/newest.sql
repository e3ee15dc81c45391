CREATE TABLE audit (n INTEGER PRIMARY KEY, at INTEGER NOT NULL, act TEXT NOT NULL, denied INTEGER NOT NULL,
			who TEXT NOT NULL, ws TEXT NOT NULL, address TEXT NOT NULL, key TEXT NOT NULL, subject TEXT NOT NULL,
			leads INTEGER NOT NULL, detail TEXT NOT NULL) STRICT;
CREATE TABLE batch_leads (batch INTEGER NOT NULL REFERENCES batches (n), pos INTEGER NOT NULL,
			lead BLOB NOT NULL, name TEXT NOT NULL, state INTEGER NOT NULL, rev INTEGER NOT NULL DEFAULT 0,
			PRIMARY KEY (batch, pos)) STRICT, WITHOUT ROWID;
CREATE TABLE batches (n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, submission BLOB NOT NULL,
			ws TEXT NOT NULL, seq INTEGER NOT NULL, state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 6),
			hash TEXT NOT NULL, practice INTEGER NOT NULL, receipt BLOB NOT NULL, resolution TEXT NOT NULL, prepared INTEGER NOT NULL DEFAULT 0, owner TEXT NOT NULL DEFAULT '') STRICT;
CREATE TABLE bodies (n INTEGER PRIMARY KEY REFERENCES leads (n) ON DELETE CASCADE,
			lead BLOB NOT NULL, problems BLOB NOT NULL, keys BLOB NOT NULL DEFAULT x'') STRICT;
CREATE TABLE changes (ws TEXT NOT NULL, owner TEXT NOT NULL, seq INTEGER NOT NULL,
			leads INTEGER NOT NULL, batches INTEGER NOT NULL, sending INTEGER NOT NULL,
			PRIMARY KEY (ws, owner)) STRICT, WITHOUT ROWID;
CREATE TABLE counts (ws TEXT NOT NULL, owner TEXT NOT NULL, state INTEGER NOT NULL, count INTEGER NOT NULL,
			PRIMARY KEY (ws, owner, state)) STRICT, WITHOUT ROWID;
CREATE TABLE keys (key INTEGER NOT NULL, out INTEGER NOT NULL, n INTEGER NOT NULL,
			PRIMARY KEY (key, out, n)) STRICT, WITHOUT ROWID;
CREATE TABLE leads (
			n INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE, ws TEXT NOT NULL,
			state INTEGER NOT NULL CHECK (state BETWEEN 1 AND 7), kind INTEGER NOT NULL,
			name TEXT NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL, labels TEXT NOT NULL,
			problems INTEGER NOT NULL, finished INTEGER NOT NULL, sample INTEGER NOT NULL, remark TEXT NOT NULL,
			rev INTEGER NOT NULL, batch BLOB, submission BLOB,
			created INTEGER NOT NULL, updated INTEGER NOT NULL, deleted INTEGER NOT NULL,
			seq INTEGER NOT NULL, seal INTEGER NOT NULL, find BLOB NOT NULL, owner TEXT NOT NULL DEFAULT '', import BLOB) STRICT;
CREATE TABLE leases (ws TEXT PRIMARY KEY, fence INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE payloads (batch INTEGER PRIMARY KEY REFERENCES batches (n), payload BLOB NOT NULL, body BLOB) STRICT;
CREATE TABLE settings (owner TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
			PRIMARY KEY (owner, name)) STRICT, WITHOUT ROWID;
CREATE TABLE submissions (id BLOB PRIMARY KEY, ws TEXT NOT NULL, fence INTEGER NOT NULL,
			begun INTEGER NOT NULL, owner TEXT NOT NULL DEFAULT '') STRICT, WITHOUT ROWID;
CREATE TABLE tombstones (ws TEXT NOT NULL, owner TEXT NOT NULL, seq INTEGER NOT NULL, n INTEGER NOT NULL,
			at INTEGER NOT NULL, PRIMARY KEY (ws, seq, owner, n)) STRICT, WITHOUT ROWID;
CREATE TABLE typed (ws TEXT NOT NULL, kind INTEGER NOT NULL, fold TEXT NOT NULL, owner TEXT NOT NULL,
			value TEXT NOT NULL, city TEXT NOT NULL, state TEXT NOT NULL, country TEXT NOT NULL, at INTEGER NOT NULL, uses INTEGER NOT NULL DEFAULT 0,
			PRIMARY KEY (ws, kind, fold, owner)) STRICT, WITHOUT ROWID;
CREATE TABLE undo (ws TEXT NOT NULL, owner TEXT NOT NULL, n INTEGER NOT NULL, at INTEGER NOT NULL,
			kind TEXT NOT NULL, leads INTEGER NOT NULL, what BLOB NOT NULL, PRIMARY KEY (ws, owner, n)) STRICT, WITHOUT ROWID;
CREATE INDEX audit_kind ON audit (denied, n);
CREATE INDEX batch_leads_lead ON batch_leads (lead);
CREATE INDEX batches_open ON batches (ws) WHERE state = 1;
CREATE INDEX batches_order ON batches (ws, state = 5, n);
CREATE INDEX batches_unsure ON batches (ws) WHERE state = 5;
CREATE INDEX leads_changed ON leads (ws, seq);
CREATE INDEX leads_claimed ON leads (submission) WHERE submission IS NOT NULL;
CREATE INDEX leads_deleted ON leads (deleted) WHERE deleted > 0;
CREATE INDEX leads_own ON leads (ws, owner, updated, n) WHERE deleted = 0 AND state <> 5 AND owner <> '';
CREATE INDEX leads_sample ON leads (ws) WHERE sample = 1 AND deleted = 0;
CREATE INDEX leads_todo ON leads (ws, updated, n) WHERE deleted = 0 AND state <> 5;
ANALYZE counts;
DELETE FROM sqlite_stat1;
INSERT INTO sqlite_stat1 VALUES ('keys', 'keys', '5000000 3 3 1');
INSERT INTO sqlite_stat1 VALUES ('leads', 'leads_changed', '1000000 100000 10');
INSERT INTO sqlite_stat1 VALUES ('leads', 'leads_claimed', '1000 100');
INSERT INTO sqlite_stat1 VALUES ('leads', 'leads_deleted', '1000 2');
INSERT INTO sqlite_stat1 VALUES ('leads', 'leads_own', '1000000 100000 10000 1 1');
INSERT INTO sqlite_stat1 VALUES ('leads', 'leads_sample', '100 50');
INSERT INTO sqlite_stat1 VALUES ('leads', 'leads_todo', '1000000 100000 1 1');
INSERT INTO sqlite_stat1 VALUES ('leads', 'sqlite_autoindex_leads_1', '1000000 1');
ANALYZE sqlite_schema;
