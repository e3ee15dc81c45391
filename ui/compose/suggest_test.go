package compose

import (
	"strings"
	"testing"
	"testing/synctest"

	"github.com/google/go-cmp/cmp"

	"leadpad/api"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
)

// knows puts a lead into the queue as somebody typed it before.
func (m *Model) knows(t *testing.T, l lead.Lead) *Model {
	t.Helper()
	_, err := m.d.Workspace.Queue.Save(t.Context(), queue.Entry{Workspace: "acme", State: queue.Ready, Finished: true, Lead: l})
	fatal(t, err)
	return m
}

// writes types a text, and what is asked for meanwhile is answered.
func (m *Model) writes(text string) *Model {
	for _, c := range text {
		m.arrive(m.Update(kit.Press(string(c))))
	}
	return m
}

func (m *Model) keys(names ...string) *Model {
	for _, n := range names {
		m.arrive(m.Update(kit.Press(n)))
	}
	return m
}

func hooli() lead.Lead {
	return lead.Lead{
		Person: lead.Person{
			Name: "Hooli GmbH", Industry: "Logistics", Emails: []string{"info@hooli.example"}, Phones: []string{"+49 30 901820"},
			Addresses: []lead.Address{{Street: "Hafenstr. 1", City: "Köln", State: "NW", PostalCode: "50667", Country: "DE"}},
		},
		Labels: []string{"expo-berlin"},
		Contacts: []lead.Person{
			{Name: "Jane", LastName: "Doe", Role: "Head of Operations", Emails: []string{"jane.doe@hooli.example"}},
			{Name: "Bo", LastName: "Ek", Emails: []string{"bo.ek@hooli.example"}},
		},
	}
}

func TestWhatWasTypedIsSuggested(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		at          lead.Path
		typed, draw string
		want        lead.Lead
	}{
		"label":    {lead.Path{Field: lead.Labels}, "ex", "expo-berlin", lead.Lead{Labels: []string{"expo-berlin"}}},
		"industry": {lead.Path{Field: lead.Industry}, "log", "logistics", lead.Lead{Person: lead.Person{Industry: "Logistics"}}},
		"role":     {lead.Path{Field: lead.Role}, "head ", "head of Operations", lead.Lead{Person: lead.Person{Role: "Head of Operations"}}},
		"city": {
			lead.Path{Field: lead.Addresses, Part: lead.City},
			"ko", "→ Köln · NW · DE",
			lead.Lead{Person: lead.Person{Addresses: []lead.Address{{City: "Köln", State: "NW", Country: "DE"}}}},
		},
		"postal code": {
			lead.Path{Field: lead.Addresses, Part: lead.PostalCode},
			"50667", "→ Köln · NW · DE",
			lead.Lead{Person: lead.Person{Addresses: []lead.Address{{City: "Köln", State: "NW", PostalCode: "50667", Country: "DE"}}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				m := newModel(t, nil).knows(t, hooli()).at(c.at)
				m.writes(c.typed)
				if !strings.Contains(m.screen(), c.draw) {
					t.Errorf("no %q is drawn:\n%s", c.draw, m.screen())
				}
				if got := m.form.editor.Text(); got != c.typed {
					t.Errorf("%q stands in the field before it was accepted", got)
				}
				m.keys("right")
				if diff := cmp.Diff(c.want, m.form.lead.Normalised()); diff != "" {
					t.Errorf("accepted (-want +got):\n%s", diff)
				}
				m.keys("ctrl+z")
				if got := m.form.editor.Text(); got != c.typed {
					t.Errorf("undo leaves %q", got)
				}
			})
		})
	}
}

// A suggestion is gone when the text goes on otherwise, and what stands in another
// row is not suggested.
func TestASuggestionThatDoesNotFitGoes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newModel(t, nil).knows(t, hooli()).at(lead.Path{Field: lead.Labels})
		m.writes("exh")
		if strings.Contains(m.screen(), "berlin") {
			t.Errorf("it stands there still:\n%s", m.screen())
		}
		m.keys("right")
		if got := m.form.lead.Labels; !cmp.Equal(got, []string{"exh"}) {
			t.Errorf("labels %q", got)
		}
		m.keys("ctrl+u").writes("expo-berlin").keys("enter").writes("ex")
		if strings.Count(m.screen(), "berlin") != 1 {
			t.Errorf("a label is suggested twice:\n%s", m.screen())
		}
	})
}

