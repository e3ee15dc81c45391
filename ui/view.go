package ui

import (
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// The smallest terminal that the screens are designed for.
const (
	minWidth  = 60
	minHeight = 15
	// airyHeight is the height from which a blank line sets the body off.
	airyHeight = 20
)

// bodyHeight is what header, footer, the line of the notices and the blank one leave.
func (m *Model) bodyHeight() int {
	if m.height < airyHeight {
		return max(m.height-3, 0)
	}
	return m.height - 4
}

// View draws the frame: header, body with the top dialog over it, footer.
func (m *Model) View() tea.View {
	v := tea.NewView("")
	v.AltScreen = true
	v.WindowTitle = "leadpad · " + safe.Clean(m.workspace.Title).String()
	if m.width < minWidth || m.height < minHeight {
		v.SetContent(m.tooSmall())
		return v
	}
	lines := make([]string, 0, m.height)
	lines = append(lines, m.header())
	if m.height >= airyHeight {
		lines = append(lines, "")
	}
	top := len(lines)
	frame := m.screens[m.on].View()
	lines = append(lines, fit(frame.Lines, m.bodyHeight())...)
	body := len(lines)
	lines = append(lines, "") // for what just happened
	if m.height < airyHeight {
		body++ // a dialog needs the line more
	}
	cursor := frame.Cursor
	hints := m.screens[m.on].Footer()
	if d := m.dialog(); d != nil {
		cursor = m.overlay(lines[top:body], d)
		hints = d.Footer()
	}
	m.noticeAbove(lines[top:])
	lines = append(lines, m.footer(hints))
	v.SetContent(strings.Join(lines, "\n"))
	if cursor != nil {
		v.Cursor = tea.NewCursor(cursor.X, cursor.Y+top)
		v.Cursor.Blink = false
	}
	return v
}

// fit gives exactly h lines.
func fit(lines []string, h int) []string {
	if len(lines) >= h {
		return lines[:h]
	}
	return append(lines[:len(lines):len(lines)], make([]string, h-len(lines))...)
}

// tooSmall is the page for a terminal in which nothing can be laid out.
func (m *Model) tooSmall() string {
	if m.width == 0 || m.height == 0 {
		return ""
	}
	text := fmt.Sprintf("leadpad needs %d×%d cells; this window has %d×%d. Nothing is lost: make it larger.", minWidth, minHeight, m.width, m.height)
	lines := m.theme.Wrap(text, m.width)
	return strings.Join(lines[:min(len(lines), m.height)], "\n")
}

// overlay draws a dialog over the body's lines, in the upper third, and gives
// its cursor in the body's coordinates.
func (m *Model) overlay(body []string, d kit.Dialog) *tea.Position {
	w, h := min(m.width-8, 84), len(body)-2
	f := d.View(m.theme, w-4, h)
	inner := 0
	for _, l := range f.Lines {
		inner = max(inner, m.theme.Width(l))
	}
	inner = min(max(inner, 40), w-4)
	f.Lines = f.Lines[:min(len(f.Lines), h)]
	x, y := (m.width-inner-4)/2, max((len(body)-len(f.Lines)-2)/3, 0)
	for i, l := range body {
		body[i] = m.theme.Faint.S(ansi.Strip(l))
	}
	edge := m.theme.Accent
	put := func(row int, s string) {
		line := body[row]
		left := m.theme.Method.Truncate(line, x, "")
		right := m.theme.Method.TruncateLeft(line, x+inner+4, "")
		body[row] = left + kit.Spaces(x-m.theme.Width(left)) + s + right
	}
	put(y, edge.S("╭"+strings.Repeat("─", inner+2)+"╮"))
	for i, l := range f.Lines {
		put(y+1+i, edge.S("│")+" "+m.theme.Pad(l, inner)+" "+edge.S("│"))
	}
	put(y+1+len(f.Lines), edge.S("╰"+strings.Repeat("─", inner+2)+"╯"))
	if f.Cursor == nil {
		return nil
	}
	return &tea.Position{X: x + 2 + f.Cursor.X, Y: y + 1 + f.Cursor.Y}
}

// noticeAbove puts a notice into the line above the footer, a long one over the
// lines before it, too. The footer's keys stay: with them a notice is answered.
func (m *Model) noticeAbove(above []string) {
	t := m.theme
	if m.notice.Text == "" {
		return
	}
	text := m.notice.Text
	if m.notice.Level == kit.Wrong {
		text += " (" + m.keys.KeyName(kit.Back, m.context()) + " hides this)"
	}
	lines := t.Wrap(text, m.width-4)
	lines = lines[:min(len(lines), 4, len(above))]
	for i, l := range lines {
		above[len(above)-len(lines)+i] = "  " + m.noticePaint().S(l)
	}
}

func (m *Model) noticePaint() kit.Paint {
	switch m.notice.Level {
	case kit.Good:
		return m.theme.OK
	case kit.Wrong:
		return m.theme.Bad
	}
	return m.theme.Dim
}

// header shows the workspace, the counts that are not zero and the window. Not
// sure and Failed come first and never give way.
func (m *Model) header() string {
	t := m.theme
	chip := t.Chip(m.workspace.Color)
	if m.workspace.Practice {
		chip = t.ChipSandbox
	}
	left := " " + t.AccentBold.S("leadpad") + "  " + chip.S(" "+t.Cut(safe.Clean(m.workspace.Title).String(), 30)+" ")
	if m.workspace.Served && m.workspace.User != "" { // that nobody types as somebody else
		left += "  " + t.Bold.S(t.Cut(safe.Clean(m.workspace.User).String(), 20))
	}
	counts := m.countParts()
	for drop := 0; ; drop++ {
		for _, meter := range m.meterForms() {
			line := left
			for i, c := range counts {
				if i >= keepCounts(counts) && i >= len(counts)-drop {
					continue
				}
				line += "  " + c.text
			}
			if t.Width(line)+2+t.Width(meter)+1 <= m.width {
				return t.Between(line, meter, m.width-1)
			}
		}
		if drop >= len(counts) {
			return t.Cut(left, m.width)
		}
	}
}

type countPart struct {
	text string
	keep bool
}

// keepCounts is how many of the counts never give way.
func keepCounts(cs []countPart) int {
	n := 0
	for _, c := range cs {
		if c.keep {
			n++
		}
	}
	return n
}

// countParts are the counts that are not zero, most important first.
func (m *Model) countParts() []countPart {
	t, by := m.theme, m.counts.ByState
	var out []countPart
	add := func(n int, p kit.Paint, word string, keep bool) {
		if n > 0 {
			out = append(out, countPart{p.S(words.Number(n)) + " " + t.Dim.S(word), keep})
		}
	}
	sent := "sent"
	if m.workspace.Practice {
		sent = "sent (practice)"
	}
	add(by[queue.Unsure], t.UnsureBold, "not sure", true)
	add(by[queue.Failed], t.BadBold, "failed", true)
	add(by[queue.Draft], t.Bold, words.PluralWord(by[queue.Draft], "draft", "drafts"), false)
	add(by[queue.Ready], t.OK, "ready", false)
	add(by[queue.Held], t.Accent, "waiting", false)
	add(by[queue.Sending], t.Accent, "sending", false)
	add(by[queue.Sent], t.Dim, sent, false)
	return out
}

// used is how many requests the window holds now.
func (m *Model) used() int {
	n := m.meter.Used
	for _, f := range m.meter.Frees {
		if !f.After(m.now) {
			n--
		}
	}
	return max(n, 0)
}

// free is how many requests the window has room for now, -1 for not known.
func (m *Model) free() int {
	if m.meter.Limit == 0 {
		return -1
	}
	return m.meter.Limit - m.used()
}

// meterForms are the window meter's forms, longest first.
func (m *Model) meterForms() []string {
	t, used, limit := m.theme, m.used(), m.meter.Limit
	if limit == 0 {
		return []string{""}
	}
	figures := fmt.Sprintf("%s/%s req", words.Number(used), words.Number(limit))
	long := fmt.Sprintf("%s of %s requests, last %s", words.Number(used), words.Number(limit), seconds(m.meter.Window))
	shared := words.UsedBy(m.meter.By, m.workspace.User, m.now)
	if shared != "" {
		long, shared = fmt.Sprintf("%s of %s, %s, last %s", words.Number(used), words.Number(limit), shared, seconds(m.meter.Window)), ", "+shared
	}
	next := ""
	if until := m.full(); !until.IsZero() && !m.sendCounts() {
		next = t.Warn.S(" · next in " + seconds(until.Sub(m.now)))
	}
	return []string{
		m.bar(20, used, limit) + "  " + t.Dim.S(long) + next,
		m.bar(8, used, limit) + "  " + t.Dim.S(figures+shared) + next,
		t.Dim.S(figures+shared) + next,
		t.Dim.S(figures) + next,
		t.Dim.S(fmt.Sprintf("%d/%d", used, limit)),
		"",
	}
}

// sendCounts says that Send is on show and counts down by itself: there is one
// countdown on a screen.
func (m *Model) sendCounts() bool {
	p := m.progress
	return m.on == kit.SendScreen && (p.Phase == outbox.Holding || p.Phase == outbox.Waiting && !p.NextAt.IsZero())
}

// full is when the next slot comes free, zero while there is one.
func (m *Model) full() time.Time {
	if m.meter.PauseUntil.After(m.now) {
		return m.meter.PauseUntil
	}
	if m.used() < m.meter.Limit {
		return time.Time{}
	}
	for _, f := range m.meter.Frees {
		if f.After(m.now) {
			return f
		}
	}
	return time.Time{}
}

// bar is a thin meter of w cells.
func (m *Model) bar(w, used, limit int) string {
	n := min((used*w+limit-1)/limit, w)
	paint := m.theme.Accent
	if used >= limit {
		paint = m.theme.Warn
	}
	return paint.S(strings.Repeat("━", n)) + m.theme.Faint.S(strings.Repeat("─", w-n))
}

// seconds writes a rest of time as people count it.
func seconds(d time.Duration) string {
	n := int((d + time.Second - 1) / time.Second)
	return fmt.Sprintf("%d s", max(n, 0))
}
