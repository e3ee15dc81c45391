package dialog

import (
	tea "charm.land/bubbletea/v2"

	"leadpad/app"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// Switcher lists the workspaces and opens one.
type Switcher struct {
	plain
	workspaces []app.Info
	current    string
	list       list
}

// NewSwitcher makes it with the cursor on the workspace that is open.
func NewSwitcher(workspaces []app.Info, current string) *Switcher {
	s := &Switcher{workspaces: workspaces, current: current}
	for i, w := range workspaces {
		if w.Name == current {
			s.list.sel = i
		}
	}
	return s
}

// Footer gives its keys.
func (s *Switcher) Footer() []kit.Hint {
	return []kit.Hint{{Action: kit.Open, Text: "open"}, {Action: kit.Down, Text: "next"}, {Action: kit.Back, Text: "close"}}
}

// Update moves and opens; the digits open at once.
func (s *Switcher) Update(msg tea.Msg) (tea.Cmd, bool) {
	k, ok := msg.(tea.KeyPressMsg)
	if !ok {
		return nil, false
	}
	n := len(s.workspaces)
	switch key := k.String(); key {
	case "esc", "q":
		return nil, true
	case "up", "k":
		s.list.move(s.list.sel-1, n)
	case "down", "j":
		s.list.move(s.list.sel+1, n)
	case "home", "g":
		s.list.move(0, n)
	case "end", "G":
		s.list.move(n-1, n)
	case "enter":
		return s.choose()
	default:
		if len(key) == 1 && key[0] >= '1' && key[0] <= '9' && int(key[0]-'1') < n {
			s.list.sel = int(key[0] - '1')
			return s.choose()
		}
	}
	return nil, false
}

func (s *Switcher) choose() (tea.Cmd, bool) {
	if len(s.workspaces) == 0 {
		return nil, true
	}
	w := s.workspaces[s.list.sel]
	if w.Name == s.current {
		return nil, true
	}
	return kit.Do(kit.SwitchTo{Workspace: w.Name}), true
}

// View draws a chip, the address and what is open a line.
func (s *Switcher) View(t *kit.Theme, width, height int) kit.Frame {
	lines := []string{t.Bold.S("Workspaces"), t.Dim.S(t.Cut("Leads belong to a workspace and are never submitted to another.", width)), ""}
	if len(s.workspaces) == 0 {
		lines = append(lines, t.Dim.S("There is none."))
	}
	titles := 0
	for _, w := range s.workspaces {
		titles = max(titles, t.Width(safe.Clean(w.Title).String()))
	}
	titles = min(titles, max(width/3, 10))
	from, to := s.list.window(len(s.workspaces), height-len(lines))
	for i := from; i < to; i++ {
		lines = append(lines, s.row(t, i, titles, width))
	}
	return kit.Frame{Lines: clip(t, lines, width, height)}
}

func (s *Switcher) row(t *kit.Theme, i, titles, width int) string {
	w := s.workspaces[i]
	chip := t.Chip(w.Color)
	if w.Practice {
		chip = t.ChipSandbox
	}
	title := t.Cut(safe.Clean(w.Title).String(), titles)
	number := "  "
	if i < 9 {
		number = string(rune('1'+i)) + " "
	}
	what := safe.Clean(w.Address).String()
	if w.Practice {
		what = words.NothingReaches
	}
	right := ""
	if w.Name == s.current {
		right = t.OK.S("● open")
	}
	left := bar(t, i == s.list.sel) + t.Dim.S(number) + chip.S(" "+title+" ") + kit.Spaces(titles-t.Width(title)+2)
	what = t.Cut(what, width-t.Width(left)-t.Width(right)-1)
	if i == s.list.sel {
		return t.Between(left+t.Bold.S(what), right, width)
	}
	return t.Between(left+t.Dim.S(what), right, width)
}
