package kit

import (
	"context"
	"time"

	"github.com/google/uuid"

	"leadpad/api"
	"leadpad/api/sandbox"
	"leadpad/config"
	"leadpad/outbox"
	"leadpad/queue"
)

// ID of a lead or a batch.
type ID = uuid.UUID

// Workspace is an open workspace with all that its screens call.
type Workspace struct {
	Name     string // as in the config; "sandbox" for the practice one
	Title    string // on the chip: "SANDBOX", "DEMO · nothing is kept", "ACME"
	Color    string // of the chip, "" for the default
	Practice bool   // SANDBOX or demo: nothing reaches ClosingDealz
	Demo     bool   // nothing is kept
	Address  string // where requests go, for people
	Queue    queue.Queue
	Sender   *outbox.Seat
	Encoding api.Encoding
	Sandbox  *sandbox.Server // nil in a real workspace
	// OpenPage starts the sandbox's page on a loopback port and gives its URL.
	OpenPage func(ctx context.Context) (string, error)
	// SampleLeads adds n sample leads to the queue; nil outside practice.
	SampleLeads func(ctx context.Context, n int) error
	// ExportBatch writes what became of a batch into new files and gives their
	// paths; nil in the demo, which keeps nothing.
	ExportBatch func(ctx context.Context, id ID) (files []string, err error)
}

// WorkspaceInfo is a workspace that can be opened.
type WorkspaceInfo struct {
	Name, Title, Color, Address string
	Practice                    bool
}

// Connection is what "Connect a workspace…" asks for.
type Connection struct {
	Name, BaseURL, Docs, Color string
	Key                        config.Secret
}

// Host opens and connects workspaces; cli is the one that does.
type Host interface {
	// Workspaces lists what can be opened, the practice one last.
	Workspaces() []WorkspaceInfo
	// Open gives an open workspace; the same one every time.
	Open(ctx context.Context, name string) (*Workspace, error)
	// CheckConnection says in one sentence what is wrong with c, "" for nothing;
	// it does no I/O.
	CheckConnection(c Connection) string
	// Connect writes the config and keeps the key; kept says where.
	Connect(ctx context.Context, c Connection) (kept string, err error)
	// Rewire writes a preset of names on the wire ("default" or "plural") into the
	// config and opens the workspace anew with it; the one that was open is closed.
	// It is refused while a submission is under way, and changes nothing then.
	Rewire(ctx context.Context, workspace, preset string) (*Workspace, error)
	// KeepKey keeps another key for a workspace; kept says where. It is refused
	// while a submission is under way, which goes on with the key it began with, and
	// where key_command or the environment would go before the key.
	KeepKey(ctx context.Context, workspace string, key config.Secret) (kept string, err error)
	// TestKey sends an empty array with the workspace's key and says what came
	// back and what that means.
	TestKey(ctx context.Context, name string) (verdict string, ok bool)
}

// Deps are what a screen is made with.
type Deps struct {
	Workspace *Workspace
	Theme     *Theme
	Keys      *Keymap
	// Session tells the messages of this workspace's screens from those of one
	// that was left.
	Session int
	// Now is the time at which the screen is made; Clock brings later ones.
	Now time.Time
	// Filters are the config's saved filters, name → text.
	Filters map[string]string
}

// Limit is the time that a command's I/O may take (the queue waits up to
// half a minute for another process's lock).
const Limit = 40 * time.Second

// Timed gives the context of one command.
func Timed() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), Limit)
}
