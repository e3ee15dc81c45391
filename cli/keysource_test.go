//go:build unix

package cli_test

import (
	"strings"
	"testing"
)

// TestWrongKeySaysWhereItComesFrom: what `leadpad key set` keeps would help
// nobody while another source goes before it.
func TestWrongKeySaysWhereItComesFrom(t *testing.T) {
	t.Parallel()
	const env, command = "The key comes from CLOSINGDEALZ_API_KEY: set the right one there", "The key comes from key_command in the config"
	for _, c := range []struct {
		name, config string
		env          []string
		kept         bool
		want         string
	}{
		{"environment", "", []string{"CLOSINGDEALZ_API_KEY=" + wrongKey}, true, env},
		{"key_command", "key_command = [\"echo\", \"" + wrongKey + "\"]\n", []string{"CLOSINGDEALZ_API_KEY=" + wrongKey}, false, command},
		{"file", "", nil, true, "`leadpad key set --profile acme` keeps the right key"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			u := newUser(t)
			srv := u.sandbox("--key", canary)
			u.writeConfig("[profiles.acme]\nbase_url = \"" + srv.url + "\"\n" + c.config)
			if c.kept {
				if r := u.run(wrongKey+"\n", "key", "set"); r.code != 0 {
					t.Fatalf("key set: %s", r.err)
				}
			}
			u.env = append(u.env, c.env...)
			u.ready(1)
			submit := u.must(5, "submit", "--yes").err
			for what, text := range map[string]string{
				"submit": submit, "key test": u.must(5, "key", "test").err, "doctor": u.must(1, "doctor").out,
			} {
				if !strings.Contains(text, c.want) || strings.Contains(text, wrongKey) {
					t.Errorf("%s says %q", what, text)
				}
			}
			if strings.Count(submit, "Ready again") != 1 || !strings.HasSuffix(submit, " `leadpad submit` goes on.\n") {
				t.Errorf("submit says %q", submit)
			}
		})
	}
}

const wrongKey = "cdz-wrong-0123456789abcdefQRST"

func TestDryRunTellsThatTheKeyChanged(t *testing.T) {
	t.Parallel()
	u, _ := connected(t)
	u.ready(1)
	if r := u.must(0, "submit", "--dry-run"); strings.Contains(r.out, "changed") {
		t.Errorf("got %q", r.out)
	}
	u.must(0, "submit", "--yes")
	u.ready(1)
	srv := u.sandbox("--key", canary)
	u.env = append(u.env, "LEADPAD_BASE_URL="+srv.url)
	if r := u.must(0, "submit", "--dry-run"); !strings.Contains(r.out, " · key or address changed since the last submission") {
		t.Errorf("got %q", r.out)
	}
	if r := u.must(0, "submit", "--dry-run", "--json"); !strings.Contains(r.out, `"changed":true`) {
		t.Errorf("got %q", r.out)
	}
	u.must(2, "submit", "--yes")
	u.must(0, "submit", "--yes", "--new-key")
}
