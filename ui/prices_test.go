package ui

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/lead"
	"leadpad/queue"
)

// hands type a lead and count the keys that are not its own text.
type hands struct {
	*rig
	keysUsed int
}

func (h *hands) press(names ...string) *hands {
	h.keysUsed += len(names)
	h.keys(names...)
	return h
}

// letters are text of the lead.
func (h *hands) letters(s string) *hands {
	h.text(s)
	return h
}

// company types a company with name, industry, two emails, a phone and an address
// of five parts, and saves it.
func (h *hands) company(name string) {
	host := strings.ToLower(name) + ".example"
	h.letters(name).press("tab").letters("Logistics").press("tab").letters("info@" + host).press("enter").letters("sales@" + host).press("tab")
	h.letters("+1 555 204 7789").press("tab").letters("12 Harbor St").press("tab").letters("Boston").press("tab")
	h.letters("MA").press("tab").letters("02110").press("tab").letters("US").press("ctrl+s")
}

// prices are what a rep does all day, the keys that it may cost beside the lead's
// own text, and what must be there at the end.
func prices() []price {
	return []price{
		{"a company: name, industry, two emails, a phone, an address of five parts", 10, nil, func(h *hands) { h.company("Hooli") }, isReady("Hooli")},
		{"the next one like it", 10, func(h *hands) { h.company("Hooli") }, func(h *hands) { h.company("Initech") }, isReady("Initech")},
		{"a third email", 1, func(h *hands) {
			h.letters("Hooli").press("tab", "tab").letters("a@b.example").press("enter").letters("c@b.example")
		}, func(h *hands) { h.press("enter").letters("d@b.example") }, func(h *hands) { h.shows("d@b.example") }},
		{"an associated contact with name, last name and email, from the line of contacts", 5, func(h *hands) {
			h.letters("Hooli").press("pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "pgdown", "pgdown")
		}, func(h *hands) {
			h.letters("Jane").press("tab").letters("Doe").press("tab", "tab").letters("jane@hooli.example")
		}, func(h *hands) { h.shows("Jane", "Doe", "jane@hooli.example") }},
		{"a label used before, behind its first two letters", 1, func(h *hands) {
			h.save(lead.Lead{Person: lead.Person{Name: "Acme"}, Labels: []string{"expo-berlin"}})
			h.letters("Hooli").press("shift+tab", "shift+tab")
			h.letters("ex")
		}, func(h *hands) { h.press("right") }, func(h *hands) { h.shows("expo-berlin") }},
		{
			"a copy of the lead just saved", 2, func(h *hands) { h.company("Hooli") }, func(h *hands) { h.press("f3", "D") },
			func(h *hands) { h.shows("Hooli, a copy") },
		},
		{
			"a contact at the company just saved, beside the keys between its fields", 2, func(h *hands) { h.company("Hooli") },
			func(h *hands) {
				h.press("ctrl+t").letters("Ana").keys("tab", "tab", "tab")
				h.press("right")
			},
			func(h *hands) {
				h.keys("ctrl+s")
				isReady("Ana")(h)
				for _, e := range h.leads() {
					if e.Lead.Name == "Ana" && e.Lead.Company != "Hooli" {
						h.t.Errorf("Ana works for %q", e.Lead.Company)
					}
				}
			},
		},
		{"the first problem of a draft, from Drafts", 1, broken, func(h *hands) { h.press("enter") }, func(h *hands) { h.shows("Hooli, from Drafts") }},
		{
			"each next problem", 1, func(h *hands) { broken(h); h.press("enter") }, func(h *hands) { h.press("ctrl+g") },
			func(h *hands) { h.shows("Hooli, from Drafts") },
		},
		{"from any screen to any other", 1, func(h *hands) { h.press("f5") }, func(h *hands) { h.press("f2") }, func(h *hands) { h.shows("New lead") }},
		{"a row away", 1, filled, func(h *hands) { h.press("ctrl+x") }, func(h *hands) { h.hides("a@b.example") }},
		{"and back", 1, func(h *hands) { filled(h); h.press("ctrl+x") }, func(h *hands) { h.press("ctrl+z") }, func(h *hands) { h.shows("a@b.example") }},
		{"a pasted signature, saved", 2, nil, func(h *hands) {
			h.program.Send(tea.PasteMsg{Content: "Jane Doe\nHead of Operations\nHooli GmbH\nT +49 30 901820\njane.doe@hooli.example\n"})
			h.settle()
			h.press("enter", "ctrl+s")
		}, isReady("Hooli GmbH")},
		{"a scanned badge", 0, nil, func(h *hands) {
			h.scan("BEGIN:VCARD\rVERSION:3.0\rN:Doe;Jane\rFN:Jane Doe\rORG:Hooli\rEMAIL:jane@hooli.example\rEND:VCARD\r", 5*time.Millisecond)
		}, func(h *hands) { h.after(2 * time.Second); h.all(queue.Ready) }},
	}
}

type price struct {
	what string
	most int
	set  func(*hands) // what was there before, nil for nothing
	do   func(*hands)
	done func(*hands)
}

func isReady(name string) func(*hands) {
	return func(h *hands) {
		h.t.Helper()
		h.after(2 * time.Second)
		for _, e := range h.leads() {
			if e.Lead.Name == name && e.State == queue.Ready {
				return
			}
		}
		h.t.Errorf("no lead %s is Ready: %q", name, h.names())
	}
}

// all fails the test unless there are leads and each is in a state.
func (h *hands) all(s queue.State) {
	h.t.Helper()
	es := h.leads()
	for _, e := range es {
		if e.State != s {
			h.t.Errorf("%s is %s", e.Lead.Name, e.State)
		}
	}
	if len(es) == 0 {
		h.t.Errorf("there is no lead:\n%s", h.screen())
	}
}

func (h *hands) save(l lead.Lead) { h.put(l, queue.Ready) }

// broken is a draft with two problems under the cursor of Drafts.
func broken(h *hands) {
	h.put(lead.Lead{Person: lead.Person{Name: "Hooli", Emails: []string{"a@", "b@"}}}, queue.Draft)
	h.press("f3")
}

func filled(h *hands) { h.letters("Hooli").press("tab", "tab").letters("a@b.example") }

// keysPage is where the prices are told.
const keysPage = "../docs/keys.md"

// TestKeyPrices does what a rep does all day, counts the keys, and keeps docs/keys.md
// true; -update writes it.
func TestKeyPrices(t *testing.T) {
	t.Parallel()
	var page strings.Builder
	page.WriteString("# What a lead costs in keys\n\nKeys beside the lead's own text, counted by `go test ./ui -run KeyPrices` on the whole program.\n\n| what | keys | at most |\n|---|---|---|\n")
	for _, p := range prices() {
		run(t, 120, 40, func(r *rig) {
			h := &hands{rig: r}
			if p.set != nil {
				p.set(h)
				h.after(2 * time.Second)
			}
			h.keysUsed = 0
			p.do(h)
			h.after(time.Second / 5)
			p.done(h)
			if h.keysUsed > p.most {
				t.Errorf("%s costs %d keys, want at most %d", p.what, h.keysUsed, p.most)
			}
			fmt.Fprintf(&page, "| %s | %d | %d |\n", p.what, h.keysUsed, p.most)
		})
	}
	if f := flag.Lookup("update"); f != nil && f.Value.String() == "true" {
		check(t, os.WriteFile(keysPage, []byte(page.String()), 0o600))
	}
	want, err := os.ReadFile(keysPage)
	check(t, err)
	if string(want) != page.String() {
		t.Errorf("%s tells other prices; -update writes\n%s", keysPage, page.String())
	}
}
