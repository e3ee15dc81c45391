package terminal

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// wire is a terminal's output that a test reads, or that takes nothing.
type wire struct {
	mu     sync.Mutex
	all    bytes.Buffer
	writes int
	block  chan struct{} // nil: it takes everything
	came   chan struct{} // has room for one
}

func newWire() *wire { return &wire{came: make(chan struct{}, 1)} }

func (w *wire) Write(p []byte) (int, error) {
	w.mu.Lock()
	block := w.block
	w.mu.Unlock()
	if block != nil {
		<-block
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.writes++
	w.all.Write(p)
	select {
	case w.came <- struct{}{}:
	default:
	}
	return len(p), nil
}

func (w *wire) String() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.all.String()
}

// until waits until the wire has text.
func (w *wire) until(t *testing.T, text string) {
	t.Helper()
	for !strings.Contains(w.String(), text) {
		select {
		case <-w.came:
		case <-time.After(time.Minute):
			t.Fatalf("%q never came; got %q", text, w.String())
		}
	}
}

// page is a program of one page.
type page struct {
	text string
	seen func(tea.Msg)
	do   func(key string) tea.Cmd
}

func (p *page) Init() tea.Cmd { return nil }

func (p *page) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if p.seen != nil {
		p.seen(msg)
	}
	if k, ok := msg.(tea.KeyPressMsg); ok {
		if k.String() == "q" {
			return p, tea.Quit
		}
		p.text += k.String()
		if p.do != nil {
			return p, p.do(k.String())
		}
	}
	return p, nil
}

func (p *page) View() tea.View {
	v := tea.NewView(p.text)
	v.AltScreen, v.WindowTitle = true, "page"
	v.Cursor = tea.NewCursor(len(p.text), 0)
	v.Cursor.Blink = false
	if strings.Contains(p.text, "V") {
		panic("View")
	}
	return v
}

// remote is a terminal without a file descriptor, as a session over SSH has.
type remote struct {
	*wire
	keys  *io.PipeWriter
	sizes chan Size
	err   chan error
}

func open(t *testing.T, ctx context.Context, m tea.Model, standard bool) *remote {
	t.Helper()
	in, keys := io.Pipe()
	r := &remote{newWire(), keys, make(chan Size, 1), make(chan error, 1)}
	r.sizes <- Size{60, 4}
	input := Stream(in)
	go func() {
		r.err <- Run(ctx, m, Options{
			In: input, Out: r.wire, Env: []string{"TERM=xterm-256color", "COLORTERM=truecolor"},
			Sizes: r.sizes, Standard: standard, Frames: 120,
		})
		_ = input.Close()
		_ = keys.Close()
	}()
	return r
}

func (r *remote) press(t *testing.T, keys string) {
	t.Helper()
	if _, err := io.WriteString(r.keys, keys); err != nil {
		t.Fatal(err)
	}
}

// What the terminal gets at the start and at each end, to the byte.
func TestBytesAtStartAndEnd(t *testing.T) {
	t.Parallel()
	const (
		start = "\x1b[2 q\x1b[?2004h\x1b]2;page\a\x1b[?1049h\x1b[>4;2m\x1b[>5u\x1b[m\x1b[H\x1b[2Jhello"
		ask   = "\x1b[?2026$p\x1b[?2027$p"
		back  = "\x1b[0 q\x1b[?2004l\x1b]2;\a\x1b[<1u\x1b[>4m\x1b[?1049l"
	)
	for name, c := range map[string]struct {
		keys string
		err  error
	}{
		"a key":             {"q", nil},
		"the context":       {"", tea.ErrProgramKilled},
		"a panic in Update": {"U", ErrPanic},
		"one in View":       {"V", ErrPanic},
		"one in a command":  {"C", ErrPanic},
		"one in a batch":    {"B", ErrPanic},
		"one in a sequence": {"S", ErrPanic},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			failing := func() tea.Msg { panic("command") }
			r := open(t, ctx, &page{text: "hello", do: func(key string) tea.Cmd {
				switch key {
				case "U":
					panic("Update")
				case "C":
					return failing
				case "B":
					return tea.Batch(failing, func() tea.Msg { return nil })
				case "S":
					return Sequence(tea.Batch(nil, Sequence(nil, failing)), func() tea.Msg { return nil })
				}
				return nil
			}}, false)
			r.until(t, "hello")
			switch c.keys {
			case "":
				cancel()
			default:
				r.press(t, c.keys)
			}
			err := <-r.err
			if !errors.Is(err, c.err) {
				t.Errorf("it ended with %v, want %v", err, c.err)
			}
			if errors.Is(c.err, ErrPanic) && strings.Count(err.Error(), "[running]") != 1 {
				t.Errorf("the trace is not in the error once: %v", err)
			}
			all := r.String()
			if !strings.HasPrefix(all, start) || !strings.Contains(all, ask) || !strings.HasSuffix(all, back) {
				t.Errorf("got %q", all)
			}
		})
	}
}

