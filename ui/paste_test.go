package ui

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/lead"
	"leadpad/queue"
)

// northwind is what the signature says, in a company form.
func northwind() lead.Lead {
	return lead.Lead{
		Person: lead.Person{
			Name: "Northwind Traders GmbH", Phones: []string{"+49 30 901820"},
			Addresses: []lead.Address{{Street: "Hafenstraße 12", City: "Berlin", PostalCode: "10117"}},
		},
		Contacts: []lead.Person{{
			Name: "Jane", LastName: "Doe", Role: "Head of Operations", Emails: []string{"jane.doe@northwind.example"},
			Phones: []string{"+49 171 5550123"}, Socials: []lead.Social{{URL: "linkedin.com/in/janedoe"}},
		}},
		Notes: "Logistics · Berlin, Hamburg\nF  +49 30 901829\nHRB 12345 Berlin",
	}
}

// one is the only lead that is kept.
func (r *rig) one() queue.Entry {
	r.t.Helper()
	r.after(2 * time.Second)
	es := r.leads()
	if len(es) != 1 {
		r.t.Fatalf("%d leads are kept, want one:\n%s", len(es), r.screen())
	}
	return es[0]
}

func (r *rig) wants(got, want lead.Lead) {
	r.t.Helper()
	if !reflect.DeepEqual(got.Normalised(), want.Normalised()) {
		r.t.Errorf("got  %+v\nwant %+v\n%s", got, want, r.screen())
	}
}

// A signature is a lead in two keys, and undo takes all of it back at once.
func TestAPastedSignatureFillsTheForm(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.paste(signature).keys("enter")
		r.shows("8 filled · 3 to the notes · ^Z takes it back")
		r.keys("ctrl+z")
		r.hides("Northwind")
		r.keys("ctrl+y", "ctrl+s")
		e := r.one()
		r.wants(e.Lead, northwind())
		if e.State != queue.Ready {
			t.Errorf("it is %v", e.State)
		}
	})
}

// In a contact form the same is the person, with the company in its row.
func TestAPastedSignatureInAContactForm(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.keys("ctrl+t").paste(signature).keys("enter", "ctrl+s")
		l := r.one().Lead
		if l.Kind != lead.Contact || l.FullName() != "Jane Doe" || l.Company != "Northwind Traders GmbH" || len(l.Phones) != 2 || len(l.Contacts) != 0 {
			t.Errorf("got %+v", l)
		}
	})
}

// A curl command is copied with its key: nothing of that is shown, or kept until the
// text is sorted out.
func TestAPastedKeyIsNotKept(t *testing.T) {
	t.Parallel()
	run(t, 160, 50, func(r *rig) {
		const key = "cd_live_0123456789abcdef"
		r.paste("curl -X POST https://api.closingdealz.com/api/v1/leads \\\n -H 'X-API-Key: " + key + "' \\\n -d '[{\"name\":\"Acme AG\"}]'")
		r.shows("Acme AG", "X-API-Key: [API key]")
		r.hides(key)
		r.keys("esc", "ctrl+o", "up")
		r.shows("X-API-Key: [API key]")
		r.hides(key)
	})
}

// What is typed stays; what the paste has there goes to the notes, and is said.
func TestAPasteOverwritesNothing(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.text("Northwind").keys("tab", "tab").paste(signature)
		r.shows("form keeps Northwind")
		r.keys("enter", "ctrl+s")
		l := r.one().Lead
		if l.Name != "Northwind" || !strings.HasPrefix(l.Notes, "Northwind Traders GmbH\n") || len(l.Contacts) != 1 {
			t.Errorf("got %+v", l)
		}
	})
}

// A value goes to another field with an arrow, and out of the form with Space.
func TestAFoundValueIsMovedAndLeftOut(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.paste(signature)
		r.keys("down", "right")                     // the phone is the person's
		r.keys("end", "space", "up", "up", "right") // the register number goes; the business is the name's neighbour
		r.shows("left out")
		r.keys("enter", "ctrl+s")
		l := r.one().Lead
		if len(l.Phones) != 0 || len(l.Contacts[0].Phones) != 2 || strings.Contains(l.Notes, "HRB") {
			t.Errorf("got %+v", l)
		}
	})
}

