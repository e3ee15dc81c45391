package safe

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// names are real in nine scripts and as emoji; each must come through untouched.
var names = []string{
	"Zoë Łukasiewicz-Ångström", "Nguyễn Thị Ánh", "Žižkov & Söhne, a.s.",
	"Ольга Йорданова", "Ελένη Παπαδοπούλου", "王小明", "株式会社サクラ商事", "がぎぐげご", "か\u3099", "김민수",
	"محمد الأحمد", "نرم\u200cافزار می\u200cخواهم", "יִצְחָק בֶּן־צְבִי", "प्रकाश क्\u200dष शर्मा", "র\u200d্যাব", "ශ්\u200dරී ලංකා",
	"สมชาย น้ำใจ", "ก็ที่ดี", "தமிழ் செல்வி", "Գևորգ", "ქეთევან", "ኃይለ ሥላሴ",
	"👩‍👩‍👧‍👦 Family", "🏳️‍🌈", "👩🏽‍💻 Dev", "1️⃣", "🇩🇪🇯🇵", "❤️‍🔥", "🙂‍↔️", "葛\U000E0100飾区",
	"　全角　スペース", "12 % – “so” … €",
}

// hostile are the 40 strings of X1 of docs/promises.md and what is left of each.
var hostile = []struct{ name, in, want string }{
	{"sgr", "\x1b[31mred\x1b[0m", "red"},
	{"cursor home", "a\x1b[Hb", "ab"},
	{"clear screen", "\x1b[2J\x1b[3Jx", "x"},
	{"private mode", "\x1b[?1049hx\x1b[?25l", "x"},
	{"intermediate", "\x1b[0 qx\x1b[!p", "x"},
	{"subparameters", "\x1b[38:2::1:2:3mx", "x"},
	{"title, bell", "\x1b]0;owned\x07x", "x"},
	{"title, st", "\x1b]2;owned\x1b\\x", "x"},
	{"clipboard", "\x1b]52;c;cm0gLXJm\x07x", "x"},
	{"link", "\x1b]8;;http://evil.example\x1b\\click\x1b]8;;\x1b\\", "click"},
	{"palette query", "\x1b]4;1;?\x07x", "x"},
	{"dcs", "\x1bP$q\"p\x1b\\x", "x"},
	{"sixel", "\x1bPq#0;2;0;0;0~~\x1b\\x", "x"},
	{"apc", "\x1b_Ga=T,f=100;AAAA\x1b\\x", "x"},
	{"pm", "\x1b^secret\x1b\\x", "x"},
	{"sos", "\x1bXsecret\x1b\\x", "x"},
	{"c1 csi", "\u009b31mred", "red"},
	{"c1 osc", "\u009d0;owned\u009cx", "x"},
	{"c1 dcs", "\u0090q~\u009cx", "x"},
	{"c1 apc", "\u009fG\u009cx", "x"},
	{"raw c1 byte", "\x9b31mred", "\ufffd31mred"},
	{"cancelled", "\x1b]0;own\x18x", "x"},
	{"nested", "\x1b]0;a\x1b[31mb\x07x", "x"},
	{"unterminated osc", "\x1b]0;text stays", "0;text stays"},
	{"unterminated csi", "\x1b[12", ""},
	{"csi cut by text", "\x1b[1\u00e9", "é"},
	{"charset", "\x1b(0lqqk\x1b(B", "lqqk"},
	{"reset", "\x1bcx", "x"},
	{"lone esc", "x\x1b", "x"},
	{"doubled esc", "\x1b\x1b[31mx", "x"},
	{"bell, backspace, delete", "a\x07b\x08c\x7fd\x00", "abcd"},
	{"shift out", "\x0eab\x0f", "ab"},
	{"line breaks", "a\r\nb\rc\nd\u2028e\u2029f\vg\fh\ti\u0085j", "a b c d e f g h i j"},
	{"bidi", "a\u202eb\u202c\u2066c\u2069\u200ed\u200f\u061ce", "abcde"},
	{"invisible", "a\u200bb\ufeffc\u00add\u2060e\ufff9f\ufffb\ufffeg\ufdd0h\U0001ffff", "abcdefgh"},
	{"tags", "a\U000e0001\U000e0041b", "ab"},
	{"private use", "a\ue000b\U000f0000c\U0010fffdd", "a\ufffdb\ufffdc\ufffdd"},
	{"tower", "a" + strings.Repeat("\u0301", 50) + "b", "a" + strings.Repeat("\u0301", 8) + "b"},
	{"stray joiners", "\u200da \u200d b\u200c\u200c\u200d", "a  b"},
	{"broken utf-8", "a\xff\xfe\xed\xa0\x80b\xc3", "a\ufffdb\ufffd"},
}

func TestHostileStringsLoseTheirTeeth(t *testing.T) {
	t.Parallel()
	if len(hostile) != 40 {
		t.Fatalf("got %d hostile strings, want 40", len(hostile))
	}
	for _, h := range hostile {
		if got := Clean(h.in).String(); got != h.want {
			t.Errorf("%s: got %+q, want %+q", h.name, got, h.want)
		}
		checkText(t, h.in)
	}
}

func TestNamesStayAsTheyAre(t *testing.T) {
	t.Parallel()
	for _, n := range names {
		if got := Clean(n).String(); got != n {
			t.Errorf("got %+q, want %+q", got, n)
		}
	}
}

