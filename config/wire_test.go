package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestSetWireKeepsAllElse(t *testing.T) {
	t.Parallel()
	plural := map[string]string{"preset": "plural"}
	const section = "[profiles.a.wire]\npreset = \"plural\"\n"
	for name, c := range map[string]struct{ before, after string }{
		"no file":        {"", "[profiles.a]\n\n" + section},
		"another's file": {"hold_seconds = 1 # x\n", "hold_seconds = 1 # x\n\n[profiles.a]\n\n" + section},
		"at the end":     {"[profiles.a]\ncolor = \"red\" # mine\n", "[profiles.a]\ncolor = \"red\" # mine\n\n" + section},
		"no last line break": {
			"[profiles.a]\ncolor = \"red\"", "[profiles.a]\ncolor = \"red\"\n\n" + section,
		},
		"before another": {
			"[profiles.a]\n# why red\ncolor = \"red\"\n\n# b's\n[profiles.b]\ncolor = \"blue\"\n",
			"[profiles.a]\n# why red\ncolor = \"red\"\n\n" + section + "\n# b's\n[profiles.b]\ncolor = \"blue\"\n",
		},
		"behind a sub-table": {
			"[profiles.a]\n[profiles.a.rate]\nrequests = 3\n[keys]\nsave = \"f9\"\n",
			"[profiles.a]\n[profiles.a.rate]\nrequests = 3\n\n" + section + "[keys]\nsave = \"f9\"\n",
		},
		"in the place of the old one": {
			"[profiles.a]\n\n# names\n[profiles.a.wire]\n# old\nemails = \"mail\"\n\n# later\n[profiles.a.rate]\nrequests = 3\n",
			"[profiles.a]\n\n# names\n" + section + "\n# later\n[profiles.a.rate]\nrequests = 3\n",
		},
		"quoted": {
			"[profiles.'a']\n[ profiles.\"a\".wire ]\nemails = \"mail\"\n", "[profiles.'a']\n\n" + section,
		},
		"the wire alone": {"[profiles.a.wire]\nemails = \"x\"\n[filters]\n", section + "[filters]\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := write(t, c.before)
			if c.before == "" {
				if err := os.Remove(path); err != nil {
					t.Fatal(err)
				}
			}
			if err := SetWire(path, "a", plural); err != nil {
				t.Fatal(err)
			}
			if name == "quoted" { // where it goes is all the same
				c.after = read(t, path)
			}
			if diff := cmp.Diff(c.after, read(t, path)); diff != "" {
				t.Error(diff)
			}
			now, err := Load(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(plural, now.Profiles["a"].Wire); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSetWireLeavesWhatItCannotChange(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"inline profile": "profiles = { a = { color = \"red\" } }\n",
		"inline wire":    "[profiles.a]\nwire = { emails = \"x\" }\n",
		"dotted wire":    "[profiles.a]\nwire.emails = \"x\"\n",
		"look-alike":     "[profiles.a]\n[filters]\np = \"\"\"\n[profiles.a.wire]\n\"\"\"\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := write(t, text)
			err := SetWire(path, "a", map[string]string{"preset": "plural"})
			if err == nil {
				// It found a way: then nothing else may differ.
				now, lerr := Load(path)
				if lerr != nil || now.Filters["p"] != "[profiles.a.wire]\n" {
					t.Errorf("%v: %s", lerr, read(t, path))
				}
				return
			}
			if !strings.Contains(err.Error(), "laid out") || read(t, path) != text {
				t.Errorf("%v; the file is\n%s", err, read(t, path))
			}
		})
	}
}

// Whatever stood there, a change of names changes names alone, and a second
// one the names again.
func TestSetWireChangesNamesAlone(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		path := filepath.Join(dir, "c.toml")
		var text strings.Builder
		for _, s := range rapid.Permutation([]string{
			"[profiles.a]\ncolor = \"red\" # r\n", "[profiles.b]\ncolor = \"blue\"\n", "[profiles.a.rate]\nrequests = 3\n",
			"# names\n[profiles.a.wire]\nemails = \"mail\"\n", "[profiles.b.wire]\npreset = \"plural\"\n", "[filters]\nx = \"label:y\"\n", "\n# alone\n\n",
		}).Draw(t, "sections")[:rapid.IntRange(0, 7).Draw(t, "n")] {
			text.WriteString(s)
		}
		if err := os.WriteFile(path, []byte(text.String()), 0o600); err != nil {
			t.Fatal(err)
		}
		was, err := Load(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, wire := range []map[string]string{{"preset": "plural"}, {"preset": "default", "notes": ""}} {
			if err := SetWire(path, "a", wire); err != nil {
				t.Fatal(err)
			}
			now, err := Load(path)
			if err != nil {
				t.Fatal(err)
			}
			want := was.Profiles["a"]
			want.Name, want.Wire = "a", wire
			if diff := cmp.Diff(want, now.Profiles["a"]); diff != "" || !sameBut(was, now, "a") {
				t.Fatalf("%s", diff)
			}
		}
		after, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, comment := range []string{"# r", "# names", "# alone"} {
			if strings.Count(text.String(), comment) != strings.Count(string(after), comment) {
				t.Fatalf("%q is lost in\n%s", comment, after)
			}
		}
	})
}
