//go:build unix

package sqlite

import (
	"compress/gzip"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/queue/queuetest"
	"leadpad/queue/store"
)

// oldVersion is a made-up version 0: something in a file that has no version.
const oldVersion = `CREATE TABLE old (name TEXT); INSERT INTO old VALUES ('kept'), ('too')`

// kinds are the files that are migrated.
func kinds() map[string][]migration {
	return map[string][]migration{"queue": queueSchema(store.Keys(queue.Options{})), "window": windowSchema()}
}

// childMigrate opens a file and dies before the given statement, "2.0" for the
// first of those that lead to version 2.
func childMigrate(args []string) error {
	s, err := openEngine(context.Background(), args[1], upgrade{schema: kinds()[args[0]], step: func(version, statement int) {
		if fmt.Sprintf("%d.%d", version, statement) == args[2] {
			_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
		}
	}})
	if err != nil {
		return err
	}
	return s.Close()
}

// TestKillWhileMigrating kills processes that migrate: whichever statement a migration is
// killed in, from whichever older version, the file is of the version before or
// of the new one, what was in it is there, and so is a copy.
func TestKillWhileMigrating(t *testing.T) {
	t.Parallel()
	n := 0
	for kind, schema := range kinds() {
		for from := range schema {
			old := oldFile(t, kind, schema[:from])
			for _, m := range schema[from:] {
				for statement := range len(m.statements) + 1 {
					if n++; testing.Short() && n%20 != 0 {
						continue
					}
					at := fmt.Sprintf("%d.%d", m.to, statement)
					t.Run(fmt.Sprint(kind, " from ", from, " at ", at), func(t *testing.T) {
						t.Parallel()
						old.killMigration(t, schema, m.to, at)
					})
				}
			}
		}
	}
	t.Logf("%d places", n)
}

// old is a file of an older version, and what it holds.
type old struct {
	kind    string
	version int
	bytes   []byte
	held    map[string][]string // rows by table
}

// oldFile makes a file of an older version with something in it. Queues are files
// that the leadpad of that version wrote.
func oldFile(t *testing.T, kind string, schema []migration) old {
	t.Helper()
	path := memoryPath(t)
	queuetest.Must(t, prepare(path))
	switch {
	case len(schema) == 0:
		rawExec(t, path, oldVersion)
	case kind == "queue":
		unpack(t, path, len(schema))
	default:
		rawExec(t, path, oldVersion)
		s, err := openEngine(t.Context(), path, upgrade{schema: schema})
		queuetest.Must(t, err)
		queuetest.Must(t, s.Close())
	}
	b, err := os.ReadFile(path)
	queuetest.Must(t, err)
	return old{kind, len(schema), b, heldIn(t, path)}
}

// killMigration kills a process that migrates a copy of the file, in the migration
// to a version, and has another finish it.
func (o old) killMigration(t *testing.T, schema []migration, to int, at string) {
	path := memoryPath(t)
	queuetest.Must(t, prepare(path))
	queuetest.Must(t, os.WriteFile(path, o.bytes, 0o600))
	if err := child(t, "migrate", o.kind, path, at).Run(); err == nil {
		t.Fatal("the child was not killed")
	}
	checkHeld(t, path, to-1, o.held) // killed before its commit
	s, err := openEngine(t.Context(), path, upgrade{schema: schema})
	queuetest.Must(t, err)
	queuetest.Must(t, s.Close())
	checkHeld(t, path, schema[len(schema)-1].to, o.held)
	// Where the first process began, and the second.
	for _, version := range slices.Compact([]int{o.version + 1, to}) {
		before := fmt.Sprintf("%s.before-v%d", path, version)
		checkHeld(t, before, version-1, o.held)
		if st, err := os.Stat(before); err != nil || st.Mode().Perm() != 0o600 {
			t.Errorf("the copy: %v, %v", st, err)
		}
	}
	if o.kind == "queue" {
		useOld(t, path, o.version)
	}
}

// unpack puts the queue of an older version to path.
func unpack(t *testing.T, path string, version int) {
	t.Helper()
	f, err := os.Open(fmt.Sprintf("testdata/queue-v%d.db.gz", version))
	queuetest.Must(t, err)
	defer func() { _ = f.Close() }()
	z, err := gzip.NewReader(f)
	queuetest.Must(t, err)
	b, err := io.ReadAll(z)
	queuetest.Must(t, err)
	queuetest.Must(t, os.WriteFile(path, b, 0o600))
}

