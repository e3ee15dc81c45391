package compose

import (
	"cmp"
	"encoding/json"
	"maps"
	"reflect"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/app"
	"leadpad/lead"
	"leadpad/ui/kit"
	"leadpad/words"
)

// togglePin repeats the focused row's values in the next new leads, or stops
// it. It says what it did; pins are of the lead's own fields.
func (f *form) togglePin() (pinned, ok bool) {
	at := f.focus
	if at.Contact != 0 || at.Field == lead.Notes || at.Field == lead.Name {
		return false, false
	}
	if f.pinned(at) {
		value := strings.TrimSpace(f.lead.Get(at))
		maps.DeleteFunc(f.pins, func(pin lead.Path, v string) bool {
			return pin.Field == at.Field && (pin.Part == lead.One && v == value || pin.Part != lead.One && pin.Row == at.Row)
		})
		return false, true
	}
	if !f.filled(at) {
		return false, false
	}
	for _, part := range at.Field.Parts() {
		from := at
		from.Part = part
		to := from
		for part == lead.One && at.Field.Repeats() && f.pins[to] != "" {
			to.Row++ // another one of the list stands there
		}
		delete(f.pins, to)
		if v := strings.TrimSpace(f.lead.Get(from)); v != "" {
			f.pins[to] = v
		}
	}
	return true, true
}

// pinned says that a row has a value that is repeated.
func (f *form) pinned(p lead.Path) bool {
	return slices.ContainsFunc(p.Field.Parts(), func(part lead.Part) bool {
		p.Part = part
		return f.pins.Has(f.lead, p)
	})
}

// pin repeats a value in the next leads.
func (m *Model) pin() tea.Cmd {
	pinned, ok := m.form.togglePin()
	switch {
	case !ok:
		return kit.Say(kit.Said, "a value of the lead's own can be repeated, but not its name, notes or people")
	case pinned:
		return kit.Say(kit.Said, "repeated in the next leads")
	}
	return kit.Say(kit.Said, "not repeated any more")
}

// nothingTyped says that the form holds nothing of the lead's own: it is empty
// but for what is repeated.
func (m *Model) nothingTyped() bool { return m.nothingIn(m.form.lead) }

func (m *Model) nothingIn(l lead.Lead) bool {
	l = l.Normalised()
	own := func(at lead.Path) bool { return !m.pins.Has(l, at) }
	return !slices.ContainsFunc(l.Paths(), own) || reflect.DeepEqual(l, m.pins.Lead(l.Kind))
}

// Repeated are the values that the next leads will have, and the name of the preset
// that they were chosen or kept as, "" for none.
func (m *Model) Repeated() (pins app.Pins, preset string) { return m.pins.Compact(), m.preset }

// Name notes under which name the repeated values are kept.
func (m *Model) Name(preset string) { m.preset = preset }

// Repeat repeats other values in the next leads, those of a preset; with "" and no
// values none any more. A new lead that is being typed has them at once where it has
// nothing of its own, in place of those that were repeated.
func (m *Model) Repeat(preset string, pins app.Pins) tea.Cmd {
	was, untouched := m.pins, m.nothingTyped()
	m.pins, m.preset, m.dirty = pins.Compact(), preset, true
	m.form.pins = m.pins
	said := "Nothing is repeated any more"
	if preset != "" {
		said = m.theme.Cut(clean(preset), nameInNotice) + ": " + words.Plural(len(m.pins), "value", "values") + " in each new lead"
	}
	say := kit.Say(kit.Said, said)
	if m.doc.origin != begun || m.doc.fixed != "" {
		return say
	}
	if !untouched {
		m.form.remember()
	}
	m.form.swapPins(was)
	if m.Sorting() {
		m.sort.panel.Over(m.form.lead)
	}
	if untouched {
		m.check()
		m.preview.encode(m)
		return say
	}
	return tea.Batch(m.changed(), say)
}

// swapPins puts the repeated values in the place of those that were repeated before.
func (f *form) swapPins(was app.Pins) {
	at, cursor := f.focus, f.editor.Cursor()
	for _, p := range slices.Backward(f.lead.Paths()) {
		if !was.Has(f.lead, p) {
			continue
		}
		f.lead.Set(p, "")
		if !p.Field.Repeats() || f.filled(p) {
			continue
		}
		f.lead.Remove(p)
		if at.Contact == 0 && at.Field == p.Field && at.Row > p.Row {
			at.Row--
		}
	}
	f.lead = f.pins.Into(f.lead)
	if at.Contact == 0 && at.Field.Repeats() {
		at.Row = min(at.Row, max(f.lead.Rows(0, at.Field)-1, 0))
	}
	f.enter(at)
	f.editor.SetCursor(min(cursor, len(f.editor.Text())))
}

// pin is a repeated value as the journal keeps it.
type pin struct {
	At    lead.Path `json:"at"`
	Value string    `json:"value"`
}

// kept are pins as a text, "" for none; pinsOf reads it.
func kept(pins app.Pins) string {
	if len(pins) == 0 {
		return ""
	}
	all := make([]pin, 0, len(pins))
	for at, value := range pins {
		all = append(all, pin{at, value})
	}
	slices.SortFunc(all, func(a, b pin) int {
		return cmp.Or(cmp.Compare(a.At.Field, b.At.Field), cmp.Compare(a.At.Row, b.At.Row), cmp.Compare(a.At.Part, b.At.Part))
	})
	text, _ := json.Marshal(all) // of numbers and texts: it cannot fail
	return string(text)
}

func pinsOf(text string) app.Pins {
	var all []pin
	pins := app.Pins{}
	if json.Unmarshal([]byte(text), &all) != nil {
		return pins
	}
	for _, p := range all {
		pins[p.At] = p.Value
	}
	return pins
}
