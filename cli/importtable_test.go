package cli_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

const fair = "Vorname;Nachname;Firma;E-Mail;Telefon;Stand\n" +
	"Ann;Lee;Lee GmbH;ann@lee.example;030 901820;B12\n" +
	"Bob;Ray;Ray AG;bob@ray.example;491719018200;\n" +
	"\n" +
	"Eve;Lee;Lee GmbH;eve@lee.example;;B12\n" +
	"Bob;Ray;Ray AG;bob@ray.example;;B13\n"

// report is what an import says in JSON, as far as it is asked for here.
type report struct {
	Ready, Drafts, Updated, Unchanged, AlreadyHere, Skipped, Unread int
	Rows, EmptyRows, JoinedToAnother                                int
	PossibleDuplicates                                              struct{ InTheFiles, WithDrafts, WithSent, LeftOut, Filled int }
	Problems                                                        map[string]int
	Files                                                           []struct {
		Encoding, Delimiter string
		Columns             []struct{ Header, Field, Why string }
	}
}

// sum is the number of rows that the counts speak of.
func (r report) sum() int {
	return r.Ready + r.Drafts + r.Unchanged + r.AlreadyHere + r.Skipped + r.Unread + r.EmptyRows + r.JoinedToAnother + r.PossibleDuplicates.LeftOut + r.PossibleDuplicates.Filled
}

func (u *user) imports(text string, args ...string) (r report) {
	u.t.Helper()
	got := u.run(text, append([]string{"import", "-", "--json"}, args...)...)
	if err := json.Unmarshal([]byte(got.out), &r); err != nil || got.code != 0 {
		u.t.Fatalf("%d %s%s", got.code, got.out, got.err)
	}
	if r.sum() != r.Rows {
		u.t.Errorf("%v: the counts are %d, the rows %d: %+v", args, r.sum(), r.Rows, r)
	}
	return r
}

// A table is read over a pipe, its counts add up, and once more it adds nothing.
func TestImportOfATable(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	u.writeConfig("phone_region = \"DE\"\n")
	dry := u.imports(fair, "--dry-run")
	if dry.Ready != 3 || dry.Drafts != 1 || dry.EmptyRows != 1 || dry.Rows != 5 || dry.PossibleDuplicates.InTheFiles != 1 || dry.Problems["Phones"] != 1 {
		t.Errorf("got %+v", dry)
	}
	if f := dry.Files[0]; f.Encoding != "UTF-8" || f.Delimiter != "semicolon" || f.Columns[3].Field != "email" || f.Columns[3].Why != "header" || f.Columns[5].Field != "keep" {
		t.Errorf("got %+v", f)
	}
	if out := u.must(0, "list", "--json").out; out != "[]\n" {
		t.Errorf("a dry run saved %s", out)
	}
	if r := u.imports(fair); r.Ready != 3 || r.Drafts != 1 {
		t.Errorf("got %+v", r)
	}
	if r := u.imports(fair); r.AlreadyHere != 4 || r.Ready+r.Drafts != 0 {
		t.Errorf("once more: %+v", r)
	}
	out := u.must(0, "export").out
	for _, want := range []string{`"notes":"Stand: B12"`, `"company":"Lee GmbH"`, `"lastName":"Ray"`} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s in %s", want, out)
		}
	}
}

// What needs mending is mended in the file of errors, and comes back onto its drafts.
func TestImportOfMendedErrors(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	u.writeConfig("phone_region = \"DE\"\n")
	errs := filepath.Join(u.home, "mend.csv")
	u.imports(fair, "--errors", errs)
	text, err := os.ReadFile(errs)
	if err != nil || !strings.HasPrefix(string(text), "\ufeffreason,state,batch,id,") || !strings.Contains(string(text), "took the + away: is it +49 171 9018200?") || strings.Count(string(text), "\n") != 2 {
		t.Fatalf("%v\n%s", err, text)
	}
	if r := u.run("", "import", errs, "--errors", errs); r.code != 2 {
		t.Errorf("a file that is read is written over: %d %s", r.code, r.err)
	}
	r := u.imports(strings.ReplaceAll(string(text), "491719018200", "'+49 171 9018200"))
	if r.Updated != 1 || r.Ready != 1 || r.Drafts != 0 {
		t.Errorf("got %+v", r)
	}
	if out := u.must(0, "list", "--state", "draft", "--json").out; out != "[]\n" {
		t.Errorf("still a draft: %s", out)
	}
}

