package lazyregexp_test

import (
	"math/rand/v2"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"

	"leadpad/safe/lazyregexp"
)

// expressions have all that a filter must follow: alternatives, counts, classes,
// folded case, begins and ends of lines, words and texts.
func expressions() []string {
	return []string{
		`ab+c`, `^a`, `a$`, `^$`, ``, `(?m)^b$`, `\bab\b`, `\Ba`, `(?i)straße|kelvin`, `(?i)K|s`, `[^a]b`, `.{2,5}b`, `(?s)a.b`, `a.b`,
		`(\d{3}) ?(\d{2})(?:$|[\s,.])`, `[\p{L}\p{N}._-]+@[\p{L}-]+(?:\.[\p{L}-]+)+`, `\p{Han}{2,3}県`, `^\s*(?:to|cc)\s*:\s.*@`, `(?i)(?:^|[^\p{L}])vat[\s-]?\d`,
		`[^\x00-\x7f]`, `[é-ü]x`, `\pM`, `(?:a|b)*c\b`, `x*`, `\x{fffd}`, `[[:^ascii:]]k`,
	}
}

// TestFilterLosesNothing compares expressions that have their filter with package
// regexp, on texts made of what they look for.
func TestFilterLosesNothing(t *testing.T) {
	t.Parallel()
	bits := strings.Split(`a|b|c|A|B|ab|abbc|_|1|123|45|@|a@b.c|to: |@|.|-| |,|:|VAT|vat 1|漢字県|to|Cc|\n|é|ß|ſ|K|k|県|漢字|́|straSSE|STRASSE|kelvin|x|ü`, "|")
	bits = append(bits, "\n", "|", "\xff", "\xe6\xbc", "\ufffd", "")
	r := rand.New(rand.NewPCG(1, 2))
	texts := make([]string, 1500)
	for i := range texts {
		var b strings.Builder
		for range r.IntN(8) {
			b.WriteString(bits[r.IntN(len(bits))])
		}
		texts[i] = b.String()
	}
	for _, expr := range expressions() {
		want, got := regexp.MustCompile(expr), lazyregexp.New(expr)
		found := 0
		for _, text := range texts {
			if want, got := want.FindAllStringSubmatchIndex(text, -1), got.FindAllStringSubmatchIndex(text, -1); !reflect.DeepEqual(got, want) {
				t.Errorf("%s finds %v in %q, want %v", expr, got, text, want)
			}
			match := want.MatchString(text)
			if match {
				found++
			}
			if got.MatchString(text) != match {
				t.Errorf("%s matches %q: %v", expr, text, !match)
			}
			if want, got := want.ReplaceAllString(text, "<$0>"), got.ReplaceAllString(text, "<$0>"); got != want {
				t.Errorf("%s makes %q of %q, want %q", expr, got, text, want)
			}
		}
		if found == 0 {
			t.Errorf("%s stands in no text: it tests nothing", expr)
		}
	}
}

// An expression that has too many states for a filter goes on without one.
func TestManyStates(t *testing.T) {
	t.Parallel()
	const expr = `(a|b)*a(a|b){12}c`
	want, got := regexp.MustCompile(expr), lazyregexp.New(expr)
	r := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		var b strings.Builder
		for range 40 {
			b.WriteByte("aaabbbc"[r.IntN(7)])
		}
		if text := b.String(); got.MatchString(text) != want.MatchString(text) {
			t.Fatalf("%q: %v", text, got.MatchString(text))
		}
	}
}

// All sessions of a process ask the same expressions.
func TestFilterAtOnce(t *testing.T) {
	t.Parallel()
	got := lazyregexp.New(`(\d{3}) (\d{2})[a-f]`)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for range 500 {
				if !got.MatchString("x 123 45d") || got.MatchString("x 123 4 5d") {
					t.Error("not as one alone finds it")
				}
			}
		})
	}
	all.Wait()
}
