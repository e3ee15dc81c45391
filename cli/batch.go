package cli

import (
	"fmt"
	"strings"

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
func (a *program) printBatch(read words.Reader, b queue.Batch) {
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
