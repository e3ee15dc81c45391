//go:build unix

package e2e

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
)

// deleteMarked marks the three uppermost leads in Drafts and deletes them.
func deleteMarked(x *terminal) {
	x.t.Helper()
	x.Key("f3")
	x.WaitLine("▌", "Delta")
	x.Key("space", "j", "space", "j", "space")
	x.Wait("3 marked")
	x.Key("d")
	x.Wait("Delete 3 leads?", "They stay in the Trash until", "Enter delete · Esc keep")
	x.Insist("enter", "Delete 3 leads?")
	x.Wait("3 deleted, u brings them back", "1 to do")
}

// Deletion can be taken back when the program that did it has ended, however it
// ended; the leads come back marked, as they were.
func TestDeletionIsUndoneAfterARestart(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(x *terminal){
		"left":   func(x *terminal) { x.Key("q"); x.Ended() },
		"killed": func(x *terminal) { x.Kill() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			m.imports("Alpha", "Bravo", "Charlie", "Delta")
			before := m.states()
			x := m.form()
			deleteMarked(x)
			end(x)

			x = m.form()
			x.Key("f3")
			x.WaitLine("▌", "Alpha")
			x.Key("u")
			x.Wait("3 leads deleted", "brought back", "4 to do", "3 marked")
			x.WaitLine("▌", "Delta")
			if after := m.states(); !maps.EqualFunc(before, after, slices.Equal) {
				t.Errorf("they were %v and are %v", before, after)
			}
			x.Key("u")
			x.Wait("Nothing was done here that could be undone")
		})
	}
}

// The Trash, by the palette and by the commands, in two windows.
func TestTrash(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.imports("Alpha", "Bravo", "Charlie", "Delta")
	x := m.form()
	deleteMarked(x)
	x.Key(":")
	x.Wait("type what you want to do")
	x.Type("trash")
	x.Wait("Trash…")
	x.Key("enter")
	x.Wait("3 deleted", "Until", "Esc back to Drafts")
	x.WaitLine("▌", "Delta")

	// Another window restores one; it leaves this list, too.
	var trash []struct {
		ID   string
		Lead struct{ Name string }
	}
	r := m.run("list", "--state", "trash", "--json")
	if err := json.Unmarshal([]byte(r.out), &trash); err != nil || len(trash) != 3 {
		t.Fatalf("the Trash: %v: %s%s", err, r.out, r.err)
	}
	if r := m.run("restore", trash[0].ID); r.code != 0 || r.out != "1 lead restored\n" {
		t.Fatalf("restore: exit code %d, %s%s", r.code, r.out, r.err)
	}
	x.Until("two leads in the Trash", func(s string) bool {
		return strings.Contains(s, "2 deleted") && lineWith(s, "▌", trash[1].Lead.Name) != ""
	})

	x.Key("enter")
	x.Wait("stays here until", "r restore")
	x.Key("r")
	x.Wait("1 brought back to Drafts", "1 deleted")
	x.Key("u")
	x.Wait("1 deleted again", "2 deleted")
	x.Key("r", "r")
	x.Wait("The Trash is empty.")
	x.Key("q")
	x.Wait("4 to do")
	x.WaitLine("Ready", trash[1].Lead.Name)
	if r := m.run("delete", trash[0].ID); r.code != 0 || !strings.HasPrefix(r.out, "1 lead deleted;") {
		t.Errorf("delete: exit code %d, %s%s", r.code, r.out, r.err)
	}
	x.Wait("3 to do")
}
