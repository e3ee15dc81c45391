package cli_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestDamagedQueueIsSalvagedAsDrafts(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	for _, name := range []string{"Acme", "Globex", "Initech"} {
		u.must(0, "add", "--name", name, "--email", "info@"+strings.ToLower(name)+".example")
	}
	if r := u.must(0, "doctor", "--salvage"); !strings.Contains(r.out, "queue.db is whole") || !strings.Contains(r.out, "window.db is whole") {
		t.Errorf("got %s", r.out)
	}
	path := filepath.Join(u.home, "data", "queue.db")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Clone(whole)
	copy(damaged, "not a database, not any more") // its header
	if err := os.WriteFile(path, damaged, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"list"}, {"doctor"}} {
		if r := u.run("", args...); r.code != 1 || !strings.Contains(r.out+r.err, "`leadpad doctor --salvage`") {
			t.Errorf("%v: %d %s%s", args, r.code, r.out, r.err)
		}
	}
	if r := u.must(2, "doctor", "--salvage"); !strings.Contains(r.err, "--yes") {
		t.Errorf("unasked: %s", r.err)
	}
	if r := u.must(0, "doctor", "--salvage", "--yes"); !strings.Contains(r.out, "3 leads salvaged as Draft") {
		t.Errorf("got %s", r.out)
	}
	out := u.must(0, "list").out
	for _, name := range []string{"Acme", "Globex", "Initech"} {
		if !strings.Contains(out, name) {
			t.Errorf("%s is lost:\n%s", name, out)
		}
	}
	if strings.Contains(out, "Ready") {
		t.Errorf("a salvaged lead is Ready:\n%s", out)
	}
	kept, err := filepath.Glob(path + ".damaged-*")
	if err != nil || len(kept) == 0 {
		t.Fatalf("the damaged file is not kept: %v %v", kept, err)
	}
	if got, err := os.ReadFile(kept[0]); err != nil || !bytes.Equal(got, damaged) {
		t.Errorf("the damaged file was changed: %v", err)
	}
}
