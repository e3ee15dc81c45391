package queue

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"time"
)

// Slot is one request of a key in the ledger.
type Slot struct {
	ID      ID            `json:"id"`
	Begun   time.Time     `json:"begun"`
	Ended   time.Time     `json:"ended,omitzero"` // zero while in flight
	Timeout time.Duration `json:"timeout"`
	// Reserved: taken for a request that has not begun yet. It keeps others
	// waiting, and is not counted on screen.
	Reserved bool `json:"reserved,omitempty"`
}

// Ledger is a key's requests and pauses, as every process that uses the key
// sees them.
type Ledger struct {
	Slots      []Slot        `json:"slots"`
	PauseUntil time.Time     `json:"pauseUntil,omitzero"`
	Paused     time.Time     `json:"paused,omitzero"` // when that pause began
	Pace       time.Duration `json:"pace,omitempty"`
	Clean      time.Time     `json:"clean,omitzero"` // since when no 429 was seen; zero: never one
}

// Windows is the open window.db, shared by all queues of a person.
type Windows struct {
	s *store
}

// windowSchema is how window.db became what it is.
func windowSchema() []migration {
	return []migration{{to: 1, statements: []string{
		`CREATE TABLE salt (one INTEGER PRIMARY KEY CHECK (one = 1), salt BLOB NOT NULL) STRICT`,
		`INSERT INTO salt VALUES (1, randomblob(32))`,
		`CREATE TABLE ledgers (key TEXT PRIMARY KEY, ledger BLOB NOT NULL) STRICT`,
	}}}
}

// OpenWindows opens or creates it (0600 in a 0700 folder); "" keeps it in
// memory. Errors are those of Open.
func OpenWindows(ctx context.Context, path string) (*Windows, error) {
	s, err := openStore(ctx, path, upgrade{schema: windowSchema()})
	if err != nil {
		return nil, err
	}
	return &Windows{s: s}, nil
}

// Close closes it.
func (w *Windows) Close() error { return w.s.close() }

// Change runs f on key's ledger inside one immediate transaction, alone among
// all processes, and stores what f leaves; when f gives an error nothing is
// stored. f must not use w. It is for f to drop the slots that are over. key is
// a salted hash, see Fingerprint.
func (w *Windows) Change(ctx context.Context, key string, f func(*Ledger) error) error {
	return w.s.write(ctx, "change the window ledger", func(t *tx) error {
		l, err := w.ledger(ctx, t, key)
		if err != nil {
			return err
		}
		if err := f(&l); err != nil {
			return err
		}
		b, err := json.Marshal(l)
		if err != nil {
			return fmt.Errorf("write the window ledger: %w", err)
		}
		_, err = t.exec(ctx, `INSERT INTO ledgers VALUES (?, ?)
			ON CONFLICT DO UPDATE SET ledger = excluded.ledger WHERE ledger <> excluded.ledger`, key, b)
		return err
	})
}

// Read gives key's ledger; an unknown key has an empty one.
func (w *Windows) Read(ctx context.Context, key string) (l Ledger, err error) {
	err = w.s.read(ctx, "read the window ledger", func(t *tx) (err error) {
		l, err = w.ledger(ctx, t, key)
		return err
	})
	return l, err
}

// ledger reads one.
func (w *Windows) ledger(ctx context.Context, t *tx, key string) (l Ledger, err error) {
	var b []byte
	err = t.each(ctx, `SELECT ledger FROM ledgers WHERE key = ?`, []any{key}, func(scan func(...any) error) error { return scan(&b) })
	if err != nil || b == nil {
		return l, err
	}
	if err := json.Unmarshal(b, &l); err != nil {
		return Ledger{}, &Damage{Path: w.s.path, Detail: "a window ledger cannot be read"}
	}
	return l, nil
}

// Fingerprint is the salted hash of a key and its address: the same for all
// who use this file, and of no use without it.
func (w *Windows) Fingerprint(ctx context.Context, secret, address string) (string, error) {
	var salt []byte
	err := w.s.read(ctx, "read the salt", func(t *tx) error {
		return t.get(ctx, `SELECT salt FROM salt`, nil, &salt)
	})
	if err != nil {
		return "", err
	}
	if len(salt) < 16 {
		return "", &Damage{Path: w.s.path, Detail: "the salt is gone"}
	}
	h := hmac.New(sha256.New, salt)
	_, _ = fmt.Fprintf(h, "%d\n%s\n%s", len(secret), secret, address)
	return hex.EncodeToString(h.Sum(nil)), nil
}
