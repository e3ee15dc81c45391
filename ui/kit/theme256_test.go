package kit

import (
	"image/color"
	"math"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
)

// hue is the colour's angle in degrees and its chroma, 0 to 1.
func hue(c color.Color) (angle, chroma float64) {
	r, g, b, _ := c.RGBA()
	x := float64(r) - float64(g)/2 - float64(b)/2
	y := math.Sqrt(3) / 2 * (float64(g) - float64(b))
	return math.Atan2(y, x) * 180 / math.Pi, math.Hypot(x, y) / 0xffff
}

// With 256 colours each role that is told by its colour keeps its hue; dim and
// faint are greys.
func TestColoursKeepTheirHueIn256(t *testing.T) {
	t.Parallel()
	for name, r := range roles() {
		for _, hex := range []string{r.dark, r.light} {
			full := lipgloss.Color(hex)
			less := colorprofile.ANSI256.Convert(full)
			want, strong := hue(full)
			got, left := hue(less)
			t.Logf("%s %s → %v: hue %.0f → %.0f, chroma %.2f → %.2f", name, hex, less, want, got, strong, left)
			if name == "dim" || name == "faint" {
				if left > 0.3 {
					t.Errorf("%s %s is %v in 256 colours, no grey", name, hex, less)
				}
				continue
			}
			off := math.Abs(math.Mod(got-want+540, 360) - 180)
			if left < 0.15 || left < strong/2 || off > 30 {
				t.Errorf("%s %s is %v in 256 colours: hue %.0f → %.0f, chroma %.2f → %.2f", name, hex, less, want, got, strong, left)
			}
		}
	}
}
