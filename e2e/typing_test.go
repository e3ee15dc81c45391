//go:build unix

package e2e

import (
	"strings"
	"testing"
	"time"
)

// Bad input in the form: each problem stands under
// its value when it is left, none traps the cursor, and it goes when mended.
func TestProblemsStandUnderTheirFields(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := m.start(large)
	x.Wait("New lead")
	x.Paste(strings.Repeat("漢", 300)) // 300 characters, in CJK
	x.Key("tab")
	x.WaitLine("▲", "256")
	x.Key("tab")
	x.Type("nobody")
	x.Key("tab")
	x.WaitLine("▲", "@")
	x.Key("tab", "tab", "tab", "tab", "tab", "tab", "tab")
	x.On("Employees")
	for _, bad := range []string{"-1", "5,000,001", "12k"} {
		x.Type(bad)
		x.Key("tab")
		x.On("Role")
		x.Until("a problem under "+bad, func(s string) bool { return problemBelow(s, "Employees", bad) })
		x.Key("shift+tab")
		x.On("Employees")
		x.Key("ctrl+u")
		x.Gone(bad)
	}
	x.Type("12000")
	x.Key("tab")
	x.On("Role")
	x.Until("no problem under 12000", func(s string) bool {
		return lineWith(s, "Employees", "12000") != "" && !problemBelow(s, "Employees", "12000")
	})
	x.Key("ctrl+s")
	x.Wait("is a draft: 2 problems")
	x.Key("f3")
	x.WaitLine("▌", "▲ 2 problems", "漢")
}

// problemBelow says that the line under a field's value names a problem.
func problemBelow(screen, label, value string) bool {
	lines := strings.Split(screen, "\n")
	for i, l := range lines[:len(lines)-1] {
		if containsAll(l, []string{label, value}) {
			return strings.Contains(lines[i+1], "▲")
		}
	}
	return false
}

// At 140 columns the exact JSON stands beside the form and follows.
func TestPreviewFollowsTyping(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := m.start(large)
	x.Wait("New lead")
	x.Type("Jö's \"Café\"")
	x.Wait(`"name": "Jö's \"Café\""`)
	x.Key("tab", "tab")
	x.Type("a@b.example")
	x.Wait(`"Address": "a@b.example"`)
}

// Ctrl+Z on an untouched new form reopens the lead just
// saved; Esc keeps a draft that is found again.
func TestReopenTheLeadJustSaved(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := m.form()
	x.Fill("Oops AG")
	x.Type("Softwear")
	x.Wait("Softwear")
	x.Key("ctrl+s")
	x.Wait("saved · Oops AG is Ready", "New lead")
	x.Key("ctrl+z")
	x.On("Softwear")
	x.Key("backspace", "backspace", "backspace", "backspace")
	x.Type("ware")
	x.WaitLine("Industry", "Software")
	x.Wait("1 draft") // a changed Ready lead is a draft again
	x.Key("esc")
	x.WaitLine("▌", "unfinished", "Oops AG")
	x.Key("enter")
	x.WaitLine("Industry", "Software")
	x.Key("ctrl+s")
	x.Wait("saved · Oops AG is Ready")
}

// The window's size changes while the rep types; too small a window says so
// and loses nothing.
func TestResizeWhileTyping(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := m.form()
	sizes := []size{large, small, {59, 15}, {30, 4}, {61, 16}, {200, 60}, {60, 14}, common}
	want := ""
	for i, s := range sizes {
		word := "wörd" + string(rune('A'+i)) + " "
		x.Type(word)
		want += word
		x.Resize(s)
		if s.cols < small.cols || s.rows < small.rows {
			x.Wait("leadpad needs", "make it larger")
			continue
		}
		x.WaitLine("Name", strings.TrimSpace(word))
	}
	x.WaitLine("Name", "wördF", "wördG", "wördH")
	x.Key("ctrl+s")
	x.Wait("is Ready")
	if out := m.run("list", "--json").out; !strings.Contains(out, strings.TrimSpace(want)) {
		t.Errorf("the name is not %q in:\n%s", want, out)
	}
}

// Typed text is on disk within a second: kill -9 loses no more, and the next start
// has it in the form.
func TestKillWhileTyping(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := m.form()
	x.Type("Killed ")
	x.Wait("1 draft")
	x.Type("while typing")
	x.WaitLine("Name", "Killed while typing")
	// The promise is a second, counted from when the screen shows it.
	x.pass(time.Second)
	x.Type("...")
	x.Kill()

	y := m.start(common)
	y.Wait("1 draft", "New lead, begun ")
	y.WaitLine("Name", "Killed while typing")
}

// A paste of 1 MB into a name: a clear sentence, and what was typed stays.
func TestPasteOfAMegabyte(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := m.form()
	x.Type("Before ")
	x.WaitLine("Name", "Before")
	x.Paste(strings.Repeat("0123456789abcdef", 1<<16))
	x.Wait("That paste has 1,048,576 characters", "Nothing was changed")
	x.Type("and after")
	x.WaitLine("Name", "Before and after")
}

// Pasted control and escape characters are left out, which is said, and never
// reach the terminal.
func TestPasteOfControlCharacters(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := m.form()
	x.Paste("Evil\x1b]0;owned\x07\x1b[31m Red\x00\x7f\u009b2J\u202e Corp")
	x.Wait("left out of the paste")
	x.WaitLine("Name", "Evil", "Red", "Corp")
	x.Key("ctrl+s")
	x.Wait("is Ready")
	x.Key("f3")
	x.WaitLine("Ready", "Evil")
	raw := x.Raw()
	for _, bad := range []string{"\x1b]0;owned", "\x00", "\x7f", "\u009b", "\u202e"} {
		if strings.Contains(raw, bad) {
			t.Errorf("%q was written to the terminal", bad)
		}
	}
	if out := m.run("list", "--json").out; strings.ContainsAny(out, "\x1b\x07\x00\x7f\u009b") {
		t.Errorf("leadpad list writes controls: %q", out)
	}
}

