package kit

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"leadpad/config"
	"leadpad/words"
)

// Context is where the keys go: a screen, or what several of them share. What
// works in the contexts above one works in it, too.
type Context uint8

// The contexts.
const (
	Anywhere  Context = iota
	InForm            // Compose
	InTable           // what the five below share
	InDrafts          // Drafts
	InTrash           // Drafts: the Trash
	InSend            // Send
	InHistory         // History
	InFound           // Compose: what was found in a paste
	InDialog          // a dialog over any screen: its keys are fixed
	contexts          // how many there are
)

// screens are the contexts that the keys go to; the others only lend them keys.
func screens() []Context { return []Context{InForm, InDrafts, InTrash, InSend, InHistory, InFound} }

// above is the context whose keys work in c, too, where c has none of its own for
// the same action; Anywhere is above itself.
func (c Context) above() Context {
	switch c {
	case InDrafts, InTrash, InSend, InHistory, InFound:
		return InTable
	}
	return Anywhere
}

// Title is the name of a screen as people read it.
func (c Context) Title() string {
	return [contexts]string{InForm: "Compose", InDrafts: "Drafts", InTrash: "Trash", InSend: "Send", InHistory: "History", InFound: "Found"}[c]
}

// changeable are the contexts whose keys the config can change, by their names
// there.
func changeable() map[string]Context {
	return map[string]Context{
		"anywhere": Anywhere, "compose": InForm, "tables": InTable,
		"drafts": InDrafts, "trash": InTrash, "send": InSend, "history": InHistory, "found": InFound,
	}
}

// KeyError is what is wrong with the config's keys.
type KeyError struct {
	Name string // as it stands in the config: action, or screen.action
	Text string
	Lost bool // no action has a name like it, so the text names none
}

func (e *KeyError) Error() string { return e.Text }

// wrong makes the error for the name that stands in the config.
func wrong(name, format string, args ...any) error {
	return &KeyError{Name: name, Text: fmt.Sprintf(format, args...)}
}

// actions are those that the config can change in c and in the contexts above it,
// or everywhere.
func (k *Keymap) actions(in ...Context) []string {
	var list []string
	for _, b := range k.all {
		if b.Context != InDialog && (len(in) == 0 || slices.Contains(in, b.Context)) {
			list = append(list, string(b.Action))
		}
	}
	return list
}

// Settings are the keys in force as the config has them: screen.action → keys.
func (k *Keymap) Settings() map[string][]string {
	all := map[string][]string{}
	for name, c := range changeable() {
		for _, b := range k.all {
			if b.Context == c {
				all[name+"."+string(b.Action)] = b.Keys()
			}
		}
	}
	return all
}

// Keymap is the bindings with the config's changes.
type Keymap struct {
	all  []Binding
	here [contexts][]Binding          // what works in a context: its own first, then what it has from above
	by   [contexts]map[Action]Binding // the first of an action in here, where there is none another context's
	does [contexts]map[string]Action  // key → action
}

// NewKeymap applies the config's [keys]: action, or screen.action, → keys. An
// unknown name, a key that no terminal sends and one that would do two things on
// one screen are each a *KeyError.
func NewKeymap(changes map[string][]string) (*Keymap, error) { return KeymapOf(Bindings(), changes) }

// KeymapOf is NewKeymap over other bindings than the built-in ones.
func KeymapOf(all []Binding, changes map[string][]string) (*Keymap, error) {
	k := &Keymap{all: all}
	// An action's keys on all screens come first, then those on one.
	names := slices.SortedFunc(maps.Keys(changes), func(a, b string) int {
		if n := strings.Count(a, ".") - strings.Count(b, "."); n != 0 {
			return n
		}
		return strings.Compare(a, b)
	})
	for _, name := range names {
		if err := k.change(name, changes[name]); err != nil {
			return nil, err
		}
	}
	for c := range contexts {
		k.index(c)
	}
	return k, k.clash()
}

// index fills the tables of c.
func (k *Keymap) index(c Context) {
	k.here[c], k.by[c], k.does[c] = k.effective(c), map[Action]Binding{}, map[string]Action{}
	for _, list := range [][]Binding{k.here[c], k.all} {
		for _, b := range list {
			if _, ok := k.by[c][b.Action]; !ok {
				k.by[c][b.Action] = b
			}
		}
	}
	for _, b := range k.here[c] {
		for _, key := range b.Keys() {
			k.does[c][key] = b.Action
		}
	}
}

// change gives the action that name names other keys.
func (k *Keymap) change(name string, keys []string) error {
	if i := slices.IndexFunc(keys, func(key string) bool { return !sent(key) }); i >= 0 {
		hint := words.Meant(nearest(keys[i]))
		if hint == "" {
			hint = "; keys are written like ctrl+s, alt+x, f9, space, enter, S"
		}
		return wrong(name, "[keys] %s: no terminal sends %q%s", name, keys[i], hint)
	}
	where, action, one := strings.Cut(name, ".")
	if !one {
		return k.changeAll(name, keys)
	}
	c, ok := changeable()[where]
	if !ok {
		return wrong(name, "[keys] has no screen called %q%s", where, words.Meant(config.Nearest(where, slices.Sorted(maps.Keys(changeable())))))
	}
	for at := c; ; at = at.above() {
		i := slices.IndexFunc(k.all, func(b Binding) bool { return b.Context == at && string(b.Action) == action })
		switch {
		case i < 0 && at == Anywhere:
			return k.unknown(name, fmt.Sprintf("[keys.%s]", where), action, c)
		case i < 0:
			continue
		case at != c:
			k.all = append(k.all, k.all[i])
			i = len(k.all) - 1
			k.all[i].Context = c
		}
		k.all[i].Bind(keys...)
		k.all[i].changed = name
		return nil
	}
}

