package cli

import (
	"context"

	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/intake"
	"leadpad/lead"
	"leadpad/words"
)

// addFlags are those of `leadpad add`.
type addFlags struct {
	lead       lead.Lead
	kind       string
	address    lead.Address
	socials    []string
	json       string
	accessible bool
	paste      string
	dryRun     bool
	// dropUnplaced leaves out of the notes what has no place.
	dropUnplaced bool
	kindGiven    bool
}

// addCommand is `leadpad add`.
func (a *program) addCommand() *cobra.Command {
	var f addFlags
	var c *cobra.Command
	c = a.command(&cobra.Command{
		Use:   "add",
		Short: "Add one lead from flags, from JSON or from plain questions",
		Args:  dashAlone(&f),
		Example: "  leadpad add --name Acme --email info@acme.example --phone +15552047789\n" +
			"  leadpad add --kind contact --name Ada --email ada@acme.example\n" +
			"  echo '{\"name\":\"Acme\"}' | leadpad add --json -\n" +
			"  leadpad add --accessible\n" +
			"  leadpad add --paste - <signature.txt",
	}, func(ctx context.Context, _ []string) error {
		f.kindGiven = c.Flags().Changed("kind")
		if f.accessible {
			if err := accessibleFlags(c, f); err != nil {
				return err
			}
			return a.addAccessible(ctx, f)
		}
		if f.paste != "" || f.dryRun || f.dropUnplaced {
			return a.pasteFlags(ctx, f)
		}
		return a.add(ctx, f)
	})
	f.register(c)
	return c
}

// register gives c the flags.
func (f *addFlags) register(c *cobra.Command) {
	flags := c.Flags()
	l := &f.lead
	for _, one := range []struct {
		to         *string
		name, help string
	}{
		{&l.Name, "name", "name of the company, or first name of the contact"},
		{&l.LastName, "last-name", "last name of a contact"},
		{&l.Company, "company", "company of a contact"},
		{&l.Role, "role", "job title"},
		{&l.Industry, "industry", "industry"},
		{&l.Employees, "employees", "head count of a company, in digits"},
		{&l.Notes, "notes", "notes"},
		{&l.CompanyID, "company-id", "id of a company that is in ClosingDealz"},
		{&l.ContactID, "contact-id", "id of a contact that is in ClosingDealz"},
		{&f.address.Street, "street", "street of its address"},
		{&f.address.City, "city", "city of its address"},
		{&f.address.State, "state", "state of its address"},
		{&f.address.PostalCode, "postal-code", "postal code of its address"},
		{&f.address.Country, "country", "country of its address, a code or a name"},
	} {
		flags.StringVar(one.to, one.name, "", one.help)
	}
	flags.StringVar(&f.kind, "kind", "company", "company or contact")
	completeWords(c, "kind", "company", "contact")
	flags.StringArrayVar(&l.Emails, "email", nil, "email; repeatable")
	flags.StringArrayVar(&l.Phones, "phone", nil, "phone; repeatable")
	flags.StringArrayVar(&f.socials, "social", nil, "profile or website, as its URL; repeatable")
	flags.StringArrayVar(&l.Labels, "label", nil, "label; repeatable")
	flags.StringVar(&f.json, "json", "", "- reads one lead as JSON from standard input; with --dry-run: print one JSON document")
	flags.Lookup("json").NoOptDefVal = jsonAlone
	flags.StringVar(&f.paste, "paste", "", "- finds the leads in a text on standard input: signatures, cards, lists, rows")
	flags.BoolVar(&f.dryRun, "dry-run", false, "with --paste or --accessible: print the leads, save nothing")
	flags.BoolVar(&f.dropUnplaced, "drop-unplaced", false, "with --paste: what has no place does not go to the notes")
	flags.BoolVar(&f.accessible, "accessible", false, "ask for everything in plain questions, for screen readers")
}

// jsonAlone is what --json is without a value.
const jsonAlone = "document"

// dashAlone takes the "-" of "--json -", which is an argument because --json also
// stands without a value.
func dashAlone(f *addFlags) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) > 0 && f.json == jsonAlone {
			if args[0] != "-" {
				return usagef("--json reads standard input; write --json -")
			}
			f.json, args = "-", args[1:]
		}
		return noArgs(c, args)
	}
}

// pasteFlags looks at the flags that go with --paste.
func (a *program) pasteFlags(ctx context.Context, f addFlags) error {
	switch {
	case f.paste == "":
		return usagef("--dry-run goes with --paste - or --accessible, --drop-unplaced with --paste -")
	case f.paste != "-":
		return usagef("--paste reads standard input; write --paste -")
	case f.json == "-" || f.json != "" && !f.dryRun:
		return usagef("--json goes with --paste and --dry-run, without a value")
	}
	return a.addPasted(ctx, f)
}

func (a *program) add(ctx context.Context, f addFlags) error {
	l, err := a.typedLead(f)
	if err != nil {
		return err
	}
	if l.Empty() {
		return usagef("add needs a lead: give at least --name, --email or --phone")
	}
	return a.within(ctx, func(ctx context.Context, r *app.Session) error {
		e, err := r.Add(ctx, l)
		if err != nil {
			return err
		}
		for _, line := range words.Added(e, r.Practice) {
			a.linef("%s", line)
		}
		return nil
	})
}

// typedLead is the lead of the flags or of JSON.
func (a *program) typedLead(f addFlags) (lead.Lead, error) {
	switch {
	case f.json != "" && f.json != "-":
		return lead.Lead{}, usagef("--json reads standard input; write --json -")
	case f.json == "-":
		return a.jsonLead()
	}
	l := f.lead
	switch f.kind {
	case "company":
	case "contact":
		l.Kind = lead.Contact
	default:
		return l, usagef("--kind is company or contact, not %q", f.kind)
	}
	if f.address != (lead.Address{}) {
		l.Addresses = []lead.Address{f.address}
	}
	for _, url := range f.socials {
		l.Socials = append(l.Socials, lead.Social{URL: url})
	}
	l, dropped := intake.Accept(l)
	a.sayDropped(dropped)
	return l, nil
}

// sayDropped says that characters of what was given stand nowhere.
func (a *program) sayDropped(n int) {
	if n > 0 {
		a.sayf("leadpad: %s.", words.Controls(n))
	}
}

// jsonLead reads one lead from standard input.
func (a *program) jsonLead() (lead.Lead, error) {
	got, err := app.ReadLead(a.In)
	if err != nil {
		return lead.Lead{}, a.prompt().Unread(err, "")
	}
	if len(got.Dropped) > 0 {
		a.sayf("leadpad: left out, because no field takes them: %v.", got.Dropped)
	}
	for _, said := range got.Said {
		a.sayf("leadpad: %s.", words.File(said))
	}
	return got.Lead, nil
}
