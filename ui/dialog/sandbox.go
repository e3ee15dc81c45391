package dialog

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"leadpad/api/sandbox"
	"leadpad/app"
	"leadpad/safe"
	"leadpad/ui/kit"
)

// samples is how many leads "Add 250 sample leads" adds.
const samples = 250

// SandboxItems are the palette's switches of a practice workspace: what the
// next request meets, the page, and sample leads. None for a real one.
func SandboxItems(w *app.Session) []Item {
	if w.Sandbox == nil {
		return nil
	}
	const group = "Practice"
	var items []Item
	for _, f := range []struct {
		words string
		fault sandbox.Fault
	}{
		{"429", sandbox.Fault{Kind: "429", N: 1}},
		{"400", sandbox.Fault{Kind: "reject", Arg: "The email of a lead is not valid.", N: 1}},
		{"500", sandbox.Fault{Kind: "status", Arg: "500", N: 1}},
		{"hang", sandbox.Fault{Kind: "hang", N: 1}},
		{"cut after body", sandbox.Fault{Kind: "reset-after", N: 1}},
		{"HTML page", sandbox.Fault{Kind: "html", N: 1}},
		{"slow", sandbox.Fault{Kind: "slow", Arg: "3s", N: 1}},
	} {
		items = append(items, Item{Title: "Next request: " + f.words, Group: group, Synonyms: "faults errors", Care: true, Last: true, Cmd: func() tea.Cmd {
			return func() tea.Msg {
				if err := w.Sandbox.SetFault(f.fault); err != nil {
					return kit.Failed("", err)
				}
				return kit.Notice{Level: kit.Said, Text: "The next request meets: " + f.words}
			}
		}})
	}
	if w.OpenPage != nil && !w.Served { // whose browser is elsewhere
		items = append(items, Item{Title: "Open its page", Group: group, Synonyms: "sandbox server browser", Last: true, Cmd: func() tea.Cmd { return openPage(w) }})
	}
	if w.SampleLeads != nil {
		items = append(items, Item{Title: "Add 250 sample leads", Group: group, Synonyms: "examples demo", Care: true, Last: true, Cmd: func() tea.Cmd { return addSamples(w) }})
	}
	return items
}

// openPage starts the sandbox's page and says where it is.
func openPage(w *app.Session) tea.Cmd {
	return kit.Command(func(ctx context.Context) tea.Msg {
		url, err := w.OpenPage(ctx)
		if err != nil {
			return kit.Failed("", err)
		}
		return kit.Notice{Level: kit.Good, Text: "The page is open at " + safe.Clean(url).String()}
	})
}

func addSamples(w *app.Session) tea.Cmd {
	return kit.Command(func(ctx context.Context) tea.Msg {
		if err := w.SampleLeads(ctx, samples); err != nil {
			return kit.Failed("", err)
		}
		return kit.Notice{Level: kit.Good, Text: "250 sample leads are in Drafts"}
	})
}
