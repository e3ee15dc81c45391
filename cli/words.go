package cli

import (
	"io"
	"strings"

	"leadpad/app"
	"leadpad/config"
	"leadpad/intake"
	"leadpad/queue"
	"leadpad/words"
)

// reader is who reads, at a prompt, what a command says about a workspace.
func reader(r *app.Session) words.Reader {
	return words.Reader{Workspace: r.Name, Practice: r.Practice, KeyFrom: r.KeySource}
}

// parseState reads --state; others are words that the command takes beside states.
func parseState(word string, others ...string) (queue.State, error) {
	known := []string{}
	for s := queue.Draft; s <= queue.Unsure; s++ {
		if app.StateName(s) == word {
			return s, nil
		}
		known = append(known, app.StateName(s))
	}
	known = append(known, others...)
	if near := config.Nearest(word, known); near != "" {
		return 0, usagef("--state has no %q; did you mean %q?", word, near)
	}
	return 0, usagef("--state has no %q; it is one of %s", word, strings.Join(known, ", "))
}

// writeJSON writes one document.
func writeJSON(w io.Writer, v any) error {
	text, err := intake.JSONText(v, "  ")
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	return err
}
