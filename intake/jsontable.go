package intake

import (
	"fmt"
	"slices"
)

// rowOf says that an array is a row of cells.
func rowOf(n *node) bool {
	cell := func(k node) bool { return !k.scalar() && !k.absent() }
	return n.kind == '[' && len(n.kids) > 0 && !slices.ContainsFunc(n.kids, cell) && slices.ContainsFunc(n.kids, func(k node) bool { return !k.absent() })
}

// isHeader says that a row names the columns of a table: texts only, of which
// one at least says who a lead is about.
func (d *document) isHeader(n *node) bool {
	if !rowOf(n) {
		return false
	}
	known := false
	for i := range n.kids {
		if n.kids[i].kind != '"' && !n.kids[i].absent() {
			return false
		}
		switch meant(n.kids[i].text).meaning {
		case name, firstName, lastName, company, contactPerson, emails, phones:
			known = true
		}
	}
	return known
}

// row reads one row of a table; the first one is its header.
func (d *document) row(n *node, hint string) error {
	if d.header == nil {
		if !d.isHeader(n) {
			none := few(NoHeader, texts(n))
			none.Line = n.line
			return &none
		}
		d.header = texts(n)
		return nil
	}
	made := node{kind: '{', line: n.line}
	for i, cell := range n.kids {
		cell.rename(fmt.Sprintf("column %d", i+1))
		if i < len(d.header) && d.header[i] != "" {
			cell.rename(d.header[i])
		}
		made.kids = append(made.kids, cell)
	}
	return d.element(&made, hint, "", 0)
}

func texts(n *node) []string {
	var out []string
	for _, k := range n.kids {
		out = append(out, k.text)
	}
	return out
}

// columns is the header of a table that stands beside its rows.
func (d *document) columns(n *node) []string {
	for i := range n.kids {
		k := &n.kids[i]
		if oneOf(key(k.name), "columns header headers fields") && k.kind == '[' && d.isHeader(k) {
			return texts(k)
		}
	}
	return nil
}

// tables are the members that are arrays of rows.
func (d *document) tables(n *node) []*node {
	var out []*node
	for i := range n.kids {
		if k := &n.kids[i]; k.kind == '[' && len(k.kids) > 0 && rowOf(&k.kids[0]) {
			out = append(out, k)
		}
	}
	return out
}

// byColumn turns a table that stands column by column into its rows, nil when n
// is none: {"name": {"0": "A", "1": "B"}}, or lists of one length, of which one
// is of what a lead has only one of.
func (d *document) byColumn(n *node) []node {
	length, known := 0, false
	for i := range n.kids {
		k := &n.kids[i]
		if k.kind != '{' && (k.kind != '[' || len(n.kids) < 2) || i > 0 && (k.kind != n.kids[0].kind || len(k.kids) != length) {
			return nil
		}
		length = len(k.kids)
		for j := range k.kids {
			cell := &k.kids[j]
			if !cell.scalar() && !cell.absent() || k.kind == '{' && (cell.name == "" || !digitsOnly(cell.name) || cell.name != n.kids[0].kids[j].name) {
				return nil
			}
		}
		switch d.meaning(k).meaning {
		case name, firstName, lastName, company:
			known = true
		}
	}
	if !known || length == 0 || n.kids[0].kind == '[' && length < 2 {
		return nil
	}
	rows := make([]node, length)
	for j := range rows {
		rows[j] = node{kind: '{', line: n.line}
		for i := range n.kids {
			cell := n.kids[i].kids[j]
			cell.rename(n.kids[i].name)
			rows[j].kids = append(rows[j].kids, cell)
		}
	}
	return rows
}
