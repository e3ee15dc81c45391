package input

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"pgregory.net/rapid"
)

// feed runs reads through a bracketer and gives what Bubble Tea would see.
func feed(reads ...string) string {
	var b bracketer
	var out strings.Builder
	for _, r := range reads {
		p := make([]byte, 4096)
		out.Write(p[:b.apply(p, copy(p, r))])
	}
	return out.String()
}

func TestBurstsOfCharactersArePastes(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("ab", 16)
	for name, c := range map[string]struct{ in, want string }{
		"31 characters are typed":          {long[:31], long[:31]},
		"32 characters are a paste":        {long, pasteStart + long + pasteEnd},
		"a burst with Tab is keys":         {long + "\t" + long, long + "\t" + long},
		"a burst with Enter is keys":       {long + "\r", long + "\r"},
		"an escape sequence is keys":       {"\x1b[1;2A" + long, "\x1b[1;2A" + long},
		"characters of other scripts also": {strings.Repeat("山田", 6), pasteStart + strings.Repeat("山田", 6) + pasteEnd},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := feed(c.in); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestTheTerminalsOwnBracketsAreLeftAlone(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 4000)
	if got, want := feed(pasteStart+"a", long, long+pasteEnd, "k"), pasteStart+"a"+long+long+pasteEnd+"k"; got != want {
		t.Errorf("a bracketed paste in three reads came out with %d bytes, want %d", len(got), len(want))
	}
	if got := feed(pasteStart+"a"+pasteEnd, long); got != pasteStart+"a"+pasteEnd+pasteStart+long+pasteEnd {
		t.Error("the burst behind a bracketed paste is no paste")
	}
}

func TestNoCharacterIsCutInAPaste(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.RuneFrom([]rune("aé山🙂")), 60, 200, -1).Draw(t, "text")
		cut := rapid.IntRange(40, len(text)-1).Draw(t, "cut")
		got := feed(text[:cut], text[cut:])
		plain := strings.NewReplacer(pasteStart, "", pasteEnd, "").Replace(got)
		if plain != text {
			t.Fatalf("%q became %q", text, plain)
		}
		for _, piece := range strings.Split(got, pasteEnd) {
			if !isValid(strings.TrimPrefix(piece, pasteStart)) {
				t.Fatalf("a character is cut: %q", piece)
			}
		}
	})
}

func isValid(s string) bool { return strings.ToValidUTF8(s, "") == s }

func TestATerminalIsReadAsAFile(t *testing.T) {
	t.Parallel()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	if _, err := w.WriteString(strings.Repeat("z", 40)); err != nil {
		t.Fatal(err)
	}
	p := make([]byte, 4096)
	n, err := File(r).Read(p)
	if want := pasteStart + strings.Repeat("z", 40) + pasteEnd; err != nil || string(p[:n]) != want {
		t.Errorf("got %q, %v, want %q", p[:n], err, want)
	}
}

// line is a session's input: each send is one read, after a pause.
type line struct{ ch chan string }

func (l line) Read(p []byte) (int, error) {
	s, ok := <-l.ch
	if !ok {
		return 0, io.EOF
	}
	return copy(p, s), nil
}

func TestACutEscapeSequenceWaitsForItsRest(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		first string
		pause time.Duration
		rest  string
		want  []string
	}{
		"the rest comes in time":         {"\x1b[1;", 100 * time.Millisecond, "5A", []string{"\x1b[1;5A"}},
		"a lone Escape comes after 150":  {"\x1b", 200 * time.Millisecond, "x", []string{"\x1b", "x"}},
		"what stays cut becomes no keys": {"ab\x1b[", 200 * time.Millisecond, "x", []string{"ab", "x"}},
		"whole sequences do not wait":    {"\x1bOP", 10 * time.Millisecond, "x", []string{"\x1bOP", "x"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				l := line{make(chan string)}
				s := Stream(l)
				go func() {
					l.ch <- c.first
					time.Sleep(c.pause)
					l.ch <- c.rest
					close(l.ch)
				}()
				for _, want := range c.want {
					p := make([]byte, 64)
					n, err := s.Read(p)
					if err != nil || string(p[:n]) != want {
						t.Errorf("got %q, %v, want %q", p[:n], err, want)
					}
				}
				if _, err := s.Read(make([]byte, 8)); !errors.Is(err, io.EOF) {
					t.Errorf("got %v at the end, want EOF", err)
				}
			})
		})
	}
}
