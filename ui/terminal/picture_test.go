package terminal

import (
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
	"pgregory.net/rapid"

	"leadpad/queue/queuetest"
	"leadpad/ui/terminal/termtest"
)

// screen is an emulator with what it was told.
type screen struct {
	*vt.Emulator
	known
}

func newScreen(k known) *screen {
	s := &screen{vt.NewEmulator(k.size.Width, k.size.Height), k}
	return s
}

// shows says where a screen does not show a content, "" for nowhere.
func (s *screen) shows(content string) string {
	return termtest.Wrong(s.Emulator, content, s.method, s.profile)
}

// pieces are what rows are made of.
var pieces = []string{
	"a", "b", "W", " ", "  ", "       ", "·", "é", "e\u0301", "n\u0303", "山", "田", "한", "ｱ", "ا", "م", "مُ", "नि", "👍", "👍🏽", "👨‍👩‍👧", "❤️", "❤", "🇩🇪", "1️⃣",
	"│", "━━━", "\x1b[1m", "\x1b[m", "\x1b[38;2;1;2;3m", "\x1b[48;2;9;9;9m", "\x1b[4m", "\x1b[7m", "\x1b[22m", "\x1b[31m", "\x1b[38;5;99m", "\x1b[39m",
	"hello", "Kurt Handel GmbH", "株式会社", "12",
}

func someLine(pick func(n int) int) string {
	var b strings.Builder
	for range pick(14) {
		b.WriteString(pieces[pick(len(pieces))])
	}
	return b.String()
}

// next changes a picture as screens do: a line, a piece of one, a scrolled part, all.
func next(lines []string, h int, pick func(n int) int) []string {
	lines = append([]string(nil), lines...)
	for len(lines) < h {
		lines = append(lines, someLine(pick))
	}
	lines = lines[:h]
	y := pick(h)
	switch pick(6) {
	case 0:
		lines[y] = someLine(pick)
	case 1:
		lines[y] += pieces[pick(len(pieces))]
	case 2:
		lines[y] = strings.TrimSuffix(lines[y], "a") + "\x1b[m"
	case 3: // up
		by, to := 1+pick(3), min(h, y+2+pick(h))
		for i := y; i < to; i++ {
			if i+by < to {
				lines[i] = lines[i+by]
			} else {
				lines[i] = someLine(pick)
			}
		}
	case 4: // down
		by, to := 1+pick(3), min(h, y+2+pick(h))
		for i := to - 1; i >= y; i-- {
			if i-by >= y {
				lines[i] = lines[i-by]
			} else {
				lines[i] = someLine(pick)
			}
		}
	case 5:
		for i := range lines {
			if pick(2) == 0 {
				lines[i] = someLine(pick)
			}
		}
	}
	return lines
}

// walk draws one picture after the other, and looks at each.
func walk(steps int, k known, pick func(n int) int) error {
	p := picture{known: k, styles: newStyles()}
	s := newScreen(k)
	var lines []string
	for i := range steps {
		if pick(30) == 0 {
			k.size = Size{1 + pick(70), 1 + pick(20)}
			p = picture{known: k, styles: newStyles()}
			s = newScreen(k)
		}
		lines = next(lines, k.size.Height, pick)
		content := strings.Join(lines, "\n")
		out := p.draw(content)
		out = append(out, p.point(tea.Position{X: pick(k.size.Width), Y: pick(k.size.Height)})...)
		if _, err := s.Write(out); err != nil {
			return err
		}
		if wrong := s.shows(content); wrong != "" {
			return fmt.Errorf("step %d, %d×%d: %s\nof %q\nafter %q", i, k.size.Width, k.size.Height, wrong, content, out)
		}
	}
	return nil
}

// Whatever the pictures, the terminal shows the newest: cell by cell, in all
// widths and colours, with rows that scroll.
func TestEveryPictureIsShown(t *testing.T) {
	t.Parallel()
	for _, method := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
		for _, profile := range []colorprofile.Profile{colorprofile.TrueColor, colorprofile.ANSI256, colorprofile.ANSI} {
			seed := rand.Uint64()
			r := rand.New(rand.NewPCG(seed, 0))
			k := known{size: Size{40, 12}, profile: profile, method: method}
			if err := walk(queuetest.Trials(100), k, func(n int) int { return r.IntN(n) }); err != nil {
				t.Errorf("method %d, profile %s, seed %d: %v", method, profile, seed, err)
			}
		}
	}
}

