package kit

import (
	"slices"
	"strings"
)

// Context is where the keys go.
type Context uint8

// The contexts: Anywhere is under both others.
const (
	Anywhere Context = iota
	InForm           // Compose
	InTable          // Drafts, Send, History
)

// Action is what a key does, named as in the config's [keys].
type Action string

// The actions.
const (
	Help      Action = "help"
	Palette   Action = "palette"
	ToCompose Action = "compose"
	ToDrafts  Action = "drafts"
	ToSend    Action = "send"
	ToHistory Action = "history"
	Undo      Action = "undo"
	Redo      Action = "redo"
	Redraw    Action = "redraw"
	Preview   Action = "preview"
	Back      Action = "back"
	Quit      Action = "leave"

	Next          Action = "next"
	Prev          Action = "previous"
	Enter         Action = "enter"
	Up            Action = "up"
	Down          Action = "down"
	PageUp        Action = "page-up"
	PageDown      Action = "page-down"
	Save          Action = "save"
	Remove        Action = "remove"
	MoveUp        Action = "move-up"
	MoveDown      Action = "move-down"
	ToggleKind    Action = "kind"
	Pin           Action = "pin"
	NextProblem   Action = "next-problem"
	OpenDuplicate Action = "open-duplicate"
	QuickLine     Action = "quick-line"
	NewDraft      Action = "new-lead"

	Home      Action = "home"
	End       Action = "end"
	Mark      Action = "mark"
	Range     Action = "mark-range"
	MarkAll   Action = "mark-all"
	MarkNone  Action = "mark-none"
	Invert    Action = "mark-invert"
	Filter    Action = "filter"
	Problems  Action = "only-problems"
	Sort      Action = "sort"
	ShowSent  Action = "show-sent"
	Open      Action = "open"
	New       Action = "new"
	Duplicate Action = "duplicate"
	Delete    Action = "delete"
	EditField Action = "edit-field"
	MakeReady Action = "ready"
	Payload   Action = "payload"
	CopyJSON  Action = "copy-json"
	CopyCurl  Action = "copy-curl"
	TableUndo Action = "table-undo"
	Close     Action = "close"
	Submit    Action = "submit"

	Pause     Action = "pause"
	Cancel    Action = "cancel-rest"
	FindFault Action = "find-at-fault"
	TakeBack  Action = "take-back"
	ItIsThere Action = "it-is-there"
	Missing   Action = "it-is-missing"
	ByLead    Action = "lead-by-lead"
	Export    Action = "export"
	ShowDups  Action = "show-duplicates"
	LeaveDups Action = "leave-duplicates-out"
	GoFix     Action = "go-to-fixes"

	Restore       Action = "restore"
	SameWorkspace Action = "same-workspace"
	Pick          Action = "pick-leads"
	NewKey        Action = "change-key"
)

// Binding is one action with its keys and words.
type Binding struct {
	Action  Action
	Context Context
	Keys    []string
	Short   string // in the footer
	Long    string // in help and the palette
	// Hidden bindings (movement, second names) are in help but not in the palette.
	Hidden bool
}

