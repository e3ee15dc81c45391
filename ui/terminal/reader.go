// Package terminal stands between a terminal and Bubble Tea. It keeps an escape
// sequence or a terminal's reply together however it was cut on its way, so
// that no part of one becomes a key, and it tells text that came quicker than
// hands type from keys, so that the screens can take it for what it is: a paste
// without brackets, or a scanner. It does not know what has the focus: the
// screens decide what becomes of such text. Start reading at Reader and Parse.
package terminal

import (
	"io"
	"sync"
	"sync/atomic"
	"time"
)

// How long a lone ESC waits for what it may begin, from the moment it came.
const (
	localEsc  = 50 * time.Millisecond
	remoteEsc = 150 * time.Millisecond
)

// chunk is what one read gave.
type chunk struct {
	bytes []byte
	at    time.Time
}

// Reader is a terminal's input for Bubble Tea, which decodes it. Keys and
// sequences go through whole; text that came quickly comes as the messages that
// Parse reads.
type Reader struct {
	source io.Reader
	begin  sync.Once
	chunks chan chunk
	done   chan struct{} // closed by Close: nobody reads any more
	shut   sync.Once
	err    error // set before chunks is closed
	parser parser
	out    []byte
	// under way are chunks that were read and not passed on whole; taken is how
	// many of them the parser has.
	underWay atomic.Int64
	taken    int64
}

// Stream wraps the input of an SSH session. It ends with r.
func Stream(r io.Reader) *Reader { return newReader(r, remoteEsc) }

func newReader(r io.Reader, esc time.Duration) *Reader {
	return &Reader{source: r, chunks: make(chan chunk), done: make(chan struct{}), parser: parser{esc: esc}}
}

// Read gives what has come, and waits while it cannot be told yet what that is:
// at most 10 ms for text that came quickly, the time of a lone ESC, and a second
// for the rest of a sequence. The first Read begins the reading of the source.
func (r *Reader) Read(p []byte) (int, error) {
	r.begin.Do(func() {
		r.parser.due = time.Now().Add(replyFor)
		go r.pull()
	})
	for len(r.out) == 0 {
		if err := r.step(); err != nil {
			return 0, err
		}
	}
	n := copy(p, r.out)
	r.out = r.out[n:]
	return n, nil
}

// Close ends the reading; a Read that waits gives io.EOF.
func (r *Reader) Close() error {
	r.shut.Do(func() { close(r.done) })
	return nil
}

// Pending says that there is input which Bubble Tea has not got yet.
func (r *Reader) Pending() bool { return r.underWay.Load() > 0 }

// step waits for the next chunk, or for the moment at which the parser knows
// more without one.
func (r *Reader) step() error {
	var late <-chan time.Time
	if at := r.parser.deadline(); !at.IsZero() {
		timer := time.NewTimer(time.Until(at))
		defer timer.Stop()
		late = timer.C
	} else {
		r.underWay.Add(-r.taken)
		r.taken = 0
	}
	select {
	case c, ok := <-r.chunks:
		if !ok {
			if r.out = r.parser.end(); len(r.out) > 0 {
				return nil
			}
			return r.err
		}
		r.taken++
		r.out = r.parser.feed(c.bytes, c.at)
	case <-late:
		r.out = r.parser.expire(time.Now())
	case <-r.done:
		return io.EOF
	}
	return nil
}

// pull reads the source until it ends. The time of a chunk is taken here, where
// nothing else is waited for.
func (r *Reader) pull() {
	defer close(r.chunks)
	for {
		p := make([]byte, 4096)
		n, err := r.source.Read(p)
		if n > 0 {
			r.underWay.Add(1)
			select {
			case r.chunks <- chunk{p[:n], time.Now()}:
			case <-r.done:
				r.err = io.EOF
				return
			}
		}
		if err != nil {
			r.err = err
			return
		}
	}
}
