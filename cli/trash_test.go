package cli_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"leadpad/queue"
)

// listed gives the ids that `list --json` prints, by name.
func (u *user) listed(args ...string) map[string]string {
	u.t.Helper()
	var all []struct {
		ID    string
		State string
		Lead  struct{ Name string }
		Until time.Time
	}
	out := u.must(0, append([]string{"list", "--json"}, args...)...).out
	if err := json.Unmarshal([]byte(out), &all); err != nil {
		u.t.Fatalf("%v: %s", err, out)
	}
	ids := map[string]string{}
	for _, l := range all {
		ids[l.Lead.Name] = l.ID
		if inTrash := slices.Contains(args, "trash"); inTrash == l.Until.IsZero() {
			u.t.Errorf("lead %s stays until %v", l.Lead.Name, l.Until)
		}
	}
	return ids
}

func TestDeleteAndRestore(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	for _, name := range []string{"Acme", "Bolt", "Cafe"} {
		u.must(0, "add", "--name", name)
	}
	ids := u.listed()
	if out := u.must(0, "list", "--state", "trash").out; out != "the Trash is empty\n" {
		t.Errorf("an empty Trash: %q", out)
	}
	out := u.must(0, "delete", ids["Acme"], ids["Bolt"], ids["Acme"]).out
	if until := time.Now().Add(queue.KeepDeleted).Format("2 Jan 2006"); out != "2 leads deleted; `leadpad restore` brings them back until "+until+"\n" {
		t.Errorf("said %q", out)
	}
	if left := u.listed(); len(left) != 1 || left["Cafe"] == "" {
		t.Errorf("%v is left", left)
	}
	if out := u.must(0, "list", "--state", "trash").out; !strings.Contains(out, "STAYS UNTIL") || !strings.Contains(out, ids["Bolt"]) || strings.Contains(out, "Cafe") {
		t.Errorf("the Trash: %s", out)
	}
	if trash := u.listed("--state", "trash"); len(trash) != 2 || trash["Acme"] != ids["Acme"] {
		t.Errorf("the Trash has %v", trash)
	}
	if out := u.must(0, "restore", ids["Bolt"]).out; out != "1 lead restored\n" {
		t.Errorf("said %q", out)
	}
	r := u.must(3, "restore", ids["Bolt"], ids["Acme"])
	if r.out != "1 lead restored\n" || r.err != "leadpad: lead "+ids["Bolt"]+" is not in the Trash.\n" {
		t.Errorf("said %q and %q", r.out, r.err)
	}
	if left := u.listed(); len(left) != 3 || left["Acme"] != ids["Acme"] {
		t.Errorf("%v is there", left)
	}
}

func TestDeleteSaysWhyNot(t *testing.T) {
	t.Parallel()
	u, _ := connected(t, "--fault", "reset-after:1")
	u.must(0, "add", "--name", "Unsure")
	u.must(4, "submit", "--all", "--yes")
	u.must(0, "add", "--name", "Draft", "--email", "bad")
	u.must(0, "add", "--name", "Gone")
	ids := u.listed()
	u.must(0, "delete", ids["Gone"])
	r := u.must(3, "delete", "--json", ids["Unsure"], ids["Gone"], ids["Draft"])
	var got struct {
		Deleted []string
		Until   time.Time
		Not     []struct{ ID, Reason string }
	}
	if err := json.Unmarshal([]byte(r.out), &got); err != nil {
		t.Fatalf("%v: %s", err, r.out)
	}
	if !slices.Equal(got.Deleted, []string{ids["Draft"]}) || got.Until.Before(time.Now().Add(29*24*time.Hour)) || len(got.Not) != 2 {
		t.Fatalf("got %+v", got)
	}
	for i, want := range []string{"is not sure and cannot be deleted", "is in the Trash already"} {
		if n := got.Not[i]; n.ID != []string{ids["Unsure"], ids["Gone"]}[i] || !strings.HasPrefix(n.Reason, want) {
			t.Errorf("%+v, want %q", n, want)
		}
	}
	if r := u.must(1, "delete", ids["Unsure"]); r.out != "" || strings.Count(r.err, "\n") != 1 {
		t.Errorf("none: %q and %q", r.out, r.err)
	}
	if r := u.must(1, "restore", "--json", ids["Unsure"]); !strings.Contains(r.out, `"reason": "is not in the Trash"`) {
		t.Errorf("none: %q", r.out)
	}
}

// What was exported from the Trash comes back by an import elsewhere, too.
func TestTheTrashIsImported(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	u.must(0, "add", "--name", "Acme")
	u.must(0, "delete", u.listed()["Acme"])
	text := u.must(0, "list", "--state", "trash", "--json").out
	if r := newUser(t).run(text, "import", "-"); r.code != 0 || r.out != "1 Ready, 0 Draft\n" {
		t.Errorf("got %d %s%s", r.code, r.out, r.err)
	}
}
