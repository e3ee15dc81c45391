//go:build unix

package e2e

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fakeEditor asks for a line and puts it behind the text; some lines make it do what
// editors do at their worst.
const fakeEditor = `#!/bin/sh
[ "$1 $2" = "--wait two words" ] || exit 9
printf 'THE EDITOR HAS THE TERMINAL'
IFS= read -r line
case $line in
fail) exit 3 ;;
junk) printf '\000\377' >"$3" ;;
gone) %s "$3" ;;
*) printf '%%s\n' "$line" >>"$3" ;;
esac
`

// The rep's editor has the terminal for itself: every key goes to it, Ctrl+C too. What
// was typed before is on disk by then, what it leaves stands in the notes, and what is
// no text, or ends in an error, leaves them as they were.
func TestNotesInAnEditor(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	script := filepath.Join(m.dir, "my editor")
	rm := "/bin/rm"
	if _, err := os.Stat(rm); err != nil {
		t.Skip(err)
	}
	if err := os.WriteFile(script, fmt.Appendf(nil, fakeEditor, rm), 0o700); err != nil {
		t.Fatal(err)
	}
	m.set("VISUAL", "'"+script+"' --wait 'two words'")
	m.set("EDITOR", "/nonexistent")
	x := m.form()
	x.Type("Acme")
	edit := func(line string, keys ...string) {
		t.Helper()
		x.Key("ctrl+p")
		x.Type("notes editor")
		x.WaitLine("Write the notes in your editor")
		x.Key("enter")
		x.Wait("THE EDITOR HAS THE TERMINAL")
		x.Type(line)
		x.Key(keys...)
	}
	edit("written :q there", "enter")
	x.WaitLine("Notes", "written :q there")
	x.Wait("1 line from the editor")
	if out := m.run("list", "--json").out; !strings.Contains(out, "Acme") {
		t.Errorf("the lead was not on disk: %s", out)
	}
	x.Type(", then here")
	x.WaitLine("Notes", "written :q there, then here")
	for line, says := range map[string]string{
		"fail": "The editor ended with exit code 3", "junk": "what is no text", "gone": "The editor left no file",
	} {
		edit(line, "enter")
		x.Wait(says)
		x.WaitLine("Notes", "written :q there, then here")
	}
	edit("half a line", "ctrl+c")
	x.Wait("The editor was ended")
	x.Key("ctrl+z")
	x.WaitLine("Notes", "written :q there")
	x.Gone("then here")
	if left, err := filepath.Glob(filepath.Join(m.data, "notes-*")); err != nil || len(left) > 0 {
		t.Errorf("it leaves %v, %v", left, err)
	}
}

// Where no editor is named, the palette says what to set.
func TestNoEditorIsNamed(t *testing.T) {
	t.Parallel()
	x := newMachine(t).form()
	x.Key("ctrl+p")
	x.Type("notes editor")
	x.WaitLine("set VISUAL or EDITOR first")
}
