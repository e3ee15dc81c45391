package app

import (
	"context"
	"strconv"
	"time"

	"github.com/google/uuid"

	"leadpad/intake"
	"leadpad/queue"
)

// StateName is a state's name in files, in JSON and in flags.
func StateName(s queue.State) string {
	names := [...]string{
		queue.Draft: "draft", queue.Ready: "ready", queue.Held: "held", queue.Sending: "sending",
		queue.Sent: "sent", queue.Failed: "failed", queue.Unsure: "unsure",
	}
	if int(s) < len(names) && names[s] != "" {
		return names[s]
	}
	return "state " + strconv.Itoa(int(s))
}

// Stamp is a time in JSON, in UTC; nil for the zero time.
func Stamp(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	u := t.UTC()
	return &u
}

// Record is one lead as it is listed and exported, and as Import reads it back into
// the same draft.
func Record(e queue.Entry) intake.Record {
	r := intake.Record{
		ID: e.ID, Workspace: e.Workspace, State: StateName(e.State), Reason: e.Remark, Lead: e.Lead,
		Finished: e.Finished, Sample: e.Sample, Created: Stamp(e.Created), Updated: Stamp(e.Updated),
	}
	for _, p := range e.Problems {
		if p.Note {
			r.Notes = append(r.Notes, p.Text)
		} else {
			r.Problems = append(r.Problems, p.Text)
		}
	}
	if e.Batch != uuid.Nil {
		r.Batch = &e.Batch
	}
	return r
}

// pageSize is how many rows are read at a time.
const pageSize = 500

// List calls f for every lead of the workspace, newest first, that is in the state
// asked for (0: any).
func (s *Session) List(ctx context.Context, only queue.State, f func(queue.Row) error) error {
	query := queue.Query{Workspace: s.Name, Sent: true}
	for offset := 0; ; offset += pageSize {
		rows, err := s.Queue.Rows(ctx, query, offset, pageSize)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if only != 0 && row.State != only {
				continue
			}
			if err := f(row); err != nil {
				return err
			}
		}
		if len(rows) < pageSize {
			return nil
		}
	}
}

// Records walks the leads of the workspace that are in the state asked for (0: any),
// with all that is kept of them.
func (s *Session) Records(ctx context.Context, only queue.State) intake.Walk {
	return func(f func(intake.Record) error) error {
		return s.Queue.Each(ctx, queue.Query{Workspace: s.Name, Sent: true}, func(e queue.Entry) error {
			if only != 0 && e.State != only {
				return nil
			}
			return f(Record(e))
		})
	}
}
