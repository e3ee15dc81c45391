package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"leadpad/api"
	"leadpad/queue"
	"leadpad/words"
)

// finding is one line of doctor.
type finding struct {
	What string `json:"what"`
	OK   bool   `json:"ok"`
	Says string `json:"says"`
}

// doctorCommand is `leadpad doctor`.
func (a *app) doctorCommand() *cobra.Command {
	var asJSON, salvage, yes bool
	c := a.command(&cobra.Command{
		Use:   "doctor",
		Short: "Check config, key, disk, database, terminal and server, and say what to do",
	}, func(ctx context.Context, _ []string) error {
		if salvage {
			return a.salvage(ctx, yes)
		}
		list := a.examine(ctx)
		sick := 0
		for i, f := range list {
			list[i].Says = a.clean(f.Says)
			if !f.OK {
				sick++
			}
		}
		if asJSON {
			if err := writeJSON(a.Out, list); err != nil {
				return err
			}
		} else {
			for _, f := range list {
				word := "ok"
				if !f.OK {
					word = "!!"
				}
				a.printf("%s  %-10s %s\n", word, f.What, f.Says)
			}
		}
		if sick > 0 {
			return exit{code: codeFailed}
		}
		return nil
	})
	c.Flags().BoolVar(&salvage, "salvage", false, "set a damaged database aside and make drafts of what can be read of it")
	c.Flags().BoolVar(&yes, "yes", false, "with --salvage: every other leadpad is closed, ask nothing")
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	return c
}

// examine looks at one thing after the other; what depends on something broken
// is not looked at.
func (a *app) examine(ctx context.Context) []finding {
	list := []finding{a.examineTerminal()}
	add := func(what, fine string, err error) bool {
		f := finding{What: what, OK: err == nil, Says: fine}
		if err != nil {
			f.Says = words.Stop(remedy(err).Error())
		}
		list = append(list, f)
		return err == nil
	}
	s, err := a.settings()
	if !add("config", s.path, err) {
		return list
	}
	name, err := s.current()
	if !add("workspace", name, err) || !add("disk", s.dir, s.makeDir()) {
		return list
	}
	h, err := openHost(ctx, s)
	if !add("database", "opens, and its counts can be read", err) {
		return list
	}
	defer func() { _ = h.Close(context.WithoutCancel(ctx)) }()
	if err := h.queue.Check(ctx); err != nil {
		add("database", "", err)
		return list
	}
	r, err := h.room(ctx, name)
	if err == nil {
		var c queue.Counts
		if c, err = h.queue.Counts(ctx, name); err == nil {
			add("leads", fmt.Sprintf("%d ready, %d not sure", c.ByState[queue.Ready], c.ByState[queue.Unsure]), nil)
		}
	}
	if err != nil {
		add("leads", "", err)
		return list
	}
	source, err := s.findKey(ctx, name)
	if !add("key", "found: "+source, err) {
		return list
	}
	answer, err := r.testKey(ctx)
	if err == nil {
		text, verdict := r.reader().KeyTest(answer), api.KeyVerdict(answer)
		switch verdict {
		case api.KeyBad:
			err = errors.New(words.Join(text, r.reader().RightKey()))
		case api.KeyUnknown:
			err = errors.New(text)
		}
		add("server", text, err)
		return list
	}
	add("server", "", err)
	return list
}

// examineTerminal says what the screens would find.
func (a *app) examineTerminal() finding {
	f := finding{What: "terminal", OK: true}
	var name string
	for _, one := range a.Env.Environ {
		if v, ok := strings.CutPrefix(one, "TERM="); ok {
			name = v
		}
	}
	out, isFile := a.Out.(interface{ Fd() uintptr })
	if !isFile || !term.IsTerminal(out.Fd()) {
		f.Says = "none here; the commands work, the screens need one"
		return f
	}
	w, h, err := term.GetSize(out.Fd())
	if err != nil {
		f.OK, f.Says = false, "its size cannot be read: "+err.Error()
		return f
	}
	f.Says = fmt.Sprintf("%s, %d×%d", name, w, h)
	if w < 60 || h < 15 || name == "" || name == "dumb" {
		f.OK = false
		f.Says += "; the screens need 60×15 and a TERM that is not dumb"
	}
	return f
}
