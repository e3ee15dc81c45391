package app

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"leadpad/api"
	"leadpad/intake"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/safe"
)

// End is what became of a lead in one batch: one file of its export each.
type End uint8

// The ends.
const (
	EndSent   End = iota // created
	EndFailed            // certainly not created: refused, or put back
	EndUnsure            // nobody knows, or not yet
)

// ParseEnd reads an end as it is written in commands.
func ParseEnd(word string) (End, bool) {
	i := slices.Index([]string{EndSent: "sent", EndFailed: "failed", EndUnsure: "unsure"}, word)
	return End(max(i, 0)), i >= 0
}

// endOf sorts a lead's state in its batch.
func endOf(s queue.State) End {
	switch s {
	case queue.Sent:
		return EndSent
	case queue.Unsure, queue.Sending:
		return EndUnsure
	}
	return EndFailed
}

// Carried is a lead of a batch with what became of it there.
type Carried struct {
	End
	intake.Record
}

// Carried gives the leads of a batch in the order in which they went, as they
// stand in the queue today; the reason tells what became of each in this batch.
func (s *Session) Carried(ctx context.Context, b queue.Batch) ([]Carried, error) {
	entries, err := s.Queue.Entries(ctx, b.Workspace, b.Leads)
	if err != nil {
		return nil, fmt.Errorf("read the leads of batch %s: %w", b.ID, err)
	}
	here := make(map[queue.ID]*queue.Entry, len(entries))
	for i := range entries {
		here[entries[i].ID] = &entries[i]
	}
	var gone []lead.Lead
	if len(here) < len(b.Leads) {
		gone = payloadLeads(s.Encoding().Form, b)
	}
	list, because := make([]Carried, len(b.Leads)), s.Settings().Because
	for i, id := range b.Leads {
		now := here[id]
		var rec intake.Record
		if now != nil {
			rec = Record(*now)
		} else {
			rec = intake.Record{ID: id, Workspace: b.Workspace, State: "deleted", Batch: &b.ID, Lead: gone[i]}
		}
		rec.Reason = safe.Clean(because(b, i, now)).String()
		list[i] = Carried{endOf(b.States[i]), rec}
	}
	return list, nil
}

// payloadLeads are the leads of a batch as far as its body tells: whole in the
// current form, else their names. They stand in for leads that were deleted.
func payloadLeads(form api.Form, b queue.Batch) []lead.Lead {
	var items []intake.Item
	err := intake.ReadJSON(bytes.NewReader(b.Payload), func(i intake.Item) error {
		items = append(items, i)
		return nil
	})
	known := err == nil && form == api.Current && len(items) == len(b.Leads)
	list := make([]lead.Lead, len(b.Leads))
	for i, name := range b.Names {
		list[i].Name = name
		if known && items[i].Err == nil && items[i].Lead.Title() == name {
			list[i] = items[i].Lead
		}
	}
	return list
}

// Those keeps the records with one end.
func Those(list []Carried, only End) intake.Walk {
	return walk(list, func(c Carried) bool { return c.End == only })
}

// All keeps all records.
func All(list []Carried) intake.Walk { return walk(list, func(Carried) bool { return true }) }

func walk(list []Carried, keep func(Carried) bool) intake.Walk {
	return func(f func(intake.Record) error) error {
		for _, c := range list {
			if !keep(c) {
				continue
			}
			if err := f(c.Record); err != nil {
				return err
			}
		}
		return nil
	}
}
