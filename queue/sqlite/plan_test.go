package sqlite

import (
	"slices"
	"strings"
	"testing"

	"leadpad/queue"
	"leadpad/queue/queuetest"
	"leadpad/queue/store"
)

// TestFewAreFoundWithoutReadingAll looks at how SQLite would do what a queue asks
// at its start, for its trash and around a submission: never by reading all leads
// of a workspace, of which there may be a hundred thousand.
func TestFewAreFoundWithoutReadingAll(t *testing.T) {
	t.Parallel()
	e, err := openEngine(t.Context(), "", upgrade{schema: queueSchema(store.Keys(queue.Options{}))})
	queuetest.Must(t, err)
	q, err := store.Open(t.Context(), e, queue.Options{})
	queuetest.Must(t, err)
	t.Cleanup(func() { queuetest.Must(t, q.Close()) })
	c, err := e.take(t.Context(), e.writers)
	queuetest.Must(t, err)
	clear(c.stmts) // those of migrations; the connection closes them
	e.give(e.writers, c, nil)

	ids := queuetest.SaveAll(t, q, "a", "b", "c")
	queuetest.Lease(t, q)
	_, _, err = q.Recover(t.Context(), "w")
	queuetest.Must(t, err)
	submission := queuetest.NewID()
	_, err = q.Claim(t.Context(), "w", submission, ids[:1])
	queuetest.Must(t, err)
	_, err = q.ClaimAt(t.Context(), "w", submission, ids[1:2], 1<<60)
	queuetest.Must(t, err)
	_, err = q.Release(t.Context(), "w", submission)
	queuetest.Must(t, err)
	_, err = q.Delete(t.Context(), "w", ids[1:])
	queuetest.Must(t, err)
	_, _, err = q.Trash(t.Context(), "w", 0, 10)
	queuetest.Must(t, err)
	_, err = q.Samples(t.Context(), "w")
	queuetest.Must(t, err)

	c, err = e.take(t.Context(), e.writers)
	queuetest.Must(t, err)
	defer func() { e.give(e.writers, c, nil) }()
	looked := 0
	for query := range c.stmts {
		if !strings.Contains(query, "FROM leads") && !strings.Contains(query, "UPDATE leads") {
			continue
		}
		looked++
		for _, step := range planOf(t, c, query) {
			if step == "SCAN leads" || strings.HasSuffix(step, "USING INDEX leads_changed (ws=?)") {
				t.Errorf("%s, for\n%s", step, query)
			}
		}
	}
	if looked < 8 {
		t.Errorf("looked at %d statements only", looked)
	}
}

// TestNoStatementIsPreparedAtEachUse asks for parts of lists: SQLite looks at the value
// of a bare LIMIT ? when it plans, and prepares the statement anew when it is given
// one again.
func TestNoStatementIsPreparedAtEachUse(t *testing.T) {
	t.Parallel()
	e, err := openEngine(t.Context(), "", upgrade{schema: queueSchema(store.Keys(queue.Options{}))})
	queuetest.Must(t, err)
	q, err := store.Open(t.Context(), e, queue.Options{})
	queuetest.Must(t, err)
	t.Cleanup(func() { queuetest.Must(t, q.Close()) })
	ids := queuetest.SaveAll(t, q, "a", "b", "c")
	_, err = q.AlikeTo(t.Context(), "w", ids)
	queuetest.Must(t, err)
	_, err = q.Rows(t.Context(), queue.Query{Workspace: "w"}, 0, 10)
	queuetest.Must(t, err)
	_, _, err = q.Trash(t.Context(), "w", 0, 10)
	queuetest.Must(t, err)
	_, err = q.Batches(t.Context(), "w", 0, 10)
	queuetest.Must(t, err)

	c, err := e.take(t.Context(), e.writers)
	queuetest.Must(t, err)
	defer func() { e.give(e.writers, c, nil) }()
	looked := 0
	for query := range c.stmts {
		if _, limit, ok := strings.Cut(query, "LIMIT ?"); ok {
			looked++
			if !strings.HasPrefix(limit, " + 0") {
				t.Errorf("a bare limit in\n%s", query)
			}
		}
	}
	if looked < 4 {
		t.Errorf("looked at %d statements only", looked)
	}
}

// TestTheFilterSortsNoTexts builds the filter's index of more leads than can be
// sorted in passing, and looks at how SQLite read them.
func TestTheFilterSortsNoTexts(t *testing.T) {
	t.Parallel()
	e, err := openEngine(t.Context(), "", upgrade{schema: queueSchema(store.Keys(queue.Options{}))})
	queuetest.Must(t, err)
	q, err := store.Open(t.Context(), e, queue.Options{})
	queuetest.Must(t, err)
	t.Cleanup(func() { queuetest.Must(t, q.Close()) })
	const all = 5001
	_, err = q.Add(t.Context(), slices.Repeat([]queue.Entry{queuetest.Company("a")}, all))
	queuetest.Must(t, err)
	n, err := q.Count(t.Context(), queue.Query{Workspace: "w", Text: "a"})
	if err != nil || n != all {
		t.Fatalf("found %d, %v", n, err)
	}

	c, err := e.take(t.Context(), e.writers)
	queuetest.Must(t, err)
	defer func() { e.give(e.writers, c, nil) }()
	looked := false
	for query := range c.stmts {
		if strings.Contains(query, ", find FROM leads") && strings.HasSuffix(query, "ORDER BY n") {
			looked = true
			if steps := planOf(t, c, query); !slices.Equal(steps, []string{"SCAN leads"}) {
				t.Errorf("%q, for\n%s", steps, query)
			}
		}
	}
	if !looked {
		t.Error("the index was read by no statement")
	}
}

// planOf is what SQLite would do for query, step by step.
func planOf(t *testing.T, c *conn, query string) (steps []string) {
	t.Helper()
	rows, err := c.c.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+query, slices.Repeat([]any{1}, strings.Count(query, "?"))...)
	queuetest.Must(t, err)
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id, parent, unused int
		var step string
		queuetest.Must(t, rows.Scan(&id, &parent, &unused, &step))
		steps = append(steps, step)
	}
	queuetest.Must(t, rows.Err())
	return steps
}
