package cli

import (
	"context"
	"errors"

	"leadpad/app"
	"leadpad/intake/paste"
	"leadpad/words"
)

// addPasted adds the leads that stand in a text on standard input.
func (a *program) addPasted(ctx context.Context, f addFlags) error {
	as, err := pasteKind(f)
	if err != nil {
		return err
	}
	s, err := a.settings()
	if err != nil {
		return err
	}
	leads, dropped, err := s.ReadText(a.In, as)
	a.sayDropped(dropped)
	switch {
	case f.dryRun && f.json != "" && (err == nil || errors.Is(err, app.ErrNoLeads)):
		return a.json(app.PastedRecords(leads))
	case err != nil:
		return a.prompt().Unread(err, "")
	case f.dryRun:
		for i, one := range leads {
			if i > 0 {
				a.linef("")
			}
			for _, line := range words.Pasted(one) {
				a.linef("%s", line)
			}
		}
		return nil
	}
	return a.within(ctx, func(ctx context.Context, r *app.Session) error {
		for _, one := range leads {
			l := one.WithNotes()
			if f.dropUnplaced {
				l = one.Lead
			}
			e, err := r.Add(ctx, l, one.Problems...)
			if err != nil {
				return err
			}
			for _, line := range words.Added(e, r.Practice) {
				a.linef("%s", line)
			}
			for _, said := range one.Said {
				a.sayf("leadpad: %s.", words.File(said))
			}
			if said := words.Unplaced(one, f.dropUnplaced); said != "" {
				a.sayf("leadpad: %s.", said)
			}
		}
		return nil
	})
}

// pasteKind is the kind that --kind asks for; the text decides where it was not
// given.
func pasteKind(f addFlags) (paste.As, error) {
	switch {
	case f.kind == "company" && f.kindGiven:
		return paste.Company, nil
	case f.kind == "contact":
		return paste.Contact, nil
	case f.kind != "company":
		return paste.Either, usagef("--kind is company or contact, not %q", f.kind)
	}
	return paste.Either, nil
}
