package intake_test

import (
	"os/exec"
	"strings"
	"testing"
)

// The corpus of pasted texts belongs to the recogniser, which stands on this package;
// its rates are printed here too, where they are looked for.
func TestCorpus(t *testing.T) {
	if !testing.Verbose() {
		t.Skip("the recogniser's own tests run it")
	}
	t.Parallel()
	if _, err := exec.LookPath("go"); err != nil {
		t.Skip(err)
	}
	out, err := exec.CommandContext(t.Context(), "go", "test", "leadpad/intake/paste", "-run", "TestCorpus|TestAddressesOfAllCountries", "-v").CombinedOutput()
	for l := range strings.Lines(string(out)) {
		if strings.Contains(l, "%") || strings.Contains(l, "texts") || strings.Contains(l, "gone") {
			t.Log(strings.TrimSpace(l))
		}
	}
	if err != nil {
		t.Error(err)
	}
}
