package kit

import (
	"strings"
	"testing"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/clipperhouse/uax29/v2/graphemes"
	"pgregory.net/rapid"
)

func typeInto(e *Editor, keys ...string) {
	for _, k := range keys {
		e.Key(Press(k))
	}
}

func TestEditorKeys(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		start string
		keys  []string
		want  string
	}{
		"typing at the end":              {"Acm", []string{"e"}, "Acme"},
		"Ctrl+A goes to the start":       {"cme", []string{"ctrl+a", "A"}, "Acme"},
		"Ctrl+K cuts to the end":         {"Acme Corp", []string{"ctrl+a", "ctrl+f", "ctrl+k"}, "A"},
		"Ctrl+U cuts to the start":       {"Acme Corp", []string{"alt+b", "ctrl+u"}, "Corp"},
		"Ctrl+W cuts a word":             {"Acme Corp", []string{"ctrl+w"}, "Acme "},
		"Alt+B and Alt+F walk words":     {"one two", []string{"alt+b", "alt+b", "alt+f", "!"}, "one! two"},
		"Ctrl+D deletes forward":         {"xAcme", []string{"home", "ctrl+d"}, "Acme"},
		"Ctrl+B and Ctrl+E":              {"Acm", []string{"ctrl+b", "ctrl+e", "e"}, "Acme"},
		"Backspace takes a whole flag":   {"A🇩🇪", []string{"backspace"}, "A"},
		"Backspace takes a whole family": {"A👩‍👩‍👧", []string{"backspace"}, "A"},
		"Backspace takes an accent too":  {"cafe\u0301", []string{"backspace"}, "caf"},
		"Left walks wide characters":     {"山田", []string{"left", "x"}, "山x田"},
		"Delete at the end does nothing": {"a", []string{"delete"}, "a"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := NewEditor(false)
			e.SetText(c.start)
			typeInto(e, c.keys...)
			if e.Text() != c.want {
				t.Errorf("got %q, want %q", e.Text(), c.want)
			}
		})
	}
}

func TestPastesLoseControlsAndSaySo(t *testing.T) {
	t.Parallel()
	e := NewEditor(false)
	if n := e.Insert("a\x1b[31mb\r\nc\x00"); n != 2 || strings.ContainsAny(e.Text(), "\x1b\n\r\x00") {
		t.Errorf("dropped %d, text %q", n, e.Text())
	}
}

// TestCursorStandsBehindWhatIsDrawn types random text in several scripts: the
// line fits its cells, the cursor is inside, and stands behind the text left of it.
func TestCursorStandsBehindWhatIsDrawn(t *testing.T) {
	t.Parallel()
	runes := []rune("abc é山田🙂\u0301ش")
	keys := []string{"left", "right", "home", "end", "backspace", "delete", "alt+b", "ctrl+k"}
	for _, method := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
		th := NewTheme(true, colorprofile.TrueColor, method)
		rapid.Check(t, func(t *rapid.T) {
			e := NewEditor(false)
			w := rapid.IntRange(4, 30).Draw(t, "width")
			for range rapid.IntRange(1, 60).Draw(t, "steps") {
				if rapid.IntRange(0, 3).Draw(t, "typed") > 0 {
					e.Insert(string(rapid.SampledFrom(runes).Draw(t, "rune")))
				} else {
					typeInto(e, rapid.SampledFrom(keys).Draw(t, "key"))
				}
				line, x := e.View(th, w)
				if got := th.Width(line); got > w {
					t.Fatalf("%q takes %d cells of %d", line, got, w)
				}
				if x < 0 || x > w-1 {
					t.Fatalf("the cursor is at %d of %d cells", x, w)
				}
				if !utf8.ValidString(e.Text()[:e.Cursor()]) || !boundary(e.Text(), e.Cursor()) {
					t.Fatalf("the cursor cuts a character of %q at %d", e.Text(), e.Cursor())
				}
			}
		})
	}
}

// boundary says that i stands between two graphemes of s.
func boundary(s string, i int) bool {
	if i == 0 || i == len(s) {
		return true
	}
	for g := graphemes.FromString(s); g.Next(); {
		if g.End() == i {
			return true
		}
	}
	return false
}

func TestNotesWrapAndWalk(t *testing.T) {
	t.Parallel()
	th := NewTheme(true, colorprofile.TrueColor, ansi.WcWidth)
	e := NewEditor(true)
	e.SetText("Met at booth 12.\nWants pricing for 40 seats before December.")
	lines, row, col := e.Lines(th, 20)
	want := []string{"Met at booth 12.", "Wants pricing for ", "40 seats before ", "December."}
	if strings.Join(lines, "|") != strings.Join(want, "|") || row != 3 || col != 9 {
		t.Fatalf("lines %q, cursor %d:%d", lines, row, col)
	}
	typeInto(e, "up", "up", "up")
	rows := NewEditor(true)
	rows.SetText("Hooli\tLogistics\tBerlin")
	if lines, _, _ := rows.Lines(th, 20); len(lines) != 2 || !strings.HasPrefix(lines[1], "Berlin") {
		t.Errorf("a row of cells is broken as %q", lines)
	}
	if _, row, col = e.Lines(th, 20); row != 0 || col != 9 {
		t.Errorf("three ups lead to %d:%d, want 0:9", row, col)
	}
	if handled, _ := e.Key(Press("up")); handled {
		t.Error("up in the first line is for the form")
	}
}

// TestAHugePasteStaysQuick bounds the work of a key by what is visible: it
// counts allocations, which do not depend on the machine.
func TestAHugePasteStaysQuick(t *testing.T) {
	th := NewTheme(true, colorprofile.TrueColor, ansi.WcWidth)
	e := NewEditor(false)
	e.SetText(strings.Repeat("山é🙂a", 20_000))
	e.View(th, 60)
	if n := testing.AllocsPerRun(20, func() { typeInto(e, "left"); e.View(th, 60) }); n > 400 {
		t.Errorf("a key in a huge text costs %.0f allocations", n)
	}
}

func TestPressIsTheKeyThatItNames(t *testing.T) {
	t.Parallel()
	for _, b := range Bindings() {
		for _, k := range b.Keys() {
			if got := Press(k).String(); got != k {
				t.Errorf("Press(%q) is %q", k, got)
			}
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	th := NewTheme(true, colorprofile.TrueColor, ansi.WcWidth)
	for _, s := range []string{"", "Acme", "山田商事株式会社", "Happy Bean ☕ Roasters", "قطر"} {
		if got := th.Width(th.Pad(s, 9)); got != 9 {
			t.Errorf("Pad(%q, 9) takes %d cells", s, got)
		}
	}
	if got := ansi.Strip(PaintJSON(th, `  "na\"me": "Acme: {x}", "n": 12`)); got != `  "na\"me": "Acme: {x}", "n": 12` {
		t.Errorf("PaintJSON changed the text: %q", got)
	}
}

func BenchmarkEditorKey(b *testing.B) {
	th := NewTheme(true, colorprofile.TrueColor, ansi.WcWidth)
	e := NewEditor(false)
	for i := range b.N {
		if i%40 == 0 {
			e.SetText("")
		}
		e.Key(tea.KeyPressMsg{Code: 'a', Text: "a"})
		e.View(th, 60)
	}
}
