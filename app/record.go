package app

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"github.com/google/uuid"

	"leadpad/api"
	"leadpad/intake"
	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/queue"
)

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
		ID: e.ID, Workspace: e.Workspace, State: e.State.String(), Reason: e.Remark, Lead: e.Lead, Found: e.Problems,
		Finished: e.Finished, Sample: e.Sample, Created: Stamp(e.Created), Updated: Stamp(e.Updated),
	}
	if e.Batch != uuid.Nil {
		r.Batch = &e.Batch
	}
	return r
}

// BatchRecord is one batch in JSON.
type BatchRecord struct {
	ID          uuid.UUID  `json:"id"`
	Submission  uuid.UUID  `json:"submission"`
	Workspace   string     `json:"workspace"`
	Practice    bool       `json:"practice"`
	State       string     `json:"state"`
	Resolution  string     `json:"resolution,omitempty"`
	Leads       int        `json:"leads"`
	Names       []string   `json:"names,omitempty"`
	IDs         []queue.ID `json:"ids,omitempty"`
	Begun       *time.Time `json:"begun,omitempty"`
	Ended       *time.Time `json:"ended,omitempty"`
	Outcome     string     `json:"outcome"`
	Status      int        `json:"status"`
	Succeeded   *bool      `json:"succeeded"`
	StatusCode  *int       `json:"statusCode"`
	Description *string    `json:"statusCodeDescription"`
	Message     *string    `json:"message"`
	Error       string     `json:"error,omitempty"`
	Bytes       int64      `json:"bytesWritten"`
	Seen        *api.Seen  `json:"seen,omitempty"` // the other facts
	Hash        string     `json:"payloadSHA256,omitempty"`
	// Envelope is the answer as it came, Payload the body as it was sent.
	Envelope string          `json:"envelope,omitempty"`
	Payload  json.RawMessage `json:"payload,omitempty"`
}

// Receipt is a batch as it is listed in JSON.
func Receipt(b queue.Batch) BatchRecord {
	r := b.Receipt
	out := BatchRecord{
		ID: b.ID, Submission: b.Submission, Workspace: b.Workspace, Practice: b.Practice,
		State: b.State.String(), Resolution: b.Resolution, Leads: max(len(b.Leads), len(b.Names)), Names: b.Names, IDs: b.Leads,
		Begun: Stamp(r.Begun), Ended: Stamp(r.Ended), Outcome: r.Outcome, Status: r.Status, Succeeded: r.Succeeded,
		StatusCode: r.StatusCode, Description: r.Description, Message: r.Message, Error: r.Err, Bytes: r.Bytes,
		Hash: b.Hash, Envelope: string(r.Body),
	}
	if seen, ok := outbox.AnswerIn(r); ok {
		out.Seen = &seen.Seen
	}
	if json.Valid(b.Payload) {
		out.Payload = b.Payload
	}
	return out
}

// pageSize is how many rows are read at a time.
const pageSize = 500

// List calls f for every lead of the workspace, newest first, that is in the state
// asked for (0: any), with the problems that keep it a draft.
func (s *Session) List(ctx context.Context, only queue.State, f func(queue.Row, []lead.Problem) error) error {
	query := queue.Query{Workspace: s.Name, Sent: true}
	for offset := 0; ; offset += pageSize {
		rows, err := s.Queue.Rows(ctx, query, offset, pageSize)
		if err != nil {
			return err
		}
		more := len(rows) == pageSize
		if only != 0 {
			rows = slices.DeleteFunc(rows, func(r queue.Row) bool { return r.State != only })
		}
		problems, err := s.problems(ctx, rows)
		if err != nil {
			return err
		}
		for _, row := range rows {
			if err := f(row, problems[row.ID]); err != nil {
				return err
			}
		}
		if !more {
			return nil
		}
	}
}

// problems are what is wrong with the drafts among the rows.
func (s *Session) problems(ctx context.Context, rows []queue.Row) (map[queue.ID][]lead.Problem, error) {
	var ids []queue.ID
	for _, r := range rows {
		if r.State == queue.Draft && r.Problems > 0 {
			ids = append(ids, r.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	entries, err := s.Queue.Entries(ctx, s.Name, ids)
	of := make(map[queue.ID][]lead.Problem, len(entries))
	for _, e := range entries {
		of[e.ID] = e.Problems
	}
	return of, err
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
