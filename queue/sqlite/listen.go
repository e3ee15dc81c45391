package sqlite

import (
	"context"
	"time"
)

// pollEvery is how often another process's changes are looked for.
const pollEvery = 250 * time.Millisecond

// Listen implements store.Engine: SQLite's data_version, which costs next to
// nothing to ask for, says that another connection wrote. In memory there is no
// other.
func (s *engine) Listen(ctx context.Context, heard func()) {
	if s.path == "" {
		return
	}
	c := &conn{}
	defer func() { c.shut() }()
	tick := time.NewTicker(pollEvery)
	defer tick.Stop()
	var seen int64
	for {
		if version, err := s.dataVersion(ctx, c); err == nil && version != seen {
			seen = version
			heard()
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
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
