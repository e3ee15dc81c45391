package dialog

import (
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"leadpad/ui/kit"
)

// ran is what an item of these tests gives.
func ran(what string) func() tea.Cmd {
	return func() tea.Cmd { return kit.Do(kit.Notice{Text: what}) }
}

func items() []Item {
	return []Item{
		{Title: "Mark this row", Key: "space", Group: "Drafts", Synonyms: "select tick", Cmd: ran("marked")},
		{Title: "Mark all shown", Key: "a", Group: "Drafts", Synonyms: "select everything", Cmd: ran("all marked")},
		{Title: "Copy as JSON", Key: "y", Group: "Drafts", Off: "nothing is selected", Cmd: ran("copied")},
		{Title: "Submit the marked, else all ready that the filter shows", Key: "S", Group: "Drafts", Synonyms: "send", Care: true, Cmd: ran("submitted")},
		{Title: "Delete the marked, else this row", Key: "d", Group: "Drafts", Synonyms: "trash", Care: true, Cmd: ran("deleted")},
		{Title: "Go to Compose", Key: "F2", Group: "Go to", Cmd: ran("compose")},
		{Title: "Go to Send", Key: "F4", Group: "Go to", Cmd: ran("send")},
		{Title: "Repeat (pin) this field's value for the next leads", Key: "^R", Group: "Compose", Cmd: ran("pinned")},
		{Title: "Überblick öffnen", Group: "Compose", Synonyms: "straße", Cmd: ran("überblick")},
		{Title: "Switch workspace…", Group: "Workspace", Cmd: ran("switched")},
		{Title: "Next request: hang", Group: "Practice", Synonyms: "faults", Care: true, Last: true, Cmd: ran("armed")},
		{Title: "Open its page", Group: "Practice", Last: true, Cmd: ran("opened")},
		{Title: "Add 250 sample leads", Group: "Practice", Care: true, Last: true, Cmd: ran("added")},
		{Title: "練習用 のページを開く", Group: "Practice", Last: true},
	}
}

// What is typed and Enter: what runs, or "" and what is said instead.
func TestPaletteRuns(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		keys, runs, says string
	}{
		// Every typed word begins a word of a title, a group or a synonym.
		{keys: "'go space 'send enter", runs: "send"},
		{keys: "'se space 'go enter", runs: "send"},
		{keys: "'select space 'all enter", runs: "all marked"},
		{keys: "'compose enter", runs: "compose"},
		{keys: "'UBERBLICK enter", runs: "überblick"},
		{keys: "'über enter", runs: "überblick"},
		{keys: "'strasse enter", runs: "überblick"},
		{keys: "'mark space 'drafts space 'all enter", runs: "all marked"},
		// Letters within words, or strewn over them, find nothing.
		{keys: "'reset enter", says: "No command fits"},
		{keys: "'gosend enter", says: "No command fits"},
		{keys: "'ark enter", says: "No command fits"},
		{keys: "'send space 'zzz enter", says: "No command fits"},
		{keys: ": enter", says: "No command fits"},
		// An empty line runs nothing, whatever is first.
		{keys: "enter", says: "Nothing is chosen: type what you want to do, or choose with ↓"},
		{keys: "space enter", says: "Nothing is chosen: type what you want to do, or choose with ↓"},
		{keys: "'zzz esc enter", says: "Nothing is chosen: type what you want to do, or choose with ↓"},
		{keys: "down enter", runs: "marked"},
		{keys: "up up enter", runs: "added"},
		// What takes care wants a second word or a step.
		{keys: "'submit enter", says: "“Submit the marked, else all ready that the filter shows” wants to be chosen: ↓, or one word more"},
		{keys: "'submit space enter", says: "“Submit the marked, else all ready that the filter shows” wants to be chosen: ↓, or one word more"},
		{keys: "'submit space 'ready enter", runs: "submitted"},
		{keys: "'submit down enter", runs: "submitted"},
		{keys: "'trash enter", says: "“Delete the marked, else this row” wants to be chosen: ↓, or one word more"},
		{keys: "'trash space 'row enter", runs: "deleted"},
		{keys: "'hang enter", says: "“Next request: hang” wants to be chosen: ↓, or one word more"},
		{keys: "'hang space 'next enter", runs: "armed"},
		{keys: "'sample enter", says: "“Add 250 sample leads” wants to be chosen: ↓, or one word more"},
		// Something harmless that fits better goes before it.
		{keys: "'send enter", runs: "send"},
		{keys: "'json enter", says: "nothing is selected"},
		{keys: "esc", runs: "closed"},
	} {
		t.Run(tt.keys, func(t *testing.T) {
			t.Parallel()
			got, over := press(NewPalette(items(), nil), tt.keys)
			var runs, says, named string
			for _, msg := range got {
				switch msg := msg.(type) {
				case kit.Ran:
					named = msg.Title
				case kit.Notice:
					if over {
						runs = msg.Text
					} else {
						says = msg.Text
					}
				}
			}
			if over && len(got) == 0 {
				runs = "closed"
			}
			if runs != tt.runs || says != tt.says || over != (tt.runs != "") {
				t.Errorf("ran %q and said %q (over %v), want %q and %q", runs, says, over, tt.runs, tt.says)
			}
			if over && runs != "closed" && named == "" {
				t.Error("what it ran is not named")
			}
		})
	}
}

