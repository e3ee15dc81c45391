package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestUsage(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"", 2, "need a terminal"},
		{"demo", 2, "need a terminal"},
		{"stauts", 2, `did you mean "status"?`},
		{"status --jsno", 2, "unknown flag"},
		{"status more", 2, "takes no"},
		{"list --state redy", 2, `did you mean "ready"?`},
		{"config", 2, "needs one of its commands"},
		{"config shwo", 2, `did you mean "show"?`},
		{"config init", 2, "--name"},
		{"key set", 2, "config init"},
		{"submit", 2, "--yes"},
		{"submit --all 0", 2, "--all"},
		{"submit --all", 2, "--yes"},
		{"submit nonsense --yes", 2, "leadpad list"},
		{"delete", 2, "leadpad delete --help"},
		{"delete nonsense", 2, "leadpad list"},
		{"restore", 2, "leadpad restore --help"},
		{"restore 0199f3a1-5b7c-7d20-8e4f", 2, "`leadpad list --state trash` shows them"},
		{"delete 0199f3a1-5b7c-7d20-8e4f-6a1b2c3d4e5f", 1, "is not in workspace sandbox"},
		{"restore 0199f3a1-5b7c-7d20-8e4f-6a1b2c3d4e5f", 1, "not in its Trash"},
		{"list --state trahs", 2, `did you mean "trash"?`},
		{"resolve", 2, "one batch"},
		{"import", 2, "a file"},
		{"import leads.csv --group person", 2, "--group is company"},
		{"import none.json", 1, "nothing was imported"},
		{"add", 2, "--name"},
		{"add --kind person --name x", 2, "company or contact"},
		{"add --json file", 2, "--json -"},
		{"add --paste", 2, "--paste"},
		{"add --paste card.txt", 2, "--paste -"},
		{"add --paste - --json", 2, "--dry-run"},
		{"add --paste - --kind person", 2, "company or contact"},
		{"add --dry-run", 2, "--paste -"},
		{"add --paste -", 1, "no lead"},
		{"add --json", 2, "--json -"},
		{"history nonsense", 2, "leadpad history"},
		{"export --format pdf", 2, "csv, json or curl"},
		{"status --profile acme", 2, "leadpad config init --name acme"},
		{"status --profile sandbx", 2, `did you mean "sandbox"?`},
	} {
		r := u.run("", strings.Fields(c.args)...)
		if r.code != c.code || !strings.Contains(r.err, c.says) || r.out != "" {
			t.Errorf("leadpad %s: got %d %q %q, want %d and %q", c.args, r.code, r.out, r.err, c.code, c.says)
		}
		if strings.Count(r.err, "\n") != 1 || !strings.HasPrefix(r.err, "leadpad: ") || strings.Contains(r.err, "\x1b") {
			t.Errorf("leadpad %s: %q is not one plain line", c.args, r.err)
		}
	}
}

func TestFreshMachineIsThePracticeWorkspace(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	var st struct {
		Workspace string
		Practice  bool
		Leads     map[string]int
		Window    struct{ Limit, Seconds int }
	}
	if err := json.Unmarshal([]byte(u.must(0, "status", "--json").out), &st); err != nil {
		t.Fatal(err)
	}
	if st.Workspace != "sandbox" || !st.Practice || len(st.Leads) != 7 || st.Window.Limit != 100 || st.Window.Seconds != 60 {
		t.Errorf("got %+v", st)
	}
	u.must(0, "add", "--name", "Acme", "--email", "info@acme.example")
	r := u.must(0, "submit", "--all", "--yes")
	if !strings.Contains(r.out, "1 sent") || !strings.Contains(r.out, "SANDBOX") {
		t.Errorf("got %s", r.out)
	}
	if out := u.must(0, "list").out; !strings.Contains(out, "Sent (practice)") {
		t.Errorf("got %s", out)
	}
	if out := u.must(0, "list", "--json", "--state", "draft").out; out != "[]\n" {
		t.Errorf("got %q", out)
	}
}

