package words

import (
	"testing"

	"leadpad/lead"
)

// Every input has a question that no other input of the lead has.
func TestQuestionsTellInputsApart(t *testing.T) {
	t.Parallel()
	for _, l := range []lead.Lead{{}, {Kind: lead.Contact}} {
		seen := map[string]lead.Path{}
		ask := func(contact int, fields []lead.Field) {
			for _, f := range fields {
				for row := range 2 {
					for _, part := range f.Parts() {
						at := lead.Path{Contact: contact, Field: f, Row: row, Part: part}
						if row > 0 && !f.Repeats() {
							continue
						}
						text := Ask(l, at)
						if other, there := seen[text]; there {
							t.Errorf("%q asks for %+v and %+v", text, other, at)
						}
						seen[text] = at
					}
				}
			}
		}
		ask(0, lead.Order(l.Kind))
		ask(1, lead.ContactOrder())
		ask(2, lead.ContactOrder())
	}
}

func TestQuestionsInWords(t *testing.T) {
	t.Parallel()
	contact := lead.Lead{Kind: lead.Contact}
	for _, c := range []struct{ got, want string }{
		{Ask(lead.Lead{}, lead.Path{Field: lead.Name}), "Name"},
		{Ask(contact, lead.Path{Field: lead.Name}), "First name"},
		{Ask(contact, lead.Path{Field: lead.Emails}), "Email 1, or Enter for none"},
		{Ask(contact, lead.Path{Field: lead.Phones, Row: 1}), "Phone 2, or Enter for no more"},
		{Ask(contact, lead.Path{Contact: 2, Field: lead.Addresses, Row: 1, Part: lead.PostalCode}), "Contact 2, address 2, postal code"},
		{Ask(contact, lead.Path{Contact: 1, Field: lead.ContactID}), "Contact 1, Contact ID"},
		{AskMore(lead.Path{Field: lead.Addresses}), "Add an address? y or N"},
		{AskMore(lead.Path{Contact: 1, Field: lead.Addresses, Row: 1}), "Add another address of contact 1? y or N"},
		{AskMore(lead.Path{Field: lead.Contacts}), "Add an associated contact? y or N"},
		{Remarked(contact, lead.Problem{Path: lead.Path{Field: lead.Emails}, Text: "an address needs an @"}), "Email 1: an address needs an @."},
		{Remarked(contact, lead.Problem{Path: lead.Path{Field: lead.Phones}, Note: true, Text: "sent as 1"}), "Phone 1, a note: sent as 1."},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}
