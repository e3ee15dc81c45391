package config

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// What is changed is written where it stood, all else stays to the letter.
func TestSetGeneralKeepsTheRest(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before string
		g      General
		after  string
		wrong  bool
	}{
		"no file":      {"", General{"DE", 5, true, "light"}, "theme = \"light\"\nphone_region = \"DE\"\n", false},
		"nothing new":  {"# mine\n", General{"", 5, true, ""}, "# mine\n", false},
		"where it was": {"# mine\nhold_seconds = 5   # short\r\ncanary = true\n[keys]\nsave = [\"f9\"]\n", General{"", 9, false, ""}, "# mine\nhold_seconds = 9 # short\r\ncanary = false\n[keys]\nsave = [\"f9\"]\n", false},
		"no region":    {"phone_region = \"DE\"\ncanary = false\n", General{"", 5, false, ""}, "canary = false\n", false},
		"no end":       {"canary = false", General{"", 5, true, ""}, "canary = true", false},
		"only a table": {"[profiles.acme]\nbase_url = \"https://crm.example\"\n", General{"", 5, true, "dark"}, "theme = \"dark\"\n[profiles.acme]\nbase_url = \"https://crm.example\"\n", false},
		"a quoted key": {"\"theme\" = \"dark\"\n", General{"", 5, true, "light"}, "\"theme\" = \"dark\"\n", true},
		"a bad region": {"canary = false\n", General{"Germany", 5, false, ""}, "canary = false\n", true},
		"a long hold":  {"canary = false\n", General{"", 99, false, ""}, "canary = false\n", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "config.toml")
			if c.before != "" {
				if err := os.WriteFile(path, []byte(c.before), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			if err := SetGeneral(path, c.g); (err != nil) != c.wrong {
				t.Errorf("gave %v", err)
			}
			got, err := os.ReadFile(path)
			if err != nil || string(got) != c.after {
				t.Errorf("the file is\n%s\nwant\n%s%v", got, c.after, err)
			}
			now, err := Load(path)
			if err != nil || !c.wrong && now.General() != c.g {
				t.Errorf("it reads %+v, %v", now.General(), err)
			}
		})
	}
}

// Settings and workspaces that are written at once lose nothing of each other.
func TestSetGeneralBesideProfiles(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "config.toml")
	var all sync.WaitGroup
	for i := range 10 {
		all.Go(func() {
			if err := SetProfile(path, Profile{Name: fmt.Sprintf("w%d", i), BaseURL: "https://crm.example"}, false); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			if err := SetGeneral(path, General{"DE", i, true, "dark"}); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	c, err := Load(path)
	if err != nil || len(c.Profiles) != 10 || c.PhoneRegion != "DE" || c.Theme != "dark" {
		text, _ := os.ReadFile(path)
		t.Errorf("%d workspaces, %+v: %v\n%s", len(c.Profiles), c.General(), err, strings.TrimSpace(string(text)))
	}
}