func TestWorkspaceChoice(t *testing.T) {
	t.Parallel()
	const two = "[profiles.a]\n[profiles.b]\n"
	for _, c := range []struct {
		name, config string
		env, args    []string
		want         string // "" for wrong usage
	}{
		{"nothing", "", nil, nil, "sandbox"},
		{"a key alone", "", []string{"CLOSINGDEALZ_API_KEY=" + canary}, nil, "default"},
		{"an address alone", "", []string{"LEADPAD_BASE_URL=http://127.0.0.1:1"}, nil, "default"},
		{"a config without profiles", "canary = false", nil, nil, "sandbox"},
		{"one profile", "[profiles.a]", nil, nil, "a"},
		{"two, none chosen", two, nil, nil, ""},
		{"two, one the default", "default_profile = \"b\"\n" + two, nil, nil, "b"},
		{"the flag", "default_profile = \"b\"\n" + two, nil, []string{"--profile", "a"}, "a"},
		{"the environment", "default_profile = \"b\"\n" + two, []string{"LEADPAD_PROFILE=a"}, nil, "a"},
		{"the flag goes first", two, []string{"LEADPAD_PROFILE=a"}, []string{"--profile", "b"}, "b"},
		{"practice by name", two, nil, []string{"--profile", "sandbox"}, "sandbox"},
		{"unknown", two, nil, []string{"--profile", "c"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t, c.env...)
			if c.config != "" {
				u.writeConfig(c.config)
			}
			r := u.run("", append([]string{"status", "--json"}, c.args...)...)
			if c.want == "" {
				if r.code != 2 {
					t.Errorf("got %d %s%s, want wrong usage", r.code, r.out, r.err)
				}
				return
			}
			if r.code != 0 || !strings.Contains(r.out, `"workspace": "`+c.want+`"`) {
				t.Errorf("got %d %s%s, want workspace %s", r.code, r.out, r.err, c.want)
			}
		})
	}
}

func TestConfigCommands(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	path := filepath.Join(u.home, "config.toml")
	if out := u.must(0, "config", "path").out; out != path+"\n" {
		t.Errorf("got %q", out)
	}
	shown := u.must(0, "config", "show").out
	for _, want := range []string{"default_profile = ", "hold_seconds = 5", "canary = true", "phone_region = ", "phone_format = ", "required = ", "[keys.compose]", `save = ["ctrl+s"]`} {
		if !strings.Contains(shown, want) {
			t.Errorf("config show lacks %s", want)
		}
	}
	u.writeConfig(shown)
	if again := u.must(0, "config", "show").out; strings.Replace(shown, " (not there yet: all defaults)", "", 1) != again {
		t.Errorf("what config show prints is another config: %s", again)
	}
	u.must(0, "config", "check")
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if out := u.must(0, "config", "check").out; !strings.Contains(out, "no such file; the defaults hold") {
		t.Errorf("got %s", out)
	}
	if r := u.must(0, "config", "init", "--name", "acme", "--docs", "legacy"); !strings.Contains(r.out, "leadpad key set --profile acme") {
		t.Errorf("got %q", r.out)
	}
	u.must(2, "config", "init", "--name", "acme")
	u.must(2, "config", "init", "--name", "sandbox")
	u.must(2, "config", "init", "--name", "x", "--base-url", "http://crm.example")
	u.must(2, "config", "init", "--name", "x", "--docs", "old")
	u.must(2, "config", "init", "--name", "x", "--color", "pinkish")
	u.must(0, "config", "init", "--name", "loop", "--base-url", "http://127.0.0.1:8787")
	if out := u.must(0, "config", "show").out; !strings.Contains(out, `default_profile = "acme"`) || !strings.Contains(out, "[profiles.loop]") {
		t.Errorf("got %s", out)
	}
	if out := u.must(0, "config", "check").out; !strings.Contains(out, `"company"`) {
		t.Errorf("acme is legacy, and its sample shows as %s", out)
	}
	if out := u.must(0, "config", "check", "--profile", "loop").out; !strings.Contains(out, `"isContact"`) {
		t.Errorf("loop is current, and its sample shows as %s", out)
	}
	for text, says := range map[string]string{
		"hold_second = 3\n":                               `line 1: unknown name "hold_second"; did you mean "hold_seconds"?`,
		"\nthis is no toml":                               "line 2: this is not TOML",
		"required = [\"nmae\"]":                           `config.toml, line 1: required: no field is called "nmae"; did you mean "name"?`,
		"phone_region = \"UK\"":                           `phone_region: UK is no country's code; it is two letters, like "DE" or "GB"`,
		"[profiles.a]\nbase_url = \"http://crm.example\"": "[profiles.a]",
		"[profiles.a.wire]\nemials = \"x\"":               `line 2: [profiles.a.wire]: unknown wire name "emials"; did you mean "emails"?`,
		"[keys]\nsvae = \"x\"":                            `line 2: [keys] has no action called "svae"; did you mean "save"?`,
		"\n[keys]\nsave = \"Ctrl+S\"":                     `line 3: [keys] save: no terminal sends "Ctrl+S"; did you mean "ctrl+s"?`,
		"[keys.draft]\nmark = \"x\"":                      `has no screen called "draft"; did you mean "drafts"?`,
		"[filters]\nx = \"label:vip town:5\"":             "line 2: [filters] x: There is no field “town”. The fields are name, ",
		"[filters]\na = \"city:5\"\nx = \"emial:5\"":      `line 3: [filters] x: there is no field "emial"; did you mean "email"?`,
		"[profiles.a]\ncolor = \"pinkish\"":               "line 2: a colour is one of green, blue",
	} {
		u.writeConfig(text)
		if r := u.run("", "config", "check"); r.code != 1 || !strings.Contains(r.err, says) {
			t.Errorf("%q: got %d %q, want %q", text, r.code, r.err, says)
		}
		if strings.Contains(text, "[keys]") {
			for _, command := range [][]string{{"status"}, {"list"}, {"submit", "--dry-run"}} {
				if r := u.run("", command...); r.code == 0 || !strings.Contains(r.err, says) {
					t.Errorf("%q: %q goes on: %d %q", text, command, r.code, r.err)
				}
			}
		}
		if r := u.run("", "doctor"); r.code != 1 || !strings.Contains(r.out, "!!") {
			t.Errorf("%q: doctor is content: %d %s", text, r.code, r.out)
		}
	}
}

