package compose

import (
	"slices"
	"strings"

	"leadpad/api"
	"leadpad/lead"
	"leadpad/queue"
)

// offList is said of a label that the house's list has not, while it is typed; once
// it was left, a note says so.
const offList = "not on the house's list"

func (m *Model) rules() lead.Rules { return m.encoding().Rules }

// encoding is how the lead of the form goes out: as its owner's.
func (m *Model) encoding() api.Encoding {
	if e := m.doc.entry; e.Rev > 0 {
		return m.d.Workspace.EncodingOf(e.Owner)
	}
	return m.d.Workspace.Encoding()
}

// houseLabels are the labels of the house's list that begin like a text.
func (m *Model) houseLabels(text string) (found []queue.Suggestion) {
	begun := lead.Fold(text)
	if begun == "" {
		return nil
	}
	for _, label := range m.rules().Labels {
		if strings.HasPrefix(lead.Fold(label), begun) {
			found = append(found, queue.Suggestion{Value: label})
		}
	}
	return found
}

// houseOffer says that a label is not on the house's list, and offers the one that is
// the same but for how it is written.
func (m *Model) houseOffer(at lead.Path, text string) (offer, bool) {
	off := m.rules().OffList(text)
	said := slices.ContainsFunc(m.shown(at), func(q lead.Problem) bool { return q.Text == off })
	if at.Field != lead.Labels || strings.TrimSpace(text) == "" || off == "" {
		return offer{}, false
	}
	begun := m.houseLabels(text)
	for _, s := range begun {
		if lead.Fold(s.Value) == lead.Fold(text) {
			o := whole(s.Value)
			o.ghost, o.line = "", "→ "+clean(s.Value)+", as on the house's list"
			return o, true
		}
	}
	return offer{line: offList}, len(begun) == 0 && !said
}
