package dialog

import (
	"context"

	"leadpad/api"
	"leadpad/app"
	"leadpad/config"
)

// Host is what the dialogs about workspaces and keys call: an app.Session.
type Host interface {
	// CheckConnection says what is wrong with c; it does no I/O.
	CheckConnection(c app.Connection) error
	// Connect writes the config and keeps the key; kept says where.
	Connect(ctx context.Context, c app.Connection) (kept app.Kept, err error)
	// KeepKey keeps another key for a workspace; kept says where.
	KeepKey(ctx context.Context, workspace string, key config.Secret) (kept app.Kept, err error)
	// General gives the settings of all workspaces, and KeepGeneral writes them into
	// the config. Where they are the person's own (HasOwn), that is the region and the
	// theme alone: hold and first lead are a server's.
	HasOwn() bool
	General() config.General
	KeepGeneral(ctx context.Context, g config.General) error
	// Presets are the config's and the person's own, and KeepPreset writes one where its
	// settings go; nil takes it out.
	Presets() map[string]config.Preset
	KeepPreset(ctx context.Context, name string, p config.Preset) error
	// TestKey sends an empty array with the workspace's key and gives what came
	// back.
	TestKey(ctx context.Context, workspace string) (api.Answer, error)
}
