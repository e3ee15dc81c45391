package sandbox

import (
	"strings"
	"unicode/utf8"
)

// str reads a string with its quotes and leaves its length in units.
func (d *document) str() *syntaxError {
	d.pos++
	d.units = 0
	for d.pos < len(d.src) {
		switch c := d.src[d.pos]; {
		case c == '"':
			d.pos++
			return nil
		case c == '\\':
			if err := d.escape(); err != nil {
				return err
			}
		case c < ' ':
			return d.fail(d.pos, "a control character in a string")
		case c < utf8.RuneSelf:
			d.pos++
			d.units++
		default:
			r, size := utf8.DecodeRune(d.src[d.pos:])
			if r == utf8.RuneError && size == 1 {
				return d.fail(d.pos, "invalid UTF-8")
			}
			d.pos += size
			d.units++
			if r > 0xFFFF {
				d.units++
			}
		}
	}
	return d.unexpected("the end of the string")
}

// escape reads one escape sequence, or the two of a surrogate pair.
func (d *document) escape() *syntaxError {
	from := d.pos
	d.pos++
	if d.pos >= len(d.src) {
		return d.unexpected("the rest of the escape sequence")
	}
	c := d.src[d.pos]
	if c != 'u' {
		if !strings.ContainsRune(`"\/bfnrt`, rune(c)) {
			return d.unexpected("an escape sequence")
		}
		d.pos++
		d.units++
		return nil
	}
	d.pos++
	unit, err := d.hex4()
	if err != nil {
		return err
	}
	d.units++
	if unit < 0xD800 || unit > 0xDFFF {
		return nil
	}
	if unit < 0xDC00 && d.take('\\') && d.take('u') {
		low, err := d.hex4()
		if err != nil {
			return err
		}
		if low >= 0xDC00 && low <= 0xDFFF {
			d.units++
			return nil
		}
	}
	return d.fail(from, "half a surrogate pair")
}

func (d *document) hex4() (unit uint32, err *syntaxError) {
	for range 4 {
		var v byte
		if d.pos < len(d.src) {
			v = d.src[d.pos]
		}
		switch {
		case v >= '0' && v <= '9':
			v -= '0'
		case v >= 'a' && v <= 'f':
			v -= 'a' - 10
		case v >= 'A' && v <= 'F':
			v -= 'A' - 10
		default:
			return 0, d.unexpected("a hexadecimal digit")
		}
		unit = unit<<4 | uint32(v)
		d.pos++
	}
	return unit, nil
}