// useOld looks that a migrated queue works, that what an older leadpad was sending
// is unsure, and that what it deleted can be taken back.
func useOld(t *testing.T, path string, from int) {
	t.Helper()
	q := openQueue(t, path)
	queuetest.Lease(t, q)
	_, _, err := q.Recover(t.Context(), "w")
	queuetest.Must(t, err)
	queuetest.Save(t, q, queuetest.Company("new"))
	c, err := q.Counts(t.Context(), "w")
	queuetest.Must(t, err)
	want := queue.Counts{}
	want.ByState[queue.Ready] = 1
	if from > 0 {
		want.ByState[queue.Ready], want.ByState[queue.Draft], want.ByState[queue.Unsure] = 3, 1, 1
	}
	if from >= 4 { // the files have two leads more that went out, and a setting
		want.ByState[queue.Sent], want.ByState[queue.Unsure] = 1, 2
		went, err := q.SentLike(t.Context(), "w", lead.Lead{Person: lead.Person{Name: "x", Emails: []string{"info6@acme.example"}}})
		if v, err2 := q.Setting(t.Context(), "a setting"); err != nil || err2 != nil || len(went) != 1 || went[0].State != queue.Sent || v != "its value" {
			t.Errorf("went out: %+v, setting %q: %v, %v", went, v, err, err2)
		}
	}
	if n, err := q.Count(t.Context(), queue.Query{Workspace: "w", Text: "company:acme", Sent: true}); err != nil || n == 0 && from > 0 {
		t.Errorf("%d found by a field that is new: %v", n, err)
	}
	if got, err := q.Suggest(t.Context(), "w", queue.TypedCompany, "acme", 1); err != nil || len(got) == 0 && from > 0 {
		t.Errorf("what was typed is not known: %v", err)
	}
	if got, err := q.Suggest(t.Context(), "w", queue.TypedLabel, "label of nobody", 1); err != nil || len(got) > 0 {
		t.Errorf("what no lead has is suggested: %+v, %v", got, err)
	}
	if c != want {
		t.Errorf("counts %v, want %v", c, want)
	}
	last, err := q.UndeleteLast(t.Context(), "w")
	if from == 0 && !errors.Is(err, queue.ErrNotFound) || from > 0 && (err != nil || last.Of != 2 || len(last.Back) != 2) {
		t.Errorf("took back %+v: %v", last, err)
	}
	queuetest.Must(t, q.Check(t.Context()))
}

// behind opens a file for reading behind the queue's back.
func behind(t *testing.T, path string) (db *sql.DB, done func()) {
	t.Helper()
	db, err := sql.Open("sqlite", dsn(path, "ro"))
	queuetest.Must(t, err)
	return db, func() { queuetest.Must(t, db.Close()) }
}

// rawRows reads rows as text.
func rawRows(t *testing.T, db *sql.DB, query string) (all []string) {
	t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var s string
		queuetest.Must(t, rows.Scan(&s))
		all = append(all, s)
	}
	queuetest.Must(t, rows.Err())
	return all
}

