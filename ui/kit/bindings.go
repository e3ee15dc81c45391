package kit

import (
	"strings"

	"charm.land/bubbles/v2/key"
)

// Binding is one action in one context with its keys, and the words for it: its
// help holds the keys' label and the footer's words.
type Binding struct {
	key.Binding
	Action  Action
	Context Context
	Long    string // in help and the palette
	// Hidden bindings (movement, second names) are in help but not in the palette.
	Hidden bool
	// changed is the name under which the config gave the keys, "" where it did not.
	changed string
}

// Bind gives b keys; without any it is off.
func (b *Binding) Bind(keys ...string) {
	b.SetKeys(keys...)
	b.SetEnabled(len(keys) > 0)
	label := ""
	if len(keys) > 0 {
		label = KeyLabel(keys[0])
	}
	b.SetHelp(label, b.Help().Desc)
}

// Short is what the key does, in the footer's words.
func (b Binding) Short() string { return b.Help().Desc }

// Label is the first key as people read it.
func (b Binding) Label() string { return b.Help().Key }

// bound makes a binding of keys that are divided by spaces.
func bound(c Context, a Action, keys, short, long string) Binding {
	b := Binding{Action: a, Context: c, Long: long}
	b.SetHelp("", short)
	b.Bind(strings.Fields(keys)...)
	return b
}

// hidden makes a binding that the palette leaves out.
func hidden(c Context, a Action, keys, short, long string) Binding {
	b := bound(c, a, keys, short, long)
	b.Hidden = true
	return b
}

// Bindings are all keys as they come, in the order of help.
func Bindings() []Binding {
	var all []Binding
	for _, some := range [][]Binding{anywhereKeys(), composeKeys(), tableKeys(), draftsKeys(), trashKeys(), sendKeys(), historyKeys(), foundKeys(), dialogKeys()} {
		all = append(all, some...)
	}
	return all
}

func anywhereKeys() []Binding {
	return []Binding{
		bound(Anywhere, Help, "f1", "help", "Help for what has the focus"),
		hidden(Anywhere, Palette, "ctrl+p", "palette", "Command palette"),
		bound(Anywhere, ToCompose, "f2 alt+1", "compose", "Go to Compose"),
		bound(Anywhere, ToDrafts, "f3 alt+2", "drafts", "Go to Drafts"),
		bound(Anywhere, ToSend, "f4 alt+3", "send", "Go to Send"),
		bound(Anywhere, ToHistory, "f5 alt+4", "history", "Go to History"),
		bound(Anywhere, Undo, "ctrl+z", "undo", "Undo what was last done here"),
		bound(Anywhere, Redo, "ctrl+y", "redo", "Redo it"),
		bound(Anywhere, Redraw, "ctrl+l", "redraw", "Draw the screen anew"),
		bound(Anywhere, Preview, "f6", "preview", "Preview on, off"),
		hidden(Anywhere, Back, "esc", "back", "Close the innermost thing; back to Drafts, kept as draft"),
		bound(Anywhere, Quit, "ctrl+c", "leave", "Leave leadpad"),
	}
}

func composeKeys() []Binding {
	return []Binding{
		hidden(InForm, Next, "tab", "next", "Next part, then next section"),
		hidden(InForm, Prev, "shift+tab", "back", "Previous part or section"),
		hidden(InForm, Enter, "enter", "next", "Next part; after a filled row one more row"),
		hidden(InForm, Up, "up", "up", "Previous row"),
		hidden(InForm, Down, "down", "down", "Next row"),
		hidden(InForm, PageUp, "pgup", "section up", "Previous section"),
		hidden(InForm, PageDown, "pgdown", "section", "Next section"),
		bound(InForm, Save, "ctrl+s", "save, next lead", "Save and go on with the next lead"),
		bound(InForm, Remove, "ctrl+x", "remove", "Remove this row, address or person; empty a field"),
		bound(InForm, MoveUp, "alt+up", "move up", "Move this row up"),
		bound(InForm, MoveDown, "alt+down", "move down", "Move this row down"),
		bound(InForm, ToggleKind, "ctrl+t", "company ⇄ contact", "Company ⇄ contact"),
		bound(InForm, Pin, "ctrl+r", "repeat", "Repeat (pin) this field's value for the next leads"),
		bound(InForm, NextProblem, "ctrl+g", "next problem", "Go to the next problem"),
		bound(InForm, OpenDuplicate, "f7", "duplicate", "Open the possible duplicate"),
		bound(InForm, TakeOver, "f8", "take over", "Take over from another window"),
		bound(InForm, QuickLine, "ctrl+o", "quick line", "Quick line: a lead in one line"),
		bound(InForm, NewDraft, "ctrl+n", "new", "New lead, keep this as draft"),
	}
}

