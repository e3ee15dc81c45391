package cli_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
)

// commands are all of the tree, as help names them, hidden ones not.
func (u *user) commands(path ...string) (list [][]string) {
	u.t.Helper()
	list = append(list, path)
	out := u.must(0, append(slices.Clone(path), "--help")...).out
	_, below, ok := strings.Cut(out, "COMMANDS")
	if !ok {
		return list
	}
	below, _, _ = strings.Cut(below, "FLAGS")
	for _, m := range regexp.MustCompile(`(?m)^    (\w+)`).FindAllStringSubmatch(below, -1) {
		list = append(list, u.commands(append(slices.Clone(path), m[1])...)...)
	}
	return list
}

func TestHelpOfEveryCommand(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	all := u.commands()
	if len(all) < 25 {
		t.Fatalf("found only %v", all)
	}
	for _, path := range append(all, []string{"man"}) {
		name := strings.Join(path, " ")
		out := u.must(0, append(path, "--help")...).out
		for l := range strings.Lines(out) {
			if n := ansi.StringWidth(strings.TrimRight(l, "\n")); n > 80 {
				t.Errorf("%s --help: %d cells: %s", name, n, l)
			}
		}
		if name != "help" && (!strings.Contains(out, "EXAMPLES") || regexp.MustCompile(`(?m)…\s*$`).MatchString(out)) {
			t.Errorf("%s --help has no example, or one that is cut:\n%s", name, out)
		}
	}
	if a, b := u.must(0, "help", "export").out, u.must(0, "export", "--help").out; a != b {
		t.Errorf("help export: %s", a)
	}
	if _, err := os.Stat(filepath.Join(u.home, "data")); err == nil {
		t.Error("help made the data folder")
	}
}

func TestValuesComplete(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	u.writeConfig("[profiles.acme]\n[profiles.bolt]\n")
	u.must(0, "add", "--profile", "sandbox", "--name", "Acme", "--email", "a@acme.example")
	u.must(0, "submit", "--profile", "sandbox", "--yes")
	id, _, _ := strings.Cut(u.must(0, "history", "--profile", "sandbox").out, " ")
	for args, want := range map[string][]string{
		"status --profile":                      {"acme", "bolt", "sandbox"},
		"list --state":                          {"draft", "ready", "unsure", "trash"},
		"export --state":                        {"failed", "sent"},
		"export --format":                       {"csv", "json", "curl"},
		"add --kind":                            {"company", "contact"},
		"sandbox --window-kind":                 {"segmented"},
		"sandbox --fault":                       {"429\t", "status=\t", "hang\t"},
		"config init --docs":                    {"legacy"},
		"history --profile sandbox":             {id + "\t"},
		"resolve --profile sandbox":             {id + "\t"},
		"export --profile sandbox --batch":      {id + "\t"},
		"history --profile sandbox " + id + " ": {":4"},
	} {
		out := "\n" + u.must(0, append([]string{"__complete"}, append(strings.Fields(args), "")...)...).out
		for _, w := range want {
			if !strings.Contains(out, "\n"+w) {
				t.Errorf("%s: %q lacks %q", args, out, w)
			}
		}
	}
}

func TestManPage(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	out := u.must(0, "man").out
	for _, want := range []string{
		".TH LEADPAD 1", ".SH EXIT STATUS", ".SH ENVIRONMENT", ".SH FILES", "LEADPAD_PROFILE", "CLOSINGDEALZ_API_KEY", "130: interrupted",
		"queue\\&.db", "resolve", "--split",
	} {
		if !strings.Contains(out, want) {
			t.Errorf("the man page lacks %s", want)
		}
	}
	env, err := os.ReadFile("env.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`os\.Getenv\("(\w+)"\)`).FindAllSubmatch(env, -1) {
		if !strings.Contains(out, string(m[1])) {
			t.Errorf("the man page lacks %s", m[1])
		}
	}
	if strings.Contains(u.must(0, "--help").out, "man page") {
		t.Error("man is for who packs leadpad, not for reps")
	}
}