// Lines that each fit their field are rows, as one step of undo; a line end at the
// end is no line.
func TestPastedLinesThatFitAreRows(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		tabs int
		text string
		want lead.Person
	}{
		"emails":        {2, "a@x.example\nb@x.example\r\nc@x.example\n", lead.Person{Emails: []string{"a@x.example", "b@x.example", "c@x.example"}}},
		"in one line":   {2, "a@x.example, b@x.example; c@x.example", lead.Person{Emails: []string{"a@x.example", "b@x.example", "c@x.example"}}},
		"one line":      {2, "a@x.example\r\n", lead.Person{Emails: []string{"a@x.example"}}},
		"phones":        {3, "+49 30 901820\n(030) 901 821\n", lead.Person{Phones: []string{"+49 30 901820", "(030) 901 821"}}},
		"web addresses": {9, "hooli.example\nlinkedin.com/in/jane", lead.Person{Socials: []lead.Social{{URL: "hooli.example"}, {URL: "linkedin.com/in/jane"}}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, 100, 30, func(r *rig) {
				r.text("Hooli")
				for range c.tabs {
					r.keys("tab")
				}
				r.paste(c.text)
				r.hides("pasted into")
				r.keys("ctrl+z", "ctrl+y", "ctrl+s")
				c.want.Name = "Hooli"
				r.wants(r.one().Lead, lead.Lead{Person: c.want})
			})
		})
	}
}

// Several leads become drafts in one step.
func TestSeveralPastedLeadsBecomeDrafts(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.text("Acme")
		findings()["several"](r)
		r.shows("Found 5 leads", "add 4 drafts")
		r.keys("enter")
		r.shows("4 drafts added")
		r.after(2 * time.Second)
		if n := len(r.leads()); n != 5 {
			t.Fatalf("%d leads, want the four and Acme", n)
		}
		r.keys("ctrl+z")
		r.shows("4 leads taken back")
		if n := len(r.leads()); n != 1 {
			t.Fatalf("%d leads after undo", n)
		}
		r.keys("ctrl+y")
		r.shows("4 leads added again", "Acme")
		if n := len(r.leads()); n != 5 {
			t.Fatalf("%d leads after redo", n)
		}
	})
}

// Of several leads those that may be in the queue already are marked, with the reason
// of the one under the cursor; what Enter does with them is said.
func TestSeveralPastedLeadsSayWhichMayBeThere(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.put(lead.Lead{Person: lead.Person{Name: "Jane Roe-Doe", Emails: []string{"jane.doe@hooli.example"}}}, queue.Ready)
		r.put(lead.Lead{Person: lead.Person{Name: "Bolt", Emails: []string{"max@bolt.example"}}}, queue.Ready)
		r.paste("Jane Doe <jane.doe@hooli.example>\nJohn Roe <john@acme.example>\nmax@bolt.example\n")
		r.shows("Found 3 leads, 2 possible duplicates", "add 3 drafts, 2 ≈", "≈ Jane Roe-Doe, ready · same email")
		r.keys("down")
		r.hides("same email")
		r.keys("down")
		r.shows("≈ Bolt, ready · same email")
		r.keys("space")
		r.shows("add 2 drafts, 1 ≈", "left out")
		r.keys("home", "space")
		r.shows("add 1 draft")
		r.hides("1 ≈")
		r.keys("enter")
		r.shows("1 draft added")
	})
}

// Many are looked for in parts; Esc ends it, and what is found then is nobody's.
func TestManyPastedLeadsAreLookedForInParts(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		var text strings.Builder
		for i := range 250 {
			fmt.Fprintf(&text, "Jane Doe%d <jane.doe%d@hooli.example>\n", i, i)
		}
		r.put(lead.Lead{Person: lead.Person{Name: "Last", Emails: []string{"jane.doe249@hooli.example"}}}, queue.Ready)
		r.paste(text.String())
		r.shows("Found 250 leads, 1 possible duplicate ", "add 250 drafts, 1 ≈")
		r.keys("end")
		r.shows("≈ Last, ready · same email")
		r.keys("esc")
		r.hides("possible duplicate")
		r.text("Acme").keys("ctrl+s")
		r.shows("Acme")
	})
}

