// Package input stands between a terminal and Bubble Tea. It makes a paste of
// what terminals without bracketed paste send as one burst of characters, so
// that a pasted sentence is never run as keys, and over a slow line it keeps an
// escape sequence together that was cut on its way. Start reading at File and
// Stream.
package input

import (
	"io"
	"os"
	"time"
	"unicode/utf8"
)

// The bounds of DESIGN.md, "The house".
const (
	// pasteFrom is how many printable bytes in one read are a paste: nobody
	// types 32 characters between two reads.
	pasteFrom = 32
	// holdFor is how long a cut escape sequence waits for its rest over SSH.
	holdFor = 150 * time.Millisecond
)

// The brackets of a paste (xterm's bracketed paste mode).
const (
	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
)

// Terminal is a local terminal's input. It is a file to Bubble Tea, which so
// can make it raw and stop reading it; each Read is one read of the file, less
// the room that the brackets may need.
type Terminal struct {
	*os.File
	bracket bracketer
}

// File wraps a terminal's input.
func File(f *os.File) *Terminal { return &Terminal{File: f} }

// Read reads once.
func (t *Terminal) Read(p []byte) (int, error) {
	if len(p) < minBuffer {
		return t.File.Read(p)
	}
	n, err := t.File.Read(p[:len(p)-overhead])
	return t.bracket.apply(p, n), err
}

// overhead is what bracketing can add to a read; minBuffer the least buffer in
// which that is worth while.
const (
	overhead  = len(pasteStart) + len(pasteEnd) + utf8.UTFMax
	minBuffer = 256
)

// bracketer marks pastes that came without brackets.
type bracketer struct {
	inPaste bool   // between the terminal's own brackets
	rest    []byte // the first bytes of a character that a read has cut
}

// apply brackets p[:n] in place when it is a paste, and gives its new length.
func (b *bracketer) apply(p []byte, n int) int {
	if len(b.rest) > 0 {
		copy(p[len(b.rest):], p[:n])
		n += copy(p, b.rest)
		b.rest = nil
	}
	if n < pasteFrom || b.inPaste || !printable(p[:n]) {
		b.track(p[:n])
		return n
	}
	cut := n - len(cutRune(p[:n]))
	b.rest = append(b.rest, p[cut:n]...)
	copy(p[len(pasteStart):], p[:cut])
	copy(p, pasteStart)
	return cut + len(pasteStart) + copy(p[len(pasteStart)+cut:], pasteEnd)
}

// track follows the terminal's own brackets: text between them is left alone.
func (b *bracketer) track(p []byte) {
	start, end := lastIndex(p, pasteStart), lastIndex(p, pasteEnd)
	if start != end {
		b.inPaste = start > end
	}
}

// printable says that p holds characters alone: no control, no escape.
func printable(p []byte) bool {
	for _, c := range p {
		if c < ' ' || c == 0x7f {
			return false
		}
	}
	return true
}

// cutRune gives the bytes at p's end that begin a character and do not end it.
func cutRune(p []byte) []byte {
	for i := len(p) - 1; i >= 0 && i >= len(p)-utf8.UTFMax; i-- {
		if utf8.RuneStart(p[i]) {
			if !utf8.FullRune(p[i:]) {
				return p[i:]
			}
			break
		}
	}
	return nil
}

func lastIndex(p []byte, s string) int {
	for i := len(p) - len(s); i >= 0; i-- {
		if string(p[i:i+len(s)]) == s {
			return i
		}
	}
	return -1
}

// Remote is the input of an SSH session.
type Remote struct {
	bracket bracketer
	chunks  chan []byte
	err     error // set before chunks is closed
	left    []byte
	hold    time.Duration
}

// Stream wraps a session's input. It reads ahead by one chunk, so that it can
// wait for the rest of a cut escape sequence; it ends with r.
func Stream(r io.Reader) *Remote {
	s := &Remote{chunks: make(chan []byte), hold: holdFor}
	go func() {
		defer close(s.chunks)
		for {
			p := make([]byte, 4096)
			n, err := r.Read(p)
			if n > 0 {
				s.chunks <- p[:n]
			}
			if err != nil {
				s.err = err
				return
			}
		}
	}()
	return s
}

// Read gives one chunk, bracketed when it is a paste; a chunk that ends inside
// an escape sequence waits 150 ms for the next one, and what is then still
// incomplete is dropped rather than run as keys, a lone Escape excepted.
func (s *Remote) Read(p []byte) (int, error) {
	for len(s.left) == 0 {
		chunk, ok := <-s.chunks
		if !ok {
			return 0, s.err
		}
		chunk = s.whole(chunk)
		buffer := make([]byte, len(chunk)+overhead)
		n := s.bracket.apply(buffer, copy(buffer, chunk))
		s.left = buffer[:n]
	}
	n := copy(p, s.left)
	s.left = s.left[n:]
	return n, nil
}

// whole waits for the rest of an escape sequence at the chunk's end.
func (s *Remote) whole(chunk []byte) []byte {
	for {
		open := openEscape(chunk)
		if open < 0 {
			return chunk
		}
		timer := time.NewTimer(s.hold)
		select {
		case more, ok := <-s.chunks:
			timer.Stop()
			chunk = append(chunk, more...)
			if ok {
				continue
			}
		case <-timer.C:
		}
		if len(chunk)-open > 1 {
			return chunk[:open] // never becomes keys
		}
		return chunk
	}
}

// openEscape is the index of an escape sequence that p does not end, -1 for none.
func openEscape(p []byte) int {
	for i := len(p) - 1; i >= 0 && i >= len(p)-64; i-- {
		if p[i] != 0x1b {
			continue
		}
		if ended(p[i+1:]) {
			return -1
		}
		return i
	}
	return -1
}

// ended says that what follows an ESC is a whole sequence.
func ended(rest []byte) bool {
	if len(rest) == 0 {
		return false
	}
	switch rest[0] {
	case '[':
		for _, c := range rest[1:] {
			if c >= 0x40 && c <= 0x7e {
				return true
			}
		}
		return false
	case 'O':
		return len(rest) > 1
	}
	return true
}
