package compose

import (
	"context"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"leadpad/api"
	"leadpad/app"
	"leadpad/config"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/queue/sqlite"
	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
)

// newModel is the form on a queue in memory, with some keys of the config.
func newModel(t *testing.T, changed map[string][]string) *Model {
	t.Helper()
	q, err := sqlite.Open(t.Context(), "", queue.Options{})
	fatal(t, err)
	t.Cleanup(func() { fatal(t, q.Close()) })
	encoding, err := api.NewEncoding(config.Profile{}, lead.Rules{})
	fatal(t, err)
	keys, err := kit.NewKeymap(changed)
	fatal(t, err)
	m := New(kit.Deps{
		Workspace: &app.Session{Queue: q, Workspace: &app.Workspace{Name: "acme", Encoding: func() api.Encoding { return encoding }}},
		Theme:     kit.NewTheme(true, colorprofile.TrueColor, ansi.WcWidth), Keys: keys, Session: 1, Now: time.Now(),
	})
	m.SetSize(80, 24)
	m.Show()
	return m
}

func fatal(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// types types text without running a command: nothing reaches the disk.
func (m *Model) types(text string) {
	for _, c := range text {
		m.Update(kit.Press(string(c)))
	}
}

// stored puts a lead into the queue.
func (m *Model) stored(t *testing.T, name string) kit.ID {
	t.Helper()
	e, err := m.d.Workspace.Queue.Save(t.Context(), queue.Entry{Workspace: "acme", State: queue.Ready, Finished: true, Lead: lead.Lead{Person: lead.Person{Name: name}}})
	fatal(t, err)
	return e.ID
}

// arrive takes in what a command brings.
func (m *Model) arrive(cmd tea.Cmd) {
	for _, msg := range kittest.Run(cmd) {
		m.Update(msg)
	}
}

// onDisk are the names in the queue, once everything has been flushed.
func (m *Model) onDisk(t *testing.T) string {
	t.Helper()
	if lost := m.Flush(true); len(lost) > 0 {
		t.Fatal(lost)
	}
	return m.inQueue(t)
}

// inQueue are the names in the queue now.
func (m *Model) inQueue(t *testing.T) string {
	t.Helper()
	var names []string
	fatal(t, m.d.Workspace.Queue.Each(context.Background(), queue.Query{Workspace: "acme"}, func(e queue.Entry) error {
		names = append(names, e.Lead.Name)
		return nil
	}))
	return strings.Join(names, ", ")
}

// What is typed while another lead is read stays with the lead it was typed
// into, even when that reading takes long.
func TestTextTypedWhileALeadIsReadIsKept(t *testing.T) {
	t.Parallel()
	m := newModel(t, nil)
	id := m.stored(t, "Acme")
	m.types("Before")
	load := m.Update(kit.EditLead{ID: id})
	m.types(" and meanwhile")
	m.arrive(load)
	if got := m.form.lead.Name; got != "Acme" {
		t.Fatalf("the form has %q", got)
	}
	if got := m.onDisk(t); got != "Before and meanwhile, Acme" {
		t.Errorf("the disk has %q", got)
	}
}

// A lead that comes when the rep went on to a new one does not take its place.
func TestALeadThatComesTooLateIsNotOpened(t *testing.T) {
	t.Parallel()
	for name, on := range map[string]func(*Model){
		"Ctrl+N": func(m *Model) { m.Update(kit.Press("ctrl+n")) },
		"n":      func(m *Model) { m.Update(kit.NewLead{}) },
		"F2":     func(m *Model) { m.Hide(); m.Show(); m.Continue() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newModel(t, nil)
			id := m.stored(t, "Acme")
			late := m.Update(kit.EditLead{ID: id})
			on(m)
			m.types("New")
			m.arrive(late)
			m.types("er")
			if got := m.form.lead.Name; got != "Newer" {
				t.Errorf("the form has %q", got)
			}
			if got := m.onDisk(t); got != "Newer, Acme" {
				t.Errorf("the disk has %q", got)
			}
		})
	}
}

