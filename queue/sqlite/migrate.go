package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"leadpad/queue"
	"leadpad/queue/store"
)

// upgrade is what opening a store needs to know beyond its path.
type upgrade struct {
	schema []migration
	// newest, when set, are the statements of what schema makes of an empty file.
	newest string
	// step, when set, is called before every statement of a migration and
	// before its commit; tests crash there.
	step func(version, statement int)
	// slow, when set, is called before a migration that takes longer than anybody
	// waits without a word.
	slow func()
	// watch is queue.Options'.
	watch bool
}

// slowFile is the size in bytes from which a migration does: half a second's worth
// on a slow disk.
const slowFile = 8 << 20

// openEngine opens or creates the database at path ("" for memory) in the
// newest version of its schema.
func openEngine(ctx context.Context, path string, u upgrade) (*engine, error) {
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
	s, err := newEngine(path)
	if err != nil {
		return nil, err
	}
	if err := s.start(ctx, fresh, u); err != nil {
		_ = s.Close()
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
	s := &engine{path: path, db: db}
	version := 0
	err = s.retry(ctx, func() error {
		return db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	})
	if err != nil {
		return false, s.Explain("look at the database", err)
	}
	newest := schema[len(schema)-1].to
	if version > newest {
		return false, fmt.Errorf("%s has version %d, this program knows %d: %w", path, version, newest, queue.ErrNewer)
	}
	if st.Size() <= smallFile {
		if err := s.quickCheck(ctx, db.QueryRowContext); err != nil {
			return false, err
		}
	}
	return version < newest, nil
}

// quickCheck has SQLite look at the structure of every page.
func (s *engine) quickCheck(ctx context.Context, row func(context.Context, string, ...any) *sql.Row) error {
	var verdict string
	err := s.retry(ctx, func() error { return row(ctx, "PRAGMA quick_check(1)").Scan(&verdict) })
	if err != nil {
		return s.Explain("check the database", err)
	}
	if verdict != "ok" {
		return s.Damaged(verdict)
	}
	return nil
}

// start sets the journal's mode and brings the schema up to date.
func (s *engine) start(ctx context.Context, fresh bool, u upgrade) error {
	if s.path == "" {
		return s.migrate(ctx, u)
	}
	s.watch = u.watch
	mode := "WAL"
	if networked(s.path) {
		mode, s.shared = "DELETE", true
		s.warning = queue.ErrNetwork
	}
	if err := s.journal(ctx, mode); err != nil {
		return err
	}
	if !fresh {
		return nil
	}
	// One process upgrades, the others wait for it.
	unlock, err := awaitLock(ctx, s.path+".upgrade")
	if err != nil {
		return err
	}
	defer func() { _ = unlock() }()
	return s.migrate(ctx, u)
}

// journal sets the journal mode, which needs the file alone for a moment.
func (s *engine) journal(ctx context.Context, mode string) error {
	c, err := s.take(ctx, s.writers)
	if err != nil {
		return err
	}
	defer s.give(s.writers, c, nil)
	var got string
	err = s.retry(ctx, func() error {
		return c.c.QueryRowContext(context.WithoutCancel(ctx), "PRAGMA journal_mode = "+mode).Scan(&got)
	})
	return s.Explain("set the journal", err)
}

// awaitLock waits for the lock file path.
func awaitLock(ctx context.Context, path string) (unlock func() error, err error) {
	for {
		unlock, err := lockFile(path)
		if err != nil || unlock != nil {
			return unlock, err
		}
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// migrate runs the migrations that the file has not seen, each in one
// transaction, after a copy of what was there. A new file has nothing to copy; what
// the versions before the newest one left in it is cleared away.
func (s *engine) migrate(ctx context.Context, u upgrade) error {
	version, err := s.version(ctx)
	if err != nil {
		return err
	}
	worth, err := s.holdsTables(ctx)
	if err != nil {
		return err
	}
	if !worth && u.newest != "" {
		return s.create(ctx, u)
	}
	if !worth {
		defer s.tidy(ctx, "VACUUM")
	}
	for _, m := range u.schema {
		if m.to <= version {
			continue
		}
		if worth && u.slow != nil {
			if st, err := os.Stat(s.path); err == nil && st.Size() > slowFile {
				u.slow()
			}
		}
		if worth { // one copy is enough, however many versions it is behind
			if err := s.copyBefore(ctx, m.to); err != nil {
				return err
			}
			worth = false
		}
		err := s.Write(ctx, nil, func(c store.Conn) (bool, error) { return true, m.run(ctx, c, u.step) })
		if err != nil {
			return s.Explain(fmt.Sprintf("bring the database to version %d", m.to), err)
		}
	}
	return nil
}

// create makes the newest schema in an empty file, without the way of the versions
// to it, which takes ten times as long.
func (s *engine) create(ctx context.Context, u upgrade) error {
	defer s.tidy(ctx)
	err := s.Write(ctx, nil, func(c store.Conn) (bool, error) {
		m := migration{to: u.schema[len(u.schema)-1].to}
		for text := range strings.SplitSeq(strings.TrimSpace(u.newest), ";\n") {
			m.statements = append(m.statements, text)
		}
		return true, m.run(ctx, c, u.step)
	})
	return s.Explain("make the database", err)
}

// tidy gives back the room that is free in a new file's log, after other statements.
func (s *engine) tidy(ctx context.Context, before ...string) {
	c, err := s.take(ctx, s.writers)
	if err != nil {
		return
	}
	// Without it nothing is lost but some kilobytes.
	for _, query := range append(before, "PRAGMA wal_checkpoint(TRUNCATE)") {
		if err == nil {
			_, err = c.c.ExecContext(context.WithoutCancel(ctx), query)
		}
	}
	s.give(s.writers, c, err)
}

// run does a migration in an open transaction.
func (m migration) run(ctx context.Context, c store.Conn, step func(version, statement int)) error {
	if step == nil {
		step = func(int, int) {}
	}
	for i, st := range m.statements {
		step(m.to, i)
		if _, err := c.Exec(st); err != nil {
			return fmt.Errorf("statement %d: %w", i+1, err)
		}
	}
	if m.then != nil {
		if err := m.then(ctx, c); err != nil {
			return err
		}
	}
	step(m.to, len(m.statements))
	_, err := c.Exec(fmt.Sprintf("PRAGMA user_version = %d", m.to))
	return err
}

// version reads the file's schema version.
func (s *engine) version(ctx context.Context) (int, error) {
	return s.number(ctx, "read the database's version", "PRAGMA user_version")
}

// holdsTables says whether anything was ever written to the file.
func (s *engine) holdsTables(ctx context.Context) (bool, error) {
	if s.path == "" {
		return false, nil
	}
	tables, err := s.number(ctx, "look at the database", "SELECT count(*) FROM sqlite_schema")
	return tables > 0, err
}

// number reads the one number that query gives.
func (s *engine) number(ctx context.Context, doing, query string) (n int, err error) {
	err = s.Read(ctx, func(c store.Conn) error {
		rows, err := c.Query(query)
		if err != nil {
			return err
		}
		defer func() { _ = rows.Close() }()
		for rows.Next() {
			if err := rows.Scan(&n); err != nil {
				return err
			}
		}
		return rows.Err()
	})
	return n, s.Explain(doing, err)
}

// copyBefore keeps a copy of the file as PATH.before-vN, written under another
// name until it is whole.
func (s *engine) copyBefore(ctx context.Context, to int) error {
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
		return s.Explain("make a copy of the database", err)
	}
	if err := os.Rename(part, name); err != nil {
		return fmt.Errorf("make a copy of the database: %w", err)
	}
	return dropCopies(s.path, to)
}

// copiesKept is how many copies of before an upgrade are kept.
const copiesKept = 2

// dropCopies removes all but the newest copies; the one of before version to is
// the newest.
func dropCopies(path string, to int) error {
	for kept := 0; to > 0; to-- {
		name := fmt.Sprintf("%s.before-v%d", path, to)
		if _, err := os.Lstat(name); err != nil {
			continue
		}
		if kept++; kept <= copiesKept {
			continue
		}
		if err := os.Remove(name); err != nil {
			return fmt.Errorf("remove an old copy of the database: %w", err)
		}
	}
	return nil
}
