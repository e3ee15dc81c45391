package dialog

import (
	"context"
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/app"
	"leadpad/config"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// Key takes another key for a workspace whose own was refused.
type Key struct {
	host  Host
	name  string // of the workspace, as in the config
	title string
	done  func(kept string) tea.Cmd
	c     *app.Connection // for its key
	writing
}

// keyKept is the end of keeping a key.
type keyKept struct {
	of    *Key
	where app.Kept
	err   error
}

// NewKey makes it for the workspace called name in the config and title on
// screen. done runs when the key is kept, with the words for where.
func NewKey(host Host, name, title string, done func(kept string) tea.Cmd) *Key {
	d := &Key{host: host, name: name, title: title, done: done, c: &app.Connection{}}
	d.writing = writing{Form: NewForm(), ask: d.fields, enter: "keep it", back: "close, the key stays as it is"}
	d.fields()
	return d
}

// fields makes the form anew, with what was typed.
func (d *Key) fields() {
	d.Set(keyInput(d.c, func(key config.Secret) error {
		if key.Empty() {
			return errors.New("a workspace needs its API key")
		}
		return config.CheckKey(key)
	}))
}

// Update drives the form, and keeps the key when it is complete.
func (d *Key) Update(msg tea.Msg) (tea.Cmd, bool) {
	if msg, ok := msg.(keyKept); ok {
		return d.kept(msg)
	}
	cmd, over, write := d.answer(msg)
	if !write {
		return cmd, over
	}
	host, name, key := d.host, d.name, config.NewSecret(strings.TrimSpace(d.c.Key.Reveal()))
	return kit.Command(func(ctx context.Context) tea.Msg {
		where, err := host.KeepKey(ctx, name, key)
		return keyKept{d, where, err}
	}), false
}

// kept ends the dialog, or says why the key was not kept.
func (d *Key) kept(msg keyKept) (tea.Cmd, bool) {
	switch {
	case msg.of != d:
		return nil, false
	case msg.err == nil:
		return d.done(words.Kept(msg.where)), true
	}
	return d.refused(msg.err), false
}

// View draws the field.
func (d *Key) View(t *kit.Theme, width, height int) kit.Frame {
	lines := []string{t.Bold.S(t.Cut("Another key for "+safe.Clean(d.title).String(), width)), ""}
	if d.busy {
		return kit.Frame{Lines: clip(t, append(lines, t.Accent.S("◐ Keeping the key …")), width, height)}
	}
	hint := keptWhere
	if d.failed != "" {
		hint = ""
	}
	lines = append(lines, d.Lines(t, width, 1, hint)...)
	return kit.Frame{Lines: clip(t, lines, width, height)}
}
