package intake

import (
	"strings"
	"testing"
	"unicode"

	"leadpad/lead"
	"leadpad/safe"
)

func TestSamplesShowBothKindsAndTwoProblems(t *testing.T) {
	t.Parallel()
	samples := Samples()
	if len(samples) != 12 {
		t.Fatalf("got %d samples, want 12", len(samples))
	}
	kinds := map[lead.Kind]int{}
	drafts, people := 0, 0
	seen := map[lead.Key]string{}
	for _, l := range samples {
		kinds[l.Kind]++
		people += len(l.Contacts)
		problems := lead.Check(l, lead.Rules{})
		if n := lead.Count(problems); n == 1 {
			drafts++
		} else if n > 1 {
			t.Errorf("%s: got %d problems, want 0 or 1: %v", l.Title(), n, problems)
		}
		for _, p := range problems {
			if p.Note {
				t.Errorf("%s: note %v", l.Title(), p)
			}
		}
		for _, k := range lead.Keys(l) {
			if other, ok := seen[k]; ok {
				t.Errorf("%s and %s share %v", other, l.Title(), k)
			}
			seen[k] = l.Title()
		}
	}
	if kinds[lead.Company] < 4 || kinds[lead.Contact] < 4 {
		t.Errorf("got kinds %v, want 4 of each at least", kinds)
	}
	if drafts != 2 {
		t.Errorf("got %d samples with a problem, want 2", drafts)
	}
	if people < 5 {
		t.Errorf("got %d associated contacts, want 5 at least", people)
	}
}

func TestSamplesSpeakSeveralScriptsWithoutRealAddresses(t *testing.T) {
	t.Parallel()
	scripts := map[string]*unicode.RangeTable{
		"Latin": unicode.Latin, "Han": unicode.Han, "Katakana": unicode.Katakana, "Arabic": unicode.Arabic,
		"Cyrillic": unicode.Cyrillic, "Devanagari": unicode.Devanagari, "symbols": unicode.So,
	}
	for _, l := range Samples() {
		for _, at := range l.Paths() {
			text := l.Get(at)
			if at.Field != lead.Notes && safe.Clean(text).String() != text {
				t.Errorf("%s %v: %+q is not drawn as it is", l.Title(), at, text)
			}
			if at.Field == lead.Emails && strings.Contains(text, ".") && !strings.HasSuffix(text, ".example") && !strings.HasSuffix(text, "@example.com") {
				t.Errorf("%s: %s may be somebody's", l.Title(), text)
			}
			for name, script := range scripts {
				if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(script, r) }) {
					delete(scripts, name)
				}
			}
		}
	}
	if len(scripts) > 0 {
		t.Errorf("no sample holds %v", scripts)
	}
}

func TestSamplesAreNewEachTime(t *testing.T) {
	t.Parallel()
	Samples()[0].Emails[0] = "changed"
	if got := Samples()[0].Emails[0]; got == "changed" {
		t.Error("two calls share their leads")
	}
}
