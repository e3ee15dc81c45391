package sshd

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// A command line of a session is taken apart as the shell takes it, which is asked.
func TestASessionsCommandLineIsTakenApartAsAShellDoes(t *testing.T) {
	t.Parallel()
	for line, want := range map[string][]string{
		"":                                nil,
		" \t ":                            nil,
		"list --state  draft":             {"list", "--state", "draft"},
		`add --name 'Acme "& Sons"'`:      {"add", "--name", `Acme "& Sons"`},
		`add --name "O'Neill \"x\" \$5"`:  {"add", "--name", `O'Neill "x" $5`},
		`add --name Acme\ Ltd --notes ''`: {"add", "--name", "Acme Ltd", "--notes", ""},
		`add --name a"b c"'d e'f`:         {"add", "--name", "ab cd ef"},
		`add --name "C:\dir\x"`:           {"add", "--name", `C:\dir\x`},
		"add --name 'two\nlines'":         {"add", "--name", "two\nlines"},
		`add --name Müller\'s`:            {"add", "--name", "Müller's"},
	} {
		if got, err := commandLine(line); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q is %q, %v, want %q", line, got, err, want)
		}
		sh, err := exec.LookPath("sh")
		if err != nil {
			continue
		}
		out, err := exec.CommandContext(t.Context(), sh, "-c", `for a in `+line+`; do printf '%s\0' "$a"; done`).Output()
		if told := strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00"); err != nil || len(want) > 0 && !slices.Equal(told, want) {
			t.Errorf("the shell makes %q of %q, %v", told, line, err)
		}
	}
	for line, want := range map[string][]string{
		"list *":                {"list", "*"},
		"list; cat /etc/passwd": {"list;", "cat", "/etc/passwd"},
		"list $HOME `id` $(id)": {"list", "$HOME", "`id`", "$(id)"},
		"list # > x":            {"list", "#", ">", "x"},
	} {
		if got, err := commandLine(line); err != nil || !slices.Equal(got, want) {
			t.Errorf("%q is %q, %v, want %q", line, got, err, want)
		}
	}
	for _, line := range []string{`list '`, `list "a`, `list a\`, `'a'"`, `"\"`} {
		if got, err := commandLine(line); err == nil {
			t.Errorf("%q is %q", line, got)
		}
	}
}
