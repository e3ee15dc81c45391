package cli_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"
)

// The audit record has what somebody with a name did, newest last, in lines and in JSON,
// and nothing of one person alone at a desk but another key.
func TestAudit(t *testing.T) {
	t.Parallel()
	nobody, _ := connected(t)
	nobody.ready(1)
	nobody.must(0, "export")
	if r := nobody.must(0, "audit"); r.out != "" {
		t.Errorf("one person alone: %q", r.out)
	}
	ana := nobody.as("Ana")
	ana.ready(2)
	ana.must(0, "export")
	ana.must(0, "submit", "--all", "--yes")
	batch := ana.batches("sent")[0]
	ana.must(0, "export", "--batch", batch)
	if r := nobody.run("another-key\n", "key", "set"); r.code != 0 {
		t.Fatal(r.err)
	}
	lines := strings.Split(strings.TrimSpace(nobody.must(0, "audit").out), "\n")
	want := []string{"  Ana  exported 2 leads in default", "  Ana  exported 1 lead of batch ", "  –  another API key in default"}
	if len(lines) != len(want) {
		t.Fatalf("%q", lines)
	}
	for i, text := range want {
		if !strings.Contains(lines[i], text) {
			t.Errorf("%q, want %q in it", lines[i], text)
		}
	}
	var last struct {
		N    int       `json:"n"`
		At   time.Time `json:"at"`
		Act  string    `json:"act"`
		User string    `json:"user"`
	}
	dec := json.NewDecoder(strings.NewReader(nobody.must(0, "audit", "--json", "--since", "1h").out))
	n := 0
	for ; dec.More(); n++ {
		if err := dec.Decode(&last); err != nil {
			t.Fatal(err)
		}
	}
	if n != 3 || last.Act != "key kept" || last.User != "" || time.Since(last.At) > time.Hour {
		t.Errorf("%d, %+v", n, last)
	}
	if r := nobody.must(0, "audit", "--since", "2999-01-01"); r.out != "" {
		t.Errorf("%q", r.out)
	}
	for _, since := range []string{"yesterday", "-1h", "0d", "3dx", "2026-13-01"} {
		nobody.must(2, "audit", "--since", since)
	}
}
