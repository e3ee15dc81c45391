package config

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
)

// SetProfile stores a profile in the file at path, which it makes when there is
// none. All else in the file stays to the letter: a new profile goes to the end;
// of a profile that is there, its sections are replaced where they stand. The
// file is written whole beside the old one and renamed, mode 0600. With
// asDefault the profile also becomes default_profile, unless the file names one.
func SetProfile(path string, p Profile, asDefault bool) error {
	if err := CheckName(p.Name); err != nil {
		return err
	}
	return edit(path, func(text string, was Config) (string, error) { return addProfile(path, text, was, p, asDefault) })
}

// edit changes the file at path, with no other program in between. A file that is
// not there counts as an empty one.
func edit(path string, change func(text string, was Config) (string, error)) error {
	unlock, err := lockFile(path)
	if err != nil {
		return err
	}
	defer unlock()
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &NotRead{err}
	}
	was, err := Load(path)
	if err != nil {
		return err
	}
	text, err := change(string(old), was)
	if err != nil {
		return err
	}
	return WriteFile(path, []byte(text))
}

// Layout is a config that cannot be changed by leadpad as it is laid out.
type Layout struct {
	Path  string
	Table string // that was to be written; "" for settings at the top
}

func (e *Layout) Error() string {
	return "the config is laid out in a way that leadpad cannot change"
}

// addProfile puts p into the text of the file at path.
func addProfile(path, text string, was Config, p Profile, asDefault bool) (string, error) {
	text = withProfile(text, p)
	if asDefault && was.DefaultProfile == "" {
		text = "default_profile = " + quote(p.Name) + "\n" + text
		was.DefaultProfile = p.Name
	}
	now, err := Parse([]byte(text))
	if err != nil || !sameBut(was, now, p.Name) {
		return "", &Layout{path, "profiles." + bare(p.Name)}
	}
	return text, nil
}

// sameBut says whether a and b differ in nothing but one profile, which b has.
func sameBut(a, b Config, profile string) bool {
	if _, ok := b.Profiles[profile]; !ok {
		return false
	}
	rest := func(c Config) Config {
		left := map[string]Profile{}
		for name, p := range c.Profiles {
			if name != profile {
				left[name] = p
			}
		}
		c.Profiles = left
		return c
	}
	return reflect.DeepEqual(rest(a), rest(b))
}

// withProfile puts p's section into text.
func withProfile(text string, p Profile) string {
	head, tail := cutProfile(text, p.Name)
	if head != "" {
		head = strings.TrimRight(head, "\n") + "\n\n"
	}
	if tail != "" {
		tail = "\n" + tail
	}
	return head + section(p) + tail
}

// cutProfile takes a profile's sections out of text and says what stood before
// the first of them and after it. Comments directly above the next section
// belong to that one.
func cutProfile(text, name string) (head, tail string) {
	var before, after, pending []string
	inside, found := false, false
	keep := func(lines ...string) {
		if found {
			after = append(after, lines...)
		} else {
			before = append(before, lines...)
		}
	}
	for _, line := range strings.SplitAfter(text, "\n") {
		trimmed := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(trimmed, "["):
			inside = isSection(trimmed, name)
			if inside {
				keep(pending...)
				found = true
			} else {
				keep(append(pending, line)...)
			}
			pending = nil
		case trimmed == "" || strings.HasPrefix(trimmed, "#"):
			pending = append(pending, line)
		case inside:
			pending = nil
		default:
			keep(append(pending, line)...)
			pending = nil
		}
	}
	keep(pending...)
	return strings.Join(before, ""), strings.TrimLeft(strings.Join(after, ""), "\n")
}

// isSection says whether a header line is that of a profile, of its sub-table
// sub when one is given, or of a sub-table of these.
func isSection(header, name string, sub ...string) bool {
	want := append([]string{"profiles", name}, sub...)
	path := tablePath(header)
	return len(path) >= len(want) && slices.Equal(path[:len(want)], want)
}

// section is a profile as TOML; what is not set is left out.
func section(p Profile) string {
	var b strings.Builder
	name := bare(p.Name)
	fmt.Fprintf(&b, "[profiles.%s]\n", name)
	for _, one := range []struct{ name, value string }{
		{"base_url", p.BaseURL},
		{"docs", p.Docs},
		{"color", p.Color},
	} {
		if one.value != "" {
			fmt.Fprintf(&b, "%s = %s\n", one.name, quote(one.value))
		}
	}
	if len(p.KeyCommand) > 0 {
		fmt.Fprintf(&b, "key_command = %s\n", array(p.KeyCommand))
	}
	writeRate(&b, "profiles."+name+".rate", p.Rate)
	writeTexts(&b, "profiles."+name+".wire", p.Wire)
	return b.String()
}

