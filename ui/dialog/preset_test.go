package dialog

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"leadpad/config"
	"leadpad/ui/kit"
)

// A preset is kept under the name that is typed; one that is there is named with what
// it holds before it gives way, and what cannot be written stays with the reason.
func TestPresetsAreKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		old, values := config.Preset{"role": {"CEO"}}, config.Preset{"labels": {"Expo", "VIP"}, "postal_code": {"", "10117"}}
		h := &host{presets: map[string]config.Preset{"Expo Berlin": old}, fail: errors.New("the disk is full")}
		kept := ""
		d := NewKeepPreset(h, values, "", func(name string) tea.Cmd {
			kept = name
			return kit.Say(kit.Good, "kept")
		})
		send(d, run(d.Init())...)
		shows := func(want ...string) {
			t.Helper()
			v := ansi.Strip(draw(d, theme(colorprofile.TrueColor), 68, 18))
			for _, s := range want {
				if !strings.Contains(v, s) {
					t.Errorf("it lacks %q:\n%s", s, v)
				}
			}
		}
		shows("postal code 10117 · labels Expo, VIP", "begins with these values")
		press(d, "enter")
		shows("a preset's name is 1 to 64 characters")
		press(d, "'Expo space 'Berlin")
		shows("In place of what it holds now: role CEO")
		press(d, "enter")
		shows("the disk is full")
		h.fail = nil
		if _, over := press(d, "enter"); !over || kept != "Expo Berlin" {
			t.Errorf("over %v, kept %q", over, kept)
		}
		if diff := cmp.Diff(map[string]config.Preset{"Expo Berlin": values}, h.presets); diff != "" {
			t.Error(diff)
		}
	})
}
