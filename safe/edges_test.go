package safe

import (
	"strings"
	"testing"
	"unicode"
)

// Every character of Unicode between two letters: kept, a space, U+FFFD or gone,
// by Unicode's own tables.
func TestEveryCharacterOfUnicode(t *testing.T) {
	t.Parallel()
	for r := rune(0xa0); r <= unicode.MaxRune; r++ {
		if r >= 0xd800 && r < 0xe000 {
			continue // surrogates are none
		}
		want := string(r)
		switch {
		case unicode.Is(unicode.Variation_Selector, r), unicode.Is(unicode.Join_Control, r), unicode.Is(unicode.Prepended_Concatenation_Mark, r):
		case unicode.Is(unicode.Co, r):
			want = "\ufffd"
		case unicode.In(r, unicode.Zl, unicode.Zp):
			want = " "
		case unicode.In(r, unicode.Cf, unicode.Noncharacter_Code_Point), r >= 0xe0000 && r < 0xe1000: // tags
			want = ""
		}
		if got := Clean("x" + string(r) + "y").String(); got != "x"+want+"y" {
			t.Errorf("%U: got %+q, want %+q", r, got, "x"+want+"y")
		}
	}
}

// A mark at the start would be drawn over what stands before the text.
func TestMarksAtTheStart(t *testing.T) {
	t.Parallel()
	for r := rune(firstMark); r <= unicode.MaxRune; r++ {
		if !unicode.Is(unicode.M, r) || unicode.Is(unicode.Variation_Selector, r) {
			continue
		}
		want := "x"
		if unicode.Is(unicode.Mc, r) { // has a place of its own
			want = string(r) + "x"
		}
		if got := Clean(string(r) + "x").String(); got != want {
			t.Errorf("%U: got %+q, want %+q", r, got, want)
		}
		if got := Lines("a\n" + string(r) + "x")[1].String(); got != want {
			t.Errorf("%U in a second line: got %+q, want %+q", r, got, want)
		}
	}
}

// What is left of sequences, by their first and last bytes.
func TestEdgesOfSequences(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		// The bytes that end a control sequence, and those within it.
		"\x1b[@x": "x", "\x1b[~x": "x", "\x1b[A": "", "\x1b[0?mx": "x", "\x1b[0 /px": "x", "\x1b[ 0x": "0x", "\x1b[é": "é", "\x1b[1\x1b[2mx": "x",
		"\u009b@x": "x", "\u009b~x": "x", "\u009b1": "", "\u009b": "",
		// Two bytes, and with intermediates.
		"\x1b0x": "x", "\x1b~x": "x", "\x1b@x": "x", "\x1b`x": "x", "\x1b_x": "x", "\x1bé": "é", "\x1b\x1fx": "x",
		"\x1b Fx": "x", "\x1b/Ax": "x", "\x1b(0x": "x", "\x1b(~x": "x", "\x1b(": "(", "\x1b/": "/", "\x1b(é": "(é", "\x1b$(Bx": "x", "\x1b#": "#",
		// What ends a control string, and what does not.
		"\x1b]a\x18x": "x", "\x1b]a\x1ax": "x", "\x1bPa\x18x": "x", "\x1bPa\x1ax": "x",
		"\x1bPa\ab\x1b\\x": "x", "\x1b]a\x1bb\ax": "x", "\x1b]a\u009cx": "x", "\x1bPa\u009cx": "x", "\x1bXa\x1b\\x": "x", "\x1b^a\x1b\\x": "x",
		"\x1b]\ax": "x", "\x1b]\x1b\\x": "x", "\x1bP\u009cx": "x", "\u0098a\u009cx": "x", "\u009ea\u009cx": "x", "\u009da\ax": "x",
		"\x1b]a\u00e9\ax": "x", "\x1b]a\xc2b\ax": "x", "\x1b]a\x9c\ax": "x", "\x1b]a\x1b\ax": "x", "\x1b]a\\\ax": "x",
		// Without an end the text of it stays.
		"\x1b]a\x1b": "a", "\x1b]a\xc2": "a\ufffd", "\x1bPa\ab": "ab", "\x1bPa": "a", "\x1b]": "", "\x1bPa\x1b]b\ac": "ac", "\x1b]a\x1bPb": "ab",
		"\x1bPa\x1bPb\x1b]c\ad": "abd",
	} {
		if got := Clean(in).String(); got != want {
			t.Errorf("%+q: got %+q, want %+q", in, got, want)
		}
	}
	if got := Clean("\u0084x\u0091").String(); got != "x" {
		t.Errorf("other controls: got %+q", got)
	}
}

