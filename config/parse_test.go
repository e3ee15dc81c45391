package config

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// whole is a config that uses every name.
const whole = `# ours
default_profile = "acme"
hold_seconds = 0
canary = false
phone_region = "de"
phone_format = "international"
user = "Ana"
leads = ["Lea", "Łukasz"]
theme = "light"
renderer = "own"
required = ["name", "email|phone"]
labels = ["Expo Berlin", "VIP"]

[rate]
requests = 50
window = "30s"

[keys]
save = "ctrl+s"
submit = ["S", "alt+s"]

[keys.drafts]
copy-json = "c"

[filters]
mine = "label:mine"

[presets."Expo Berlin"]
industry = "Logistics"
labels = ["Expo Berlin", "VIP"]
country = "DE"

[profiles.acme]
base_url = "https://crm.example/prefix"
docs = "legacy"
key_command = ["pass", "show", "acme"]
color = "#ff8800"

[profiles.acme.rate]
requests = 10
window = 60

[profiles.acme.wire]
emails = "emails"
"emails.address" = "Value"
notes = ""

[profiles.acme.wire.phones]
number = "Num"

[profiles.other-one]
`

func TestParseReadsEveryName(t *testing.T) {
	t.Parallel()
	got, err := Parse([]byte(whole))
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		DefaultProfile: "acme", User: "Ana", Leads: []string{"Lea", "Łukasz"}, PhoneRegion: "DE", PhoneFormat: "international", Theme: "light", Renderer: OwnRenderer,
		Required: []string{"name", "email|phone"},
		Labels:   []string{"Expo Berlin", "VIP"},
		Rate:     Rate{Requests: 50, Window: 30 * time.Second},
		Keys:     map[string][]string{"save": {"ctrl+s"}, "submit": {"S", "alt+s"}, "drafts.copy-json": {"c"}},
		Filters:  map[string]string{"mine": "label:mine"},
		Presets:  map[string]Preset{"Expo Berlin": {"industry": {"Logistics"}, "labels": {"Expo Berlin", "VIP"}, "country": {"DE"}}},
		Profiles: map[string]Profile{
			"acme": {
				Name: "acme", BaseURL: "https://crm.example/prefix", Docs: "legacy",
				KeyCommand: []string{"pass", "show", "acme"}, Color: "#ff8800",
				Rate: Rate{Requests: 10, Window: time.Minute},
				Wire: map[string]string{"emails": "emails", "emails.address": "Value", "notes": "", "phones.number": "Num"},
			},
			"other-one": {Name: "other-one"},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	again, err := Parse([]byte(got.TOML()))
	if err != nil {
		t.Fatalf("TOML of a config does not parse: %v\n%s", err, got.TOML())
	}
	if diff := cmp.Diff(got, again); diff != "" {
		t.Error("TOML changed it:", diff)
	}
}

func TestParseNamesLineAndRemedy(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, text string
		line       int
		says       string
	}{
		{"unknown at the top", "canary = true\nhold_second = 3\n", 2, `near hold_seconds`},
		{"swapped letters", "hodl_seconds = 3\n", 1, `near hold_seconds`},
		{"another case", "Canary = true", 1, `near canary`},
		{"nothing near", "zzz = 1", 1, "| canary | default_profile"},
		{"unknown table", "\n\n[profile.acme]\ndocs = \"current\"\n", 3, `near profiles`},
		{"unknown in a profile", "[profiles.acme]\n\nbaseurl = \"https://x.example\"\n", 3, `unknown name | baseurl | profiles.acme`},
		{"unknown in a rate", "[rate]\nrequest = 3\n", 2, `| rate | requests`},
		{"first mistake first", "zeta = 1\nalpha = 1\n", 1, "unknown name | zeta"},
		{"a key in it", "[profiles.a]\napi_key = \"0123456789\"\n", 2, "a key in it | api_key"},
		{"not TOML", "canary = true\nthis is not toml\n", 2, "not TOML"},
		{"not TOML at all", "\x00\x01PK", 1, "not TOML"},
		{"open text", "phone_region = \"DE\n", 1, "not TOML"},
		{"twice", "canary = true\ncanary = false\n", 2, "not TOML"},
		{"hold too long", "hold_seconds = 31", 1, "| 0 to 30"},
		{"hold negative", "hold_seconds = -1", 1, "| 0 to 30"},
		{"hold as text", "hold_seconds = \"5\"", 1, "| 0 to 30"},
		{"hold with a fraction", "hold_seconds = 1.5", 1, "| 0 to 30"},
		{"canary as text", "canary = \"yes\"", 1, "neither true nor false"},
		{"region of three", "phone_region = \"DEU\"", 1, "not a country | phone_region"},
		{"format", "phone_format = \"e.164\"", 1, "near e164"},
		{"docs", "[profiles.a]\ndocs = \"curent\"", 2, "near current"},
		{"color", "[profiles.a]\ncolor = \"pinkish\"", 2, "not a colour | "},
		{"color near one", "[profiles.a]\ncolor = \"gren\"", 2, "near green"},
		{"color of three digits", "[profiles.a]\ncolor = \"#abc\"", 2, "not a colour | "},
		{"required as text", "required = \"name\"", 1, "not a list of texts"},
		{"a list as user", "user = [\"Ana\"]", 1, "not a person's name | user | 0 to 64"},
		{"blanks around the user", "user = \" Ana\"", 1, "not a person's name"},
		{"what nobody sees in the user", "user = \"A\\u202Ena\"", 1, "not a person's name | user | 0 to 64"},
		{"a preset's field", "# x\n[presets.\"Expo Berlin\"]\nrole = \"CEO\"\nlabls = [\"VIP\"]", 4, "unknown name | labls | presets.Expo Berlin"},
		{"near it", "[presets.Expo]\nlabls = [\"VIP\"]", 2, "near labels"},
		{"a preset's list", "[presets.Expo]\nindustry = [\"a\", \"b\"]", 2, "not a text | industry"},
		{"a preset's blank label", "[presets.Expo]\nlabels = [\"\"]", 2, "not a text of one line | labels"},
		{"a preset's two lines", "[presets.Expo]\nrole = \"a\\nb\"", 2, "not a text of one line | role"},
		{"a preset without a name", "[presets.\"\"]", 1, "not a preset's name"},
		{"a preset as text", "[presets]\nExpo = \"VIP\"", 2, "not a table"},
		{"a label as text", "labels = \"VIP\"", 1, "not a list of labels | labels"},
		{"a label of blanks", "labels = [\"VIP\", \" \"]", 1, "not a list of labels"},
		{"one lead as text", "leads = \"Lea\"", 1, "not a list of names | leads"},
		{"a lead without a name", "leads = [\"\"]", 1, "not a list of names"},
		{"command as text", "[profiles.a]\nkey_command = \"pass show\"", 2, "not a command | key_command"},
		{"command empty", "[profiles.a]\nkey_command = []", 2, "not a command | key_command"},
		{"window", "[rate]\nwindow = \"soon\"", 2, "not a time | window"},
		{"window too long", "[rate]\nwindow = \"25h\"", 2, "not a time"},
		{"window overflow", "[rate]\nwindow = 9223372036854775807", 2, "not a time"},
		{"rate as number", "rate = 3", 1, "not a table | rate"},
		{"profiles as text", "profiles = \"a\"", 1, "not a table | profiles"},
		{"profile's name", "[profiles.\"../x\"]", 1, "not a workspace's name | ../x"},
		{"practice's name", "[profiles.Sandbox]", 1, "practice workspace's name"},
		{"default without profile", "default_profile = \"acmee\"\n[profiles.acme]\n", 1, `near acme`},
		{"default of nothing", "default_profile = \"acme\"\n", 1, "no such profile | acme"},
		{"wire too deep", "[profiles.a.wire.emails.address]\nx = \"y\"", 1, "not a text"},
		{"key of numbers", "[keys]\nsave = [1]", 2, "not a list of keys"},
		{"key of numbers on a screen", "[keys]\nsave = \"f9\"\n[keys.send]\npause = 1", 4, "not a list of keys"},
		{"too deep a key", "[keys.send.pause]\nx = \"y\"", 1, "not a list of keys"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := Parse([]byte(c.text))
			var e *Error
			if !errors.As(err, &e) {
				t.Fatalf("got %v, want an *Error", err)
			}
			if e.Line != c.line || !strings.Contains(e.Error(), c.says) {
				t.Errorf("got line %d, %q; want line %d and %q", e.Line, e, c.line, c.says)
			}
			if strings.Contains(e.Error(), "\n") {
				t.Errorf("%q is more than one line", e.Error())
			}
		})
	}
}

