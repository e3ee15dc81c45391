package lead

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// foldByTables is Fold without its short ways.
func foldByTables(s string) string { return norm.NFC.String(foldRunes(norm.NFKD.String(s))) }

// TestFoldShortWays: what most texts are is folded without the tables of Unicode, to
// the same.
func TestFoldShortWays(t *testing.T) {
	t.Parallel()
	check := func(s string) {
		if got, want := Fold(s), foldByTables(s); got != want {
			t.Errorf("%+q is %+q, want %+q", s, got, want)
		}
	}
	for r := rune(0); r <= unicode.MaxRune; r++ {
		if r >= 0x20000 && r < 0xe0000 && r%97 != 0 {
			continue // more of the same
		}
		s := string(r)
		check(s)
		check("Ab " + s + " c")
		if once := Fold(s); Fold(once) != once {
			t.Errorf("%+q is %+q, and folded again %+q", s, once, Fold(once))
		}
	}
	some := []rune("aZ0 .'`’-–ʼéÉñßŁøİıςΣΐйЁІґ½ºª´¨ſŉŀͺ΄\u0301\u0308\u00ad\u200b\u2011\u2017\u2026…㈱がガ한é\t\ufffd")
	r := rand.New(rand.NewPCG(1, 2))
	for range 20_000 {
		var b strings.Builder
		for range r.IntN(7) {
			b.WriteRune(some[r.IntN(len(some))])
		}
		check(b.String())
	}
	check("\xff a\xc3")
}
