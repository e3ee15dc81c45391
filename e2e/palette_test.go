//go:build unix

package e2e

import "testing"

// The palette takes words as they begin and guesses nothing; while its line is
// empty Enter does nothing and the keys of the screens work.
func TestPaletteTakesWords(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.imports("Acme AG", "Bolt AG", "Claro AG")
	x := m.drafts(3)
	palette(x, "select all", "Mark all shown")
	x.Wait("3 marked", "Mark all shown")

	open := func(query string, wait ...string) {
		x.Key(":")
		x.Wait("type what you want to do")
		x.Type(query)
		x.Wait(wait...)
	}
	leave := func() {
		x.Key("ctrl+p")
		x.Gone("Esc close")
	}
	open("delete", "Delete the marked")
	x.Key("enter")
	x.Wait("“Delete the marked, else this row” wants to be chosen")
	leave()
	open("reset", "No command fits")
	x.Key("enter")
	x.WaitLine("No command fits. Esc")
	leave()
	x.Key(":")
	x.Wait("type what you want to do")
	x.Key("enter")
	x.Wait("Nothing is chosen: type what you want to do")
	x.Key("4")
	x.Wait("Nothing was sent yet")
	x.Key(":")
	x.Wait("type what you want to do")
	x.Key("?")
	x.Wait("Keys in History")
	x.Key("esc")
	x.Gone("Keys in History")
	palette(x, "drafts", "Go to Drafts")
	x.Wait("3 to do", "3 marked", "Go to Drafts")
	palette(x, "quit", "Leave leadpad")
	if code := x.Ended(); code != 0 {
		t.Errorf("leaving gave exit code %d", code)
	}
}
