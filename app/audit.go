package app

import (
	"context"
	"errors"
	"strings"
	"time"

	"leadpad/intake"
	"leadpad/queue"
)

// Record writes lines into the audit record, which the server's machine keeps with the
// leads.
func (a *App) Record(ctx context.Context, rs ...queue.Record) error {
	return a.queue.Record(ctx, rs...)
}

// Records reads the audit record since a moment, oldest line first.
func (a *App) Records(ctx context.Context, since time.Time, f func(queue.Record) error) error {
	return a.queue.Records(ctx, since, f)
}

// Owners are those who have leads or batches here.
func (a *App) Owners(ctx context.Context) ([]queue.Holding, error) { return a.queue.Owners(ctx) }

// Rename gives an owner another name, and counts the leads. Its errors are those of
// queue.Owners.
func (a *App) Rename(ctx context.Context, from, to string) (leads int, err error) {
	leads, err = a.queue.Handover(ctx, queue.Handover{From: from, To: to, Rename: true})
	if err == nil {
		err = a.owns.read(ctx, a.queue) // their own settings have the new name
	}
	return leads, err
}

// HandOver gives one owner's leads to another, with what they typed and saved nowhere;
// how they set their screens up is no business of the other's.
func (a *App) HandOver(ctx context.Context, from, to string) (leads int, err error) {
	return a.queue.Handover(ctx, queue.Handover{From: from, To: to, Settings: func(name string) bool {
		return strings.HasPrefix(name, "compose.scratch.")
	}})
}

// named says that what this person does is told in the audit record: who they are has a
// name. Where there is one person, at their own desk, there is nobody to tell.
func (s *Session) named() bool { return s.User != "" && !s.Demo }

// Exported is leads, and a line in the audit record with how many of them left: behind
// them, also where they did not all. A record that cannot be written is the walk's error.
func (s *Session) Exported(ctx context.Context, what string, leads intake.Walk) intake.Walk {
	if !s.named() {
		return leads
	}
	return func(f func(intake.Record) error) error {
		n := 0
		err := leads(func(r intake.Record) error {
			n++
			return f(r)
		})
		if kept := s.exported(ctx, what, n); err == nil {
			err = kept
		}
		return err
	}
}

// exported writes the line; what names the batch, "" for none.
func (s *Session) exported(ctx context.Context, what string, leads int) error {
	if !s.named() {
		return nil
	}
	return s.Queue.Record(context.WithoutCancel(ctx), queue.Record{Act: queue.Exported, Workspace: s.Name, Subject: what, Leads: leads})
}

// NoteKey notes in the audit record that another API key was kept, where there are
// leads already.
func (s Settings) NoteKey(ctx context.Context, workspace string) error {
	if missing(s.queueFile()) {
		return nil
	}
	a, err := Open(ctx, s)
	if err != nil {
		return err
	}
	return errors.Join(a.Record(ctx, queue.Record{Act: queue.KeyKept, Workspace: workspace}), a.Close(ctx))
}
