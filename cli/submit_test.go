//go:build unix

package cli_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"
)

// behindTheQuestion is what was printed after a dialog, whose questions to the
// terminal nobody answers here, or all.
func (s *session) behindTheQuestion() string {
	const dialogEnds = "\x1b[?1004l"
	text := s.text()
	return text[max(strings.LastIndex(text, dialogEnds), 0):]
}

// screen is what a terminal of cols shows of that.
func (s *session) screen(cols int) string {
	s.t.Helper()
	e := vt.NewEmulator(cols, 30)
	if _, err := e.WriteString(s.behindTheQuestion()); err != nil {
		s.t.Fatal(err)
	}
	lines := strings.Split(ansi.Strip(e.Render()), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// drawn says that a line was redrawn in place.
func drawn(text string) bool { return strings.Contains(text, "\r") && strings.Contains(text, "\x1b[K") }

func TestSubmitShowsABar(t *testing.T) {
	t.Parallel()
	u, srv := connected(t, "--latency", "50ms")
	u.ready(214)
	s := u.terminal("submit", "--all", "--yes")
	if code := s.end(); code != 0 {
		t.Fatalf("ended with %d: %q", code, s.text())
	}
	text := s.text()
	for _, want := range []string{" of 214 leads", "1 of 4 requests", "/100 req", "━"} {
		if !strings.Contains(text, want) {
			t.Errorf("never showed %q: %q", want, text)
		}
	}
	if !drawn(text) || strings.Contains(text, "\x1b[?1049h") || strings.Contains(text, "\x1b[?25l") {
		t.Errorf("not drawn in place: %q", text)
	}
	got := strings.Split(s.screen(100), "\n")
	if len(got) != 2 || !strings.HasPrefix(got[0], "214 leads → 4 requests (1+100+100+13) to DEFAULT · ") || !strings.HasPrefix(got[1], "✓ 214 leads were sent (4 requests, ") {
		t.Errorf("what is left: %q", got)
	}
	if n := len(srv.leads()); n != 214 {
		t.Errorf("the server has %d leads", n)
	}
}

func TestSubmitCountsTheHoldDownAtFortyColumns(t *testing.T) {
	t.Parallel()
	u, _ := connected(t)
	u.writeConfig("hold_seconds = 2\n")
	u.env = append(u.env, "NO_COLOR=1")
	u.ready(3)
	s := u.onTerminal(40, u.command(t.Context(), "submit", "--all"))
	s.await("Submit 3 leads")
	s.press("y")
	s.await("sends in 2 s")
	s.await("sends in 1 s")
	if code := s.end(); code != 0 {
		t.Fatalf("ended with %d: %q", code, s.text())
	}
	bar := strings.TrimPrefix(s.behindTheQuestion(), "\x1b[?1004l")
	if strings.Contains(strings.ReplaceAll(bar, "\x1b[K", ""), "\x1b") {
		t.Errorf("with NO_COLOR it draws %q", bar)
	}
	for line := range strings.SplitSeq(ansi.Strip(bar), "\r") {
		if w := ansi.StringWidth(strings.TrimSuffix(line, "\n")); w > 39 {
			t.Errorf("%q takes %d cells", line, w)
		}
	}
	if got := s.screen(40); !strings.Contains(got, "✓ 3 leads were sent (2 requests, ") {
		t.Errorf("what is left: %q", got)
	}
}

func TestSubmitWithoutATerminalThatDrawsPrintsLines(t *testing.T) {
	t.Parallel()
	for _, term := range []string{"TERM=dumb", "TERM="} {
		u, _ := connected(t)
		u.env = append(u.env, term)
		u.ready(2)
		s := u.terminal("submit", "--all", "--yes")
		if code := s.end(); code != 0 {
			t.Fatalf("ended with %d: %q", code, s.text())
		}
		if strings.Contains(s.text(), "\x1b") || !strings.Contains(s.text(), "request 1 of 2  1 lead  HTTP 200  succeeded true") || !strings.Contains(s.text(), "2 sent, 0 failed, 0 not sure, 0 ready again") {
			t.Errorf("%s: printed %q", term, s.text())
		}
	}
}

func TestSubmitJSONOnATerminalIsJSONAlone(t *testing.T) {
	t.Parallel()
	u, _ := connected(t, "--fault", "status=500:1", "--requests", "100", "--window", "1s")
	u.writeConfig("[rate]\nrequests = 100\nwindow = \"1s\"\n")
	u.ready(3)
	s := u.terminal("submit", "--all", "--yes", "--json")
	if code := s.end(); code != 4 {
		t.Fatalf("ended with %d: %q", code, s.text())
	}
	lines := strings.Split(strings.TrimSpace(s.text()), "\r\n")
	var events []string
	for _, line := range lines[:len(lines)-1] { // the last one is standard error's
		var e struct{ Event string }
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%q is no JSON: %v", line, err)
		}
		events = append(events, e.Event)
	}
	if want := []string{"plan", "claimed", "request", "request", "request", "end"}; !slices.Equal(events, want) {
		t.Errorf("got %v, want %v", events, want)
	}
}

// Of many leads that nobody is asked about, what only the leads themselves tell is
// counted while they go, and said when it is known.
func TestSubmitCountsManyLeadsOnTheirWay(t *testing.T) {
	t.Parallel()
	u, srv := connected(t)
	u.ready(600)
	u.must(0, "add", "--name", "Lead 7")
	r := u.must(0, "submit", "--yes", "--json")
	n := map[string]int{}
	for line := range strings.Lines(r.out) {
		var e struct {
			Event      string
			Leads      int
			Duplicates *int
		}
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatalf("%q is no JSON: %v", line, err)
		}
		n[e.Event]++
		if counted := e.Event == "counted"; counted != (e.Duplicates != nil) || counted && *e.Duplicates != 1 {
			t.Errorf("duplicates in %s", line)
		}
		if e.Event == "claimed" && e.Leads != 601 {
			t.Errorf("claimed %d", e.Leads)
		}
	}
	if n["plan"] != 1 || n["claimed"] != 1 || n["counted"] != 1 || n["end"] != 1 {
		t.Errorf("got %v", n)
	}
	if got := len(srv.leads()); got != 601 {
		t.Errorf("the server has %d leads", got)
	}
}

