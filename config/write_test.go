package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "deeper", "config.toml")
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func TestSetProfileMakesTheFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a", "b", "config.toml")
	p := Profile{Name: "acme", Docs: "current"}
	if err := SetProfile(path, p, true); err != nil {
		t.Fatal(err)
	}
	want := "default_profile = \"acme\"\n[profiles.acme]\ndocs = \"current\"\n"
	if got := read(t, path); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	if ownedModes && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %o, want 600", info.Mode().Perm())
	}
}

func TestSetProfileKeepsTheRest(t *testing.T) {
	t.Parallel()
	const before = "# by hand\nhold_seconds = 9 # long\n\n[profiles.old] # mine\ncolor = 'red'\n\n# about keys\n[keys]\nsave = [\n  \"ctrl+s\",\n]\n"
	path := write(t, before)
	if err := SetProfile(path, Profile{Name: "new", BaseURL: "https://crm.example"}, true); err != nil {
		t.Fatal(err)
	}
	want := "default_profile = \"new\"\n" + before + "\n[profiles.new]\nbase_url = \"https://crm.example\"\n"
	if got := read(t, path); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestSetProfileReplacesOne(t *testing.T) {
	t.Parallel()
	path := write(t, "default_profile = \"a\"\n[profiles.a]\ncolor = \"red\"\n[profiles.a.rate]\nrequests = 3\n\n# b's\n[profiles.b]\ncolor = \"blue\"\n")
	if err := SetProfile(path, Profile{Name: "a", Color: "green"}, true); err != nil {
		t.Fatal(err)
	}
	want := "default_profile = \"a\"\n\n[profiles.a]\ncolor = \"green\"\n\n# b's\n[profiles.b]\ncolor = \"blue\"\n"
	if got := read(t, path); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestSetProfileLeavesWhatItCannotAddTo(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"no TOML":      "what is this\n",
		"unknown name": "hold = 3\n",
		"look-alike":   "[filters]\np = \"\"\"\n[profiles.new]\n\"\"\"\n",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := write(t, text)
			if err := SetProfile(path, Profile{Name: "new"}, false); err == nil {
				t.Errorf("went through: %q", read(t, path))
			}
			if got := read(t, path); got != text {
				t.Errorf("changed to %q", got)
			}
		})
	}
}

func TestSetProfileFollowsASymlink(t *testing.T) {
	t.Parallel()
	path := write(t, "hold_seconds = 1\n")
	link := filepath.Join(t.TempDir(), "link.toml")
	if err := os.Symlink(path, link); err != nil {
		t.Skip(err)
	}
	if err := SetProfile(link, Profile{Name: "a"}, false); err != nil {
		t.Fatal(err)
	}
	if got := read(t, path); !strings.Contains(got, "[profiles.a]") {
		t.Errorf("the file behind the link holds %q", got)
	}
}

func TestSetProfileRoundTrip(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	texts := rapid.StringMatching(`[ -~äß漢🙂\n\t"\\]{0,12}`)
	rapid.Check(t, func(rt *rapid.T) {
		p := Profile{
			Name:    rapid.StringMatching(`[a-z][a-zA-Z0-9._-]{0,8}`).Draw(rt, "name"),
			BaseURL: texts.Draw(rt, "url"), Color: rapid.StringMatching(`(red|Blue|#[0-9a-fA-F]{6})?`).Draw(rt, "color"),
			Docs: rapid.SampledFrom([]string{"", "current", "legacy"}).Draw(rt, "docs"),
			Rate: Rate{Requests: rapid.IntRange(0, 9).Draw(rt, "n"), Window: time.Duration(rapid.IntRange(0, 99).Draw(rt, "w")) * time.Second},
		}
		if CheckName(p.Name) != nil {
			return
		}
		if n := rapid.IntRange(0, 2).Draw(rt, "argc"); n > 0 {
			p.KeyCommand = append([]string{"x"}, rapid.SliceOfN(texts, n, n).Draw(rt, "argv")...)
		}
		if n := rapid.IntRange(0, 2).Draw(rt, "wires"); n > 0 {
			p.Wire = rapid.MapOfN(rapid.SampledFrom([]string{"emails", "emails.address", "notes"}), texts, n, n).Draw(rt, "wire")
		}
		path := filepath.Join(dir, "c.toml")
		if err := os.WriteFile(path, []byte("# top\n[profiles.zz]\ncolor = \"red\"\n"), 0o600); err != nil {
			rt.Fatal(err)
		}
		for range 2 { // added, then replaced
			if err := SetProfile(path, p, false); err != nil {
				rt.Fatal(err)
			}
		}
		got, err := Load(path)
		if err != nil {
			rt.Fatal(err)
		}
		if diff := cmp.Diff(p, got.Profiles[p.Name]); diff != "" {
			rt.Fatal(diff)
		}
		if p.Name != "zz" && got.Profiles["zz"].Color != "red" {
			rt.Fatal("the other profile is gone")
		}
	})
}