// The line about the unfinished ones names the key in force, the title cleans
// the name and cuts it.
func TestTheTitleInWords(t *testing.T) {
	t.Parallel()
	m := newModel(t, map[string][]string{"drafts": {"f9"}})
	title := func() string {
		line := ansi.Strip(m.which(80))
		if w := m.theme.Width(line); w > 79 {
			t.Errorf("the title takes %d cells", w)
		}
		return line
	}
	if got := title(); got != "  New lead   company ⇄ contact" {
		t.Errorf("a blank lead: %q", got)
	}
	m.types("One")
	m.Update(kit.NewLead{})
	if got := title(); !strings.HasSuffix(got, " 1 more unfinished: F9") {
		t.Errorf("with another key: %q", got)
	}
	for name, want := range map[string]string{
		"Evil\x1b[2J\u202e":      "Evil, from Drafts   company ⇄ contact",
		"   ":                    "A lead without a name, from Drafts   company ⇄ contact",
		strings.Repeat("漢", 200): strings.Repeat("漢", 21) + "…, from Drafts   company ⇄ contact",
	} {
		id := m.stored(t, name)
		m.arrive(m.Update(kit.EditLead{ID: id, From: kit.DraftsScreen}))
		if got := strings.TrimSpace(title()); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// A lead that somebody else changed meanwhile is kept as a draft of its own at
// the end, too: theirs is Ready, and not both may go by themselves.
func TestALeadChangedElsewhereIsKeptAsADraftAtTheEnd(t *testing.T) {
	t.Parallel()
	m := newModel(t, nil)
	id := m.stored(t, "Acme")
	m.arrive(m.Update(kit.EditLead{ID: id, From: kit.DraftsScreen}))
	q := m.d.Workspace.Queue
	theirs, err := q.Get(t.Context(), "acme", id)
	fatal(t, err)
	theirs.Lead.Name = "Acme of another window"
	_, err = q.Save(t.Context(), theirs)
	fatal(t, err)
	m.types(" Ltd")
	m.Update(kit.Press("ctrl+s"))
	if got := m.onDisk(t); got != "Acme Ltd, Acme of another window" {
		t.Errorf("the disk has %q", got)
	}
	fatal(t, q.Each(t.Context(), queue.Query{Workspace: "acme"}, func(e queue.Entry) error {
		if want := map[bool]queue.State{true: queue.Draft, false: queue.Ready}[e.Lead.Name == "Acme Ltd"]; e.State != want {
			t.Errorf("%s is %v, want %v", e.Lead.Name, e.State, want)
		}
		return nil
	}))
}

// A draft out of which all was deleted, just before the end, is gone then.
func TestADraftThatIsEmptiedAtTheEndGoes(t *testing.T) {
	t.Parallel()
	m := newModel(t, nil)
	m.types("a")
	m.keep() // its save has not ended yet
	m.Update(kit.Press("backspace"))
	m.Hide()
	if got := m.onDisk(t); got != "" {
		t.Errorf("the disk has %q", got)
	}
}

func TestAKeyThatChangesNothingIsNoStepToUndo(t *testing.T) {
	t.Parallel()
	m := newModel(t, nil)
	for _, key := range []string{"a", "b", "home", "backspace"} {
		m.Update(kit.Press(key))
	}
	m.Update(kit.Press("ctrl+z"))
	if got := m.form.lead.Name; got != "" {
		t.Errorf("after one undo the name is %q, want none", got)
	}
	m.Update(kit.Press("backspace"))
	m.Update(kit.Press("ctrl+y"))
	if got := m.form.lead.Name; got != "ab" {
		t.Errorf("done again behind a key that changed nothing, the name is %q, want %q", got, "ab")
	}
}

// A lead that may have gone out already shows that in the form, and neither typing
// nor saving ends the doubt.
func TestDoubtStaysWithTheLead(t *testing.T) {
	t.Parallel()
	m := newModel(t, nil)
	doubt := lead.Problem{Doubt: true, Text: "may already be in ClosingDealz: this queue was restored from 3 Nov 2026"}
	e, err := m.d.Workspace.Queue.Save(t.Context(), queue.Entry{
		Workspace: "acme", State: queue.Draft, Finished: true, Problems: []lead.Problem{doubt},
		Lead: lead.Lead{Person: lead.Person{Name: "Acme"}},
	})
	fatal(t, err)
	m.arrive(m.Update(kit.EditLead{ID: e.ID}))
	if view := ansi.Strip(strings.Join(m.View().Lines, "\n")); !strings.Contains(view, "may already be in ClosingDealz") {
		t.Errorf("the form does not say it:\n%s", view)
	}
	m.types("X")
	m.Update(kit.Press("ctrl+s"))
	_ = m.onDisk(t)
	e, err = m.d.Workspace.Queue.Get(t.Context(), "acme", e.ID)
	fatal(t, err)
	if e.State != queue.Draft || len(e.Problems) != 1 || e.Problems[0] != doubt || e.Lead.Name == "Acme" {
		t.Errorf("%v %q with %v", e.State, e.Lead.Name, e.Problems)
	}
}

// A lead with problems opens on the first one of them, wherever that is.
func TestALeadOpensOnItsFirstProblem(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		l    lead.Lead
		want lead.Path
	}{
		{lead.Lead{Person: lead.Person{Name: "Acme"}}, lead.Path{Field: lead.Name}},
		{lead.Lead{Person: lead.Person{Name: "Acme", Emails: []string{"a@b.example", "sales@acme"}}, Employees: "many"}, lead.Path{Field: lead.Emails, Row: 1}},
		{lead.Lead{Person: lead.Person{Industry: "Steel"}}, lead.Path{Field: lead.Name}},
	} {
		m := newModel(t, nil)
		id := m.stored(t, "Acme")
		e, err := m.d.Workspace.Queue.Get(t.Context(), "acme", id)
		fatal(t, err)
		e.Lead = c.l
		m.load(id, opening{origin: fromDrafts})
		m.opened(opening{origin: fromDrafts}, e)
		if m.form.focus != c.want {
			t.Errorf("%+v opens on %+v, want %+v", c.l, m.form.focus, c.want)
		}
	}
}

// Esc folds an associated person and stays on their line, from where Enter or a
// letter goes on in them; Esc there leaves the form.
func TestEscGoesToThePersonsLine(t *testing.T) {
	t.Parallel()
	m := newModel(t, nil)
	m.types("Acme")
	m.form.goTo(lead.Path{Contact: 1, Field: lead.Name})
	m.types("Jane")
	m.Update(kit.Press("tab"))
	m.types("Doe")
	m.Update(kit.Press("esc"))
	text := func() string { return ansi.Strip(strings.Join(m.View().Lines, "\n")) }
	if got := text(); !strings.Contains(got, "▌ Contacts   Jane Doe") || strings.Contains(got, "Last name") {
		t.Errorf("the person is not folded, or not in focus:\n%s", got)
	}
	m.Update(kit.Press("tab"))
	if m.form.focus.Field != lead.Labels {
		t.Errorf("Tab goes to %+v, want the labels", m.form.focus)
	}
	m.Update(kit.Press("shift+tab"))
	m.Update(kit.Press("esc"))
	m.Update(kit.Press("enter"))
	if got := text(); !strings.Contains(got, "Last name") {
		t.Errorf("Enter does not open the person:\n%s", got)
	}
	m.Update(kit.Press("esc"))
	m.types("t")
	if m.form.lead.Contacts[0].Name != "Janet" {
		t.Errorf("typed on the line, the name is %q", m.form.lead.Contacts[0].Name)
	}
	m.Update(kit.Press("esc"))
	if cmd := m.Update(kit.Press("esc")); cmd == nil {
		t.Error("Esc on the line does not leave the form")
	}
}

// A value that is longer than its line shows where there is more of it, a form
// that is longer than its screen how much, and a problem is never cut.
func TestWhatDoesNotFitIsMarked(t *testing.T) {
	t.Parallel()
	m := newModel(t, nil)
	m.SetSize(60, 13)
	long := strings.Repeat("abcdefgh", 12)
	m.types(long)
	text := func() string { return ansi.Strip(strings.Join(m.View().Lines, "\n")) }
	if got := text(); !strings.Contains(got, "  ‹") || !strings.Contains(got, "↓ ") || !strings.Contains(got, " more") {
		t.Errorf("nothing says that there is more:\n%s", got)
	}
	for range 70 {
		m.Update(kit.Press("left"))
	}
	if got := text(); !strings.Contains(got, "‹") || !strings.Contains(got, "›") {
		t.Errorf("in the middle both ends have more:\n%s", got)
	}
	m.Update(kit.Press("tab"))
	if got := text(); !strings.Contains(got, "›") {
		t.Errorf("unfocused, nothing says that there is more:\n%s", got)
	}
	m.form.goTo(lead.Path{Field: lead.Emails})
	m.types("Sabine Krüger <s.krueger@northwind.example> and others")
	m.Update(kit.Press("tab"))
	for _, p := range m.problems {
		if got := strings.Join(strings.Fields(text()), " "); p.Field == lead.Emails && !strings.Contains(got, p.Text) {
			t.Errorf("%q is cut:\n%s", p.Text, text())
		}
	}
}