func TestSubmitTellsWhatIsNotPlainSuccess(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		flags []string
		args  []string
		code  int
		above []string // lines above the summary, by their beginnings
		says  []string // of the summary
	}{
		{
			"not sure",
			[]string{"--fault", "status=500:1"},
			nil, 4,
			[]string{"? Request 1 of 3, 1 lead. The server failed (500 Internal Server Error)"},
			[]string{"■ 3 of 4 leads sent, 1 not sure (3 requests, ", "Not sure about 1 lead. Look for it in ClosingDealz, then `leadpad resolve ", "--sent` or `--ready`."},
		},
		{
			"refused",
			[]string{"--fault", "reject=role is odd:1"},
			nil, 3,
			[]string{"✗ Request 1 of 3, 1 lead. Lead ", " was refused: role is odd."},
			[]string{"■ 3 of 4 leads sent, 1 failed (3 requests, ", "1 lead is Failed: `leadpad list --state failed` shows why"},
		},
		{
			"too many requests",
			[]string{"--fault", "429:1"},
			nil, 0,
			[]string{"◷ Request 1 of 3, 1 lead. Too many requests (429): somebody else uses this key", "goes on by itself"},
			[]string{"✓ 4 leads were sent (3 requests, "},
		},
		{
			"plan",
			[]string{"--plan", "downgraded"},
			nil, 5,
			[]string{"■ Request 1 of 1, 1 lead. The Free Plan ", "Reached the maximum limit of leads on the free plan."},
			[]string{"■ 0 of 4 leads sent, 4 Ready again (1 request, ", "`leadpad submit ID…` sends those you pick"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			u, _ := connected(t, append(c.flags, "--requests", "1000", "--window", "1s")...)
			u.writeConfig("[rate]\nrequests = 100\nwindow = \"1s\"\n")
			u.ready(4)
			s := u.terminal("submit", "--all", "--yes")
			if code := s.end(); code != c.code {
				t.Errorf("ended with %d, want %d", code, c.code)
			}
			// Wrapped lines are one again, and no bar is left.
			screen := strings.ReplaceAll(s.screen(100), "\n  ", " ")
			lines := strings.Split(screen, "\n")
			if len(lines) != 3 {
				t.Fatalf("what is left: %s", screen)
			}
			for i, text := range c.above {
				if i == 0 && !strings.HasPrefix(lines[1], text) || !strings.Contains(lines[1], text) {
					t.Errorf("%q lacks %q", lines[1], text)
				}
			}
			for _, text := range c.says {
				if !strings.Contains(lines[2], text) {
					t.Errorf("%q lacks %q", lines[2], text)
				}
			}
		})
	}
}

