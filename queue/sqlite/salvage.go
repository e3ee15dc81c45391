package sqlite

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"time"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/queue/store"
)

// SetAside moves a file, which nobody may have open, to a name that says why and
// when, so that another one can take its place. It gives that name.
func SetAside(path, why string, now time.Time) (kept string, err error) {
	named := path + "." + why + "-" + now.UTC().Format("20060102-150405")
	kept = named
	for n := 2; taken(kept); n++ { // twice in one second
		kept = named + "-" + strconv.Itoa(n)
	}
	// The WAL first: without it the file must not be opened as if it were whole.
	for _, suffix := range []string{"-wal", "-shm", ""} {
		err := os.Rename(path+suffix, kept+suffix)
		if err != nil && (suffix == "" || !errors.Is(err, fs.ErrNotExist)) {
			return "", fmt.Errorf("set %s aside: %w", path, err)
		}
	}
	return kept, nil
}

// taken says that something has this name.
func taken(path string) bool {
	_, err := os.Lstat(path)
	return err == nil
}

// Salvage copies the leads that can be read of the damaged queue at path into
// a new one at to, which must not exist, and counts them. All are drafts, in
// the workspace where they were, or in workspace where that cannot be read.
// Those that went out, or may have, say so in their problems. The file at path
// is only read. Batches are not copied: what a damaged file says about them is
// no proof.
func Salvage(ctx context.Context, path, to, workspace string) (n int, err error) {
	if st, err := os.Lstat(to); err == nil && st.Size() > 0 {
		return 0, fmt.Errorf("salvage to %s: it is there already", to)
	}
	found, err := readDamaged(ctx, path)
	if err != nil {
		return 0, err
	}
	if len(found) == 0 {
		if found, err = carve(path); err != nil {
			return 0, err
		}
	}
	es := make([]queue.Entry, 0, len(found))
	for _, w := range found {
		es = append(es, w.draft(workspace))
	}
	q, err := Open(ctx, to, queue.Options{})
	if err != nil {
		return 0, err
	}
	if _, err = q.As(queue.Scope{All: true}).Add(ctx, es); err != nil {
		return 0, errors.Join(err, q.Close())
	}
	return len(es), q.Close()
}

// wreck is a lead out of a damaged file.
type wreck struct {
	lead      lead.Lead
	workspace string
	owner     string
	state     queue.State // 0 when it cannot be read
}

// draft makes a new draft of it.
func (w wreck) draft(workspace string) queue.Entry {
	e := queue.Entry{Workspace: w.workspace, Owner: w.owner, State: queue.Draft, Lead: w.lead, Remark: "salvaged from a damaged file"}
	if e.Workspace == "" {
		e.Workspace = workspace
	}
	if !w.state.Editable() {
		e.Problems = []lead.Problem{lead.Doubtful(lead.Cause{Kind: lead.Salvaged})}
	}
	return e
}

// bodies are the leads that could be read of a damaged file, in the order of reading.
type bodies struct {
	of    map[int64][]byte // by row number
	order []int64
}

// take adds what a query gives before it stumbles: the last row number, and whether
// that was all.
func (b *bodies) take(ctx context.Context, db *sql.DB, query string, args ...any) (last int64, whole bool) {
	rows, err := db.QueryContext(ctx, query, args...)
	if err != nil {
		return 0, false
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var n int64
		var body []byte
		if rows.Scan(&n, &body) != nil {
			return last, false
		}
		if last = n; b.of[n] == nil {
			b.of[n] = body
			b.order = append(b.order, n)
		}
	}
	return last, rows.Err() == nil
}

// readDamaged has SQLite read what it can: the bodies from both ends, then one
// by one between the places where it stumbled.
func readDamaged(ctx context.Context, path string) ([]wreck, error) {
	db, err := sql.Open("sqlite", dsn(path, "ro"))
	if err != nil {
		return nil, fmt.Errorf("read the damaged file: %w", err)
	}
	defer func() { _ = db.Close() }()
	b := bodies{of: map[int64][]byte{}}
	low, whole := b.take(ctx, db, `SELECT n, lead FROM bodies ORDER BY n`)
	if !whole {
		high, _ := b.take(ctx, db, `SELECT n, lead FROM bodies ORDER BY n DESC`)
		// No more rows than there is room for: a damaged row number must not make
		// this endless.
		high = min(high, low+mostRows(path))
		for n := low + 1; n < high && ctx.Err() == nil; n++ {
			b.take(ctx, db, `SELECT n, lead FROM bodies WHERE n = ?`, n)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	var found []wreck
	for _, n := range b.order {
		var w wreck
		if json.Unmarshal(b.of[n], &w.lead) != nil {
			continue
		}
		if deleted := w.place(ctx, db, n, b.of[n]); !deleted {
			found = append(found, w)
		}
	}
	return found, nil
}

// mostRows is how many leads a file can have in it: each takes 64 bytes at least.
func mostRows(path string) (n int64) {
	for _, suffix := range []string{"", "-wal"} {
		if st, err := os.Stat(path + suffix); err == nil {
			n += st.Size() / 64
		}
	}
	return n
}

// place reads where the lead of row n was and in what state, as far as its seal
// vouches for it. A file of before version 5 knows no owner.
func (w *wreck) place(ctx context.Context, db *sql.DB, n int64, body []byte) (deleted bool) {
	var id queue.ID
	var problems []byte
	var workspace, owner string
	var state queue.State
	var gone, seal int64
	read := func(column string) error {
		return db.QueryRowContext(ctx, `SELECT l.id, l.ws, `+column+`, l.state, l.deleted, l.seal, b.problems
			FROM leads l JOIN bodies b ON b.n = l.n WHERE l.n = ?`, n).
			Scan(&id, &workspace, &owner, &state, &gone, &seal, &problems)
	}
	err := read(`l.owner`)
	if err != nil {
		err = read(`''`)
	}
	if err != nil || seal != store.SealOf(id, workspace, owner, state, body, problems) {
		return false
	}
	w.workspace, w.owner, w.state = workspace, owner, state
	return gone != 0
}

// carve looks for leads in the bytes of a file that SQLite cannot read at all.
// It finds older versions of a lead, too, and no lead larger than a page. The
// file is not in use, so opening it drops nobody's locks.
func carve(path string) ([]wreck, error) {
	var found []wreck
	seen := map[string]bool{}
	for _, suffix := range []string{"", "-wal"} {
		b, err := os.ReadFile(path + suffix)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("read the damaged file: %w", err)
		}
		start := []byte(`{"kind":`)
		for i := bytes.Index(b, start); i >= 0; {
			var raw json.RawMessage
			dec := json.NewDecoder(bytes.NewReader(b[i:min(len(b), i+64<<10)]))
			var w wreck
			if dec.Decode(&raw) == nil && json.Unmarshal(raw, &w.lead) == nil && !seen[string(raw)] {
				seen[string(raw)] = true
				found = append(found, w)
			}
			next := bytes.Index(b[i+1:], start)
			if next < 0 {
				break
			}
			i += 1 + next
		}
	}
	return found, nil
}
