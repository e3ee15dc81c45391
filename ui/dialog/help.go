package dialog

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/ui/kit"
)

// twoColumns is the width from which help stands in two columns.
const twoColumns = 72

// Help lists the keys that work where it was opened.
type Help struct {
	plain
	title    string
	sections []section
	keys     *kit.Keymap
	here     kit.Context
	pane     kit.Pane
	rows     int // lines of it that are seen
	// lines were laid out for theme and width.
	lines []string
	theme *kit.Theme
	width int
}

type section struct {
	name    string
	entries []entry
}

type entry struct{ keys, text string }

// NewHelp makes the help of a screen.
func NewHelp(keys *kit.Keymap, here kit.Context) *Help {
	h := &Help{title: here.Title(), keys: keys, here: here}
	listed := map[kit.Action]bool{}
	add := func(to *section, b kit.Binding) {
		if all := keys.Keys(b.Action, here); len(all) > 0 && !listed[b.Action] {
			to.entries = append(to.entries, entry{strings.Join(all, " "), b.Long})
		}
		listed[b.Action] = true // its second keys stand with the first
	}
	own, moving, anywhere := section{name: h.title}, section{name: "Moving"}, section{name: "Anywhere"}
	for _, b := range keys.Here(kit.Anywhere) {
		add(&anywhere, b)
	}
	for _, b := range keys.Here(here) {
		if here != kit.InForm && kit.Moves(b.Action) {
			add(&moving, b)
		} else {
			add(&own, b)
		}
	}
	for _, s := range []section{own, moving, anywhere} {
		if len(s.entries) > 0 {
			h.sections = append(h.sections, s)
		}
	}
	return h
}

// Update scrolls, and closes on the keys of help and back, q and Enter.
func (h *Help) Update(msg tea.Msg) (tea.Cmd, bool) {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil, false
	}
	key := k.String()
	if h.keys.Find(key, kit.InDialog, kit.Open, kit.Back, kit.Close) != "" || h.keys.Is(key, h.here, kit.Help) {
		return nil, true
	}
	a := h.keys.Move(key, kit.InDialog)
	if key == "space" {
		a = kit.PageDown
	}
	h.pane.Move(a, h.rows, len(h.lines))
	return nil, false
}

// View draws the part that is seen.
func (h *Help) View(t *kit.Theme, width, height int) kit.Frame {
	if h.theme != t || h.width != width {
		h.theme, h.width, h.lines = t, width, h.layout(t, width)
	}
	h.rows = max(height-2, 1)
	from, to := h.pane.Seen(h.rows, len(h.lines))
	more := ""
	switch {
	case to < len(h.lines):
		more = "↓ more"
	case from > 0:
		more = "↑ more"
	}
	head := t.Between(t.Bold.S("Keys in "+h.title), t.Dim.S(more), width)
	lines := append([]string{head, ""}, h.lines[from:to]...)
	return kit.Frame{Lines: clip(t, lines, width, height)}
}

// layout makes one column, or two of about the same length.
func (h *Help) layout(t *kit.Theme, width int) []string {
	if width < twoColumns {
		var lines []string
		for i, s := range h.sections {
			if i > 0 {
				lines = append(lines, "")
			}
			lines = append(lines, s.lines(t, width)...)
		}
		return lines
	}
	w := (width - 3) / 2
	var blocks [][]string
	total := 0
	for _, s := range h.sections {
		b := s.lines(t, w)
		blocks = append(blocks, b)
		total += len(b) + 1
	}
	var left, right []string
	for i, b := range blocks {
		if i == 0 || len(right) == 0 && len(left)+len(b) <= (total+1)/2 {
			left = gapped(left, b)
		} else {
			right = gapped(right, b)
		}
	}
	lines := make([]string, max(len(left), len(right)))
	for i := range lines {
		l, r := "", ""
		if i < len(left) {
			l = left[i]
		}
		if i < len(right) {
			r = right[i]
		}
		lines[i] = t.Pad(l, w) + "   " + r
	}
	return lines
}

func gapped(to, lines []string) []string {
	if len(to) > 0 {
		to = append(to, "")
	}
	return append(to, lines...)
}

// lines draws a section: its name, then a key and its words a line.
func (s section) lines(t *kit.Theme, width int) []string {
	keyWidth := 0
	for _, e := range s.entries {
		keyWidth = max(keyWidth, t.Width(e.keys))
	}
	keyWidth = min(keyWidth, max(width/3, 10)) + 2
	lines := []string{t.Accent.S(s.name)}
	for _, e := range s.entries {
		for i, l := range t.Wrap(e.text, width-keyWidth) {
			key := kit.Spaces(keyWidth)
			if i == 0 {
				key = t.Bold.S(t.Cut(e.keys, keyWidth-1))
				key += kit.Spaces(keyWidth - t.Width(key))
			}
			lines = append(lines, key+t.Dim.S(l))
		}
	}
	return lines
}

// Footer gives the keys of help itself.
func (h *Help) Footer() []kit.Hint {
	return []kit.Hint{{Action: kit.Back, Text: "close"}, {Action: kit.Down, Text: "scroll"}}
}