// tableKeys are what Drafts, the Trash, Send and History share.
func tableKeys() []Binding {
	return []Binding{
		hidden(InTable, Help, "?", "help", "Help"),
		hidden(InTable, Palette, ":", "palette", "Command palette"),
		hidden(InTable, ToCompose, "1", "compose", "Go to Compose"),
		hidden(InTable, ToDrafts, "2", "drafts", "Go to Drafts"),
		hidden(InTable, ToSend, "3", "send", "Go to Send"),
		hidden(InTable, ToHistory, "4", "history", "Go to History"),
		hidden(InTable, Up, "up k", "up", "Up"),
		hidden(InTable, Down, "down j", "down", "Down"),
		hidden(InTable, PageUp, "pgup", "page up", "A page up"),
		hidden(InTable, PageDown, "pgdown", "page down", "A page down"),
		hidden(InTable, Home, "home g", "top", "First"),
		hidden(InTable, End, "end G", "end", "Last"),
		hidden(InTable, Open, "enter", "open", "Open"),
		bound(InTable, Close, "q", "close", "Close what is open, else leave"),
	}
}

func draftsKeys() []Binding {
	return []Binding{
		bound(InDrafts, Mark, "space", "mark", "Mark this row"),
		bound(InDrafts, Range, "v", "range", "Mark from here on while moving"),
		bound(InDrafts, MarkAll, "a", "all", "Mark all shown"),
		bound(InDrafts, MarkNone, "A", "none", "Unmark all"),
		bound(InDrafts, Invert, "*", "invert", "Invert the marks"),
		bound(InDrafts, Filter, "/", "filter", "Filter while typing"),
		bound(InDrafts, Problems, "!", "problems", "Only leads with problems"),
		bound(InDrafts, Sort, "s", "sort", "Sort by the next column"),
		bound(InDrafts, ShowSent, "h", "sent too", "Show or hide sent leads"),
		hidden(InDrafts, Open, "enter", "open", "Open this lead"),
		bound(InDrafts, New, "n", "new lead", "New lead"),
		bound(InDrafts, Duplicate, "D", "duplicate", "Duplicate this lead"),
		bound(InDrafts, Delete, "d", "delete", "Delete the marked, else this row"),
		bound(InDrafts, EditField, "e", "set field", "Change one field of all marked, else of this row"),
		bound(InDrafts, MakeReady, "r", "make ready", "Make ready where nothing is wrong"),
		bound(InDrafts, Payload, "p", "payload", "Payload preview"),
		bound(InDrafts, CopyJSON, "y", "copy JSON", "Copy as JSON"),
		bound(InDrafts, CopyCurl, "Y", "copy curl", "Copy as curl"),
		bound(InDrafts, TableUndo, "u", "undo", "Undo what was last done here"),
		bound(InDrafts, Submit, "S", "submit", "Submit the marked, else all ready that the filter shows"),
	}
}

func trashKeys() []Binding {
	return []Binding{
		hidden(InTrash, Open, "enter", "open", "Look at this lead"),
		bound(InTrash, Restore, "r", "restore", "Restore the marked, else this lead"),
		bound(InTrash, Mark, "space", "mark", "Mark this row"),
		bound(InTrash, MarkNone, "A", "none", "Unmark all"),
		bound(InTrash, TableUndo, "u", "undo", "Undo what was last done here"),
		bound(InTrash, Close, "q", "close", "Close what is open; back to Drafts"),
	}
}