func TestEveryPictureIsShownMinimal(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		k := known{size: Size{12, 5}, profile: colorprofile.TrueColor, method: ansi.GraphemeWidth}
		if err := walk(4, k, func(n int) int { return rapid.IntRange(0, n-1).Draw(t, "n") }); err != nil {
			t.Fatal(err)
		}
	})
}

// The screens themselves, in any order, size and width, with what a walk does to
// them.
func TestEveryGoldenIsShown(t *testing.T) {
	t.Parallel()
	var goldens []string
	if err := filepath.WalkDir("..", func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".golden") {
			goldens = append(goldens, path)
		}
		return err
	}); err != nil || len(goldens) < 100 {
		t.Fatalf("%d goldens: %v", len(goldens), err)
	}
	seed := rand.Uint64()
	r := rand.New(rand.NewPCG(seed, 0))
	for _, method := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
		k := known{size: Size{120, 40}, profile: colorprofile.TrueColor, method: method}
		p, s := picture{known: k, styles: newStyles()}, newScreen(k)
		for _, i := range r.Perm(len(goldens)) {
			text, err := os.ReadFile(goldens[i])
			if err != nil {
				t.Fatal(err)
			}
			content := string(text)
			switch r.IntN(8) {
			case 0:
				k.size = []Size{{60, 15}, {80, 24}, {120, 40}, {140, 45}}[r.IntN(4)]
				p, s = picture{known: k, styles: newStyles()}, newScreen(k)
			case 1:
				content = strings.Join(next(strings.Split(content, "\n"), k.size.Height, r.IntN), "\n")
			}
			out := p.draw(content)
			if _, err := s.Write(out); err != nil {
				t.Fatal(err)
			}
			if wrong := s.shows(content); wrong != "" {
				t.Fatalf("seed %d, method %d: %s\nof %q\nafter %q", seed, method, wrong, content, out)
			}
		}
	}
}

// A step of a table's cursor among wide characters writes what changed in the two rows,
// and jumps over what stands between: at most 150 bytes.
func TestAStepAmongWideCharacters(t *testing.T) {
	t.Parallel()
	p := picture{known: known{size: Size{120, 10}, profile: colorprofile.TrueColor, method: ansi.GraphemeWidth}, styles: newStyles()}
	table := func(on int) string {
		lines := make([]string, 8)
		for i := range lines {
			bar, name := " ", "\x1b[m 高橋株式会社東京198"
			if i == on {
				bar, name = "\x1b[38;2;137;180;250m▌", " \x1b[39;1m高橋株式会社東京198"
			}
			lines[i] = fmt.Sprintf("%s\x1b[m   \x1b[38;2;166;227;161m✓ Ready\x1b[m      \x1b[38;2;133;138;164m⌂%s%d\x1b[m  \x1b[38;2;133;138;164minfo%d@example.co.jp\x1b[m    \x1b[38;2;133;138;164mnow\x1b[m", bar, name, i, i)
		}
		return strings.Join(lines, "\n")
	}
	p.draw(table(0))
	for on := 1; on < 8; on++ {
		if out := p.draw(table(on)); len(out) > 150 || strings.Contains(string(out), "Ready") {
			t.Errorf("a step costs %d bytes: %q", len(out), out)
		}
	}
}

// FuzzPicture takes its choices from bytes.
func FuzzPicture(f *testing.F) {
	f.Add([]byte("\x00\x05\x1f\x03\x09\x11\x02"), true)
	f.Add([]byte("山田太郎 株式会社 40"), false)
	f.Fuzz(func(t *testing.T, choices []byte, graphemes bool) {
		k := known{size: Size{14, 6}, profile: colorprofile.TrueColor}
		if graphemes {
			k.method = ansi.GraphemeWidth
		}
		pick := func(n int) int {
			if len(choices) == 0 {
				return 0
			}
			c := int(choices[0])
			choices = choices[1:]
			return c % n
		}
		if err := walk(5, k, pick); err != nil {
			t.Fatal(err)
		}
	})
}
