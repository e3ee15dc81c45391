package ui

import (
	"cmp"
	"slices"
	"time"
	"unicode"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"leadpad/config"
	"leadpad/ui/dialog"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
	"leadpad/words"
)

// key routes one key: to the top dialog, to the root's own actions, else to the
// screen on show.
func (m *Model) key(msg tea.KeyPressMsg) tea.Cmd {
	key := msg.String()
	m.unread = false
	if m.keys.Is(key, m.context(), kit.Redraw) {
		return terminal.Redraw
	}
	if d := m.dialog(); d != nil {
		if _, asking := d.(*dialog.Leave); m.keys.Is(key, kit.Anywhere, kit.Quit) && !asking {
			return m.leave()
		}
		return m.tell(d, msg)
	}
	if m.notice.Level == kit.Wrong && m.keys.Is(key, kit.Anywhere, kit.Back) {
		m.notice = kit.Notice{} // read
	}
	m.tidy()
	screen := m.screens[m.on]
	switch m.keys.Find(key, m.listens(), kit.Quit, kit.ToCompose, kit.ToDrafts, kit.ToSend, kit.ToHistory, kit.Palette, kit.Help) {
	case kit.Quit:
		return m.leave()
	case kit.ToCompose:
		return m.toCompose()
	case kit.ToDrafts:
		return m.show(kit.DraftsScreen)
	case kit.ToSend:
		return m.show(kit.SendScreen)
	case kit.ToHistory:
		return m.show(kit.HistoryScreen)
	case kit.Palette:
		return m.openDialog(dialog.NewPalette(m.items(), m.atOnceInPalette))
	case kit.Help:
		return m.openDialog(dialog.NewHelp(m.keys, screen.Context()))
	}
	return screen.Update(msg)
}

func (m *Model) openDialog(d kit.Dialog) tea.Cmd {
	m.dialogs = append(m.dialogs, d)
	return d.Init()
}

// context is where the keys go now.
func (m *Model) context() kit.Context {
	if m.dialog() != nil {
		return kit.InDialog
	}
	return m.screens[m.on].Context()
}

// listens is the context whose keys the root hears beside the screen on show.
func (m *Model) listens() kit.Context {
	screen := m.screens[m.on]
	if busy, ok := screen.(interface{ Resting() bool }); screen.Typing() || ok && !busy.Resting() {
		return kit.Anywhere // letters and digits are the screen's
	}
	return screen.Context()
}

func screenName(id kit.ScreenID) string {
	return [kit.Screens]string{"Compose", "Drafts", "Send", "History"}[id]
}

// items are the palette's: what can be done on this screen first, then the
// workspaces, the other screens and the form's actions, the practice switches
// last.
func (m *Model) items() []dialog.Item {
	here := m.screens[m.on].Context()
	var items []dialog.Item
	if here == kit.InForm {
		items = append(m.actions(kit.InForm), m.editorItem()...)
	} else {
		items = m.tableItems()
	}
	items = append(items, m.presetItems()...)
	items = append(items, m.workspaceItems()...)
	items = append(items, m.actions(kit.Anywhere)...)
	if m.on != kit.DraftsScreen {
		items = append(items, trashItem("Go to"))
	}
	if here != kit.InForm {
		for _, it := range m.actions(kit.InForm) {
			it.Care = true // nobody sees what it does to the form
			items = append(items, it)
		}
	}
	return append(items, dialog.SandboxItems(m.workspace)...)
}

// atOnceInPalette is what a key does in the palette while its line is empty: the keys of
// the tables that go to a screen, and help.
func (m *Model) atOnceInPalette(key string) tea.Cmd {
	a := m.keys.Find(key, kit.InTable, kit.ToCompose, kit.ToDrafts, kit.ToSend, kit.ToHistory, kit.Help)
	if a == "" {
		return nil
	}
	return kit.Do(kit.Perform{Action: a})
}

// tableItems are the palette's items of the table on show. Drafts takes all keys
// of its context; Send and History take few of them, and say in their footers
// which do something now.
func (m *Model) tableItems() []dialog.Item {
	here, group := m.screens[m.on].Context(), screenName(m.on)
	if here == kit.InDrafts {
		return append(m.actions(here), trashItem(group))
	}
	var items []dialog.Item
	for _, h := range append(m.screens[m.on].Footer(), kit.Hint{Action: kit.Close}) {
		b, ok := m.keys.Binding(h.Action, here)
		switch h.Action {
		case kit.Help, kit.Up, kit.Down, kit.PageUp, kit.PageDown, kit.ToDrafts:
			continue // movement, and what stands in other groups
		}
		if !ok || !b.Enabled() {
			continue
		}
		title := b.Long
		if h.Text != "" {
			first, n := utf8.DecodeRuneInString(h.Text)
			title = string(unicode.ToUpper(first)) + h.Text[n:]
		}
		it := m.item(b, title, group)
		it.Care = it.Care || h.Care
		items = append(items, it)
	}
	return items
}

// trashItem opens the Trash.
func trashItem(group string) dialog.Item {
	return dialog.Item{Title: "Trash…", Group: group, Cmd: func() tea.Cmd { return kit.Do(kit.ShowTrash{}) }}
}

// item performs the action of b.
func (m *Model) item(b kit.Binding, title, group string) dialog.Item {
	return dialog.Item{
		Title: title, Key: b.Label(), Group: group, Synonyms: synonyms()[b.Action], Care: takesCare(b.Action),
		Cmd: func() tea.Cmd { return kit.Do(kit.Perform{Action: b.Action}) },
	}
}

