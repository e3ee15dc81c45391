package app

import (
	"time"

	"leadpad/outbox"
	"leadpad/queue"
)

// Status is a workspace as `leadpad status --json` prints it.
type Status struct {
	Workspace string         `json:"workspace"`
	Practice  bool           `json:"practice"`
	Address   string         `json:"address"`
	Docs      string         `json:"docs"`
	Config    string         `json:"config,omitempty"` // "" where it is a server's
	Data      string         `json:"data,omitempty"`
	Leads     map[string]int `json:"leads"`
	Window    WindowStatus   `json:"window"`
}

// WindowStatus is its request window.
type WindowStatus struct {
	Used    int `json:"used"`
	Limit   int `json:"limit"`
	Seconds int `json:"seconds"`
	// PausedUntil is when the server's last 429 is over.
	PausedUntil *time.Time `json:"pausedUntil,omitempty"`
	// Unknown says why the window could not be read, such as a missing key.
	Unknown string `json:"unknown,omitempty"`
}

// StatusOf puts it together; unknown is why there is no meter, "" for nothing.
func StatusOf(r *Session, counts queue.Counts, meter outbox.Meter, unknown string) Status {
	settings := r.Settings()
	s := Status{
		Workspace: r.Name, Practice: r.Practice, Address: r.Address, Docs: r.Encoding().Form.String(),
		Leads: map[string]int{},
		Window: WindowStatus{
			Used: meter.Used, Limit: meter.Limit, Seconds: int(meter.Window.Seconds()),
			PausedUntil: Stamp(meter.PauseUntil), Unknown: unknown,
		},
	}
	if !r.Served {
		s.Config, s.Data = settings.Path, settings.Dir
	}
	for state := queue.Draft; state <= queue.Unsure; state++ {
		s.Leads[state.String()] = counts.ByState[state]
	}
	return s
}
