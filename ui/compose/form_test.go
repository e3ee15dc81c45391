package compose

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"leadpad/app"
	"leadpad/lead"
	"leadpad/ui/kit"
)

// typist drives a form by key names and text, and counts the keys that are not
// text of the lead.
type typist struct {
	f    *form
	keys int
}

func newTypist(k lead.Kind) *typist {
	f := newForm(lead.Lead{Kind: k})
	f.pins = app.Pins{}
	return &typist{f: f}
}

func (ty *typist) text(s string) *typist {
	for _, r := range s {
		ty.f.typedAt(ty.f.editor.Cursor())
		ty.f.editor.Key(kit.Press(string(r)))
		ty.f.take()
	}
	return ty
}

func (ty *typist) key(names ...string) *typist {
	f := ty.f
	for _, n := range names {
		ty.keys++
		switch n {
		case "tab":
			f.next()
		case "shift+tab":
			f.prev()
		case "enter":
			f.enterKey()
		case "up":
			f.vertical(-1)
		case "down":
			f.vertical(1)
		case "pgdown":
			f.page(1)
		case "pgup":
			f.page(-1)
		case "ctrl+x":
			f.removeRow()
		case "ctrl+z":
			f.undo(false)
		case "ctrl+y":
			f.undo(true)
		case "ctrl+t":
			f.toggleKind()
		case "alt+up":
			f.moveRow(-1)
		case "alt+down":
			f.moveRow(1)
		default:
			panic("no such key: " + n)
		}
	}
	return ty
}

// toSocials goes to the first social of a new company.
func (ty *typist) toSocials() *typist {
	return ty.key("pgdown", "pgdown", "pgdown", "pgdown", "pgdown")
}

func TestALeadCostsAtMostElevenKeys(t *testing.T) {
	t.Parallel()
	ty := newTypist(lead.Company)
	ty.text("Northwind").key("tab").text("Logistics").key("tab").
		text("info@northwind.example").key("enter").text("sales@northwind.example").key("tab").
		text("+1 555 204 7789").key("tab").
		text("12 Harbor St").key("tab").text("Boston").key("tab").text("MA").key("tab").text("02110").key("tab").text("US")
	want := lead.Lead{Kind: lead.Company, Person: lead.Person{
		Name: "Northwind", Industry: "Logistics",
		Emails: []string{"info@northwind.example", "sales@northwind.example"}, Phones: []string{"+1 555 204 7789"},
		Addresses: []lead.Address{{Street: "12 Harbor St", City: "Boston", State: "MA", PostalCode: "02110", Country: "US"}},
	}}
	if diff := cmp.Diff(want, ty.f.lead.Normalised()); diff != "" {
		t.Errorf("typed lead (-want +got):\n%s", diff)
	}
	if keys := ty.keys + 1; keys > 11 { // Ctrl+S is the last
		t.Errorf("the lead cost %d keys beside its text, want at most 11", keys)
	}
}

