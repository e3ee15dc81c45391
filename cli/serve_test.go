package cli_test

import (
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A server starts for one kind of people, and beyond this machine only when told so;
// whatever is wrong is said in one sentence, and nothing listens.
func TestAServerDoesNotStart(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = taken.Close() })
	bad := filepath.Join(u.home, "bad")
	if err := os.WriteFile(bad, []byte("# ours\nnonsense\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		args []string
		says string
		code int
	}{
		"for nobody":       {nil, "--authorized-keys FILE", 2},
		"for two kinds":    {[]string{"--demo", "--authorized-keys", bad}, "give one of them", 2},
		"no address":       {[]string{"--demo", "--addr", "here"}, "is no address", 2},
		"far away":         {[]string{"--demo", "--addr", "0.0.0.0:0"}, "--public", 2},
		"on every address": {[]string{"--authorized-keys", bad, "--addr", ":0"}, "other machines", 2},
		"a port taken":     {[]string{"--demo", "--addr", taken.Addr().String()}, "is taken", 1},
		"no keys":          {[]string{"--authorized-keys", filepath.Join(u.home, "none"), "--addr", "127.0.0.1:0"}, "none", 1},
		"a bad line":       {[]string{"--authorized-keys", bad, "--addr", "127.0.0.1:0"}, "line 2", 1},
	} {
		r := u.run("", append([]string{"serve"}, c.args...)...)
		if r.code != c.code || !strings.Contains(r.err, c.says) || strings.Contains(r.out, "listening") {
			t.Errorf("%s: %d, %s%s", name, r.code, r.out, r.err)
		}
	}
}
