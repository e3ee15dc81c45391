package ui

import (
	"context"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"leadpad/ui/kit"
)

// start is a program whose workspace is not open yet, with what came to it so far.
func start(t *testing.T, msgs ...tea.Msg) *starting {
	t.Helper()
	keys, err := kit.NewKeymap(nil)
	check(t, err)
	s := &starting{ctx: t.Context(), build: func(o Options) *Model { return newModel(o, keys) }, opening: Opening{
		Wait: func(context.Context) (Options, bool) { return Options{}, false },
	}}
	s.Update(tea.WindowSizeMsg{Width: 80, Height: 24})
	for _, msg := range msgs {
		s.Update(msg)
	}
	return s
}

// TestTypedBeforeTheWorkspaceIsOpen types a name and its email while the workspace is
// being opened: nothing is drawn, and then all of it stands where it belongs.
func TestTypedBeforeTheWorkspaceIsOpen(t *testing.T) {
	t.Parallel()
	run(t, 80, 24, func(r *rig) {
		var keys []tea.Msg
		for _, c := range "Acme" {
			keys = append(keys, tea.KeyPressMsg{Code: c, Text: string(c)})
		}
		keys = append(keys, tea.PasteMsg{Content: " Ltd"})
		s := start(r.t, keys...)
		if v := s.View(); v.Content != "" || v.AltScreen {
			t.Errorf("drew %q before there was anything to show", v.Content)
		}
		s.Update(ready{Options{Start: r.workspace, Host: r.host}, true})
		defer s.root.Close()
		if v := s.View(); !v.AltScreen || !strings.Contains(v.Content, "Acme Ltd") {
			t.Errorf("what was typed early is not in the form:\n%s", v.Content)
		}
		s.Update(tea.KeyPressMsg{Code: '!', Text: "!"})
		if !strings.Contains(s.View().Content, "Acme Ltd!") {
			t.Error("what was typed later is not in the form")
		}
	})
}

// TestLeavingBeforeTheWorkspaceIsOpen presses Ctrl+C, and has a workspace that cannot
// be opened: both end the program. What takes long is said.
func TestLeavingBeforeTheWorkspaceIsOpen(t *testing.T) {
	t.Parallel()
	for name, msg := range map[string]tea.Msg{
		"ctrl+c": tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl}, "not opened": ready{},
	} {
		s := start(t, said("leadpad: a moment"))
		if got := s.View().Content; got != "leadpad: a moment" {
			t.Errorf("it says %q", got)
		}
		_, cmd := s.Update(msg)
		if cmd == nil {
			t.Errorf("%s goes on", name)
			continue
		}
		if _, quit := cmd().(tea.QuitMsg); !quit {
			t.Errorf("%s does not end it", name)
		}
	}
}
