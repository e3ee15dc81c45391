package cli

import (
	"fmt"
	"strings"
	"testing"

	"leadpad/api/sandbox"
)

// What a person sets for themselves by a command is there in the next session, and is
// nobody else's. What is wrong with it is told with its line, and changes nothing.
func TestALineKeepsAPersonsOwnSettings(t *testing.T) {
	t.Parallel()
	h := newHouse(t, sandbox.Options{})
	h.wants(h.run("Ana", "", "settings"), 0, "nothing is set")
	const mine = "phone_region = \"AT\" # Wien\ntheme = \"light\"\n\n[keys]\nleave = \"ctrl+q\"\n\n[filters]\nhot = \"label:hot\"\n"
	h.wants(h.run("Ana", mine, "settings", "-"), 0, "kept")
	if r := h.run("Ana", "", "settings"); r.out != mine || r.code != 0 {
		t.Errorf("she has %d %q %s", r.code, r.out, r.err)
	}
	h.wants(h.run("Ben", "", "settings"), 0, "nothing is set")
	for text, want := range map[string]string{
		"theme = \"light\"\nhold_seconds = 0\n": "line 2: unknown name",
		"phone_region = \"XX\"":                 "no country's code",
		"[keys]\nleave = \"hyper+q\"":           "no terminal sends",
		"[keys]\nsoar = \"x\"":                  "no action called",
		"[filters]\nx = \"labl:hot\"":           "did you mean",
		"not toml":                              "this is not TOML",
		strings.Repeat("# much\n", 10_000):      "at most 65,536 bytes",
	} {
		h.wants(h.run("Ana", text, "settings", "-"), codeFailed, want)
	}
	h.wants(h.run("Ana", "", "settings", "/etc/passwd"), codeUsage, "standard input")
	if r := h.run("Ana", "", "settings"); r.out != mine {
		t.Errorf("she has %q", r.out)
	}
	h.wants(h.run("Ana", "", "settings", "-"), 0, "kept")
	h.wants(h.run("Ana", "", "settings"), 0, "nothing is set")
}

// Each one's phones go out as their own country reads them, whoever sends them.
func TestPhonesGoOutInTheirOwnersCountry(t *testing.T) {
	t.Parallel()
	h := newHouse(t, sandbox.Options{})
	for user, region := range map[string]string{"Ana": "AT", "Ben": "DE"} {
		h.wants(h.run(user, fmt.Sprintf("phone_region = %q\n", region), "settings", "-"), 0)
		h.wants(h.run(user, "", "add", "--name", "Lead of "+user, "--phone", "01 5324567"), 0)
		h.wants(h.run(user, fmt.Sprintf(`{"isContact":false,"name":"Second of %s","phone":["01 5324568"]}`, user), "import", "-"), 0, "1 Ready")
	}
	h.wants(h.run("Lea", "", "submit", "--yes"), 0, "4 sent")
	var bodies strings.Builder
	for _, l := range h.api.Leads(0, 10) {
		bodies.Write(l.Raw)
	}
	for _, number := range []string{"+4315324567", "+4915324567", "+4315324568", "+4915324568"} {
		if !strings.Contains(bodies.String(), number) {
			t.Errorf("%s did not go: %s", number, bodies.String())
		}
	}
}
