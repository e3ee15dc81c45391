package kit

// Column says how a column of a table is laid out, in cells.
type Column struct {
	Title    string
	Least    int
	Most     int // 0: as Least
	Share    int // of the room that is left over, in parts
	Priority int // lower leaves later
	Right    bool
	Glued    bool // no gap before it
}

// gap is the space before a column.
func (c Column) gap() int {
	if c.Glued {
		return 0
	}
	return Gap
}

// Gap is the space between two columns.
const Gap = 2

// Spread gives the columns their widths in room cells: those that fit, by
// priority, get their least, and what is left over is shared. A column that
// leaves, and one that needs nothing, has a width of 0.
func Spread(columns []Column, room int) []int {
	widths := make([]int, len(columns))
	room += Gap
	for p := range len(columns) {
		for i, c := range columns {
			if c.Priority == p && c.Least > 0 && c.Least+c.gap() <= room {
				widths[i] = c.Least
				room -= c.Least + c.gap()
			}
		}
	}
	for room > 0 {
		parts := 0
		for i, c := range columns {
			if widths[i] > 0 && widths[i] < c.Most {
				parts += c.Share
			}
		}
		if parts == 0 {
			break
		}
		left := room
		for i, c := range columns {
			if widths[i] > 0 && widths[i] < c.Most && c.Share > 0 {
				more := min(max(room*c.Share/parts, 1), c.Most-widths[i], left)
				widths[i] += more
				left -= more
			}
		}
		room = left
	}
	return widths
}

// Cell is one cell of a row: text that may be drawn, and its role.
type Cell struct {
	Text  string
	Paint Paint
}

// Row puts cells into columns of these widths; the last one is not filled up.
func (t *Theme) Row(columns []Column, widths []int, cell func(i int) Cell) string {
	line, pending := "", 0
	for i, c := range columns {
		if widths[i] == 0 {
			continue
		}
		x := cell(i)
		text := t.Cut(x.Text, widths[i])
		fill := widths[i] - t.Width(text)
		if line != "" {
			pending += c.gap()
		}
		line += Spaces(pending)
		if c.Right {
			line += Spaces(fill) + x.Paint.S(text)
			pending = 0
		} else {
			line += x.Paint.S(text)
			pending = fill
		}
	}
	return line
}