// While the line is empty the keys that go to a screen work; typed behind
// something they are text.
func TestPaletteAtOnce(t *testing.T) {
	t.Parallel()
	atOnce := func(key string) tea.Cmd {
		if strings.Contains("1234?", key) {
			return kit.Do(kit.Notice{Text: "at once " + key})
		}
		return nil
	}
	for _, key := range []string{"1", "4", "?"} {
		got, over := press(NewPalette(items(), atOnce), key)
		if !over || len(got) != 1 || got[0] != (kit.Notice{Text: "at once " + key}) {
			t.Errorf("%s gave %v, over %v", key, got, over)
		}
	}
	p := NewPalette(items(), atOnce)
	if got, over := press(p, "a 2"); over || len(got) > 0 || p.query.Text() != "a2" {
		t.Errorf("“a2” gave %v, over %v, the line is %q", got, over, p.query.Text())
	}
}

// Practice stands last, however well it fits, and the title goes before the
// group and the synonyms.
func TestPaletteOrder(t *testing.T) {
	t.Parallel()
	for query, want := range map[string][]string{
		"open": {"Open its page"},
		"s": {
			"Submit the marked, else all ready that the filter shows", "Switch workspace…", "Mark all shown", "Go to Send",
			"Mark this row", "Überblick öffnen", "Add 250 sample leads",
		},
		"compose": {"Go to Compose", "Repeat (pin) this field's value for the next leads", "Überblick öffnen"},
	} {
		p := NewPalette(items(), nil)
		press(p, "'"+query)
		var got []string
		for _, f := range p.found {
			got = append(got, f.item.Title)
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
}

// An item fits exactly when each typed word begins one of its words.
func TestMatchByBeginnings(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		query := rapid.StringMatching(`[abc]{1,3}( [abc]{1,3})?`).Draw(t, "query")
		title := rapid.StringMatching(`[abcABC -]{0,14}`).Draw(t, "title")
		want := true
		for q := range strings.FieldsSeq(query) {
			begins := false
			for w := range strings.FieldsFuncSeq(strings.ToLower(title), func(r rune) bool { return r == ' ' || r == '-' }) {
				begins = begins || strings.HasPrefix(w, q)
			}
			want = want && begins
		}
		_, at, ok := match(splitWords(query), Item{Title: title})
		if ok != want {
			t.Fatalf("match(%q, %q) is %v, want %v", query, title, ok, want)
		}
		for _, i := range at {
			if !strings.ContainsAny("abcABC", title[i:i+1]) {
				t.Fatalf("match(%q, %q) marks %d", query, title, i)
			}
		}
	})
}
