package cli

import (
	"context"
	"errors"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/term"
	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/words"
)

// finding is one line of doctor.
type finding struct {
	What app.Part `json:"what"`
	OK   bool     `json:"ok"`
	Says string   `json:"says"`
}

// doctorCommand is `leadpad doctor`.
func (a *program) doctorCommand() *cobra.Command {
	var asJSON, salvage, yes bool
	c := a.command(&cobra.Command{
		Use:     "doctor",
		Short:   "Check config, key, disk, database, terminal and server, and say what to do",
		Example: "  leadpad doctor\n  leadpad doctor --salvage",
	}, func(ctx context.Context, _ []string) error {
		if salvage {
			return a.salvage(ctx, yes)
		}
		list := a.examine(ctx)
		if asJSON {
			if err := a.json(list); err != nil {
				return err
			}
		}
		sick := false
		for _, f := range list {
			word := "ok"
			if !f.OK {
				word, sick = "!!", true
			}
			if !asJSON {
				a.linef("%s  %-10s %s", word, f.What, f.Says)
			}
		}
		if sick {
			return exit{code: codeFailed}
		}
		return nil
	})
	c.Flags().BoolVar(&salvage, "salvage", false, "set a damaged database aside and make drafts of what can be read of it")
	c.Flags().BoolVar(&yes, "yes", false, "with --salvage: every other leadpad is closed, ask nothing")
	c.Flags().BoolVar(&asJSON, "json", false, oneDocument)
	return c
}

// examine looks at one thing after the other.
func (a *program) examine(ctx context.Context) []finding {
	s, err := a.load()
	found := []app.Finding{{Part: app.PartConfig, Is: s.Path, Err: errors.Join(err, checkKeys(s), checkFilters(s))}}
	if err == nil {
		found = append(found, s.Examine(ctx, func(ctx context.Context, r *app.Session) (string, error) {
			return a.askAboutKey(ctx, r, false, false)
		})...)
	}
	list := []finding{a.examineTerminal()}
	for _, f := range found {
		says := words.Fine(f)
		if f.Err != nil {
			says = words.Stop(a.worded(f.Err).Error())
		}
		list = append(list, finding{f.Part, f.Err == nil, says})
	}
	return list
}

// examineTerminal says what the screens would find.
func (a *program) examineTerminal() finding {
	f := finding{What: app.PartTerminal, OK: true, Says: "none here; the commands work, the screens need one"}
	out, isFile := a.Out.(interface{ Fd() uintptr })
	if !isFile || !term.IsTerminal(out.Fd()) {
		return f
	}
	w, h, err := term.GetSize(out.Fd())
	if err != nil {
		return finding{app.PartTerminal, false, "its size cannot be read: " + err.Error()}
	}
	f.Says, f.OK = words.TerminalFits(uv.Environ(a.Env.Environ).Getenv("TERM"), w, h)
	return f
}