// Pasted into the notes a text goes in; Ctrl+O sorts it out of them.
func TestAPasteInTheNotesIsSortedWhenAsked(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.keys("shift+tab").text("Met at booth 12").keys("enter").paste(signature)
		r.shows("holds Northwind Traders GmbH: ^O sorts it", "HRB 12345 Berlin")
		r.keys("ctrl+o")
		r.shows("8 found · 3 left over", "in Notes")
		r.keys("enter", "ctrl+s")
		want := northwind()
		want.Notes = "Met at booth 12\n" + want.Notes
		r.wants(r.one().Lead, want)
	})
}

// Esc fills nothing, and the text comes back.
func TestAPasteThatFilledNothingComesBack(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.text("Acme").paste(signature).keys("esc")
		r.shows("nothing filled", "Acme")
		r.keys("ctrl+o", "up")
		r.shows("8 found · 3 left over", "form keeps Acme")
		r.keys("esc", "ctrl+n").paste(signature)
		r.keys("f3", "f2")
		r.shows("8 found · 3 left over") // it waits while the rep looks elsewhere
		r.keys("ctrl+c")
		r.shows("is not in the form yet")
	})
}

// The quick line is a lead in one line, and keeps what was typed when it is closed.
func TestQuickLine(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.keys("ctrl+o").text("Jane Doe; Hooli GmbH | jane@hooli.example, Hafenstraße 12, 10117 Berlin")
		r.keys("esc")
		r.hides("Jane Doe")
		r.keys("ctrl+o")
		r.shows("Jane Doe; Hooli GmbH |", "legal form")
		r.keys("enter", "ctrl+s")
		r.wants(r.one().Lead, lead.Lead{
			Person:   lead.Person{Name: "Hooli GmbH", Addresses: []lead.Address{{Street: "Hafenstraße 12", City: "Berlin", PostalCode: "10117"}}},
			Contacts: []lead.Person{{Name: "Jane", LastName: "Doe", Emails: []string{"jane@hooli.example"}}},
		})
	})
}

// What stands in the quick line is not left without a word, nor is undo named that
// does nothing there.
func TestQuickLineIsNotLeftInSilence(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.after(2 * time.Second)
		r.keys("ctrl+o")
		r.write("Jane Doe; Hooli GmbH | jane@hooli.example")
		r.after(time.Second)
		r.shows("Contact        Jane Doe")
		r.hides("takes them out")
		r.keys("ctrl+c")
		r.shows("The quick line's text is not in the form yet. ^C again leaves.")
		r.keys("esc", "ctrl+o", "enter", "ctrl+s")
		if l := r.one().Lead; l.Name != "Hooli GmbH" {
			t.Errorf("got %+v", l)
		}
	})
}

// What no field may hold is said, of what is sorted too.
func TestControlsOfASortedPasteAreSaid(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.after(2 * time.Second)
		r.paste("Jane\x07 Doe\nHooli GmbH\njane@hooli.example\x00\x1b\n").keys("enter")
		r.shows("3 filled · 3 control characters left out · ^Z takes it back")
		r.keys("ctrl+n").paste("first\nsecond\n").keys("enter")
		r.shows("1 to the notes")
		r.hides("0 filled")
	})
}

// A line that holds more than its input takes is shown first, and a value goes in.
func TestALineThatHoldsMore(t *testing.T) {
	t.Parallel()
	const emails, phones, street = "tab tab", "tab tab tab", "tab tab tab tab"
	for _, c := range []struct{ way, text, shows string }{
		{"", "Jane Doe | CTO | Hooli GmbH | jane@hooli.example | +49 30 901820", "5 found"},
		{"", "Doe, Hooli & Sons", "Name       Doe, Hooli & Sons"},
		{emails, "Jane Roe <jane.roe@x.example>", "pasted into Emails"},
		{emails, "Jane Roe <jane.roe@x.example>, Bob Poe <bob.poe@x.example>", "Found 2 leads"},
		{emails, "jane.roe@x.example", "Emails     jane.roe@x.example"},
		{phones, "Tel +49 30 901820 / Mobil +49 171 2345678", "2 found"},
		{phones, "+49 30 901820; +49 171 2345678", "Germany"},
		{phones, "+49 30 901820-12", "Phones     +49 30 901820-12"},
		{street, "Friedrichstr. 12, 10117 Berlin, Germany", "Friedrichstr. 12 · 10117 Berlin · Germany"},
		{street, "Friedrichstr. 12\n10117 Berlin\nGermany\n", "Friedrichstr. 12 · 10117 Berlin · Germany"},
		{street, "12 Main St, Suite 400", "Addresses  12 Main St, Suite 400"},
	} {
		t.Run(c.text, func(t *testing.T) {
			t.Parallel()
			run(t, 80, 30, func(r *rig) {
				r.after(2 * time.Second)
				r.keys(strings.Fields(c.way)...)
				r.paste(c.text)
				r.shows(c.shows)
				r.hides("two numbers")
			})
		})
	}
}