// Bindings are DESIGN.md's keys, in the order of help.
func Bindings() []Binding {
	b := func(c Context, a Action, keys, short, long string) Binding {
		return Binding{Action: a, Context: c, Keys: strings.Fields(keys), Short: short, Long: long}
	}
	h := func(c Context, a Action, keys, short, long string) Binding {
		x := b(c, a, keys, short, long)
		x.Hidden = true
		return x
	}
	return []Binding{
		b(Anywhere, Help, "f1", "help", "Help for what has the focus"),
		h(Anywhere, Palette, "ctrl+p", "palette", "Command palette"),
		b(Anywhere, ToCompose, "f2 alt+1", "compose", "Go to Compose"),
		b(Anywhere, ToDrafts, "f3 alt+2", "drafts", "Go to Drafts"),
		b(Anywhere, ToSend, "f4 alt+3", "send", "Go to Send"),
		b(Anywhere, ToHistory, "f5 alt+4", "history", "Go to History"),
		b(Anywhere, Undo, "ctrl+z", "undo", "Undo what was last done here"),
		b(Anywhere, Redo, "ctrl+y", "redo", "Redo it"),
		b(Anywhere, Redraw, "ctrl+l", "redraw", "Draw the screen anew"),
		b(Anywhere, Preview, "f6", "preview", "Preview on, off"),
		h(Anywhere, Back, "esc", "back", "Close the innermost thing; back to Drafts, kept as draft"),
		b(Anywhere, Quit, "ctrl+c", "leave", "Leave leadpad"),

		h(InForm, Next, "tab", "next", "Next part, then next section"),
		h(InForm, Prev, "shift+tab", "back", "Previous part or section"),
		h(InForm, Enter, "enter", "next", "Next part; after a filled row one more row"),
		h(InForm, Up, "up", "up", "Previous row"),
		h(InForm, Down, "down", "down", "Next row"),
		h(InForm, PageUp, "pgup", "section up", "Previous section"),
		h(InForm, PageDown, "pgdown", "section", "Next section"),
		b(InForm, Save, "ctrl+s", "save, next lead", "Save and go on with the next lead"),
		b(InForm, Remove, "ctrl+x", "remove", "Remove this row, address or person; empty a field"),
		b(InForm, MoveUp, "alt+up", "move up", "Move this row up"),
		b(InForm, MoveDown, "alt+down", "move down", "Move this row down"),
		b(InForm, ToggleKind, "ctrl+t", "company ⇄ contact", "Company ⇄ contact"),
		b(InForm, Pin, "ctrl+r", "repeat", "Repeat (pin) this field's value for the next leads"),
		b(InForm, NextProblem, "ctrl+g", "next problem", "Go to the next problem"),
		b(InForm, OpenDuplicate, "f7", "duplicate", "Open the possible duplicate"),
		b(InForm, NewDraft, "ctrl+n", "new", "New lead, keep this as draft"),

		h(InTable, Help, "?", "help", "Help"),
		h(InTable, Palette, ":", "palette", "Command palette"),
		h(InTable, ToCompose, "1", "compose", "Go to Compose"),
		h(InTable, ToDrafts, "2", "drafts", "Go to Drafts"),
		h(InTable, ToSend, "3", "send", "Go to Send"),
		h(InTable, ToHistory, "4", "history", "Go to History"),
		h(InTable, Up, "up k", "up", "Up"),
		h(InTable, Down, "down j", "down", "Down"),
		h(InTable, PageUp, "pgup", "page up", "A page up"),
		h(InTable, PageDown, "pgdown", "page down", "A page down"),
		h(InTable, Home, "home g", "top", "First"),
		h(InTable, End, "end G", "end", "Last"),
		b(InTable, Mark, "space", "mark", "Mark this row"),
		b(InTable, Range, "v", "range", "Mark from here on while moving"),
		b(InTable, MarkAll, "a", "all", "Mark all shown"),
		b(InTable, MarkNone, "A", "none", "Unmark all"),
		b(InTable, Invert, "*", "invert", "Invert the marks"),
		b(InTable, Filter, "/", "filter", "Filter while typing"),
		b(InTable, Problems, "!", "problems", "Only leads with problems"),
		b(InTable, Sort, "s", "sort", "Sort by the next column"),
		b(InTable, ShowSent, "h", "sent too", "Show or hide sent leads"),
		h(InTable, Open, "enter", "open", "Open"),
		b(InTable, New, "n", "new lead", "New lead"),
		b(InTable, Duplicate, "D", "duplicate", "Duplicate this lead"),
		b(InTable, Delete, "d", "delete", "Delete the marked, else this row"),
		b(InTable, EditField, "e", "set field", "Change one field of all marked, else of this row"),
		b(InTable, MakeReady, "r", "make ready", "Make ready where nothing is wrong"),
		b(InTable, Payload, "p", "payload", "Payload preview"),
		b(InTable, CopyJSON, "y", "copy JSON", "Copy as JSON"),
		b(InTable, CopyCurl, "Y", "copy curl", "Copy as curl"),
		b(InTable, TableUndo, "u", "undo", "Undo what was last done here"),
		b(InTable, Close, "q", "close", "Close what is open, else leave"),
		b(InTable, Submit, "S", "submit", "Submit the marked, else all ready that the filter shows"),

		h(InTable, Restore, "r", "restore", "Trash: restore the marked, else this lead"),
		h(InTable, Pause, "space", "pause", "Pause and resume a submission"),
		h(InTable, Cancel, "c", "cancel the rest", "Cancel the rest of a submission"),
		h(InTable, FindFault, "f", "find it", "Find the lead at fault"),
		h(InTable, TakeBack, "u", "take back", "Take everything back during the hold"),
		h(InTable, ItIsThere, "t", "it is there", "The first lead, or a batch that is not sure: it is there"),
		h(InTable, Missing, "m", "it is missing", "The first lead, or a batch that is not sure: it is missing"),
		h(InTable, ByLead, "l", "lead by lead", "A batch that is not sure: lead by lead"),
		h(InTable, Export, "E", "export", "Write a batch's leads, with what became of them, into files"),
		h(InTable, ShowDups, "o", "show duplicates", "Preflight: show possible duplicates"),
		h(InTable, LeaveDups, "x", "leave them out", "Preflight: leave possible duplicates out"),
		h(InTable, GoFix, "!", "go to fixes", "Preflight: go to the first lead that needs fixes"),
		h(InTable, SameWorkspace, "w", "the same workspace", "Preflight: another key or address is of the same workspace"),
		h(InTable, Pick, "P", "pick the leads", "A full plan: pick the leads that go"),
		h(InTable, NewKey, "K", "change the key", "A refused key: type another one"),
	}
}