// A terminal that takes nothing holds up neither the program nor its end; of all
// that was to be shown meanwhile it gets the newest.
func TestSlowTerminalHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	seen := map[string]bool{}
	m := &page{text: "hello", seen: func(msg tea.Msg) {
		mu.Lock()
		defer mu.Unlock()
		if k, ok := msg.(tea.KeyPressMsg); ok {
			seen[k.String()] = true
		}
	}}
	r := open(t, t.Context(), m, false)
	r.until(t, "hello")
	stuck := make(chan struct{})
	r.mu.Lock()
	r.block, r.writes = stuck, 0
	r.mu.Unlock()
	for _, k := range []string{"\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\x1bOP"} {
		r.press(t, k)
	}
	for {
		mu.Lock()
		all := seen["f1"]
		mu.Unlock()
		if all {
			break
		}
		time.Sleep(time.Millisecond)
	}
	r.mu.Lock()
	r.block = nil
	r.mu.Unlock()
	close(stuck)
	r.until(t, "f1")
	r.mu.Lock()
	if r.writes > 3 {
		t.Errorf("%d writes for what nobody could see", r.writes)
	}
	r.block = make(chan struct{})
	last := r.block
	r.mu.Unlock()
	r.press(t, "\x1b[A")
	r.press(t, "q")
	select {
	case err := <-r.err:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(time.Minute):
		t.Error("the program waits for a terminal that takes nothing")
	}
	close(last)
}

// What claims more than 500×200 counts as that, and what claims nothing as 80×24,
// at the start and later, whoever draws.
func TestSizesAreBounded(t *testing.T) {
	t.Parallel()
	for size, want := range map[Size]Size{{}: {80, 24}, {65535, 65535}: {500, 200}, {3000, 10}: {500, 10}, {1, 1}: {1, 1}} {
		for _, standard := range []bool{false, true} {
			sizes := make(chan Size, 10)
			r := open(t, t.Context(), &page{text: "hello", seen: func(msg tea.Msg) {
				if s, ok := msg.(tea.WindowSizeMsg); ok {
					sizes <- Size{s.Width, s.Height}
				}
			}}, standard)
			<-sizes // that of the start
			r.sizes <- size
			if got := <-sizes; got != want {
				t.Errorf("%v counts as %v, want %v", size, got, want)
			}
			r.press(t, "q")
			if err := <-r.err; err != nil {
				t.Error(err)
			}
		}
	}
}

// A key of a layout without Latin letters is the one in its place where the
// terminal says which that is; a Latin one stays what is written on it.
func TestKeysOfOtherLayouts(t *testing.T) {
	t.Parallel()
	for sent, want := range map[string]string{
		"\x1b[1099::115;5u": "ctrl+s", "\x1b[1099;5u": "ctrl+ы", "\x1b[963::115;5u": "ctrl+s", "\x1b[1587::115;5u": "ctrl+s",
		"\x1b[122::121;5u": "ctrl+z", "\x1b[97::113;5u": "ctrl+a", "\x1b[115;5u": "ctrl+s", "\x13": "ctrl+s", "ы": "ы",
	} {
		keys := make(chan string, 4)
		ctx, cancel := context.WithCancel(t.Context())
		r := open(t, ctx, &page{text: "hello", seen: func(msg tea.Msg) {
			if k, ok := msg.(tea.KeyPressMsg); ok {
				keys <- k.String()
			}
		}}, false)
		r.press(t, sent)
		if got := <-keys; got != want {
			t.Errorf("%q is %s, want %s", sent, got, want)
		}
		cancel()
		if err := <-r.err; !errors.Is(err, tea.ErrProgramKilled) {
			t.Error(err)
		}
	}
}

// At the other end of a line the program ends with its input, and tells the client's
// terminal so.
func TestEndsWithItsInput(t *testing.T) {
	t.Parallel()
	r := open(t, t.Context(), &page{text: "hello"}, false)
	r.until(t, "hello")
	r.press(t, "x")
	r.until(t, "x")
	if err := errors.Join(r.keys.Close(), <-r.err); err != nil {
		t.Error(err)
	}
	if all := r.String(); !strings.HasSuffix(all, ansi.ResetModeAltScreenSaveCursor) {
		t.Errorf("got %q", all)
	}
}

// A client that reads nothing, at a connection without room, holds up the end for
// little more than a second, however the session ends.
func TestEndsWithoutAReader(t *testing.T) {
	t.Parallel()
	for name, end := range map[string]func(cancel func(), keys *io.PipeWriter){
		"the context": func(cancel func(), _ *io.PipeWriter) { cancel() },
		"the input":   func(_ func(), keys *io.PipeWriter) { _ = keys.Close() },
		"a key":       func(_ func(), keys *io.PipeWriter) { _, _ = io.WriteString(keys, "q") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				defer cancel()
				in, keys := io.Pipe()
				client, server := net.Pipe()
				input, sizes, err := Stream(in), make(chan Size, 1), make(chan error)
				sizes <- Size{60, 4}
				go func() {
					err <- Run(ctx, &page{text: "hello"}, Options{In: input, Out: server, Env: []string{"TERM=xterm"}, Sizes: sizes, Frames: 30})
				}()
				time.Sleep(time.Second)
				begun := time.Now()
				end(cancel, keys)
				if failed := <-err; failed != nil && !errors.Is(failed, tea.ErrProgramKilled) {
					t.Error(failed)
				}
				if took := time.Since(begun); took > 1500*time.Millisecond {
					t.Errorf("it took %v", took)
				}
				if failed := errors.Join(input.Close(), keys.Close(), client.Close(), server.Close()); failed != nil {
					t.Error(failed)
				}
				time.Sleep(time.Minute)
			})
		})
	}
}
