package ask

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"charm.land/huh/v2"

	"leadpad/lead"
	"leadpad/words"
)

// tell says one sentence.
func (q *Questions) tell(line string) { _, _ = fmt.Fprintln(q.To, q.Clean(line)) }

// ask asks for one line with Huh's accessible mode. Huh's own answer is cut where it
// is long, and does not tell an empty line from the end: the line as typed counts.
func (q *Questions) ask(title string, check func(string) error) (string, error) {
	r := &q.in
	r.rest, r.line = nil, ""
	input := huh.NewInput().Title(title + ":")
	if check != nil {
		input.Validate(check)
	}
	_ = input.WithTheme(huh.ThemeFunc(unstyled)).RunAccessible(q.To, r)
	if r.err == nil && q.Deaf() {
		r.err = ErrEnd // nobody hears the questions any more
	}
	if r.err != nil {
		return "", r.err
	}
	if q.Piped {
		q.tell("")
	}
	text, dropped := lead.Accept(r.line, false)
	if dropped > 0 {
		q.tell(words.Stop(words.Controls(dropped)))
	}
	return strings.TrimSpace(text), nil
}

// yes asks a question whose empty answer is no.
func (q *Questions) yes(title string) (bool, error) {
	answer, err := q.ask(title, oneOf(words.AnswerYes, "", "y", "yes", "n", "no"))
	return strings.HasPrefix(strings.ToLower(answer), "y"), err
}

// unstyled draws questions as plain text.
func unstyled(bool) *huh.Styles { return &huh.Styles{} }

// oneOf takes these answers alone, in any case; said is what is said to others.
func oneOf(said string, answers ...string) func(string) error {
	return func(s string) error {
		for _, one := range answers {
			if strings.EqualFold(strings.TrimSpace(s), one) {
				return nil
			}
		}
		return errors.New(words.Sentence(said))
	}
}

// upTo takes an empty answer, or a number from 1 to n.
func upTo(n int) func(string) error {
	return func(s string) error {
		s = strings.TrimSpace(s)
		if i, err := strconv.Atoi(s); s == "" || err == nil && i >= 1 && i <= n {
			return nil
		}
		return errors.New(words.Sentence(words.NumberUpTo(n)))
	}
}

// answers gives Huh one line for each question, so that none reads ahead into the
// next one's, and remembers the line and why there are no more.
type answers struct {
	lines <-chan string
	stop  <-chan struct{} // closed by a signal
	rest  []byte          // of line, not read yet
	line  string
	err   error
}

func (r *answers) Read(b []byte) (int, error) {
	if len(r.rest) == 0 {
		select {
		case line, more := <-r.lines:
			if !more {
				r.err = ErrEnd
				return 0, io.EOF
			}
			r.line, r.rest = line, []byte(line+"\n")
		case <-r.stop:
			r.err = ErrStopped
			return 0, io.EOF
		}
	}
	n := copy(b, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// readLines reads lines until the end, the last one also without its Enter. Who
// stops it does not wait for a read that is under way.
func readLines(in io.Reader, stop <-chan struct{}) <-chan string {
	lines := make(chan string)
	go func() {
		defer close(lines)
		for r := bufio.NewReader(in); ; {
			line, err := r.ReadString('\n')
			if line != "" {
				select {
				case lines <- strings.TrimRight(line, "\r\n"):
				case <-stop:
					return
				}
			}
			if err != nil {
				return
			}
		}
	}()
	return lines
}
