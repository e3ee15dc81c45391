package kit

import (
	"strings"

	"leadpad/safe"
)

// CleanLines splits text into lines that may be drawn, indentation kept.
func CleanLines(s string) []string {
	lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
	for i, l := range lines {
		rest := strings.TrimLeft(l, " ")
		lines[i] = l[:len(l)-len(rest)] + safe.Clean(rest).String()
	}
	return lines
}

// Verbatim breaks text into lines of w cells wherever the width ends, so that
// nothing of it changes.
func (t *Theme) Verbatim(text string, w int) []string {
	var out []string
	for _, l := range CleanLines(text) {
		for {
			head := t.Method.Truncate(l, w, "")
			if head == "" || head == l {
				out = append(out, l)
				break
			}
			out, l = append(out, head), l[len(head):]
		}
	}
	return out
}

// JSONLines are indented JSON, coloured, in lines of w cells; what of a line goes
// on in the next one stands under its indent.
func (t *Theme) JSONLines(text []byte, w int) []string {
	var out []string
	for _, l := range CleanLines(string(text)) {
		if t.Width(l) <= w {
			out = append(out, PaintJSON(t, l))
			continue
		}
		rest := strings.TrimLeft(l, " ")
		indent := min(len(l)-len(rest), w/2)
		for i, part := range t.Wrap(rest, max(w-indent-2, 4)) {
			if i == 0 {
				part = Spaces(indent) + PaintJSON(t, part)
			} else {
				part = Spaces(indent+2) + part
			}
			out = append(out, part)
		}
	}
	return out
}

// PaintJSON colours one line of indented JSON: member names dim, punctuation
// faint, values in the terminal's own foreground.
func PaintJSON(t *Theme, line string) string {
	var out strings.Builder
	for i := 0; i < len(line); {
		switch c := line[i]; {
		case c == '"':
			end := stringEnd(line, i)
			s := line[i:end]
			if strings.HasPrefix(line[end:], ":") {
				s = t.Dim.S(s)
			}
			out.WriteString(s)
			i = end
		case strings.IndexByte("{}[],:", c) >= 0:
			end := i + 1
			for end < len(line) && strings.IndexByte("{}[],: ", line[end]) >= 0 {
				end++
			}
			out.WriteString(t.Faint.S(line[i:end]))
			i = end
		default:
			end := i + 1
			for end < len(line) && strings.IndexByte("\"{}[],:", line[end]) < 0 {
				end++
			}
			out.WriteString(line[i:end])
			i = end
		}
	}
	return out.String()
}

// stringEnd is the index behind the string that starts at i.
func stringEnd(line string, i int) int {
	for j := i + 1; j < len(line); j++ {
		switch line[j] {
		case '\\':
			j++
		case '"':
			return j + 1
		}
	}
	return len(line)
}
