package paste_test

import (
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	"pgregory.net/rapid"

	"leadpad/intake/paste"
)

// fragments are what texts are made of: what rules look for, and what lies beside it.
func fragments() []string {
	return []string{
		"Jane Doe", "jane.doe@hooli.example", "mailto:x@y.de", "<", ">", "T", "Fax", "Tel.:", "+49 30 901820", "030 901820-12", "(217) 555-0142 x12", "ext. 4",
		"Hooli GmbH", "Acme, Inc.", "Head of Sales", "at", "bei", "Hafenstraße 12", "10117 Berlin", "D-70565 Stuttgart", "Springfield, IL 62701", "London EC1M 3HE",
		"Germany", "(Fax)", "mobil", "www.hooli.example", "linkedin.com/in/jane", "|", "·", ",", ";", "\t", "\n", "\n\n", " - ", "–", "HRB 12345", "VAT DE123456789",
		"Dr.", "Prof.", "PhD", "Mit freundlichen Grüßen", "--", "-----", "> quoted", "On 3 Nov Paul wrote:", "confidential and privileged, intended only for you",
		"Doe, Jane", "DUPONT Jean", "i. A.", "O'Brien", "東京都", "田中太郎", "שלום", "عربي", "é", "\u202e", "\u00a0", "😀", "\x00", "\u0085", "12", "2026-11-01", "ß", "İ",
		"jane (at) hooli (dot) de", "PO Box 12", "Suite 400", "São Paulo - SP, 01310-200", "〒100-0001", "x", "#", "()", "[cid:image001.png@01D9ABCD.1]", "a@b", "@",
	}
}

func TestEveryWordIsPlacedOrLeftOver(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		parts := rapid.SliceOfN(rapid.OneOf(rapid.SampledFrom(fragments()), rapid.StringN(0, 8, 16)), 0, 40).Draw(r, "parts")
		text := strings.Join(parts, rapid.SampledFrom([]string{" ", " | ", "\n"}).Draw(r, "between"))
		if strings.HasPrefix(strings.TrimSpace(text), "{") || strings.HasPrefix(strings.TrimSpace(text), "[") {
			return // JSON's words are its reader's
		}
		leads := paste.Read(text, paste.Options{Region: "DE", As: paste.As(rapid.IntRange(0, 2).Draw(r, "as"))})
		if len(leads) == 0 {
			return
		}
		var have strings.Builder
		for _, one := range leads {
			for _, at := range one.Lead.Paths() {
				value := one.Lead.Get(at)
				if strings.ContainsFunc(value, unicode.IsControl) {
					r.Fatalf("a control stands in %q", value)
				}
				have.WriteString(" " + value)
			}
			have.WriteString(" " + strings.Join(one.Unplaced(), " "))
		}
		words := map[string]bool{}
		for _, w := range bare(have.String()) {
			words[w] = true
		}
		said := strings.Map(func(c rune) rune { // controls and overrides are no words
			if c >= '\u202a' && c <= '\u202e' || c >= '\u2066' && c <= '\u2069' || c == '\ufeff' {
				return -1
			}
			if unicode.IsControl(c) && c != '\n' && c != '\t' && c != '\u0085' && c != '\r' && c != '\v' && c != '\f' {
				return -1
			}
			return c
		}, strings.ToValidUTF8(text, "\ufffd"))
		for _, w := range bare(said) {
			if !words[w] {
				r.Fatalf("the word %q of %q is gone: %q", w, text, have.String())
			}
		}
	})
}

var gluedWord = regexp.MustCompile(`[A-Za-z0-9]+`)

// unspaced says that a word is of a script that puts no spaces between words.
func unspaced(w string) bool {
	return strings.ContainsFunc(w, func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hangul, unicode.Thai) })
}

func TestNothingIsInvented(t *testing.T) {
	t.Parallel()
	for _, s := range samples(t) {
		said := map[string]bool{}
		for _, w := range bare(decoded(s.text)) {
			said[w] = true
		}
		for _, w := range gluedWord.FindAllString(s.text, -1) { // East Asia puts no spaces around them
			said[w] = true
		}
		close := strings.Join(strings.Fields(s.text), "")
		for _, one := range paste.Read(s.text, paste.Options{}) {
			for _, found := range one.Found {
				for _, w := range bare(found.Value) {
					if unspaced(w) && strings.Contains(close, w) {
						continue
					}
					if !said[w] && found.Why != paste.Label {
						t.Errorf("%s: %q stands on %v and not in the text", s.name, w, found.Path)
					}
				}
			}
		}
	}
}

// A text of any size is read in time that grows with it, not with its square: 100 kB
// take a tenth of a second, and a minute on a machine that has other things to do.
func TestLongTextsAreReadInTime(t *testing.T) {
	t.Parallel()
	for name, text := range long(t) {
		start := time.Now()
		paste.Read(text, paste.Options{})
		if took := time.Since(start); took > time.Minute {
			t.Errorf("%s: 100 kB took %v", name, took)
		} else {
			t.Logf("%s: %v", name, took)
		}
	}
}

// Who leaves a long paste waits for no more than the card that is being read.
func TestReadStops(t *testing.T) {
	t.Parallel()
	const asked, slack = 5, 10
	texts := long(t)
	texts["vCards"] = strings.Repeat("BEGIN:VCARD\nFN:Jane Doe\nEMAIL:jane@hooli.example\nEND:VCARD\n", 100)
	texts["MECARDs"] = strings.Repeat("MECARD:N:Doe,Jane;EMAIL:jane@hooli.example;;\n", 100)
	texts["JSON"] = "[" + strings.Repeat(`{"name":"Acme"},`, 99) + `{"name":"Acme"}]`
	texts["header"] = "Name\tEmail\n" + strings.Repeat("Jane Doe\tjane@hooli.example\n", 100)
	for name, text := range texts {
		calls := 0
		leads := paste.Read(text, paste.Options{Stop: func() bool { calls++; return calls > asked }})
		if len(leads) > 0 && calls > asked {
			t.Errorf("%s: %d leads after Stop said so", name, len(leads))
		}
		if calls > asked+slack {
			t.Errorf("%s: asked %d times after Stop said so", name, calls-asked)
		}
	}
}
