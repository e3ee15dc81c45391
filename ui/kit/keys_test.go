package kit

import (
	"os"
	"strings"
	"testing"
)

// No screen has two actions on one key, hidden ones included, and each key does
// there what its binding says.
func TestNoKeyMeansTwoThings(t *testing.T) {
	t.Parallel()
	k, err := NewKeymap(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range screens() {
		means := map[string]Action{}
		for _, b := range k.Here(c) {
			for _, key := range b.Keys() {
				if other, ok := means[key]; ok && other != b.Action {
					t.Errorf("%s: %q does %s and %s", c.Title(), key, other, b.Action)
				}
				means[key] = b.Action
				if !k.Is(key, c, b.Action) {
					t.Errorf("%s: %q is %q, want %s", c.Title(), key, k.At(key, c), b.Action)
				}
			}
		}
	}
}

// docs/config.md names every action of every table, and none that is not there.
func TestDocumentedActions(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../docs/config.md")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range changeable() {
		var want []string
		for _, b := range Bindings() {
			if b.Context == c {
				want = append(want, string(b.Action))
			}
		}
		if row := "| `" + name + "` | " + strings.Join(want, " ") + " |\n"; !strings.Contains(string(text), row) {
			t.Errorf("docs/config.md lacks the row %s", row)
		}
	}
}

func TestKeysOfTheConfig(t *testing.T) {
	t.Parallel()
	k, err := NewKeymap(map[string][]string{"save": {"f9"}})
	if err != nil || !k.Is("f9", InForm, Save) || k.Is("ctrl+s", InForm, Save) {
		t.Errorf("save on F9: %v", err)
	}
	if k, err = NewKeymap(map[string][]string{"save": {"ctrl+x"}, "remove": {"ctrl+s"}}); err != nil || !k.Is("ctrl+x", InForm, Save) {
		t.Errorf("two keys that change places: %v", err)
	}
	good := []string{"f12", "alt+shift+up", "ctrl+alt+x", "shift+f3", "ctrl+space", "alt+S", "ctrl+]", "insert"}
	if _, err := NewKeymap(map[string][]string{"save": good}); err != nil {
		t.Error(err)
	}
	if _, err := NewKeymap(map[string][]string{"mark": {"Z"}, "pause": {"Z"}}); err != nil {
		t.Errorf("one key on two screens: %v", err)
	}
	if k, err = NewKeymap(map[string][]string{"copy-json": {"Z"}}); err != nil || !k.Is("Z", InDrafts, CopyJSON) || !k.Is("Z", InSend, CopyJSON) || !k.Is("Z", InHistory, CopyJSON) {
		t.Errorf("copy-json on Z on every screen that has it: %v", err)
	}
	if k, err = NewKeymap(map[string][]string{"help": {"f12"}}); err != nil || !k.Is("f12", InSend, Help) || !k.Is("?", InSend, Help) || k.Is("f1", InForm, Help) {
		t.Errorf("help on F12, and in tables still on ?: %v", err)
	}
	for _, tt := range []struct {
		name, key, says string
	}{
		{"sav", "f9", `[keys] has no action called "sav"; did you mean "save"?`},
		{"drafts.mrak", "z", `[keys.drafts] has no action called "mrak"; did you mean "mark"?`},
		{"zzzzzz", "z", "[keys] has no action called \"zzzzzz\""},
		{"drafts.new-led", "z", `[keys.drafts] has no action called "new-led"; did you mean "new-lead"?`},
		{"drafts.save", "z", `[keys.drafts] has no action called "save"; [keys.compose] has it`},
		{"save", "pageup", `no terminal sends "pageup"; did you mean "pgup"?`},
		{"save", "ctrl+escape", `no terminal sends "ctrl+escape"; did you mean "ctrl+esc"?`},
		{"save", "f20", `no terminal sends "f20"; did you mean "f10"?`},
		{"save", "super+a", `no terminal sends "super+a"; keys are written like ctrl+s`},
		{"save", "ctrl+x", `save: "ctrl+x" already means remove in Compose`},
		{"save", "f5", `save: "f5" already means history in Compose`},
		// Hidden ones count as well: no key does two things on one screen.
		{"go-to-fixes", "k", `go-to-fixes: "k" already means up in Send`},
		{"it-is-missing", "j", `it-is-missing: "j" already means down in Send`},
		{"show-duplicates", "enter", `show-duplicates: "enter" already means open in Send`},
		{"new", "1", `new: "1" already means compose in Drafts`},
		{"open", "t", `open: "t" already means it-is-there in Send`},
		{"drafts.copy-json", "Y", `drafts.copy-json: "Y" already means copy-curl in Drafts`},
		{"drafts.pause", "z", `[keys.drafts] has no action called "pause"; [keys.send] has it`},
		{"save", "ß", `[keys] save: "ß" is typed in Compose`},
		{"compose.save", "a", `[keys] compose.save: "a" is typed in Compose`},
		{"anywhere.redo", "space", `[keys] anywhere.redo: "space" is typed in Compose`},
		{"save", "Ctrl+S", `save: no terminal sends "Ctrl+S"; did you mean "ctrl+s"?`},
		{"save", "ctrl+S", `no terminal sends "ctrl+S"`},
		{"save", "shift+a", `no terminal sends "shift+a"; did you mean "A"?`},
		{"save", "F9", `no terminal sends "F9"`},
		{"save", "", `no terminal sends ""`},
		{"drafts.mark", "return", `drafts.mark: no terminal sends "return"; did you mean "enter"?`},
		{"draft.mark", "z", `[keys] has no screen called "draft"; did you mean "drafts"?`},
	} {
		if _, err := NewKeymap(map[string][]string{tt.name: {tt.key}}); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s = %s: %v, want %s", tt.name, tt.key, err, tt.says)
		}
	}
}

