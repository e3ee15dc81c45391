package terminal

import (
	"errors"
	"io"
	"os"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

// line is a session's input: each send is one read, after a pause.
type line struct{ ch chan string }

func (l line) Read(p []byte) (int, error) {
	s, ok := <-l.ch
	if !ok {
		return 0, io.EOF
	}
	return copy(p, s), nil
}

func TestAReaderWaitsOnlyForWhatIsNotClear(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		in   string
		want string
		wait time.Duration
	}{
		"a key":        {"a", "a", 0},
		"a sequence":   {"\x1bOP", "\x1bOP", 0},
		"a long paste": {pasteStart + "ab" + pasteEnd, pasteStart + "ab" + pasteEnd, 0},
		"quick text":   {"abc", pasteStart + quick + "tabc" + pasteEnd, together},
		"Escape":       {"\x1b", escapeKey, remoteEsc},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				l := line{make(chan string)}
				r := Stream(l)
				go func() {
					time.Sleep(2 * replyFor) // no reply is due any more
					l.ch <- c.in
					time.Sleep(time.Hour)
					close(l.ch)
				}()
				begun := time.Now()
				p := make([]byte, 64)
				n, err := r.Read(p)
				if err != nil || string(p[:n]) != c.want {
					t.Errorf("got %q, %v, want %q", p[:n], err, c.want)
				}
				if took := time.Since(begun) - 2*replyFor; took != c.wait {
					t.Errorf("it came after %s, want %s", took, c.wait)
				}
				if _, err := r.Read(p); !errors.Is(err, io.EOF) {
					t.Errorf("got %v at the end, want EOF", err)
				}
			})
		})
	}
}

func TestCloseEndsAReadThatWaits(t *testing.T) {
	t.Parallel()
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	defer w.Close()
	f, err := File(r)
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan error)
	go func() {
		_, err := f.Read(make([]byte, 64))
		ended <- err
	}()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; !errors.Is(err, io.EOF) {
		t.Errorf("got %v, want EOF", err)
	}
}

// heard is a program that notes the keys and pastes that reach it.
type heard struct {
	mu   *sync.Mutex
	msgs *[]string
}

func (h heard) Init() tea.Cmd { return nil }
func (h heard) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	h.mu.Lock()
	defer h.mu.Unlock()
	switch msg := msg.(type) {
	case tea.KeyPressMsg:
		*h.msgs = append(*h.msgs, msg.String())
	case tea.PasteMsg:
		if text, pace, ok := Parse(msg.Content); ok {
			*h.msgs = append(*h.msgs, string(pace)+":"+text)
		} else {
			*h.msgs = append(*h.msgs, "paste:"+msg.Content)
		}
	}
	return h, nil
}
func (h heard) View() tea.View { return tea.NewView("") }

// What the reader passes on, Bubble Tea decodes as it is meant.
func TestBubbleTeaHearsWhatWasMeant(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := line{make(chan string)}
		var mu sync.Mutex
		var got []string
		p := tea.NewProgram(heard{&mu, &got}, tea.WithInput(Stream(l)), tea.WithOutput(io.Discard), tea.WithoutSignalHandler(), tea.WithoutRenderer())
		done := make(chan struct{})
		go func() {
			defer close(done)
			if _, err := p.Run(); err != nil {
				t.Error(err)
			}
		}()
		time.Sleep(2 * replyFor)
		for _, s := range []string{
			"a", "\x1b", "é", "Kurt Händel\t\x7f\x13\r山田\r", "\x1b[1;5A", "\x1bx", "\x1bX", "\x1b\\", "\x1b[200~ein\rTag\x1b[201~", "\x03", "\x1b[15~", "\x1bOP",
		} {
			l.ch <- s
			time.Sleep(2 * sequenceFor)
		}
		p.Quit()
		<-done
		close(l.ch)
		want := "a|esc|é|t:Kurt Händel\t\x7f\x13\r山田\r|ctrl+up|alt+x|esc|X|alt+\\|paste:ein\rTag|ctrl+c|f5|f1"
		if s := strings.Join(got, "|"); s != want {
			t.Errorf("got  %q\nwant %q", s, want)
		}
	})
}

// Bytes that were read before a moment at which something is due come before it,
// and those that were read behind it come behind it, whichever is seen first.
func TestWhatWasReadBeforeADeadlineWins(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		at   time.Duration // behind the ESC
		want string
	}{
		"before": {remoteEsc - time.Millisecond, "\x1bOP"},
		"at it":  {remoteEsc, "\x1bOP"},
		"behind": {remoteEsc + time.Millisecond, escapeKey + pasteStart + quick + "tOP" + pasteEnd},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				for range 100 {
					r := Stream(line{})
					esc := time.Now()
					r.underWay.Add(2)
					if err := r.take(chunk{[]byte("\x1b"), esc}, true); err != nil || len(r.out) > 0 {
						t.Fatalf("got %q, %v", r.out, err)
					}
					go func() { r.chunks <- chunk{[]byte("OP"), esc.Add(c.at)} }()
					time.Sleep(time.Second) // both are due when they are looked at
					synctest.Wait()
					var got []byte
					for len(got) < len(c.want) {
						if err := r.step(); err != nil {
							t.Fatal(err)
						}
						got = append(got, r.out...)
					}
					if string(got) != c.want {
						t.Fatalf("got %q, want %q", got, c.want)
					}
				}
			})
		})
	}
}

// fragments are read one after the other, each as soon as somebody reads.
type fragments []string

func (f *fragments) Read(p []byte) (int, error) {
	if len(*f) == 0 {
		return 0, io.EOF
	}
	n := copy(p, (*f)[0])
	*f = (*f)[1:]
	return n, nil
}

// A sequence that lies cut in front of a program which is busy for a while stays
// one: its rest came in time and was not read.
func TestASequenceInFrontOfABusyProgramStaysWhole(t *testing.T) {
	t.Parallel()
	for _, sequence := range []string{"\x1b[12;40R", "\x1b]11;rgb:ffff/ffff/ffff\x1b\\", "\x1bOQ", "\x1bP>|x\x1b\\"} {
		for at := 1; at < len(sequence); at++ {
			synctest.Test(t, func(t *testing.T) {
				source := fragments{"a", sequence[:at], sequence[at:], "b"}
				r := Stream(&source)
				defer func() { _ = r.Close() }()
				var got string
				p := make([]byte, 100)
				for {
					n, err := r.Read(p)
					got += string(p[:n])
					if err != nil {
						break
					}
					time.Sleep(3 * time.Second)
				}
				if got != "a"+sequence+"b" {
					t.Errorf("cut at %d it is %q", at, got)
				}
			})
		}
	}
}
