package sshd

import (
	"io"
	"strings"
	"testing"
)

// What looks like a key is cut out of a paste, and of nothing else.
func TestADemoTakesNoKey(t *testing.T) {
	t.Parallel()
	const key = "cd_live_4f9aZ81kQw72LmXs0pRt55vB"
	for in, want := range map[string]string{
		key:                              "",
		"X-API-Key: " + key + "\r\nAcme": "X-API-Key: \r\nAcme",
		"0123456789abcdef0123456789abcdef and Jane Doe":            " and Jane Doe",
		"https://www.linkedin.com/in/jane-doe-1234567890abcdef123": "https://www.linkedin.com/in/jane-doe-1234567890abcdef123",
		"a-very-long-name-with-dashes-2026@acme.example":           "a-very-long-name-with-dashes-2026@acme.example",
		"Donaudampfschifffahrtsgesellschaft mbH":                   "Donaudampfschifffahrtsgesellschaft mbH",
		"+49 30 901820 000000000000000000000000000":                "+49 30 901820 000000000000000000000000000",
	} {
		for _, cut := range []int{1, 3, 1000} {
			told := 0
			r := newKeyless(&piecewise{"q" + pasteStart + in + pasteEnd + "\x1b[A", cut}, func() { told++ })
			got, _ := io.ReadAll(r)
			if string(got) != "q"+pasteStart+want+pasteEnd+"\x1b[A" || (told == 1) != (in != want) {
				t.Errorf("%q is %q, should be %q; told %d times", in, got, want, told)
			}
		}
	}
}

// A visitor who pastes a key is told that it was not taken, wherever it is.
func TestAVisitorsKeyIsNotTaken(t *testing.T) {
	t.Parallel()
	const key = "cd_live_4f9aZ81kQw72LmXs0pRt55vB"
	h := open(t, nil)
	x := h.screens("")
	x.waits("12 to do")
	for _, place := range []string{f3, f2} {
		x.sends(place, pasteStart+key+pasteEnd)
		if s := x.waits("looks like an API key"); strings.Contains(s, key) {
			t.Errorf("the key is there:\n%s", s)
		}
		x.sends("\x1b[27u")
	}
	if strings.Contains(x.raw.String(), key) || strings.Contains(h.log.String(), key) {
		t.Error("the key was shown or logged")
	}
	x.sends(f2)
	x.waits("New lead")
	x.sends(pasteStart + "Jane Doe" + pasteEnd)
	x.waits("Jane Doe")
}
