package safe

import "strings"

// The introducers of ECMA-48, as their C1 controls; after ESC they are the
// same less 0x40.
const (
	dcs = 0x90 // device control string
	sos = 0x98 // start of string
	csi = 0x9b // control sequence introducer
	osc = 0x9d // operating system command
	pm  = 0x9e // privacy message
	apc = 0x9f // application program command

	bel = 0x07
	can = 0x18 // cancels a sequence
	sub = 0x1a // likewise
	esc = 0x1b
)

// sequence tells where the sequence that starts with the control r of n bytes
// at i ends. For a control that starts none that is right after it.
func (c *cleaner) sequence(i int, r rune, n int) int {
	i += n
	if r == esc {
		if i == len(c.src) {
			return i
		}
		b := rune(c.src[i])
		switch {
		case within(b, 0x40, 0x5f):
			r = b + 0x40
			i++
		case within(b, 0x20, 0x2f):
			return c.escape(i)
		case within(b, 0x30, 0x7e):
			return i + 1
		default:
			return i
		}
	}
	switch r {
	case csi:
		return c.controlSequence(i)
	case osc:
		return c.payload(i, true)
	case dcs, sos, pm, apc:
		return c.payload(i, false)
	}
	return i
}

// escape ends a sequence such as "ESC ( B": intermediates and a final byte.
func (c *cleaner) escape(i int) int {
	j := c.span(i, 0x20, 0x2f)
	if j < len(c.src) && within(rune(c.src[j]), 0x30, 0x7e) {
		return j + 1
	}
	return i
}

// controlSequence ends a CSI: parameters, intermediates, a final byte. One
// without its final byte loses what it has, and the rest is text.
func (c *cleaner) controlSequence(i int) int {
	i = c.span(i, 0x30, 0x3f)
	i = c.span(i, 0x20, 0x2f)
	if i < len(c.src) && within(rune(c.src[i]), 0x40, 0x7e) {
		return i + 1
	}
	return i
}

// span skips bytes from low to high.
func (c *cleaner) span(i int, low, high byte) int {
	for i < len(c.src) && c.src[i] >= low && c.src[i] <= high {
		i++
	}
	return i
}

// payload ends a control string at its terminator. Without one only the
// introducer goes and the payload stays as text: it would otherwise take
// everything behind it along.
func (c *cleaner) payload(i int, bell bool) int {
	known := &c.noString
	if bell {
		known = &c.noBell
	}
	if *known {
		return i
	}
	for j := i; j < len(c.src); j++ {
		if end := c.terminator(j, bell); end > 0 {
			return end
		}
	}
	*known = true
	return i
}

// terminator tells where the terminator that starts at j ends; 0 when none does.
func (c *cleaner) terminator(j int, bell bool) int {
	b := c.src[j]
	if b == can || b == sub || bell && b == bel {
		return j + 1
	}
	rest := c.src[j+1:]
	if b == esc && strings.HasPrefix(rest, "\\") || b == 0xc2 && strings.HasPrefix(rest, "\x9c") {
		return j + 2
	}
	return 0
}
