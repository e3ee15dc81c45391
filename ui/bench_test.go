package ui

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/queue/queuetest"
	"leadpad/queue/sqlite"
	"leadpad/ui/kit"
)

// BenchmarkKey is what one typed character costs the whole program's Update and
// View, the renderer excepted.
func BenchmarkKey(b *testing.B) {
	q, err := sqlite.Open(b.Context(), "", queue.Options{})
	if err != nil {
		b.Fatal(err)
	}
	defer q.Close()
	ws := newWorkspace(b, q, "sandbox", "SANDBOX", true)
	m, err := New(Options{Host: &fakeHost{}, Start: ws})
	if err != nil {
		b.Fatal(err)
	}
	defer m.Close()
	m.Update(tea.WindowSizeMsg{Width: 120, Height: 40})
	b.ReportAllocs()
	for i := range b.N {
		if i%40 == 0 {
			m.Update(kit.Press("ctrl+u"))
		}
		m.Update(tea.KeyPressMsg{Code: 'a', Text: "a"})
		m.View()
	}
}

// BenchmarkFullForm is the form with 60 rows before 100,000 leads: what a typed
// character costs the program beside one in an empty form, how long what was
// typed before takes, and the line that names a possible duplicate, from the last
// key that makes it one to the screen.
func BenchmarkFullForm(b *testing.B) {
	q, err := sqlite.Open(b.Context(), filepath.Join(b.TempDir(), "d", "queue.db"), queue.Options{})
	check(b, err)
	defer q.Close()
	queuetest.Fill(b, q, 100_000)
	n := 0
	full := func() queue.Entry { // like no other
		n++
		e, err := q.Save(b.Context(), queue.Entry{Workspace: "w", State: queue.Draft, Lead: sixtyRows(n)})
		check(b, err)
		return e
	}
	b.Run("empty/key", func(b *testing.B) { typeInto(b, openForm(b, q, queue.Entry{})) })
	b.Run("full/key", func(b *testing.B) { typeInto(b, openForm(b, q, full())) })
	b.Run("full/suggest", func(b *testing.B) {
		for b.Loop() {
			got, err := q.Suggest(b.Context(), "w", queue.TypedLabel, "f", 8)
			if err != nil || len(got) == 0 {
				b.Fatal(got, err)
			}
		}
	})
	b.Run("full/alike", func(b *testing.B) {
		e := full()
		for b.Loop() {
			if _, err := q.Alike(b.Context(), "w", e); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("empty/duplicate", func(b *testing.B) { duplicateLine(b, openForm(b, q, queue.Entry{})) })
	b.Run("full/duplicate", func(b *testing.B) { duplicateLine(b, openForm(b, q, full())) })
}

// sixtyRows is the nth lead whose lists have 60 rows.
func sixtyRows(n int) lead.Lead {
	l := queuetest.FakeLead(100_000 + n)
	l.Contacts = nil
	for i := range 20 {
		l.Emails = append(l.Emails[:i], fmt.Sprintf("person%d@bench%d.example", i, n))
		l.Phones = append(l.Phones[:i], fmt.Sprintf("+1 206 555 %04d", 1000+20*n+i))
		if i < 10 {
			l.Addresses = append(l.Addresses[:i], lead.Address{Street: fmt.Sprint(i, " Main St"), City: "Springfield", Country: "US"})
			l.Socials = append(l.Socials, lead.Social{URL: fmt.Sprintf("https://www.linkedin.com/in/person%d-%d", i, n)})
		}
	}
	return l
}

// openForm is the program with an entry in the form, a new one where it was never
// saved, in a new row of its emails.
func openForm(b *testing.B, q queue.Queue, e queue.Entry) *pumped {
	b.Helper()
	ws := newWorkspace(b, q, "w", "W", false)
	m, err := New(Options{Host: &fakeHost{}, Start: ws})
	check(b, err)
	b.Cleanup(m.Close)
	p := &pumped{m, make(chan tea.Msg, 1000), b.Context().Done()}
	p.press(tea.WindowSizeMsg{Width: 120, Height: 40})
	if e.Rev > 0 {
		p.until(b, kit.EditLead{ID: e.ID}, func() bool { return strings.Contains(p.View().Content, e.Lead.Name) })
	} else {
		p.press(kit.Press("x"))
	}
	for range lead.Order(lead.Company) {
		p.press(kit.Press("pgup"))
	}
	p.press(kit.Press("tab"))
	p.press(kit.Press("tab"))
	for range e.Lead.Emails {
		p.press(kit.Press("down"))
	}
	if e.Rev > 0 {
		p.press(kit.Press("up"))
		p.press(kit.Press("enter"))
	}
	return p
}

// typeInto types a character at a time into the focused input.
func typeInto(b *testing.B, p *pumped) {
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if i%40 == 0 {
			p.Update(kit.Press("ctrl+u"))
		}
		p.Update(tea.KeyPressMsg{Code: 'a', Text: "a"})
		p.View()
	}
}

// duplicateLine types the last character of another lead's email and waits for the
// line that says so.
func duplicateLine(b *testing.B, p *pumped) {
	other := queuetest.FakeLead(4711)
	email := other.Emails[0]
	here := func() bool { return strings.Contains(p.View().Content, "≈ "+other.Name) }
	last := rune(email[len(email)-1])
	for b.Loop() {
		b.StopTimer()
		p.press(kit.Press("ctrl+u"))
		for _, c := range email[:len(email)-1] {
			p.press(tea.KeyPressMsg{Code: c, Text: string(c)})
		}
		p.until(b, nil, func() bool { return !here() && len(p.came) == 0 })
		b.StartTimer()
		p.until(b, tea.KeyPressMsg{Code: last, Text: string(last)}, here)
	}
}

// pumped is the program with what its commands bring.
type pumped struct {
	*Model
	came chan tea.Msg
	over <-chan struct{}
}

// press gives it a message and begins what that asks for.
func (p *pumped) press(msg tea.Msg) {
	_, cmd := p.Update(msg)
	p.run(cmd)
}

// until gives it a message, then what comes, until there is what is waited for.
func (p *pumped) until(b *testing.B, msg tea.Msg, there func() bool) {
	b.Helper()
	for p.press(msg); !there(); p.press(msg) {
		select {
		case msg = <-p.came:
		case <-time.After(10 * time.Second):
			b.Fatalf("it does not come:\n%s", ansi.Strip(p.View().Content))
		}
	}
}

func (p *pumped) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		switch msg := cmd().(type) {
		case tea.BatchMsg:
			for _, c := range msg {
				p.run(c)
			}
		case nil:
		default:
			select {
			case p.came <- msg:
			case <-p.over:
			}
		}
	}()
}
