package send

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/api"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// names is the choice between the known sets of names on the wire, after a lead
// arrived with something missing.
type names struct {
	sets    []set
	sel     int
	working bool // the workspace is being opened with the chosen set
}

// set is one of them, or the names of the rep's own from the config.
type set struct {
	title  string
	preset string // as in the config, "" for the rep's own
	wire   api.Wire
	used   bool
}

// arrays are the names by which the sets differ.
func (s set) arrays() [4]string {
	return [4]string{s.wire.Emails, s.wire.Phones, s.wire.Socials, s.wire.Addresses}
}

// newNames offers the sets; the first one that is not in use is selected.
func newNames(used api.Wire) *names {
	n := &names{sets: []set{
		{title: "default", preset: "default", wire: api.DefaultWire()},
		{title: "plural", preset: "plural", wire: api.PluralWire()},
	}}
	own := true
	for i := range n.sets {
		n.sets[i].used = n.sets[i].arrays() == set{wire: used}.arrays()
		own = own && !n.sets[i].used
	}
	if own {
		n.sets = append(n.sets, set{title: "yours", wire: used, used: true})
	}
	for n.sets[n.sel].used {
		n.sel++
	}
	return n
}

// incomplete says that the canary arrived with something missing and nothing
// was sent since.
func (m *Model) incomplete() bool { return m.prog.Incomplete && !m.active() }

// legacy says that the workspace speaks the form whose names are fixed.
func (m *Model) legacy() bool { return m.d.Workspace.Encoding().Form == api.Legacy }

// offerNames opens the choice once after each such answer.
func (m *Model) offerNames() {
	if !m.incomplete() {
		m.names = nil
		return
	}
	if m.offered != m.prog.Submission && !m.legacy() {
		m.offered = m.prog.Submission
		m.names = newNames(m.d.Workspace.Encoding().Wire)
	}
}

// keyNames runs the keys of the choice, and the one that says that something is
// missing, which opens it again; mine is false for all other keys.
func (m *Model) keyNames(a kit.Action) (cmd tea.Cmd, mine bool) {
	if m.names == nil {
		if m.incomplete() && !m.legacy() && a == kit.Missing {
			m.names = newNames(m.d.Workspace.Encoding().Wire)
			return nil, true
		}
		return nil, false
	}
	n := m.names
	switch a {
	case kit.Up:
		n.sel = max(n.sel-1, 0)
	case kit.Down:
		n.sel = min(n.sel+1, len(n.sets)-1)
	case kit.Open:
		return m.useNames(), true
	case kit.Back, kit.Close:
		if !n.working {
			m.names = nil
		}
	default:
		return nil, false
	}
	return nil, true
}

// useNames asks for the workspace with the chosen set.
func (m *Model) useNames() tea.Cmd {
	n := m.names
	chosen := n.sets[n.sel]
	switch {
	case n.working:
		return nil
	case chosen.used:
		return kit.Say(kit.Said, "That lead went out with these names: choose another set, or "+m.keyName(kit.Back)+" to leave it.")
	}
	n.working = true
	return kit.Do(kit.UseNames{Preset: chosen.preset, IDs: m.prog.Kept})
}

// namesUsed opens the preflight of the leads that were kept back, now with the
// new names, or says why there are none.
func (m *Model) namesUsed(msg kit.NamesUsed) tea.Cmd {
	m.stale()
	if msg.Err != nil {
		if m.names != nil {
			m.names.working = false
		}
		return complain(msg.Err)
	}
	m.renamed, m.names = true, nil
	cmd := m.look()
	if len(msg.IDs) == 0 {
		return cmd
	}
	return tea.Batch(cmd, m.plan(msg.IDs, nil, nil))
}

// namesChanged plans an open preflight anew: what it says of what is not sent was
// true with the names of before.
func (m *Model) namesChanged() tea.Cmd {
	m.stale()
	m.renamed = true
	if m.pre != nil && m.pre.stage == asking {
		return m.planAgain()
	}
	return nil
}

