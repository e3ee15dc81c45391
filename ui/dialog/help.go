package dialog

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/ui/kit"
)

// twoColumns is the width from which help stands in two columns.
const twoColumns = 72

// Help lists the keys that work where it was opened.
type Help struct {
	title    string
	sections []section
	pane     pane
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

// NewHelp makes the help of the screen called title, whose keys are ctx's.
func NewHelp(keys *kit.Keymap, ctx kit.Context, title string) *Help {
	h := &Help{title: title}
	here := section{name: title}
	moving := section{name: "Moving"}
	anywhere := section{name: "Anywhere"}
	for i, b := range keys.All() {
		if b.Context != ctx && b.Context != kit.Anywhere || len(b.Keys) == 0 || seenBefore(keys.All()[:i], b, ctx) {
			continue
		}
		text, ok := words(title, b)
		if !ok {
			continue
		}
		e := entry{keysOf(keys, b.Action, ctx), text}
		switch {
		case b.Context == kit.Anywhere:
			anywhere.entries = append(anywhere.entries, e)
		case ctx == kit.InTable && slices.Contains(movements(), b.Action):
			moving.entries = append(moving.entries, e)
		default:
			here.entries = append(here.entries, e)
		}
	}
	for _, s := range []section{here, moving, anywhere} {
		if len(s.entries) > 0 {
			h.sections = append(h.sections, s)
		}
	}
	return h
}

// seenBefore says that b's action was listed already: a second name.
func seenBefore(before []kit.Binding, b kit.Binding, ctx kit.Context) bool {
	return slices.ContainsFunc(before, func(o kit.Binding) bool {
		return o.Action == b.Action && (o.Context == ctx || o.Context == kit.Anywhere)
	})
}

// keysOf joins an action's keys, those of anywhere and of ctx.
func keysOf(keys *kit.Keymap, a kit.Action, ctx kit.Context) string {
	var labels []string
	for _, b := range keys.All() {
		if b.Action != a || b.Context != ctx && b.Context != kit.Anywhere {
			continue
		}
		for _, k := range b.Keys {
			if l := kit.KeyLabel(k); !slices.Contains(labels, l) {
				labels = append(labels, l)
			}
		}
	}
	return strings.Join(labels, " ")
}

func movements() []kit.Action {
	return []kit.Action{kit.Up, kit.Down, kit.PageUp, kit.PageDown, kit.Home, kit.End}
}

// words gives what a table key does on the screen called title; false when it
// does nothing there. Drafts, Send and History share one context of the key map.
func words(title string, b kit.Binding) (string, bool) {
	if b.Context != kit.InTable {
		return b.Long, true
	}
	shared := append(movements(), kit.Help, kit.Palette, kit.ToCompose, kit.ToDrafts, kit.ToSend, kit.ToHistory, kit.Open, kit.Close)
	own := map[string]map[kit.Action]string{
		"Send": {
			kit.Open: "Start a submission in the preflight; open a request", kit.Submit: "Submit all that is ready, behind what is being sent",
			kit.MakeReady: "Refused: put all back to ready", kit.TakeBack: "", kit.Pause: "", kit.Cancel: "", kit.FindFault: "Refused: find the lead at fault",
			kit.ShowDups: "", kit.LeaveDups: "", kit.GoFix: "", kit.SameWorkspace: "", kit.Pick: "", kit.NewKey: "",
			kit.ItIsThere: "First lead: it is all there, send the rest", kit.Missing: "First lead: something is missing; then: the names again",
			kit.CopyJSON: "First lead: copy its name; an open request: its body", kit.CopyCurl: "An open request: copy it as curl",
		},
		"History": {
			kit.Open: "Open the receipt", kit.New: "", kit.Payload: "An open receipt: the body as it was sent",
			kit.CopyJSON: "Not sure: copy the name; else and in a receipt: the body", kit.CopyCurl: "",
			kit.ItIsThere: "A batch that is not sure: it is there", kit.Missing: "A batch that is not sure: it is missing", kit.ByLead: "", kit.Export: "", kit.TableUndo: "", kit.FindFault: "Refused: find the lead at fault",
		},
	}
	if mine, ok := own[title]; ok {
		if text, ok := mine[b.Action]; ok {
			if text == "" {
				text = b.Long
			}
			return text, true
		}
		return b.Long, slices.Contains(shared, b.Action)
	}
	if title == "Drafts" {
		notHere := []kit.Action{
			kit.Pause, kit.Cancel, kit.FindFault, kit.TakeBack, kit.ItIsThere, kit.Missing, kit.ByLead, kit.Export,
			kit.ShowDups, kit.LeaveDups, kit.GoFix, kit.SameWorkspace, kit.Pick, kit.NewKey,
		}
		return b.Long, !slices.Contains(notHere, b.Action)
	}
	return b.Long, true
}

// Init does nothing.
func (h *Help) Init() tea.Cmd { return nil }

// Update scrolls, and closes on Esc, q, ? and F1.
func (h *Help) Update(msg tea.Msg) (tea.Cmd, bool) {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil, false
	}
	switch key := k.String(); key {
	case "esc", "q", "?", "f1", "enter":
		return nil, true
	default:
		h.pane.key(key)
	}
	return nil, false
}

// View draws the part that is seen.
func (h *Help) View(t *kit.Theme, width, height int) kit.Frame {
	if h.theme != t || h.width != width {
		h.theme, h.width, h.lines = t, width, h.layout(t, width)
	}
	from, to := h.pane.fit(len(h.lines), height-2)
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

// Typing is false.
func (h *Help) Typing() bool { return false }
