package dialog

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"leadpad/config"
	"leadpad/ui/kit"
)

func newSettings(h *host) *Settings {
	d := NewSettings(h, func(config.General) tea.Cmd { return kit.Say(kit.Good, "kept") })
	send(d, run(d.Init())...)
	return d
}

// The form begins with what is set, lets no value through that the config would
// refuse, and keeps all of it at once.
func TestSettingsAreKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &host{general: config.General{PhoneRegion: "DE", HoldSeconds: 5, Canary: true}}
		d := newSettings(h)
		shows := func(want ...string) {
			t.Helper()
			v := ansi.Strip(draw(d, theme(colorprofile.TrueColor), 68, 18))
			for _, s := range want {
				if !strings.Contains(v, s) {
					t.Errorf("it lacks %q:\n%s", s, v)
				}
			}
		}
		shows("DE", "5", "alone", "auto")
		press(d, "'rman enter")
		shows("two letters")
		press(d, "backspace backspace backspace backspace backspace backspace 'x1 enter")
		shows("two letters")
		press(d, "backspace backspace 'uk enter")
		shows("two letters")
		press(d, "backspace backspace 'at enter '9 enter")
		shows("from 0 to 30")
		press(d, "backspace backspace '0 enter right enter right right")
		if _, over := press(d, "enter"); !over {
			t.Fatal("it is not over")
		}
		if want := (config.General{PhoneRegion: "AT", HoldSeconds: 0, Canary: false, Theme: "light"}); h.general != want {
			t.Errorf("kept %+v, want %+v", h.general, want)
		}
	})
}

// What cannot be written stays in the form, with the reason; Esc keeps nothing.
func TestSettingsThatCannotBeKeptStay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &host{fail: errors.New("the disk is full"), general: config.General{HoldSeconds: 5}}
		d := newSettings(h)
		press(d, "'fr enter enter enter enter")
		if v := ansi.Strip(draw(d, theme(colorprofile.TrueColor), 68, 18)); !strings.Contains(v, "the disk is full") || !strings.Contains(v, "fr") {
			t.Errorf("it says\n%s", v)
		}
		if _, over := press(d, "esc"); !over || h.general != (config.General{HoldSeconds: 5}) {
			t.Errorf("over %v, kept %+v", over, h.general)
		}
	})
}

// Of what a person has of their own on a server the hold and the first lead are no part.
func TestOwnSettingsLeaveOutWhatIsTheServers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := &host{own: true, general: config.General{PhoneRegion: "DE", HoldSeconds: 5, Canary: true}}
		d := newSettings(h)
		if v := ansi.Strip(draw(d, theme(colorprofile.TrueColor), 68, 18)); strings.Contains(v, "Hold") || strings.Contains(v, "First lead") || !strings.Contains(v, "Phones of") {
			t.Errorf("it shows\n%s", v)
		}
		press(d, "backspace backspace 'pe enter right")
		if _, over := press(d, "enter"); !over {
			t.Fatal("it is not over")
		}
		if want := (config.General{PhoneRegion: "PE", HoldSeconds: 5, Canary: true, Theme: "dark"}); h.general != want {
			t.Errorf("kept %+v, want %+v", h.general, want)
		}
	})
}
