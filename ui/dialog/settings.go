package dialog

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/config"
	"leadpad/lead"
	"leadpad/ui/kit"
)

// Settings asks for what the config says for all workspaces, on a line to a server for
// what a person has of their own over it.
type Settings struct {
	host Host
	done func(config.General) tea.Cmd
	// As typed and chosen.
	region, hold, canary, theme string
	writing
}

// The fields, and the choices for the first lead.
const (
	fieldRegion = "region"
	fieldHold   = "hold"
	fieldCanary = "canary"
	fieldTheme  = "theme"

	firstAlone = "alone"
	firstNot   = "with the others"
)

// settingsKept is the end of writing them.
type settingsKept struct {
	of  *Settings
	g   config.General
	err error
}

// NewSettings makes it, with what is set now. done runs when they are written.
func NewSettings(host Host, done func(config.General) tea.Cmd) *Settings {
	g := host.General()
	d := &Settings{
		host: host, done: done,
		region: g.PhoneRegion, hold: strconv.Itoa(g.HoldSeconds), canary: firstNot, theme: cmp.Or(g.Theme, "auto"),
	}
	d.writing = writing{Form: NewForm(), ask: d.fields, enter: "next, then keep them", back: "close, all stays as it is"}
	if g.Canary {
		d.canary = firstAlone
	}
	d.fields()
	return d
}

// fields makes the form anew, with what was typed.
func (d *Settings) fields() {
	region := Input(fieldRegion, "Phones of").Placeholder("no country").Value(&d.region).Validate(func(s string) error {
		if !lead.HasPhones(strings.ToUpper(strings.TrimSpace(s))) {
			return errors.New("a country code of two letters, like DE")
		}
		return nil
	})
	theme := d.Choice(fieldTheme, "Theme", &d.theme, "auto", "dark", "light")
	if d.host.HasOwn() {
		d.Set(region, theme)
		return
	}
	hold := Input(fieldHold, "Hold").Value(&d.hold).Validate(func(s string) error {
		if n, err := strconv.Atoi(strings.TrimSpace(s)); err != nil || n < 0 || n > config.MaxHoldSeconds {
			return fmt.Errorf("a number of seconds from 0 to %d", config.MaxHoldSeconds)
		}
		return nil
	})
	d.Set(region, hold, d.Choice(fieldCanary, "First lead", &d.canary, firstAlone, firstNot), theme)
}

// general is what was typed and chosen.
func (d *Settings) general() config.General {
	hold, _ := strconv.Atoi(strings.TrimSpace(d.hold)) // the field lets nothing else through
	g := config.General{PhoneRegion: strings.ToUpper(strings.TrimSpace(d.region)), HoldSeconds: hold, Canary: d.canary == firstAlone, Theme: d.theme}
	if was := d.host.General().Theme; was == "" && g.Theme == "auto" {
		g.Theme = was // which need not be written
	}
	return g
}

// Update drives the form, and writes the settings when it is complete.
func (d *Settings) Update(msg tea.Msg) (tea.Cmd, bool) {
	if msg, ok := msg.(settingsKept); ok {
		switch {
		case msg.of != d:
			return nil, false
		case msg.err == nil:
			return d.done(msg.g), true
		}
		return d.refused(msg.err), false
	}
	cmd, over, write := d.answer(msg)
	if !write {
		return cmd, over
	}
	host, g := d.host, d.general()
	return kit.Command(func(ctx context.Context) tea.Msg { return settingsKept{d, g, host.KeepGeneral(ctx, g)} }), false
}

// hints say what the fields are for.
func (d *Settings) hint() string {
	switch d.form.GetFocusedField().GetKey() {
	case fieldRegion:
		return "The country of phones without + and without an address, like DE."
	case fieldHold:
		return "Seconds in which one key takes a submission back."
	case fieldCanary:
		return "← → · after a new key or address, one lead goes before all others."
	}
	return "← → · auto is as the terminal's background is."
}

// View draws the fields.
func (d *Settings) View(t *kit.Theme, width, height int) kit.Frame {
	lines := []string{t.Bold.S("Settings"), ""}
	if d.busy {
		return kit.Frame{Lines: clip(t, append(lines, t.Accent.S("◐ Keeping the settings …")), width, height)}
	}
	hint := d.hint()
	if d.failed != "" {
		hint = ""
	}
	return kit.Frame{Lines: clip(t, append(lines, d.Lines(t, width, 4, hint)...), width, height)}
}
