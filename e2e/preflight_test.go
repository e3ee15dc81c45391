//go:build unix

package e2e

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// scannerGap is what a badge scanner that types leaves between two letters.
const scannerGap = 55 * time.Millisecond

// A badge that is scanned into Drafts begins with an S, which opens the question
// before a submission, and ends with Enter: nothing is submitted.
func TestTextAtScannerSpeedSubmitsNothing(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"Sonne\r", "Sommer\r", "S2 Sommer\r", "SSS\r\r\r"} {
		t.Run(strings.Fields(text)[0], func(t *testing.T) {
			t.Parallel()
			for range 10 {
				if scannedIntoDrafts(t, text) {
					return
				}
			}
			t.Skip("this machine is too busy for a scanner's pace")
		})
	}
}

// scannedIntoDrafts is false when the machine was so busy that letters came as
// slowly as those of a hand which reads the question.
func scannedIntoDrafts(t *testing.T, text string) bool {
	t.Helper()
	m := newMachine(t)
	api := m.atOnce()
	m.imports("Acme AG", "Bolt AG", "Claro AG")
	x := m.drafts(3)
	late := x.paced(text, scannerGap)
	time.Sleep(time.Second) // without a hold a start would be with the server by now
	x.Kill()
	if late > deaf-scannerGap-50*time.Millisecond {
		return false
	}
	if got := api.leads(); len(got) != 0 {
		t.Fatalf("%q at scanner speed sent %v", text, got)
	}
	if out := m.run("list").out; strings.Count(out, "Ready") != 3 {
		t.Fatalf("%q at scanner speed left\n%s", text, out)
	}
	return true
}

// The leads that go scroll under the question, ! goes to the one that needs
// fixes, and the question is there again when it is mended.
func TestPreflightScrollsAndGoesToFixes(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	api := m.atOnce()
	m.imports(numbered(40)...)
	x := m.form("ACME", "40 ready")
	x.On("Name")
	x.Type("Broken AG")
	x.Key("tab", "tab")
	x.Type("not an email")
	x.Key("f3")
	x.WaitLine("▌", "▲ 1 problem", "Broken AG")
	x.Key("a")
	x.Wait("41 marked")
	x.Key("S")
	x.Wait("40 leads → 1 request", "1 is not ready and stays", "The leads that go", "of 40")
	tooFast := func(s string) bool { return strings.Contains(s, "Too fast for this question") }
	for began := time.Now(); !x.Within(deaf, tooFast) && time.Since(began) < patience; {
		x.Key("f", "f") // the second one comes too soon behind the first
	}
	x.Wait("Too fast for this question")
	refused := "f does nothing here: Enter starts, Esc goes back"
	x.InsistUntil("f", refused, func(s string) bool { return strings.Contains(s, refused) })
	x.Key("j", "j")
	x.WaitLine("The leads that go", "3–")
	x.Key("pgdown", "G")
	x.WaitLine("The leads that go", "–40 of 40")
	x.Key("k", "pgup", "home")
	x.WaitLine("The leads that go", " 1–")
	x.Insist("!", "The leads that go")
	x.WaitLine("Name", "Broken AG")
	x.Key("f4")
	x.Wait("40 leads → 1 request")
	x.Insist("q", "40 leads → 1 request")
	x.Wait("41 marked")
	if got := api.leads(); len(got) != 0 {
		t.Errorf("sent %v", got)
	}
}

// A refused key is changed on the spot: K, the key, and S submits with it; it is
// never on the screen.
func TestARefusedKeyIsChangedOnTheSpot(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	m.atOnce("--key", "the-right-key")
	m.set("CLOSINGDEALZ_API_KEY", "a-wrong-key")
	m.imports("Acme AG")
	x := m.submitting(1)
	x.Wait("Invalid API key.", "K takes another key")
	x.Key("K")
	x.Wait("Another key for ACME")
	x.Type("the-right-key")
	x.Key("enter")
	x.Wait("The key comes from CLOSINGDEALZ_API_KEY") // which would go before it
	x.Key("esc")
	x.Gone("Another key for ACME")
	x.Key("ctrl+c")
	x.Ended()

	m.set("CLOSINGDEALZ_API_KEY", "")
	keys := filepath.Join(m.data, "keys")
	if err := errors.Join(os.MkdirAll(keys, 0o700), os.WriteFile(filepath.Join(keys, "acme.key"), []byte("a-wrong-key"), 0o600)); err != nil {
		t.Fatal(err)
	}
	x = m.submitting(1)
	x.Wait("K takes another key")
	x.Key("K")
	x.Wait("Another key for ACME")
	x.Type("the-right-key")
	x.Key("enter")
	x.Wait("The key is kept in ", "S submits with it")
	submitAll(x, "1 lead")
	x.Wait("The lead was created", "1 sent")
	if strings.Contains(x.Raw(), "the-right-key") {
		t.Error("the key was drawn")
	}
}
