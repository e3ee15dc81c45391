package compose

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/app"
	"leadpad/ui/kit"
)

// scratch is text that is in no lead yet, as it is kept on disk: nothing typed or
// pasted is lost with the program.
type scratch struct {
	Open string `json:"open,omitempty"` // in the quick line, in the panel, waiting for it
	Kept string `json:"kept,omitempty"` // what the quick line brings back
}

const (
	// scratchClears is how long the text stays on disk when it is in no line or panel
	// any more: the lead that it went into is saved before that.
	scratchClears = 3 * time.Second
	// scratchMost is the most that is kept, in bytes.
	scratchMost = 1 << 20
)

// scratchName is the setting that it is kept in.
func (m *Model) scratchName() string { return "compose.scratch." + m.d.Workspace.Name }

// unplaced is the text that is in no lead now.
func (m *Model) unplaced() scratch {
	var open []string
	if p := m.sort.panel; p != nil && !p.From.Taken {
		open = append(open, p.Text)
	}
	if m.sort.line != "" { // of the quick line, also once it was closed
		open = append(open, m.sort.line)
	}
	for _, s := range m.sort.scans {
		open = append(open, s.text)
	}
	s := scratch{Open: strings.Join(open, "\n\n"), Kept: m.sort.kept}
	if len(s.Open)+len(s.Kept) > scratchMost {
		s.Kept = ""
	}
	if len(s.Open) > scratchMost {
		s.Open = ""
	}
	return s
}

// keepUnplaced brings the text to disk soon after it changed.
func (m *Model) keepUnplaced() tea.Cmd {
	now := m.unplaced()
	if m.jotting.timing || now == m.jotting.stored {
		return nil
	}
	m.jotting.timing = true
	wait := autosaveAfter
	if now.Open == "" {
		wait = scratchClears
	}
	return m.address().After(wait, func() tea.Cmd {
		m.jotting.timing = false
		now := m.unplaced()
		if now.Open == "" && m.jotting.stored.Open != "" && wait != scratchClears || m.sort.adds {
			return m.keepUnplaced() // what it went into may not be saved yet
		}
		m.jotting.stored = now
		return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
			err := m.jot(ctx, now)
			return func() tea.Cmd {
				if err == nil {
					return m.keepUnplaced()
				}
				m.jotting.stored = scratch{}
				return m.address().After(retryAfter, m.keepUnplaced)
			}
		})
	})
}

// jot writes what is unplaced.
func (m *Model) jot(ctx context.Context, s scratch) error {
	text := ""
	if s != (scratch{}) {
		b, err := json.Marshal(s)
		if err != nil {
			return err
		}
		text = string(b)
	}
	return m.d.Workspace.Queue.SetSetting(ctx, m.scratchName(), text)
}

// jotting is what of it is on disk.
type jotting struct {
	stored scratch
	timing bool
}

// leftOver reads the text that was in no lead when leadpad ended, notes in an editor
// among it.
func (m *Model) leftOver(ctx context.Context, now time.Time) (s scratch) {
	text, err := m.d.Workspace.Queue.Setting(ctx, m.scratchName())
	if err != nil || text != "" && json.Unmarshal([]byte(text), &s) != nil {
		return scratch{}
	}
	if m.d.Outside == nil {
		return s
	}
	// What cannot be taken now stays where it is, for the next start.
	_ = app.TakeEdited(m.d.Outside.Dir, longestNotes, now, func(texts []string) error {
		s.Open = strings.TrimSpace(strings.Join(append(texts, s.Open), "\n\n"))
		return m.jot(ctx, s)
	})
	return s
}

// recall brings it back.
func (m *Model) recall() tea.Cmd {
	now := m.now
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		s := m.leftOver(ctx, now)
		if s == (scratch{}) {
			return func() tea.Cmd { return nil }
		}
		return func() tea.Cmd {
			if m.sort.kept != "" {
				return nil // pasted since
			}
			m.jotting.stored, m.dirty = s, true
			if m.sort.kept = s.Kept; s.Open == "" {
				return nil
			}
			m.sort.kept = s.Open
			say := kit.Say(kit.Said, "text of last time is in no lead yet; "+m.d.Keys.KeyName(kit.QuickLine, kit.InForm)+" "+
				m.d.Keys.KeyName(kit.Up, kit.InForm)+" brings it back")
			return tea.Batch(say, m.keepUnplaced())
		}
	})
}