func TestLinesCutWhereTheTextBreaks(t *testing.T) {
	t.Parallel()
	tests := []struct {
		in   string
		want []string
	}{
		{"", []string{""}},
		{"one", []string{"one"}},
		{"a\nb", []string{"a", "b"}},
		{"a\r\nb\rc\u2028d", []string{"a", "b", "c", "d"}},
		{"end\n", []string{"end", ""}},
		{"\x1b]0;over\nlines\x07x\ny", []string{"x", "y"}},
		{"a\n\u0301b", []string{"a", "b"}},
		{"{\n\t\"k\": 1\n}", []string{"{", " \"k\": 1", "}"}},
	}
	for _, tt := range tests {
		got := Lines(tt.in)
		if len(got) != len(tt.want) {
			t.Errorf("%+q: got %d lines, want %d", tt.in, len(got), len(tt.want))
			continue
		}
		for i := range got {
			if got[i].String() != tt.want[i] {
				t.Errorf("%+q line %d: got %+q, want %+q", tt.in, i, got[i].String(), tt.want[i])
			}
		}
	}
}

func TestMarkAndJoinerTowersAreCut(t *testing.T) {
	t.Parallel()
	if got := Clean("\u0301\u0301a").String(); got != "a" {
		t.Errorf("leading marks: got %+q", got)
	}
	chain := Clean(strings.Repeat("👩\u200d", 100) + "👩").String()
	if got := longestJoin(chain); got != maxJoins {
		t.Errorf("got %d joiners in a row, want %d", got, maxJoins)
	}
	if got := Clean("x\ufe0f\ufe0f\ufe0f").String(); got != "x\ufe0f" {
		t.Errorf("doubled selectors: got %+q", got)
	}
}

// longestJoin counts the joiners of the longest run "c J c J c".
func longestJoin(s string) int {
	longest, run, joined := 0, 0, true
	for _, r := range s {
		switch {
		case isJoiner(r):
			run++
			joined = true
			longest = max(longest, run)
		case !joined:
			run = 0
		default:
			joined = false
		}
	}
	return longest
}

func TestCleanTextCostsNoAllocation(t *testing.T) {
	for _, s := range append([]string{"plain ASCII, as most is", "tilde~"}, names...) {
		if n := testing.AllocsPerRun(10, func() { Clean(s) }); n != 0 {
			t.Errorf("%q: got %v allocations, want 0", s, n)
		}
	}
}

func TestAMegabyteOfIntroducersIsLinear(t *testing.T) {
	t.Parallel()
	for _, s := range []string{"\x1b]", "\x1bP", "\u009d", "\x1b[", "\x1b]\x1bP", "a\u0301", "\u200d", "\xff"} {
		Clean(strings.Repeat(s, 1<<20/len(s))) // a quadratic scan would run for minutes
	}
}

func TestAnyTextIsSafe(t *testing.T) {
	t.Parallel()
	pieces := []string{
		"\x1b", "\x1b[", "\x1b]", "\x1bP", "\x1b\\", "\x07", "\u009b", "\u009c", "\u009d", "\x18", "\r", "\n", "\t", " ", "m", ";", "(",
		"a", "é", "e\u0301", "\u0301", "\u20dd", "\u094d", "क", "ب", "\u200c", "\u200d", "\ufe0f", "\U000e0100", "\u180b", "👩", "❤", "🏽",
		"\u202e", "\u2066", "\ufeff", "\ue000", "\ufffe", "\xff", "\xc2", "\xe2\x80", "1", "+", "^", "\ufffd", "\u0600", "漢", "\u3099",
	}
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOf(rapid.OneOf(rapid.SampledFrom(pieces), rapid.String())).Draw(t, "s"), "")
		checkText(t, s)
	})
}

func FuzzClean(f *testing.F) {
	for _, h := range hostile {
		f.Add(h.in)
	}
	for _, n := range names {
		f.Add(n)
	}
	f.Fuzz(func(t *testing.T, s string) { checkText(t, s) })
}

// checkText checks what is true of every Text.
func checkText(t interface {
	Errorf(format string, args ...any)
}, in string,
) {
	once := Clean(in).String()
	checkDrawable(t, in, once)
	if twice := Clean(once).String(); twice != once {
		t.Errorf("%+q: cleaned once %+q, twice %+q", in, once, twice)
	}
	for _, l := range Lines(in) {
		checkDrawable(t, in, l.String())
		if again := Clean(l.String()); again != l {
			t.Errorf("%+q: line %+q, cleaned again %+q", in, l.String(), again.String())
		}
	}
}

func checkDrawable(t interface {
	Errorf(format string, args ...any)
}, in, out string,
) {
	if !utf8.ValidString(out) {
		t.Errorf("%+q: %+q is not valid UTF-8", in, out)
	}
	for _, r := range out {
		if r != zwj && r != zwnj && !isSelector(r) &&
			(unicode.IsControl(r) || unicode.In(r, unicode.Bidi_Control, unicode.Co, unicode.Cs, unicode.Noncharacter_Code_Point, unicode.Zl, unicode.Zp) || r == 0x200b || r == 0xfeff) {
			t.Errorf("%+q: %+q still holds %U", in, out, r)
		}
	}
}

func BenchmarkClean(b *testing.B) {
	for name, s := range map[string]string{
		"ascii": "Northwind Traders GmbH & Co. KG, 12 Harbour Street", "cjk": "株式会社サクラ商事 東京都千代田区",
		"hostile": "\x1b[31mred\x1b]0;t\x07 a\u202eb",
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				Clean(s)
			}
		})
	}
}