func TestSubmitBarWithOutputElsewhere(t *testing.T) {
	t.Parallel()
	u, _ := connected(t, "--fault", "status=500:1", "--requests", "100", "--window", "1s")
	u.writeConfig("[rate]\nrequests = 100\nwindow = \"1s\"\n")
	u.ready(3)
	s := u.terminal("submit", "--all", "--yes")
	s.end()
	u.ready(2)
	var out strings.Builder
	c := u.command(t.Context(), "submit", "--all", "--yes")
	c.Stdout = &out
	s = u.onTerminal(100, c)
	if code := s.end(); code != 0 || !drawn(s.text()) {
		t.Errorf("ended with %d: %q", code, s.text())
	}
	if strings.Contains(out.String(), "\x1b") || !strings.Contains(out.String(), "2 sent, 0 failed") || strings.Count(out.String(), "HTTP 200") != 1 {
		t.Errorf("standard output has %q", out.String())
	}
}

func TestSubmitBarIsInterrupted(t *testing.T) {
	t.Parallel()
	u, srv := connected(t, "--latency", "700ms")
	u.ready(150)
	s := u.terminal("submit", "--all", "--yes")
	s.await("1 of 3 requests")
	s.press("\x03")
	if code := s.end(); code != 130 {
		t.Errorf("ended with %d: %q", code, s.text())
	}
	n := len(srv.leads())
	if want := fmt.Sprintf("■ %d of 150 leads sent, %d Ready again (", n, 150-n); n == 150 || !strings.Contains(s.screen(100), want) {
		t.Errorf("the server has %d; left is %q", n, s.screen(100))
	}
}

// TestSubmitSplitFindsTheLeadAtFault: the whole submission is counted, not its
// search alone.
func TestSubmitSplitFindsTheLeadAtFault(t *testing.T) {
	t.Parallel()
	for _, onTerminal := range []bool{false, true} {
		// The first half is refused each time, down to one lead.
		u, srv := connected(t, "--fault", "reject=role is odd:4")
		u.writeConfig("canary = false\n")
		u.ready(8)
		if onTerminal {
			s := u.terminal("submit", "--all", "--yes", "--split")
			if code := s.end(); code != 3 || !strings.Contains(s.screen(100), "■ 7 of 8 leads sent, 1 failed (") {
				t.Errorf("ended with %d: %s", code, s.screen(100))
			}
		} else if r := u.must(3, "submit", "--all", "--yes", "--split"); !strings.Contains(r.out, "7 sent, 1 failed, 0 not sure, 0 ready again") {
			t.Errorf("got %s", r.out)
		} else if want := "leadpad: 1 lead is Failed: `leadpad list --state failed` shows why; mend them in `leadpad`.\n"; r.err != want {
			t.Errorf("the verdict is %q, want %q", r.err, want)
		}
		if n := len(srv.leads()); n != 7 {
			t.Errorf("the server has %d leads", n)
		}
	}
}

// TestSubmitSaysOnceWhatIsReadyAgain: of a refused batch, in both kinds of output.
func TestSubmitSaysOnceWhatIsReadyAgain(t *testing.T) {
	t.Parallel()
	u, _ := connected(t, "--fault", "reject=role is odd:1")
	u.writeConfig("canary = false\n")
	u.ready(3)
	r := u.must(3, "submit", "--yes")
	if strings.Count(r.err, "Ready again") != 1 || !strings.Contains(r.err, "`leadpad submit --split` finds it and sends the others.") {
		t.Errorf("got %q", r.err)
	}
}

func TestPlanLimitSaysHowToGoOn(t *testing.T) {
	t.Parallel()
	u, srv := connected(t, "--plan", "free", "--leads", "198")
	u.ready(5)
	r := u.must(5, "submit", "--all", "--yes")
	for _, want := range []string{
		"Can not have more than 200 leads on the free plan.", "1 lead was sent from here; at most 199 more fit, fewer if others are there.",
		"`leadpad submit ID…` sends those you pick",
	} {
		if !strings.Contains(r.err, want) {
			t.Errorf("%q lacks %q", r.err, want)
		}
	}
	if strings.Contains(r.err, "press") || strings.Contains(r.err, " P ") {
		t.Errorf("it names a key of the screens: %q", r.err)
	}
	var ready []struct{ ID string }
	if err := json.Unmarshal([]byte(u.must(0, "list", "--json", "--state", "ready").out), &ready); err != nil || len(ready) != 4 {
		t.Fatalf("%d are ready, %v", len(ready), err)
	}
	u.must(0, "submit", ready[2].ID, "--yes")
	if n := len(srv.leads()); n != 2 {
		t.Errorf("the server has %d leads of this queue, want 2", n)
	}
	if out := u.must(0, "list", "--json", "--state", "sent").out; !strings.Contains(out, ready[2].ID) {
		t.Errorf("another lead went than the one that was picked: %s", out)
	}
}
