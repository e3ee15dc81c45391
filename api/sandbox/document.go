package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"iter"
	"strconv"
	"unicode/utf8"
)

// children gives the indices of the values in an array or object.
func (d *document) children(i int) iter.Seq[int] {
	return func(yield func(int) bool) {
		if k := d.nodes[i].kind; k != kindArray && k != kindObject {
			return
		}
		for j := i + 1; j < int(d.nodes[i].next); j = int(d.nodes[j].next) {
			if !yield(j) {
				return
			}
		}
	}
}

// count gives the number of values in an array or object.
func (d *document) count(i int) int {
	n := 0
	for range d.children(i) {
		n++
	}
	return n
}

// raw is a value's text as received.
func (d *document) raw(i int) []byte { return d.src[d.nodes[i].pos:d.nodes[i].end] }

// key is a member's name as received, without its escapes. The bytes belong to
// the document.
func (d *document) key(i int) []byte {
	n := d.nodes[i]
	name := d.src[n.keyPos:n.keyEnd]
	if !n.keyEscaped {
		return name
	}
	return []byte(unquote(d.src[n.keyPos-1 : n.keyEnd+1]))
}

// text is a string's content.
func (d *document) text(i int) string { return unquote(d.raw(i)) }

// unquote decodes a string that was scanned.
func unquote(quoted []byte) string {
	if bytes.IndexByte(quoted, '\\') < 0 {
		return string(quoted[1 : len(quoted)-1])
	}
	var s string
	if err := json.Unmarshal(quoted, &s); err != nil {
		return string(quoted)
	}
	return s
}

// fold writes name in lower case (ASCII: all names the API knows are) over buf.
func fold(buf, name []byte) []byte {
	buf = append(buf[:0], name...)
	for i, c := range buf {
		if c >= 'A' && c <= 'Z' {
			buf[i] = c + 'a' - 'A'
		}
	}
	return buf
}

// fewMembers is up to how many members comparing each with each beats a map.
const fewMembers = 16

// duplicates finds a member that stands twice in one object; names are the same
// without regard to case.
func (d *document) duplicates() *syntaxError {
	var keys [fewMembers][]byte
	for i := range d.nodes {
		if d.nodes[i].kind != kindObject {
			continue
		}
		if d.count(i) > fewMembers {
			if err := d.duplicatesOfMany(i); err != nil {
				return err
			}
			continue
		}
		n := 0
		for j := range d.children(i) {
			key := d.key(j)
			for _, other := range keys[:n] {
				if len(other) == len(key) && bytes.EqualFold(other, key) {
					return d.duplicate(j)
				}
			}
			keys[n] = key
			n++
		}
	}
	return nil
}

func (d *document) duplicatesOfMany(i int) *syntaxError {
	seen := make(map[string]struct{})
	var buf []byte
	for j := range d.children(i) {
		buf = fold(buf, d.key(j))
		if _, ok := seen[string(buf)]; ok {
			return d.duplicate(j)
		}
		seen[string(buf)] = struct{}{}
	}
	return nil
}

func (d *document) duplicate(i int) *syntaxError {
	return d.fail(int(d.nodes[i].keyPos)-1, "%s stands twice", d.path(i))
}

// path is where a value stands, as "leads[3].email[0].Address".
func (d *document) path(target int) string {
	path := []byte("leads")
	for i := 0; i != target; {
		n := 0
		for j := range d.children(i) {
			if target < int(d.nodes[j].next) {
				if d.nodes[i].kind == kindArray {
					path = fmt.Appendf(path, "[%d]", n)
				} else {
					path = append(append(path, '.'), d.shownKey(j)...)
				}
				i = j
				break
			}
			n++
		}
	}
	return string(path)
}

// shownKey is a member's name for a message: quoted when it is not a plain word.
func (d *document) shownKey(i int) string {
	const longest = 64
	key := d.key(i)
	for _, c := range key {
		if c != '_' && (c < '0' || c > '9') && (c|0x20 < 'a' || c|0x20 > 'z') {
			return strconv.QuoteToASCII(string(key[:min(longest, len(key))]))
		}
	}
	return string(key[:min(longest, len(key))])
}

// place says where a byte stands, in the words of an editor.
func (d *document) place(pos int) string {
	before := d.src[:pos]
	line := 1 + bytes.Count(before, []byte("\n"))
	column := 1 + utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:])
	return fmt.Sprintf("line %d, column %d (byte %d)", line, column, pos)
}

// compact appends src, one scanned value, to dst without its white space.
func compact(dst, src []byte) []byte {
	for from := 0; from < len(src); {
		switch src[from] {
		case ' ', '\t', '\n', '\r':
			from++
			continue
		}
		to := from
		for to < len(src) && src[to] > ' ' {
			if src[to] == '"' {
				to = stringEnd(src, to)
				continue
			}
			to++
		}
		dst = append(dst, src[from:to]...)
		from = to
	}
	return dst
}

// stringEnd gives the offset after the string that begins at i.
func stringEnd(src []byte, i int) int {
	for i++; src[i] != '"'; i++ {
		if src[i] == '\\' {
			i++
		}
	}
	return i + 1
}
