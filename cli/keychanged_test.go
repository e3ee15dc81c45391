package cli_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
)

// TestKeyGoesNowhereUnasked changes the address of a key that was used: the other
// server gets no request before a person said that it is the same workspace.
func TestKeyGoesNowhereUnasked(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked.Add(1)
		w.WriteHeader(http.StatusUnauthorized)
	}))
	t.Cleanup(other.Close)
	for name, before := range map[string][]string{"after a submission": {"submit", "--yes"}, "after a key test": {"key", "test"}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			u, s := connected(t)
			u.ready(2)
			u.must(0, before...)
			u.ready(1)
			u.env = append(u.env, "LEADPAD_BASE_URL="+other.URL)
			for _, c := range []struct {
				args, says string
				code       int
			}{
				{"submit --yes", "add --new-key", 2},
				{"key test", "`leadpad key test --new-key` says so", 2},
				{"doctor", "", 1},
			} {
				r := u.must(c.code, strings.Fields(c.args)...)
				if !strings.Contains(r.err, c.says) || c.says == "" && !strings.Contains(r.out, "!!  server     key or address changed") {
					t.Errorf("%s: %s%s", c.args, r.out, r.err)
				}
			}
			if n := asked.Load(); n > 0 {
				t.Errorf("the other server got %d requests unasked", n)
			}
			u.env = append(u.env, "LEADPAD_BASE_URL="+s.url)
			u.must(0, "key", "test")
		})
	}
}

// TestKeyGoesWhereAPersonSaid: a server that refuses it is not the workspace's.
func TestKeyGoesWhereAPersonSaid(t *testing.T) {
	t.Parallel()
	u, _ := connected(t)
	u.must(0, "key", "test")
	other := u.sandbox("--key", "another-key-than-that")
	u.env = append(u.env, "LEADPAD_BASE_URL="+other.url)
	u.must(5, "key", "test", "--new-key")
	u.must(2, "key", "test")
}
