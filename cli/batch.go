package cli

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/google/uuid"

	"leadpad/api"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/ui/kit"
)

// idsInShort is what every command that takes a batch says of its id.
const idsInShort = "The last six characters of a batch's id, which `leadpad history` shows, are enough."

// batchOnScreen is what became of a batch, in the words of the screens.
func batchOnScreen(b queue.Batch) string {
	switch b.State {
	case queue.InFlight:
		return "Sending"
	case queue.BatchSent:
		return stateOnScreen(queue.Sent, b.Practice)
	case queue.BatchUnsure:
		return stateOnScreen(queue.Unsure, b.Practice)
	case queue.BatchRefused:
		return "Refused"
	case queue.BatchResolved:
		switch b.Resolution {
		case "sent":
			return "Was there"
		case "ready":
			return "Was missing"
		}
		return "By lead"
	}
	return (&kit.Theme{}).Outcome(api.ParseOutcome(b.Receipt.Outcome)).Word
}

// inOneLine is a batch in the list, behind its id.
func inOneLine(b queue.Batch) string {
	r := b.Receipt
	text := fmt.Sprintf("%s  %-17s  %9s", r.Begun.Local().Format("2006-01-02 15:04:05"), batchOnScreen(b), count(size(b), "lead"))
	if r.Status > 0 {
		text += fmt.Sprintf("  HTTP %d", r.Status)
	}
	if b.State != queue.BatchSent {
		text += "  " + said(r)
	}
	return strings.TrimRight(text, " ")
}

// size is how many leads a batch carried.
func size(b queue.Batch) int { return max(len(b.Leads), len(b.Names)) }

// settling is how to settle a batch on a command line.
func settling(b queue.Batch) string {
	where := "ClosingDealz"
	if b.Practice {
		where = "the sandbox"
	}
	return fmt.Sprintf("Look for %s in %s, then `leadpad resolve %s --sent` or `--ready`.",
		kit.PluralWord(size(b), "it", "one of them"), where, outbox.ShortID(b.ID))
}

// afterwards is what can be done about a batch on a command line. A receipt names
// keys of the screens.
func afterwards(b queue.Batch) string {
	r := b.Receipt
	switch {
	case b.State == queue.BatchUnsure:
		return settling(b)
	case b.State == queue.BatchResolved:
		return "" // it is settled
	case b.State == queue.BatchRefused && size(b) > 1:
		return sentences(splitStep)
	case api.ParseOutcome(r.Outcome) == api.PlanLimit:
		return sentences(planStep(nil))
	}
	return atPrompt(r.Next)
}

// printBatch shows one batch for people.
func (a *app) printBatch(b queue.Batch) {
	r := b.Receipt
	a.printf("batch %s: %s\n", outbox.ShortID(b.ID), batchOnScreen(b))
	took := "when it ended is not known"
	if b.EndKnown() {
		took = "took " + kit.Took(max(r.Ended.Sub(r.Begun), 0))
	}
	a.printf("%s, begun %s, %s\n", count(size(b), "lead"), r.Begun.Local().Format("2006-01-02 15:04:05"), took)
	a.printf("whole id %s\n", b.ID)
	certain := atPrompt(r.Certain)
	if b.State == queue.BatchResolved { // what was certain then is not what is known now
		certain = "It is resolved: a person looked at each lead."
		switch b.Resolution {
		case "sent":
			certain = "It is resolved: a person found its leads."
		case "ready":
			certain = "It is resolved: a person found its leads missing."
		}
	}
	for _, text := range []string{r.What, certain, afterwards(b), r.Err} {
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
