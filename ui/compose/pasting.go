package compose

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	tea "charm.land/bubbletea/v2"

	"leadpad/intake/paste"
	"leadpad/lead"
	"leadpad/ui/kit"
	"leadpad/words"
)

// paste takes pasted text: into the row where it fits, each line on a row of its
// own where all do, else into the Found panel.
func (m *Model) paste(text string) tea.Cmd {
	switch {
	case m.doc.fixed != "":
		return kit.Say(kit.Wrong, m.doc.fixed)
	case m.sort.panel != nil:
		m.sort.scans = append(m.sort.scans, scan{text: text, pasted: true})
		return m.sayWaiting()
	case m.sort.quick != nil:
		return m.quickPaste(text)
	}
	at := m.form.focus
	if at.Field == lead.Notes {
		return tea.Batch(m.insertPasted(text), m.offerSort(text))
	}
	lines := linesOf(text)
	switch {
	case likeCard(text):
		return m.sortOut(text, m.pastedInto())
	case len(lines) == 1 && m.holdsMore(at, lines[0]):
		return m.sortOut(text, m.pastedInto())
	case len(lines) == 1 && !splits(at, lines[0]):
		return m.insertPasted(lines[0])
	case len(lines) > 0 && fits(at, parts(at, lines)):
		return m.insertRows(parts(at, lines))
	case len(lines) > 1:
		return m.sortOut(text, m.pastedInto())
	}
	return m.insertPasted(strings.TrimRight(text, "\r\n"))
}

// linesOf are the lines of a text in which something stands.
func linesOf(text string) []string {
	var out []string
	for _, l := range strings.FieldsFunc(text, func(r rune) bool { return r == '\n' || r == '\r' }) {
		if strings.TrimSpace(l) != "" {
			out = append(out, strings.TrimRight(l, " \t"))
		}
	}
	return out
}

