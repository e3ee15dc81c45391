package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"

	"leadpad/queue"
)

// Windows keeps ledgers in SQL.
type Windows struct{ db db }

// OpenWindows makes Windows of an engine, whose schema is up to date. They close
// the engine.
func OpenWindows(e Engine) *Windows { return &Windows{db: db{e}} }

// Close implements queue.Windows.
func (w *Windows) Close() error { return w.db.Close() }

// Change implements queue.Windows.
func (w *Windows) Change(ctx context.Context, key string, f func(*queue.Ledger) error) error {
	return w.db.write(ctx, "change the window ledger", []string{key}, func(t *tx) error {
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
		_, err = t.exec(ctx, `INSERT INTO ledgers (key, ledger) VALUES (?, ?)
			ON CONFLICT (key) DO UPDATE SET ledger = excluded.ledger WHERE ledgers.ledger <> excluded.ledger`, key, b)
		return err
	})
}

// Read implements queue.Windows.
func (w *Windows) Read(ctx context.Context, key string) (l queue.Ledger, err error) {
	err = w.db.read(ctx, "read the window ledger", func(t *tx) (err error) {
		l, err = w.ledger(ctx, t, key)
		return err
	})
	return l, err
}

// ledger reads one.
func (w *Windows) ledger(ctx context.Context, t *tx, key string) (l queue.Ledger, err error) {
	var b []byte
	err = t.each(ctx, `SELECT ledger FROM ledgers WHERE key = ?`, []any{key}, func(scan func(...any) error) error { return scan(&b) })
	if err != nil || b == nil {
		return l, err
	}
	if err := json.Unmarshal(b, &l); err != nil {
		return queue.Ledger{}, w.db.Damaged("a window ledger cannot be read")
	}
	return l, nil
}

// Fingerprint implements queue.Windows.
func (w *Windows) Fingerprint(ctx context.Context, secret, address string) (string, error) {
	var salt []byte
	err := w.db.read(ctx, "read the salt", func(t *tx) error {
		return t.get(ctx, `SELECT salt FROM salt`, nil, &salt)
	})
	if err != nil {
		return "", err
	}
	if len(salt) < 16 {
		return "", w.db.Damaged("the salt is gone")
	}
	h := hmac.New(sha256.New, salt)
	_, _ = fmt.Fprintf(h, "%d\n%s\n%s", len(secret), secret, address)
	return hex.EncodeToString(h.Sum(nil)), nil
}
