package config

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/BurntSushi/toml"
)

// Preset is a set of values that Compose repeats in the next leads: a name of
// PresetNames → its values, one for each row. Of the parts of an address and of
// social_types a value can be "": that row has none.
type Preset map[string][]string

// presetName is a name in a preset.
type presetName struct {
	name string
	many bool // it takes a list
	part bool // it is a part of a row, which can have others
}

// presetNames are in the order of the form; what they stand for is lead's to know.
func presetNames() []presetName {
	return []presetName{
		{name: "last_name"},
		{name: "company"},
		{name: "industry"},
		{name: "emails", many: true},
		{name: "phones", many: true},
		{name: "street", many: true, part: true},
		{name: "city", many: true, part: true},
		{name: "state", many: true, part: true},
		{name: "postal_code", many: true, part: true},
		{name: "country", many: true, part: true},
		{name: "socials", many: true},
		{name: "social_types", many: true, part: true},
		{name: "employees"},
		{name: "role"},
		{name: "labels", many: true},
		{name: "company_id"},
		{name: "contact_id"},
	}
}

// PresetNames lists what a preset can hold.
func PresetNames() []string {
	var names []string
	for _, n := range presetNames() {
		names = append(names, n.name)
	}
	return names
}

// mostPresetName bounds the name of a preset, in characters.
const mostPresetName = 64

// CheckPreset says whether name can be a preset's.
func CheckPreset(name string) error {
	if !plain(name) || utf8.RuneCountInString(name) > mostPresetName {
		e := &Error{What: NotPreset, Name: name}
		e.Most = mostPresetName
		return e
	}
	return nil
}

// plain says that a text is one line without blanks around it, and not empty.
func plain(s string) bool {
	return s != "" && utf8.ValidString(s) && s == strings.TrimSpace(s) && !strings.ContainsFunc(s, unicode.IsControl)
}

// presets takes the [presets."NAME"] tables.
func (p parser) presets(to *map[string]Preset) setter {
	return p.each(func(path []string, v any) error {
		name := path[len(path)-1]
		if err := p.there(path, CheckPreset(name)); err != nil {
			return err
		}
		one, known := Preset{}, map[string]setter{}
		for _, n := range presetNames() {
			known[n.name] = p.repeated(one, n)
		}
		if err := p.sub(known)(path, v); err != nil {
			return err
		}
		if *to == nil {
			*to = map[string]Preset{}
		}
		(*to)[name] = one
		return nil
	})
}

// repeated takes the values of one name of a preset.
func (p parser) repeated(to Preset, n presetName) setter {
	return func(path []string, v any) error {
		got, ok := texts(v)
		if s, one := v.(string); one {
			got, ok = []string{s}, true
		} else if !n.many {
			return p.fail(path, NotText)
		}
		for _, s := range got {
			ok = ok && (plain(s) || s == "" && n.part)
		}
		if !ok || len(got) == 0 {
			return p.fail(path, NotPlain)
		}
		to[n.name] = got
		return nil
	}
}

// SetPreset stores a preset in the file at path, which it makes when there is none,
// and gives those that the file has then; a nil p takes the preset out. All else in
// the file stays to the letter, comments within the preset's section too.
func SetPreset(path, name string, p Preset) (now map[string]Preset, err error) {
	if err := CheckPreset(name); err != nil {
		return nil, err
	}
	err = edit(path, func(text string, was Config) (string, error) {
		want := was
		want.Presets = maps.Clone(was.Presets)
		if want.Presets == nil {
			want.Presets = map[string]Preset{}
		}
		if want.Presets[name] = p; p == nil {
			delete(want.Presets, name)
		}
		text = withPreset(text, name, p)
		after, err := Parse([]byte(text))
		if err != nil || !maps.EqualFunc(after.Presets, want.Presets, func(a, b Preset) bool { return reflect.DeepEqual(a, b) }) {
			return "", &Layout{path, "presets." + bare(name)}
		}
		if now, want.Presets = after.Presets, after.Presets; !reflect.DeepEqual(after, want) {
			return "", &Layout{path, "presets." + bare(name)}
		}
		return text, nil
	})
	return now, err
}

// withPreset puts a preset into text, in the place of the one that is there.
func withPreset(text, name string, p Preset) string {
	lines := strings.SplitAfter(text, "\n")
	head := slices.IndexFunc(lines, func(l string) bool { return slices.Equal(tablePath(l), []string{"presets", name}) })
	if head < 0 {
		return behind(text, presetSection(name, p))
	}
	end := head + 1
	for end < len(lines) && tablePath(lines[end]) == nil {
		end++
	}
	body := changedValues(lines[head+1:end], p)
	if p == nil {
		return strings.Join(lines[:head], "") + strings.TrimLeft(body, "\r\n") + strings.Join(lines[end:], "")
	}
	line := lines[head]
	if !strings.HasSuffix(line, "\n") {
		line += "\n"
	}
	return strings.Join(lines[:head], "") + line + body + strings.Join(lines[end:], "")
}

