package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"leadpad/api/sandbox"
	"leadpad/app"
	"leadpad/config"
	"leadpad/queue/queuetest"
	"leadpad/words"
)

// house is a server of people who share a workspace, which the sandbox answers.
type house struct {
	t   *testing.T
	dir string
	app *app.App
	api *sandbox.Server
}

func newHouse(t *testing.T, o sandbox.Options) *house {
	t.Helper()
	api, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	web := httptest.NewServer(api)
	t.Cleanup(web.Close)
	h := &house{t: t, dir: queuetest.MemoryDir(t), api: api}
	c := config.Default()
	c.HoldSeconds, c.Leads = 30, []string{"Lea"}
	c.Profiles = map[string]config.Profile{"acme": {Name: "acme", BaseURL: web.URL}}
	h.app, err = app.Open(t.Context(), app.Settings{
		Config: c, Path: filepath.Join(h.dir, "config.toml"), Dir: filepath.Join(h.dir, "data"), State: filepath.Join(h.dir, "state"),
		Key: "sandbox-key", Look: true, Because: words.Because,
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := h.app.Close(context.WithoutCancel(t.Context())); err != nil {
			t.Error(err)
		}
	})
	return h
}

// said is what a command left.
type said struct {
	out, err string
	code     int
}

// run runs one command for somebody.
func (h *house) run(user, in string, args ...string) said {
	h.t.Helper()
	return h.on(h.t.Context(), user, strings.NewReader(in), args...)
}

func (h *house) on(ctx context.Context, user string, in io.Reader, args ...string) said {
	h.t.Helper()
	who, err := h.app.SessionServed(h.t.Context(), user, "acme", nil)
	if err != nil {
		h.t.Fatal(err)
	}
	defer who.End(h.t.Context())
	var out, errs bytes.Buffer
	code := (&program{}).inSession(ctx, who, args, in, &out, &errs)
	r := said{out.String(), errs.String(), code}
	if all := r.out + r.err; strings.Contains(all, h.dir) || strings.Contains(all, "\x1b") || strings.Contains(all, "`leadpad") {
		h.t.Errorf("%v tells of a folder, of a command that is not there, or draws:\n%s", args, all)
	}
	if r.code == codeUsage && (r.out != "" || strings.Count(r.err, "\n") != 1) {
		h.t.Errorf("%v is refused by more than a sentence: %q %q", args, r.out, r.err)
	}
	return r
}

// anas are Ana's leads, what is in her Trash and her batches, as JSON has them.
func (h *house) anas() string {
	const user = "Ana"
	h.t.Helper()
	return h.run(user, "", "list", "--json").out + h.run(user, "", "list", "--state", "trash", "--json").out + h.run(user, "", "history", "--json").out
}

// ids are those of somebody's leads.
func (h *house) ids(user string, args ...string) (ids []string) {
	h.t.Helper()
	var list []struct{ ID string }
	if err := json.Unmarshal([]byte(h.run(user, "", append([]string{"list", "--json"}, args...)...).out), &list); err != nil {
		h.t.Fatal(err)
	}
	for _, l := range list {
		ids = append(ids, l.ID)
	}
	return ids
}

func (h *house) wants(r said, code int, texts ...string) {
	h.t.Helper()
	for _, text := range texts {
		if !strings.Contains(r.out+r.err, text) {
			h.t.Errorf("%q is not said: %s%s", text, r.out, r.err)
		}
	}
	if r.code != code {
		h.t.Errorf("it ended with %d, want %d: %s%s", r.code, code, r.out, r.err)
	}
}

