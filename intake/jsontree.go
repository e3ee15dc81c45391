package intake

import (
	"fmt"
	"slices"
)

// node is one value of JSON, in the order and the words of the file.
type node struct {
	name string // of a member, as written
	kind byte   // one of { [ " 0 b (true, false) and n (null)
	text string // a string's text, a number or a word as written
	kids []node // of an object or array
	line int    // where it begins
	// What the scanner found in a string, see lexeme.
	latin, doubtful, half bool
}

// absent says that n is as if it were not there.
func (n *node) absent() bool { return n.kind == 'n' }

// scalar says that n is a text, a number, true or false.
func (n *node) scalar() bool { return n.kind == '"' || n.kind == '0' || n.kind == 'b' }

// frame is an object or array whose end is not read yet.
type frame struct {
	node
	// stream says that it holds leads: its values are handed on one by one and
	// not kept.
	stream bool
	// streamed says that something within it was a stream.
	streamed bool
	named    string // the member that is being read
}

// parser builds values from tokens and hands on those that hold leads as soon
// as they are whole, so that a file may be longer than memory.
type parser struct {
	*scanner
	frames []frame
	values int   // of the lead that is being read
	start  int64 // where it begins
	// take gets each value that may be a lead, a list of leads or a wrapper.
	take func(node, string) error
	// collection says that an array or a keyed object holds leads, from what is
	// known of it when it becomes too large for one lead.
	collection func(frames []frame, i int) bool
	// beside gets what stands in an object whose leads were handed on already.
	beside func(node) error
	commas int // trailing commas, and where the first stands
	comma  place
}

// value reads one value from its first byte to its end and hands it on.
func (p *parser) value() error {
	p.frames = p.frames[:0]
	p.reset()
	for {
		n, opened, err := p.first()
		if err != nil {
			return err
		}
		if opened {
			if !p.closes() {
				if err := p.next(); err != nil {
					return err
				}
				continue
			}
			if n, err = p.close(); err != nil {
				return err
			}
		}
		if done, err := p.put(n); done || err != nil {
			return err
		}
	}
}

// put gives a whole value to what holds it, and closes what ends behind it.
// done is true when the value was the outermost.
func (p *parser) put(n node) (done bool, err error) {
	for {
		if err := p.attach(n); err != nil {
			return true, err
		}
		if len(p.frames) == 0 {
			return true, nil
		}
		more, err := p.separator()
		if err != nil {
			return true, err
		}
		if more {
			return false, p.next()
		}
		if n, err = p.close(); err != nil {
			return true, err
		}
	}
}

// reset begins to count for a new lead.
func (p *parser) reset() { p.values, p.start = 0, p.offset() }

// first reads a value that has no parts, or opens one that has.
func (p *parser) first() (n node, opened bool, err error) {
	n.line = p.line
	switch c := p.peek(); {
	case c == '{' || c == '[':
		if len(p.frames) == maxDepth {
			return n, false, fmt.Errorf("line %d: nested more than %d deep, which no lead is", p.line, maxDepth)
		}
		p.r++
		n.kind = c
		p.frames = append(p.frames, frame{node: n})
		p.space()
		if len(p.frames) == 1 && c == '[' {
			c = p.peek()
			p.frames[0].stream = c == '{' || c == '[' || c == 'n'
		}
		return n, true, nil
	case c == '"':
		p.r++
		n.kind = c
		got, err := p.str()
		n.text, n.latin, n.doubtful, n.half = got.text, got.latin, got.doubtful, got.half
		return n, false, err
	case c == '-' || c >= '0' && c <= '9':
		n.kind = '0'
		n.text, err = p.number()
		return n, false, err
	case c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z':
		n.text, err = p.word()
		n.kind = 'b'
		if n.text == "null" {
			n.kind = 'n'
		}
		return n, false, err
	}
	return n, false, p.odd()
}

// closes skips to the next part of the innermost frame, or over its end.
func (p *parser) closes() bool {
	p.space()
	end := p.frames[len(p.frames)-1].kind + 2 // '[' and ']', '{' and '}' are two apart
	if p.peek() != end {
		return false
	}
	p.r++
	return true
}

// separator reads what stands behind a part: a comma, after which there are
// more parts, or the end.
func (p *parser) separator() (more bool, err error) {
	if p.closes() {
		return false, nil
	}
	if p.peek() != ',' {
		if p.atEnd() {
			return false, p.early()
		}
		return false, p.missing()
	}
	at := p.place()
	p.r++
	if p.closes() {
		p.trailing(at)
		return false, nil
	}
	return true, nil
}

