package kit

import (
	"slices"
	"strings"
	"testing"
)

// No state of a screen offers two actions on one key, hidden ones included.
func TestNoKeyMeansTwoThings(t *testing.T) {
	t.Parallel()
	k, err := NewKeymap(nil)
	if err != nil {
		t.Fatal(err)
	}
	for p := range Places {
		means := map[string]Action{}
		for _, b := range k.All() {
			if b.Context != p.Context() && b.Context != Anywhere || !slices.Contains(p.Actions(), b.Action) {
				continue
			}
			for _, key := range b.Keys {
				if other, ok := means[key]; ok && other != b.Action {
					t.Errorf("place %d: %q does %s and %s", p, key, other, b.Action)
				}
				means[key] = b.Action
				if got := k.At(key, p); got != b.Action {
					t.Errorf("place %d: %q is %q, want %s", p, key, got, b.Action)
				}
			}
		}
	}
}

// Every binding works somewhere, and every place's action has a key.
func TestEveryKeyHasItsPlace(t *testing.T) {
	t.Parallel()
	k, err := NewKeymap(nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, b := range k.All() {
		works := false
		for p := range Places {
			works = works || (b.Context == Anywhere || b.Context == p.Context()) && slices.Contains(p.Actions(), b.Action)
		}
		if !works {
			t.Errorf("%s %q works nowhere", b.Action, b.Keys)
		}
	}
	for p := range Places {
		for _, a := range p.Actions() {
			if _, ok := k.Binding(a, p.Context()); !ok {
				t.Errorf("place %d: %s has no key", p, a)
			}
		}
	}
}

func TestKeysOfTheConfig(t *testing.T) {
	t.Parallel()
	k, err := NewKeymap(map[string][]string{"save": {"f9"}})
	if err != nil || !k.Is("f9", InForm, Save) || k.Is("ctrl+s", InForm, Save) {
		t.Errorf("save on F9: %v", err)
	}
	if k, err = NewKeymap(map[string][]string{"save": {"ctrl+x"}, "remove": {"ctrl+s"}}); err != nil || k.At("ctrl+x", InCompose) != Save {
		t.Errorf("two keys that change places: %v", err)
	}
	if _, err := NewKeymap(map[string][]string{"mark": {"Z"}, "pause": {"Z"}}); err != nil {
		t.Errorf("one key on two screens: %v", err)
	}
	for _, tt := range []struct {
		name, key, says string
	}{
		{"sav", "f9", `no action called "sav"`},
		{"save", "ctrl+x", `save: "ctrl+x" already means remove`},
		{"save", "f5", `save: "f5" already means history`},
		// Hidden ones count as well: no key does two things on one screen.
		{"go-to-fixes", "k", `go-to-fixes: "k" already means up`},
		{"it-is-missing", "j", `it-is-missing: "j" already means down`},
		{"show-duplicates", "enter", `show-duplicates: "enter" already means open`},
		{"new", "1", `new: "1" already means compose`},
		{"open", "t", `open: "t" already means it-is-there`},
	} {
		if _, err := NewKeymap(map[string][]string{tt.name: {tt.key}}); err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%s = %s: %v, want %s", tt.name, tt.key, err, tt.says)
		}
	}
}
