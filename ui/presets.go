package ui

import (
	"context"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"leadpad/app"
	"leadpad/safe"
	"leadpad/ui/dialog"
	"leadpad/ui/kit"
)

// presetItems are the palette's items about values that repeat: to choose each
// preset, to repeat nothing, to keep what is repeated, and to remove each.
func (m *Model) presetItems() []dialog.Item {
	const group = "Repeat"
	presets := m.o.Host.Presets()
	names := slices.Sorted(maps.Keys(presets))
	items := make([]dialog.Item, 0, 2*len(names)+2)
	for _, name := range names {
		items = append(items, dialog.Item{
			Title: "Preset " + name, Group: group, Synonyms: "choose use pins pinned template values event fair expo",
			Cmd: func() tea.Cmd { return m.compose.Repeat(name, app.PinsOf(presets[name])) },
		})
	}
	pins, chosen := m.compose.Repeated()
	if len(pins) > 0 {
		items = append(items, dialog.Item{
			Title: "Repeat nothing any more", Group: group, Synonyms: "preset pins unpin none stop clear",
			Cmd: func() tea.Cmd { return m.compose.Repeat("", nil) },
		})
	}
	items = append(items, dialog.Item{
		Title: "Keep the repeated values as a preset…", Group: group, Synonyms: "pins pinned make save change edit new template", Off: m.noPreset(len(pins)),
		Cmd: func() tea.Cmd {
			return kit.Do(kit.OpenDialog{Dialog: dialog.NewKeepPreset(m.o.Host, pins.Preset(), chosen, m.presetKept)})
		},
	})
	for _, name := range names {
		items = append(items, dialog.Item{
			Title: "Remove the preset " + name + "…", Group: group, Synonyms: "delete forget", Care: true, Off: m.keepsNothing(),
			Cmd: func() tea.Cmd { return kit.Do(kit.OpenDialog{Dialog: m.sureOfPreset(name)}) },
		})
	}
	return items
}

// noPreset says why none can be kept now, "" where one can.
func (m *Model) noPreset(values int) string {
	if values == 0 {
		return "nothing is repeated yet: " + m.keys.KeyName(kit.Pin, kit.InForm) + " repeats a value"
	}
	return m.keepsNothing()
}

// keepsNothing says why no settings can be kept here, "" where it can.
func (m *Model) keepsNothing() string {
	if m.workspace.Demo {
		return "a demo keeps nothing"
	}
	return ""
}

// presetKept says how a preset that was just written is found.
func (m *Model) presetKept(name string) tea.Cmd {
	m.compose.Name(name)
	return kit.Say(kit.Good, "Preset "+m.shortName(name)+" kept; "+m.keys.KeyName(kit.Palette, kit.Anywhere)+" and its name choose it")
}

func (m *Model) shortName(name string) string {
	const cells = 24
	return m.theme.Cut(safe.Clean(name).String(), cells)
}

// sureOfPreset asks before a preset is taken out of the config.
func (m *Model) sureOfPreset(name string) kit.Dialog {
	host, short := m.o.Host, m.shortName(name)
	remove := kit.Command(func(ctx context.Context) tea.Msg {
		if err := host.KeepPreset(ctx, name, nil); err != nil {
			return kit.Failed("The preset stays", err)
		}
		return kit.Notice{Level: kit.Good, Text: "Preset " + short + " removed"}
	})
	return dialog.NewSure("Remove the preset "+short+"?", []string{"Leads that have its values keep them."}, "remove", "keep", remove)
}