const (
	vCard  = "BEGIN:VCARD\rVERSION:3.0\rN:Doe;Jane;;;\rFN:Jane Doe\rORG:Hooli\rEMAIL:jane@hooli.example\rEND:VCARD\r"
	meCard = "MECARD:N:Roe,John;ORG:Acme;EMAIL:john@acme.example;;\r"
)

// A badge is saved as it is scanned, at any pace of a scanner, and undo takes it back.
func TestAScannedBadgeIsSaved(t *testing.T) {
	t.Parallel()
	for _, gap := range []time.Duration{0, 3 * time.Millisecond, 20 * time.Millisecond, 55 * time.Millisecond} {
		for name, card := range map[string]string{"vCard": vCard, "MECARD": meCard} {
			t.Run(fmt.Sprint(name, " ", gap), func(t *testing.T) {
				t.Parallel()
				run(t, 100, 30, func(r *rig) {
					r.after(2 * time.Second)
					if gap == 0 {
						r.write(card)
					} else {
						r.scan(card, gap)
					}
					r.after(time.Second)
					r.shows("Scanned J", " · Ready · ^Z takes it back", "New lead")
					r.hides("BEGIN", "MECARD", "pasted into")
					if e := r.one(); e.State != queue.Ready || len(e.Lead.Contacts) != 1 {
						t.Errorf("got %+v", e)
					}
					r.keys("ctrl+z")
					r.shows("1 lead taken back")
					if es := r.leads(); len(es) != 0 {
						t.Errorf("%d leads are left", len(es))
					}
				})
			})
		}
	}
}

// In Drafts it is saved, too, and no letter of it is a command; u takes it back.
func TestABadgeScannedInDrafts(t *testing.T) {
	t.Parallel()
	for _, gap := range []time.Duration{3 * time.Millisecond, 55 * time.Millisecond} {
		t.Run(fmt.Sprint(gap), func(t *testing.T) {
			t.Parallel()
			run(t, 100, 30, func(r *rig) {
				r.eight()
				r.scan(vCard, gap)
				r.after(time.Second)
				r.shows("Scanned Jane Doe, Hooli · Ready · u takes it back", "9 ready")
				r.scan(meCard, gap)
				r.after(time.Second)
				r.shows("Scanned John Roe, Acme", "10 ready")
				r.keys("u", "u")
				r.after(time.Second)
				r.untouched(vCard)
			})
		})
	}
}

// A card that meets a half-typed form, or lacks something, is shown; those that come
// meanwhile wait behind it.
func TestABadgeThatNeedsAPersonIsShown(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.after(time.Second)
		r.text("Acme Fair")
		r.after(time.Second)
		r.scan(vCard, 20*time.Millisecond)
		r.after(time.Second)
		r.shows("form keeps Acme Fair", "scanned")
		r.scan(meCard, 20*time.Millisecond)
		r.after(time.Second)
		r.shows("waits behind this one", "form keeps Acme Fair")
		r.keys("esc") // nothing of the first
		r.shows("John Roe", "form keeps Acme Fair")
		r.keys("enter", "ctrl+s")
		if l := r.one().Lead; l.Name != "Acme Fair" || len(l.Contacts) != 1 || l.Contacts[0].Name != "John" {
			t.Errorf("got %+v", l)
		}
		r.scan("MECARD:N:Solo,Han;;\r", 20*time.Millisecond)
		r.after(time.Second)
		r.shows("scanned", "Han Solo")
		r.scan(vCard, 20*time.Millisecond)
		r.after(time.Second)
		r.keys("esc") // the form is empty again: the one behind is saved
		r.after(time.Second)
		r.shows("Scanned Jane Doe, Hooli")
	})
}

