package compose

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/google/go-cmp/cmp"

	"leadpad/lead"
	"leadpad/ui/kit"
)

// press presses keys one after the other.
func (m *Model) press(names ...string) {
	for _, n := range names {
		m.Update(kit.Press(n))
	}
}

// screen is what is drawn, without colours.
func (m *Model) screen() string {
	return ansi.Strip(strings.Join(m.View().Lines, "\n"))
}

// at puts the focus on an input.
func (m *Model) at(p lead.Path) *Model {
	m.form.goTo(p)
	return m
}

func TestSlipsAreOfferedAndMoved(t *testing.T) {
	t.Parallel()
	phone := lead.Path{Field: lead.Phones}
	for _, c := range []struct {
		at          lead.Path
		typed, line string
		want        lead.Person
	}{
		{phone, "jane@hooli.example", "looks like an email: → moves it to Emails", lead.Person{Emails: []string{"jane@hooli.example"}}},
		{lead.Path{Field: lead.Emails}, "linkedin.com/in/jane", "looks like a web address: → moves it to Socials", lead.Person{Socials: []lead.Social{{URL: "linkedin.com/in/jane"}}}},
		{lead.Path{Field: lead.Emails}, "+49 30 901820", "looks like a phone: → moves it to Phones", lead.Person{Phones: []string{"+49 30 901820"}}},
		{
			lead.Path{Field: lead.Addresses, Part: lead.Country},
			"10117", "looks like a postal code: → moves it to Postal code",
			lead.Person{Addresses: []lead.Address{{PostalCode: "10117"}}},
		},
	} {
		m := newModel(t, nil).at(c.at)
		m.types(c.typed)
		if !strings.Contains(m.screen(), c.line) {
			t.Errorf("%q is not offered:\n%s", c.typed, m.screen())
		}
		m.press("right")
		if diff := cmp.Diff(c.want, m.form.lead.Normalised().Person); diff != "" {
			t.Errorf("%q moved (-want +got):\n%s", c.typed, diff)
		}
		if m.form.focus != c.at || m.form.editor.Text() != "" {
			t.Errorf("%q: the focus is on %+v with %q", c.typed, m.form.focus, m.form.editor.Text())
		}
		m.press("ctrl+z")
		if got := m.form.lead.Get(c.at); got != c.typed {
			t.Errorf("undo brings %q back, want %q", got, c.typed)
		}
	}
}

// Whatever is not the key that the line names leaves the text alone, and so does
// that key where it walks.
func TestAnOfferIsTakenByItsKeyAlone(t *testing.T) {
	t.Parallel()
	phone := lead.Path{Field: lead.Phones}
	for name, keys := range map[string][]string{
		"within the text": {"left", "left", "right"},
		"walking":         {"left", "right", "right"},
		"Tab":             {"tab"},
		"Enter":           {"enter"},
		"End":             {"end"},
	} {
		m := newModel(t, nil).at(phone)
		m.types("jane@hooli.example")
		m.press(keys...)
		if got := m.form.lead.Get(phone); got != "jane@hooli.example" {
			t.Errorf("%s: the phone is %q", name, got)
		}
	}
}

// What stands where a value would go is kept.
func TestASlipOverwritesNothing(t *testing.T) {
	t.Parallel()
	code := lead.Path{Field: lead.Addresses, Part: lead.PostalCode}
	m := newModel(t, nil).at(code)
	m.types("10115")
	m.at(lead.Path{Field: lead.Addresses, Part: lead.Country})
	m.types("10117")
	if strings.Contains(m.screen(), "looks like") {
		t.Errorf("it offers to overwrite the postal code:\n%s", m.screen())
	}
	m = newModel(t, nil).at(lead.Path{Field: lead.Emails})
	m.types("info@hooli.example")
	m.at(lead.Path{Field: lead.Phones})
	m.types("jane@hooli.example")
	m.press("right")
	if diff := cmp.Diff([]string{"info@hooli.example", "jane@hooli.example"}, m.form.lead.Emails); diff != "" {
		t.Errorf("emails (-want +got):\n%s", diff)
	}
}

// A key that is held takes one offer, not the next one too.
func TestAHeldKeyTakesOneOffer(t *testing.T) {
	t.Parallel()
	company := lead.Path{Field: lead.CompanyName}
	m := newModel(t, nil)
	m.press("ctrl+t")
	m.before = "Hooli GmbH"
	m.at(company).types("jane@hooli.example")
	m.press("right", "right", "right")
	if got := m.form.lead; got.Company != "" || !cmp.Equal(got.Emails, []string{"jane@hooli.example"}) {
		t.Errorf("got %+v", got)
	}
}
