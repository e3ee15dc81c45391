package intake

import (
	"io"
	"runtime"

	"leadpad/lead"
)

// A long file is mostly leads, one behind the other. Where each of them ends is told
// by its braces and quotes, which is quick; what stands in it is read on all cores,
// a batch of leads at a time, and handed on in order. Whatever is not plainly one
// lead is read as in a short file.

const (
	// maxRecord is how long a lead may be that is read so.
	maxRecord = 32 << 10
	// batchSize is about how many bytes of leads one core reads at a time.
	batchSize = 64 << 10
)

// records are the leads of a document that are read on all cores.
type records struct {
	*document
	class   [256]byteClass
	batch   *batch   // being filled
	pending []*batch // being read, the oldest first
	idle    []*batch // to be filled again
	failed  error    // why nothing is handed on any more
}

// batch is some leads of one list, and what reads them.
type batch struct {
	lector
	bytes  []byte // of all of them
	hint   string // what the list around them is called
	leads  []record
	became []outcome
	read   chan struct{}
}

// record is one lead of a batch.
type record struct {
	from, to int // in the batch's bytes
	// Where it begins in the file, see scanner.
	before, begin, inner int64
	line                 int
}

// outcome is what became of one record.
type outcome struct {
	item   Item
	line   int
	other  *node // what stood there when it is not plainly a lead
	commas int   // trailing ones, and where the first stands
	comma  place
	err    error
}

func newRecords(d *document) *records {
	r := &records{document: d, class: byteClasses()}
	for range runtime.GOMAXPROCS(0) + 2 { // so that no core waits for the leads before
		r.idle = append(r.idle, &batch{lector: newLector(d.check), read: make(chan struct{}, 1)})
	}
	return r
}

// take takes the record that begins here into a batch; false means that it is to be
// read as in a short file.
func (r *records) take() (took bool, err error) {
	from, at := r.r, record{line: r.line, begin: r.begin, inner: r.inner}
	if !r.pass() {
		if from = 0; !r.more() || !r.pass() {
			return false, nil
		}
	}
	if r.batch == nil {
		if err := r.fresh(); err != nil {
			return false, err
		}
	}
	b := r.batch
	at.before = r.before + int64(from)
	at.from = len(b.bytes)
	b.bytes = append(b.bytes, r.buf[from:r.r]...)
	at.to = len(b.bytes)
	b.leads = append(b.leads, at)
	if len(b.bytes) >= batchSize {
		r.submit()
	}
	return true, nil
}

// fresh begins a batch, when one is idle.
func (r *records) fresh() error {
	for len(r.idle) == 0 {
		if err := r.deliver(); err != nil {
			return err
		}
	}
	last := len(r.idle) - 1
	r.batch, r.idle = r.idle[last], r.idle[:last]
	b := r.batch
	b.bytes, b.leads, b.hint, b.above = b.bytes[:0], b.leads[:0], "", len(r.frames)
	if b.above > 0 {
		b.hint = r.hint(b.above)
	}
	return nil
}

// submit has the batch read.
func (r *records) submit() {
	b := r.batch
	if r.batch = nil; b == nil {
		return
	}
	r.pending = append(r.pending, b)
	go func() {
		b.readAll()
		b.read <- struct{}{}
	}()
}

// deliver waits for the oldest batch and hands on its leads.
func (r *records) deliver() error {
	if r.failed == nil {
		r.failed = r.deliverOldest()
	}
	return r.failed
}

