package api

import (
	"strconv"
	"unicode/utf8"
)

// writer appends canonical JSON: members in the order written, nothing empty,
// UTF-8 as it is. It exists because encoding/json can neither take its member
// names from the config nor leave out what turns out to be empty.
type writer struct {
	buf  []byte
	more bool // a value stands before in the object or array being written
}

// open starts an object or array; undo with drop, end with shut.
func (w *writer) open(c byte) {
	w.comma()
	w.buf = append(w.buf, c)
	w.more = false
}

// shut ends what open started.
func (w *writer) shut(c byte) {
	w.buf = append(w.buf, c)
	w.more = true
}

func (w *writer) comma() {
	if w.more {
		w.buf = append(w.buf, ',')
	}
	w.more = true
}

// member starts a member; the value must follow.
func (w *writer) member(name string) {
	w.comma()
	w.buf = appendString(w.buf, name)
	w.buf = append(w.buf, ':')
	w.more = false
}

// text writes a member unless it is empty or has no name.
func (w *writer) text(name, value string) {
	if name == "" || value == "" {
		return
	}
	w.member(name)
	w.value(value)
}

// value writes a string.
func (w *writer) value(s string) {
	w.comma()
	w.buf = appendString(w.buf, s)
}

// list writes a member that is an array of what each item writes, and nothing
// at all when no item wrote anything. An item must write one value or none.
func (w *writer) list(name string, n int, item func(int)) {
	if name == "" || n == 0 {
		return
	}
	start, before := len(w.buf), w.more
	w.member(name)
	w.open('[')
	empty := len(w.buf)
	for i := range n {
		item(i)
	}
	if len(w.buf) == empty {
		w.buf, w.more = w.buf[:start], before
		return
	}
	w.shut(']')
}

// object writes an object, and nothing when body wrote no member.
func (w *writer) object(body func()) {
	start, before := len(w.buf), w.more
	w.open('{')
	empty := len(w.buf)
	body()
	if len(w.buf) == empty {
		w.buf, w.more = w.buf[:start], before
		return
	}
	w.shut('}')
}

const hexDigits = "0123456789abcdef"

// appendString appends s as a JSON string. Only what JSON demands is escaped;
// bytes that are not UTF-8 become U+FFFD.
func appendString(buf []byte, s string) []byte {
	buf = append(buf, '"')
	plain := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError && size == 1 {
				buf = append(buf, s[plain:i]...)
				buf = append(buf, "\uFFFD"...)
				plain = i + 1
			}
			i += size
			continue
		}
		if c >= ' ' && c != '"' && c != '\\' {
			i++
			continue
		}
		buf = append(buf, s[plain:i]...)
		buf = appendEscape(buf, c)
		i++
		plain = i
	}
	buf = append(buf, s[plain:]...)
	return append(buf, '"')
}

func appendEscape(buf []byte, c byte) []byte {
	switch c {
	case '"', '\\':
		return append(buf, '\\', c)
	case '\n':
		return append(buf, '\\', 'n')
	case '\r':
		return append(buf, '\\', 'r')
	case '\t':
		return append(buf, '\\', 't')
	}
	return append(buf, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
}

// number writes an integer member.
func (w *writer) number(name string, n int) {
	w.member(name)
	w.comma()
	w.buf = strconv.AppendInt(w.buf, int64(n), 10)
}
