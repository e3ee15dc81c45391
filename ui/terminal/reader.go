// Package terminal stands between a terminal and Bubble Tea. It keeps an escape
// sequence or a terminal's reply together however it was cut on its way, so
// that no part of one becomes a key, and it tells text that came quicker than
// hands type from keys, so that the screens can take it for what it is: a paste
// without brackets, or a scanner. It does not know what has the focus: the
// screens decide what becomes of such text.
//
// It also owns the terminal: raw mode, size, modes, stopping and going on. Its
// painter draws when something changed; when Bubble Tea's renderer does that (its
// pull requests 1776 and 1796), row, picture, modes and painter can go. Start
// reading at Run, Reader and Parse.
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
	ended  chan struct{} // closed when nothing is read from source any more
	begun  atomic.Bool
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
	return &Reader{source: r, chunks: make(chan chunk), done: make(chan struct{}), ended: make(chan struct{}), parser: parser{esc: esc}}
}

// Read gives what has come, and waits while it cannot be told yet what that is:
// at most 10 ms for text that came quickly, the time of a lone ESC, and a second
// for the rest of a sequence. The first Read begins the reading of the source.
func (r *Reader) Read(p []byte) (int, error) {
	r.begin.Do(func() {
		r.parser.due = time.Now().Add(replyFor)
		r.begun.Store(true)
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

// wait waits until nothing is read any more, which something else brings about.
func (r *Reader) wait(most time.Duration) {
	if !r.begun.Load() {
		return
	}
	select {
	case <-r.ended:
	case <-time.After(most):
	}
}

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
		err := r.take(c, ok)
		select {
		case <-r.done: // an error behind Close is its doing
			if err != nil {
				err = io.EOF
			}
		default:
		}
		return err
	case <-late:
		if r.underWay.Load() > r.taken { // read already, perhaps before the moment
			c, ok := <-r.chunks
			return r.take(c, ok)
		}
		r.out = r.parser.expire(time.Now())
	case <-r.done:
		return io.EOF
	}
	return nil
}

// take gives a chunk to the parser, by the time at which it was read: what was due
// before that comes first, whenever the two are seen. ok is false behind the last.
func (r *Reader) take(c chunk, ok bool) error {
	if !ok {
		if r.out = r.parser.end(); len(r.out) > 0 {
			return nil
		}
		return r.err
	}
	r.taken++
	r.out = nil
	if at := r.parser.deadline(); !at.IsZero() && c.at.After(at) {
		r.out = r.parser.expire(c.at)
	}
	r.out = append(r.out, r.parser.feed(c.bytes, c.at)...)
	// While this chunk waited for a program that was busy, its rest was not read:
	// the time of a cut sequence begins when it can be.
	r.parser.since = r.parser.since.Add(time.Since(c.at))
	return nil
}

// pull reads the source until it ends. The time of a chunk is taken here, where
// nothing else is waited for.
func (r *Reader) pull() {
	defer close(r.ended)
	defer close(r.chunks)
	for {
		p := make([]byte, 4096)
		n, err := r.source.Read(p)
		if n > 0 {
			at := time.Now()
			r.underWay.Add(1)
			select {
			case r.chunks <- chunk{p[:n], at}:
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
