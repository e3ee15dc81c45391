package safe

import (
	"fmt"
	"strings"
	"testing"
)

// undrawn are characters that a terminal acts on, or draws as nothing.
var undrawn = []rune{
	0x00, 0x07, 0x08, 0x09, 0x0d, 0x1b, 0x7f, 0x80, 0x85, 0x90, 0x9b, 0x9c, 0x9d, 0x9f, // controls
	0xad, 0x61c, 0x180e, // soft hyphen, Arabic mark, Mongolian separator
	0x200b, 0x200c, 0x200d, 0x200e, 0x200f, 0x202a, 0x202b, 0x202c, 0x202d, 0x202e, 0x2028, 0x2029,
	0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0x2066, 0x2067, 0x2068, 0x2069, 0x206a, 0x206f,
	0xfeff, 0xfff9, 0xfffa, 0xfffb, 0xfffe, 0xfdd0, 0x1bca0, 0x1d173, 0x1d17a, // format characters
	0xe0001, 0xe0020, 0xe0041, 0xe007f, // tags
	0xfe00, 0xfe0f, 0xe0100, 0x180b, // selectors
	0x34f, 0x115f, 0x1160, 0x17b4, 0x3164, 0xffa0, // fillers
	0xe000, 0xf8ff, 0xf0000, 0x10fffd, // private
}

func TestEscape(t *testing.T) {
	t.Parallel()
	code := func(r rune) string { return fmt.Sprintf("<%x>", r) }
	if len(undrawn) < 67 {
		t.Errorf("only %d characters are tried", len(undrawn))
	}
	for _, r := range undrawn {
		if got, want := Escape("a"+string(r)+"b", code), fmt.Sprintf("a<%x>b", r); got != want {
			t.Errorf("U+%04X: got %q, want %q", r, got, want)
		}
	}
	for _, name := range append([]string{"{\n  \"a\": 1\n}\n"}, names...) {
		if got := Escape(name, func(r rune) string { return string(r) }); got != name {
			t.Errorf("%q became %q", name, got)
		}
		if got := Escape(name, code); strings.ContainsAny(name, "\u200c\u200d\ufe0f\U000e0100") != (got != name) {
			t.Errorf("%q is escaped as %q", name, got)
		}
	}
	tower := Escape("é: e"+strings.Repeat("\u0301", 10_000)+"x", code)
	if strings.Count(tower, "\u0301") != maxMarks || strings.Count(tower, "<301>") != 10_000-maxMarks {
		t.Errorf("%d marks are left on one base", strings.Count(tower, "\u0301"))
	}
	if got := Escape("\"\u0301\"", code); got != `"<301>"` {
		t.Errorf("a mark over a quote: %q", got)
	}
}
