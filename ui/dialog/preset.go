package dialog

import (
	"context"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/config"
	"leadpad/ui/kit"
	"leadpad/words"
)

// KeepPreset asks under which name values are kept as a preset.
type KeepPreset struct {
	host   Host
	preset config.Preset
	name   string
	done   func(name string) tea.Cmd
	writing
}

const fieldPreset = "preset"

// presetKept is the end of writing one.
type presetKept struct {
	of  *KeepPreset
	err error
}

// NewKeepPreset makes it; name stands there, to be kept anew or changed. done runs
// when the preset is written.
func NewKeepPreset(host Host, preset config.Preset, name string, done func(name string) tea.Cmd) *KeepPreset {
	d := &KeepPreset{host: host, preset: preset, name: name, done: done}
	d.writing = writing{Form: NewForm(), ask: d.fields, enter: "keep", back: "close, nothing is kept"}
	d.fields()
	return d
}

// fields makes the form anew, with what was typed.
func (d *KeepPreset) fields() {
	d.Set(Input(fieldPreset, "Name").Placeholder("Expo Berlin").Value(&d.name).Validate(func(s string) error {
		return Wrong(words.Error(config.CheckPreset(strings.TrimSpace(s))))
	}))
}

// Update drives the form, and writes the preset when it has a name.
func (d *KeepPreset) Update(msg tea.Msg) (tea.Cmd, bool) {
	name := strings.TrimSpace(d.name)
	if msg, ok := msg.(presetKept); ok {
		switch {
		case msg.of != d:
			return nil, false
		case msg.err == nil:
			return d.done(name), true
		}
		return d.refused(msg.err), false
	}
	cmd, over, write := d.answer(msg)
	if !write {
		return cmd, over
	}
	host, preset := d.host, d.preset
	name = strings.TrimSpace(d.name)
	return kit.Command(func(ctx context.Context) tea.Msg { return presetKept{d, host.KeepPreset(ctx, name, preset)} }), false
}

// View draws the values and the field for the name.
func (d *KeepPreset) View(t *kit.Theme, width, height int) kit.Frame {
	const values = 3 // lines of them
	lines := []string{t.Bold.S("Keep the repeated values as a preset")}
	if d.busy {
		return kit.Frame{Lines: clip(t, append(lines, "", t.Accent.S("◐ Keeping it …")), width, height)}
	}
	held := t.Lines(t.Dim, words.Preset(d.preset), width)
	if len(held) > values {
		held = append(held[:values-1], t.Dim.S("…"))
	}
	lines = append(append(lines, held...), "")
	hint := "Each new lead begins with these values once you choose it."
	if was, there := d.host.Presets()[strings.TrimSpace(d.name)]; there {
		hint = "In place of what it holds now: " + words.Preset(was)
	}
	if d.failed != "" {
		hint = ""
	}
	return kit.Frame{Lines: clip(t, append(lines, d.Lines(t, width, 1, hint)...), width, height)}
}
