package dialog

import (
	"context"

	"leadpad/api"
	"leadpad/app"
	"leadpad/config"
)

// Host is what the dialogs about workspaces and keys call: an app.Session.
type Host interface {
	// CheckConnection says in one sentence what is wrong with c, "" for nothing;
	// it does no I/O.
	CheckConnection(c app.Connection) string
	// Connect writes the config and keeps the key; kept says where.
	Connect(ctx context.Context, c app.Connection) (kept string, err error)
	// KeepKey keeps another key for a workspace; kept says where.
	KeepKey(ctx context.Context, workspace string, key config.Secret) (kept string, err error)
	// TestKey sends an empty array with the workspace's key and gives what came
	// back.
	TestKey(ctx context.Context, workspace string) (api.Answer, error)
}