// missing is the error for a part that follows without a comma.
func (p *parser) missing() error {
	switch c := p.peek(); c {
	case '"', '{', '[':
		return p.errorf("not JSON: a comma is missing before it")
	case '}', ']':
		return p.errorf("not JSON: %q closes what %q opened", string(rune(c)), string(rune(p.frames[len(p.frames)-1].kind)))
	}
	return p.odd()
}

func (p *parser) trailing(at place) {
	if p.commas++; p.commas == 1 {
		p.comma = at
	}
}

// next reads a member's name up to its value; in an array there is none.
func (p *parser) next() error {
	f := &p.frames[len(p.frames)-1]
	f.named = ""
	if f.kind == '[' {
		return nil
	}
	if p.peek() != '"' {
		if p.atEnd() {
			return p.early()
		}
		if c := p.peek(); c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_' {
			return p.errorf("not JSON: a member's name stands in double quotes")
		}
		return p.odd()
	}
	p.r++
	name, err := p.str()
	if err != nil {
		return err
	}
	f.named = name.text
	p.space()
	if p.peek() != ':' {
		if p.atEnd() {
			return p.early()
		}
		return p.errorf("not JSON: a colon is missing behind the name %s", quoted(name.text))
	}
	p.r++
	p.space()
	return nil
}

// close ends the innermost frame.
func (p *parser) close() (node, error) {
	last := len(p.frames) - 1
	f := p.frames[last]
	p.frames = p.frames[:last]
	if !f.stream && !f.streamed {
		return f.node, nil
	}
	if last > 0 {
		p.frames[last-1].streamed = true
	}
	for _, kid := range f.kids {
		if err := p.beside(kid); err != nil {
			return node{}, err
		}
	}
	p.reset()
	return node{}, nil // nothing is left of it
}

// attach puts a whole value into the innermost frame. The zero node is what was
// handed on already.
func (p *parser) attach(n node) error {
	if n.kind == 0 {
		return nil
	}
	if len(p.frames) == 0 {
		return p.take(n, "")
	}
	f := &p.frames[len(p.frames)-1]
	n.name = f.named
	if f.stream {
		if f.kind == '{' && n.scalar() {
			return p.beside(n)
		}
		err := p.take(n, p.hint(len(p.frames)))
		p.reset()
		return err
	}
	f.kids = append(f.kids, n)
	p.values++
	var why string
	switch size := p.offset() - p.start; {
	case f.kind == '[' && len(f.kids) > maxRows:
		why = fmt.Sprintf("more than %d rows of one kind", maxRows)
	case p.values > maxValues:
		why = fmt.Sprintf("more than %d members in one lead", maxValues)
	case size > maxItem:
		why = "a lead of more than 4 MiB"
	default:
		return nil
	}
	return p.overflow(why)
}

// hint is the name of the innermost of n frames that has one: what a list is
// called says what stands in it.
func (p *parser) hint(n int) string {
	for _, f := range slices.Backward(p.frames[:n-1]) {
		if f.named != "" {
			return f.named
		}
	}
	return ""
}

// overflow is called when what is being read is too large for one lead. If it is
// a list of leads within something else, the list becomes a stream.
func (p *parser) overflow(why string) error {
	first := 0
	for i := range p.frames {
		if p.frames[i].stream {
			first = i + 1
		}
	}
	for i := first; i < len(p.frames); i++ {
		if !p.collection(p.frames[first:], i-first) {
			continue
		}
		f := &p.frames[i]
		kids := f.kids
		f.kids, f.stream = nil, true
		hint := p.hint(i + 1)
		for _, kid := range kids {
			if err := p.take(kid, hint); err != nil {
				return err
			}
		}
		p.reset()
		return nil
	}
	return fmt.Errorf("line %d: %s", p.line, why)
}

// quoted is a name for people, cut where it is long.
func quoted(s string) string {
	if r := []rune(s); len(r) > 40 {
		s = string(r[:39]) + "…"
	}
	return fmt.Sprintf("%q", s)
}

// rest reads what stands behind the last value. Words are left out and shown;
// what could be a lead is an error, so that none is left out.
func (p *parser) rest() (string, error) {
	at := p.place()
	var b []byte
	for !p.atEnd() {
		c := p.buf[p.r]
		if c == '{' || c == '[' || c == '"' {
			return "", at.errorf("not JSON: there is text between the leads: %s", quoted(string(b)))
		}
		if c == 0 || c < ' ' && c != '\n' && c != '\r' && c != '\t' || len(b) > 64<<10 {
			return "", at.errorf("not JSON: there is something else after the leads")
		}
		b = append(b, c)
		p.r++
	}
	if err := p.failure(); err != nil {
		return "", err
	}
	return fmt.Sprintf("%s: text after the leads was left out: %s", at, quoted(string(b))), nil
}
