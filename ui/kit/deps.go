package kit

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/google/uuid"

	"leadpad/app"
)

// ID of a lead or a batch.
type ID = uuid.UUID

// Deps are what a screen is made with.
type Deps struct {
	// Workspace is the workspace as the person at these screens has it.
	Workspace *app.Session
	Theme     *Theme
	Keys      *Keymap
	// Session tells the messages of this workspace's screens from those of one
	// that was left.
	Session int
	// Now is the time at which the screen is made; Clock brings later ones.
	Now time.Time
	// Filters are the config's saved filters, name → text.
	Filters map[string]string
	// Outside is nil where no other program can be run.
	Outside *Outside
}

// Limit is the time that a command's I/O may take (the queue waits up to
// half a minute for another process's lock).
const Limit = 40 * time.Second

// Timed gives the context of one command.
func Timed() (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.Background(), Limit)
}

// Command makes a command of f, which does I/O and has Limit for it.
func Command(f func(ctx context.Context) tea.Msg) tea.Cmd {
	return func() tea.Msg {
		ctx, cancel := Timed()
		defer cancel()
		return f(ctx)
	}
}
