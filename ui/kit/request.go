package kit

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"leadpad/api"
	"leadpad/app"
	"leadpad/safe"
	"leadpad/ui/terminal"
	"leadpad/words"
)

// CopyBody sends a request's body, or the curl call with it, to the terminal's
// clipboard. A call made of a practice request goes to the practice server's own
// address, never to ClosingDealz.
func CopyBody(payload []byte, address string, curl bool) tea.Cmd {
	text, said := string(payload), words.Copied("Body", "")
	if curl {
		text, said = api.Curl(text, app.CurlAddress(address)), words.Copied("Curl call", " without the key")
	}
	return terminal.Sequence(terminal.Copy(text), Say(Said, said))
}

// masked stands where the key was; the key itself never reaches the screens.
const masked = "••••••••"

// RequestHead is what went before a request's body. The practice server inside
// leadpad has no address but a name.
func RequestHead(address string) []string {
	address = safe.Clean(address).String()
	to := api.Path + " · " + address
	if app.IsURL(address) {
		to = strings.TrimSuffix(address, "/") + api.Path
	}
	return []string{"POST " + to, "Content-Type: application/json", "X-API-Key: " + masked}
}