// The whole job on one line after the other: a lead from flags, one from JSON, one from
// a text, leads from a file, a look at them, away with one and back, out with them.
func TestASessionWithoutATerminalDoesTheJob(t *testing.T) {
	t.Parallel()
	h := newHouse(t, sandbox.Options{})
	h.wants(h.run("Ana", "", "add", "--name", "Acme", "--email", "info@acme.example"), 0, "Ready")
	h.wants(h.run("Ana", `{"isContact":false,"name":"Beta"}`, "add", "--json", "-"), 0, "Ready")
	h.wants(h.run("Ana", "Gamma GmbH\ninfo@gamma.example\n", "add", "--paste", "-"), 0, "Ready")
	h.wants(h.run("Ana", `{"isContact":false,"name":"Delta"}`+"\n", "import", "-"), 0, "1 Ready, 0 Draft")
	h.wants(h.run("Ana", "", "list"), 0, "Acme", "Beta", "Gamma", "Delta")
	one := h.ids("Ana")[0]
	h.wants(h.run("Ana", "", "delete", one), 0, "`ssh HOST restore` brings it back")
	h.wants(h.run("Ana", "", "restore", one), 0, "1 lead restored")
	h.wants(h.run("Ana", "", "export", "--format", "csv"), 0, "Acme", "info@gamma.example")
	h.wants(h.run("Ana", "", "status"), 0, "ACME", "Ready")
	h.wants(h.run("Ana", "", "submit"), codeUsage, "--yes")
	h.wants(h.run("Ana", "", "submit", "--dry-run"), 0, "4 leads")
	h.wants(h.run("Ana", "", "submit", "--yes"), 0, "4 sent")
	if n := h.api.Stats().Created; n != 4 {
		t.Errorf("the sandbox has %d leads", n)
	}
	h.wants(h.run("Ana", "", "history"), 0, "Sent")
	batch := regexp.MustCompile(`^\w+`).FindString(h.run("Ana", "", "history").out)
	h.wants(h.run("Ana", "", "history", batch), 0, "the answer as it came")
	h.wants(h.run("Ana", "", "export", "--batch", batch), 0, "Acme")
	h.wants(h.run("Ana", "", "version"), 0, "leadpad version")
	h.wants(h.run("Ana", "", "--version"), 0, "leadpad version")
	var status map[string]any
	if err := json.Unmarshal([]byte(h.run("Ana", "", "status", "--json").out), &status); err != nil || status["config"] != nil || status["data"] != nil {
		t.Errorf("status tells %v, %v", status, err)
	}
}

// What a batch that nobody knows about asks for is done on a line, too.
func TestASessionSettlesABatchThatIsNotSure(t *testing.T) {
	t.Parallel()
	h := newHouse(t, sandbox.Options{Faults: []sandbox.Fault{{Kind: sandbox.FaultResetAfter}}})
	h.run("Ana", "", "add", "--name", "Acme")
	r := h.run("Ana", "", "submit", "--yes")
	h.wants(r, codeNotSure, "`ssh HOST resolve ")
	batch := regexp.MustCompile(`resolve (\w+)`).FindStringSubmatch(r.err)[1]
	h.wants(h.run("Ben", "", "resolve", batch, "--sent"), codeUsage, "no batch of workspace acme")
	h.wants(h.run("Ana", "", "resolve", batch, "--sent"), 0, "1 lead is now Sent")
}

// What a line has not: files, other commands, the workspace of others. It is refused in
// one sentence, and nothing happens.
func TestASessionHasNoFilesAndNoOtherCommands(t *testing.T) {
	t.Parallel()
	h := newHouse(t, sandbox.Options{})
	h.run("Ana", "", "add", "--name", "Acme")
	before := h.anas()
	for _, args := range [][]string{
		{"import", "/etc/passwd"},
		{"import", "-", "/etc/passwd"},
		{"import"},
		{"import", "-", "-"},
		{"import", "-", "--errors", "/tmp/x"},
		{"export", "--dir", "/tmp"},
		{"export", "--force"},
		{"export", "/tmp/x"},
		{"add", "--json", "/tmp/x"},
		{"add", "--paste", "/tmp/x"},
		{"list", "/tmp"},
		{"status", "--profile", "sandbox"},
		{"--profile", "sandbox", "list"},
		{"serve"},
		{"sandbox"},
		{"config", "show"},
		{"key", "test"},
		{"doctor"},
		{"backup", "/tmp/x"},
		{"demo"},
		{"man"},
		{"completion", "bash"},
		{"__complete", "history", ""},
		{"__completeNoDesc", ""},
		{"sh", "-c", "id"},
		{"scp", "-t", "/tmp"},
		{"leadpad"},
		{},
		{""},
		{"--nothing"},
		{"lst"},
	} {
		if r := h.run("Ana", `{"name":"Not"}`, args...); r.code != codeUsage {
			t.Errorf("%q ended with %d: %s%s", args, r.code, r.out, r.err)
		}
	}
	h.wants(h.run("Ana", "", "lst"), codeUsage, `did you mean "list"?`)
	if after := h.anas(); after != before {
		t.Errorf("something was changed: %s", after)
	}
}

// The help names what there is, as it is typed, and is as wide as a terminal that nobody
// made wider.
func TestTheHelpOfASessionIsItsOwn(t *testing.T) {
	t.Parallel()
	h := newHouse(t, sandbox.Options{})
	for _, args := range [][]string{{"help"}, {"--help"}, {"-h"}} {
		r := h.run("Ana", "", args...)
		h.wants(r, 0, "ssh HOST [command]", "import", "submit", "version")
		for _, none := range []string{"leadpad demo", "  serve", "config", "doctor", "backup", "completion", "profile"} {
			if strings.Contains(r.out, none) {
				t.Errorf("%v names %s", args, none)
			}
		}
	}
	for _, name := range []string{"add", "import", "list", "delete", "restore", "submit", "history", "export", "resolve", "status"} {
		for _, args := range [][]string{{name, "--help"}, {"help", name}} {
			r := h.run("Ana", "", args...)
			h.wants(r, 0, "ssh HOST "+name)
			for _, none := range []string{"leadpad " + name, "--dir", "--force", "--errors", "--profile"} {
				if strings.Contains(r.out, none) {
					t.Errorf("%v names %s:\n%s", args, none, r.out)
				}
			}
		}
	}
}

