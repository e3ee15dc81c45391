package terminal

import (
	"bytes"
	"errors"
	"io"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
)

// letters fill the screen with one letter, and every key brings the next one: a
// frame is as large as can be, and its bytes say which one it is.
type letters struct {
	keys  atomic.Int64
	typed time.Time
	stall time.Duration // the longest time from a key to its Update
}

func (l *letters) letter() byte { return byte('a' + l.keys.Load()%26) }

func (l *letters) Init() tea.Cmd { return nil }

func (l *letters) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		if l.stall = max(l.stall, time.Since(l.typed)); k.String() == "f4" {
			return l, tea.Quit
		}
		l.keys.Add(1)
	}
	return l, nil
}

func (l *letters) View() tea.View {
	v := tea.NewView(strings.Repeat(strings.Repeat(string(l.letter()), 60)+"\n", 20))
	v.AltScreen = true
	return v
}

// slow is a connection: write takes its time for a frame.
type slow struct {
	letters *letters
	write   func(p []byte)
	behind  int // frames between the oldest one sent and the newest then
	frames  int
	shown   byte
}

func (l *slow) Write(p []byte) (int, error) {
	for c := byte('a'); c <= 'z'; c++ {
		if bytes.Contains(p, bytes.Repeat([]byte{c}, 20)) {
			l.shown = c
			l.frames++
			l.behind = max(l.behind, (int(l.letters.letter())-int(c)+26)%26)
		}
	}
	l.write(p)
	return len(p), nil
}

// On a slow line, and one whose other end reads nothing for a minute, keys are
// answered at once, the newest frame is the next one, and none is kept. Not in
// parallel: the memory is all tests'.
func TestSlowLines(t *testing.T) {
	for name, c := range map[string]struct {
		write  func(p []byte)
		keys   int
		frames int // at most
	}{
		"3 kB/s":   {func(p []byte) { time.Sleep(time.Duration(len(p)) * time.Second / 3000) }, 100, 30},
		"a minute": {func(p []byte) { time.Sleep(time.Minute) }, 1000, 4},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				in, keys := io.Pipe()
				input, m, sizes := Stream(in), &letters{}, make(chan Size, 1)
				sizes <- Size{60, 20}
				out, err := &slow{letters: m, write: c.write}, make(chan error)
				go func() {
					err <- Run(t.Context(), m, Options{In: input, Out: out, Env: []string{"TERM=xterm-256color", "SSH_TTY=x"}, Sizes: sizes, Frames: 30})
				}()
				time.Sleep(5 * time.Minute) // until the first frame is there
				press := func(key string) {
					synctest.Wait()
					m.typed = time.Now()
					_, failed := io.WriteString(keys, key)
					time.Sleep(60 * time.Millisecond)
					if failed != nil {
						t.Fatal(failed)
					}
				}
				heap := func() int64 {
					var s runtime.MemStats
					runtime.GC()
					runtime.ReadMemStats(&s)
					return int64(s.HeapAlloc)
				}
				press("\x1bOP")
				before := heap()
				for range c.keys {
					press("\x1bOP")
				}
				if grown := heap() - before; grown > 2<<20 {
					t.Errorf("%d bytes more", grown)
				}
				time.Sleep(2 * time.Minute)
				synctest.Wait()
				if out.shown != m.letter() || out.behind > 1 || out.frames > c.frames || m.stall > 20*time.Millisecond {
					t.Errorf("%c is shown and should be %c; %d frames, one of them %d behind; a key waited %v", out.shown, m.letter(), out.frames, out.behind, m.stall)
				}
				press("\x1bOS")
				if failed := errors.Join(<-err, input.Close(), keys.Close()); failed != nil {
					t.Error(failed)
				}
				time.Sleep(2 * time.Minute) // the last write
			})
		})
	}
}