// likeCard says that a text is a lead in a form that programs write, in however few
// lines: a vCard, MECARD or BIZCARD, JSON, a curl command, a row of a spreadsheet.
func likeCard(text string) bool {
	text = strings.TrimSpace(text)
	if cardStart(text) || strings.HasPrefix(text, "curl ") || strings.Contains(text, "\t") {
		return true
	}
	return (strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[")) && json.Valid([]byte(text))
}

// cardStart says that a text begins as what a badge scanner types.
func cardStart(text string) bool {
	const longest = 11
	head := strings.ToUpper(text[:min(len(text), longest)])
	return head == "BEGIN:VCARD" || strings.HasPrefix(head, "MECARD:") || strings.HasPrefix(head, "BIZCARD:")
}

// holdsMore says that one line is no text of the input that it is pasted into, but
// holds several values, among them one that can be told by its look: an email, a
// phone, a site or an address.
func (m *Model) holdsMore(at lead.Path, line string) bool {
	if len(line) > longestValue || splits(at, line) || !strings.ContainsAny(line, "@.,;|/+") {
		return false
	}
	found := 0
	sure := false
	for _, one := range m.wish(false).read(context.Background(), line, m.region()) {
		for _, f := range one.Found {
			found++
			switch f.Path.Field {
			case lead.Emails, lead.Phones, lead.Socials:
				sure = true
			case lead.Addresses:
				sure = sure || f.Path.Part == lead.PostalCode
			}
		}
	}
	return sure && found > 1
}

// splits says that one line holds several rows of its field.
func splits(at lead.Path, line string) bool {
	return (at.Field == lead.Emails || at.Field == lead.Phones) && len(parts(at, []string{line})) > 1 && fits(at, parts(at, []string{line}))
}

// parts are the rows that lines are in a field; emails also stand in one line, with
// commas or semicolons between them, phones with semicolons or bars: a comma in a
// number is a pause.
func parts(at lead.Path, lines []string) []string {
	between := map[lead.Field]string{lead.Emails: ",;", lead.Phones: ";|"}[at.Field]
	if between == "" {
		return lines
	}
	var out []string
	for _, l := range lines {
		for _, part := range strings.FieldsFunc(l, func(r rune) bool { return strings.ContainsRune(between, r) }) {
			if part = strings.TrimSpace(part); part != "" {
				out = append(out, part)
			}
		}
	}
	return out
}

// fits says that each line is a value of the field that it was pasted into.
func fits(at lead.Path, lines []string) bool {
	for _, l := range lines {
		if !fitsOne(at, strings.TrimSpace(l)) {
			return false
		}
	}
	return true
}

func fitsOne(at lead.Path, line string) bool {
	to, _ := lead.Slipped(lead.Path{Field: lead.Name}, line, "")
	digits := 0
	for _, r := range line {
		if unicode.IsDigit(r) {
			digits++
		}
	}
	const leastPhone, longLabel = 5, 40
	switch at.Field {
	case lead.Emails:
		return to.Field == lead.Emails && !strings.ContainsAny(line, " \t")
	case lead.Phones:
		return digits >= leastPhone && !strings.ContainsFunc(line, func(r rune) bool { return unicode.IsLetter(r) || r == '@' })
	case lead.Socials:
		return at.Part == lead.URL && !strings.ContainsAny(line, " \t@") && strings.Contains(line, ".") && lead.URLHost(line) != ""
	case lead.Labels:
		return to.Field != lead.Emails && to.Field != lead.Socials && digits < leastPhone && len([]rune(line)) <= longLabel && !strings.Contains(line, "\t")
	}
	return false
}

// insertRows puts each of lines on a row of its own, from the focused row on, as one
// step of undo.
func (m *Model) insertRows(lines []string) tea.Cmd {
	f := m.form
	f.remember()
	at := f.focus
	dropped := 0
	for i, l := range lines {
		if f.filled(at) {
			at.Row++
			if !f.openRow(at) {
				f.enter(f.focus)
				return tea.Batch(m.changed(), kit.Say(kit.Wrong, words.Number(len(lines)-i)+" of "+words.Number(len(lines))+" lines had no room"))
			}
		}
		text, n := lead.Accept(strings.TrimSpace(l), false)
		f.lead.Set(at, text)
		f.visited[at] = true
		dropped += n
	}
	f.enter(at)
	return tea.Batch(m.changed(), sayDropped(dropped))
}

// insertPasted puts pasted text into the focused input.
func (m *Model) insertPasted(text string) tea.Cmd {
	limit := largestPaste
	if m.form.focus.Field == lead.Notes {
		limit = longestNotes
	}
	if len(text) > limit {
		m.sort.kept = text
		return kit.Say(kit.Wrong, fmt.Sprintf("That paste has %s characters, far more than %s can hold. Nothing was changed.",
			words.Number(len([]rune(text))), m.form.focus.Field.Label()))
	}
	m.preview.full = false
	m.form.typing = false // a paste is a step of its own
	dropped := m.form.insert(text)
	m.form.typing = false
	return tea.Batch(m.changed(), sayDropped(dropped))
}

func sayDropped(n int) tea.Cmd {
	if n == 0 {
		return nil
	}
	return kit.Say(kit.Said, words.Plural(n, "control character", "control characters")+" left out of the paste")
}

// sortable is a text that was pasted into the notes and holds a lead.
type sortable struct {
	text string
	name string // what the lead is called
}

// offerSort looks for a lead in what was pasted into the notes.
func (m *Model) offerSort(text string) tea.Cmd {
	if len(linesOf(text)) < 2 && !likeCard(text) || len(text) > largestPaste {
		return nil
	}
	text, _ = lead.Accept(text, true)
	w, region, number := m.wish(m.nothingTyped()), m.region(), m.doc.number
	return m.address().Ask(func(ctx context.Context) func() tea.Cmd {
		leads := w.read(ctx, text, region)
		return func() tea.Cmd {
			if len(leads) == 0 || number != m.doc.number {
				return nil
			}
			m.sort.notes, m.dirty = sortable{text, nameOf(leads)}, true
			return nil
		}
	})
}

// nameOf is what is said of the leads of a text.
func nameOf(leads []paste.Lead) string {
	if len(leads) > 1 {
		return words.Leads(len(leads))
	}
	return called(leads[0].Lead)
}

// sortLine is the dim line under notes that hold a lead, "" for none.
func (m *Model) sortLine() string {
	if m.form.focus.Field != lead.Notes || !m.stillThere() {
		return ""
	}
	return "holds " + m.sort.notes.name + ": " + m.d.Keys.KeyName(kit.QuickLine, kit.InForm) + " sorts it"
}

// stillThere says that the text of the offer still stands in the notes.
func (m *Model) stillThere() bool {
	return m.sort.notes.text != "" && strings.Contains(m.form.lead.Notes, m.sort.notes.text)
}

// withoutNotes is the form's lead less a text that stands in its notes.
func (m *Model) withoutNotes(text string) lead.Lead {
	l := m.form.lead.Clone()
	before, behind, _ := strings.Cut(l.Notes, text)
	l.Notes = strings.TrimRight(before, "\n")
	if behind = strings.Trim(behind, "\n"); behind != "" {
		l.Notes = strings.TrimLeft(l.Notes+"\n"+behind, "\n")
	}
	return l
}
