package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"leadpad/queue"
	"leadpad/queue/store"
)

// still is the engine of a file on a disk that is full or cannot be written to: it
// reads, and every write tries first whether the disk takes it again.
type still struct {
	path string
	u    upgrade
	why  error  // what a write gets
	temp string // the folder of a copy, "" for none

	mu    sync.Mutex
	now   *engine
	awake bool
	woken chan struct{} // closed when it writes again
}

// openStill opens the file at path to read, which cannot be opened otherwise for
// why. Its error is why again where it cannot be read either.
func openStill(ctx context.Context, path string, u upgrade, why error) (store.Engine, error) {
	st, err := os.Stat(path)
	if err != nil || st.Size() == 0 {
		return nil, why
	}
	s := &still{path: path, u: u, woken: make(chan struct{})}
	for _, known := range []error{queue.ErrFull, queue.ErrRefused, queue.ErrReadOnly} {
		if errors.Is(why, known) {
			s.why = fmt.Errorf("%w (%s)", known, filepath.Dir(path))
		}
	}
	if s.now, err = s.reader(); err != nil {
		_ = s.Close()
		return nil, why
	}
	if version, err := s.now.version(ctx); err != nil || version != u.schema[len(u.schema)-1].to {
		_ = s.Close()
		return nil, why
	}
	return s, nil
}

// reader opens the file itself where all is in it. What is in its log, too, can be
// read where there is room for files beside it: in a copy.
func (s *still) reader() (*engine, error) {
	from, how := s.path, "&immutable=1"
	if st, err := os.Stat(s.path + "-wal"); err == nil && st.Size() > 0 {
		if s.temp, err = os.MkdirTemp("", "leadpad-read-*"); err != nil {
			return nil, err
		}
		from, how = filepath.Join(s.temp, "queue.db"), ""
		for _, suffix := range []string{"", "-wal"} {
			if err := duplicate(s.path+suffix, from+suffix); err != nil {
				return nil, err
			}
		}
	}
	mode := "ro"
	if s.temp != "" {
		mode = "rw"
	}
	e, err := newEngine(s.path)
	if err != nil {
		return nil, err
	}
	e.shared = networked(s.path)
	_ = e.db.Close() // nothing is open in it yet
	if e.db, err = sql.Open("sqlite", dsn(from, mode)+how); err != nil {
		return nil, err
	}
	e.db.SetMaxIdleConns(-1)
	return e, nil
}

// duplicate copies a file that no program writes to: the disk takes nothing.
func duplicate(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer func() { _ = in.Close() }()
	out, err := os.OpenFile(to, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	return errors.Join(err, out.Close())
}

// engine is the one in use.
func (s *still) engine() *engine {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now
}

// wake opens the file as usual, if the disk takes writes again.
func (s *still) wake(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.awake {
		return nil
	}
	e, err := openWriting(ctx, s.path, s.u)
	if queue.Refuses(err) {
		return s.why
	}
	if err != nil {
		return err
	}
	old := s.now
	s.now, s.awake = e, true
	close(s.woken)
	return errors.Join(old.Close(), s.tidy())
}

func (s *still) tidy() error {
	if s.temp == "" {
		return nil
	}
	return os.RemoveAll(s.temp)
}

// Write implements store.Engine.
func (s *still) Write(ctx context.Context, workspaces []string, f func(store.Conn) (bool, error)) error {
	if err := s.wake(ctx); err != nil {
		return err
	}
	return s.engine().Write(ctx, workspaces, f)
}

// Read implements store.Engine.
func (s *still) Read(ctx context.Context, f func(store.Conn) error) error {
	e := s.engine()
	err := e.Read(ctx, f)
	if next := s.engine(); errors.Is(err, queue.ErrClosed) && next != e {
		return next.Read(ctx, f)
	}
	return err
}

// Lock implements store.Engine.
func (s *still) Lock(ctx context.Context, name string) (unlock func() error, ok bool, err error) {
	if err := s.wake(ctx); err != nil {
		return nil, false, err
	}
	return s.engine().Lock(ctx, name)
}

// LocksTell implements store.Engine.
func (s *still) LocksTell() bool { return s.engine().LocksTell() }

// Listen implements store.Engine.
func (s *still) Listen(ctx context.Context, heard func()) {
	asleep, stop := context.WithCancel(ctx)
	defer stop()
	go func() {
		select {
		case <-s.woken:
			stop()
		case <-asleep.Done():
		}
	}()
	s.engine().Listen(asleep, heard)
	if ctx.Err() == nil {
		s.engine().Listen(ctx, heard)
	}
}

// Explain implements store.Engine.
func (s *still) Explain(doing string, err error) error {
	if errors.Is(err, s.why) {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return s.engine().Explain(doing, err)
}

// Damaged implements store.Engine.
func (s *still) Damaged(detail string) error { return s.engine().Damaged(detail) }

// Check implements store.Engine.
func (s *still) Check(ctx context.Context) error { return s.engine().Check(ctx) }

// SetQuota implements store.Engine.
func (s *still) SetQuota(ctx context.Context, bytes int64) error {
	return s.engine().SetQuota(ctx, bytes)
}

// Warning implements store.Engine.
func (s *still) Warning() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.awake {
		return s.now.Warning()
	}
	return s.why
}

// Close implements store.Engine.
func (s *still) Close() error {
	var err error
	if e := s.engine(); e != nil {
		err = e.Close()
	}
	return errors.Join(err, s.tidy())
}
