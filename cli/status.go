package cli

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"leadpad/app"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/words"
)

// within runs f on the current workspace and closes everything behind it.
func (a *program) within(ctx context.Context, f func(ctx context.Context, r *app.Session) error) error {
	s, err := a.settings()
	if err != nil {
		return err
	}
	name, err := s.Current()
	if err != nil {
		return err
	}
	if a.noHold {
		s.HoldSeconds = 0
	}
	h, err := app.Open(ctx, s)
	if err != nil {
		return err
	}
	r, err := h.Session(ctx, "", name)
	if err == nil {
		err = f(ctx, r)
	}
	if done := a.settle(context.WithoutCancel(ctx), h, false); done != nil {
		err = errors.Join(err, done)
	}
	return err
}

// status is what `leadpad status --json` prints.
type status struct {
	Workspace string         `json:"workspace"`
	Practice  bool           `json:"practice"`
	Address   string         `json:"address"`
	Docs      string         `json:"docs"`
	Config    string         `json:"config"`
	Data      string         `json:"data"`
	Leads     map[string]int `json:"leads"`
	Window    windowStatus   `json:"window"`
}

type windowStatus struct {
	Used    int `json:"used"`
	Limit   int `json:"limit"`
	Seconds int `json:"seconds"`
	// PausedUntil is when the server's last 429 is over.
	PausedUntil *time.Time `json:"pausedUntil,omitempty"`
	// Unknown says why the window could not be read, such as a missing key.
	Unknown string `json:"unknown,omitempty"`
}

// statusCommand is `leadpad status`.
func (a *program) statusCommand() *cobra.Command {
	var asJSON bool
	c := a.command(&cobra.Command{
		Use:   "status",
		Short: "Counts by state, the request window, the workspace",
	}, func(ctx context.Context, _ []string) error {
		return a.within(ctx, func(ctx context.Context, r *app.Session) error {
			return a.status(ctx, r, asJSON)
		})
	})
	c.Flags().BoolVar(&asJSON, "json", false, "print one JSON document")
	return c
}

func (a *program) status(ctx context.Context, r *app.Session, asJSON bool) error {
	counts, err := r.Queue.Counts(ctx, r.Name)
	if err != nil {
		return err
	}
	meter, unknown := r.Sender.Meter(ctx)
	if !asJSON {
		a.printStatus(r, counts, meter, unknown)
		return nil
	}
	settings := r.Settings()
	s := status{
		Workspace: r.Name, Practice: r.Practice, Address: r.Address, Docs: r.Encoding().Form.String(),
		Config: settings.Path, Data: settings.Dir, Leads: map[string]int{},
		Window: windowStatus{
			Used: meter.Used, Limit: meter.Limit, Seconds: int(meter.Window.Seconds()), PausedUntil: app.Stamp(meter.PauseUntil),
		},
	}
	for state := queue.Draft; state <= queue.Unsure; state++ {
		s.Leads[app.StateName(state)] = counts.ByState[state]
	}
	if unknown != nil {
		s.Window.Unknown = a.clean(unknown.Error())
	}
	return writeJSON(a.Out, s)
}

// printStatus says the same for people: what waits for somebody first.
func (a *program) printStatus(r *app.Session, counts queue.Counts, meter outbox.Meter, unknown error) {
	a.printf("%s  %s\n", safe.Clean(r.Title), safe.Clean(r.Address))
	some := false
	for _, state := range []queue.State{
		queue.Unsure, queue.Failed, queue.Draft, queue.Ready, queue.Held, queue.Sending, queue.Sent,
	} {
		if n := counts.ByState[state]; n > 0 {
			a.printf("  %-15s %6d\n", words.State(state, r.Practice, false), n)
			some = true
		}
	}
	if !some {
		a.printf("  no leads yet\n")
	}
	if unknown != nil {
		a.printf("  window: %s\n", a.clean(unknown.Error()))
		return
	}
	a.printf("  %d of %d requests, last %.0f s\n", meter.Used, meter.Limit, meter.Window.Seconds())
	if wait := time.Until(meter.PauseUntil); wait > 0 {
		a.printf("  paused by the server for %.0f s more\n", wait.Seconds())
	}
}