// Ben has Ana's ids: each command answers that there is nothing, and nothing of hers is
// changed.
func TestAForeignIDIsNotFoundOnALine(t *testing.T) {
	t.Parallel()
	h := newHouse(t, sandbox.Options{Faults: []sandbox.Fault{{Kind: sandbox.FaultResetAfter}}})
	h.run("Ana", "", "add", "--name", "Unsure of Ana")
	r := h.run("Ana", "", "submit", "--yes")
	batch := regexp.MustCompile(`resolve (\w+)`).FindStringSubmatch(r.err)[1]
	for _, name := range []string{"Ready of Ana", "Gone of Ana"} {
		h.run("Ana", "", "add", "--name", name)
	}
	h.run("Ana", "", "add", "--email", "no mail", "--name", "Draft of Ana")
	h.run("Ana", "", "delete", h.ids("Ana", "--state", "ready")[0])
	gone := h.ids("Ana", "--state", "trash")
	if len(gone) != 1 {
		t.Fatalf("the Trash holds %v", gone)
	}
	whole := regexp.MustCompile(`"id": "([0-9a-f-]{36})"`).FindStringSubmatch(h.run("Ana", "", "history", batch, "--json").out)[1]
	before, went := h.anas(), h.api.Stats().Created
	for _, id := range append(h.ids("Ana"), gone...) {
		for _, args := range [][]string{
			{"delete", id}, {"restore", id}, {"submit", "--yes", id}, {"submit", "--dry-run", id}, {"resolve", "--drafts", "--ready", id},
		} {
			r := h.run("Ben", "", args...)
			if dry := slices.Contains(args, "--dry-run"); r.code == 0 && !dry || dry && !strings.Contains(r.out, "0 leads") {
				t.Errorf("%v: %d %s%s", args, r.code, r.out, r.err)
			}
		}
	}
	// An export of hers, changed, makes leads of his own of it.
	changed := strings.ReplaceAll(h.run("Ana", "", "export").out, " of Ana", " of Ben")
	h.wants(h.run("Ben", changed, "import", "-"), 0, "1 Ready, 2 Draft")
	for _, id := range []string{batch, whole} {
		for _, args := range [][]string{
			{"history", id}, {"history", id, "--json"}, {"export", "--batch", id}, {"resolve", id, "--sent"}, {"resolve", id, "--ready"},
		} {
			if r := h.run("Ben", "", args...); r.code == 0 || r.out != "" || strings.Contains(r.err, "Unsure of Ana") {
				t.Errorf("%v: %d %s%s", args, r.code, r.out, r.err)
			}
		}
	}
	for _, args := range [][]string{{"list"}, {"list", "--json"}, {"list", "--state", "trash"}, {"export"}, {"export", "--format", "csv"}, {"export", "--format", "curl"}, {"history"}, {"history", "--json"}, {"status"}} {
		if r := h.run("Ben", "", args...); strings.Contains(r.out, " of Ana") {
			t.Errorf("%v shows Ben Ana's: %s", args, r.out)
		}
	}
	if after := h.anas(); after != before {
		t.Errorf("Ana had\n%s\nand has\n%s", before, after)
	}
	if his := h.ids("Ben"); len(his) != 3 {
		t.Errorf("Ben has %d leads", len(his))
	}
	if n := h.api.Stats().Created; n != went {
		t.Errorf("%d leads went", n-went)
	}
	// Who leads the team sees them.
	h.wants(h.run("Lea", "", "list"), 0, "Ready of Ana", "Draft of Ana")
}

// Times are those of the person's zone.
func TestALineReadsTimesInItsZone(t *testing.T) {
	t.Parallel()
	h := newHouse(t, sandbox.Options{})
	h.run("Ana", "", "add", "--name", "Acme")
	far := time.FixedZone("far", 14*60*60)
	begun := time.Now()
	h.wants(h.run("Ana", "", "submit", "--yes"), 0)
	who, err := h.app.SessionServed(t.Context(), "Ana", "acme", far)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	(&program{}).inSession(t.Context(), who, []string{"history"}, strings.NewReader(""), &out, io.Discard)
	for at := begun.Truncate(time.Second); !at.After(time.Now()); at = at.Add(time.Second) {
		if strings.Contains(out.String(), at.In(far).Format(time.DateTime)) {
			return
		}
	}
	t.Errorf("a batch of %v is shown as %s", begun.In(far), out.String())
}
