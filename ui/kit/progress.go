package kit

import (
	"strings"

	"leadpad/outbox"
)

// Earned is a submission as a bar of w cells: each end that a lead can come to has
// the part that it has earned. Without colours the sign tells what was sent from
// what was not.
func (t *Theme) Earned(p outbox.Progress, w int) string {
	if p.Total <= 0 {
		return t.Faint.S(strings.Repeat("─", w))
	}
	var b strings.Builder
	sum, drawn := 0, 0
	for _, part := range []struct {
		n     int
		paint Paint
		sign  string
	}{{p.Sent, t.OK, "━"}, {p.Failed, t.Bad, "┅"}, {p.Unsure, t.Unsure, "┅"}, {p.Returned, t.Dim, "┄"}} {
		sum += part.n
		if to := min(sum*w/p.Total, w); to > drawn {
			b.WriteString(part.paint.S(strings.Repeat(part.sign, to-drawn)))
			drawn = to
		}
	}
	return b.String() + t.Faint.S(strings.Repeat("─", w-drawn))
}

// Bar is a share from 0 to 1 as a bar of w cells.
func (t *Theme) Bar(share float64, w int) string {
	done := min(max(int(share*float64(w)), 0), w)
	return t.Accent.S(strings.Repeat("━", done)) + t.Faint.S(strings.Repeat("─", w-done))
}
