package config

import (
	"fmt"
	"path/filepath"
	"reflect"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// A preset is changed where it stands: comments, other values and the rest of the
// file stay to the letter.
func TestSetPresetKeepsAllElse(t *testing.T) {
	t.Parallel()
	expo := Preset{"industry": {"Logistics"}, "labels": {"Expo", "C#"}}
	const section = "[presets.Expo]\nindustry = \"Logistics\"\nlabels = [\"Expo\", \"C#\"]\n"
	for name, c := range map[string]struct {
		before string
		p      Preset
		after  string
	}{
		"no file":      {"", expo, section},
		"another file": {"canary = false # mine", expo, "canary = false # mine\n\n" + section},
		"its values": {
			"# all\n[presets.'Expo'] # fair\n# why\nindustry = \"IT\" # not # sure\r\nlabels = [ \"Expo\",'C#' ] # ours\n# next\n\n[keys]\nsave = [\"f9\"]\n", expo,
			"# all\n[presets.'Expo'] # fair\n# why\nindustry = \"Logistics\" # not # sure\r\nlabels = [ \"Expo\",'C#' ] # ours\n# next\n\n[keys]\nsave = [\"f9\"]\n",
		},
		"a list over lines": {
			"[presets.Expo]\nlabels = [\n  # old\n  \"a]b\", # this\n]\ncountry = \"DE\"\n[filters]\n", expo,
			"[presets.Expo]\nlabels = [\"Expo\", \"C#\"]\nindustry = \"Logistics\"\n[filters]\n",
		},
		"no end":       {"[presets.Expo]", expo, section},
		"a longer one": {"[presets.Expo2]\nrole = \"x\"\n", expo, "[presets.Expo2]\nrole = \"x\"\n\n" + section},
		"taken out": {
			"# all\n[presets.Expo]\n# why\nrole = \"x\" # that\n\n# keys\n[keys]\nsave = [\"f9\"]\n", nil,
			"# all\n# keys\n[keys]\nsave = [\"f9\"]\n",
		},
		"the last taken out": {"canary = false\n\n[presets.Expo]\nrole = \"x\"\n", nil, "canary = false\n\n"},
		"none to take out":   {"canary = false\n", nil, "canary = false\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := write(t, c.before)
			now, err := SetPreset(path, "Expo", c.p)
			if got := read(t, path); err != nil || got != c.after {
				t.Errorf("%v, the file is\n%q\nwant\n%q", err, got, c.after)
			}
			if diff := cmp.Diff(c.p, now["Expo"]); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// A file that says it in another way, and names that no preset can have, are left
// alone.
func TestSetPresetLeavesWhatItCannotChange(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, text string }{
		{"Expo", "presets.Expo.role = \"x\"\n"},
		{"Expo", "[presets]\nExpo = { role = \"x\" }\n"},
		{"Expo", "[filters]\np = \"\"\"\n[presets.Expo]\n\"\"\"\n"},
		{"Expo", "hold = 3\n"},
		{" Expo", ""},
		{"", ""},
		{"a\nb", ""},
		{strings.Repeat("e", 65), ""},
	} {
		path := write(t, c.text)
		if _, err := SetPreset(path, c.name, Preset{"role": {"y"}}); err == nil || read(t, path) != c.text {
			t.Errorf("%q in %q: %v, %q", c.name, c.text, err, read(t, path))
		}
	}
}

// What is stored is read again, under any name and with any text; comments and other
// presets outlive every change.
func TestSetPresetRoundTrip(t *testing.T) {
	t.Parallel()
	word := rapid.StringMatching(`[!-~äß漢🙂]([ -~äß漢🙂]{0,9}[!-~äß漢🙂])?`)
	rapid.Check(t, func(rt *rapid.T) {
		const before = "# top\n[presets.other] # fair\n# of the other\nrole = \"CEO\"\n# keys\n[keys]\nsave = [\"f9\"] # mine\n"
		text := before
		name := word.Filter(func(s string) bool { return s != "other" }).Draw(rt, "name")
		for i := range rapid.IntRange(1, 3).Draw(rt, "changes") {
			p := Preset{}
			for _, n := range presetNames() {
				most := 1
				if n.many {
					most = 3
				}
				if values := rapid.SliceOfN(word, 0, most).Draw(rt, n.name); len(values) > 0 {
					p[n.name] = values
				}
			}
			if i > 0 && rapid.Bool().Draw(rt, "out") {
				p = nil
			}
			text = withPreset(text, name, p)
			read, err := Parse([]byte(text))
			if err != nil || !reflect.DeepEqual(read.Presets[name], p) || read.Presets["other"]["role"][0] != "CEO" {
				rt.Fatalf("%v: %v, want %v beside the other", err, read.Presets, p)
			}
			shown, err := Parse([]byte(read.TOML()))
			if err != nil || !reflect.DeepEqual(shown.Presets, read.Presets) {
				rt.Fatalf("config show says %v, %v", shown.Presets, err)
			}
		}
		for line := range strings.Lines(before) {
			if !strings.Contains(text, line) {
				rt.Fatalf("%q is gone from\n%s", line, text)
			}
		}
	})
}

// Presets, settings and workspaces that are written at once lose nothing of each other.
func TestPresetsBesideOtherChanges(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "config.toml")
	var all sync.WaitGroup
	for i := range 4 {
		all.Go(func() {
			if _, err := SetPreset(path, fmt.Sprintf("Expo %d", i), Preset{"labels": {"VIP"}}); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			if err := SetProfile(path, Profile{Name: fmt.Sprintf("w%d", i)}, false); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	if c, err := Load(path); err != nil || len(c.Profiles) != 4 || len(c.Presets) != 4 {
		t.Errorf("%d workspaces, %d presets: %v", len(c.Profiles), len(c.Presets), err)
	}
}
