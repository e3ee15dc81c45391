package sandbox

import (
	"encoding/json"
	"fmt"
	"io"
	"time"
)

// ledgerRequest is the line of a request that was seen. Status is the verdict,
// whatever a fault made of the answer: 0 when the fault left none.
type ledgerRequest struct {
	Event  string `json:"event"` // "request"
	ID     string `json:"id"`
	Time   string `json:"time"`
	Key    string `json:"key"`   // "…" and the last four characters
	Bytes  int64  `json:"bytes"` // of the body
	Leads  int    `json:"leads"` // in the request
	Status int    `json:"status"`
	Fault  string `json:"fault"` // as ParseFault reads it; "" for none
}

// writeLedger hands the request's line and then one line for each of its leads
// to w, each as one Write, so that nothing is in a buffer of ours when the
// answer goes out.
func writeLedger(w io.Writer, req Request, leads [][]byte) error {
	line, err := json.Marshal(ledgerRequest{
		Event: "request", ID: req.ID, Time: req.Time.UTC().Format(time.RFC3339Nano),
		Key: req.Key, Bytes: req.Bytes, Leads: req.Leads, Status: req.Status, Fault: req.Fault,
	})
	if err != nil {
		return fmt.Errorf("encode ledger line: %w", err)
	}
	if _, err := w.Write(append(line, '\n')); err != nil {
		return fmt.Errorf("write ledger: %w", err)
	}
	for _, lead := range leads {
		// A scanned lead without white space is a JSON value without line breaks,
		// and an id needs no escaping.
		line = append(line[:0], `{"event":"lead","request":"`...)
		line = append(append(line, req.ID...), `","lead":`...)
		line = append(append(line, lead...), '}', '\n')
		if _, err := w.Write(line); err != nil {
			return fmt.Errorf("write ledger: %w", err)
		}
	}
	return nil
}

// maskKey leaves a key's last four characters, and those only of a key that is
// long enough to stay secret.
func maskKey(key string) string {
	const shown, least = 4, 8
	if runes := []rune(key); len(runes) >= least {
		return "…" + string(runes[len(runes)-shown:])
	}
	return "…"
}
