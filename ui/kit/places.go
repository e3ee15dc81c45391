package kit

import (
	"fmt"
	"slices"
)

// Place is a state of a screen with keys of its own. Drafts, Send and History
// share one context of the key map, and several actions stand there on one key:
// in no place do two of them.
type Place uint8

// The places.
const (
	InCompose Place = iota
	InDrafts
	InTrash      // Drafts: the Trash
	InRequests   // Send: a submission and its requests
	InPreflight  // Send: the question before a submission
	InDuplicates // Send: the possible duplicates of the preflight
	InRequest    // Send: an opened request
	InBatches    // History
	InReceipt    // History: an opened batch
	InLeads      // History: a batch lead by lead
	Places       // how many there are
)

// Context is the key map's context of a place.
func (p Place) Context() Context {
	if p == InCompose {
		return InForm
	}
	return InTable
}

// Actions are what the keys do in a place.
func (p Place) Actions() []Action {
	always := []Action{Help, Palette, ToCompose, ToDrafts, ToSend, ToHistory, Redraw, Back, Quit}
	moves := []Action{Up, Down, PageUp, PageDown, Home, End}
	if p == InCompose {
		moves = []Action{Next, Prev, Enter, Up, Down, PageUp, PageDown}
	}
	own := map[Place][]Action{
		InCompose: {
			Undo, Redo, Preview, Save, Remove, MoveUp, MoveDown, ToggleKind, Pin, NextProblem, OpenDuplicate, NewDraft,
		},
		InDrafts: {
			Undo, Redo, Preview, Mark, Range, MarkAll, MarkNone, Invert, Filter, Problems, Sort, ShowSent, Open, New, Duplicate, Delete,
			EditField, MakeReady, Payload, CopyJSON, CopyCurl, TableUndo, Close, Submit,
		},
		InTrash: {Open, Close, Mark, MarkNone, Restore, TableUndo, Undo},
		InRequests: {
			Open, Close, Pause, Cancel, FindFault, MakeReady, Pick, Submit, TakeBack, ItIsThere, Missing, CopyJSON, NewKey,
		},
		InPreflight:  {Open, Close, SameWorkspace, ShowDups, LeaveDups, GoFix},
		InDuplicates: {Close, ShowDups, LeaveDups},
		InRequest:    {Close, CopyJSON, CopyCurl},
		InBatches:    {Open, Close, New, TableUndo, Undo, ItIsThere, Missing, ByLead, FindFault, CopyJSON, CopyCurl, Export},
		InReceipt:    {Open, Close, TableUndo, Undo, ItIsThere, Missing, ByLead, FindFault, Payload, CopyJSON, CopyCurl, Export},
		InLeads:      {Close, TableUndo, Undo, ItIsThere, Missing, CopyJSON},
	}
	return slices.Concat(always, moves, own[p])
}

// At gives what key does in a place, "" for nothing.
func (k *Keymap) At(key string, p Place) Action { return k.Find(key, p.Context(), p.Actions()...) }

// clash finds a key that would do two things in one place.
func (k *Keymap) clash() (key string, a, b Action, found bool) {
	for p := range Places {
		means := map[string]Action{}
		for _, action := range p.Actions() {
			for _, binding := range k.byID[action] {
				if binding.Context != p.Context() && binding.Context != Anywhere {
					continue
				}
				for _, key := range binding.Keys {
					if other, ok := means[key]; ok && other != action {
						return key, other, action, true
					}
					means[key] = action
				}
			}
		}
	}
	return "", "", "", false
}

// apply puts the config's keys in, and refuses a key that would mean two things
// where both work.
func (k *Keymap) apply(changes map[string][]string) error {
	for name, keys := range changes {
		i := slices.IndexFunc(k.all, func(b Binding) bool { return string(b.Action) == name })
		if i < 0 {
			return fmt.Errorf("[keys] has no action called %q", name)
		}
		k.all[i].Keys = keys
	}
	for _, b := range k.all {
		k.byID[b.Action] = append(k.byID[b.Action], b)
	}
	if key, a, b, found := k.clash(); found {
		if _, changed := changes[string(b)]; !changed {
			a, b = b, a
		}
		return fmt.Errorf("[keys] %s: %q already means %s", b, key, a)
	}
	return nil
}