func sendKeys() []Binding {
	return []Binding{
		hidden(InSend, Open, "enter", "open", "Start a submission in the preflight; open a request"),
		hidden(InSend, Pause, "space", "pause", "Pause and resume a submission"),
		hidden(InSend, Cancel, "c", "cancel the rest", "Cancel the rest of a submission"),
		hidden(InSend, TakeBack, "u", "take back", "Take everything back during the hold"),
		hidden(InSend, ItIsThere, "t", "it is there", "First lead: it is all there, send the rest"),
		hidden(InSend, Missing, "m", "it is missing", "First lead: something is missing; then: the names again"),
		hidden(InSend, FindFault, "f", "find it", "Refused: find the lead at fault"),
		bound(InSend, MakeReady, "r", "make ready", "Refused: put all back to ready"),
		hidden(InSend, Pick, "P", "pick the leads", "A full plan: pick the leads that go"),
		hidden(InSend, NewKey, "K", "change the key", "A refused key: type another one"),
		hidden(InSend, ShowDups, "o", "show duplicates", "Preflight: show possible duplicates"),
		hidden(InSend, LeaveDups, "x", "leave them out", "Preflight: leave possible duplicates out"),
		hidden(InSend, GoFix, "!", "go to fixes", "Preflight: go to the first lead that needs fixes"),
		hidden(InSend, SameWorkspace, "w", "the same workspace", "Preflight: another key or address is of the same workspace"),
		bound(InSend, CopyJSON, "y", "copy JSON", "First lead: copy its name; an open request: its body"),
		bound(InSend, CopyCurl, "Y", "copy curl", "An open request: copy it as curl"),
		bound(InSend, Submit, "S", "submit", "Submit all that is ready, behind what is being sent"),
	}
}

// dialogKeys are those that dialogs have in common; what a dialog asks for stands
// in it.
func dialogKeys() []Binding {
	return []Binding{
		hidden(InDialog, Open, "enter", "open", "Take it"),
		hidden(InDialog, Back, "esc", "close", "Close it"),
		hidden(InDialog, Close, "q", "close", "Close it"),
		hidden(InDialog, Quit, "ctrl+c", "leave", "Leave leadpad"),
		hidden(InDialog, ItIsThere, "t", "test", "Test the key"),
		hidden(InDialog, Up, "up k", "up", "Up"),
		hidden(InDialog, Down, "down j", "down", "Down"),
		hidden(InDialog, PageUp, "pgup", "page up", "A page up"),
		hidden(InDialog, PageDown, "pgdown", "page down", "A page down"),
		hidden(InDialog, Home, "home g", "top", "First"),
		hidden(InDialog, End, "end G", "end", "Last"),
	}
}

func historyKeys() []Binding {
	return []Binding{
		hidden(InHistory, Open, "enter", "open", "Open the receipt"),
		bound(InHistory, New, "n", "new lead", "New lead"),
		hidden(InHistory, ItIsThere, "t", "it is there", "A batch that is not sure: it is there"),
		hidden(InHistory, Missing, "m", "it is missing", "A batch that is not sure: it is missing"),
		hidden(InHistory, ByLead, "l", "lead by lead", "A batch that is not sure: lead by lead"),
		hidden(InHistory, FindFault, "f", "find it", "Refused: find the lead at fault"),
		hidden(InHistory, NewKey, "K", "change the key", "A refused key: type another one"),
		bound(InHistory, Payload, "p", "payload", "An open receipt: the body as it was sent"),
		bound(InHistory, CopyJSON, "y", "copy JSON", "Not sure: copy the name; else and in a receipt: the body"),
		bound(InHistory, CopyCurl, "Y", "copy curl", "Copy as curl"),
		hidden(InHistory, Export, "E", "export", "Write a batch's leads, with what became of them, into files"),
		bound(InHistory, TableUndo, "u", "undo", "Undo what was last done here"),
	}
}

// KeyLabel writes a key as people read it.
func KeyLabel(key string) string {
	names := map[string]string{
		"tab": "Tab", "shift+tab": "⇧Tab", "enter": "Enter", "esc": "Esc", "space": "Space", "up": "↑", "down": "↓", "left": "←", "right": "→",
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