// A paste outside a text field is never run as keys, brackets or not.
func TestPasteIsNeverRunAsKeys(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := m.form()
	readyLead(x, "Safe AG")
	for _, burst := range []string{
		"\x1b[200~ddddSq\ndddd\x1b[201~",
		"dddd dddd SSSS qqqq dddd dddd SSSS qqqq", // from a terminal without brackets
	} {
		x.write(burst)
		x.Wait("Put the pasted text into a new lead?")
		x.Key("esc")
		x.Gone("Put the pasted text")
		x.WaitLine("▌", "Ready", "Safe AG")
	}
	x.Paste("Pasted GmbH")
	x.Wait("Put the pasted text into a new lead?")
	x.Insist("enter", "Put the pasted text")
	x.WaitLine("Name", "Pasted GmbH")
	x.Wait("1 draft", "1 ready")
}

// What is typed ahead of a screen that is still opening goes there, and never
// runs as the keys of the table that was left.
func TestTypedAheadIsNeverRunAsKeys(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := m.form()
	newLead(x, "One AG")
	readyLead(x, "Two AG")
	x.Key("n")
	x.Type("DdSdelta") // n opens a new lead; the rest is its name
	x.WaitLine("Name", "DdSdelta")
	x.write("\x1bOR")
	x.WaitLine("▌", "unfinished", "DdSdelta")
	x.Key("enter")
	x.Type(" dXAd") // Enter opens it
	x.WaitLine("Name", "DdSdelta dXAd")
	x.write("\x13")
	x.Wait("saved · DdSdelta dXAd is Ready", "3 ready")
	x.WaitLine("Name", "Two AG") // the next row of the table
	x.write("\x13Uno ")          // and typed ahead of the row after it
	x.WaitLine("Name", "One AGUno")
	x.write("\x13")
	x.Wait("saved · One AGUno")
	x.Key("f3")
	x.Wait("3 to do")
	x.WaitLine("Ready", "Two AG")
}

// Two leadpads on one queue see each other's saves.
func TestTwoLeadpadsSeeEachOther(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := m.form()
	y := m.form()
	y.Key("f3")
	y.Wait("No leads yet.")
	newLead(x, "From X")
	y.WaitLine("Ready", "From X")
	y.Key("n")
	y.Wait("New lead")
	newLead(y, "From Y")
	x.Wait("2 ready")
	x.Key("f3")
	x.WaitLine("Ready", "From Y")
	// One deletes what the other shows.
	x.Key("/")
	x.Wait("Enter to the table")
	x.Type("from x")
	x.Wait("1 of 2")
	x.Key("enter", "d")
	x.Wait("1 deleted")
	y.Key("f3")
	y.Wait("1 to do")
	y.Gone("From X")
}

// Two windows change the same lead: the second one reads it, takes it over by a key
// and has what the first one typed; the first one says so and follows.
func TestSameLeadInTwoWindows(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	x := m.form()
	newLead(x, "Shared AG")
	y := m.start(common)
	y.Wait("1 ready")
	x.Key("f3")
	x.WaitLine("▌", "Ready", "Shared AG")
	x.Key("enter")
	x.WaitLine("Name", "Shared AG")
	x.Type(" by X")
	y.Wait("1 draft")
	y.Key("f3")
	y.WaitLine("▌", "Shared AG by X")
	y.Key("enter")
	y.Wait("Open in another window. F8 takes it over.")
	y.Type("?")
	x.Type(" and")
	y.Key("f8")
	y.WaitLine("Name", "Shared AG by X and")
	y.Gone("another window")
	x.Wait("Taken over in another window. F8 takes it back.")
	y.Type(" Y")
	y.Key("ctrl+s")
	y.Wait("saved · Shared AG by X and Y is Ready")
	x.WaitLine("Name", "Shared AG by X and Y")
	x.Wait("1 ready")
}

// What is open in a window is said at the start of another one, which leaves it
// there, until that window is killed.
func TestADraftOpenInAnotherWindow(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	// A workspace of the environment: nothing is in a config.
	m.set("CLOSINGDEALZ_API_KEY", "key-of-nobody")
	m.set("LEADPAD_BASE_URL", "http://127.0.0.1:9")
	x := m.form()
	x.Type("Acme")
	x.Wait("1 draft")
	y := m.form("Acme is open in another window")
	y.On("Name")
	y.Type("Beta")
	y.Wait("2 drafts")
	z := m.form("Beta and 1 other lead are open in other windows")
	z.Key("f3")
	z.WaitLine("unfinished", "Beta")
	x.Kill()
	y.Kill()
	z.Key("end")
	z.WaitLine("▌", "Acme")
	z.Key("enter")
	z.Wait("Acme, from Drafts") // nobody has it any more
	z.Type(" GmbH")
	z.WaitLine("Name", "Acme GmbH")
	z.Gone("another window")
	m.listed("draft Acme GmbH", "draft Beta") // from then on it is that window's
	// The newest of the two is come back to, and the other one is here.
	m.form("New lead, begun ").WaitLine("Name", "Beta")
	m.form("are open in other windows").WaitLine("▌ Name")
	m.listed("draft Acme GmbH", "draft Beta")
}
