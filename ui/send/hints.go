package send

import (
	"leadpad/outbox"
	"leadpad/ui/kit"
)

// Footer gives the keys of here and now.
func (m *Model) Footer() []kit.Hint {
	switch {
	case m.pre != nil && m.pre.dups != nil:
		return []kit.Hint{{Action: kit.Back, Text: "back to the question"}, {Action: kit.Down, Text: "next"}, {Action: kit.LeaveDups, Text: "leave them out"}}
	case m.pre != nil:
		return m.preflightHints()
	case m.open != nil:
		return []kit.Hint{{Action: kit.Back, Text: "close"}, {Action: kit.Down, Text: "scroll"}, {Action: kit.CopyJSON, Text: "copy the body"}, {Action: kit.CopyCurl, Text: "copy as curl"}}
	}
	return m.progressHints()
}

func (m *Model) preflightHints() []kit.Hint {
	p := m.pre
	if p.stage != asking {
		return []kit.Hint{{Action: kit.Back}}
	}
	var hs []kit.Hint
	switch {
	case p.changed():
		hs = append(hs, kit.Hint{Action: kit.SameWorkspace, Text: "it is the same workspace"})
	case p.err == nil && len(p.plan.IDs) > 0:
		hs = append(hs, kit.Hint{Action: kit.Open, Text: "start", Care: true})
	}
	// Second, so that a narrow footer keeps it.
	hs = append(hs, kit.Hint{Action: kit.Back, Text: "back to Drafts"})
	if len(p.plan.Duplicates) > 0 {
		hs = append(hs, kit.Hint{Action: kit.ShowDups}, kit.Hint{Action: kit.LeaveDups})
	} else if p.without != nil {
		hs = append(hs, kit.Hint{Action: kit.LeaveDups, Text: "put the duplicates in again"})
	}
	if p.fixes() > 0 {
		hs = append(hs, kit.Hint{Action: kit.GoFix})
	}
	if m.listRows() > 0 && m.listRows() < p.list.rows.Total {
		hs = append(hs, kit.Hint{Action: kit.Down, Text: "more leads"})
	}
	return hs
}

func (m *Model) progressHints() []kit.Hint {
	var hs []kit.Hint
	add := func(a kit.Action, text string) { hs = append(hs, kit.Hint{Action: a, Text: text}) }
	sends := func(a kit.Action, text string) { hs = append(hs, kit.Hint{Action: a, Text: text, Care: true}) }
	switch {
	case m.names != nil:
		return m.namesHints()
	case m.prog.Look:
		sends(kit.ItIsThere, "all there")
		add(kit.Missing, "something is missing")
		add(kit.Back, "later")
		add(kit.CopyJSON, "copy the name")
	case m.incomplete() && !m.legacy():
		add(kit.Missing, "the names again")
	case m.full():
		add(kit.Pick, "pick leads")
	case m.keyRefused():
		add(kit.NewKey, "change the key")
	}
	if _, ok := m.refused(); ok {
		add(kit.FindFault, "find it")
		add(kit.MakeReady, "put back")
	}
	switch m.prog.Phase {
	case outbox.Holding:
		switch {
		case !m.heldElsewhere():
			add(kit.TakeBack, "take everything back")
		case m.prog.BehindHold.After(m.now):
			add(kit.TakeBack, "take the last one back")
		}
	case outbox.Running, outbox.Waiting:
		if m.foreign() || m.prog.Cancelling {
			break
		}
		if m.prog.Pausing {
			sends(kit.Pause, "go on")
		} else {
			add(kit.Pause, "pause")
		}
		add(kit.Cancel, "cancel the rest")
		if m.prog.BehindHold.After(m.now) {
			add(kit.TakeBack, "take the last one back")
		}
	case outbox.Paused:
		if !m.prog.Look {
			sends(kit.Pause, "go on")
			add(kit.Cancel, "cancel the rest")
		}
		if m.prog.BehindHold.After(m.now) {
			add(kit.TakeBack, "take the last one back")
		}
	}
	if len(m.prog.Requests) > 0 && m.prog.Phase != outbox.Holding {
		add(kit.Open, "open the request")
	}
	switch {
	case m.noneReady():
	case m.active():
		add(kit.Submit, "queue all ready")
	default:
		add(kit.Submit, "submit all ready")
	}
	if (m.prog.Phase != outbox.Holding || m.heldElsewhere()) && !m.prog.Look {
		add(kit.Back, "Drafts")
	}
	add(kit.Help, "")
	return hs
}
