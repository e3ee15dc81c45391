package table

import (
	"errors"
	"io"
	"strings"

	"leadpad/intake/columns"
)

// lookBytes is how much of a text is looked at to find out how it is written.
const lookBytes = 64 << 10

// dialectOf finds out what parts the cells by the first rows of a text. score is zero
// for a text that is no table.
func dialectOf(head string) (best dialect, sep bool, score int) {
	if line, _, _ := strings.Cut(head, "\n"); len(strings.TrimRight(line, "\r")) == len("sep=;") && strings.HasPrefix(strings.ToLower(line), "sep=") {
		return dialect{comma: line[4]}, true, 1 << 20
	}
	for _, comma := range []byte{',', ';', '\t', '|'} {
		d := dialect{comma: comma}
		if n := d.score(head); n > score {
			best, score = d, n
		}
	}
	if score == 0 {
		best = dialect{comma: ','}
	}
	best.everyQuoted = best.comma == ',' && vendor(head)
	return best, false, score
}

// vendor knows the CSV of the vendor's extension, by how its header is written.
func vendor(head string) bool {
	line, _, _ := strings.Cut(head, "\n")
	line = strings.TrimRight(line, "\r")
	cells := strings.Split(line, `", "`)
	return len(cells) > 2 && strings.HasPrefix(line, `"`) && strings.HasSuffix(line, `"`) && strings.Count(line, `"`) == 2*len(cells)
}

// score says how well a text is a table of this dialect: names of columns before all,
// then rows of one length.
func (d dialect) score(head string) int {
	whole := len(head) < lookBytes
	s := newScanner(strings.NewReader(head), d)
	lengths := map[int]int{}
	var rows [][]string
	const most = 60
	for len(rows) < most {
		cells, err := s.row()
		if errors.Is(err, io.EOF) || err != nil && !whole {
			break
		}
		if err != nil {
			break // it is said when it is read
		}
		if len(cells) > 1 || cells[0] != "" {
			rows = append(rows, cells)
			lengths[len(cells)]++
		}
	}
	usual := 0
	for n, times := range lengths {
		if n > 1 && times > lengths[usual] || n > usual && times == lengths[usual] {
			usual = n
		}
	}
	if usual < 2 {
		return 0
	}
	score := lengths[usual] * 100 / len(rows) * min(usual, 9)
	if at := columns.FindHeader(rows); at >= 0 {
		score += 10_000 * min(len(rows[at]), 50)
	}
	return score
}