func TestLoadWithoutFileGivesDefaults(t *testing.T) {
	t.Parallel()
	for _, path := range []string{"", filepath.Join(t.TempDir(), "none.toml")} {
		got, err := Load(path)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(Config{HoldSeconds: 5, Canary: true}, got); diff != "" {
			t.Error(diff)
		}
	}
}

func TestLoadNamesTheFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "c.toml")
	if err := os.WriteFile(path, []byte("\nholdseconds = 3"), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := Load(path)
	want := "config " + path + ", line 2: unknown name | holdseconds"
	if err == nil || !strings.HasPrefix(err.Error(), want) || !strings.HasSuffix(err.Error(), "| near hold_seconds") {
		t.Errorf("got %v, want %s", err, want)
	}
	if _, err := Load(t.TempDir()); err == nil {
		t.Error("a folder was read as a config")
	}
}

func TestKeyMistakeNamesTheLine(t *testing.T) {
	t.Parallel()
	path := write(t, "[keys]\nsave = \"f9\"\n\n[keys.drafts]\ncopy-json = \"Y\"\n")
	for name, want := range map[string]int{"save": 2, "drafts.copy-json": 5, "gone": 1} {
		if e := Mistake(path, []string{"keys"}, name, Error{Text: "[keys] why"}); e.Line != want || !strings.HasSuffix(e.Error(), "| [keys] why") {
			t.Errorf("%s: %v, want line %d", name, e, want)
		}
	}
}

func TestWireMistakeNamesTheLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"[profiles.acme.wire]\nphones = \"a\"\n\"emails.x\" = \"b\"": 3,
		"[profiles.acme.wire.emails]\naddress = \"a\"\nx = \"b\"":    3,
		"\n[profiles.acme]\nwire.emails.x = \"b\"":                   3,
		"[profiles.acme]\ncolor = \"red\"":                           0,
		"this is no TOML":                                            0,
	} {
		path := filepath.Join(t.TempDir(), "config.toml")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if e := Mistake(path, []string{"profiles", "acme", "wire"}, "emails.x", Error{Err: errors.New("no such name")}); e.Line != want || !strings.HasSuffix(e.Error(), "| no such name") {
			t.Errorf("%q: line %d, want %d: %s", text, e.Line, want, e)
		}
	}
	if e := Mistake(filepath.Join(t.TempDir(), "gone"), []string{"profiles", "acme", "wire"}, "x", Error{}); e.Line != 0 {
		t.Errorf("a file that is gone has line %d", e.Line)
	}
}

func TestNearestProperties(t *testing.T) {
	t.Parallel()
	known := []string{"base_url", "docs", "key_command", "color", "rate", "wire"}
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.SampledFrom(known).Draw(t, "word")
		if got := Nearest(word, known); got != word {
			t.Fatalf("Nearest(%q) = %q", word, got)
		}
		a, b := rapid.StringN(0, 8, -1).Draw(t, "a"), rapid.StringN(0, 8, -1).Draw(t, "b")
		if distance(a, b, 99) != distance(b, a, 99) {
			t.Fatalf("distance of %q and %q depends on the order", a, b)
		}
		if (distance(a, b, 99) == 0) != (a == b) {
			t.Fatalf("distance of %q and %q is 0 or not", a, b)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{whole, "", "a", "[", "[profiles.a]\nwire = 1", "keys = {a = [[1]]}", "[[profiles]]", "\xff", "rate.window = 1"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Parse(data)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.What == "" || strings.ContainsAny(e.Error(), "\n\x1b\x00") {
				t.Fatalf("got %T %q", err, err)
			}
			return
		}
		again, err := Parse([]byte(c.TOML()))
		if err != nil {
			t.Fatalf("TOML of a good config: %v", err)
		}
		if again.HoldSeconds != c.HoldSeconds || len(again.Profiles) != len(c.Profiles) {
			t.Fatalf("TOML changed the config")
		}
	})
}

func BenchmarkParse(b *testing.B) {
	for b.Loop() {
		if _, err := Parse([]byte(whole)); err != nil {
			b.Fatal(err)
		}
	}
}
