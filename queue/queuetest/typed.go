package queuetest

import (
	"context"
	"fmt"
	"math/rand/v2"
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

// testSuggestFromLeads saves, changes, moves, deletes and restores leads at random:
// at each moment exactly what a finished lead has that is there is suggested.
func testSuggestFromLeads(t *testing.T, q queue.Queue) {
	m := typedModel{q: q, ctx: t.Context(), r: Seeded(t), leads: map[queue.ID]*typedLead{}}
	n := Trials(300)
	for i := range n {
		doing := m.step(t)
		for label := range typedLabels {
			for _, ws := range []string{"w", "v"} {
				want := 0
				for _, l := range m.leads {
					if l.finished && !l.deleted && l.workspace == ws && slices.Contains(l.labels, typedLabel(label)) {
						want = 1
					}
				}
				if got, err := q.Suggest(m.ctx, ws, queue.TypedLabel, typedLabel(label), 9); err != nil || len(got) != want {
					t.Fatalf("step %d, %s: %s suggests %+v, %v, want %d", i, doing, ws, got, err, want)
				}
			}
		}
	}
	t.Logf("%d changes", n)
}

const typedLabels = 5

func typedLabel(i int) string { return fmt.Sprint("label ", string(rune('a'+i))) }

// typedModel knows which labels its leads have.
type typedModel struct {
	q     queue.Queue
	ctx   context.Context
	r     *rand.Rand
	leads map[queue.ID]*typedLead
	ids   []queue.ID // in the order in which they were made
	was   []queue.Entry
}

type typedLead struct {
	queue.Entry
	workspace string
	labels    []string
	finished  bool
	deleted   bool
}

// take notes a lead as it was stored.
func (m *typedModel) take(t *testing.T, e queue.Entry) {
	t.Helper()
	if m.leads[e.ID] == nil {
		m.ids = append(m.ids, e.ID)
	}
	m.leads[e.ID] = &typedLead{e, e.Workspace, e.Lead.Labels, e.Finished || e.State != queue.Draft, false}
}

// some draws leads that are there, or that are not.
func (m *typedModel) some(deleted bool) (ids []queue.ID) {
	for _, id := range m.ids {
		if l := m.leads[id]; l.deleted == deleted && l.workspace == "w" && m.r.IntN(3) == 0 {
			ids = append(ids, id)
		}
	}
	return ids
}

// step does one thing and says what.
func (m *typedModel) step(t *testing.T) string {
	t.Helper()
	switch m.r.IntN(7) {
	case 0:
		m.take(t, Save(t, m.q, m.draw(Company("new"))))
		return "new"
	case 1:
		for _, id := range m.some(false) {
			m.take(t, Save(t, m.q, m.draw(m.leads[id].Entry)))
		}
		return "saved again"
	case 2:
		was, err := m.q.Edit(m.ctx, "w", m.some(false), m.draw)
		Must(t, err)
		m.was = was
		m.readAgain(t, was)
		return "changed in bulk"
	case 3:
		_, err := m.q.Put(m.ctx, m.was)
		Must(t, err)
		m.readAgain(t, m.was)
		return "put back"
	case 4:
		d, err := m.q.Delete(m.ctx, "w", m.some(false))
		Must(t, err)
		for _, id := range d.Leads {
			m.leads[id].deleted = true
		}
		return "deleted"
	case 5:
		back, err := m.q.Restore(m.ctx, "w", m.some(true))
		Must(t, err)
		for _, id := range back {
			m.leads[id].deleted = false
		}
		return "restored"
	}
	ids := m.some(false)
	ids = ids[:min(1, len(ids))]
	_, _, err := m.q.Move(m.ctx, "w", "v", ids, func(lead.Lead) []lead.Problem { return nil })
	Must(t, err)
	for _, id := range ids {
		m.leads[id].workspace = "v"
	}
	return "moved"
}

// readAgain takes leads in as they stand now, those that are there.
func (m *typedModel) readAgain(t *testing.T, es []queue.Entry) {
	t.Helper()
	for _, e := range es {
		if now, err := m.q.Get(m.ctx, "w", e.ID); err == nil {
			m.take(t, now)
		}
	}
}

// draw gives an entry other labels, finished or not.
func (m *typedModel) draw(e queue.Entry) queue.Entry {
	e.Lead = e.Lead.Clone()
	e.Lead.Labels = nil
	for range m.r.IntN(3) {
		e.Lead.Labels = append(e.Lead.Labels, typedLabel(m.r.IntN(typedLabels)))
	}
	e.State, e.Finished = queue.Ready, true
	if m.r.IntN(3) == 0 {
		e.State, e.Finished = queue.Draft, m.r.IntN(2) == 0
	}
	return e
}
