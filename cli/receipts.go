package cli

import (
	"leadpad/app"
	"leadpad/queue"
	"leadpad/safe"
	"leadpad/words"
)

// parseEnd reads --state of a batch; all is true for "".
func parseEnd(word string) (e app.End, all bool, err error) {
	switch word {
	case "":
		return 0, true, nil
	case "sent":
		return app.EndSent, false, nil
	case "failed":
		return app.EndFailed, false, nil
	case "unsure":
		return app.EndUnsure, false, nil
	}
	return 0, false, usagef("--state of a batch is sent, failed or unsure, not %q", safe.Clean(word))
}

// because is what became of the i-th lead of a batch; now is the lead as it stands,
// nil when it was deleted since.
func because(b queue.Batch, i int, now *queue.Entry) string {
	became := words.Reader{Workspace: b.Workspace}.Became(b, i)
	if now == nil {
		return "deleted here since; " + became
	}
	return words.Since(b, *now) + became
}
