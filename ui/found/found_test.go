package found_test

import (
	"strings"
	"testing"
	"unicode"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"leadpad/intake/paste"
	"leadpad/lead"
	"leadpad/ui/found"
	"leadpad/ui/kit"
)

func keymap(t interface{ Fatal(args ...any) }) *kit.Keymap {
	keys, err := kit.NewKeymap(nil)
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// parts are what pasted texts are made of.
func parts() []string {
	return []string{
		"Jane Doe", "jane.doe@hooli.example", "info@hooli.example", "T", "Fax", "Tel.:", "+49 30 901820", "030 901820-12", "Hooli GmbH", "Acme, Inc.",
		"Head of Sales", "Hafenstraße 12", "10117 Berlin", "Springfield, IL 62701", "Germany", "www.hooli.example", "linkedin.com/in/jane", "|", ",", ";", "\t",
		"\n", "\n", "\n", "\n\n", "HRB 12345", "Dr.", "Mit freundlichen Grüßen", "--", "> quoted", "confidential and privileged, intended only for you",
		"John Roe", "john.roe@acme.example", "東京都", "田中太郎", "שלום", "é", "\u202e", "😀", "\x00", "\x1b[31m", "BEGIN:VCARD", "END:VCARD", "FN:Jane Doe", "ORG:Hooli",
	}
}

// bare are the words of a text, signs left out.
func bare(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// forms are what the form holds when something is pasted into it.
func forms() []lead.Lead {
	return []lead.Lead{
		{},
		{Kind: lead.Contact},
		{Person: lead.Person{Name: "Northwind", Industry: "Transport", Emails: []string{"info@hooli.example", ""}, Phones: []string{"+49 30 901820"}}, Notes: "Met at booth 12"},
		{Kind: lead.Contact, Person: lead.Person{Name: "Jane", Addresses: []lead.Address{{City: "Köln"}}}, Company: "Bolt"},
		{Person: lead.Person{Name: "Hooli GmbH"}, Contacts: []lead.Person{{Name: "Jane", LastName: "Doe", Role: "CFO"}}},
	}
}

// Whatever is pasted and whichever keys are pressed, each word of the text stands in
// the filled lead or was left out by a key, nothing of the form is lost, and no
// control character reaches the screen.
func TestEveryPastedWordHasAPlace(t *testing.T) {
	t.Parallel()
	keys := keymap(t)
	theme := kit.NewTheme(true, colorprofile.TrueColor, ansi.WcWidth)
	rapid.Check(t, func(r *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(parts()), 1, 30).Draw(r, "parts"), rapid.SampledFrom([]string{" ", "\n"}).Draw(r, "between"))
		form := rapid.SampledFrom(forms()).Draw(r, "form")
		p := found.New(text, found.From{Label: "Name"}, form, form.Empty(), keys)
		as := paste.Company
		if form.Kind == lead.Contact {
			as = paste.Contact
		}
		p.Take(paste.Read(text, paste.Options{As: as, Region: "DE"}))
		out := false
		for _, key := range rapid.SliceOfN(rapid.SampledFrom([]string{"down", "up", "right", "left", "right", "space"}), 0, 30).Draw(r, "keys") {
			if p.Key(kit.Press(key)) == found.Rereads {
				p.Take(paste.Read(text, paste.Options{As: paste.Either, Region: "DE"}))
			}
			out = out || key == "space"
			seen(r, theme, p)
		}
		if p.Several() {
			return
		}
		l := p.Filled()
		words := wordsOf(l)
		for _, w := range bare(strings.Join(valuesOf(form), " ")) {
			if !words[w] {
				r.Fatalf("%q of the form is gone from %+v", w, l)
			}
		}
		if out {
			return
		}
		for _, one := range paste.Read(text, paste.Options{As: paste.Either, Region: "DE"}) {
			for _, left := range one.Left {
				if left.Kind == paste.Tag { // it names a field that is filled
					for _, w := range bare(left.Text) {
						words[w] = true
					}
				}
			}
		}
		accepted, _ := lead.Accept(text, true)
		for _, w := range bare(accepted) {
			if !words[w] && !vCardWord(w) {
				r.Fatalf("%q of the text %q is gone from %+v", w, text, l)
			}
		}
	})
}

// vCardWord says that a word is one of the card's form.
func vCardWord(w string) bool { return strings.Contains(" begin end vcard fn org ", " "+w+" ") }

func valuesOf(l lead.Lead) []string {
	var all []string
	for _, at := range l.Paths() {
		all = append(all, l.Get(at))
	}
	return all
}

func wordsOf(l lead.Lead) map[string]bool {
	words := map[string]bool{}
	for _, w := range bare(strings.Join(valuesOf(l), " ")) {
		words[w] = true
	}
	return words
}

// seen fails the test when a frame is too large or holds a control character.
func seen(r *rapid.T, theme *kit.Theme, p *found.Panel) {
	for _, size := range [][2]int{{60, 11}, {80, 20}, {120, 31}} {
		f := p.View(theme, size[0], size[1], "")
		if len(f.Lines) > size[1] {
			r.Fatalf("%d lines in %d", len(f.Lines), size[1])
		}
		for _, l := range f.Lines {
			plain := ansi.Strip(l)
			if n := ansi.StringWidthWc(plain); n > size[0] {
				r.Fatalf("%d cells in %d: %q", n, size[0], plain)
			}
			if strings.ContainsFunc(plain, func(c rune) bool { return unicode.IsControl(c) || c == '\u202e' }) {
				r.Fatalf("a control stands in %q", plain)
			}
		}
	}
}

// A word that names a field stands beside its value, and beside no other one.
func TestLabelsStandBesideTheirValues(t *testing.T) {
	t.Parallel()
	theme := kit.NewTheme(true, colorprofile.NoTTY, ansi.WcWidth)
	for _, c := range []struct{ text, shows, hides string }{
		{"Jane Doe\nTel: +49 30 901820\njane.doe@hooli.example", "+49 30 901820   Tel · Germany", ""},
		{"Jane Doe; Tel +49 30 901820; Mobil +49 171 2345678; jane.doe@hooli.example", "+49 171 2345678   Mobil · Germany", "Tel · Mobil"},
		{"Hooli GmbH; Jane Doe; jane@hooli.example; +49 30 901820; Hooli GmbH", "legal form", "Hooli GmbH · "},
		{"fmt.Println(\"mail@example.com\", i)", "mail@example.com", "i)   "},
	} {
		p := found.New(c.text, found.From{}, lead.Lead{}, true, keymap(t))
		p.Take(paste.Read(c.text, paste.Options{As: paste.Contact}))
		got := ansi.Strip(strings.Join(p.View(theme, 80, 20, "").Lines, "\n"))
		if !strings.Contains(got, c.shows) || c.hides != "" && strings.Contains(got, c.hides) {
			t.Errorf("%q:\n%s", c.text, got)
		}
	}
}

// No text breaks the panel, at any size.
func FuzzPanel(f *testing.F) {
	for _, p := range parts() {
		f.Add(p, "drrll t")
	}
	keys := keymap(f)
	theme := kit.NewTheme(true, colorprofile.TrueColor, ansi.WcWidth)
	f.Fuzz(func(_ *testing.T, text, pressed string) {
		p := found.New(text, found.From{}, lead.Lead{}, true, keys)
		p.View(theme, 80, 20, "")
		p.Take(paste.Read(text, paste.Options{}))
		for _, c := range pressed {
			p.Key(kit.Press(map[rune]string{'d': "down", 'r': "right", 'l': "left", ' ': "space"}[c]))
			p.View(theme, 80, 20, "")
		}
	})
}
