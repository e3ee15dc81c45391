package app

import (
	"errors"
	"fmt"
	"testing"

	"leadpad/lead"
)

// What comes many at a time is refused past a person's limit, and only on a line; what is
// typed is kept. An import more than the server takes does not begin.
func TestLimitsOfPeopleOnALine(t *testing.T) {
	t.Parallel()
	desk := opened(t, acmeConfig, "acme", Settings{Limits: Limits{Leads: 3, Imports: 2}})
	ana, err := desk.app.SessionServed(t.Context(), "Ana", "acme", nil)
	check(t, err)
	some := func(n int) (list []Incoming) {
		for i := range n {
			list = append(list, Incoming{Lead: lead.Lead{Person: lead.Person{Name: fmt.Sprintf("Lead %d", i)}}})
		}
		return list
	}
	if _, err = desk.AddDrafts(t.Context(), some(9)); err != nil {
		t.Errorf("at the desk: %v", err)
	}
	if _, err = ana.AddDrafts(t.Context(), some(2)); err != nil {
		t.Error(err)
	}
	many, ok := errors.AsType[*TooManyLeads](func() error { _, err := ana.AddDrafts(t.Context(), some(2)); return err }())
	if !ok || *many != (TooManyLeads{Have: 2, More: 2, Limit: 3}) {
		t.Errorf("%+v", many)
	}
	if _, err := ana.Add(t.Context(), lead.Lead{Person: lead.Person{Name: "last"}}); err != nil {
		t.Error(err)
	}
	if _, err := ana.Add(t.Context(), lead.Lead{Person: lead.Person{Name: "more"}}); err == nil {
		t.Error("a lead more was added")
	}
	ben, err := desk.app.SessionServed(t.Context(), "Ben", "acme", nil)
	check(t, err)
	if _, err := ben.AddDrafts(t.Context(), some(3)); err != nil {
		t.Errorf("Ben has none: %v", err)
	}
	first, err := ana.Importing()
	check(t, err)
	second, err := ben.Importing()
	check(t, err)
	if _, err := ana.Importing(); !errors.Is(err, ErrImports) {
		t.Error(err)
	}
	if done, err := desk.Importing(); err != nil {
		t.Error(err)
	} else {
		done()
	}
	first()
	third, err := ana.Importing()
	check(t, err)
	second()
	third()
}
