package compose

import (
	"context"
	"maps"
	"reflect"
	"slices"

	tea "charm.land/bubbletea/v2"

	"leadpad/intake/paste"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/found"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
	"leadpad/words"
)

// scan is a text that waits to be looked at.
type scan struct {
	text   string
	pasted bool // by hand: it is shown, whatever it holds
	drafts bool // scanned in Drafts
}

// Scan takes what a badge scanner typed. With nothing typed in the form a complete
// card is saved at once; any other opens the Found panel. drafts: it came in Drafts.
func (m *Model) Scan(text string, drafts bool) tea.Cmd {
	m.sort.scans = append(m.sort.scans, scan{text: text, drafts: drafts})
	if m.sort.panel != nil {
		return m.sayWaiting()
	}
	return m.nextScan()
}

// sayWaiting says how many texts wait for the end of the panel.
func (m *Model) sayWaiting() tea.Cmd {
	n := len(m.sort.scans)
	what := "one more text waits"
	switch {
	case n > 1:
		what = words.Number(n) + " more texts wait"
	case !m.sort.scans[0].pasted:
		what = "one more card waits"
	}
	return kit.Say(kit.Said, what+" behind this one")
}

// nextScan takes the next text that waits.
func (m *Model) nextScan() tea.Cmd {
	if m.sort.adds || m.sort.panel != nil || len(m.sort.scans) == 0 {
		return nil
	}
	s := m.sort.scans[0]
	m.sort.scans = m.sort.scans[1:]
	switch {
	case s.pasted && m.doc.fixed == "":
		return m.sortOut(s.text, m.pastedInto())
	case s.drafts || m.doc.fixed == "" && m.nothingTyped() && m.sort.quick == nil:
		return m.addScan(s)
	}
	return m.showScan(s)
}

// showScan opens the panel on a card, over a new lead where the form's cannot change.
func (m *Model) showScan(s scan) tea.Cmd {
	open := func() tea.Cmd {
		if m.sort.panel != nil { // of a text that was pasted meanwhile
			m.sort.scans = slices.Insert(m.sort.scans, 0, s)
			return nil
		}
		return m.sortOut(s.text, found.From{At: m.form.focus, Scanned: true})
	}
	if s.drafts || m.doc.fixed != "" {
		return terminal.Sequence(kit.Do(kit.NewLead{}), kit.Do(kit.Answer{Address: m.address(), Take: open}))
	}
	return open()
}

// addScan saves a complete card, in a command, and shows any other.
func (m *Model) addScan(s scan) tea.Cmd {
	m.sort.adds = true
	w, wish, region := m.d.Workspace, m.wish(true), m.region()
	pins := maps.Clone(m.pins) // the command must not read what a key changes
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		leads := wish.read(ctx, s.text, region)
		if len(leads) != 1 || !complete(leads[0]) {
			return func() tea.Cmd { return m.notAdded(s) }
		}
		l := pins.Into(leads[0].WithNotes()).Normalised()
		if lead.Count(w.Encoding().Check(l)) > 0 {
			return func() tea.Cmd { return m.notAdded(s) }
		}
		like, _ := w.Queue.Alike(ctx, w.Name, queue.Entry{Lead: l}) // a warning
		e, err := w.Add(ctx, l)
		return func() tea.Cmd {
			m.sort.adds = false
			if err != nil {
				m.sort.kept = s.text
				return terminal.Sequence(kit.Complain("The card was not saved", err), m.nextScan())
			}
			return terminal.Sequence(m.scanned(s, e, len(like) > 0), m.nextScan())
		}
	})
}

// complete says that a card has its end, and names whom it is of and a way to reach
// them.
func complete(one paste.Lead) bool {
	l := one.Lead
	people := append([]lead.Person{l.Person}, l.Contacts...)
	named, reached := false, false
	for _, p := range people {
		named = named || p.FullName() != ""
		reached = reached || len(p.Emails)+len(p.Phones) > 0
	}
	return named && reached && !one.Cut && len(one.Problems) == 0
}

// notAdded shows a card that needs a person.
func (m *Model) notAdded(s scan) tea.Cmd {
	m.sort.adds = false
	return m.showScan(s)
}

// scanned says what was saved and how it is taken back: here by undo, in Drafts by
// its own.
func (m *Model) scanned(s scan, e queue.Entry, like bool) tea.Cmd {
	said := "Scanned " + m.theme.Cut(cardName(e.Lead), nameInNotice*2) + " · " + words.State(e.State, false, false)
	if like {
		said += " · ≈ like another lead"
	}
	if s.drafts {
		return kit.Do(kit.LeadScanned{ID: e.ID, Said: said})
	}
	m.noteAdded([]kit.ID{e.ID})
	return tea.Batch(kit.Do(kit.LeadSaved{ID: e.ID}),
		kit.Say(kit.Good, said+" · "+m.d.Keys.KeyName(kit.Undo, kit.InForm)+" takes it back"))
}

// cardName is a person with their company.
func cardName(l lead.Lead) string {
	who, firm := clean(l.FullName()), clean(l.Company)
	if l.Kind == lead.Company && len(l.Contacts) > 0 {
		who, firm = clean(l.Contacts[0].FullName()), clean(l.Name)
	}
	switch {
	case who == "":
		return called(l)
	case firm == "":
		return who
	}
	return who + ", " + firm
}

// Untype takes n bytes before the cursor out again, as if they had never been typed:
// they were the beginning of a card.
func (m *Model) Untype(n int) tea.Cmd {
	f := m.form
	e := f.editor
	if m.sort.quick != nil {
		e = m.sort.quick.editor
	}
	at, text := e.Cursor(), e.Text()
	if at < n || m.doc.fixed != "" {
		return nil
	}
	e.SetText(text[:at-n] + text[at:])
	e.SetCursor(at - n)
	m.dirty = true
	if m.sort.quick != nil {
		return m.readQuick()
	}
	f.take()
	if last := len(f.done) - 1; last >= 0 && f.typing && reflect.DeepEqual(f.done[last].lead.Normalised(), f.lead.Normalised()) {
		f.done, f.typing = f.done[:last], false
	}
	if m.nothingTyped() {
		return m.part()
	}
	return m.changed()
}

// Offered takes a text that was pasted elsewhere and is to go into the new lead in
// the form: it is shown first where it is more than one value.
func (m *Model) Offered(text string) tea.Cmd {
	if lines := linesOf(text); len(lines) == 1 && len(text) <= longestValue && !likeCard(text) {
		if leads := m.wish(true).read(context.Background(), text, m.region()); len(leads) > 0 && len(leads[0].Found) > 1 {
			return m.sortOut(text, m.pastedInto())
		}
	}
	return m.paste(text)
}

// longestValue is the longest line that is read at once, in bytes.
const longestValue = 1000
