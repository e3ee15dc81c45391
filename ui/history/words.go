package history

import (
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/words"
)

// reader is how the rep acts on what a receipt tells.
func (m *Model) reader() words.Reader { return m.d.Reader(m.Context()) }

// message is the envelope's, null as it is written; without an envelope why
// there is none.
func (m *Model) message(b queue.Batch) string {
	r := b.Receipt
	switch {
	case r.Message != nil:
		return safe.Clean(*r.Message).String()
	case r.Succeeded != nil:
		return "null"
	}
	if why := words.Why(r); why != "" {
		return why
	}
	return "–"
}
