package intake

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"errors"
	"io"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
	"golang.org/x/text/transform"
)

// openText finds out how a file is written by its first bytes and gives its
// text: as UTF-8, or in bytes of another kind that the scanner reads one by one.
// said is what was done to it.
func openText(r io.Reader) (text io.Reader, said []Fact, err error) {
	b := bufio.NewReader(r)
	head, err := b.Peek(8)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, err
	}
	if bytes.HasPrefix(head, []byte(gzipped)) {
		return openGzip(b)
	}
	if name := packed(head); name != "" {
		return nil, nil, &Fact{What: OtherFormat, Text: name}
	}
	return openUnicode(b, head)
}

// openGzip unpacks one layer; what is packed twice is refused by name.
func openGzip(r io.Reader) (io.Reader, []Fact, error) {
	z, err := gzip.NewReader(r)
	if err != nil {
		return nil, nil, &Fact{What: DamagedGzip, Err: err}
	}
	b := bufio.NewReader(unpacked{z})
	head, err := b.Peek(8)
	if err != nil && !errors.Is(err, io.EOF) {
		return nil, nil, err
	}
	if name := packed(head); name != "" {
		return nil, nil, &Fact{What: OtherFormat, Text: name, Other: "gzip"}
	}
	text, said, err := openUnicode(b, head)
	return text, append([]Fact{{What: Unpacked}}, said...), err
}

// gzipped is how a gzip file begins.
const gzipped = "\x1f\x8b"

// unpacked names gzip in the errors of its reader.
type unpacked struct{ *gzip.Reader }

func (u unpacked) Read(p []byte) (int, error) {
	n, err := u.Reader.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = &Fact{What: DamagedGzip, Err: err}
	}
	return n, err
}

// packed names the kinds of files that people take for text; "" for none.
func packed(head []byte) string {
	for _, kind := range []struct{ magic, name string }{
		{gzipped, "gzip"},
		{"PK\x03\x04", "ZIP or XLSX"},
		{"PK\x05\x06", "ZIP"},
		{"\x28\xb5\x2f\xfd", "Zstandard"},
		{"BZh", "bzip2"},
		{"\xfd7zXZ", "xz"},
		{"7z\xbc\xaf", "7-Zip"},
		{"%PDF", "PDF"},
		{"SQLite f", "SQLite"},
		{"\xd0\xcf\x11\xe0", "XLS or DOC"},
		{"BEGIN:VC", "vCard"},
	} {
		if bytes.HasPrefix(head, []byte(kind.magic)) {
			return kind.name
		}
	}
	return ""
}

// openUnicode turns UTF-16 and UTF-32 into UTF-8. JSON begins with a character
// of ASCII, so where the zero bytes stand tells them apart without a mark too.
func openUnicode(r io.Reader, head []byte) (io.Reader, []Fact, error) {
	var e encoding.Encoding
	var name string
	zero := func(i int) bool { return i < len(head) && head[i] == 0 }
	at := func(i int) bool { return i < len(head) && head[i] != 0 }
	switch {
	case bytes.HasPrefix(head, []byte("\xff\xfe\x00\x00")), at(0) && zero(1) && zero(2) && zero(3):
		e, name = utf32.UTF32(utf32.LittleEndian, utf32.UseBOM), "UTF-32"
		if at(0) && zero(1) {
			e = utf32.UTF32(utf32.LittleEndian, utf32.IgnoreBOM)
		}
	case bytes.HasPrefix(head, []byte("\x00\x00\xfe\xff")), zero(0) && zero(1) && zero(2) && at(3):
		e, name = utf32.UTF32(utf32.BigEndian, utf32.IgnoreBOM), "UTF-32"
	case bytes.HasPrefix(head, []byte("\xff\xfe")), at(0) && zero(1):
		e, name = unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), "UTF-16"
	case bytes.HasPrefix(head, []byte("\xfe\xff")), zero(0) && at(1):
		e, name = unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM), "UTF-16"
	default:
		return r, nil, nil
	}
	return transform.NewReader(r, e.NewDecoder()), []Fact{{What: Encoded, Text: name}}, nil
}
