package drafts

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"leadpad/app"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
)

// size of a body, and the terminal's that it belongs to.
type size struct {
	name          string
	width, height int
}

func sizes() []size {
	return []size{{"80x24", 80, 20}, {"120x40", 120, 36}, {"60x15", 60, 13}, {"170x40", 170, 36}}
}

// rig is a screen over a queue in memory.
type rig struct {
	*Model
	t     *testing.T
	w     *app.Session
	clock *kittest.Clock
	ids   []kit.ID
}

func samples() []queue.Entry {
	e := func(n int, s queue.State, l lead.Lead) queue.Entry {
		return queue.Entry{ID: kittest.ID(n), State: s, Finished: s == queue.Ready, Lead: l}
	}
	company := func(name, email, phone string, labels ...string) lead.Lead {
		l := lead.Lead{Kind: lead.Company, Labels: labels}
		l.Name = name
		if email != "" {
			l.Emails = []string{email}
		}
		if phone != "" {
			l.Phones = []string{phone}
		}
		return l
	}
	jane := company("Jane", "jane.doe@hooli.example", "+1 555 867 5309", "expo-berlin", "cfo")
	jane.Kind, jane.LastName, jane.Company, jane.Role = lead.Contact, "Doe", "Hooli", "CFO"
	cafe := company("Café Größenwahn", "hallo@groessenwahn.example", "+49 30 1234567", "expo-berlin")
	cafe.Emails = append(cafe.Emails, "einkauf@groessenwahn.example")
	cafe.Industry, cafe.Employees, cafe.Notes = "Gastronomy", "14", "Will im Januar wechseln.\nRuft zurück."
	cafe.Addresses = []lead.Address{{Street: "Kottbusser Damm 99", City: "Berlin", PostalCode: "10967", Country: "DE"}}
	cafe.Contacts = []lead.Person{{Name: "Lena", LastName: "Krüger", Role: "Einkauf"}}
	return []queue.Entry{
		e(1, queue.Ready, company("Northwind Traders", "info@northwind.example", "+1 555 204 7789", "expo-berlin", "vip")),
		e(2, queue.Ready, cafe),
		e(3, queue.Draft, company("Contoso", "sales@contoso", "", "expo-berlin")),
		e(4, queue.Ready, company("山田商事株式会社", "info@yamada.example", "+81 3-1234-5678", "expo-tokyo")),
		e(5, queue.Ready, jane),
		e(6, queue.Draft, company("\x1b[31mStark\u202e Industries", "tony@stark.example", "555", "expo-berlin")),
		e(7, queue.Ready, company("شركة النور", "contact@alnoor.example", "+971 4 123 4567", "expo-dubai")),
	}
}

// open runs f on a screen in a bubble.
func open(t *testing.T, z size, profile colorprofile.Profile, es []queue.Entry, f func(t *testing.T, r *rig)) {
	t.Helper()
	openWith(t, z, profile, nil, es, f)
}

// openWith is open with a key map; nil for the built-in one.
func openWith(t *testing.T, z size, profile colorprofile.Profile, keys *kit.Keymap, es []queue.Entry, f func(t *testing.T, r *rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &rig{t: t, clock: &kittest.Clock{At: kittest.Noon()}}
		r.w = kittest.Open(t, r.clock)
		r.ids = kittest.Save(t, r.w, r.clock, es...)
		d := kittest.Deps(t, r.w, profile)
		if keys != nil {
			d.Keys = keys
		}
		r.Model = New(d)
		r.SetSize(z.width, z.height)
		kittest.Pump(r, kittest.Run(r.Init())...)
		kittest.Pump(r, kittest.Run(r.Show())...)
		f(t, r)
	})
}

func (r *rig) keys(names string) []tea.Msg { return kittest.Keys(r, kittest.Named(r.d.Keys, names)) }

func (r *rig) typed(s string) {
	for _, c := range s {
		name := string(c)
		if c == ' ' {
			name = "space"
		}
		kittest.Keys(r, name)
	}
}

func (r *rig) states() (out map[queue.State]int) {
	c, err := r.w.Queue.Counts(context.Background(), r.w.Name)
	if err != nil {
		r.t.Fatal(err)
	}
	out = map[queue.State]int{}
	for s, n := range c.ByState {
		if n > 0 {
			out[queue.State(s)] = n
		}
	}
	return out
}

func (r *rig) current() kit.ID {
	row, _ := r.rows.At(r.cur)
	return row.ID
}

// shim drives a dialog like a screen and keeps what it gave for its screen.
type shim struct {
	d   kit.Dialog
	out []tea.Msg
}

func (s *shim) Update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(kit.Answer); ok {
		s.out = append(s.out, msg)
		return nil
	}
	if s.out != nil {
		return nil
	}
	cmd, _ := s.d.Update(msg)
	return cmd
}

// asked gives the dialog that keys have opened, ready to take keys.
func (r *rig) asked(keys string) *shim {
	r.t.Helper()
	msgs := r.keys(keys)
	for _, msg := range msgs {
		if o, ok := msg.(kit.OpenDialog); ok {
			d := &shim{d: o.Dialog}
			kittest.Pump(d, kittest.Run(o.Dialog.Init())...)
			return d
		}
	}
	r.t.Fatalf("%q opened no dialog: %v", keys, msgs)
	return nil
}

// deletes presses keys that ask for a deletion, and Enter.
func (r *rig) deletes(keys string) (said string) {
	r.t.Helper()
	d := r.asked(keys)
	kittest.Keys(d, "enter")
	return kittest.Said(kittest.Pump(r, d.out...))
}

// text is what a dialog says.
func (s *shim) text(r *rig) string {
	return ansi.Strip(strings.Join(s.d.View(r.t2(), 60, 12).Lines, "\n") + "\n")
}

// marked are the numbers of the marked leads, in the table's order.
func (r *rig) marked() (out []int) {
	for i, id := range r.ids {
		if _, ok := r.marks[id]; ok {
			out = append(out, i)
		}
	}
	return out
}
