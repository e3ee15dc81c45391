package store

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"leadpad/queue"
)

// Windows keeps ledgers in SQL.
type Windows struct {
	db     db
	holder holder
}

// OpenWindows makes Windows of an engine, whose schema is up to date. They close
// the engine.
func OpenWindows(e Engine) *Windows { return &Windows{db: db{e}, holder: holder{kind: "holder"}} }

// Close implements queue.Windows.
func (w *Windows) Close() error { return errors.Join(w.holder.free(), w.db.Close()) }

// Change implements queue.Windows.
func (w *Windows) Change(ctx context.Context, key string, f func(*queue.Ledger) error) error {
	return w.db.write(ctx, "change the window ledger", []string{key}, func(t *tx) error {
		l, err := w.ledger(ctx, t, key)
		if err != nil {
			return err
		}
		before := slices.Clone(l.Slots)
		if err := f(&l); err != nil {
			return err
		}
		w.sign(ctx, &l, before)
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
	w.bury(ctx, &l)
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
	if len(salt) < saltSize/2 {
		return "", w.db.Damaged("the salt is gone")
	}
	return fingerprint(salt, secret, address), nil
}

// saltSize is how many bytes a salt has.
const saltSize = 32

func fingerprint(salt []byte, secret, address string) string {
	h := hmac.New(sha256.New, salt)
	_, _ = fmt.Fprintf(h, "%d\n%s\n%s", len(secret), secret, address)
	return hex.EncodeToString(h.Sum(nil))
}

// All gives the salt, in hex as a queue keeps one, and every ledger.
func (w *Windows) All(ctx context.Context) (salt string, ledgers map[string]queue.Ledger, err error) {
	var keys []string
	err = w.db.read(ctx, "read the window ledgers", func(t *tx) error {
		var b []byte
		if err := t.get(ctx, `SELECT salt FROM salt`, nil, &b); err != nil {
			return err
		}
		salt = hex.EncodeToString(b)
		return t.each(ctx, `SELECT key FROM ledgers`, nil, func(scan func(...any) error) error {
			key := ""
			err := scan(&key)
			keys = append(keys, key)
			return err
		})
	})
	ledgers = make(map[string]queue.Ledger, len(keys))
	for i := 0; err == nil && i < len(keys); i++ {
		ledgers[keys[i]], err = w.Read(ctx, keys[i])
	}
	return salt, ledgers, err
}
