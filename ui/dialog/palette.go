package dialog

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/safe"
	"leadpad/ui/kit"
)

// Item is one command of the palette.
type Item struct {
	Title string
	Key   string // its key as people read it, "" for none
	Group string
	Cmd   func() tea.Cmd
	Off   string // why it cannot work now, "" when it can
}

// found is an item with the runes of its title that the query matched.
type found struct {
	item  Item
	score int
	at    map[int]bool
}

// Palette finds a command by a few of its letters and runs it.
type Palette struct {
	items []Item
	query *kit.Editor
	found []found
	list  list
	group int // cells of the group column
}

// NewPalette makes it; with no query the items stand in the order given.
func NewPalette(items []Item) *Palette {
	p := &Palette{items: items, query: kit.NewEditor(false)}
	p.filter()
	return p
}

// Init does nothing.
func (p *Palette) Init() tea.Cmd { return nil }

// Typing is true: letters filter.
func (p *Palette) Typing() bool { return true }

// Footer gives the palette's own keys.
func (p *Palette) Footer() []kit.Hint {
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
		p.list.move(p.list.sel-1, len(p.found))
	case "down", "ctrl+n", "tab":
		p.list.move(p.list.sel+1, len(p.found))
	case "pgup":
		p.list.move(p.list.sel-page, len(p.found))
	case "pgdown":
		p.list.move(p.list.sel+page, len(p.found))
	case "enter":
		return p.run()
	default:
		if _, changed := p.query.Key(k); changed {
			p.filter()
		}
	}
	return nil, false
}

// run runs the selected command; one that cannot work now says why and stays.
func (p *Palette) run() (tea.Cmd, bool) {
	if len(p.found) == 0 {
		return nil, false
	}
	it := p.found[p.list.sel].item
	if it.Off != "" {
		return kit.Say(kit.Said, safe.Clean(it.Off).String()), false
	}
	if it.Cmd == nil {
		return nil, true
	}
	return it.Cmd(), true
}

// filter finds the items for the query, the best first.
func (p *Palette) filter() {
	p.found, p.list, p.group = p.found[:0], list{}, 0
	query := p.query.Text()
	for _, it := range p.items {
		it.Title, it.Group, it.Key = safe.Clean(it.Title).String(), safe.Clean(it.Group).String(), safe.Clean(it.Key).String()
		f := found{item: it}
		if query != "" {
			score, at, ok := match(query, it.Title+" "+it.Group)
			if !ok {
				continue
			}
			f.score, f.at = score, make(map[int]bool, len(at))
			for _, i := range at {
				f.at[i] = true
			}
		}
		p.group = max(p.group, len(it.Group))
		p.found = append(p.found, f)
	}
	if query == "" || len(p.found) == 0 {
		return
	}
	slices.SortStableFunc(p.found, func(a, b found) int { return b.score - a.score })
	// Letters strewn over a title are no match beside a good one.
	least := p.found[0].score / 2
	p.found = slices.DeleteFunc(p.found, func(f found) bool { return f.score < least })
}

// View draws the filter and the commands around the selected one.
func (p *Palette) View(t *kit.Theme, width, height int) kit.Frame {
	count := fmt.Sprintf("%d of %d", len(p.found), len(p.items))
	line, x := p.query.View(t, width-len(count)-4)
	if p.query.Text() == "" {
		line = t.Faint.S("type what you want to do")
	}
	lines := []string{t.Between(t.Accent.S("›")+" "+line, t.Dim.S(count), width), ""}
	if len(p.found) == 0 {
		lines = append(lines, t.Dim.S("  Nothing is called so. Esc empties the line."))
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
		base = t.Faint
	case selected:
		base = t.Bold
	}
	left := bar(t, selected)
	if groupWidth > 0 {
		left += t.Dim.S(t.Pad(group, groupWidth))
	}
	return t.Between(left+highlight(title, f.at, base, t.AccentBold), right, width)
}

// highlight paints the matched runes of s, run by run.
func highlight(s string, at map[int]bool, base, hit kit.Paint) string {
	if len(at) == 0 {
		return base.S(s)
	}
	var b strings.Builder
	run, on, i := "", false, 0
	flush := func() {
		if on {
			b.WriteString(hit.S(run))
		} else {
			b.WriteString(base.S(run))
		}
		run = ""
	}
	for _, r := range s {
		if at[i] != on {
			flush()
			on = at[i]
		}
		run += string(r)
		i++
	}
	flush()
	return b.String()
}
