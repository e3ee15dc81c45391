package app

import (
	"context"
	"strings"

	"leadpad/api"
	"leadpad/api/sandbox"
	"leadpad/config"
	"leadpad/outbox"
	"leadpad/queue"
)

// The workspaces that need no config.
const (
	PracticeName = config.ReservedProfile // the built-in SANDBOX
	DefaultName  = "default"              // real, of a key in the environment
	DemoName     = "demo"
)

// Workspace is an open workspace, shared by all sessions on it.
type Workspace struct {
	Name     string // as in the config; "sandbox" for the practice one
	Title    string // on the chip: "SANDBOX", "DEMO · nothing is kept", "ACME"
	Color    string // of the chip, "" for the default
	Practice bool   // SANDBOX or demo: nothing reaches ClosingDealz
	Demo     bool   // nothing is kept
	Address  string // where requests go, for people
	// KeySource is where the key comes from, as far as the settings tell: what is
	// kept is used by nobody while another source goes before it.
	KeySource KeySource
	// Encoding is how leads look on the wire now: whoever changes the names
	// changes them under every session.
	Encoding func() api.Encoding
	Sandbox  *sandbox.Server // nil in a real workspace
	// OpenPage starts the sandbox's page on a loopback port and gives its URL.
	OpenPage func(ctx context.Context) (string, error)

	// Doubted counts the leads that became drafts when it was opened, because the
	// queue is a copy.
	Doubted int

	sender  *outbox.Sender
	client  *api.Client
	keeper  *keeper
	profile config.Profile
	windows queue.Windows
	stop    []func() error // what must be closed behind the sender
}

// Info is a workspace that can be opened.
type Info struct {
	Name, Title, Color, Address string
	Practice                    bool
}

// Workspaces lists what can be opened, the practice one last. It waits for nobody.
func (a *App) Workspaces() []Info {
	if a.demo {
		return []Info{{Name: DemoName, Title: demoTitle, Practice: true, Address: practicePlace}}
	}
	s := a.settings.Load()
	var list []Info
	for _, name := range s.Names() {
		if p, err := s.Named(name); err == nil {
			list = append(list, Info{Name: name, Title: title(name), Color: p.Color, Address: p.BaseURL})
		}
	}
	return append(list, Info{Name: PracticeName, Title: practiceTitle, Practice: true, Address: practicePlace})
}

// title is what the header's chip says of a real workspace.
func title(name string) string { return strings.ToUpper(name) }

// fingerprint is the ledger's name for key and address.
func (w *Workspace) fingerprint(ctx context.Context) (string, error) {
	key, err := w.keeper.look(ctx)
	if err != nil {
		return "", err
	}
	return w.windows.Fingerprint(ctx, key.Reveal(), w.Address)
}

// busy says that a submission of anybody is under way or waits.
func (w *Workspace) busy() bool {
	inFlight, _, waiting, _ := w.sender.Busy()
	return inFlight > 0 || waiting > 0 || underWay(w.sender.Progress())
}

// underWay says that a picture is of a submission that has not ended.
func underWay(p outbox.Progress) bool {
	switch p.Phase {
	case outbox.Holding, outbox.Running, outbox.Waiting, outbox.Paused:
		return true
	}
	return false
}
