package terminal

import (
	"bytes"
	"time"
	"unicode/utf8"
)

const (
	// together is how far apart at most the characters of one piece of text are:
	// a paste comes in one piece, two keys of a hand do not.
	together = 10 * time.Millisecond
	// nearby is how far apart at most the characters of a scanner are. A quick hand
	// strikes two or three keys so close, never a word.
	nearby = 60 * time.Millisecond
	// sequenceFor is how long a sequence waits for its end. What is then still
	// cut is dropped: it never becomes keys.
	sequenceFor = time.Second
	// replyFor is how long after the start the terminal's replies are awaited, in
	// which a lone ESC may be the beginning of one.
	replyFor = time.Second
	// pieceMost bounds what is kept of one piece of text, in bytes; a longer one
	// goes on as several.
	pieceMost = 1 << 20
	// sequenceMost bounds what is kept of a sequence; of a longer one nothing is.
	sequenceMost = 1 << 16
)

// The brackets of a paste (xterm's bracketed paste mode).
const (
	pasteStart = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
)

// escapeKey is Escape in kitty's encoding, which Bubble Tea knows at once: of
// the bare byte it would wait for the rest again.
const escapeKey = "\x1b[27u"

// place is where in a sequence the parser stands.
type place uint8

const (
	ground   place = iota
	escape         // behind ESC
	control        // CSI, ESC [
	single         // one more byte: SS3 (ESC O), the Linux console's ESC [ [
	mouse          // the three bytes of an X10 mouse event, ESC [ M
	words          // OSC, DCS, APC, PM, SOS: until ST or BEL
	wordsEnd       // ESC inside of these: \ makes it ST
	pasting        // between the terminal's own brackets
)

// parser takes bytes with their times and gives what Bubble Tea is to decode.
type parser struct {
	esc time.Duration // how long a lone ESC waits
	due time.Time     // until then a reply of the terminal is awaited

	at    place
	seq   []byte    // the sequence so far, with its ESC
	since time.Time // when its ESC came
	left  int       // bytes that the mouse event still has

	char   []byte    // a character that is cut
	piece  []byte    // text that came together and is not passed on yet
	runes  int       // in piece
	joined bool      // piece came together with the key before it
	near   bool      // piece came near the key before it
	last   time.Time // when the last character came
	tail   []byte    // in a paste: what may be the beginning of its end

	out []byte
}

// feed takes bytes that came at a time.
func (p *parser) feed(b []byte, now time.Time) []byte {
	p.out = nil
	if len(p.piece) > 0 && now.Sub(p.last) > together {
		p.flush()
	}
	for _, c := range b {
		p.byte(c, now)
	}
	// One key, pressed alone, waits for nothing.
	if p.runes == 1 && !p.joined {
		p.flush()
	}
	return p.out
}

// deadline is when expire is to be called if nothing comes; zero for never.
func (p *parser) deadline() time.Time {
	switch {
	case len(p.piece) > 0:
		return p.last.Add(together)
	case p.at == escape:
		return p.escapeUntil()
	case p.at != ground && p.at != pasting:
		return p.since.Add(sequenceFor)
	case len(p.char) > 0:
		return p.since.Add(sequenceFor)
	}
	return time.Time{}
}

// escapeUntil is how long a lone ESC is none yet: longer while a reply is due.
func (p *parser) escapeUntil() time.Time {
	until := p.since.Add(p.esc)
	if p.due.After(until) {
		return p.due
	}
	return until
}

// expire passes on, or drops, what has waited long enough.
func (p *parser) expire(now time.Time) []byte {
	p.out = nil
	if at := p.deadline(); at.IsZero() || now.Before(at) {
		return nil
	}
	switch {
	case len(p.piece) > 0:
		p.flush()
	case p.at == escape:
		p.out = append(p.out, escapeKey...)
		p.at = ground
	case p.at != ground:
		p.at, p.seq = ground, nil
	default:
		p.spoiled(now)
	}
	return p.out
}

// end passes on what is left when the input has ended.
func (p *parser) end() []byte {
	p.out = nil
	p.flush()
	if p.at == escape {
		p.out = append(p.out, escapeKey...)
		p.at = ground
	}
	return p.out
}

// byte takes one.
func (p *parser) byte(c byte, now time.Time) {
	switch p.at {
	case ground:
		if c == 0x1b {
			p.start(now)
		} else {
			p.character(c, now)
		}
	case escape:
		p.kind(c, now)
	case control:
		p.control(c, now)
	case single:
		p.complete(c)
	case mouse:
		p.seq = append(p.seq, c)
		if p.left--; p.left == 0 {
			p.pass()
		}
	case words:
		p.words(c)
	case wordsEnd:
		p.wordsEnd(c, now)
	case pasting:
		p.pasted(c)
	}
}

// start begins a sequence.
func (p *parser) start(now time.Time) {
	if len(p.char) > 0 {
		p.spoiled(now)
	}
	p.flush()
	p.at, p.seq, p.since = escape, append(p.seq[:0], 0x1b), now
}

