package cli_test

import (
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"leadpad/queue"
	"leadpad/queue/sqlite"
)

// batches are the ids of the batches in one of states, newest first.
func (u *user) batches(states ...string) (ids []string) {
	u.t.Helper()
	var all []struct{ ID, State string }
	if err := json.Unmarshal([]byte(u.must(0, "history", "--json").out), &all); err != nil {
		u.t.Fatal(err)
	}
	for _, b := range all {
		if slices.Contains(states, b.State) {
			ids = append(ids, b.ID)
		}
	}
	return ids
}

// batch is the one batch in state.
func (u *user) batch(state string) string {
	u.t.Helper()
	ids := u.batches(state)
	if len(ids) != 1 {
		u.t.Fatalf("%d batches are %s", len(ids), state)
	}
	return ids[0]
}

// sheet reads a CSV: a map of its header's names for each row.
func sheet(t *testing.T, text string) (rows []map[string]string) {
	t.Helper()
	all, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\ufeff"))).ReadAll()
	if err != nil || len(all) == 0 || all[0][0] != "reason" {
		t.Fatalf("%q: %v", text, err)
	}
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, cell := range cells {
			row[all[0][i]] = cell
		}
		rows = append(rows, row)
	}
	return rows
}

// one is the only row of a CSV, whose reason begins with text.
func one(t *testing.T, text, reason string) map[string]string {
	t.Helper()
	rows := sheet(t, text)
	if len(rows) != 1 || !strings.HasPrefix(rows[0]["reason"], reason) {
		t.Fatalf("%v is not one row with %q", rows, reason)
	}
	return rows[0]
}

func TestExportOfOneBatch(t *testing.T) {
	t.Parallel()
	u, _ := connected(t, "--fault", "429:1", "--fault", "reject=role is odd:1", "--requests", "1000", "--window", "1s")
	u.writeConfig("[rate]\nrequests = 100\nwindow = \"1s\"\n")
	u.must(0, "add", "--name", "=Acme", "--email", "a@acme.example", "--phone", "+49 30 901820")
	u.must(3, "submit", "--all", "--yes")
	limited, refused := u.batch("returned"), u.batch("refused")

	row := one(t, u.must(0, "export", "--batch", refused[len(refused)-6:], "--format", "csv", "--state", "failed").out, "role is odd")
	if row["name"] != "'=Acme" || row["phone 1"] != "'+49 30 901820" || row["email 1"] != "a@acme.example" || row["state"] != "failed" || row["batch"] != refused {
		t.Errorf("got %v", row)
	}
	if rows := sheet(t, u.must(0, "export", "--batch", refused, "--format", "csv", "--state", "sent").out); len(rows) != 0 {
		t.Errorf("sent are %v", rows)
	}
	one(t, u.must(0, "export", "--batch", limited, "--format", "csv").out, "failed again since (role is odd); in this batch: Too many requests")
	if out := u.must(0, "export", "--batch", refused).out; !strings.HasPrefix(out, "[\n{\"reason\":\"role is odd\",") {
		t.Errorf("the reason is not first: %s", out)
	}
	if out := u.must(0, "export", "--batch", refused, "--format", "curl").out; !strings.Contains(out, "$CLOSINGDEALZ_API_KEY") || !strings.Contains(out, "=Acme") {
		t.Errorf("got %s", out)
	}
	one(t, u.must(0, "export", "--format", "csv", "--state", "failed").out, "role is odd")

	// What failed is mended in its draft, what was sent is left alone.
	failed := u.must(0, "export", "--batch", refused, "--state", "failed").out
	if r := u.run(strings.ReplaceAll(failed, "=Acme", "Acme GmbH"), "import", "-"); !strings.HasPrefix(r.out, "1 Ready, 0 Draft · 1 of them was here") {
		t.Errorf("import: %s%s", r.out, r.err)
	}
	u.must(0, "submit", "--all", "--yes")
	sent := u.must(0, "export", "--batch", u.batch("sent"), "--state", "sent").out
	if r := u.run(strings.ReplaceAll(sent, "Acme GmbH", "Other"), "import", "-"); !strings.HasPrefix(r.out, "0 Ready, 0 Draft · 1 is sent") {
		t.Errorf("import of what was sent: %s%s", r.out, r.err)
	}
	one(t, u.must(0, "export", "--batch", refused, "--format", "csv").out, "sent since, in batch ")
	if out := u.must(0, "list", "--json").out; strings.Count(out, `"id"`) != 1 {
		t.Errorf("more than one lead: %s", out)
	}
	other := newUser(t)
	if r := other.run(sent, "import", "-"); !strings.HasPrefix(r.out, "0 Ready, 1 Draft") {
		t.Errorf("what was sent came into another queue as %s%s", r.out, r.err)
	}
	if out := other.must(0, "list", "--json").out; !strings.Contains(out, "was sent in batch") {
		t.Errorf("its draft does not say that it was sent: %s", out)
	}
	if r := other.run(failed, "import", "-"); !strings.HasPrefix(r.out, "1 Ready") {
		t.Errorf("what failed came into another queue as %s%s", r.out, r.err)
	}
}

