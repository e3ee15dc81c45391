package cli_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestImportSaysWhatItReadOtherwise(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	const text = `[{"name":" A\u200b","Name":"B"},{"name":"C","NAME":"D"},{"name":"E","name":"F"},{"name":true,"id":7},]`
	r := u.run(text, "import", "-")
	for _, says := range []string{
		"3 Ready, 1 Draft · 2 blanks or invisible characters at the ends of values were dropped · left out, because no field takes them: id\n",
		"\n  name and Name differ in spelling only: the first counts, the other is in the notes (-, lead 1)\n",
		"\n  line 1, column 101: a trailing comma (-, lead 4)\n",
	} {
		if r.code != 0 || !strings.Contains("\n"+r.out, says) {
			t.Errorf("got %d %s%s, want %q", r.code, r.out, r.err, says)
		}
	}
	var counts struct {
		Blanks        int      `json:"blanksDropped"`
		ReadOtherwise []string `json:"readOtherwise"`
	}
	r = u.run(text, "import", "-", "--dry-run", "--json")
	if err := json.Unmarshal([]byte(r.out), &counts); err != nil || counts.Blanks != 2 || len(counts.ReadOtherwise) != 4 {
		t.Errorf("got %s, %v", r.out, err)
	}
	if r = u.run(`{"name":"Acme","emails":["a@b.example"],"Name":"x"}`, "add", "--json", "-"); r.code != 0 || !strings.Contains(r.err, "the first counts") {
		t.Errorf("add: %d %s%s", r.code, r.out, r.err)
	}
	if r = u.run(`{"name":true}`, "add", "--json", "-"); r.code != 1 || !strings.Contains(r.err, "nothing was saved") {
		t.Errorf("add: %d %s%s", r.code, r.out, r.err)
	}
}

// "The others are in" is said of others alone.
func TestImportOfWhatHoldsNoLead(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	for text, want := range map[string]struct {
		code int
		says string
	}{
		`"hello"`:                       {1, "1 lead could not be read; nothing was imported."},
		`[{}]`:                          {1, "1 lead could not be read; nothing was imported."},
		`[{"name":"A"},"B",{"name":7}]`: {3, "1 lead could not be read; the others are in."},
	} {
		if r := u.run(text, "import", "-"); r.code != want.code || !strings.Contains(r.err, want.says) {
			t.Errorf("%s: %d %s%s", text, r.code, r.out, r.err)
		}
	}
}

// What was sent elsewhere does not go again because its id cannot be read.
func TestImportOfASentLeadWithABrokenID(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	if r := u.run(`[{"id":"01a22dd4-82ab","state":"Sent","lead":{"kind":"company","name":"A"}}]`, "import", "-"); r.code != 0 || !strings.HasPrefix(r.out, "0 Ready, 1 Draft") {
		t.Errorf("got %d %s%s", r.code, r.out, r.err)
	}
	if out := u.must(0, "list", "--json").out; !strings.Contains(out, "was sent from another queue") {
		t.Errorf("got %s", out)
	}
}

// A file that is longer than what is held in memory is read twice, and imported
// once or not at all.
func TestImportOfALongFile(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	for i := range 300 {
		fmt.Fprintf(&text, `{"name":"Lead %d","notes":"%s"}`+"\n", i, strings.Repeat("n", 5000))
	}
	u := newUser(t)
	if r := u.run(text.String()+`{"name":`, "import", "-"); r.code != 1 || !strings.Contains(r.err, "line 301, column 9: the file ends in the middle of it; nothing was imported") {
		t.Errorf("broken: %d %s%s", r.code, r.out, r.err)
	}
	file := filepath.Join(u.home, "long.jsonl")
	if err := os.WriteFile(file, []byte(text.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"-", file} {
		if r := newUser(t).run(text.String(), "import", name); r.code != 0 || r.out != "300 Ready, 0 Draft\n" {
			t.Errorf("%s: %d %s%s", name, r.code, r.out, r.err)
		}
	}
	if out := u.must(0, "list", "--json").out; out != "[]\n" {
		t.Errorf("half imported: %s", out)
	}
}
