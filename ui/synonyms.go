package ui

import "leadpad/ui/kit"

// takesCare says that an action sends, deletes or adds leads: the palette never
// selects it by one word.
func takesCare(a kit.Action) bool {
	switch a {
	case kit.Submit, kit.Delete, kit.Duplicate, kit.FindFault:
		return true
	}
	return false
}

// synonyms are what people call an action who do not know its title.
func synonyms(a kit.Action) string {
	switch a {
	case kit.Help:
		return "keys shortcuts manual"
	case kit.ToCompose:
		return "form type screen"
	case kit.ToDrafts:
		return "table list review leads screen"
	case kit.ToSend:
		return "submission progress requests answers screen"
	case kit.ToHistory:
		return "receipts batches past screen"
	case kit.Undo, kit.TableUndo:
		return "revert back"
	case kit.Redo:
		return "again"
	case kit.Redraw:
		return "refresh repaint"
	case kit.Preview:
		return "payload json card show hide"
	case kit.Quit:
		return "quit exit close end bye"
	}
	if text := formSynonyms(a); text != "" {
		return text
	}
	if text := tableSynonyms(a); text != "" {
		return text
	}
	return sendSynonyms(a)
}

func formSynonyms(a kit.Action) string {
	switch a {
	case kit.Save:
		return "store finish done"
	case kit.Remove:
		return "clear erase line"
	case kit.MoveUp, kit.MoveDown:
		return "order line"
	case kit.ToggleKind:
		return "kind type person business switch change"
	case kit.Pin:
		return "keep same prefill"
	case kit.NextProblem:
		return "errors mistakes warnings fix"
	case kit.OpenDuplicate:
		return "double same twin"
	case kit.NewDraft:
		return "add create another"
	}
	return ""
}

func tableSynonyms(a kit.Action) string {
	switch a {
	case kit.Mark, kit.Range:
		return "select pick tick"
	case kit.MarkAll:
		return "select everything"
	case kit.MarkNone:
		return "deselect unselect none clear"
	case kit.Invert:
		return "selection reverse"
	case kit.Filter:
		return "search find"
	case kit.Problems:
		return "errors mistakes warnings"
	case kit.Sort:
		return "order arrange"
	case kit.ShowSent:
		return "done archive"
	case kit.New:
		return "add create another"
	case kit.Duplicate:
		return "copy clone"
	case kit.Delete:
		return "remove erase trash bin"
	case kit.EditField:
		return "edit bulk labels tag"
	case kit.MakeReady:
		return "finish release"
	case kit.Payload:
		return "json body"
	case kit.CopyJSON:
		return "clipboard"
	case kit.CopyCurl:
		return "clipboard shell command"
	}
	return ""
}

func sendSynonyms(a kit.Action) string {
	switch a {
	case kit.Submit:
		return "send upload"
	case kit.Pause:
		return "stop resume continue"
	case kit.Cancel:
		return "stop abort"
	case kit.FindFault:
		return "bad refused split"
	case kit.TakeBack:
		return "undo stop"
	case kit.ItIsThere:
		return "settle found created"
	case kit.Missing:
		return "settle absent lost"
	case kit.ByLead:
		return "settle single"
	case kit.NewKey:
		return "api key password secret"
	case kit.Export:
		return "csv json files save"
	}
	return ""
}
