package kittest

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"leadpad/ui/kit"
)

// Moved is a key map in which every action has other keys than by default: a
// letter becomes a Georgian one, any other key Ctrl with one.
func Moved(t testing.TB) *kit.Keymap {
	t.Helper()
	all := kit.Bindings()
	for i := range all {
		if all[i].Context == kit.InDialog {
			continue // whose keys no config changes
		}
		keys := slices.Clone(all[i].Keys())
		for j, key := range keys {
			keys[j] = moved(key)
		}
		all[i].Bind(keys...)
	}
	k, err := kit.KeymapOf(all, nil)
	if err != nil {
		t.Fatal(err)
	}
	return k
}

// moved is where Moved puts a key.
func moved(key string) string {
	const first = 'ა' // of 33 letters
	var all []string
	for _, b := range kit.Bindings() {
		for _, k := range b.Keys() {
			if !slices.Contains(all, k) {
				all = append(all, k)
			}
		}
	}
	at := slices.Index(all, key)
	letter := string(rune(first + at%33))
	if at >= 33 { // the alphabet is not long enough: its capitals go on
		letter = string(rune('Ა' + at%33))
	}
	if at >= 66 {
		letter = string(rune('Ա' + at%33)) // and the Armenian ones
	}
	if len([]rune(key)) > 1 {
		return "ctrl+" + letter
	}
	return letter
}

// Key is the key to press for what key does by default: key itself, or where
// Moved put it.
func Key(k *kit.Keymap, key string) string {
	if to := moved(key); !k.Bound(key) && k.Bound(to) {
		return to
	}
	return key
}

// Named is Key for several names with spaces between them.
func Named(k *kit.Keymap, names string) string {
	keys := strings.Fields(names)
	for i, name := range keys {
		keys[i] = Key(k, name)
	}
	return strings.Join(keys, " ")
}

// Unbound gives the names of default keys in a text that do nothing in k. fixed
// are keys that what is on show reads by themselves, whatever the key map says.
func Unbound(k *kit.Keymap, text string, fixed ...string) []string {
	gone := map[string]bool{}
	for _, b := range kit.Bindings() {
		for _, key := range b.Keys() {
			if k.Bound(key) || slices.Contains(fixed, key) {
				continue
			}
			label := kit.KeyLabel(key)
			gone[label] = true
			if rest, ok := strings.CutPrefix(label, "^"); ok {
				gone["Ctrl+"+rest] = true
			}
		}
	}
	for _, word := range []string{"a", "A", "1", "2", "3", "4"} { // the article and numbers
		delete(gone, word)
	}
	var found []string
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		for i, word := range words {
			name := strings.Trim(word, "()[],.;“”\"")
			if len(name) > 1 {
				name = strings.Trim(name, ":?!")
			}
			if gone[name] && !sign(name, words, i) {
				found = append(found, name+" in "+strings.TrimSpace(line))
			}
		}
	}
	return found
}

// sign says that a word that could be a key's name is something else where it
// stands: a unit behind a number ("5 s"), a mark of a list ("↓ 3 more") or of a
// column ("Age ↓"), what becomes of what, what a filter's line begins with, or the sign of what is not
// sure.
func sign(name string, words []string, i int) bool {
	number := func(j int) bool {
		return j >= 0 && j < len(words) && strings.IndexFunc(words[j], unicode.IsDigit) >= 0
	}
	switch name {
	case "s", "m", "h", "d", "w", "y":
		return number(i - 1)
	case "↑", "↓":
		return number(i+1) || i+1 == len(words) || words[i+1] == "more" || words[i+1] == "│"
	case "→": // what becomes of what: "214 leads → 3 requests", not ": → moves it"
		return i > 0 && !strings.HasSuffix(words[i-1], ":")
	case "/":
		return i == 0
	case "?":
		return i+1 < len(words) && words[i+1] != "help"
	}
	return false
}