func TestExportOfABatchThatAPersonSettled(t *testing.T) {
	t.Parallel()
	u, _ := connected(t, "--fault", "status=500:1")
	u.must(0, "add", "--name", "Acme")
	u.must(4, "submit", "--all", "--yes")
	id := u.batch("unsure")
	before := u.must(0, "export", "--batch", id, "--state", "unsure").out
	if !strings.HasPrefix(before, "[\n{\"reason\":\"not sure whether it was created: ") || !strings.Contains(before, `"state":"unsure"`) {
		t.Errorf("got %s", before)
	}
	if r := u.run(strings.ReplaceAll(before, "Acme", "Other"), "import", "-"); !strings.Contains(r.out, "1 is sent, on the way or not sure") {
		t.Errorf("import of what is not sure: %s%s", r.out, r.err)
	}
	u.must(0, "resolve", id, "--sent")
	row := one(t, u.must(0, "export", "--batch", id, "--format", "csv", "--state", "sent").out, "a person found it in ClosingDealz")
	if row["state"] != "sent" {
		t.Errorf("got %v", row)
	}
	if out := u.must(0, "export", "--batch", id, "--state", "unsure").out; out != "[]\n" {
		t.Errorf("still not sure: %s", out)
	}
}

func TestExportIntoFiles(t *testing.T) {
	t.Parallel()
	u, _ := connected(t, "--fault", "status=500:1")
	u.must(0, "add", "--name", "Acme")
	u.must(4, "submit", "--all", "--yes")
	id := u.batch("unsure")
	dir := filepath.Join(u.home, "receipts")
	path := func(end string) string { return filepath.Join(dir, "leadpad-"+id[len(id)-6:]+end) }
	files := func() (names []string) {
		list, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range list {
			names = append(names, filepath.Join(dir, e.Name()))
		}
		return names
	}
	out := u.must(0, "export", "--batch", id, "--dir", dir).out
	if want := fmt.Sprintf("wrote %s: 1 lead\nwrote %s: 1 lead\n", path("-not-sure.csv"), path(".json")); out != want {
		t.Errorf("got %q, want %q", out, want)
	}
	if got, want := files(), []string{path("-not-sure.csv"), path(".json")}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	for _, name := range files() {
		info, err := os.Stat(name)
		if err != nil || runtime.GOOS != "windows" && info.Mode() != 0o600 {
			t.Errorf("%s is %v, %v", name, info.Mode(), err)
		}
	}
	if err := os.WriteFile(path(".json"), []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	u.must(0, "resolve", id, "--sent")
	if r := u.must(1, "export", "--batch", id, "--dir", dir); !strings.Contains(r.err, "is there already; add --force") {
		t.Errorf("got %s", r.err)
	}
	if data, _ := os.ReadFile(path(".json")); string(data) != "mine" || len(files()) != 2 {
		t.Errorf("a file was touched: %q, %v", data, files())
	}
	if out := u.must(0, "export", "--batch", id, "--dir", dir, "--force").out; !strings.Contains(out, "removed "+path("-not-sure.csv")) {
		t.Errorf("got %s", out)
	}
	if got, want := files(), []string{path("-sent.csv"), path(".json")}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if r := u.run("", "import", path(".json")); r.code != 0 || !strings.Contains(r.out, "1 was here already, the same") {
		t.Errorf("import: %s%s", r.out, r.err)
	}
	file := filepath.Join(u.home, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	u.must(1, "export", "--batch", id, "--dir", file)
}

func TestExportOfADeletedLead(t *testing.T) {
	t.Parallel()
	u, _ := connected(t, "--plan", "downgraded")
	u.must(0, "add", "--name", "Acme", "--email", "a@acme.example")
	u.must(5, "submit", "--all", "--yes")
	q, err := sqlite.Open(t.Context(), filepath.Join(u.home, "data", "queue.db"), queue.Options{Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	ids, err := q.IDs(t.Context(), queue.Query{Workspace: "default"})
	var gone queue.Deletion
	if err == nil {
		gone, err = q.Delete(t.Context(), "default", ids)
	}
	if err := errors.Join(err, q.Close()); err != nil || len(gone.Leads) != 1 {
		t.Fatal(gone, err)
	}
	row := one(t, u.must(0, "export", "--batch", u.batch("returned"), "--format", "csv").out, "deleted here since; Reached the maximum limit")
	if row["name"] != "Acme" || row["email 1"] != "a@acme.example" || row["state"] != "deleted" {
		t.Errorf("got %v", row)
	}
}

func TestExportUsage(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	for args, says := range map[string]string{
		"export --format pdf": "csv, json or curl",
		"export --dir x":      "--batch",
		"export --batch abcdef --dir x --force --format csv": "leave --format",
		"export --force":                      "--dir",
		"export --batch abcdef --state ready": "sent, failed or unsure",
		"export --batch abcdef":               "no batch of workspace",
		"export --state redy --format csv":    `did you mean "ready"?`,
	} {
		if r := u.run("", strings.Fields(args)...); r.code != 2 || !strings.Contains(r.err, says) || r.out != "" {
			t.Errorf("%s: %d %q %q, want %q", args, r.code, r.out, r.err, says)
		}
	}
	if out := u.must(0, "export", "--format", "csv").out; !strings.HasPrefix(out, "\ufeffreason,state,batch,id,kind,name,") || strings.Count(out, "\n") != 1 {
		t.Errorf("of no leads: %q", out)
	}
}
