package sshd

import (
	"strings"
	"testing"

	"leadpad/app"
)

// What a person set for themselves is in force on their next screens, and on nobody
// else's: keys, a filter, a country.
func TestScreensHaveAPersonsOwnSettings(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana", "bo")
	who, err := h.app.SessionServed(t.Context(), "ana", "acme", nil)
	must(t, err)
	must(t, who.KeepOwn(t.Context(), "phone_region = \"AT\"\n[keys.compose]\nsave = \"f9\"\n", func(app.Settings) error { return nil }))
	x, other := h.screens("ana"), h.screens("bo")
	x.waits("New lead", "F9 save")
	if text := other.waits("New lead"); strings.Contains(text, "F9") {
		t.Errorf("Bo has Ana's keys:\n%s", text)
	}
	x.sends("Acme", "\x1b[20~")
	x.waits("1 ready")
	// What the palette keeps is hers too.
	x.sends(ctrlP, "settings")
	x.waits("Settings…")
	x.sends(enter)
	x.waits("Phones of", "AT", "Theme")
	x.sends("\x7f\x7fPE")
	x.waits("Phones of  PE")
	x.sends(enter)
	x.waits("as the terminal's background is")
	x.sends(enter)
	x.waits("Settings kept")
	x.waits("Settings kept")
	if text, err := who.Own(); err != nil || !strings.Contains(text, `phone_region = "PE"`) || !strings.Contains(text, "f9") {
		t.Errorf("she has %q, %v", text, err)
	}
}