func TestRowGrammar(t *testing.T) {
	t.Parallel()
	email := func(row int) lead.Path { return lead.Path{Field: lead.Emails, Row: row} }
	for name, c := range map[string]struct {
		do   func(*typist)
		want lead.Path
	}{
		"Tab leaves a row for the next section": {func(ty *typist) { ty.key("tab", "tab").text("a@b.example").key("tab") }, lead.Path{Field: lead.Phones}},
		"Enter opens one more row":              {func(ty *typist) { ty.key("tab", "tab").text("a@b.example").key("enter") }, email(1)},
		"Enter on an empty row leaves":          {func(ty *typist) { ty.key("tab", "tab").text("a@b.example").key("enter", "enter") }, lead.Path{Field: lead.Phones}},
		"Shift+Tab comes back to the last row":  {func(ty *typist) { ty.key("tab", "tab").text("a").key("enter").text("b").key("tab", "shift+tab") }, email(1)},
		"Down goes to the next row":             {func(ty *typist) { ty.key("tab", "tab").text("a").key("enter").text("b").key("up") }, email(0)},
		"Tab skips a social's type":             {func(ty *typist) { ty.toSocials().text("x.com/a").key("tab") }, lead.Path{Field: lead.Employees}},
		"Shift+Tab skips a social's type":       {func(ty *typist) { ty.toSocials().text("x.com/a").key("tab", "shift+tab") }, lead.Path{Field: lead.Socials, Part: lead.URL}},
		"Enter behind a social opens one more":  {func(ty *typist) { ty.toSocials().text("x.com/a").key("enter") }, lead.Path{Field: lead.Socials, Row: 1, Part: lead.URL}},
		"Tab skips an empty person":             {func(ty *typist) { ty.key("shift+tab", "shift+tab", "shift+tab").key("tab") }, lead.Path{Field: lead.Labels}},
		"Tab never stops at More":               {func(ty *typist) { ty.key("shift+tab", "tab") }, lead.Path{Field: lead.Name}},
		"Down reaches More":                     {func(ty *typist) { ty.key("shift+tab", "down") }, lead.Path{Field: lead.CompanyID}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ty := newTypist(lead.Company)
			c.do(ty)
			if ty.f.focus != c.want {
				t.Errorf("the focus is on %+v, want %+v", ty.f.focus, c.want)
			}
		})
	}
}

func TestRowsWithSeveralPartsMoveWhole(t *testing.T) {
	t.Parallel()
	a, b := lead.Address{Street: "12 Harbor St", City: "Boston", Country: "US"}, lead.Address{Street: "Hauptstr. 1", PostalCode: "10115", State: "BE"}
	f := newForm(lead.Lead{Kind: lead.Company, Person: lead.Person{Addresses: []lead.Address{a, b}}})
	f.enter(lead.Path{Field: lead.Addresses, Part: lead.Street})
	f.oneMore()
	if diff := cmp.Diff([]lead.Address{a, {}, b}, f.lead.Addresses); diff != "" {
		t.Errorf("with one more row in the middle (-want +got):\n%s", diff)
	}
	f.moveRow(-1)
	f.moveRow(1)
	f.moveRow(1)
	if diff := cmp.Diff([]lead.Address{a, b, {}}, f.lead.Addresses); diff != "" {
		t.Errorf("with that row moved down (-want +got):\n%s", diff)
	}
	for f.undo(false) {
	}
	if diff := cmp.Diff([]lead.Address{a, b}, f.lead.Addresses); diff != "" {
		t.Errorf("all undone (-want +got):\n%s", diff)
	}
}

// toContacts puts the focus on the first associated contact.
func (ty *typist) toContacts() *typist {
	ty.f.goTo(lead.Path{Contact: 1, Field: lead.Name})
	return ty
}

func TestAssociatedContacts(t *testing.T) {
	t.Parallel()
	ty := newTypist(lead.Company).text("Acme").toContacts()
	ty.text("Jane").key("tab").text("Doe").key("tab").text("CFO").key("tab").text("jane@acme.example").key("enter").key("enter")
	if want := (lead.Path{Contact: 2, Field: lead.Name}); ty.f.focus != want {
		t.Fatalf("Enter on an empty row of a contact goes to %+v, want the next contact", ty.f.focus)
	}
	ty.text("太郎").key("pgdown")
	if want := (lead.Path{Field: lead.Labels}); ty.f.focus != want {
		t.Errorf("PgDn goes to %+v, want the labels", ty.f.focus)
	}
	want := []lead.Person{{Name: "Jane", LastName: "Doe", Role: "CFO", Emails: []string{"jane@acme.example"}}, {Name: "太郎"}}
	if diff := cmp.Diff(want, ty.f.lead.Normalised().Contacts); diff != "" {
		t.Errorf("contacts (-want +got):\n%s", diff)
	}
	ty.f.goTo(lead.Path{Contact: 2, Field: lead.Name})
	ty.key("alt+up")
	if got := ty.f.lead.Contacts[0].Name; got != "太郎" {
		t.Errorf("the first contact is %q after Alt+↑, want 太郎", got)
	}
	ty.key("ctrl+x", "ctrl+z")
	if len(ty.f.lead.Contacts) != 2 || ty.f.lead.Contacts[0].Name != "太郎" {
		t.Errorf("undo of a removed person leaves %+v", ty.f.lead.Contacts)
	}
	ty.toContacts()
	ty.f.goTo(lead.Path{Contact: 3, Field: lead.Name})
	ty.key("enter")
	if len(ty.f.lead.Contacts) != 2 || ty.f.focus.Contact != 0 {
		t.Errorf("an empty person stays: %d contacts, focus %+v", len(ty.f.lead.Contacts), ty.f.focus)
	}
}

func TestKindKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	ty := newTypist(lead.Company).text("Acme")
	ty.f.goTo(lead.Path{Field: lead.Employees})
	ty.text("12").key("ctrl+t")
	if ty.f.lead.Kind != lead.Contact || ty.f.lead.Employees != "12" || !ty.f.has(lead.Employees) {
		t.Errorf("after Ctrl+T: %+v", ty.f.lead)
	}
	ty.key("ctrl+z")
	if ty.f.lead.Kind != lead.Company {
		t.Error("Ctrl+Z does not take Ctrl+T back")
	}
}

func TestACommaEndsALabel(t *testing.T) {
	t.Parallel()
	ty := newTypist(lead.Company)
	ty.f.goTo(lead.Path{Field: lead.Labels})
	ty.f.insert("expo, vip,berlin")
	if diff := cmp.Diff([]string{"expo", "vip", "berlin"}, ty.f.lead.Normalised().Labels); diff != "" {
		t.Error(diff)
	}
}

// TestAnyKeysKeepTheFormWhole runs random keys: the focus is always on an input
// of the form, undo goes all the way back to an empty lead and redo to where it
// was.
func TestAnyKeysKeepTheFormWhole(t *testing.T) {
	t.Parallel()
	names := []string{"tab", "shift+tab", "enter", "up", "down", "pgdown", "pgup", "ctrl+x", "ctrl+t", "alt+up", "alt+down", "ctrl+z", "ctrl+y"}
	rapid.Check(t, func(t *rapid.T) {
		ty := newTypist(lead.Kind(rapid.IntRange(0, 1).Draw(t, "kind")))
		start := ty.f.lead.Kind
		for range rapid.IntRange(1, 60).Draw(t, "steps") {
			if rapid.Bool().Draw(t, "typed") {
				ty.text(rapid.SampledFrom([]string{"a", "7", "山", " ", "é"}).Draw(t, "text"))
			} else {
				ty.key(rapid.SampledFrom(names).Draw(t, "key"))
			}
			slots := ty.f.slots()
			if i := at(slots, ty.f.focus); slots[i].path != ty.f.focus {
				t.Fatalf("the focus %+v is no input of the form", ty.f.focus)
			}
			if got := ty.f.editor.Text(); got != ty.f.lead.Get(ty.f.focus) {
				t.Fatalf("the editor shows %q, the lead has %q", got, ty.f.lead.Get(ty.f.focus))
			}
		}
		end := ty.f.lead.Normalised()
		steps := 0
		for ty.f.undo(false) {
			steps++
		}
		if !ty.f.lead.Empty() || ty.f.lead.Kind != start {
			t.Fatalf("undo ends at %+v", ty.f.lead)
		}
		for range steps {
			ty.f.undo(true)
		}
		if diff := cmp.Diff(end, ty.f.lead.Normalised()); diff != "" {
			t.Fatalf("redo ends elsewhere (-want +got):\n%s", diff)
		}
	})
}