// wireNames lists the names of the four arrays in use.
func (m *Model) wireNames() string {
	a := set{wire: m.d.Workspace.Encoding().Wire}.arrays()
	return safe.Clean(strings.Join(a[:3], ", ") + " and " + a[3]).String()
}

// namesLines draw the sets side by side, or say why there is no choice.
func (m *Model) namesLines() []string {
	t, n := m.t, m.names
	switch {
	case !m.incomplete():
		return nil
	case m.legacy():
		return m.wrap(kit.Paint{}, "The legacy form has fixed names: further emails, phones and addresses stand in the notes. If that is not it, check docs of [profiles."+safe.Clean(m.d.Workspace.Name).String()+"] in the config.")
	case n == nil:
		return m.wrap(t.Dim, m.keyName(kit.Missing)+" shows the names again; "+m.keyName(kit.Submit)+" sends one lead with the old ones and asks again.")
	}
	rows := [][]string{{"names", "emails", "phones", "socials", "addresses"}}
	for _, s := range n.sets {
		rows = append(rows, s.cells())
	}
	widths := m.namesWidths(rows)
	lines := append(m.gap(), margin+t.Dim.S(m.namesRow(rows[0], widths)))
	for i, s := range n.sets {
		row := margin + m.namesRow(rows[i+1], widths)
		if i == n.sel {
			row = t.Accent.S("▌") + " " + t.Bold.S(m.namesRow(rows[i+1], widths))
		}
		if s.used {
			row += t.Dim.S("in use")
		}
		lines = append(lines, row)
	}
	if n.working {
		return append(lines, margin+t.Accent.S("Opening "+m.place()+" with these names …"))
	}
	use := t.Bold.S(m.keyName(kit.Open)) + t.Dim.S(" "+m.namesNext())
	if n.sets[n.sel].used {
		use = t.Hint.S(m.keyName(kit.Open) + " does nothing: that lead went out with these names")
	}
	return append(lines, m.flow(use, t.Bold.S(m.keyName(kit.Back))+t.Dim.S(" leaves everything as it is"))...)
}

// namesNext says what Enter does and what follows it.
func (m *Model) namesNext() string {
	n := len(m.prog.Kept)
	switch {
	case len(m.names.sets) > 2:
		return "uses it in place of your own names in the config"
	case n > 0:
		return "uses it; " + words.PluralWord(n, "the other lead goes then", "one of the "+words.Number(n)+" leads goes first")
	}
	return "uses it; the next submission begins with one lead"
}

// cells are its line of the table, safe to draw.
func (s set) cells() []string {
	cells := []string{s.title}
	for _, name := range s.arrays() {
		if name == "" {
			name = "–" // not sent
		}
		cells = append(cells, safe.Clean(name).String())
	}
	return cells
}

// inUse is the width of the last column of the table of sets.
const inUse = len("in use")

// namesWidths gives each column what its longest name needs, a gap included;
// names of the rep's own are cut where there is no room for that.
func (m *Model) namesWidths(rows [][]string) []int {
	widths := []int{len("default") + 1, len("emails") + 1, len("phoneNumbers") + 1, len("socials") + 1, len("addresses") + 1}
	left := m.room() - inUse
	for _, w := range widths {
		left -= w
	}
	for i := range widths {
		for _, cells := range rows {
			more := min(max(m.t.Width(cells[i])+1-widths[i], 0), max(left, 0))
			widths[i], left = widths[i]+more, left-more
		}
	}
	if gap := min(max(left, 0)/len(widths), 3); gap > 0 {
		for i := range widths {
			widths[i] += gap
		}
	}
	return widths
}

// namesRow sets the cells of one line.
func (m *Model) namesRow(cells []string, widths []int) string {
	var b strings.Builder
	for i, c := range cells {
		b.WriteString(m.t.Pad(m.t.Cut(c, widths[i]-1), widths[i]))
	}
	return b.String()
}

func (m *Model) namesHints() []kit.Hint {
	return []kit.Hint{
		{Action: kit.Down, Text: "choose"},
		{Action: kit.Open, Text: "use it"},
		{Action: kit.Back, Text: "leave everything as it is"},
	}
}
