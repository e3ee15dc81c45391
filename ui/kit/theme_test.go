package kit

import (
	"testing"

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
