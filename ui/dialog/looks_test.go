package dialog

import (
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"leadpad/ui/kit"
)

func TestLooks(t *testing.T) {
	t.Parallel()
	type scene struct {
		name string
		make func(*testing.T) kit.Dialog
	}
	help := func(c kit.Context) func(*testing.T) kit.Dialog {
		return func(t *testing.T) kit.Dialog { return NewHelp(keymap(t), c) }
	}
	busy := func() (int, int, int, time.Duration) { return 1, 50, 113, 41500 * time.Millisecond }
	scenes := []scene{
		{"help-compose", help(kit.InForm)},
		{"help-drafts", help(kit.InDrafts)},
		{"help-trash", help(kit.InTrash)},
		{"help-send", help(kit.InSend)},
		{"help-history", help(kit.InHistory)},
		{"palette", func(*testing.T) kit.Dialog { return NewPalette(items(), nil) }},
		{"palette-filter", func(*testing.T) kit.Dialog { p := NewPalette(items(), nil); press(p, "'go down"); return p }},
		{"palette-care", func(*testing.T) kit.Dialog { p := NewPalette(items(), nil); press(p, "'submit"); return p }},
		{"key", func(*testing.T) kit.Dialog { d := newKey(&host{}); press(d, "'sk-live"); return d }},
		{"key-failed", func(*testing.T) kit.Dialog {
			d := newKey(&host{fail: errors.New("The key in use comes from key_command in the config: correct that")})
			press(d, "'sk-live-1234 enter")
			return d
		}},
		{"palette-none", func(*testing.T) kit.Dialog { p := NewPalette(items(), nil); press(p, "'zzz"); return p }},
		{"switcher", func(*testing.T) kit.Dialog { return NewSwitcher(workspaces(), "tokyo") }},
		{"connect", func(*testing.T) kit.Dialog { return connect(&host{}) }},
		{"connect-wrong", func(*testing.T) kit.Dialog { d := connect(&host{}); press(d, "enter"); return d }},
		{"connect-docs", func(*testing.T) kit.Dialog { d := connect(&host{}); press(d, "'acme enter enter right"); return d }},
		{"connect-key", func(*testing.T) kit.Dialog {
			d := connect(&host{})
			press(d, "'acme enter enter enter enter 'sk-live-1234567890")
			return d
		}},
		{"connect-failed", func(*testing.T) kit.Dialog {
			d := connect(&host{fail: errors.New("the config cannot be written: no space left")})
			press(d, "'acme enter enter enter enter 'sk-live-1234567890 enter")
			return d
		}},
		{"connect-done", func(*testing.T) kit.Dialog {
			d := connect(&host{})
			press(d, "'acme enter enter enter enter 'sk-live-1234567890 enter")
			return d
		}},
		{"connect-tested", func(*testing.T) kit.Dialog {
			d := connect(&host{})
			press(d, "'acme enter enter enter enter 'sk-live-1234567890 enter t")
			return d
		}},
		{"pasted", func(*testing.T) kit.Dialog {
			return pastedText("Jane Doe\nHead of Operations\n\x1b[31mNorthwind\u202e GmbH")
		}},
		{"pasted-long", func(*testing.T) kit.Dialog {
			return pastedText(strings.Repeat("a line that is rather long and has to be cut at its end, for it does not fit\n", 40))
		}},
		{"sure", func(*testing.T) kit.Dialog { d := sure(); send(d, run(d.Init())...); return d }},
		{"sure-not-yet", func(*testing.T) kit.Dialog { d := sure(); _ = d.Init(); return d }},
		{"leave", func(*testing.T) kit.Dialog { return NewLeave(busy, nil) }},
		{"move", func(*testing.T) kit.Dialog { return NewMove(MoveOffer{To: "ACME", Ready: 12, Draft: 1}, nil) }},
	}
	for _, sc := range scenes {
		for name, room := range rooms() {
			t.Run(sc.name+"/"+name, func(t *testing.T) {
				t.Parallel()
				var d kit.Dialog
				synctest.Test(t, func(t *testing.T) { d = sc.make(t) })
				th := theme(colorprofile.TrueColor)
				f := d.View(th, room[0], room[1])
				if len(f.Lines) > room[1] {
					t.Errorf("%d lines in %d", len(f.Lines), room[1])
				}
				for i, l := range f.Lines {
					if w := th.Width(l); w > room[0] {
						t.Errorf("line %d has %d cells of %d", i, w, room[0])
					}
				}
				golden.RequireEqual(t, ansi.Strip(draw(d, th, room[0], room[1])))
			})
		}
		t.Run(sc.name+"/colours", func(t *testing.T) {
			t.Parallel()
			var d kit.Dialog
			synctest.Test(t, func(t *testing.T) { d = sc.make(t) })
			golden.RequireEqual(t, draw(d, theme(colorprofile.TrueColor), 68, 18))
		})
	}
}
