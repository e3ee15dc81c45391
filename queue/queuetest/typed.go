package queuetest

import (
	"slices"
	"testing"

	"leadpad/lead"
	"leadpad/queue"
)

// testSuggest looks for what was typed before: by its beginning, whatever its case
// and accents, the last first, each once, and of finished leads alone.
func testSuggest(t *testing.T, q queue.Queue) {
	full := Company("Müller GmbH")
	full.Lead.Industry, full.Lead.Labels = "Logistics", []string{"expo-berlin", "Expo Köln"}
	full.Lead.Addresses = []lead.Address{{City: "Köln", State: "NW", PostalCode: "50667", Country: "DE"}}
	full.Lead.Contacts = []lead.Person{
		{Name: "Jane", LastName: "Doe", Role: "Head of Logistics", Emails: []string{"jane.doe@mueller.example"}},
		{Name: "Bo", LastName: "Ek", Emails: []string{"bo.ek@mueller.example", "bo@mueller.example.org"}},
	}
	full = Save(t, q, full)
	half := Company("Mül")
	half.State, half.Finished = queue.Draft, false
	Save(t, q, half)
	there := func(k queue.Typed, begin string, want ...queue.Suggestion) {
		t.Helper()
		got, err := q.Suggest(t.Context(), "w", k, begin, 10)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%q of kind %d: %+v, %v, want %+v", begin, k, got, err, want)
		}
	}
	there(queue.TypedCompany, "mul", queue.Suggestion{Value: "Müller GmbH"})
	there(queue.TypedCompany, "ller")
	there(queue.TypedCompany, "")
	there(queue.TypedIndustry, "LOG", queue.Suggestion{Value: "Logistics"})
	there(queue.TypedRole, "head of", queue.Suggestion{Value: "Head of Logistics"})
	there(queue.TypedLabel, "expo", queue.Suggestion{Value: "expo-berlin"}, queue.Suggestion{Value: "Expo Köln"})
	there(queue.TypedCity, "ko", queue.Suggestion{Value: "Köln", State: "NW", Country: "DE"})
	there(queue.TypedPostalCode, "50667", queue.Suggestion{Value: "50667", City: "Köln", State: "NW", Country: "DE"})
	there(queue.TypedMail, "Mueller.example", queue.Suggestion{Value: "first.last"}, queue.Suggestion{Value: "first.last"})
	there(queue.TypedMail, "mueller.exampl")
	contact := Company("Ana")
	contact.Lead.Kind, contact.Lead.Company, contact.Lead.Emails = lead.Contact, "Müller & Co.", []string{"ana@Mueller.example"}
	Save(t, q, contact)
	there(queue.TypedDomain, "MULLER & CO", queue.Suggestion{Value: "mueller.example"})
	there(queue.TypedDomain, "Müller")
	if got, err := q.Suggest(t.Context(), "other", queue.TypedLabel, "expo", 10); err != nil || len(got) > 0 {
		t.Errorf("another workspace is suggested %+v, %v", got, err)
	}
	full.Lead.Labels, full.Lead.Addresses = []string{"EXPO KÖLN"}, []lead.Address{{City: "KÖLN"}}
	Save(t, q, full)
	if got, err := q.Suggest(t.Context(), "w", queue.TypedLabel, "exp", 1); err != nil || len(got) != 1 || got[0].Value != "EXPO KÖLN" {
		t.Errorf("the label that was typed last: %+v, %v", got, err)
	}
	there(queue.TypedCity, "ko", queue.Suggestion{Value: "KÖLN", State: "NW", Country: "DE"})
}

// testSuggestToOwners: labels, industries and cities are the workspace's, the rest
// is who typed it's.
func testSuggestToOwners(t *testing.T, q queue.Queue) {
	ana, bob := q.As(queue.Scope{Owner: "ana"}), q.As(queue.Scope{Owner: "bob", All: true})
	e := Company("Acme")
	e.Lead.Industry, e.Lead.Labels = "Foods", []string{"fair"}
	e.Lead.Addresses = []lead.Address{{City: "Bonn", PostalCode: "53111"}}
	e.Lead.Contacts = []lead.Person{{Name: "Jane", LastName: "Doe", Role: "Buyer", Emails: []string{"jane@acme.example"}}}
	Save(t, ana, e)
	e = Company("Ann")
	e.Lead.Kind, e.Lead.Company, e.Lead.Emails = lead.Contact, "Hooli", []string{"ann@hooli.example"}
	Save(t, ana, e)
	begins := map[queue.Typed]string{
		queue.TypedCompany: "ac", queue.TypedIndustry: "fo", queue.TypedRole: "bu", queue.TypedLabel: "fa",
		queue.TypedCity: "bo", queue.TypedPostalCode: "53", queue.TypedMail: "acme.example", queue.TypedDomain: "hooli",
	}
	for k, begin := range begins {
		his, err := bob.Suggest(t.Context(), "w", k, begin, 10)
		Must(t, err)
		if shared := queue.SharedTyped(k); len(his) > 0 != shared {
			t.Errorf("Bob is suggested %+v of kind %d", his, k)
		}
		if hers, err := ana.Suggest(t.Context(), "w", k, begin, 10); err != nil || len(hers) != 1 {
			t.Errorf("Ana is suggested %+v of kind %d: %v", hers, k, err)
		}
	}
}
