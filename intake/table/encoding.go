package table

import (
	"bufio"
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// OpenText turns UTF-16 into UTF-8 and takes the mark of either away; name is what
// the text is known to be by then, "" for bytes that the letters tell.
func OpenText(r io.Reader) (text io.Reader, name string) {
	b := bufio.NewReaderSize(r, 64<<10)
	head, _ := b.Peek(512)
	if order, ok := wide(head); ok {
		decoded := bufio.NewReader(transform.NewReader(b, unicode.UTF16(order, unicode.IgnoreBOM).NewDecoder()))
		unmarked(decoded)
		return decoded, "UTF-16"
	}
	if unmarked(b) {
		return b, "UTF-8 with BOM"
	}
	return b, ""
}

// Text is one line or cell of a text as UTF-8: what is none is Windows-1252.
func Text(s string) string { return decode([]string{s}, charmap.Windows1252)[0] }

// wide knows UTF-16 by its mark, or by the zero bytes beside each letter.
func wide(head []byte) (unicode.Endianness, bool) {
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe")):
		return unicode.LittleEndian, true
	case bytes.HasPrefix(head, []byte("\xfe\xff")):
		return unicode.BigEndian, true
	}
	var even, odd int
	for i, c := range head {
		if c == 0 && i%2 == 0 {
			even++
		} else if c == 0 {
			odd++
		}
	}
	most := len(head) * 3 / 8
	return map[bool]unicode.Endianness{true: unicode.LittleEndian, false: unicode.BigEndian}[odd > even],
		len(head) > 3 && (odd > most && even*8 < odd || even > most && odd*8 < even)
}

// letters counts what tells the encodings of one byte a letter from each other.
type letters struct {
	utf8, other int // rows with letters beyond ASCII
	mac, win    int // letters between letters
	c1          bool
}

func (l *letters) add(cells []string) {
	for _, cell := range cells {
		if ascii(cell) {
			continue
		}
		if utf8.ValidString(cell) {
			l.utf8++
			continue
		}
		l.other++
		for i := range len(cell) {
			if c := cell[i]; c >= 0x80 && (i > 0 && letter(cell[i-1]) || i+1 < len(cell) && letter(cell[i+1])) {
				l.count(c)
			}
		}
	}
}

// count counts a letter that stands beside one of ASCII: in Windows-1252 the letters
// begin at 0xC0, in MacRoman the usual ones are those below 0xA0.
func (l *letters) count(c byte) {
	switch {
	case c >= 0xc0:
		l.win++
	case strings.IndexByte("\x91\x92\x93\x94\x95\x96\x97\x85\xa0\xab\xbb", c) >= 0:
		l.c1 = l.c1 || c < 0xa0
	case c < 0xa0, c == 0xa7: // ß
		l.mac++
	}
	l.c1 = l.c1 || c < 0xa0
}

func letter(c byte) bool { return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' }

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// page is the encoding of what is no UTF-8, and what the whole file is said to be.
func (l *letters) page() (e encoding.Encoding, name string) {
	switch {
	case l.other == 0:
		return charmap.Windows1252, "UTF-8"
	case l.mac > l.win:
		e, name = charmap.Macintosh, "MacRoman"
	case l.c1:
		e, name = charmap.Windows1252, "Windows-1252"
	default:
		e, name = charmap.Windows1252, "Latin-1"
	}
	if l.utf8 > 0 {
		name = "UTF-8, some rows " + name
	}
	return e, name
}

// decode makes text of a row's bytes: UTF-8 where they are, else by the page.
func decode(cells []string, page encoding.Encoding) []string {
	for i, cell := range cells {
		if ascii(cell) || utf8.ValidString(cell) {
			continue
		}
		if text, err := page.NewDecoder().String(cell); err == nil {
			cells[i] = text
		}
	}
	return cells
}
