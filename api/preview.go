package api

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// previewColumns is the width up to which an object or array stays on one
// line: the preview pane beside the form.
const previewColumns = 60

// maxIndent bounds the indentation, in levels: a server may answer with JSON
// nested 10,000 deep, whose indentation alone would fill 200 MB.
const maxIndent = 40

// PreviewBody indents any payload or envelope for people. An object or array
// that holds no other and is short stands on one line. What is no JSON comes
// back as it is.
func PreviewBody(body []byte) []byte {
	var compact bytes.Buffer
	if json.Compact(&compact, body) != nil {
		return bytes.Clone(body)
	}
	p := pretty{in: compact.Bytes()}
	p.value(0)
	return p.out
}

// pretty walks compact, valid JSON.
type pretty struct {
	in, out []byte
	at      int // in in
	column  int // of the line being written, in characters
}

func (p *pretty) value(depth int) {
	c := p.in[p.at]
	if c != '{' && c != '[' {
		p.scalar()
		return
	}
	if n := p.oneLine(); n >= 0 {
		p.spaced(n)
		return
	}
	p.emit(1)
	for first := true; p.in[p.at] != '}' && p.in[p.at] != ']'; first = false {
		if !first {
			p.emit(1) // the comma
		}
		p.newline(depth + 1)
		if c == '{' {
			p.scalar()
			p.emit(1) // the colon
			p.space()
		}
		p.value(depth + 1)
	}
	p.newline(depth)
	p.emit(1)
}

// oneLine is the number of bytes up to the end of the object or array at hand
// when it fits on the line and holds no other one but empty; else -1.
func (p *pretty) oneLine() int {
	width, i := p.column+1, p.at+1 // one for a comma that may follow
	for ; p.in[i] != '}' && p.in[i] != ']'; i++ {
		switch p.in[i] {
		case '{', '[':
			return -1
		case '"':
			end := stringEnd(p.in, i)
			width += utf8.RuneCount(p.in[i:end])
			i = end - 1
		case ',', ':':
			width += 2
		default:
			width++
		}
		if width > previewColumns {
			return -1
		}
	}
	return i + 1 - p.at
}

// spaced writes n bytes on one line: { "a": 1 }, ["a", "b"], {} and [].
func (p *pretty) spaced(n int) {
	end := p.at + n
	object := p.in[p.at] == '{' && n > 2
	p.emit(1)
	if object {
		p.space()
	}
	for p.at < end-1 {
		switch p.in[p.at] {
		case ',', ':':
			p.emit(1)
			p.space()
		default:
			p.scalar()
		}
	}
	if object {
		p.space()
	}
	p.emit(1)
}

// scalar writes a string, number, true, false or null.
func (p *pretty) scalar() {
	if p.in[p.at] == '"' {
		p.emit(stringEnd(p.in, p.at) - p.at)
		return
	}
	n := 0
	for p.at+n < len(p.in) && !bytes.ContainsRune([]byte(",:]}"), rune(p.in[p.at+n])) {
		n++
	}
	p.emit(n)
}

func (p *pretty) emit(n int) {
	p.out = append(p.out, p.in[p.at:p.at+n]...)
	p.column += utf8.RuneCount(p.in[p.at : p.at+n])
	p.at += n
}

func (p *pretty) space() {
	p.out = append(p.out, ' ')
	p.column++
}

func (p *pretty) newline(depth int) {
	p.out = append(p.out, '\n')
	depth = min(depth, maxIndent)
	for range depth {
		p.out = append(p.out, ' ', ' ')
	}
	p.column = 2 * depth
}

// stringEnd is the index after the string that starts at i.
func stringEnd(in []byte, i int) int {
	for i++; in[i] != '"'; i++ {
		if in[i] == '\\' {
			i++
		}
	}
	return i + 1
}
