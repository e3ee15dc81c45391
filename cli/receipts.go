package cli

import (
	"bytes"
	"context"
	"fmt"

	"leadpad/api"
	"leadpad/intake"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
	"leadpad/words"
)

// end is what became of a lead in one batch: one file of its export each.
type end uint8

const (
	endSent   end = iota // created
	endFailed            // certainly not created: refused, or put back
	endUnsure            // nobody knows, or not yet
)

// endOf sorts a lead's state in its batch.
func endOf(s queue.State) end {
	switch s {
	case queue.Sent:
		return endSent
	case queue.Unsure, queue.Sending:
		return endUnsure
	}
	return endFailed
}

// parseEnd reads --state of a batch; all is true for "".
func parseEnd(word string) (e end, all bool, err error) {
	switch word {
	case "":
		return 0, true, nil
	case "sent":
		return endSent, false, nil
	case "failed":
		return endFailed, false, nil
	case "unsure":
		return endUnsure, false, nil
	}
	return 0, false, usagef("--state of a batch is sent, failed or unsure, not %q", safe.Clean(word))
}

// carried is a lead of a batch with what became of it there.
type carried struct {
	end
	intake.Record
}

// carriedBy gives the leads of a batch in the order in which they went, as they
// stand in the queue today; the reason tells what became of each in this batch.
func carriedBy(ctx context.Context, w *kit.Workspace, b queue.Batch) ([]carried, error) {
	entries, err := w.Queue.Entries(ctx, b.Workspace, b.Leads)
	if err != nil {
		return nil, fmt.Errorf("read the leads of batch %s: %w", b.ID, err)
	}
	here := make(map[queue.ID]queue.Entry, len(entries))
	for _, e := range entries {
		here[e.ID] = e
	}
	var gone []lead.Lead
	if len(here) < len(b.Leads) {
		gone = payloadLeads(w.Encoding.Form, b)
	}
	list, read := make([]carried, len(b.Leads)), words.Reader{Workspace: b.Workspace}
	for i, id := range b.Leads {
		e, ok := here[id]
		rec := recordOf(e)
		because := read.Became(b, i)
		if ok {
			because = words.Since(b, e) + because
		} else {
			rec = intake.Record{ID: id, Workspace: b.Workspace, State: "deleted", Batch: &b.ID, Lead: gone[i]}
			because = "deleted here since; " + because
		}
		rec.Reason = safe.Clean(because).String()
		list[i] = carried{endOf(b.States[i]), rec}
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

// those keeps the records with one end, or all.
func those(list []carried, only end, all bool) intake.Walk {
	return func(f func(intake.Record) error) error {
		for _, c := range list {
			if !all && c.end != only {
				continue
			}
			if err := f(c.Record); err != nil {
				return err
			}
		}
		return nil
	}
}
