package config

import (
	"reflect"
	"strconv"
	"strings"
)

// General are the settings of the top level that a person changes on the screens.
type General struct {
	PhoneRegion string // "" for none
	HoldSeconds int
	Canary      bool
	Theme       string
}

// General gives them.
func (c Config) General() General { return General{c.PhoneRegion, c.HoldSeconds, c.Canary, c.Theme} }

// With is c with others.
func (c Config) With(g General) Config {
	c.PhoneRegion, c.HoldSeconds, c.Canary, c.Theme = g.PhoneRegion, g.HoldSeconds, g.Canary, g.Theme
	return c
}

// SetGeneral stores them in the file at path as SetProfile stores a profile: those
// that change alone are written, all else stays to the letter.
func SetGeneral(path string, g General) error {
	return edit(path, func(text string, was Config) (string, error) {
		text = withGeneral(text, was.General(), g)
		now, err := Parse([]byte(text))
		if err != nil || !reflect.DeepEqual(now, was.With(g)) {
			return "", &Layout{path, ""}
		}
		return text, nil
	})
}

// withGeneral gives the settings that differ from those of before other values.
func withGeneral(text string, had, g General) string {
	for _, one := range []struct {
		name, value string
		same        bool
	}{
		{"phone_region", quote(g.PhoneRegion), g.PhoneRegion == had.PhoneRegion},
		{"hold_seconds", strconv.Itoa(g.HoldSeconds), g.HoldSeconds == had.HoldSeconds},
		{"canary", strconv.FormatBool(g.Canary), g.Canary == had.Canary},
		{"theme", quote(g.Theme), g.Theme == had.Theme},
	} {
		if !one.same {
			text = withTop(text, one.name, one.value)
		}
	}
	return text
}

// withTop gives a name of the top level another value, on the line where it
// stands, what is remarked behind it included, else on a new first line. The value
// `""` takes the line out.
func withTop(text, name, value string) string {
	lines := strings.SplitAfter(text, "\n")
	line := name + " = " + value
	for i, l := range lines {
		if strings.HasPrefix(strings.TrimSpace(l), "[") {
			break // a table: its names are others
		}
		key, rest, ok := strings.Cut(l, "=")
		if !ok || strings.TrimSpace(key) != name {
			continue
		}
		if value == `""` {
			lines[i] = ""
			return strings.Join(lines, "")
		}
		if _, remark, ok := strings.Cut(rest, "#"); ok {
			line += " #" + strings.TrimRight(remark, "\r\n")
		}
		lines[i] = line + l[len(strings.TrimRight(l, "\r\n")):]
		return strings.Join(lines, "")
	}
	if value == `""` {
		return text
	}
	return line + "\n" + text
}