func TestKeyCommands(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	s := u.sandbox("--key", canary)
	u.must(0, "config", "init", "--name", "acme", "--base-url", s.url)
	u.must(1, "key", "test")
	if r := u.run("", "key", "set"); r.code != 2 {
		t.Errorf("no key: %d %s", r.code, r.err)
	}
	if r := u.run("two words\n", "key", "set"); r.code != 2 {
		t.Errorf("two words: %d %s", r.code, r.err)
	}
	if r := u.run("ab\n", "key", "set"); r.code != 0 || !strings.HasPrefix(r.out, "the key of workspace acme") {
		t.Errorf("a short key: %d %s%s", r.code, r.out, r.err)
	}
	r := u.run(canary+"\n", "key", "set")
	if r.code != 0 || !strings.Contains(r.out, "…WXYZ") {
		t.Fatalf("set: %d %s%s", r.code, r.out, r.err)
	}
	if r := u.must(0, "key", "test"); !strings.Contains(r.out, "let in") {
		t.Errorf("got %s", r.out)
	}
	u.env = append(u.env, "CLOSINGDEALZ_API_KEY=wrong-key-for-this")
	u.must(2, "key", "test")
	u.must(5, "key", "test", "--new-key")
	u.env = u.env[:len(u.env)-1]
	u.must(0, "key", "test")
	u.must(0, "key", "remove")
	u.must(1, "key", "test")
}

func TestBadPlaces(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		env  []string
		says string
	}{
		{"no home", []string{"HOME=", "LEADPAD_DATA=", "LEADPAD_CONFIG="}, "there is no home directory"},
		{"no home for data", []string{"HOME=", "LEADPAD_DATA="}, "LEADPAD_DATA"},
		{"data is a file", []string{"LEADPAD_DATA=" + file}, "set LEADPAD_DATA to another one"},
		{"data below a file", []string{"LEADPAD_DATA=" + filepath.Join(file, "x")}, "set LEADPAD_DATA to another one"},
		{"config is a folder", []string{"LEADPAD_CONFIG=" + t.TempDir()}, "the config cannot be read"},
		{"a public address without TLS", []string{"LEADPAD_BASE_URL=http://crm.example"}, "https"},
		{"an address with a password", []string{"LEADPAD_BASE_URL=https://user:" + canary + "@crm.example"}, "user"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t, c.env...)
			r := u.run("", "status")
			if r.code != 1 || !strings.Contains(r.err, c.says) {
				t.Errorf("got %d %q, want %q", r.code, r.err, c.says)
			}
		})
	}
}

