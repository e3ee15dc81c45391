package lead

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
)

// readCases reads one of testdata's lists of inputs that once went wrong.
func readCases(t *testing.T, name string) []map[string]string {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []map[string]string
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d %s", len(cases), name)
	return cases
}

// A phone goes out as the number that was meant, or as typed with a note.
func TestGivenPhones(t *testing.T) {
	t.Parallel()
	for _, c := range append(readCases(t, "phones"), readCases(t, "phone-words-behind")...) {
		region := c["region"] + c["country"]
		meant, _, _ := strings.Cut(c["expected"], " ")
		got, note := SendPhone(c["typed"], region, Rules{}), phoneNote(c["typed"], region, Rules{})
		switch {
		case strings.HasPrefix(meant, "+") && got == strings.TrimSuffix(meant, ","):
		case strings.HasPrefix(meant, "+") && !strings.Contains(c["expected"], "as typed"), got != c["typed"], note == "":
			t.Errorf("%q in %q goes out as %q with the note %q, want %s", c["typed"], region, got, note, c["expected"])
		}
	}
}

func TestGivenEmails(t *testing.T) {
	t.Parallel()
	for _, c := range readCases(t, "emails") {
		fault := emailFault(c["email"])
		if offered, ok := strings.CutPrefix(c["expected"], "offer "); ok && strings.Contains(fault, offered) {
			continue
		}
		if refused := strings.HasPrefix(c["expected"], "refused"); refused != (fault != "") {
			t.Errorf("%s: got %q, want %s", c["email"], fault, c["expected"])
		}
	}
}

func TestGivenWebAddresses(t *testing.T) {
	t.Parallel()
	for _, c := range readCases(t, "urls") {
		want := strings.Fields(c["expected"])[1]
		if fault, got := urlFault(c["typed"]), SocialType(c["typed"]); fault != "" || got != want {
			t.Errorf("%s: got %s, %q, want %s", c["typed"], got, fault, want)
		}
	}
}
