package compose

import (
	"context"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"leadpad/api"
	"leadpad/app"
	"leadpad/config"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/queue/sqlite"
	"leadpad/ui/kit"
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
		Workspace: &app.Session{Workspace: &app.Workspace{Name: "acme", Queue: q, Encoding: func() api.Encoding { return encoding }}},
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

// arrive is the answer to the load that is on its way.
func (m *Model) arrive(t *testing.T, id kit.ID) {
	t.Helper()
	e, err := m.d.Workspace.Queue.Get(t.Context(), "acme", id)
	m.Update(opened{m.address(), m.loading, opening{origin: fromDrafts}, e, err})
}

// onDisk are the names in the queue, once everything has been flushed.
func (m *Model) onDisk(t *testing.T) string {
	t.Helper()
	if lost := m.Flush(); len(lost) > 0 {
		t.Fatal(lost)
	}
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
	m.Update(kit.EditLead{ID: id})
	m.types(" and meanwhile")
	m.arrive(t, id)
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
			m.Update(kit.EditLead{ID: id})
			late := m.loading
			on(m)
			m.types("New")
			e, err := m.d.Workspace.Queue.Get(t.Context(), "acme", id)
			m.Update(opened{m.address(), late, opening{origin: fromDrafts}, e, err})
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
		m.Update(kit.EditLead{ID: id})
		m.arrive(t, id)
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
	m.Update(kit.EditLead{ID: id})
	m.arrive(t, id)
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
	m.Update(autosave{m.address(), m.doc.number}) // its save has not ended yet
	m.Update(kit.Press("backspace"))
	m.Hide()
	if got := m.onDisk(t); got != "" {
		t.Errorf("the disk has %q", got)
	}
}
