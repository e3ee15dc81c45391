package cli_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestWireNamesFromConfigToServer follows names of the config through the
// sample, the preflight and the request.
func TestWireNamesFromConfigToServer(t *testing.T) {
	t.Parallel()
	u := newUser(t, "CLOSINGDEALZ_API_KEY="+canary)
	s := u.sandbox("--key", canary)
	u.writeConfig("[profiles.acme]\nbase_url = \"" + s.url + "\"\n" +
		"[profiles.acme.wire]\npreset = \"plural\"\nphones = \"\"\n\"emails.address\" = \"Mail\"\n")
	sample := u.must(0, "config", "check").out
	for _, want := range []string{`"emails": [`, `"Mail": "`, "not sent: phones (2 values of this lead)"} {
		if !strings.Contains(sample, want) {
			t.Errorf("the sample lacks %q:\n%s", want, sample)
		}
	}
	if strings.Contains(sample, "Number") {
		t.Errorf("the sample has phones:\n%s", sample)
	}
	u.must(0, "add", "--name", "Acme", "--email", "info@acme.example", "--phone", "+1-555-204-7789")
	if r := u.must(0, "submit", "--dry-run"); !strings.Contains(r.out+r.err, "phones of 1 lead") {
		t.Errorf("the preflight does not say that the phone stays: %s%s", r.out, r.err)
	}
	u.must(0, "submit", "--yes")
	want := []map[string]any{{"isContact": false, "name": "Acme", "emails": []any{map[string]any{"Mail": "info@acme.example"}}}}
	if diff := cmp.Diff(want, s.leads()); diff != "" {
		t.Error(diff)
	}
	u.writeConfig("[profiles.acme]\ndocs = \"legacy\"\n[profiles.acme.wire]\nnotes = \"\"\n")
	if out := u.must(0, "config", "check").out; !strings.Contains(out, "does nothing") || !strings.Contains(out, `"notes"`) {
		t.Errorf("wire names in the legacy form: %s", out)
	}
}

// TestKeyTestSaysWhatTheAnswerMeans has the wording for what can come back.
func TestKeyTestSaysWhatTheAnswerMeans(t *testing.T) {
	t.Parallel()
	envelope := func(status int, message string) string {
		body, _ := json.Marshal(map[string]any{"succeeded": false, "statusCode": status, "statusCodeDescription": "NONE", "message": message})
		return string(body)
	}
	for _, c := range []struct {
		status int
		body   string
		code   int
		says   string
	}{
		{401, envelope(401, "Invalid API key."), 5, "the key is not accepted"},
		{403, "", 5, "no access"},
		{429, envelope(429, "Too many requests. Please try again later."), 1, "says nothing about the key; try again in 7 s"},
		{500, envelope(500, "Oops: "+canary), 1, "says nothing about the key"},
		{200, "<title>Hotel</title>", 1, "the page “Hotel”"},
		{400, envelope(400, "Send at least one lead."), 0, "the key was let in"},
		{404, envelope(404, "Nothing here."), 0, "check base_url"},
	} {
		t.Run(fmt.Sprint(c.status, c.code), func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Retry-After", "7")
				w.Header().Set("X-RateLimit-Remaining", "0")
				w.WriteHeader(c.status)
				_, _ = w.Write([]byte(c.body))
			}))
			t.Cleanup(server.Close)
			u := newUser(t, "CLOSINGDEALZ_API_KEY="+canary, "LEADPAD_BASE_URL="+server.URL)
			r := u.run("", "key", "test")
			if r.code != c.code || !strings.Contains(r.out+r.err, c.says) {
				t.Errorf("got %d %s%s, want %d and %q", r.code, r.out, r.err, c.code, c.says)
			}
			if !strings.Contains(r.err, "Retry-After: 7; X-Ratelimit-Remaining: 0") {
				t.Errorf("the headers are not shown: %s", r.err)
			}
		})
	}
}
