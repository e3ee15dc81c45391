package sandbox

import (
	"bytes"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// The bounds of what the scanner takes in.
const (
	// maxDepth is how deep values may nest; 64 is the default of the JSON readers
	// on the server's side of such APIs.
	maxDepth = 64
	// maxNodes bounds the memory that one body of maxBody bytes can ask for.
	maxNodes = 500_000
)

// kind is the first byte of a JSON value: one of n t f 0 " [ {.
type kind byte

const (
	kindNull   kind = 'n'
	kindTrue   kind = 't'
	kindFalse  kind = 'f'
	kindNumber kind = '0'
	kindString kind = '"'
	kindArray  kind = '['
	kindObject kind = '{'
)

// String names the kind with its article, for a message.
func (k kind) String() string {
	switch k {
	case kindNull:
		return "null"
	case kindTrue, kindFalse:
		return "a boolean"
	case kindNumber:
		return "a number"
	case kindString:
		return "a string"
	case kindArray:
		return "an array"
	default:
		return "an object"
	}
}

// node is one value. Nodes stand in a flat list in the order of the text: the
// children of node i begin at i+1, and next is the first node after them.
type node struct {
	kind           kind
	keyEscaped     bool
	pos, end       uint32 // the value's bytes in the source
	keyPos, keyEnd uint32 // the member's name without quotes; 0, 0 outside objects
	next           uint32
	units          uint32 // a string's length in UTF-16 code units
}

// document is a scanned JSON text. It can be used again for another text.
type document struct {
	src   []byte
	nodes []node
	pos   int
	units uint32
}

// syntaxError is where a body is not JSON, or not JSON that can be taken in.
type syntaxError struct {
	pos  int
	text string
}

// Error gives the sentence without its place.
func (e *syntaxError) Error() string { return e.text }

// scan reads src strictly: valid UTF-8, one value, nothing after it.
func (d *document) scan(src []byte) *syntaxError {
	d.src, d.nodes, d.pos = src, d.nodes[:0], 0
	if strings.HasPrefix(string(src[:min(3, len(src))]), "\uFEFF") {
		return d.fail(0, "a byte order mark")
	}
	d.space()
	if d.pos == len(src) {
		return d.fail(d.pos, "no value at all")
	}
	if err := d.value(0); err != nil {
		return err
	}
	d.space()
	if d.pos < len(src) {
		return d.unexpected("the end")
	}
	return d.duplicates()
}

func (d *document) fail(pos int, format string, args ...any) *syntaxError {
	return &syntaxError{pos, fmt.Sprintf(format, args...)}
}

// unexpected says what stands where something else was wanted.
func (d *document) unexpected(wanted string) *syntaxError {
	if d.pos >= len(d.src) {
		return d.fail(d.pos, "expected %s, but the text ends", wanted)
	}
	r, size := utf8.DecodeRune(d.src[d.pos:])
	if r == utf8.RuneError && size == 1 {
		return d.fail(d.pos, "invalid UTF-8")
	}
	return d.fail(d.pos, "expected %s, but found %s", wanted, strconv.QuoteRuneToASCII(r))
}

func (d *document) space() {
	for d.pos < len(d.src) {
		switch d.src[d.pos] {
		case ' ', '\t', '\n', '\r':
			d.pos++
		default:
			return
		}
	}
}

// value reads one value at pos, after white space.
func (d *document) value(depth int) *syntaxError {
	if d.pos >= len(d.src) {
		return d.unexpected("a value")
	}
	if len(d.nodes) == maxNodes {
		return d.fail(d.pos, "more than %d values", maxNodes)
	}
	i, from := len(d.nodes), d.pos
	d.nodes = append(d.nodes, node{pos: uint32(from)})
	k, err := kind(d.src[from]), (*syntaxError)(nil)
	switch c := d.src[from]; {
	case c == '"':
		err = d.str()
		d.nodes[i].units = d.units
	case c == '{' || c == '[':
		if depth == maxDepth {
			return d.fail(from, "nested deeper than %d levels", maxDepth)
		}
		if c == '{' {
			err = d.object(depth + 1)
		} else {
			err = d.array(depth + 1)
		}
	case c == '-' || c >= '0' && c <= '9':
		k, err = kindNumber, d.number()
	case c == 'n':
		err = d.literal("null")
	case c == 't':
		err = d.literal("true")
	case c == 'f':
		err = d.literal("false")
	default:
		return d.unexpected("a value")
	}
	n := &d.nodes[i]
	n.kind, n.end, n.next = k, uint32(d.pos), uint32(len(d.nodes))
	return err
}

func (d *document) literal(word string) *syntaxError {
	for i := range len(word) {
		if d.pos >= len(d.src) || d.src[d.pos] != word[i] {
			return d.unexpected("the word " + word)
		}
		d.pos++
	}
	return nil
}

func (d *document) array(depth int) *syntaxError {
	d.pos++
	d.space()
	if d.take(']') {
		return nil
	}
	for {
		if err := d.value(depth); err != nil {
			return err
		}
		d.space()
		if d.take(']') {
			return nil
		}
		if !d.take(',') {
			return d.unexpected("a comma or the end of the array")
		}
		d.space()
	}
}

func (d *document) object(depth int) *syntaxError {
	d.pos++
	d.space()
	if d.take('}') {
		return nil
	}
	for {
		if d.pos >= len(d.src) || d.src[d.pos] != '"' {
			return d.unexpected("a member's name in quotes")
		}
		from := d.pos + 1
		if err := d.str(); err != nil {
			return err
		}
		key := node{keyPos: uint32(from), keyEnd: uint32(d.pos - 1)}
		key.keyEscaped = bytes.IndexByte(d.src[key.keyPos:key.keyEnd], '\\') >= 0
		d.space()
		if !d.take(':') {
			return d.unexpected("a colon")
		}
		d.space()
		i := len(d.nodes)
		if err := d.value(depth); err != nil {
			return err
		}
		n := &d.nodes[i]
		n.keyPos, n.keyEnd, n.keyEscaped = key.keyPos, key.keyEnd, key.keyEscaped
		d.space()
		if d.take('}') {
			return nil
		}
		if !d.take(',') {
			return d.unexpected("a comma or the end of the object")
		}
		d.space()
	}
}

func (d *document) take(c byte) bool {
	if d.pos < len(d.src) && d.src[d.pos] == c {
		d.pos++
		return true
	}
	return false
}

// digits reads at least one digit.
func (d *document) digits() *syntaxError {
	from := d.pos
	for d.pos < len(d.src) && d.src[d.pos] >= '0' && d.src[d.pos] <= '9' {
		d.pos++
	}
	if d.pos == from {
		return d.unexpected("a digit")
	}
	return nil
}

func (d *document) number() *syntaxError {
	d.take('-')
	if !d.take('0') {
		if err := d.digits(); err != nil {
			return err
		}
	}
	if d.take('.') {
		if err := d.digits(); err != nil {
			return err
		}
	}
	if d.take('e') || d.take('E') {
		if !d.take('-') {
			d.take('+')
		}
		return d.digits()
	}
	return nil
}