func TestALabelThatNobodyUsedIsNew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newModel(t, nil).knows(t, hooli()).at(lead.Path{Field: lead.Labels})
		m.writes("expo")
		if strings.Contains(m.screen(), "new label") {
			t.Errorf("a label that was used is new:\n%s", m.screen())
		}
		m.writes("-wien")
		if !strings.Contains(m.screen(), "new label") {
			t.Errorf("nothing says that the label is new:\n%s", m.screen())
		}
		m.keys("right")
		if got := m.form.lead.Labels; !cmp.Equal(got, []string{"expo-wien"}) {
			t.Errorf("labels %q", got)
		}
	})
}

// The house's labels are suggested before those that were typed. One that is not on
// the list is said while it is typed and noted when it was left; it keeps no lead a
// draft.
func TestALabelThatIsNotOnTheHousesList(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newModel(t, nil).knows(t, hooli()).at(lead.Path{Field: lead.Labels})
		kittest.Encode(m.d.Workspace, func(e *api.Encoding) { e.Rules.Labels = []string{"Expo Wien", "VIP"} })
		says := func(what string, want bool) {
			t.Helper()
			if strings.Contains(m.screen(), what) != want {
				t.Errorf("%q is on the screen: %v\n%s", what, !want, m.screen())
			}
		}
		m.writes("ex")
		says("expo Wien", true) // the list's, though another one was typed before
		says(offList, false)
		m.keys("right", "enter").writes("expo-b")
		says("expo-berlin", true)
		says(offList, true)
		m.writes("x")
		says("new label, not on the house's list", true)
		m.keys("ctrl+u").writes("vip")
		says("→ VIP, as on the house's list", true)
		m.keys("left", "end", "right", "enter").writes("Foo").keys("tab")
		says("· Foo is not on the house's list", true)
		says("Expo Wien is not", false)
		want := []string{"Expo Wien", "VIP", "Foo"}
		if diff := cmp.Diff(want, m.form.lead.Normalised().Labels); diff != "" {
			t.Errorf("labels (-want +got):\n%s", diff)
		}
		if n := lead.Count(m.problemsOf(lead.Lead{Person: lead.Person{Name: "A"}, Labels: want})); n != 0 {
			t.Errorf("%d problems", n)
		}
	})
}

func TestAnAddressIsMadeLikeTheOthersOfTheCompany(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newModel(t, nil).knows(t, hooli())
		m.keys("ctrl+t").writes("Ana").keys("tab").writes("Ruiz").keys("tab", "tab").writes("Hooli")
		if !strings.Contains(m.screen(), "Hooli GmbH") {
			t.Errorf("the company is not suggested:\n%s", m.screen())
		}
		m.keys("right")
		m.at(lead.Path{Field: lead.Industry}).keys("shift+tab", "tab") // the company's row is left
		m.at(lead.Path{Field: lead.Emails}).keys("shift+tab", "tab")
		if !strings.Contains(m.screen(), "ana.ruiz@hooli.example") {
			t.Errorf("no address is suggested:\n%s", m.screen())
		}
		m.keys("right", "tab")
		if !strings.Contains(m.screen(), "+49 30") {
			t.Errorf("no phone is begun:\n%s", m.screen())
		}
		m.keys("right").writes("77").keys("tab")
		if !strings.Contains(m.screen(), "→ Hafenstr. 1 · 50667 Köln · NW · DE, as Hooli GmbH") {
			t.Errorf("no address is offered:\n%s", m.screen())
		}
		m.keys("right")
		want := lead.Lead{Kind: lead.Contact, Company: "Hooli GmbH", Person: lead.Person{
			Name: "Ana", LastName: "Ruiz", Emails: []string{"ana.ruiz@hooli.example"}, Phones: []string{"+49 30 77"}, Addresses: hooli().Addresses,
		}}
		if diff := cmp.Diff(want, m.form.lead.Normalised()); diff != "" {
			t.Errorf("the contact (-want +got):\n%s", diff)
		}
	})
}