// kind takes the byte behind an ESC, which says what it begins.
func (p *parser) kind(c byte, now time.Time) {
	p.seq = append(p.seq, c)
	switch c {
	case '[':
		p.at = control
	case 'O':
		p.at = single
	case ']', 'P', '_':
		p.at = words
	case 0x1b: // the first one was Escape
		p.out = append(p.out, escapeKey...)
		p.start(now)
	default:
		// A key with Alt. No terminal sends what ESC X and ESC ^ begin, so that is
		// Escape and a letter.
		if c < utf8.RuneSelf && c != 'X' && c != '^' {
			p.pass()
			return
		}
		p.out = append(p.out, escapeKey...)
		p.at = ground
		p.character(c, now)
	}
}

// control takes a byte of a CSI sequence. What does not belong there, a control
// or half a character, is a cut sequence's neighbour and goes with it.
func (p *parser) control(c byte, now time.Time) {
	switch {
	case c == 0x1b: // the one before was cut for good
		p.start(now)
	case c == '[' && len(p.seq) == 2:
		p.at, p.seq = single, append(p.seq, c)
	case c == 'M' && len(p.seq) == 2:
		p.at, p.left, p.seq = mouse, 3, append(p.seq, c)
	case c >= 0x40 && c <= 0x7e:
		p.complete(c)
	case c >= 0x20 && c < 0x40:
		p.keep(c)
	}
}

// words takes a byte of an OSC, DCS or APC.
func (p *parser) words(c byte) {
	switch c {
	case 0x07:
		p.complete(c)
	case 0x1b:
		p.at = wordsEnd
		p.keep(c)
	default:
		p.keep(c)
	}
}

func (p *parser) wordsEnd(c byte, now time.Time) {
	if c == '\\' {
		p.complete(c)
		return
	}
	p.start(now) // the ESC began another sequence
	p.kind(c, now)
}

// keep adds a byte to the sequence, as long as it is not too long to be one.
func (p *parser) keep(c byte) {
	if len(p.seq) < sequenceMost {
		p.seq = append(p.seq, c)
	}
}

// complete passes the sequence on with its last byte.
func (p *parser) complete(c byte) {
	p.keep(c)
	p.pass()
}

func (p *parser) pass() {
	p.at = ground
	if len(p.seq) >= sequenceMost {
		return
	}
	if bytes.HasPrefix(p.seq, []byte("\x1b]11;")) {
		p.due = time.Time{} // the last of what leadpad asks for at its start
	}
	if c := p.seq[1]; c == '[' || c == 'O' {
		p.last = time.Time{} // a key: what comes behind it is no part of what came before
	}
	if string(p.seq) == pasteStart {
		p.at, p.tail = pasting, p.tail[:0]
	}
	if string(p.seq) != pasteEnd { // one without its beginning is none
		p.out = append(p.out, p.seq...)
	}
}

// pasted takes a byte between the terminal's brackets. NUL is our own mark, and
// ESC would begin a sequence that may swallow the end: no text has them.
func (p *parser) pasted(c byte) {
	p.tail = append(p.tail, c)
	for len(p.tail) > 0 && !bytes.HasPrefix([]byte(pasteEnd), p.tail) {
		if first := p.tail[0]; first != 0 && first != 0x1b {
			p.out = append(p.out, first)
		}
		p.tail = p.tail[1:]
	}
	if string(p.tail) == pasteEnd {
		p.out = append(p.out, pasteEnd...)
		p.at = ground
	}
}

// character takes a byte of text.
func (p *parser) character(c byte, now time.Time) {
	if len(p.char) > 0 && utf8.RuneStart(c) {
		p.spoiled(now)
	}
	if len(p.char) == 0 {
		p.since = now
	}
	p.char = append(p.char, c)
	if !utf8.FullRune(p.char) {
		return
	}
	if r, _ := utf8.DecodeRune(p.char); r == utf8.RuneError && string(p.char) != "\ufffd" {
		p.spoiled(now)
		return
	}
	p.rune(p.char, now)
	p.char = p.char[:0]
}

// spoiled shows what is no UTF-8 as U+FFFD: a terminal of another encoding must
// be seen, and its bytes can mean control sequences to others.
func (p *parser) spoiled(now time.Time) {
	p.char = p.char[:0]
	p.rune([]byte("\ufffd"), now)
}

// rune takes one character.
func (p *parser) rune(r []byte, now time.Time) {
	if p.runes == 0 {
		gap := now.Sub(p.last)
		p.joined, p.near = gap <= together, gap <= nearby
	}
	p.piece = append(p.piece, r...)
	p.runes++
	p.last = now
	if len(p.piece) >= pieceMost {
		p.flush()
	}
}

// flush passes the piece on: a key as it is, text that came quickly as a message.
func (p *parser) flush() {
	if p.runes == 0 {
		return
	}
	switch {
	case p.runes > 1 || p.joined:
		p.out = mark(p.out, Together, p.piece)
	case p.near:
		p.out = mark(p.out, Near, p.piece)
	default:
		p.out = append(p.out, p.piece...)
	}
	p.piece, p.runes = p.piece[:0], 0
}
