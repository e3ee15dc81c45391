//go:build unix

package e2e

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// tapeSize is the terminal that VHS makes of the tape's Width, Height, Padding
// and FontSize: about 0.6 × 1.2 of the font's size for a cell.
var tapeSize = size{114, 31}

// step is what one line of a tape does: press keys, a pause behind each, or
// wait.
type step struct {
	line  int
	keys  []string
	pause time.Duration // behind each key
	sleep time.Duration
	shown bool // between Show and Hide
}

// tape is a parsed VHS tape.
type tape struct {
	steps    []step
	settings map[string]string
	outputs  []string
	requires []string
}

// tapeKeys are VHS's names of keys.
var tapeKeys = map[string]string{
	"Enter": "enter", "Tab": "tab", "Escape": "esc", "Space": "space", "Backspace": "backspace", "Delete": "delete",
	"Up": "up", "Down": "down", "Left": "left", "Right": "right", "PageUp": "pgup", "PageDown": "pgdown", "Home": "home", "End": "end",
}

var (
	tapeLine  = regexp.MustCompile(`^([A-Za-z+]+)(?:@(\S+))?(?:\s+(.*))?$`)
	tapeCtrl  = regexp.MustCompile(`^Ctrl\+([A-Z])$`)
	tapeShift = regexp.MustCompile(`^Shift\+Tab$`)
)

// tapeDefaultSpeed is VHS's TypingSpeed when a tape sets none.
const tapeDefaultSpeed = 50 * time.Millisecond

// parseTape reads the commands that the tapes use; any other is an error.
func parseTape(text string) (*tape, error) {
	p := &tape{settings: map[string]string{}}
	speed, shown := tapeDefaultSpeed, true
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		m := tapeLine.FindStringSubmatch(line)
		if m == nil {
			return nil, fmt.Errorf("line %d is no command: %s", i+1, line)
		}
		command, at, rest := m[1], m[2], strings.TrimSpace(m[3])
		s := step{line: i + 1, pause: speed, shown: shown}
		var err error
		switch command {
		case "Output":
			p.outputs = append(p.outputs, rest)
			continue
		case "Require":
			p.requires = append(p.requires, rest)
			continue
		case "Set":
			name, value, _ := strings.Cut(rest, " ")
			p.settings[name] = strings.Trim(strings.TrimSpace(value), `"`)
			if name == "TypingSpeed" {
				if speed, err = tapeTime(value); err != nil {
					return nil, fmt.Errorf("line %d: %w", i+1, err)
				}
			}
			continue
		case "Hide", "Show":
			shown = command == "Show"
			continue
		case "Sleep":
			s.sleep, err = tapeTime(rest)
		default:
			err = s.press(command, at, rest)
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", i+1, err)
		}
		p.steps = append(p.steps, s)
	}
	return p, nil
}

// press reads Type "text" and the keys, with "@pause" and a count.
func (s *step) press(command, at, rest string) (err error) {
	if at != "" {
		if s.pause, err = tapeTime(at); err != nil {
			return err
		}
	}
	if command == "Type" {
		if len(rest) < 2 || !strings.ContainsRune("\"'`", rune(rest[0])) || rest[0] != rest[len(rest)-1] {
			return fmt.Errorf("Type wants a quoted text, not %s", rest)
		}
		for _, r := range rest[1 : len(rest)-1] {
			s.keys = append(s.keys, string(r))
		}
		return nil
	}
	key, ok := tapeKeys[command]
	if c := tapeCtrl.FindStringSubmatch(command); c != nil {
		key, ok = "ctrl+"+strings.ToLower(c[1]), true
	}
	if tapeShift.MatchString(command) {
		key, ok = "shift+tab", true
	}
	if !ok {
		return fmt.Errorf("%s is no command of VHS that this tape may use", command)
	}
	n := 1
	if rest != "" {
		if n, err = strconv.Atoi(rest); err != nil {
			return err
		}
	}
	for range n {
		s.keys = append(s.keys, key)
	}
	return nil
}

// tapeTime reads VHS's times: 2s, 500ms, .5s, or a plain number of seconds.
func tapeTime(s string) (time.Duration, error) {
	s = strings.TrimSpace(s)
	if f, err := strconv.ParseFloat(s, 64); err == nil {
		return time.Duration(f * float64(time.Second)), nil
	}
	return time.ParseDuration(s)
}

