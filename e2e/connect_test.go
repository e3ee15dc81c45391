//go:build unix

package e2e

import (
	"os"
	"strings"
	"testing"
)

// From inside the app: a practising rep connects a real
// workspace, takes the typed lead along and sends it there; the key is never
// on the screen.
func TestConnectAWorkspaceInTheApp(t *testing.T) {
	t.Parallel()
	m := newMachine(t)
	api := m.serve("--key", "a-key-of-acme")
	x := m.form("SANDBOX")
	newLead(x, "Practice AG")
	x.Key("ctrl+p")
	x.Wait("type what you want to do")
	x.Type("connect a work")
	x.WaitLine("▌", "Connect a workspace…")
	x.Key("enter")
	x.Type("acme") // typed ahead of the dialog
	x.WaitLine("▌ Name", "acme")
	x.Key("enter")
	x.WaitLine("▌ Address")
	x.Key("ctrl+u")
	x.Type(api.url)
	x.WaitLine("▌ Address", api.url)
	x.Key("enter", "enter", "enter")
	x.WaitLine("▌ API key")
	x.Type("a-key-of-acme")
	x.Key("enter")
	x.Wait("acme is connected", "because there is no keyring")
	x.Key("t")
	x.Wait("let in") // the server's answer to an empty list
	x.Key("enter")
	x.Wait("Move the 1 lead typed in SANDBOX to ACME?")
	x.Insist("y", "Move the 1 lead")
	x.Wait("ACME", "1 ready")
	x.Key("f3")
	x.WaitLine("Ready", "Practice AG")
	submitAll(x, "1 lead")
	x.Wait("The lead was created")
	checkLeads(t, api, `{"isContact":false,"name":"Practice AG"}`)
	x.Key("ctrl+c")
	x.Ended()
	config, err := os.ReadFile(m.config)
	if err != nil {
		t.Fatal(err)
	}
	for where, text := range map[string]string{"screen": x.Raw(), "config": string(config), "list": m.run("list", "--json").out} {
		if strings.Contains(text, "a-key-of-acme") {
			t.Errorf("the key is in the %s", where)
		}
	}
	// The next start opens the real workspace.
	m.start(common).Wait("ACME", "1 sent")
}
