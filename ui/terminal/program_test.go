package terminal

import (
	"slices"
	"testing"
)

// VISUAL and EDITOR name a program with arguments, quoted as people quote them.
func TestAnEditorHasArguments(t *testing.T) {
	t.Parallel()
	for s, want := range map[string][]string{
		"":                             nil,
		"  ":                           nil,
		"vi":                           {"vi"},
		" code  --wait\t-n ":           {"code", "--wait", "-n"},
		`"/Apps/Sublime Text/subl" -w`: {"/Apps/Sublime Text/subl", "-w"},
		`'a "b"' c\ d "e\"f" ''`:       {`a "b"`, "c d", `e"f`, ""},
		`C:\Windows\notepad.exe`:       {`C:\Windows\notepad.exe`},
		`emacs -e '(setq x 1)`:         {"emacs", "-e", "(setq x 1)"},
		`nano\`:                        {`nano\`},
		"vim -c 'set tw=72' é":         {"vim", "-c", "set tw=72", "é"},
	} {
		if got := CommandLine(s); !slices.Equal(got, want) {
			t.Errorf("%q is %q, want %q", s, got, want)
		}
	}
}