func TestBehindTheAtStandsTheCompanysDomain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newModel(t, nil)
		m.writes("Hooli").keys("tab", "tab").writes("info@hooli.example").keys("enter").writes("sales@")
		if !strings.Contains(m.screen(), "sales@hooli.example") {
			t.Errorf("the domain is not suggested:\n%s", m.screen())
		}
		m.keys("right")
		if got := m.form.lead.Emails; !cmp.Equal(got, []string{"info@hooli.example", "sales@hooli.example"}) {
			t.Errorf("emails %q", got)
		}
		m = newModel(t, nil)
		m.writes("Hooli").keys("tab", "tab").writes("hooli@gmail.com").keys("enter").writes("sales@")
		if strings.Contains(m.screen(), "sales@gmail") {
			t.Errorf("everybody's domain is suggested:\n%s", m.screen())
		}
	})
}

// Who goes on with a contact at the company that was just saved types its name not
// again, and gets it only by the key that takes it.
func TestAContactAtTheCompanyJustSaved(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newModel(t, nil)
		m.writes("Hooli").keys("ctrl+s", "ctrl+t").writes("Ana").keys("tab", "tab", "tab")
		if !strings.Contains(m.screen(), "Hooli") || m.form.lead.Company != "" {
			t.Fatalf("the company is %q:\n%s", m.form.lead.Company, m.screen())
		}
		m.keys("right")
		if got := m.form.lead.Company; got != "Hooli" {
			t.Fatalf("the company is %q", got)
		}
		m.keys("ctrl+s").writes("Bo").keys("tab", "tab", "tab").writes("I")
		if got := m.form.lead.Company; got != "I" || strings.Contains(m.screen(), "Hooli") {
			t.Errorf("what is typed instead is %q:\n%s", got, m.screen())
		}
		m.keys("backspace", "right")
		if got := m.form.lead.Company; got != "Hooli" {
			t.Errorf("the next contact's company is %q", got)
		}
	})
}

// A company is known by its contacts, too: two addresses made alike suggest the third.
func TestACompanyThatOnlyContactsName(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		contact := func(first, last, mail string) lead.Lead {
			return lead.Lead{Kind: lead.Contact, Company: "HOOLI", Person: lead.Person{Name: first, LastName: last, Emails: []string{mail}}}
		}
		m := newModel(t, nil)
		m.knows(t, contact("Jane", "Doe", "jane.doe@hooli.example")).knows(t, contact("Bo", "Ek", "bo.ek@hooli.example")).knows(t, contact("Al", "Gore", "al@gmail.com"))
		m.keys("ctrl+t").writes("Ana").keys("tab").writes("Ruiz").keys("tab", "tab").writes("Hooli").keys("tab", "tab")
		if !strings.Contains(m.screen(), "ana.ruiz@hooli.example") {
			t.Errorf("no address is suggested:\n%s", m.screen())
		}
	})
}

// What was suggested for one lead is not offered to the next.
func TestASuggestionStaysWithItsLead(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newModel(t, nil).knows(t, hooli())
		mail := lead.Path{Field: lead.Emails}
		m.keys("ctrl+t").writes("Bo").keys("tab").writes("Xu")
		m.at(mail)
		other := m.lift()
		m.keys("ctrl+n").writes("Ana").keys("tab").writes("Ruiz").keys("tab", "tab").writes("Hooli GmbH")
		m.keys("shift+tab").at(mail).keys("shift+tab", "tab")
		if !strings.Contains(m.screen(), "ana.ruiz@hooli.example") {
			t.Errorf("no address is suggested:\n%s", m.screen())
		}
		m.put(other)
		m.keys("right")
		if got := m.form.lead.Get(mail); got != "" {
			t.Errorf("Bo Xu got %q", got)
		}
	})
}

// A company's address is offered as it is now, not as it was for the lead before.
func TestTheCompanyIsReadAnew(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		m := newModel(t, nil)
		e, err := m.d.Workspace.Queue.Save(t.Context(), queue.Entry{Workspace: "acme", State: queue.Ready, Finished: true, Lead: hooli()})
		fatal(t, err)
		street := lead.Path{Field: lead.Addresses, Part: lead.Street}
		contact := func(want string) {
			t.Helper()
			m.keys("ctrl+n").at(lead.Path{Field: lead.CompanyName}).writes("Hooli GmbH").keys("tab").at(street).keys("shift+tab", "tab")
			if !strings.Contains(m.screen(), want) {
				t.Errorf("%q is not offered:\n%s", want, m.screen())
			}
		}
		m.keys("ctrl+t")
		contact("Hafenstr. 1")
		e.Lead.Addresses[0].Street = "Ring 7"
		_, err = m.d.Workspace.Queue.Save(t.Context(), e)
		fatal(t, err)
		contact("Ring 7")
	})
}
