package dialog

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
)

// Item is one command of the palette.
type Item struct {
	Title string
	Key   string // its key as people read it, "" for none
	Group string
	// Synonyms are further words by which it is found.
	Synonyms string
	// Care marks what sends, deletes or adds leads, or arms a fault: it is never
	// selected by one word alone.
	Care bool
	// Last puts it behind all others, however well it fits.
	Last bool
	Cmd  func() tea.Cmd
	Off  string // why it cannot work now, "" when it can
}

// found is an item that fits what was typed, with the runes of its title that do.
type found struct {
	item  Item
	worth int
	at    []int
}

// nothing is the list's cursor while no command is selected.
const nothing = -1

// Palette finds a command by the beginnings of its words and runs it.
type Palette struct {
	plain
	items []Item
	// atOnce gives what a key does while the line is empty, nil for keys that are
	// text.
	atOnce func(key string) tea.Cmd
	query  *kit.Editor
	typed  []word
	found  []found
	list   list
	group  int // cells of the group column
}

// NewPalette makes it; while its line is empty the items stand in the order
// given, and atOnce (nil for none) runs the keys that need no command.
func NewPalette(items []Item, atOnce func(key string) tea.Cmd) *Palette {
	p := &Palette{atOnce: atOnce, query: kit.NewEditor(false)}
	for _, it := range items {
		it.Title, it.Group, it.Key = safe.Clean(it.Title).String(), safe.Clean(it.Group).String(), safe.Clean(it.Key).String()
		p.items = append(p.items, it)
	}
	p.filter()
	return p
}

// Typing is true: letters filter.
func (p *Palette) Typing() bool { return true }

// Answers says that a key does something at once although letters are text: while
// the line is empty the screens' digits do.
func (p *Palette) Answers(key string) bool {
	return p.query.Text() == "" && p.atOnce != nil && p.atOnce(key) != nil
}

// Footer gives the palette's own keys.
func (p *Palette) Footer() []kit.Hint {
	if p.list.sel == nothing {
		return []kit.Hint{{Action: kit.Down, Text: "choose"}, {Action: kit.Back, Text: "close"}}
	}
	return []kit.Hint{{Action: kit.Open, Text: "run"}, {Action: kit.Down, Text: "next"}, {Action: kit.Back, Text: "close"}}
}

// Update types into the filter, moves, and runs.
func (p *Palette) Update(msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case tea.PasteMsg:
		p.query.Insert(msg.Content)
		p.filter()
	case tea.KeyPressMsg:
		return p.key(msg)
	}
	return nil, false
}

func (p *Palette) key(k tea.KeyPressMsg) (tea.Cmd, bool) {
	const page = 8
	switch k.String() {
	case "esc":
		if p.query.Text() == "" {
			return nil, true
		}
		p.query.SetText("")
		p.filter()
	case "ctrl+p":
		return nil, true
	case "up":
		p.move(-1)
	case "down", "ctrl+n", "tab":
		p.move(1)
	case "pgup":
		p.move(-page)
	case "pgdown":
		p.move(page)
	case "enter":
		return p.run()
	default:
		if p.Answers(k.String()) {
			return p.atOnce(k.String()), true
		}
		if _, changed := p.query.Key(k); changed {
			p.filter()
		}
	}
	return nil, false
}

// move moves the selection; the first step selects an end of the list.
func (p *Palette) move(by int) {
	n := len(p.found)
	switch {
	case n == 0:
	case p.list.sel == nothing && by < 0:
		p.list.sel = n - 1
	case p.list.sel == nothing:
		p.list.sel = 0
	default:
		p.list.move(p.list.sel+by, n)
	}
}

// run runs the selected command and names it; one that cannot work now says why
// and stays.
func (p *Palette) run() (tea.Cmd, bool) {
	if p.list.sel == nothing {
		return kit.Say(kit.Said, p.nothingRuns()), false
	}
	it := p.found[p.list.sel].item
	if it.Off != "" {
		return kit.Say(kit.Said, safe.Clean(it.Off).String()), false
	}
	if it.Cmd == nil {
		return nil, true
	}
	return terminal.Sequence(kit.Do(kit.Ran{Title: it.Title}), it.Cmd()), true
}

// nothingRuns says why Enter does nothing.
func (p *Palette) nothingRuns() string {
	switch {
	case strings.TrimSpace(p.query.Text()) == "":
		return "Nothing is chosen: type what you want to do, or choose with ↓"
	case len(p.found) == 0:
		return "No command fits"
	}
	return "“" + p.found[0].item.Title + "” wants to be chosen: ↓, or one word more"
}

// filter finds the items for what was typed, the best first, and selects the
// first of them, unless that takes more care than one word shows.
func (p *Palette) filter() {
	p.found, p.list, p.group = p.found[:0], list{sel: nothing}, 0
	p.typed = splitWords(p.query.Text())
	blank := strings.TrimSpace(p.query.Text()) == ""
	for _, it := range p.items {
		worth, at, ok := match(p.typed, it)
		if !ok || len(p.typed) == 0 && !blank {
			continue
		}
		p.group = max(p.group, len(it.Group))
		p.found = append(p.found, found{it, worth, at})
	}
	if blank || len(p.found) == 0 {
		return
	}
	slices.SortStableFunc(p.found, func(a, b found) int {
		if a.item.Last != b.item.Last {
			if b.item.Last {
				return -1
			}
			return 1
		}
		return b.worth - a.worth
	})
	if len(p.typed) > 1 || !p.found[0].item.Care {
		p.list.sel = 0
	}
}

// View draws the filter and the commands around the selected one.
func (p *Palette) View(t *kit.Theme, width, height int) kit.Frame {
	count := fmt.Sprintf("%d of %d", len(p.found), len(p.items))
	line, x := p.query.View(t, width-len(count)-4)
	if p.query.Text() == "" {
		line = t.Hint.S("type what you want to do")
	}
	lines := []string{t.Between(t.Accent.S("›")+" "+line, t.Dim.S(count), width), ""}
	if len(p.found) == 0 {
		lines = append(lines, t.Dim.S("  No command fits. Esc empties the line."))
	}
	from, to := p.list.window(len(p.found), height-len(lines))
	last := ""
	for i := from; i < to; i++ {
		f := p.found[i]
		group := f.item.Group
		if i > from && group == last && p.query.Text() == "" {
			group = ""
		}
		last = f.item.Group
		lines = append(lines, p.row(t, f, group, i == p.list.sel, width))
	}
	return kit.Frame{Lines: clip(t, lines, width, height), Cursor: &tea.Position{X: 2 + x, Y: 0}}
}

// row draws one command: its group, its title with the matched letters, its key.
func (p *Palette) row(t *kit.Theme, f found, group string, selected bool, width int) string {
	groupWidth := min(p.group, 12) + 2
	if width < 44 {
		groupWidth = 0
	}
	right := t.Dim.S(f.item.Key)
	if f.item.Off != "" {
		right = t.Dim.S(safe.Clean(f.item.Off).String())
	}
	room := width - 2 - groupWidth - t.Width(right) - 1
	title := t.Cut(f.item.Title, max(room, 8))
	base := kit.Paint{}
	switch {
	case f.item.Off != "":
		base = t.Hint
	case selected:
		base = t.Bold
	}
	left := bar(t, selected)
	if groupWidth > 0 {
		left += t.Dim.S(t.Pad(group, groupWidth))
	}
	return t.Between(left+lipgloss.StyleRunes(title, f.at, t.AccentBold.Style(), base.Style()), right, width)
}