// behind puts a section at the end of text.
func behind(text, section string) string {
	if section == "" {
		return text
	}
	if text != "" {
		text = strings.TrimRight(text, " \t\r\n") + "\n\n"
	}
	return text + section
}

// changedValues gives the lines of a preset's section other values: those that stay
// the same keep their lines, those that are new go behind the last one. Of a preset
// that is taken out (nil) only what belongs to the next section is left.
func changedValues(lines []string, p Preset) string {
	var out, pending []string // pending are blanks and comments: they belong to what follows
	left := maps.Clone(p)
	for i := 0; i < len(lines); {
		line := lines[i]
		if trimmed := strings.TrimSpace(line); trimmed == "" || strings.HasPrefix(trimmed, "#") {
			pending, i = append(pending, line), i+1
			continue
		}
		name, had, n := valueAt(lines[i:])
		if p != nil {
			out = append(out, pending...)
		}
		pending = nil
		if values, ok := left[name]; ok {
			delete(left, name)
			if slices.Equal(values, had) {
				out = append(out, lines[i:i+n]...)
			} else {
				out = append(out, presetLine(name, values)+remark(strings.Join(lines[i:i+n], "")))
			}
		}
		i += n
	}
	if n := len(out); n > 0 && !strings.HasSuffix(out[n-1], "\n") {
		out[n-1] += "\n"
	}
	for _, n := range presetNames() {
		if values, ok := left[n.name]; ok {
			out = append(out, presetLine(n.name, values)+"\n")
		}
	}
	return strings.Join(append(out, pending...), "")
}

// valueAt reads the value that begins on the first of lines, and says over how many
// of them it goes.
func valueAt(lines []string) (name string, values []string, n int) {
	for n = range lines {
		var one map[string]any
		if _, err := toml.Decode(strings.Join(lines[:n+1], ""), &one); err != nil {
			continue
		}
		for name = range one {
			values, _ = texts(one[name])
			if s, ok := one[name].(string); ok {
				values = []string{s}
			}
		}
		return name, values, n + 1
	}
	return "", nil, 1
}

// remark is what stands behind a value on its line: a comment, and the line's end.
func remark(text string) string {
	end := text[len(strings.TrimRight(text, "\r\n")):]
	for i, c := range text {
		var one map[string]any
		if c != '#' {
			continue
		}
		if _, err := toml.Decode(text[:i], &one); err == nil && len(one) > 0 {
			return " " + strings.TrimRight(text[i:], "\r\n") + end
		}
	}
	return end
}

// presetSection is a preset as TOML, "" for none.
func presetSection(name string, p Preset) string {
	if p == nil {
		return ""
	}
	lines := "[presets." + bare(name) + "]\n"
	for _, n := range presetNames() {
		if values, ok := p[n.name]; ok {
			lines += presetLine(n.name, values) + "\n"
		}
	}
	return lines
}

// presetLine is one name with its values: a list where it could have several.
func presetLine(name string, values []string) string {
	i := slices.IndexFunc(presetNames(), func(n presetName) bool { return n.name == name })
	if n := presetNames()[i]; len(values) == 1 && (!n.many || n.part) {
		return name + " = " + quote(values[0])
	}
	return name + " = " + array(values)
}

// tablePath gives the names of a table's header, nil for any other line.
func tablePath(line string) (path []string) {
	rest, ok := strings.CutPrefix(strings.TrimSpace(line), "[")
	for ok && rest != "" {
		var name string
		if name, rest, ok = headerName(strings.TrimLeft(rest, " \t")); !ok {
			return nil
		}
		path, rest = append(path, name), strings.TrimLeft(rest, " \t")
		if after, end := strings.CutPrefix(rest, "]"); end {
			if after = strings.TrimSpace(after); after != "" && after[0] != '#' {
				return nil
			}
			return path
		}
		rest, ok = strings.CutPrefix(rest, ".")
	}
	return nil
}

// headerName takes the first name of a dotted header, in quotes or without.
func headerName(s string) (name, rest string, ok bool) {
	n := strings.IndexFunc(s, func(r rune) bool { return strings.ContainsRune(" \t.]", r) })
	if s != "" && (s[0] == '"' || s[0] == '\'') {
		for n = 1; n < len(s) && s[n] != s[0]; n++ {
			if s[n] == '\\' && s[0] == '"' {
				n++
			}
		}
		n++
	}
	if n <= 0 || n > len(s) {
		return "", "", false
	}
	var one map[string]bool
	if _, err := toml.Decode(s[:n]+" = true", &one); err != nil || len(one) != 1 {
		return "", "", false
	}
	for name = range one {
		break
	}
	return name, s[n:], true
}
