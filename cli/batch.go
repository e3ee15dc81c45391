package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/words"
)

// idsInShort is what every command that takes a batch says of its id.
const idsInShort = "The last six characters of a batch's id, which `leadpad history` shows, are enough."

// inOneLine is a batch in the list, behind its id.
func inOneLine(b queue.Batch) string {
	r := b.Receipt
	text := fmt.Sprintf("%s  %-17s  %9s", r.Begun.Local().Format("2006-01-02 15:04:05"), words.Batch(b), words.Leads(size(b)))
	if r.Status > 0 {
		text += fmt.Sprintf("  HTTP %d", r.Status)
	}
	if b.State != queue.BatchSent {
		text += "  " + words.Reader{}.Ended(b)
	}
	return strings.TrimRight(text, " ")
}

// size is how many leads a batch carried.
func size(b queue.Batch) int { return max(len(b.Leads), len(b.Names)) }

// printBatch shows one batch for people.
func (a *app) printBatch(read words.Reader, b queue.Batch) {
	r, told := b.Receipt, read.Receipt(b)
	a.printf("batch %s: %s\n", outbox.ShortID(b.ID), words.Batch(b))
	took := "when it ended is not known"
	if b.EndKnown() {
		took = "took " + words.Took(max(r.Ended.Sub(r.Begun), 0))
	}
	a.printf("%s, begun %s, %s\n", words.Leads(size(b)), r.Begun.Local().Format("2006-01-02 15:04:05"), took)
	a.printf("whole id %s\n", b.ID)
	for _, text := range []string{told.What, told.Certain, told.Next, r.Err} {
		if text != "" {
			a.printf("%s\n", a.clean(text))
		}
	}
	const shown = 10
	for _, name := range b.Names[:min(shown, len(b.Names))] {
		a.printf("  %s\n", a.clean(name))
	}
	if more := len(b.Names) - shown; more > 0 {
		a.printf("  and %d more\n", more)
	}
	if len(r.Body) > 0 {
		a.printf("the answer as it came:\n")
		for _, l := range safe.Lines(a.unkeyed(string(r.Body))) {
			a.printf("%s\n", l)
		}
	}
}

// findBatch takes a whole id, or the end of one that only one batch has.
func findBatch(ctx context.Context, r *room, text string) (queue.Batch, error) {
	if id, err := uuid.Parse(text); err == nil {
		b, err := r.Queue.Batch(ctx, r.Name, id)
		if errors.Is(err, queue.ErrNotFound) {
			return b, fmt.Errorf("workspace %s has no batch %s; `leadpad history` shows them", r.Name, id)
		}
		return b, err
	}
	const enough = 4
	var found []string
	err := eachBatch(ctx, r, func(b queue.Batch) error {
		if id := b.ID.String(); len(text) >= enough && strings.HasSuffix(id, strings.ToLower(text)) {
			found = append(found, id)
		}
		return nil
	})
	switch {
	case err != nil:
		return queue.Batch{}, err
	case len(found) > 1:
		return queue.Batch{}, usagef("%d batches of workspace %s end in %q; give the whole id: %s", len(found), r.Name, safe.Clean(text), strings.Join(found, " or "))
	case len(found) == 0:
		return queue.Batch{}, usagef("no batch of workspace %s ends in %q; give the last six characters of an id, as `leadpad history` shows them, or the whole id", r.Name, safe.Clean(text))
	}
	return r.Queue.Batch(ctx, r.Name, uuid.MustParse(found[0]))
}