// bare leaves a name bare where TOML allows it.
func bare(name string) string {
	other := func(r rune) bool {
		return r != '-' && r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	}
	if name == "" || strings.ContainsFunc(name, other) {
		return quote(name)
	}
	return name
}

// quote makes a TOML basic string.
func quote(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteRune('\\')
			b.WriteRune(r)
		case r < ' ' || r == 0x7f:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	b.WriteByte('"')
	return b.String()
}

// WriteFile replaces the file at path in one step, mode 0600; folders that are
// missing are made 0700. A symbolic link stays one, what it names is replaced.
func WriteFile(path string, data []byte) error {
	if to, err := filepath.EvalSymlinks(path); err == nil {
		path = to
	}
	dir := filepath.Dir(path)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return fmt.Errorf("make the folder %s: %w", dir, err)
	}
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return os.Chmod(path, 0o600)
	}
	return swap(path, data)
}

// TOML is c as a config file, defaults included. It holds no key: a config has
// none.
func (c Config) TOML() string {
	var b strings.Builder
	fmt.Fprintf(&b, "default_profile = %s\nhold_seconds = %d\ncanary = %t\n", quote(c.DefaultProfile), c.HoldSeconds, c.Canary)
	format := c.PhoneFormat
	if format == "" {
		format = "e164"
	}
	fmt.Fprintf(&b, "phone_region = %s\n", quote(c.PhoneRegion))
	fmt.Fprintf(&b, "phone_format = %s\ntheme = %s\nrenderer = %s\nrequired = %s\nlabels = %s\n",
		quote(format), quote(cmp.Or(c.Theme, "auto")), quote(cmp.Or(c.Renderer, OwnRenderer)), array(c.Required), array(c.Labels))
	fmt.Fprintf(&b, "user = %s\nleads = %s\n", quote(c.User), array(c.Leads))
	writeRate(&b, "rate", c.Rate)
	writeKeys(&b, c.Keys)
	writeTexts(&b, "filters", c.Filters)
	for _, name := range slices.Sorted(maps.Keys(c.Presets)) {
		b.WriteString("\n" + presetSection(name, c.Presets[name]))
	}
	for _, name := range slices.Sorted(maps.Keys(c.Profiles)) {
		b.WriteString("\n" + section(c.Profiles[name]))
	}
	return b.String()
}

// writeKeys writes the keys of all screens, then those of each.
func writeKeys(b *strings.Builder, keys map[string][]string) {
	tables := map[string][]string{}
	for name, to := range keys {
		table := "keys"
		if screen, action, one := strings.Cut(name, "."); one {
			table, name = "keys."+bare(screen), action
		}
		tables[table] = append(tables[table], bare(name)+" = "+array(to)+"\n")
	}
	for _, table := range slices.Sorted(maps.Keys(tables)) {
		slices.Sort(tables[table])
		fmt.Fprintf(b, "\n[%s]\n%s", table, strings.Join(tables[table], ""))
	}
}

// writeRate writes a rate's table, unless nothing is set.
func writeRate(b *strings.Builder, header string, r Rate) {
	if r.Requests == 0 && r.Window == 0 {
		return
	}
	fmt.Fprintf(b, "\n[%s]\n", header)
	if r.Requests > 0 {
		fmt.Fprintf(b, "requests = %d\n", r.Requests)
	}
	if r.Window > 0 {
		fmt.Fprintf(b, "window = %s\n", quote(r.Window.String()))
	}
}

// writeTexts writes a table of names and texts, unless it is empty.
func writeTexts(b *strings.Builder, header string, texts map[string]string) {
	if len(texts) == 0 {
		return
	}
	fmt.Fprintf(b, "\n[%s]\n", header)
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		fmt.Fprintf(b, "%s = %s\n", bare(name), quote(texts[name]))
	}
}

// array writes texts as a TOML array.
func array(texts []string) string {
	quoted := make([]string, 0, len(texts))
	for _, s := range texts {
		quoted = append(quoted, quote(s))
	}
	return "[" + strings.Join(quoted, ", ") + "]"
}