// Keymap is the bindings with the config's changes.
type Keymap struct {
	all  []Binding
	byID map[Action][]Binding
}

// NewKeymap applies the config's [keys]: action → keys. An unknown action or a
// key that would do two things in one place is an error.
func NewKeymap(changes map[string][]string) (*Keymap, error) {
	k := &Keymap{all: Bindings(), byID: map[Action][]Binding{}}
	if err := k.apply(changes); err != nil {
		return nil, err
	}
	return k, nil
}

// Is says that key, as KeyPressMsg.String gives it, does a in context c.
func (k *Keymap) Is(key string, c Context, a Action) bool {
	for _, b := range k.byID[a] {
		if (b.Context == c || b.Context == Anywhere) && slices.Contains(b.Keys, key) {
			return true
		}
	}
	return false
}

// Find gives the first of actions that key does in c, "" for none.
func (k *Keymap) Find(key string, c Context, actions ...Action) Action {
	for _, a := range actions {
		if k.Is(key, c, a) {
			return a
		}
	}
	return ""
}

// Bound says that key does something somewhere.
func (k *Keymap) Bound(key string) bool {
	return slices.ContainsFunc(k.all, func(b Binding) bool { return slices.Contains(b.Keys, key) })
}

// All gives the bindings, in the order of help.
func (k *Keymap) All() []Binding { return k.all }

// Binding gives an action's binding in c (or anywhere).
func (k *Keymap) Binding(a Action, c Context) (Binding, bool) {
	var any Binding
	found := false
	for _, b := range k.byID[a] {
		if b.Context == c {
			return b, true
		}
		if !found {
			any, found = b, true
		}
	}
	return any, found
}

// KeyName is the first key of an action as a footer shows it: "^S", "Tab", "F1".
func (k *Keymap) KeyName(a Action, c Context) string {
	b, ok := k.Binding(a, c)
	if !ok || len(b.Keys) == 0 {
		return ""
	}
	return KeyLabel(b.Keys[0])
}

// KeyLabel writes a key as people read it.
func KeyLabel(key string) string {
	names := map[string]string{
		"tab": "Tab", "shift+tab": "⇧Tab", "enter": "Enter", "esc": "Esc", "space": "Space", "up": "↑", "down": "↓",
		"pgup": "PgUp", "pgdown": "PgDn", "home": "Home", "end": "End",
	}
	if n, ok := names[key]; ok {
		return n
	}
	if rest, ok := strings.CutPrefix(key, "ctrl+"); ok {
		return "^" + strings.ToUpper(rest)
	}
	if rest, ok := strings.CutPrefix(key, "alt+"); ok {
		return "Alt+" + KeyLabel(rest)
	}
	if len(key) > 1 && key[0] == 'f' && key[1] >= '1' && key[1] <= '9' {
		return strings.ToUpper(key)
	}
	return key
}