// Cards that come without a rest between them are as many leads, whatever their kinds.
func TestCardsBehindOneAnother(t *testing.T) {
	t.Parallel()
	for name, comes := range map[string]func(*rig, string){
		"a scanner": func(r *rig, text string) { r.scan(text, 15*time.Millisecond) },
		"one piece": (*rig).write,
	} {
		for _, screen := range []string{"f2", "f3"} {
			t.Run(name+" "+screen, func(t *testing.T) {
				t.Parallel()
				run(t, 100, 30, func(r *rig) {
					r.after(2 * time.Second)
					r.keys(screen)
					comes(r, meCard+vCard+strings.ReplaceAll(meCard, "Roe", "Poe"))
					r.after(time.Second)
					r.shows("3 ready")
					for _, e := range r.leads() {
						if len(e.Lead.Contacts) != 1 || e.Lead.Notes != "" {
							t.Errorf("got %+v", e.Lead)
						}
					}
				})
			})
		}
	}
}

// A card that was cut is not Ready at once: its last value may be a part of it.
func TestACardThatWasCutIsShown(t *testing.T) {
	t.Parallel()
	for name, card := range map[string]string{
		"vCard":  "BEGIN:VCARD\rVERSION:3.0\rFN:Jane Doe\rEMAIL:jane@hooli.example\rTEL:+1 415 55",
		"MECARD": "MECARD:N:Doe,Jane;EMAIL:jane@hooli.example;TEL:+141555",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(t, 60, 15, func(r *rig) {
				r.after(2 * time.Second)
				r.scan(card, 15*time.Millisecond)
				r.after(time.Second)
				r.shows("▲ card cut off", "scanned", "Jane Doe")
				if es := r.leads(); len(es) != 0 {
					t.Errorf("got %+v", es)
				}
			})
		})
	}
}

// The Enter of a scanner that comes late, on a line that stalled, fills nothing.
func TestALateEnterOfAScanner(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.after(2 * time.Second)
		r.text("Acme Fair")
		r.after(2 * time.Second)
		r.scan(strings.TrimSuffix(meCard, "\r"), 15*time.Millisecond)
		r.after(300 * time.Millisecond)
		r.shows("form keeps Acme Fair")
		r.keys("enter")
		r.shows("form keeps Acme Fair")
		r.scan(strings.TrimSuffix(vCard, "\r"), 15*time.Millisecond)
		r.after(300 * time.Millisecond)
		r.shows("one more card waits behind this one")
		r.keys("enter")
		r.scan(meCard, 15*time.Millisecond)
		r.after(time.Second)
		r.shows("John Roe", "2 more texts wait behind this one")
		r.keys("enter") // a hand's
		r.shows("Jane Doe")
	})
}

// A card that stands within a text that came in one piece is no scan: the text
// before it would be gone.
func TestACardWithinAPasteIsNoScan(t *testing.T) {
	t.Parallel()
	for _, before := range []string{"Met at booth 12\r", "Met ", "ɐɐɐɐ"} {
		t.Run(before, func(t *testing.T) {
			t.Parallel()
			run(t, 100, 30, func(r *rig) {
				r.after(2 * time.Second)
				r.write(before + meCard)
				r.after(time.Second)
				r.keys("enter", "ctrl+s")
				l := r.one().Lead
				if all := fmt.Sprint(l); !strings.Contains(all, strings.TrimSpace(before)) || !strings.Contains(all, "john@acme.example") {
					t.Errorf("got %+v", l)
				}
			})
		})
	}
}

// Letters that are longer as capitals move nothing of the card behind them.
func TestACardBehindOtherLetters(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.after(2 * time.Second)
		r.scan("ɐɐɐɐ"+meCard, 20*time.Millisecond)
		r.after(time.Second)
		r.shows("John Roe", "form keeps ɐɐɐɐ")
		r.hides("ɐME")
	})
}

// A key that is no character ends a card that was cut, and does what it does.
func TestAKeyBehindACutCard(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.after(2 * time.Second)
		r.text("Acme Fair")
		r.after(2 * time.Second)
		r.scan("MECARD:N:Roe,John;ORG:Acme;EMAIL:john@acme.example", 20*time.Millisecond)
		r.keys("f3")
		r.shows("Enter open")
		r.keys("f2")
		r.shows("John Roe", "form keeps Acme Fair")
	})
}

