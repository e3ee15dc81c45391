package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"leadpad/api"
	"leadpad/app"
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
func (a *program) doctorCommand() *cobra.Command {
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
func (a *program) examine(ctx context.Context) []finding {
	list := []finding{a.examineTerminal()}
	add := func(what, fine string, err error) bool {
		f := finding{What: what, OK: err == nil, Says: fine}
		if err != nil {
			f.Says = words.Stop(remedy(worded(err)).Error())
		}
		list = append(list, f)
		return err == nil
	}
	s, err := a.settings()
	if !add("config", s.Path, err) {
		return list
	}
	name, err := s.Current()
	if !add("workspace", name, err) || !add("disk", s.Dir, s.MakeDir()) {
		return list
	}
	h, err := app.Open(ctx, s)
	if !add("database", "opens, and its counts can be read", err) {
		return list
	}
	defer func() { _ = h.Close(context.WithoutCancel(ctx)) }()
	if err := h.Check(ctx); err != nil {
		add("database", "", err)
		return list
	}
	r, err := h.Session(ctx, "", name)
	if err == nil {
		var c queue.Counts
		if c, err = r.Queue.Counts(ctx, name); err == nil {
			add("leads", fmt.Sprintf("%d ready, %d not sure", c.ByState[queue.Ready], c.ByState[queue.Unsure]), nil)
		}
	}
	if err != nil {
		add("leads", "", err)
		return list
	}
	source, err := r.KeyFrom(ctx)
	if !add("key", "found: "+source, err) {
		return list
	}
	text, err := a.askAboutKey(ctx, r)
	add("server", text, err)
	return list
}

// askAboutKey asks the server whether the key is let in; its error says what is
// wrong with it, or why nothing can be said.
func (a *program) askAboutKey(ctx context.Context, r *app.Session) (string, error) {
	answer, err := r.AskAboutKey(ctx)
	if err != nil {
		return "", err
	}
	text, verdict := reader(r).KeyTest(answer), api.KeyVerdict(answer)
	switch verdict {
	case api.KeyBad:
		return text, errors.New(words.Join(text, reader(r).RightKey()))
	case api.KeyUnknown:
		return text, errors.New(text)
	}
	return text, nil
}

// examineTerminal says what the screens would find.
func (a *program) examineTerminal() finding {
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