func TestListExportImportRoundTrip(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	u.must(0, "add", "--name", "Ünï 漢字", "--email", "a@b.example", "--phone", "+1-555-204-7789", "--street", "1 Main St", "--country", "DE",
		"--social", "https://linkedin.com/company/x", "--label", "fair", "--notes", "first\nsecond", "--employees", "12")
	u.must(0, "add", "--kind", "contact", "--name", "Ada", "--last-name", "Lovelace", "--company", "Acme", "--email", "bad")
	before := u.must(0, "list", "--json").out
	if !strings.Contains(before, `"kind":"company"`) || !strings.Contains(before, `"kind":"contact"`) {
		t.Errorf("the kinds are no words: %s", before)
	}
	if r := u.run(before, "import", "-"); r.code != 0 || !strings.Contains(r.out, "2 were here already, the same") {
		t.Errorf("again: %d %s%s", r.code, r.out, r.err)
	}
	mended := strings.Replace(before, `"bad"`, `"ada@acme.example"`, 1)
	if r := u.run(mended, "import", "-"); r.code != 0 || !strings.Contains(r.out, "1 Ready, 0 Draft · 1 of them was here") {
		t.Errorf("mended: %d %s%s", r.code, r.out, r.err)
	}
	other := newUser(t)
	if r := other.run(mended, "import", "-"); r.code != 0 || !strings.Contains(r.out, "2 Ready") {
		t.Errorf("elsewhere: %d %s%s", r.code, r.out, r.err)
	}
	if out := other.must(0, "list").out; !strings.Contains(out, "Ünï 漢字") {
		t.Errorf("got %s", out)
	}
	if out := other.must(0, "export", "--format", "curl").out; !strings.Contains(out, "$CLOSINGDEALZ_API_KEY") || !strings.Contains(out, "+15552047789") {
		t.Errorf("got %s", out)
	}
}

func TestImportOfBadInput(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	for text, says := range map[string]string{
		"[1, 2":                    "nothing was imported",
		"{\"name\": \"a\"}\n{oops": "line 2",
		"[{\"name\":\"a\"}] x {}":  "line 1, column 16: not JSON: text between the leads",
		"":                         "-: the file holds no lead; nothing was imported.",
		"[]":                       "holds no lead",
		"{\"results\": []}":        "holds no lead: found results",
		"hello":                    "not JSON",
		"[{},{},{\"name\": \"a":    "line 1, column 18: the file ends in the middle of it; nothing was imported.",
		"{}\n{\"name\":":           "line 2, column 9: the file ends in the middle of it; nothing was imported.",
	} {
		if r := u.run(text, "import", "-"); r.code != 1 || !strings.Contains(r.err, says) {
			t.Errorf("%q: %d %q, want %q", text, r.code, r.err, says)
		}
	}
	if out := u.must(0, "list", "--json").out; out != "[]\n" {
		t.Errorf("half imported: %s", out)
	}
	r := u.run("[{\"name\":\"a\"}, 3, {\"foo\": [1]}]", "import", "-", "--errors", filepath.Join(u.home, "bad.jsonl"))
	if r.code != 3 || !strings.Contains(r.out, "1 Ready, 0 Draft · 2 could not be read") {
		t.Errorf("got %d %s%s", r.code, r.out, r.err)
	}
	if data, err := os.ReadFile(filepath.Join(u.home, "bad.jsonl")); err != nil || strings.Count(string(data), "\n") != 2 {
		t.Errorf("errors file: %q, %v", data, err)
	}
}

// TestKeyNeverShows is K1 of docs/promises.md as far as the commands go: user.run looks
// for the canary in everything printed, this looks on the disk too.
func TestKeyNeverShows(t *testing.T) {
	t.Parallel()
	u, _ := connected(t, "--fault", "reject=your key "+canary+" is odd:1", "--fault", "status=500:1")
	u.must(0, "add", "--name", "Acme")
	u.run("", "submit", "--all", "--yes")
	u.run("", "submit", "--all", "--yes", "--json")
	for _, args := range []string{"history", "history --json", "list --json", "status --json", "export", "export --format curl", "export --format csv", "doctor", "config show", "config check", "key test"} {
		u.run("", strings.Fields(args)...)
	}
	for line := range strings.Lines(u.run("", "history").out) {
		id := strings.Fields(line)[0]
		u.run("", "history", id, "--json")
		for _, format := range []string{"csv", "json", "curl"} {
			u.must(0, "export", "--batch", id, "--format", format)
		}
		u.must(0, "export", "--batch", id, "--dir", filepath.Join(u.home, "receipts"))
	}
	err := filepath.WalkDir(u.home, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(path)
		if strings.Contains(string(data), canary) {
			t.Errorf("%s holds the key", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
