package config

import (
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
)

// docs/config.md names everything that is read, and `config show` prints it.
func TestEverySettingIsDocumentedAndShown(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../docs/config.md")
	if err != nil {
		t.Fatal(err)
	}
	var p parser
	c := Default()
	shown := c.TOML()
	for _, name := range slices.Sorted(maps.Keys(p.top(&c))) {
		table := slices.Contains([]string{"rate", "keys", "filters", "presets", "profiles"}, name)
		if !strings.Contains(string(text), "`"+name+"`") && !strings.Contains(string(text), "`["+name) {
			t.Errorf("docs/config.md lacks %s", name)
		}
		if !table && !strings.Contains("\n"+shown, "\n"+name+" = ") {
			t.Errorf("config show lacks %s", name)
		}
	}
	for _, name := range PresetNames() {
		if !strings.Contains(string(text), "`"+name+"`") {
			t.Errorf("docs/config.md lacks %s of a preset", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(p.profile(&Profile{}))) {
		if !strings.Contains(string(text), "| `"+name+"`") && !strings.Contains(string(text), "| `[profiles.NAME."+name) {
			t.Errorf("docs/config.md lacks %s of a workspace", name)
		}
	}
}

func TestKeyIsTakenOutOfTexts(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ key, text, want string }{
		{"cdz-0123456789", "key=cdz-0123456789!", "key=…6789!"},
		{`cdz-"01234\789`, `{"said":"cdz-\"01234\\789"} cdz-"01234\789`, `{"said":"…\789"} …\789`},
		{"at", "a station at (at)", "a station … (…)"},
		{"", "a text", "a text"},
	} {
		if got := NewSecret(c.key).Out(c.text); got != c.want {
			t.Errorf("%q less %q: got %q, want %q", c.text, c.key, got, c.want)
		}
	}
}