// length is how long the tape plays; with shown, what of it is recorded.
func (p *tape) length(shown bool) time.Duration {
	var d time.Duration
	for _, s := range p.steps {
		if !shown || s.shown {
			d += s.sleep + time.Duration(len(s.keys))*s.pause
		}
	}
	return d
}

// The tapes, and the programs that each requires.
func tapes() map[string][]string {
	return map[string][]string{"demo.tape": {"leadpad"}, "demo-ssh.tape": {"leadpad", "ssh"}}
}

// readTape reads a tape.
func readTape(t *testing.T, name string) *tape {
	t.Helper()
	text, err := os.ReadFile("../" + name)
	if err != nil {
		t.Fatal(err)
	}
	p, err := parseTape(string(text))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// The tapes are what VHS takes, and short enough to be watched.
func TestTapesAreShortAndComplete(t *testing.T) {
	t.Parallel()
	for name, needs := range tapes() {
		p := readTape(t, name)
		if d := p.length(false); d >= 40*time.Second {
			t.Errorf("%s plays %v, 40 s is the limit", name, d)
		}
		if len(p.outputs) != 1 || !strings.HasPrefix(p.outputs[0], "docs/") || !slices.Equal(p.requires, needs) {
			t.Errorf("%s: Output %q, Require %q", name, p.outputs, p.requires)
		}
		for _, setting := range []string{"Shell", "FontSize", "Width", "Height", "TypingSpeed"} {
			if p.settings[setting] == "" {
				t.Errorf("%s does not set %s", name, setting)
			}
		}
	}
}

// The tapes' keys do the whole job in the real program, in the tapes' own time,
// longer by what the program waits for a processor on a busy machine.
func TestTapesPlay(t *testing.T) {
	t.Parallel()
	slow(t)
	t.Run("demo", func(t *testing.T) {
		t.Parallel()
		steps := readTape(t, "demo.tape").after(t, "leadpad demo")
		x := newMachine(t).start(tapeSize, "demo")
		x.Wait("DEMO · nothing is kept", "12 to do")
		screen := x.play(steps)
		for _, want := range [][]string{
			{"DEMO · nothing is kept", "12 sent (practice)"},
			{"History"},
			{"✓ Sent (practice)", " 1 ", "200", "true"},
			{"✓ Sent (practice)", " 11 ", "200", "true"},
			{"✓ All 11 leads were created."},
		} {
			if lineWith(screen, want...) == "" {
				t.Errorf("no line of the last screen shows %q:\n%s", want, screen)
			}
		}
	})
	t.Run("demo over SSH", func(t *testing.T) {
		t.Parallel()
		tape := readTape(t, "demo-ssh.tape")
		tape.after(t, "leadpad serve --demo >/dev/null 2>&1 & sleep 1; clear")
		steps := tape.after(t, "ssh -o StrictHostKeyChecking=accept-new -p 23234 localhost")
		s := newMachine(t).listens("serve", "--demo", "--addr", "127.0.0.1:0")
		x := s.m.attach(tapeSize, s.visits())
		x.Wait("DEMO · nothing is kept", "12 to do")
		screen := x.play(steps)
		for _, want := range [][]string{
			{"DEMO · nothing is kept", "1 draft", "11 sent (practice)"},
			{"History"},
			{"✓ All 10 leads were created."},
		} {
			if lineWith(screen, want...) == "" {
				t.Errorf("no line of the last screen shows %q:\n%s", want, screen)
			}
		}
	})
}

// after gives the steps behind a line of the shell and its Enter.
func (p *tape) after(t *testing.T, line string) []step {
	t.Helper()
	for i, s := range p.steps[:len(p.steps)-1] {
		if strings.Join(s.keys, "") == line && strings.Join(p.steps[i+1].keys, " ") == "enter" {
			return p.steps[i+2:]
		}
	}
	t.Fatalf("the tape has no line %q", line)
	return nil
}

// play presses a tape's keys and gives the last screen.
func (x *terminal) play(steps []step) string {
	for _, s := range steps {
		for _, key := range s.keys {
			x.Key(key)
			x.rest(s.pause)
		}
		x.pass(s.sleep)
	}
	return x.Settle()
}

// What VHS does not have is refused.
func TestTapeParserRefuses(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"F3", "Alt+1", "Type hello", "Sleep soon", "Jump", "Tab x"} {
		if _, err := parseTape(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}
