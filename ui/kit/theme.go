// Package kit is what the screens share: roles of colour, keys, text measured
// in cells, the line editor, and the messages by which screens and the root
// talk. It does no I/O. Start reading at Screen and Theme.
package kit

import (
	"image/color"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
)

// Paint draws text in one role.
type Paint struct{ on, off string }

// S gives s in the role; s must not hold escape sequences of its own.
func (p Paint) S(s string) string {
	if s == "" || p.on == "" {
		return s
	}
	return p.on + s + p.off
}

// Style is the paint for what Bubbles and Huh draw.
func (p Paint) Style() lipgloss.Style { return lipgloss.NewStyle().Transform(p.S) }

func newPaint(st lipgloss.Style) Paint {
	on, off, _ := strings.Cut(st.Render("x"), "x")
	return Paint{on, off}
}

// Theme has a paint for each role. What a rep typed has none: it is drawn in
// the terminal's own foreground, which costs half the bytes of a coloured one.
type Theme struct {
	Dark    bool
	Profile colorprofile.Profile
	// Method is how the terminal counts cells: by grapheme once it said so.
	Method ansi.Method

	// Dim is for what stands beside what counts, Hint for what is no value though it
	// stands where one could, Faint for lines and signs that say nothing.
	Bold, Dim, Hint, Faint, Accent, OK, Warn, Bad, Unsure, Sandbox Paint
	AccentBold, OKBold, WarnBold, BadBold, UnsureBold              Paint
	// Chip colours the workspace's name; ChipSandbox the practice one's.
	ChipSandbox Paint
	chipInk     color.Color
	chips       map[string]Paint
}

// role is one colour in its four forms; no colour is the profile's doing.
type role struct{ dark, light, ansi string }

func roles() map[string]role {
	return map[string]role{
		// Dim keeps 4.5:1 on #1e1e2e and on #eff1f5.
		// Of 16 colours only bright black is dimmer than the foreground, and on many
		// terminals it cannot be read: what must be read has no colour then.
		"dim": {"#858aa4", "#5f6278", ""},
		// Told from what was typed where there are few colours, too.
		"hint":    {"#858aa4", "#5f6278", "8"},
		"faint":   {"#505268", "#a5a9b8", "8"},
		"accent":  {"#89b4fa", "#1e5fd8", "4"},
		"ok":      {"#a6e3a1", "#2d7a1f", "2"},
		"warn":    {"#f9e2af", "#8f5a00", "3"},
		"bad":     {"#f38ba8", "#c4001d", "1"},
		"unsure":  {"#cba6f7", "#7a33d6", "5"},
		"sandbox": {"#fab387", "#b04a06", "3"},
	}
}

// NewTheme makes the theme for a background and a colour profile.
func NewTheme(dark bool, profile colorprofile.Profile, method ansi.Method) *Theme {
	rs := roles()
	pick := func(name string) color.Color {
		r := rs[name]
		full := lipgloss.LightDark(dark)(lipgloss.Color(r.light), lipgloss.Color(r.dark))
		if profile == colorprofile.ANSI {
			return lipgloss.Color(r.ansi) // of "" none
		}
		return full
	}
	fg := func(name string) lipgloss.Style { return lipgloss.NewStyle().Foreground(pick(name)) }
	ink := lipgloss.LightDark(dark)(lipgloss.Color("#ffffff"), lipgloss.Color("#1e1e2e"))
	if profile == colorprofile.ANSI {
		ink = lipgloss.Color("0")
	}
	t := &Theme{
		Dark: dark, Profile: profile, Method: method, chipInk: ink,
		Bold:   newPaint(lipgloss.NewStyle().Bold(true)),
		Dim:    newPaint(fg("dim")),
		Hint:   newPaint(fg("hint").Faint(colourless(profile))),
		Faint:  newPaint(fg("faint").Faint(colourless(profile))),
		Accent: newPaint(fg("accent")), AccentBold: newPaint(fg("accent").Bold(true)),
		OK: newPaint(fg("ok")), OKBold: newPaint(fg("ok").Bold(true)),
		Warn: newPaint(fg("warn")), WarnBold: newPaint(fg("warn").Bold(true)),
		Bad: newPaint(fg("bad")), BadBold: newPaint(fg("bad").Bold(true)),
		Unsure: newPaint(fg("unsure")), UnsureBold: newPaint(fg("unsure").Bold(true)),
		Sandbox: newPaint(fg("sandbox")),
	}
	chip := func(name string) Paint {
		// Without colour the name still stands out, as it must in practice.
		return newPaint(lipgloss.NewStyle().Bold(true).Reverse(colourless(profile)).Foreground(ink).Background(pick(name)))
	}
	t.ChipSandbox = chip("sandbox")
	t.chips = map[string]Paint{
		"": chip("ok"), "green": chip("ok"), "blue": chip("accent"),
		"red": chip("bad"), "yellow": chip("warn"), "purple": chip("unsure"),
	}
	return t
}

// Blurred repaints what Bubbles' text inputs draw without the focus. Huh hands
// them no style for that, and their white cannot be read on a light background.
func (t *Theme) Blurred(s string) string {
	const text, placeholder = "\x1b[37m", "\x1b[38;5;240m"
	return strings.NewReplacer(text, "", placeholder, t.Hint.on).Replace(s)
}

// colourless says that the renderer takes the colours out. It leaves
// attributes: SGR 2 still tells a placeholder from what was typed.
func colourless(p colorprofile.Profile) bool {
	return p == colorprofile.ASCII || p == colorprofile.NoTTY
}

// Chip gives the paint of a real workspace's chip: a colour word of the config
// ("green", "blue", "red", "yellow", "purple") or "#rrggbb".
func (t *Theme) Chip(name string) Paint {
	if p, ok := t.chips[strings.ToLower(name)]; ok {
		return p
	}
	if len(name) == 7 && name[0] == '#' {
		return newPaint(lipgloss.NewStyle().Bold(true).Foreground(t.chipInk).Background(lipgloss.Color(name)))
	}
	return t.chips[""]
}
