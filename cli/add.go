package cli

import (
	"context"
	"fmt"

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
}

// addCommand is `leadpad add`.
func (a *program) addCommand() *cobra.Command {
	var f addFlags
	c := a.command(&cobra.Command{
		Use:   "add",
		Short: "Add one lead from flags, from JSON or from plain questions",
		Example: "  leadpad add --name Acme --email info@acme.example --phone +15552047789\n" +
			"  leadpad add --kind contact --name Ada --last-name Lovelace --company Acme --email ada@acme.example",
	}, func(ctx context.Context, _ []string) error { return a.add(ctx, f) })
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
		{&l.CompanyID, "company-id", "UUID of a company that is in ClosingDealz"},
		{&l.ContactID, "contact-id", "UUID of a contact that is in ClosingDealz"},
		{&f.address.Street, "street", "street of its address"},
		{&f.address.City, "city", "city of its address"},
		{&f.address.State, "state", "state of its address"},
		{&f.address.PostalCode, "postal-code", "postal code of its address"},
		{&f.address.Country, "country", "country of its address, ISO code or English name"},
	} {
		flags.StringVar(one.to, one.name, "", one.help)
	}
	flags.StringVar(&f.kind, "kind", "company", "company or contact")
	flags.StringArrayVar(&l.Emails, "email", nil, "email; repeatable")
	flags.StringArrayVar(&l.Phones, "phone", nil, "phone; repeatable")
	flags.StringArrayVar(&f.socials, "social", nil, "URL of a profile or website; repeatable")
	flags.StringArrayVar(&l.Labels, "label", nil, "label; repeatable")
	flags.StringVar(&f.json, "json", "", "- reads one lead as JSON from standard input")
	flags.BoolVar(&f.accessible, "accessible", false, "ask plain questions, for screen readers")
	return c
}

func (a *program) add(ctx context.Context, f addFlags) error {
	l, err := a.typedLead(ctx, f)
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
		a.printf("%s  %s\n", e.ID, words.State(e.State, r.Practice, false))
		for _, p := range e.Problems {
			sign := "▲"
			if p.Note {
				sign = "·"
			}
			a.printf("  %s %s: %s\n", sign, p.Field.Label(), a.clean(p.Text))
		}
		return nil
	})
}

// typedLead is the lead of the flags, of JSON or of questions.
func (a *program) typedLead(ctx context.Context, f addFlags) (lead.Lead, error) {
	switch {
	case f.json != "" && f.json != "-":
		return lead.Lead{}, usagef("--json reads standard input; write --json -")
	case f.json == "-":
		return a.jsonLead()
	case f.accessible:
		return a.askLead(ctx)
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
	if dropped > 0 {
		a.sayf("leadpad: %s dropped: no field may hold them.", words.Plural(dropped, "control character", "control characters"))
	}
	return l, nil
}

// jsonLead reads one lead from standard input.
func (a *program) jsonLead() (lead.Lead, error) {
	var got intake.Item
	n := 0
	err := intake.ReadJSON(a.In, func(i intake.Item) error {
		if n++; n == 1 {
			got = i
		}
		return i.Err
	})
	if err != nil {
		return lead.Lead{}, fmt.Errorf("read the lead: %w", err)
	}
	if n != 1 {
		return lead.Lead{}, usagef("--json - takes one lead and there were %d; `leadpad import -` takes any number", n)
	}
	if len(got.Problems) > 0 {
		return lead.Lead{}, fmt.Errorf("read the lead: %s; nothing was saved", got.Problems[0].Text)
	}
	if len(got.Dropped) > 0 {
		a.sayf("leadpad: left out, because no field takes them: %v.", got.Dropped)
	}
	for _, said := range got.Said {
		a.sayf("leadpad: %s.", said)
	}
	return got.Lead, nil
}
