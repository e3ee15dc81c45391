package sqlite

import (
	"context"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"

	"leadpad/queue"
	"leadpad/queue/queuetest"
	"leadpad/queue/store"
)

// TestNewestSchema compares what a new queue is made by with what the migrations
// make of an empty file; -update writes the file anew.
func TestNewestSchema(t *testing.T) {
	t.Parallel()
	e, err := openEngine(t.Context(), "", upgrade{schema: queueSchema(store.Keys(queue.Options{}))})
	queuetest.Must(t, err)
	defer func() { queuetest.Must(t, e.Close()) }()
	want := dump(t, e)
	if flag.Lookup("update").Value.String() == "true" {
		queuetest.Must(t, os.WriteFile("newest.sql", []byte(want), 0o600))
	}
	got, err := os.ReadFile("newest.sql")
	queuetest.Must(t, err)
	if text := strings.ReplaceAll(string(got), "\r\n", "\n"); text != want {
		t.Errorf("newest.sql is not what the migrations make (-update writes it anew):\n%s\nwant\n%s", text, want)
	}
	q, err := openEngine(t.Context(), "", upgrade{schema: queueSchema(nil), newest: newest})
	queuetest.Must(t, err)
	defer func() { queuetest.Must(t, q.Close()) }()
	if again := dump(t, q); again != want {
		t.Errorf("it makes\n%s", again)
	}
	v, err := q.version(t.Context())
	if last := queueSchema(nil); err != nil || v != last[len(last)-1].to {
		t.Errorf("of version %d: %v", v, err)
	}
}

// dump is a database as statements that make it.
func dump(t *testing.T, e *engine) string {
	t.Helper()
	var b strings.Builder
	line := func(text string) { b.WriteString(text + ";\n") }
	list := func(c store.Conn, query string) (all []string) {
		rows, err := c.Query(query)
		queuetest.Must(t, err)
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			var s string
			queuetest.Must(t, rows.Scan(&s))
			all = append(all, s)
		}
		queuetest.Must(t, rows.Err())
		return all
	}
	queuetest.Must(t, e.Read(context.Background(), func(c store.Conn) error {
		for _, text := range list(c, `SELECT sql FROM sqlite_schema WHERE sql <> '' AND name NOT LIKE 'sqlite%' ORDER BY type DESC, name`) {
			line(text)
		}
		line("ANALYZE counts") // makes the table of statistics
		line("DELETE FROM sqlite_stat1")
		for _, row := range list(c, `SELECT quote(tbl) || ', ' || quote(idx) || ', ' || quote(stat) FROM sqlite_stat1 ORDER BY tbl, idx`) {
			line("INSERT INTO sqlite_stat1 VALUES (" + row + ")")
		}
		line("ANALYZE sqlite_schema") // reads them
		for _, table := range list(c, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%'`) {
			if n := list(c, `SELECT count(*) FROM "`+table+`"`)[0]; n != "0" {
				return errors.New("a new queue has rows in " + table)
			}
		}
		return nil
	}))
	return b.String()
}
