package sqlite

import (
	"context"
	"path/filepath"
	"time"
)

const (
	// pollEvery is how often another process's changes are looked for while there may
	// be some, pollSeldom while the system would have told of one.
	pollEvery  = 250 * time.Millisecond
	pollSeldom = 30 * time.Second
	// A change is told of when it is written and can be seen once it is synced:
	// stirSoon later as a rule, stirFor later on a bad disk.
	stirSoon = 20 * time.Millisecond
	stirFor  = 5 * time.Second
)

// Listen implements store.Engine: SQLite's data_version, which costs next to
// nothing to ask for, says that another connection wrote. In memory there is no
// other.
func (s *engine) Listen(ctx context.Context, heard func()) {
	if s.path == "" {
		return
	}
	var told <-chan struct{} // nil: the system does not tell
	if s.watch && !s.shared {
		stirs, end := watch(filepath.Dir(s.path))
		defer end()
		told = stirs
	}
	c := &conn{}
	defer func() { c.shut() }()
	next := time.NewTimer(0)
	defer next.Stop()
	var seen int64
	var stirred time.Time
	for quiet := false; ; {
		select {
		case <-ctx.Done():
			return
		case <-told:
			if stirred = time.Now(); quiet {
				quiet = false
				next.Reset(stirSoon)
			}
			continue
		case <-next.C:
		}
		if version, err := s.dataVersion(ctx, c); err == nil && version != seen {
			seen = version
			heard()
		}
		if quiet = told != nil && time.Since(stirred) > stirFor; quiet {
			next.Reset(pollSeldom)
		} else {
			next.Reset(pollEvery)
		}
	}
}

// dataVersion reads it on a connection that does nothing else, which it opens.
func (s *engine) dataVersion(ctx context.Context, c *conn) (version int64, err error) {
	if c.c == nil {
		if c.c, err = s.db.Conn(ctx); err != nil {
			c.c = nil
			return 0, err
		}
	}
	err = c.c.QueryRowContext(ctx, "PRAGMA data_version").Scan(&version)
	return version, err
}
