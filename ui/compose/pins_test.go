package compose

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"leadpad/app"
	"leadpad/lead"
)

// A row that is repeated is marked in the next lead, wherever it stood in the one
// before it, and one more of the same list takes the place of none.
func TestPinsOfListsKeepTheirPlaces(t *testing.T) {
	t.Parallel()
	m := newModel(t, nil)
	m.form.lead = lead.Lead{
		Person: lead.Person{Name: "Acme", Addresses: []lead.Address{{City: "Bonn"}, {City: "Wien", Country: "AT"}}},
		Labels: []string{"Hot", "Expo", "VIP"},
	}
	for _, at := range []lead.Path{
		{Field: lead.Labels, Row: 2}, {Field: lead.Labels, Row: 1}, {Field: lead.Addresses, Row: 1, Part: lead.City},
	} {
		m.at(at).keys("ctrl+r")
	}
	m.keys("ctrl+n")
	want := lead.Lead{Person: lead.Person{Addresses: []lead.Address{{City: "Wien", Country: "AT"}}}, Labels: []string{"Expo", "VIP"}}
	if diff := cmp.Diff(want, m.form.lead); diff != "" {
		t.Fatal(diff)
	}
	for _, p := range m.form.lead.Paths() {
		if !m.form.pinned(p) {
			t.Errorf("%v is not marked", p)
		}
	}
	m.at(lead.Path{Field: lead.Labels}).keys("ctrl+x", "ctrl+u").writes("Cold").keys("ctrl+r", "ctrl+n")
	if diff := cmp.Diff(3, len(m.form.lead.Labels)); diff != "" {
		t.Errorf("labels %q", m.form.lead.Labels)
	}
	m.at(lead.Path{Field: lead.Labels, Row: 1}).keys("ctrl+r", "ctrl+n")
	if got := len(m.form.lead.Labels); got != 2 {
		t.Errorf("labels %q", m.form.lead.Labels)
	}
}

// What is repeated goes into a lead that comes in whole where it has nothing; its
// labels stand beside its own.
func TestPinsGoIntoWhatComesIn(t *testing.T) {
	t.Parallel()
	pins := app.Pins{
		lead.Industry.Path(): "Logistics", lead.Role.Path(): "CEO", lead.Labels.Path(): "Expo", {Field: lead.Labels, Row: 1}: "VIP",
	}
	l := lead.Lead{Person: lead.Person{Name: "Acme", Role: "CTO"}, Labels: []string{"VIP"}}
	want := lead.Lead{Person: lead.Person{Name: "Acme", Role: "CTO", Industry: "Logistics"}, Labels: []string{"VIP", "Expo"}}
	if diff := cmp.Diff(want, pins.Into(l)); diff != "" {
		t.Error(diff)
	}
}