// A new lead with the email of another one is kept, left out, or goes into it.
func TestImportOfDuplicates(t *testing.T) {
	t.Parallel()
	const here = "Name,Company,Email\nAnn Lee,,ann@lee.example\n"
	const more = "Name,Company,Email,Phone\nAnn Lee-Poe,Lee Ltd,ann@lee.example,+1 212 555 0142\nBob Ray,Ray Ltd,bob@ray.example,\n"
	for way, want := range map[string]struct {
		leads   int
		export  string
		changed int
	}{
		"keep":    {3, `"name":"Ann","lastName":"Lee"`, 0},
		"skip":    {2, `"name":"Ann","lastName":"Lee"`, 0},
		"fill":    {2, `"name":"Ann","lastName":"Lee","emails":["ann@lee.example"],"phones":["+1 212 555 0142"],"company":"Lee Ltd"`, 1},
		"replace": {2, `"name":"Ann","lastName":"Lee-Poe"`, 1},
	} {
		u := newUser(t)
		u.imports(here)
		r := u.imports(more, "--duplicates", way)
		out := u.must(0, "export").out
		if n := strings.Count(out, `"kind"`); n != want.leads || !strings.Contains(out, want.export) || r.PossibleDuplicates.WithDrafts != 1 || r.PossibleDuplicates.Filled != want.changed {
			t.Errorf("%s: %d leads, %+v\n%s", way, n, r, out)
		}
		if r := u.imports(more, "--duplicates", way); r.Ready+r.Drafts+r.PossibleDuplicates.Filled != 0 {
			t.Errorf("%s, once more: %+v", way, r)
		}
	}
	if r := newUser(t).run(here, "import", "-", "--duplicates", "merge"); r.code != 2 {
		t.Errorf("got %d %s", r.code, r.err)
	}
}

// Rows of one company become one company with its people.
func TestImportGrouped(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	r := u.imports(fair, "--group", "company", "--label", "expo", "--region", "DE")
	if r.JoinedToAnother != 2 || r.Ready+r.Drafts != 2 {
		t.Errorf("got %+v", r)
	}
	out := u.must(0, "export").out
	for _, want := range []string{`"kind":"company","name":"Lee GmbH"`, `{"name":"Eve","lastName":"Lee","emails":["eve@lee.example"]}`, `"notes":"Ann Lee: Stand: B12\nEve Lee: Stand: B12"`, `"labels":["expo"]`, `"+49 30 901820"`} {
		if !strings.Contains(out, want) {
			t.Errorf("no %s in %s", want, out)
		}
	}
}

// A mapping by hand counts before all, and is remembered for the same columns.
func TestImportMapped(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	const table = "Betrieb,Mail,Stand\nLee GmbH,ann@lee.example,B12\n"
	file := filepath.Join(u.home, "map.txt")
	if err := os.WriteFile(file, []byte("# of the fair\nStand = labels\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	r := u.imports(table, "--map", "betrieb=company", "--map-file", file, "--save-map", "fair")
	if c := r.Files[0].Columns; c[0].Field != "company" || c[0].Why != "you" || c[2].Field != "labels" {
		t.Errorf("got %+v", c)
	}
	r = u.imports("Stand,Betrieb,Mail\nB14,Ray AG,bob@ray.example\n")
	if c := r.Files[0].Columns; c[1].Field != "company" || c[0].Field != "labels" {
		t.Errorf("not remembered: %+v", c)
	}
	if r = u.imports("Company,Email,Stand\nPoe,p@poe.example,B1\n", "--unmapped", "out"); r.Ready != 1 || strings.Contains(u.must(0, "export").out, "Stand: B1\"") {
		t.Errorf("got %+v", r)
	}
	for _, args := range [][]string{{"--map", "Foo=email"}, {"--map", "Mail=mailbox"}, {"--map", "Mail"}, {"--save-map", "x"}, {"--region", "Mars"}, {"--preset", "none"}} {
		if r := u.run(table, append([]string{"import", "-"}, args...)...); r.code == 0 || r.err == "" {
			t.Errorf("%v: %d %s", args, r.code, r.err)
		}
	}
}

// Cards come over a pipe too.
func TestImportOfCards(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	if r := u.imports("BEGIN:VCARD\nVERSION:3.0\nN:Lee;Ann;;;\nEMAIL:ann@lee.example\nEND:VCARD\nBEGIN:VCARD\nVERSION:4.0\nFN:Bob Ray\nEMAIL:bob@ray.example\nEND:VCARD\n"); r.Ready != 2 {
		t.Errorf("got %+v", r)
	}
}
