package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/google/uuid"

	"leadpad/queue"
)

// mark is what the state folder, and the data folder, remember of a queue.
type mark struct{ line, last queue.ID }

// lockWait is how long a look at the mark waits for another program's.
const lockWait = 5 * time.Second

// lock keeps other programs from comparing or marking meanwhile.
func (p *place) lock(ctx context.Context) (unlock func(), err error) {
	if err := os.MkdirAll(filepath.Dir(p.mark), 0o700); err != nil {
		return nil, fmt.Errorf("make the state folder: %w", err)
	}
	ctx, cancel := context.WithTimeout(ctx, lockWait)
	defer cancel()
	l := flock.New(p.mark+".lock", flock.SetPermissions(0o600))
	if _, err := l.TryLockContext(ctx, 2*time.Millisecond); err != nil {
		return nil, fmt.Errorf("lock %s: %w", p.mark, err)
	}
	return func() { _ = l.Unlock() }, nil
}

// readMark gives a mark; known is false when there is none.
func readMark(file string) (m mark, known bool, err error) {
	text, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		return mark{}, false, nil
	}
	if err != nil {
		return mark{}, false, fmt.Errorf("read where the queue was: %w", err)
	}
	return parseMark(string(text)), true, nil
}

// parseMark reads a mark's text. A damaged one is no mark: it agrees with no queue.
func parseMark(text string) (m mark) {
	line, last, _ := strings.Cut(strings.TrimSpace(text), " ")
	var bad [2]error
	m.line, bad[0] = uuid.Parse(line)
	m.last, bad[1] = uuid.Parse(last)
	if errors.Join(bad[:]...) != nil {
		return mark{}
	}
	return m
}

// write marks in both folders.
func (p *place) write(m mark) error {
	if p.beside != p.mark {
		if err := os.MkdirAll(filepath.Dir(p.beside), 0o700); err != nil {
			return fmt.Errorf("remember where the queue is: %w", err)
		}
		if err := p.writeTo(p.beside, m); err != nil {
			return err
		}
	}
	return p.writeTo(p.mark, m)
}

// writeTo writes a mark over the last one, which has the same length, so that a full
// disk takes it too. It is in the system's hands when writeTo returns, and so
// outlives the process; on the disk it is a moment later.
func (p *place) writeTo(file string, m mark) error {
	f, err := os.OpenFile(file, os.O_CREATE|os.O_WRONLY, 0o600)
	if err == nil {
		_, err = f.WriteAt([]byte(m.line.String()+" "+m.last.String()+"\n"), 0)
	}
	if err != nil {
		if f != nil {
			_ = f.Close()
		}
		return fmt.Errorf("remember where the queue is: %w", err)
	}
	p.work.Go(func() {
		_ = f.Sync()
		_ = f.Close()
	})
	return nil
}

// close waits until the marks are on the disk.
func (p *place) close() error {
	p.work.Wait()
	return nil
}
