package config

import (
	"reflect"
	"strings"
)

// SetWire stores the names on the wire of a profile in the file at path: its
// section [profiles.NAME.wire] is replaced where it stands, or goes behind the
// profile's others. All else stays to the letter, comments in the profile's own
// sections too. A profile that the file does not have, and a file that is not
// there, are made.
func SetWire(path, profile string, wire map[string]string) error {
	return edit(path, func(text string, was Config) (string, error) {
		want, known := was.Profiles[profile]
		if !known {
			return addProfile(path, text, was, Profile{Name: profile, Wire: wire}, false)
		}
		want.Wire = wire
		text = withWire(text, profile, wire)
		now, err := Parse([]byte(text))
		if err != nil || !sameBut(was, now, profile) || !reflect.DeepEqual(now.Profiles[profile], want) {
			return "", &Layout{path, "profiles." + bare(profile) + ".wire"}
		}
		return text, nil
	})
}

// withWire puts a profile's section of names in the place of the one that is
// there, else behind the last line of the profile.
func withWire(text, profile string, wire map[string]string) string {
	var lines, pending []string // pending are blanks and comments: they belong to what follows
	at := 0                     // where the section goes
	mine, drop, replaced := false, false, false
	for line := range strings.Lines(text) {
		trimmed := strings.TrimSpace(line)
		if trimmed == "" || strings.HasPrefix(trimmed, "#") {
			pending = append(pending, line)
			continue
		}
		if strings.HasPrefix(trimmed, "[") {
			mine, drop = isSection(trimmed, profile), isSection(trimmed, profile, "wire")
			if drop {
				lines, pending = append(lines, pending...), nil
				at, replaced = len(lines), true
			}
		}
		if !drop {
			lines = append(append(lines, pending...), line)
		}
		if mine && !drop && !replaced {
			at = len(lines)
		}
		pending = nil
	}
	lines = append(lines, pending...)
	var section strings.Builder
	writeTexts(&section, "profiles."+bare(profile)+".wire", wire)
	head, tail := strings.Join(lines[:at], ""), strings.Join(lines[at:], "")
	if head != "" && !strings.HasSuffix(head, "\n") {
		head += "\n"
	}
	added := section.String() // begins with a blank line
	if trimmed := strings.TrimRight(head, " \t\r\n"); trimmed == "" || strings.HasSuffix(head, "\n\n") || endsInComment(trimmed) {
		added = strings.TrimPrefix(added, "\n")
	}
	return head + added + tail
}

// endsInComment says that the last line of text is a comment: it belongs to the
// section that follows.
func endsInComment(text string) bool {
	last := text[strings.LastIndexByte(text, '\n')+1:]
	return strings.HasPrefix(strings.TrimSpace(last), "#")
}