// heldIn is every row of every table of a file, by table; the columns that its
// version knows, but for find, which is derived.
func heldIn(t *testing.T, path string) map[string][]string {
	t.Helper()
	db, done := behind(t, path)
	defer done()
	held := map[string][]string{}
	for _, table := range rawRows(t, db, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`) {
		columns := rawRows(t, db, fmt.Sprintf(`SELECT name FROM pragma_table_info('%s') WHERE name <> 'find'`, table))
		key := table + " " + strings.Join(columns, " ")
		held[key] = rowsOf(t, db, key)
	}
	return held
}

// rowsOf reads the columns of a table that key names.
func rowsOf(t *testing.T, db *sql.DB, key string) []string {
	t.Helper()
	names := strings.Fields(key)
	var each []string
	for _, column := range names[1:] {
		each = append(each, `quote("`+column+`")`)
	}
	rows := rawRows(t, db, "SELECT "+strings.Join(each, ` || ',' || `)+` FROM "`+names[0]+`"`)
	slices.Sort(rows)
	return rows
}

// checkHeld looks that a file has a version, and that what it held is in it still.
func checkHeld(t *testing.T, path string, version int, was map[string][]string) {
	t.Helper()
	db, done := behind(t, path)
	defer done()
	if v := rawRows(t, db, "PRAGMA user_version")[0]; v != strconv.Itoa(version) {
		t.Fatalf("%s has version %s, want %d", path, v, version)
	}
	for key, rows := range was {
		// Change numbers and counts are kept otherwise since version 5, and the keys of
		// what went out among those of all leads, as numbers since version 7. What was
		// typed is learnt anew by version 9.
		table, _, _ := strings.Cut(key, " ")
		if version >= 5 && slices.Contains([]string{"meta", "counts", "gone"}, table) || version >= 7 && table == "keys" ||
			version >= 9 && table == "typed" {
			continue
		}
		if got := rowsOf(t, db, key); !slices.Equal(got, rows) {
			t.Errorf("%s: %s holds\n%q\nwant\n%q", path, key, got, rows)
		}
	}
}

// TestMigrationInGo changes every lead, as a later version may: each is whole, has
// its new cells, is found by its new text and known again by its new keys.
func TestMigrationInGo(t *testing.T) {
	t.Parallel()
	path := filePath(t)
	queuetest.Must(t, prepare(path))
	unpack(t, path, 4)
	keys := store.Keys(queue.Options{})
	schema := append(queueSchema(keys), migration{to: len(queueSchema(keys)) + 1, then: func(ctx context.Context, c store.Conn) error {
		return store.Rewrite(ctx, c, keys, func(l lead.Lead) lead.Lead {
			l.Name = strings.Replace(l.Name, "Acme", "Umbrella", 1)
			return l
		})
	}})
	q, err := open(t.Context(), path, queue.Options{}, upgrade{schema: schema})
	queuetest.Must(t, err)
	defer func() { queuetest.Must(t, q.Close()) }()
	rows, err := q.Rows(t.Context(), queue.Query{Workspace: "w", Text: "name:umbrella", Sent: true}, 0, 20)
	if err != nil || len(rows) != 6 {
		t.Fatalf("%d found: %v", len(rows), err)
	}
	for _, r := range rows {
		if e, err := q.Get(t.Context(), "w", r.ID); err != nil || e.Lead.Name != r.Name || !strings.HasPrefix(r.Name, "Umbrella") {
			t.Errorf("%+v: %v", e, err)
		}
	}
	if ms, err := q.SentLike(t.Context(), "w", lead.Lead{Person: lead.Person{Name: "Umbrella 6"}}); err != nil || len(ms) == 0 {
		t.Errorf("not known again: %v", err)
	}
	if n, err := q.Count(t.Context(), queue.Query{Workspace: "w", Text: "acme name:acme", Sent: true}); err != nil || n != 0 {
		t.Errorf("%d are found as before: %v", n, err)
	}
}

// TestDamagedLeadKeepsItsKeys upgrades a file in which a lead that was sent cannot
// be read any more: it is known again all the same.
func TestDamagedLeadKeepsItsKeys(t *testing.T) {
	t.Parallel()
	path := filePath(t)
	queuetest.Must(t, prepare(path))
	unpack(t, path, 5)
	rawExec(t, path, `UPDATE bodies SET lead = x'00' WHERE n = (SELECT n FROM leads WHERE state = 5)`)
	q := openQueue(t, path)
	went, err := q.SentLike(t.Context(), "w", lead.Lead{Person: lead.Person{Emails: []string{"info6@acme.example"}}})
	if err != nil || len(went) != 1 || went[0].State != queue.Sent {
		t.Errorf("went out: %+v, %v", went, err)
	}
}

// TestSlowUpgradeIsSaid upgrades a large file and a small one: of the large one it is
// said before.
func TestSlowUpgradeIsSaid(t *testing.T) {
	t.Parallel()
	for large, want := range map[bool]int{false: 0, true: 1} {
		path := filePath(t)
		queuetest.Must(t, prepare(path))
		unpack(t, path, 5)
		if large {
			rawExec(t, path, fmt.Sprintf(`CREATE TABLE bulk (b BLOB); INSERT INTO bulk VALUES (zeroblob(%d))`, slowFile))
		}
		said := 0
		for range 2 {
			q, err := Open(t.Context(), path, queue.Options{Upgrading: func() { said++ }})
			queuetest.Must(t, err)
			queuetest.Must(t, q.Close())
		}
		if said != want {
			t.Errorf("large %t: said %d times", large, said)
		}
	}
}

// TestCopiesAreBounded upgrades a file that has copies of older upgrades: the
// newest two are kept.
func TestCopiesAreBounded(t *testing.T) {
	t.Parallel()
	path := filePath(t)
	queuetest.Must(t, prepare(path))
	unpack(t, path, 4)
	for _, version := range []int{1, 2, 3} {
		queuetest.Must(t, os.WriteFile(fmt.Sprintf("%s.before-v%d", path, version), []byte("old"), 0o600))
	}
	q, err := Open(t.Context(), path, queue.Options{})
	queuetest.Must(t, err)
	queuetest.Must(t, q.Close())
	for version, want := range map[int]bool{1: false, 2: false, 3: true, 5: true, 9: false} {
		if _, err := os.Lstat(fmt.Sprintf("%s.before-v%d", path, version)); (err == nil) != want {
			t.Errorf("the copy before version %d: %v", version, err)
		}
	}
}
