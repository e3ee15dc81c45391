package ui

import (
	"slices"

	"leadpad/ui/kit"
)

// takesCare says that an action sends, deletes or adds leads: the palette never
// selects it by one word.
func takesCare(a kit.Action) bool {
	return slices.Contains([]kit.Action{kit.Submit, kit.Delete, kit.Duplicate, kit.FindFault}, a)
}

// synonyms are what people call an action who do not know its title.
func synonyms() map[kit.Action]string {
	return map[kit.Action]string{
		kit.Help:          "keys shortcuts manual",
		kit.ToCompose:     "form type screen",
		kit.ToDrafts:      "table list review leads screen",
		kit.ToSend:        "submission progress requests answers screen",
		kit.ToHistory:     "receipts batches past screen",
		kit.Undo:          "revert back",
		kit.TableUndo:     "revert back",
		kit.Redo:          "again",
		kit.Redraw:        "refresh repaint",
		kit.Preview:       "payload json card show hide",
		kit.Quit:          "quit exit close end bye",
		kit.Save:          "store finish done",
		kit.Remove:        "clear erase line",
		kit.MoveUp:        "order line",
		kit.MoveDown:      "order line",
		kit.ToggleKind:    "kind type person business switch change",
		kit.Pin:           "keep same prefill",
		kit.NextProblem:   "errors mistakes warnings fix",
		kit.OpenDuplicate: "double same twin",
		kit.TakeOver:      "open window lock unlock mine",
		kit.NewDraft:      "add create another",
		kit.Mark:          "select pick tick",
		kit.Range:         "select pick tick",
		kit.MarkAll:       "select everything",
		kit.MarkNone:      "deselect unselect none clear",
		kit.Invert:        "selection reverse",
		kit.Filter:        "search find",
		kit.Problems:      "errors mistakes warnings",
		kit.Sort:          "order arrange",
		kit.ShowSent:      "done archive",
		kit.New:           "add create another",
		kit.Duplicate:     "copy clone",
		kit.Delete:        "remove erase trash bin",
		kit.EditField:     "edit bulk labels tag",
		kit.MakeReady:     "finish release",
		kit.Payload:       "json body",
		kit.CopyJSON:      "clipboard",
		kit.CopyCurl:      "clipboard shell command",
		kit.Submit:        "send upload",
		kit.Pause:         "stop resume continue",
		kit.Cancel:        "stop abort",
		kit.FindFault:     "bad refused split",
		kit.TakeBack:      "undo stop",
		kit.ItIsThere:     "settle found created",
		kit.Missing:       "settle absent lost",
		kit.ByLead:        "settle single",
		kit.NewKey:        "api key password secret",
		kit.Export:        "csv json files save",
	}
}