// A line break in a control string belongs to it, and one in front of text starts
// a line.
func TestEdgesOfLines(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a\rb": "a|b", "a\r": "a|", "a\r\n": "a|", "a\n\r\nb": "a||b", "a\vb\fc\u0085d": "a|b|c|d", "a\tb": "a b", "\x00": "", "~\x7f": "~", "a\u2028": "a|",
		"a\n\ufe0fb": "a|b", "a\t\u0301b": "a \u0301b",
	} {
		var got []string
		for _, line := range Lines(in) {
			got = append(got, line.String())
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%+q: got %q, want %q", in, got, want)
		}
	}
}

// Joiners stand between letters or emoji only, selectors behind what they select.
func TestWhereJoinersAndSelectorsStay(t *testing.T) {
	t.Parallel()
	const j = "\u200d"
	eight := strings.Repeat("\u0301", maxMarks)
	for in, want := range map[string]string{
		"a" + j + "z": "a" + j + "z", "A" + j + "Z": "A" + j + "Z", "z" + j + "a": "z" + j + "a", "Z" + j + "A": "Z" + j + "A",
		"@" + j + "a": "@a", "a" + j + "[": "a[", "a" + j + "`": "a`", "{" + j + "a": "{a", "1" + j + "a": "1a", "a" + j + "1": "a1", "a" + j + " ": "a ",
		"\ufffd" + j + "a": "\ufffda", "a" + j + "\ufffd": "a\ufffd", "a" + j: "a", j + "a": "a", "a" + j + j + "b": "a" + j + "b",
		"\u00b1" + j + "\u00b1": "\u00b1" + j + "\u00b1", "\u00b2" + j + "a": "\u00b2a", "\u00a0" + j + "a": "\u00a0a",
		"a\u0301" + j + "b": "a\u0301" + j + "b", "a" + j + "\u0301b": "a" + j + "\u0301b", "a" + j + "\u0300b": "a" + j + "\u0300b", "a" + eight + j + "\u0301b": "a" + eight + "b",
		"a" + eight + j + "b": "a" + eight + j + "b", "a" + eight + "\u0301b": "a" + eight + "b", "a" + eight + "b" + eight: "a" + eight + "b" + eight,
		"\ue000" + j + "a": "\ufffda", "\ue000\u0301": "\ufffd\u0301", "a\xff\u0301\xff": "a\ufffd\u0301\ufffd",
		"!\ufe0f": "!\ufe0f", "\u0020\ufe0f": " ", "\ufe0fa": "a", "\u00a0\ufe0f": "\u00a0", "\u00a1\ufe0f": "\u00a1\ufe0f", "a\u0301\ufe0f": "a\u0301", "a\u0300\ufe0f": "a\u0300", "a\u0300" + j + "b": "a\u0300" + j + "b", "a" + j + "\ufe0fb": "a\ufe0fb",
		"\u3000\ufe0f": "\u3000", "\u2029\ufe0f": " ", "\u00ad\ufe0fa": "a", "漢\ufe0f": "漢\ufe0f", "\u0377\ufe0f": "\u0377\ufe0f",
	} {
		if got := Clean(in).String(); got != want {
			t.Errorf("%+q: got %+q, want %+q", in, got, want)
		}
	}
	for _, n := range []int{maxJoins, maxJoins + 1, 3 * maxJoins} {
		chain := strings.Repeat("क"+j, n) + "क"
		got := strings.Count(Clean(chain+" "+chain).String(), j)
		if want := 2 * strings.Count(Clean(chain).String(), j); got != want {
			t.Errorf("%d joiners, twice: %d are left, want %d", n, got, want)
		}
		if got := strings.Count(Clean(chain).String(), j); n == maxJoins && got != n {
			t.Errorf("%d joiners: %d are left", n, got)
		}
	}
	long := strings.Repeat("क"+j, maxJoins) + "क"
	for _, cut := range []string{"\n", "\t", "\ue000", "\x1b[m ", "ab"} {
		if got := strings.Count(Clean(long+cut+long).String(), j); got != 2*maxJoins {
			t.Errorf("%+q between two chains: %d joiners are left, want %d", cut, got, 2*maxJoins)
		}
	}
}
