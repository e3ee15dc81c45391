//go:build unix

package cli_test

import (
	"strings"
	"testing"
)

// On a terminal the questions are plain text, and Ctrl+C keeps the answers.
func TestQuestionsOnATerminal(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	s := u.terminal("add", "--accessible")
	at := 0
	for _, step := range []struct{ question, answer string }{
		{"Company or contact?", "contact"}, {"First name:", "Ada"}, {"Last name:", "Lovelace"}, {"Role:", ""}, {"Company:", "Acme"},
	} {
		at = s.awaitFrom(at, step.question)
		s.press(step.answer + "\r")
	}
	s.awaitFrom(at, "Industry:")
	s.press("\x03")
	if code := s.end(); code != 130 {
		t.Errorf("ended with %d", code)
	}
	text := s.text()
	if strings.Contains(text, "\x1b") || !strings.Contains(text, "kept as a draft that is not finished") {
		t.Errorf("printed %q", text)
	}
	if got := u.kept(); len(got) != 1 || got[0].Lead["lastName"] != "Lovelace" || got[0].Lead["company"] != "Acme" || got[0].Finished {
		t.Errorf("kept %+v", got)
	}
}

// What was answered is on disk before the next question.
func TestQuestionsBearAKill(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	s := u.terminal("add", "--accessible")
	at := s.awaitFrom(0, "Company or contact?")
	s.press("\r")
	at = s.awaitFrom(at, "Name:")
	s.press("Acme\r")
	at = s.awaitFrom(at, "Industry:")
	s.press("Beverages\r")
	s.awaitFrom(at, "Email 1")
	if err := s.cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	s.end()
	if got := u.kept(); len(got) != 1 || got[0].Lead["industry"] != "Beverages" || got[0].Finished {
		t.Errorf("kept %+v", got)
	}
}