// unknown makes the error for a name that no action has in a table.
func (k *Keymap) unknown(name, table, action string, c Context) error {
	hint := k.meant(action, c)
	return &KeyError{Name: name, Text: fmt.Sprintf("%s has no action called %q%s", table, action, hint), Lost: hint == ""}
}

// meant says which action of the config's may be meant by a name that c has none of:
// the nearest one there, else the one of another screen; "" for none.
func (k *Keymap) meant(name string, c Context) string {
	screens := changeable()
	for _, screen := range slices.Sorted(maps.Keys(screens)) {
		if c != Anywhere && slices.Contains(k.actions(screens[screen]), name) {
			return "; [keys." + screen + "] has it"
		}
	}
	near := k.actions(c, c.above(), Anywhere)
	if c == Anywhere {
		near = k.actions()
	}
	if hint := words.Meant(config.Nearest(name, near)); hint != "" {
		return hint
	}
	if hint := words.Meant(config.Nearest(name, k.actions())); hint != "" {
		return hint
	}
	return ""
}

// changeAll gives an action other keys wherever it has some. One that works
// anywhere keeps those that Compose or the tables have beside them, and one of
// Compose those of the tables: they are second keys there.
func (k *Keymap) changeAll(name string, keys []string) error {
	first := slices.IndexFunc(k.all, func(b Binding) bool { return string(b.Action) == name })
	if first < 0 {
		return k.unknown(name, "[keys]", name, Anywhere)
	}
	only := k.all[first].Context
	for i := range k.all {
		b := &k.all[i]
		if string(b.Action) == name && (b.Context == only || only >= InTable && b.Context != InDialog) {
			b.Bind(keys...)
			b.changed = name
		}
	}
	return nil
}

// effective gives the bindings of c: its own, those of the contexts above it for
// actions that have none below, and always those of anywhere.
func (k *Keymap) effective(c Context) []Binding {
	var list []Binding
	for at := c; ; at = at.above() {
		for _, b := range k.all {
			taken := at != Anywhere && slices.ContainsFunc(list, func(o Binding) bool { return o.Action == b.Action && o.Context != at })
			if b.Context == at && !taken {
				list = append(list, b)
			}
		}
		if at == Anywhere {
			return list
		}
	}
}

// clash finds a key that would do two things on one screen, or that Compose types.
func (k *Keymap) clash() error {
	for _, c := range screens() {
		means := map[string]Binding{}
		for _, b := range k.here[c] {
			for _, key := range b.Keys() {
				if c == InForm && b.changed != "" && (key == "space" || utf8.RuneCountInString(key) == 1) {
					return wrong(b.changed, "[keys] %s: %q is typed in Compose", b.changed, key)
				}
				o, taken := means[key]
				if !taken || o.Action == b.Action {
					means[key] = b
					continue
				}
				if b.changed == "" {
					b, o = o, b
				}
				return wrong(b.changed, "[keys] %s: %q already means %s in %s", b.changed, key, o.Action, c.Title())
			}
		}
	}
	return nil
}

// At gives what key, as KeyPressMsg.String writes it, does in c; "" for nothing.
func (k *Keymap) At(key string, c Context) Action { return k.does[c][key] }

// Is says that key does a in c.
func (k *Keymap) Is(key string, c Context, a Action) bool { return a != "" && k.At(key, c) == a }

// Find gives what key does in c where that is one of actions, else "".
func (k *Keymap) Find(key string, c Context, actions ...Action) Action {
	if a := k.At(key, c); slices.Contains(actions, a) {
		return a
	}
	return ""
}

// Bound says that key does something somewhere.
func (k *Keymap) Bound(key string) bool {
	return slices.ContainsFunc(k.does[:], func(means map[string]Action) bool { return means[key] != "" })
}

// Here gives what works in c: its own bindings first, then those of the tables,
// then those of anywhere.
func (k *Keymap) Here(c Context) []Binding { return k.here[c] }

// Binding gives an action's binding in c; where it has none there, another
// context's.
func (k *Keymap) Binding(a Action, c Context) (Binding, bool) {
	b, ok := k.by[c][a]
	return b, ok
}

// Keys are the labels of all keys of an action in c.
func (k *Keymap) Keys(a Action, c Context) []string {
	var labels []string
	for _, b := range k.here[c] {
		for _, key := range b.Keys() {
			if l := KeyLabel(key); b.Action == a && !slices.Contains(labels, l) {
				labels = append(labels, l)
			}
		}
	}
	return labels
}

// KeyName is the first key of an action as a footer shows it: "^S", "Tab", "F1".
func (k *Keymap) KeyName(a Action, c Context) string {
	b, _ := k.Binding(a, c)
	return b.Label()
}