// workspaceItems are the palette's items about workspaces.
func (m *Model) workspaceItems() []dialog.Item {
	return []dialog.Item{
		{Title: "Switch workspace…", Group: "Workspace", Synonyms: "change profile account", Cmd: func() tea.Cmd {
			return kit.Do(kit.OpenDialog{Dialog: dialog.NewSwitcher(m.o.Host.Workspaces(), m.workspace.Name)})
		}},
		{Title: "Connect a workspace…", Group: "Workspace", Synonyms: "real account api key login setup", Off: m.noConnect(), Cmd: func() tea.Cmd {
			return kit.Do(kit.OpenDialog{Dialog: dialog.NewConnect(m.o.Host)})
		}},
		{Title: "Settings…", Group: "Workspace", Synonyms: "config preferences options phone country region hold seconds canary theme light dark colours", Off: m.keepsNothing(), Cmd: func() tea.Cmd {
			return kit.Do(kit.OpenDialog{Dialog: dialog.NewSettings(m.o.Host, m.settingsKept)})
		}},
		{Title: "Change the key…", Group: "Workspace", Synonyms: "api secret password replace", Off: m.noKey(), Cmd: func() tea.Cmd {
			return kit.Do(kit.ChangeKey{})
		}},
	}
}

// keyChanged says where a new key is kept and how to go on with it.
func (m *Model) keyChanged(kept string) tea.Cmd {
	return kit.Say(kit.Good, words.KeyKept(kept)+"; "+m.keys.KeyName(kit.Submit, kit.InSend)+" submits with it")
}

// settingsKept applies the theme and says when the rest counts.
func (m *Model) settingsKept(g config.General) tea.Cmd {
	m.o.Theme = g.Theme
	m.dark = startsDark(g.Theme, m.o.colors)
	m.restyle()
	return tea.Batch(terminal.AskBackground, kit.Say(kit.Good, "Settings kept; they count from now on, and a submission under way keeps its own"))
}

// served is why what belongs to a server is not changed from a line to it.
const served = "the server's own: ask who runs it"

// noKey says why the workspace has no key to change, "" where it has one.
func (m *Model) noKey() string {
	switch {
	case m.workspace.Practice:
		return "practice has no key of its own"
	case m.workspace.Served:
		return served
	}
	return ""
}

// noConnect says why no workspace can be connected here, "" where one can.
func (m *Model) noConnect() string {
	switch {
	case m.workspace.Demo:
		return "a demo keeps nothing: start leadpad to connect a workspace"
	case m.workspace.Served:
		return served
	}
	return ""
}

// actions are the palette's items of one context: those of anywhere have a group
// of their own.
func (m *Model) actions(c kit.Context) []dialog.Item {
	group := cmp.Or(c.Title(), "Go to")
	var items []dialog.Item
	for _, b := range m.keys.Here(c) {
		if b.Hidden || !b.Enabled() || b.Context == kit.Anywhere && c != kit.Anywhere {
			continue
		}
		items = append(items, m.item(b, b.Long, group))
	}
	return items
}

// perform runs an action as if its key had been pressed, on Compose when it is
// one of the form's.
func (m *Model) perform(a kit.Action) tea.Cmd {
	c := m.screens[m.on].Context()
	b, ok := m.keys.Binding(a, c)
	if !ok || !b.Enabled() {
		return nil
	}
	press := kit.Press(b.Keys()[0])
	if b.Context == kit.InForm && c != kit.InForm {
		return terminal.Sequence(m.toCompose(), m.compose.Update(press))
	}
	return m.key(press)
}

// leave asks first where something would be lost, saves what was typed, and
// ends the program.
func (m *Model) leave() tea.Cmd {
	// Who leaves a server leaves nothing alone: it waits for the answer itself.
	if inFlight, _, _, _ := m.workspace.Sender.Busy(); inFlight > 0 && !m.workspace.Served {
		return m.openDialog(dialog.NewLeave(m.workspace.Sender.Busy, func(wait bool) tea.Cmd { return m.left(!wait) }))
	}
	if busy := m.compose.Busy(); busy != "" && !m.asked {
		m.asked = true
		return kit.Say(kit.Wrong, busy+" "+m.keys.KeyName(kit.Quit, kit.Anywhere)+" again leaves.")
	}
	return m.left(false)
}

// left saves what was typed and ends the program; with now, nobody waits for
// the request in flight.
func (m *Model) left(now bool) tea.Cmd {
	return terminal.Sequence(m.screens[m.on].Hide(), kit.Do(leaveNow{now: now}))
}

// leaveNow ends the program, or says once that the disk did not take everything.
func (m *Model) leaveNow(l leaveNow) tea.Cmd {
	const waits, wait = 20, 50 * time.Millisecond
	u := m.compose.Unsaved()
	if len(u.Leads) > 0 && !u.Refused && l.waits < waits {
		l.waits++
		return tea.Tick(wait, func(time.Time) tea.Msg { return l })
	}
	if slices.ContainsFunc(u.Leads, func(lead string) bool { return !slices.Contains(m.warned, lead) }) {
		m.warned = u.Leads
		return kit.Say(kit.Wrong, m.notOnDisk(u)+". "+m.keys.KeyName(kit.Quit, kit.Anywhere)+" again leaves all the same.")
	}
	m.end = End{Chosen: true, AtOnce: l.now}
	m.Close()
	return tea.Quit
}
