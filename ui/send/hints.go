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
	hs = append(hs, m.phaseHints()...)
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
	return hs
}

// phaseHints are the keys that stop, go on and take back.
func (m *Model) phaseHints() []kit.Hint {
	last := m.prog.BehindHold.After(m.now)
	goOn, pause, rest := kit.Hint{Action: kit.Pause, Text: "go on", Care: true}, kit.Hint{Action: kit.Pause, Text: "pause"}, kit.Hint{Action: kit.Cancel, Text: "cancel the rest"}
	var hs []kit.Hint
	switch m.prog.Phase {
	case outbox.Holding:
		if !m.heldElsewhere() {
			return []kit.Hint{{Action: kit.TakeBack, Text: "take everything back"}}
		}
	case outbox.Running, outbox.Waiting:
		switch {
		case m.foreign() || m.theirs() || m.prog.Cancelling:
			return nil
		case m.prog.Pausing:
			hs = []kit.Hint{goOn, rest}
		default:
			hs = []kit.Hint{pause, rest}
		}
	case outbox.Paused:
		if m.prog.Asks {
			goOn.Text = "send one more"
		}
		if !m.prog.Look && !m.theirs() {
			hs = []kit.Hint{goOn, rest}
		}
	default:
		return nil
	}
	if last {
		hs = append(hs, kit.Hint{Action: kit.TakeBack, Text: "take the last one back"})
	}
	return hs
}
