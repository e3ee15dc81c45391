package cli

import (
	"io"
	"strconv"
	"strings"
	"time"

	"leadpad/config"
	"leadpad/intake"
	"leadpad/lead"
	"leadpad/queue"
)

// noRules checks only what holds everywhere.
var noRules = lead.Rules{}

func defaults() config.Config { return config.Default() }

// states are the leads' states by the words of --state and of JSON.
var states = [...]string{
	queue.Draft: "draft", queue.Ready: "ready", queue.Held: "held", queue.Sending: "sending",
	queue.Sent: "sent", queue.Failed: "failed", queue.Unsure: "unsure",
}

// stateWord is a state's word in JSON.
func stateWord(s queue.State) string {
	if int(s) < len(states) && states[s] != "" {
		return states[s]
	}
	return "state " + strconv.Itoa(int(s))
}

// parseState reads --state; others are words that the command takes beside states.
func parseState(word string, others ...string) (queue.State, error) {
	words := []string{}
	for s, known := range states {
		if known == "" {
			continue
		}
		if known == word {
			return queue.State(s), nil
		}
		words = append(words, known)
	}
	words = append(words, others...)
	if near := config.Nearest(word, words); near != "" {
		return 0, usagef("--state has no %q; did you mean %q?", word, near)
	}
	return 0, usagef("--state has no %q; it is one of %s", word, strings.Join(words, ", "))
}

// writeJSON writes one document.
func writeJSON(w io.Writer, v any) error {
	text, err := intake.JSONText(v, "  ")
	if err == nil {
		_, err = io.WriteString(w, text)
	}
	return err
}

// stamp is a time in JSON, in UTC; nil for the zero time.
func stamp(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	u := t.UTC()
	return &u
}
