package compose

import (
	"strings"
	"testing"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
)

// atDesk is the form with a desk, as when leadpad starts.
func atDesk(t *testing.T, like *Model) *Model {
	t.Helper()
	d := like.d
	d.Workspace = d.Workspace.Sit(t.Context())
	m := New(d)
	m.SetSize(80, 24)
	m.Show()
	t.Cleanup(func() { m.Flush(false) })
	return m
}

// What was typed and not saved before another window took the lead, which this one
// did not hear of, is kept as a draft of its own.
func TestTextThatCameTooLateForTheLeadIsKept(t *testing.T) {
	t.Parallel()
	m := atDesk(t, newModel(t, nil))
	m.types("Acme")
	m.drive(m.keep())
	id := m.doc.entry.ID
	other, _, err := m.d.Workspace.Queue.Sit(t.Context(), "acme")
	fatal(t, err)
	took := make(chan error, 1)
	go func() { took <- other.Seize(t.Context(), id) }()
	fatal(t, <-took)
	m.types(" & Co")
	m.drive(m.keep())
	if got := m.onDisk(t); got != "Acme & Co, Acme" {
		t.Errorf("the disk has %q", got)
	}
	if hold, err := other.Hold(t.Context(), id); hold != queue.Kept || err != nil {
		t.Errorf("who took it has it no more: %v, %v", hold, err)
	}
}

// The next start goes to the place, or as near to it as the lead allows by now.
func TestComingBackToAPlace(t *testing.T) {
	t.Parallel()
	l := lead.Lead{Person: lead.Person{Name: "Acme", Emails: []string{"a@b.example"}}, Contacts: []lead.Person{{Name: "Jane"}}}
	for name, c := range map[string]struct{ at, want place }{
		"within a word":  {place{At: lead.Path{Field: lead.Name}, Cursor: 2}, place{At: lead.Path{Field: lead.Name}, Cursor: 2}},
		"past its end":   {place{At: lead.Path{Field: lead.Name}, Cursor: 99}, place{At: lead.Path{Field: lead.Name}, Cursor: 4}},
		"one more email": {place{At: lead.Path{Field: lead.Emails, Row: 1}}, place{At: lead.Path{Field: lead.Emails, Row: 1}}},
		"a row that went": {
			place{At: lead.Path{Field: lead.Emails, Row: 7}, Cursor: 3},
			place{At: lead.Path{Field: lead.Emails}, Cursor: 11},
		},
		"a folded person": {
			place{At: lead.Path{Contact: 1, Field: lead.Name}, Shut: true, Cursor: 4},
			place{At: lead.Path{Contact: 1, Field: lead.Name}, Shut: true, Cursor: 4},
		},
		"a person that went": {place{At: lead.Path{Contact: 9, Field: lead.Role}}, place{At: lead.Path{Field: lead.Name}, Cursor: 4}},
		"no field":           {place{At: lead.Path{Contact: -1, Field: 200, Row: -3, Part: 77}}, place{At: lead.Path{Field: lead.Name}, Cursor: 4}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newModel(t, nil)
			m.open(l, m.unsavedEntry(), begun)
			m.goBack(c.at)
			got := m.place(m.form, begun)
			got.Seen = false
			if got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
			m.View()
			m.Update(kit.Press("x")) // and goes on
			m.Update(kit.Press("tab"))
		})
	}
}

// A value that is longer than its line comes back scrolled as it was.
func TestALongValueComesBackAsItWasScrolled(t *testing.T) {
	t.Parallel()
	for name, keys := range map[string][]string{
		"scrolled as it was typed": nil,
		"and gone back in it":      {"left", "left", "left", "left", "left", "left", "left", "left", "left"},
		"and shortened":            {"backspace", "backspace", "backspace", "backspace", "backspace", "backspace"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newModel(t, nil)
			m.SetSize(80, 24)
			for _, key := range append(strings.Split(strings.Repeat("Gewürze", 14), ""), keys...) {
				m.Update(kit.Press(key))
				m.View() // which scrolls it
			}
			want := m.View()
			again := newModel(t, nil)
			again.SetSize(80, 24)
			again.open(m.form.lead, m.unsavedEntry(), begun)
			again.goBack(m.place(m.form, begun))
			got := again.View()
			if *got.Cursor != *want.Cursor || again.form.editor.Left() != m.form.editor.Left() || m.form.editor.Left() == 0 {
				t.Errorf("cursor %v from byte %d, want %v from %d", *got.Cursor, again.form.editor.Left(), *want.Cursor, m.form.editor.Left())
			}
		})
	}
}

// That a label is new is said in the first frame: a line that comes later would move
// the form.
func TestANewLabelComesBackAsOne(t *testing.T) {
	t.Parallel()
	m := newModel(t, nil)
	m.at(lead.Labels.Path()).writes("fair")
	again := newModel(t, nil)
	again.SetSize(80, 24)
	again.open(m.form.lead, m.unsavedEntry(), begun)
	again.goBack(m.place(m.form, begun))
	if !strings.Contains(again.screen(), "new label") {
		t.Errorf("it is not said:\n%s", again.screen())
	}
}
