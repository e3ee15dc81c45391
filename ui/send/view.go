package send

import (
	"fmt"
	"strings"
	"time"

	"leadpad/outbox"
	"leadpad/safe"
	"leadpad/ui/kit"
)

// airy is the body's height from which blank lines set the parts off.
const airy = 16

// margin is what stands left of every line; its first cell is the focus bar's.
const margin = kit.Margin

// View draws the innermost thing on show, once for each change.
func (m *Model) View() kit.Frame {
	if m.fresh {
		return m.frame
	}
	var lines []string
	switch {
	case m.width < 4 || m.height < 1:
	case m.pre != nil && m.pre.dups != nil:
		lines = m.viewDuplicates()
	case m.pre != nil:
		lines = m.viewPreflight()
	case m.open != nil:
		lines = m.viewReading()
	case m.prog.Phase == outbox.Idle && len(m.prog.Requests) == 0:
		lines = m.viewEmpty()
	default:
		lines = m.viewProgress()
	}
	lines = lines[:min(len(lines), m.height)]
	for i, l := range lines {
		if m.t.Width(l) > m.width {
			lines[i] = m.t.Cut(l, m.width)
		}
	}
	m.frame, m.fresh = kit.Frame{Lines: lines}, true
	return m.frame
}

// room is the width beside the margins.
func (m *Model) room() int { return max(m.width-2*len(margin), 1) }

// wrap gives painted lines of s behind the margin.
func (m *Model) wrap(p kit.Paint, s string) []string {
	return kit.Behind(m.t.Lines(p, s, m.room()))
}

// flow joins parts with a dim dot and breaks the line only between parts.
func (m *Model) flow(parts ...string) []string {
	return kit.Behind(m.t.Flow(m.t.Dim.S(" · "), m.room(), parts...))
}

// place is the workspace's name as this screen calls it.
func (m *Model) place() string {
	title, _, _ := strings.Cut(m.d.Workspace.Title, " · ")
	return safe.Clean(title).String()
}

// placePaint is its colour.
func (m *Model) placePaint() kit.Paint {
	if m.d.Workspace.Practice {
		return m.t.Sandbox
	}
	return m.t.OKBold
}

// clock writes a time of day as the rep's clock shows it.
func (m *Model) clock(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.In(m.location).Format(time.TimeOnly)
}

// rest writes the seconds until t, rounded up: "63 s", "2 min 5 s".
func (m *Model) rest(t time.Time) string {
	n := max(int((t.Sub(m.now)+time.Second-1)/time.Second), 0)
	if n >= 120 {
		return fmt.Sprintf("%d min %d s", n/60, n%60)
	}
	return fmt.Sprintf("%d s", n)
}