// The config can change a key on one screen: the others keep theirs, and what
// means something else there forbids nothing.
func TestKeysOfOneScreen(t *testing.T) {
	t.Parallel()
	k, err := NewKeymap(map[string][]string{
		"copy-json":         {"z"},
		"drafts.copy-json":  {"c", "alt+c"}, // c cancels in Send
		"send.down":         {"n"},          // n is a new lead in Drafts and History
		"tables.page-down":  {"ctrl+v"},
		"history.page-down": {"w"},
		"drafts.undo":       {"U"},
		"trash.mark":        nil,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		key  string
		on   Context
		want Action
	}{
		{"c", InDrafts, CopyJSON},
		{"alt+c", InDrafts, CopyJSON},
		{"z", InDrafts, ""},
		{"z", InHistory, CopyJSON},
		{"c", InSend, Cancel},
		{"n", InSend, Down},
		{"j", InSend, ""},
		{"j", InDrafts, Down},
		{"n", InDrafts, New},
		{"ctrl+v", InDrafts, PageDown},
		{"ctrl+v", InHistory, ""},
		{"w", InHistory, PageDown},
		{"w", InSend, SameWorkspace},
		{"pgdown", InForm, PageDown},
		{"U", InDrafts, Undo},
		{"ctrl+z", InDrafts, Undo}, // what works anywhere works here, too
		{"space", InTrash, ""},
		{"space", InDrafts, Mark},
	} {
		if got := k.At(tt.key, tt.on); got != tt.want {
			t.Errorf("%q in %s is %q, want %q", tt.key, tt.on.Title(), got, tt.want)
		}
	}
	if k, err := NewKeymap(map[string][]string{"back": {"ctrl+g"}, "next-problem": {"f9"}, "open": {"o"}, "show-duplicates": {"O"}}); err != nil || k.KeyName(Back, InDrafts) != "^G" || k.KeyName(Back, InDialog) != "Esc" || k.KeyName(Open, InDialog) != "Enter" {
		t.Errorf("the keys of dialogs are fixed: %v", err)
	}
	if got := k.KeyName(CopyJSON, InDrafts) + k.KeyName(CopyJSON, InSend); got != "cz" {
		t.Errorf("footers say %q", got)
	}
	if got := strings.Join(k.Keys(Undo, InDrafts), " "); got != "U ^Z" {
		t.Errorf("help says %q", got)
	}
}
