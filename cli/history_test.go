//go:build unix

package cli_test

import (
	"encoding/json"
	"strings"
	"testing"
)

// TestHistoryAnswersInWords: what became of each batch, how to go on, and an id
// that can be typed.
func TestHistoryAnswersInWords(t *testing.T) {
	t.Parallel()
	u, _ := connected(t, "--fault", "reject=role is odd:1", "--fault", "status=500:1", "--requests", "1000", "--window", "1s")
	u.writeConfig("canary = false\n[rate]\nrequests = 100\nwindow = \"1s\"\n")
	for _, two := range []string{`[{"isContact":false,"name":"A"},{"isContact":false,"name":"B"}]`, `[{"isContact":false,"name":"C"},{"isContact":false,"name":"D"}]`} {
		u.run(two, "import", "-")
		u.run("", "submit", "--yes")
	}
	list := u.must(0, "history").out
	short := map[string]string{}
	for line := range strings.Lines(list) {
		for _, word := range []string{"Not sure", "Refused", "Sent"} {
			if strings.Contains(line, "  "+word+"  ") {
				short[word] = strings.Fields(line)[0]
			}
		}
	}
	if len(short) != 3 {
		t.Fatalf("got %s", list)
	}
	for word, want := range map[string]string{
		"Not sure": "Look for one of them in ClosingDealz, then `leadpad resolve " + short["Not sure"] + " --sent` or `--ready`.",
		"Refused":  "`leadpad submit --split` finds it and sends the others.",
		"Sent":     "It is in ClosingDealz.",
	} {
		id := short[word]
		out := u.must(0, "history", id).out
		if len(id) != 6 || !strings.HasPrefix(out, "batch "+id+": "+word+"\n") || !strings.Contains(out, want) || strings.Contains(out, "F5") || strings.Contains(out, "unsure") {
			t.Errorf("%s: got %s", word, out)
		}
		var b struct{ ID, Next string }
		if err := json.Unmarshal([]byte(u.must(0, "history", id, "--json").out), &b); err != nil || !strings.HasSuffix(b.ID, id) || strings.Contains(b.Next, "F5") {
			t.Errorf("%s: got %+v, %v", word, b, err)
		}
		if r := u.must(2, "history", b.ID[:8]); !strings.Contains(r.err, "the last six characters of an id") {
			t.Errorf("a beginning is refused with %q", r.err)
		}
	}
	if r := u.must(1, "resolve", short["Sent"], "--ready"); !strings.Contains(r.err, "batch "+short["Sent"]+" is not unsure (Sent)") {
		t.Errorf("got %q", r.err)
	}
	u.must(0, "resolve", short["Not sure"], "--ready")
	if out := u.must(0, "history", short["Not sure"]).out; !strings.Contains(out, "Was missing") || strings.Contains(out, "Not sure") {
		t.Errorf("settled: %s", out)
	}
	for _, args := range [][]string{{"history", "--help"}, {"resolve", "--help"}, {"export", "--help"}} {
		if out := strings.ToLower(strings.Join(strings.Fields(u.must(0, args...).out), " ")); !strings.Contains(out, "last six characters") {
			t.Errorf("%v: %s", args, out)
		}
	}
}

func TestImportCountsOne(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	u.must(0, "add", "--name", "Before")
	text := u.must(0, "export").out
	if r := u.run(strings.Replace(text, "Before", "After", 1), "import", "-"); r.out != "1 Ready, 0 Draft · 1 of them was here already and is changed\n" {
		t.Errorf("got %q", r.out)
	}
	if r := u.run(u.must(0, "export").out, "import", "-"); !strings.Contains(r.out, "1 was here already, the same") {
		t.Errorf("got %q", r.out)
	}
}
