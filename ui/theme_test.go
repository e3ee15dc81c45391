package ui

import (
	"image/color"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/config"
	"leadpad/ui/kit"
)

// The config's theme decides; without one the terminal's answer does, and for one
// that does not answer its COLORFGBG.
func TestTheBackgroundIsFound(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		theme, colors string
		answer        color.Color
		dark          bool
	}{
		{"", "", nil, true},
		{"auto", "0;15", nil, false},
		{"", "0;default;15", nil, false},
		{"", "0;7", nil, false},
		{"", "15;0", nil, true},
		{"", "15;8", nil, true},
		{"", "nonsense", nil, true},
		{"light", "15;0", nil, false},
		{"light", "", color.Black, false},
		{"dark", "0;15", color.White, true},
		{"", "0;15", color.Black, true},
		{"", "15;0", color.White, false},
	} {
		run(t, 80, 24, func(r *rig) {
			keys, err := kit.NewKeymap(nil)
			check(t, err)
			m := newModel(Options{Start: r.workspace, Host: r.host, Theme: c.theme, colors: c.colors}, keys)
			defer m.Close()
			if c.answer != nil {
				m.Update(tea.BackgroundColorMsg{Color: c.answer})
			}
			if m.theme.Dark != c.dark {
				t.Errorf("theme %q, COLORFGBG %q, answer %v: dark is %v", c.theme, c.colors, c.answer, m.theme.Dark)
			}
		})
	}
}

// The palette's settings take the theme at once.
func TestSettingsFromThePalette(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		r.host.general = config.General{HoldSeconds: 5, Canary: true}
		r.keys("f3", "ctrl+p").text("settings")
		r.keys("enter")
		r.shows("Settings", "Phones of", "Hold", "First lead", "Theme")
		r.keys("enter", "enter", "enter", "left", "enter") // from auto to the last choice
		r.after(time.Second)
		r.shows("Settings kept")
		if r.model.theme.Dark || r.host.general.Theme != "light" {
			t.Errorf("dark is %v, kept %+v", r.model.theme.Dark, r.host.general)
		}
	})
}
