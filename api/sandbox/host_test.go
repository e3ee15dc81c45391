package sandbox

import (
	"net/http"
	"strings"
	"testing"
)

// A foreign name that leads to this machine gets no lead in and no answer out.
func TestForeignHostsAreNotServed(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{})
	addr := serve(t, s)
	for host, want := range map[string]int{
		"evil.example": 403, "evil.example:8787": 403, "127.0.0.1.evil.example": 403, "10.0.0.1": 403, "": 403,
		"localhost": 200, "127.0.0.1:1": 200, "[::1]": 200, addr: 200,
	} {
		for _, path := range []string{leadsPath, "/"} {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+addr+path, strings.NewReader(`[{"company":"A"}]`))
			if err != nil {
				t.Fatal(err)
			}
			r.Host = host
			if host == "" {
				r.Host = " "
			}
			r.Header.Set("X-API-Key", testKey)
			r.Header.Set("Content-Type", "application/json")
			res, err := http.DefaultClient.Do(r)
			if err != nil {
				continue // a Host that no client sends
			}
			_ = res.Body.Close()
			if path == leadsPath && res.StatusCode != want || want == 403 && res.StatusCode < 400 {
				t.Errorf("Host %q, %s: %d, want %d", host, path, res.StatusCode, want)
			}
		}
	}
	if got := s.Stats().Created; got != 4 {
		t.Errorf("%d leads were created, want the 4 of this machine's names", got)
	}
}