func (r *records) deliverOldest() error {
	b := r.pending[0]
	r.pending = r.pending[1:]
	<-b.read
	r.idle = append(r.idle, b)
	for i := range b.became {
		o := &b.became[i]
		if o.commas > 0 && (r.commas == 0 || o.comma.before(r.comma)) {
			r.comma = o.comma
		}
		r.commas += o.commas
		r.listed = r.listed || b.above > 0
		err := o.err
		if o.other != nil {
			err = r.element(o.other, b.hint, "", 0)
		} else if err == nil {
			err = r.emit(o.item, o.line)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// flush hands on all that was taken so far.
func (r *records) flush() error {
	r.submit()
	err := r.failed
	for err == nil && len(r.pending) > 0 {
		err = r.deliver()
	}
	return err
}

// wait lets those who still read end, for nobody wants their leads any more.
func (r *records) wait() {
	for _, b := range r.pending {
		<-b.read
	}
}

// byteClass is what a byte means to where a record ends.
type byteClass uint8

const (
	plainByte byteClass = iota
	quoteByte
	escapeByte
	openByte
	closeByte
	commaByte
	lineByte
	innerByte // of a character, behind its first
	firstByte // of a character beyond ASCII
)

func byteClasses() (c [256]byteClass) {
	c['"'], c['\\'], c[','], c['\n'] = quoteByte, escapeByte, commaByte, lineByte
	c['{'], c['['], c['}'], c[']'] = openByte, openByte, closeByte, closeByte
	for b := 0x80; b < 0xc0; b++ {
		c[b] = innerByte
	}
	for b := 0xc0; b < 0x100; b++ {
		c[b] = firstByte
	}
	return c
}

// pass moves behind the object that begins here. It is false, and nothing moved,
// when its end is not in the buffer, or so many values stand in it that it may be a
// list of leads. What is wrong within is found when it is read.
func (r *records) pass() bool {
	buf := r.buf[r.r:min(r.w, r.r+maxRecord)]
	line, begin, inner := r.line, r.begin, r.inner
	depth, values := 0, 0
	for i := 0; i < len(buf); i++ {
		switch r.class[buf[i]] {
		case quoteByte:
			n, later := r.textEnd(buf[i+1:])
			i += n
			inner += later
		case openByte:
			depth++
			values++
		case commaByte:
			values++
		case lineByte:
			line++
			begin, inner = r.offset()+int64(i)+1, 0
		case innerByte, firstByte:
			return false
		case closeByte:
			if depth--; depth > 0 {
				continue
			}
			if values > lead.MaxRows {
				return false
			}
			r.r += i + 1
			r.line, r.begin, r.inner = line, begin, inner
			return true
		}
	}
	return false
}

// textEnd is how many bytes a text takes behind its first quote, the last one
// included, and how many of them begin no character.
func (r *records) textEnd(buf []byte) (n int, inner int64) {
	for n < len(buf) {
		n += simple(buf[n:])
		for few := min(n+8, len(buf)); n < few; n++ {
			switch r.class[buf[n]] {
			case quoteByte:
				return n + 1, inner
			case escapeByte:
				n++
			case innerByte:
				inner++
			}
		}
	}
	return n, inner
}

// more brings what is left in the buffer to its front and reads on; it is false when
// that brings nothing.
func (s *scanner) more() bool {
	if s.err != nil || s.r == 0 && s.w == len(s.buf) || s.offset() > MaxFile {
		return false
	}
	s.before += int64(s.r)
	s.r, s.w = 0, copy(s.buf, s.buf[s.r:s.w])
	n := 0
	for tries := 0; n == 0 && s.err == nil && tries < 100; tries++ {
		n, s.err = s.in.Read(s.buf[s.w:])
	}
	s.w += n
	return n > 0
}

// lector reads one record after the other.
type lector struct {
	document
	got node // the value that was read
}

func newLector(check bool) lector {
	return lector{document: document{parser: parser{scanner: &scanner{}}, check: check, names: make(map[string]*member)}}
}

// readAll reads the records of a batch, up to one with an error.
func (b *batch) readAll() {
	b.parser.take = func(n node, _ string) error {
		b.got = n
		return nil
	}
	b.flush = func() error { return nil }
	whole := string(b.bytes)
	b.became = b.became[:0]
	for _, r := range b.leads {
		*b.scanner = scanner{
			buf: b.bytes[r.from:r.to], whole: whole[r.from:r.to], w: r.to - r.from, err: io.EOF,
			before: r.before, line: r.line, begin: r.begin, inner: r.inner, text: b.text,
		}
		b.became = append(b.became, b.one())
		if b.became[len(b.became)-1].err != nil {
			return
		}
	}
}

// one reads the record that the scanner stands at.
func (b *batch) one() (o outcome) {
	b.commas = 0
	if b.nodes == nil {
		b.nodes = make([]node, 0, nodesAtOnce)
	}
	b.nodes = b.nodes[:0]
	o.err = b.value()
	o.commas, o.comma, o.line = b.commas, b.comma, b.got.line
	switch {
	case o.err != nil:
	case !b.isLead(&b.got):
		other := b.got
		o.other, b.nodes = &other, nil // they are its own now
	default:
		o.item, o.err = b.made(&b.got, &b.got, b.hint, "")
	}
	return o
}
