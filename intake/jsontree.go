package intake

import (
	"slices"

	"leadpad/lead"
)

// node is one value of JSON, in the order and the words of the file.
type node struct {
	name string // of a member, as written; see rename
	kind byte   // one of { [ " 0 b (true, false) and n (null)
	text string // a string's text, a number or a word as written
	kids []node // of an object or array
	line int    // where it begins
	// What the scanner found in a string, see lexeme.
	latin, doubtful, half bool

	means *member // what the name means, once somebody asked
}

// rename gives a member another name.
func (n *node) rename(name string) { n.name, n.means = name, nil }

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
	// skim takes a whole object of a list of leads, or of JSON lines, to be read
	// beside this; flush hands on what was taken. Nil: all is read here.
	skim  func() (took bool, err error)
	flush func() error
	above int // frames around what is read, beside frames
	// nodes is room for the parts of objects and arrays, used again for each lead;
	// nil where they are kept.
	nodes []node
}

const (
	// nodesAtOnce is how many parts a lead may have in that room, and fewParts how
	// many an object or array begins with.
	nodesAtOnce = 512
	fewParts    = 8
)

// room is where the parts of an object or array are put.
func (p *parser) room() []node {
	n := len(p.nodes)
	if n+fewParts > cap(p.nodes) {
		return nil
	}
	p.nodes = p.nodes[:n+fewParts]
	return p.nodes[n:n:len(p.nodes)]
}

// value reads one value from its first byte to its end and hands it on.
func (p *parser) value() error {
	p.frames = p.frames[:0]
	p.reset()
	for {
		if took, err := p.skimmed(); err != nil {
			return err
		} else if took {
			if done, err := p.put(node{}); done || err != nil {
				return err
			}
			continue
		}
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

// skimmed takes the value that begins here, where that can be one of many leads, to
// be read beside this; else it is read here, after all that was taken.
func (p *parser) skimmed() (took bool, err error) {
	last := len(p.frames) - 1
	if p.skim == nil || last >= 0 && !(p.frames[last].stream && p.frames[last].kind == '[') {
		return false, nil
	}
	if p.peek() == '{' {
		if took, err = p.skim(); took || err != nil {
			p.reset()
			return took, err
		}
	}
	return false, p.flush()
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
	c := p.peek()
	if c == '{' || c == '[' {
		if len(p.frames)+p.above == maxDepth {
			return n, false, place{line: p.line}.over(Deep, maxDepth)
		}
		p.r++
		n.kind, n.kids = c, p.room()
		p.frames = append(p.frames, frame{node: n})
		p.space()
		if len(p.frames) == 1 && c == '[' {
			c = p.peek()
			p.frames[0].stream = c == '{' || c == '[' || c == 'n'
		}
		return n, true, nil
	}
	if c == '"' {
		p.r++
		n.kind = c
		got, err := p.str()
		n.text, n.latin, n.doubtful, n.half = got.text, got.latin, got.doubtful, got.half
		return n, false, err
	}
	if c == '-' || isDigit(c) {
		n.kind = '0'
		n.text, err = p.number()
		return n, false, err
	}
	if isLetter(c) {
		n.text, err = p.word()
		n.kind = 'b'
		if n.text == "null" {
			n.kind = 'n'
		}
		return n, false, err
	}
	return n, false, p.odd()
}

// close ends the innermost frame.
func (p *parser) close() (node, error) {
	last := len(p.frames) - 1
	f := p.frames[last]
	if f.stream || f.streamed {
		if err := p.flush(); err != nil {
			return node{}, err
		}
	}
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
	n.rename(f.named)
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
	if f.kind == '[' && len(f.kids) > lead.MaxRows {
		return p.overflow(ManyRows, lead.MaxRows)
	}
	if p.values > lead.MaxMembers {
		return p.overflow(ManyMembers, lead.MaxMembers)
	}
	if p.offset()-p.start > maxItem {
		return p.overflow(LongLead, maxItem>>20)
	}
	return nil
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
func (p *parser) overflow(what What, most int) error {
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
	return place{line: p.line}.over(what, most)
}
