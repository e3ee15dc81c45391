package kit

import (
	"image/color"
	"math"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// What must be read is in the terminal's own foreground where colours are few;
// a placeholder is told from a value where there are none.
func TestDimAndFaintWithFewColours(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		profile    colorprofile.Profile
		dim, faint string
	}{
		{colorprofile.ANSI, "x", "\x1b[90mx\x1b[m"},
		{colorprofile.TrueColor, "\x1b[38;2;133;138;164mx\x1b[m", "\x1b[38;2;80;82;104mx\x1b[m"},
	} {
		th := NewTheme(true, tt.profile, ansi.GraphemeWidth)
		if got := th.Dim.S("x"); got != tt.dim {
			t.Errorf("%v: dim is %q, want %q", tt.profile, got, tt.dim)
		}
		if got := th.Faint.S("x"); got != tt.faint {
			t.Errorf("%v: faint is %q, want %q", tt.profile, got, tt.faint)
		}
	}
	for _, p := range []colorprofile.Profile{colorprofile.ASCII, colorprofile.NoTTY} {
		th := NewTheme(true, p, ansi.GraphemeWidth)
		if got := th.Faint.S("x"); got[:3] != "\x1b[2" {
			t.Errorf("%v: faint is %q, without the attribute", p, got)
		}
	}
}

// luminance is a colour's relative luminance, and contrast the ratio of two, as
// WCAG 2 defines them.
func luminance(c color.Color) float64 {
	r, g, b, _ := c.RGBA()
	linear := func(v uint32) float64 {
		s := float64(v) / 0xffff
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Every role that carries meaning can be read on the backgrounds of both themes,
// and a workspace's name on its chip; only what says nothing is fainter.
func TestWhatMustBeReadHasContrast(t *testing.T) {
	t.Parallel()
	for name, r := range roles() {
		if name == "faint" {
			continue
		}
		for _, c := range []struct{ text, background string }{
			{r.dark, "#1e1e2e"}, {r.dark, "#000000"}, {r.light, "#eff1f5"}, {r.light, "#ffffff"},
		} {
			if got := contrast(lipgloss.Color(c.text), lipgloss.Color(c.background)); got < 4.5 {
				t.Errorf("%s, %s on %s: %.2f to 1, want 4.5", name, c.text, c.background, got)
			}
		}
		if name == "dim" || name == "hint" {
			continue // no chip has these
		}
		for _, c := range []struct{ ink, chip string }{{"#1e1e2e", r.dark}, {"#ffffff", r.light}} {
			if got := contrast(lipgloss.Color(c.ink), lipgloss.Color(c.chip)); got < 4.5 {
				t.Errorf("a chip of %s, %s on %s: %.2f to 1, want 4.5", name, c.ink, c.chip, got)
			}
		}
	}
}