// A text that is pasted while a card is read is not put away for it.
func TestACardWaitsBehindAPaste(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.mu.Lock()
		read := r.model.compose.Scan("MECARD:N:Solo,Han;;", false) // and the command has not run yet
		r.mu.Unlock()
		r.paste(signature)
		r.program.Send(read())
		r.settle()
		r.shows("8 found · 3 left over")
		r.keys("esc")
		r.shows("Han Solo")
	})
}

// What a hand types is no card, however it begins.
func TestTypedTextIsNoCard(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.after(time.Second)
		r.scan("MECARD: the company", 90*time.Millisecond)
		r.after(2 * time.Second)
		if l := r.one().Lead; l.Name != "MECARD: the company" {
			t.Errorf("got %+v", l)
		}
	})
}

// A text that was pasted elsewhere and is taken for a new lead is shown there.
func TestAPasteElsewhereIsShownInANewLead(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.eight()
		r.paste(signature)
		r.shows("Put the pasted text into a new lead?")
		r.after(time.Second)
		r.keys("enter")
		r.after(time.Second)
		r.shows("8 found · 3 left over")
	})
}

// Bad input is shown safely, nothing of it is lost, and no key waits for it.
func TestBadPastes(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"binary":         "PK\x00\x01\x02\x03\x04\x1b[31m\nJane\x07 Doe\njane@hooli.example\n\xff\xfe",
		"cut vCard":      "BEGIN:VCARD\nVERSION:3.0\nFN:Jane Doe\nEMAIL:jane@hooli.exa",
		"photo":          "BEGIN:VCARD\nVERSION:3.0\nFN:Jane Doe\nPHOTO;ENCODING=b;TYPE=JPEG:" + strings.Repeat("QUJD", 20000) + "\nEND:VCARD\n",
		"200 columns":    strings.Repeat("Jane Doe\t", 200) + "\n" + strings.Repeat("x\t", 200),
		"right to left":  "Jane \u202eDoe\nHead \u2066of\u2069 Sales\njane@hooli.example",
		"source code":    "package main\n\nimport \"fmt\"\n\nfunc main() {\n\tfmt.Println(1, 2)\n}\n",
		"a log":          strings.Repeat("2026-11-01 12:00:01 INFO server started pid=1234 took 12.5ms\n", 300),
		"the same twice": "Jane Doe\njane@hooli.example\njane@hooli.example\n",
		"nothing":        "\n \n\t\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, s := range sizes() {
				run(t, s[0], s[1], func(r *rig) {
					r.text("Acme").paste(text)
					r.fits(s[0], s[1])
					for range 5 {
						r.keys("right", "down", "space")
						r.fits(s[0], s[1])
					}
					if strings.ContainsAny(r.frame().Content, "\x00\x07\u202e\u2066") {
						t.Error("a control reaches the screen")
					}
					r.keys("enter")
					r.fits(s[0], s[1])
					r.keys("ctrl+z", "ctrl+s")
					r.after(2 * time.Second)
					if es := r.leads(); name != "nothing" && (len(es) == 0 || !strings.HasPrefix(es[len(es)-1].Lead.Name, "Acme")) {
						t.Errorf("got %+v", es)
					}
				})
			}
		})
	}
}

// What no field may hold is dropped and said, in the panel as in a field.
func TestAPasteSaysWhatItDrops(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		r.paste("Jane\x07 \u202eDoe\njane.doe@hooli.example\x1b\n")
		r.shows("2 found", "3 control characters left out of the paste")
	})
}

// A paste of megabytes takes no key away, and Esc leaves it at once.
func TestAHugePasteIsLeftAtOnce(t *testing.T) {
	t.Parallel()
	run(t, 100, 30, func(r *rig) {
		text := strings.Repeat("2026-11-01 INFO started\n", 40_000)
		r.mu.Lock()
		r.model.Update(tea.PasteMsg{Content: text}) // and the command that reads it does not run
		r.mu.Unlock()
		r.program.Send(nothing{})
		r.settle()
		r.shows("Reading", "40,000 lines")
		r.keys("esc")
		r.shows("nothing filled")
		r.text("Acme").keys("ctrl+s")
		r.one()
		_, err := r.workspace.Queue.Counts(context.Background(), r.workspace.Name)
		check(t, err)
	})
}

// nothing is a message that nobody takes.
type nothing struct{}
