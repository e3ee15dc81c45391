package words

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"leadpad/config"
)

// What is wrong with a config is one sentence with its place, and names what is
// right.
func TestMistakesInAConfig(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"\nholdseconds = 3":                              `config line 2: unknown name "holdseconds"; did you mean "hold_seconds"?`,
		"[rate]\nzzz = 1":                                `config line 2: unknown name "zzz" in [rate]; the names here are requests, window`,
		"[profiles.acme]\napi_key = \"x\"":               `config line 2: unknown name "api_key" in [profiles.acme]: a key does not belong in the config`,
		"canary = \"yes\"":                               "config line 1: canary is true or false",
		"hold_seconds = 31":                              "config line 1: hold_seconds is a whole number from 0 to 30",
		"phone_format = \"e.164\"":                       "config line 1: phone_format is one of e164, international, national, typed; did you mean e164?",
		"rate = 3":                                       "config line 1: rate is a table: begin a line with [rate]",
		"user = \" Ana\"":                                "config line 1: user is a name of at most 64 bytes, without blanks around it",
		"[profiles.a]\ncolor = \"gren\"":                 `config line 2: a colour is one of green, blue, purple, yellow, red, or #rrggbb; "gren" is not; did you mean green?`,
		"default_profile = \"acmee\"\n[profiles.acme]\n": `config line 1: default_profile names "acmee", which has no [profiles.acmee]; did you mean "acme"?`,
		"[profiles.Sandbox]":                             `config line 1: "sandbox" is the practice workspace: choose another name`,
		"this":                                           "config line 1: this is not TOML: ",
	} {
		_, err := config.Parse([]byte(text))
		if got := Error(fmt.Errorf("look: %w", err)); got != want && !(strings.HasSuffix(want, ": ") && strings.HasPrefix(got, want)) {
			t.Errorf("got %q, want %q", got, want)
		}
		if said, _ := (Reader{}).AtPrompt(err); !errors.Is(said, err) || said.Error() != Error(err) {
			t.Errorf("at a prompt %q", said)
		}
	}
	if got, want := Config(config.Mistake("/nowhere", []string{"keys"}, "x", config.Error{Text: "[keys] why"})), "config /nowhere: [keys] why"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Every kind of mistake has its sentence.
func TestEveryMistakeHasItsSentence(t *testing.T) {
	t.Parallel()
	said := map[string]string{}
	for _, what := range constants(t, "../config/mistake.go", "What") {
		got := Config(&config.Error{What: config.What(what), Name: "N", Table: "T", Text: "what the packages above say"})
		if said[got] != "" || strings.HasSuffix(got, "N ") || utf8.RuneCountInString(got) > 120 || strings.Contains(got, "%") {
			t.Errorf("%s: %q, as %q", what, got, said[got])
		}
		said[got] = what
	}
}
