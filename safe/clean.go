package safe

import (
	"strings"
	"unicode/utf8"
)

// maxMarks is how many combining marks may stand on one base. Vietnamese needs
// two, pointed Hebrew and Tibetan up to six; more is a tower that leaves its row.
const maxMarks = 8

// maxJoins is how many joiners in a row may tie characters into one cell
// group. The longest emoji has three.
const maxJoins = 8

// cleaner goes once over a string. What it decides about a character depends
// only on what it has already let through and on the next character's class,
// which is why cleaning twice changes nothing.
type cleaner struct {
	src   string
	line  byte            // what a line break becomes
	out   strings.Builder // used from the first difference on
	dirty bool            // out holds the text so far
	kept  int             // until then: src[:kept] is the text so far

	prev  rune // last rune let through, 0 at the start of a line
	marks int  // combining marks on the current base
	joins int  // joiners since the last character that was not joined
	bad   bool // the previous byte was not valid UTF-8

	// No terminator stands ahead: found out once, so that a megabyte of
	// introducers is not searched a megabyte long each time.
	noString, noBell bool
}

// clean does the work of Clean and Lines; line is a space or a newline.
func clean(s string, line byte) string {
	c := cleaner{src: s, line: line}
	for i := 0; i < len(s); {
		i = c.step(i)
	}
	if c.dirty {
		return c.out.String()
	}
	return s[:c.kept]
}

// step handles the character at i and tells where the next one starts.
func (c *cleaner) step(i int) int {
	if b := c.src[i]; b < utf8.RuneSelf {
		c.bad = false
		if b < ' ' || b == 0x7f {
			return c.control(i, rune(b), 1)
		}
		c.base(i, rune(b), 1)
		return i + 1
	}
	r, n := utf8.DecodeRuneInString(c.src[i:])
	if r == utf8.RuneError && n == 1 {
		if !c.bad {
			c.replace(i)
		} else {
			c.drop(i)
		}
		c.bad = true
		return i + 1
	}
	c.bad = false
	if r < 0xa0 {
		return c.control(i, r, n)
	}
	switch classOf(r) {
	case visible:
		c.base(i, r, n)
	case mark:
		c.mark(i, r, n)
	case selector:
		c.keepIf(takesSelector(c.prev), i, r, n)
	case joiner:
		c.join(i, r, n)
	case lineBreak:
		c.breakLine(i)
	case private:
		c.replace(i)
	case invisible:
		c.drop(i)
	}
	return i + n
}

// control handles a C0 or C1 control of n bytes at i.
func (c *cleaner) control(i int, r rune, n int) int {
	switch r {
	case '\r':
		if i+1 < len(c.src) && c.src[i+1] == '\n' {
			c.drop(i)
			return i + 1
		}
		c.breakLine(i)
	case '\n', '\v', '\f', 0x85:
		c.breakLine(i)
	case '\t':
		c.put(i, ' ')
		c.prev, c.marks, c.joins = ' ', 0, 0
	default:
		c.drop(i)
		return c.sequence(i, r, n)
	}
	return i + n
}

// base lets a character through that stands for itself.
func (c *cleaner) base(i int, r rune, n int) {
	if !isJoiner(c.prev) {
		c.joins = 0
	}
	c.marks = 0
	c.keep(i, r, n)
}

// mark lets a combining mark through unless its base carries enough, or unless
// it would overlay what stands in front of the text.
func (c *cleaner) mark(i int, r rune, n int) {
	if c.marks >= maxMarks || c.prev == 0 && overlays(r) {
		c.drop(i)
		return
	}
	c.marks++
	c.keep(i, r, n)
}

// join lets a joiner through where it has something to join on both sides.
func (c *cleaner) join(i int, r rune, n int) {
	next, _ := utf8.DecodeRuneInString(c.src[i+n:])
	right := joinable(next) || c.marks < maxMarks && next >= firstMark && classOf(next) == mark
	if c.joins >= maxJoins || !right || !joinableLeft(c.prev) {
		c.drop(i)
		return
	}
	c.joins++
	c.keep(i, r, n)
}

func (c *cleaner) keepIf(ok bool, i int, r rune, n int) {
	if ok {
		c.keep(i, r, n)
		return
	}
	c.drop(i)
}

// keep lets the n bytes at i through unchanged.
func (c *cleaner) keep(i int, r rune, n int) {
	c.prev = r
	if !c.dirty {
		c.kept = i + n
		return
	}
	c.out.WriteString(c.src[i : i+n])
}

// drop leaves out the character at i.
func (c *cleaner) drop(i int) {
	if c.dirty {
		return
	}
	c.dirty = true
	c.out.Grow(len(c.src))
	c.out.WriteString(c.src[:i])
}

// put writes b in place of the character at i.
func (c *cleaner) put(i int, b byte) {
	if c.src[i] == b {
		c.keep(i, rune(b), 1)
		return
	}
	c.drop(i)
	c.out.WriteByte(b)
}

// replace writes U+FFFD in place of the character at i.
func (c *cleaner) replace(i int) {
	c.drop(i)
	c.out.WriteRune(utf8.RuneError)
	c.prev, c.marks, c.joins = utf8.RuneError, 0, 0
}

func (c *cleaner) breakLine(i int) {
	c.put(i, c.line)
	c.prev, c.marks, c.joins = ' ', 0, 0
	if c.line == '\n' {
		c.prev = 0
	}
}
