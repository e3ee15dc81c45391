package dialog

import (
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/ui/kit"
)

// used is what became of a pasted text.
type used struct{ how, text string }

func pastedText(text string) *Pasted {
	as := func(how string) func(string) tea.Cmd {
		return func(text string) tea.Cmd { return kit.Do(used{how, text}) }
	}
	return NewPasted(text, "", as("lead"), as("keys"))
}

// While the text still comes, what belongs to it joins it, and nothing in it is
// an answer; 300 ms after its end a key is.
func TestAPastedTextIsAnsweredByHandOnly(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		key  string
		want used
	}{
		"Enter": {"enter", used{"lead", "Kurt\nHandel"}},
		"k":     {"k", used{"keys", "Kurt\nHandel"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := pastedText("Kurt")
				rest := func(cmd tea.Cmd) {
					msg := cmd() // after 300 ms
					p.Update(msg)
				}
				late := p.Init()
				_, over := p.Update(tea.PasteMsg{Content: "\nHandel"})
				if over || !p.Waits() {
					t.Fatal("more text is no answer, and more may come")
				}
				rest(late) // of the first piece: it says nothing about the second
				if !p.Waits() {
					t.Fatal("the rest of the first piece ended the waiting of the second")
				}
				more, over := p.Update(kit.Press(c.key))
				if over || more == nil {
					t.Fatal("a key that came with the text was an answer")
				}
				begun := time.Now()
				rest(more)
				if took := time.Since(begun); took != deafFor || p.Waits() {
					t.Fatalf("it takes no answer for %s", took)
				}
				cmd, over := p.Update(kit.Press(c.key))
				if !over || cmd() != c.want {
					t.Errorf("the answer was not taken")
				}
			})
		})
	}
}
