package ui

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"leadpad/app"
	"leadpad/queue"
	"leadpad/queue/queuetest"
	"leadpad/queue/sqlite"
	"leadpad/ui/kit"
	"leadpad/ui/terminal"
	"leadpad/ui/terminal/termtest"
)

// display is a terminal's screen.
type display struct {
	mu     sync.Mutex
	emu    *vt.Emulator
	cooked bool // as Bubble Tea's renderer expects of a terminal without a file descriptor
}

func (d *display) Write(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := p
	if d.cooked {
		out = bytes.ReplaceAll(p, []byte("\n"), []byte("\r\n"))
	}
	_, err := d.emu.Write(out)
	return len(p), err
}

// walked is a program on a display, whoever draws.
type walked struct {
	*rig
	display *display
	sizes   chan terminal.Size
	ended   chan error
	method  ansi.Method
	keys    []string // to press
	cancel  context.CancelFunc
}

// walkedKeys are what a walk presses: what opens and closes, moves, marks and
// deletes, and text of all kinds; disputed is text that terminals count differently.
var walkedKeys = []string{
	"\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D", "\t", "\x1b[Z", "\r", "\x1b", "\x1b", "\x7f", "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F",
	"\x1bOP", "\x1bOQ", "\x1bOR", "\x1bOS", "\x13", "\x0e", "\x10", "\x0c", "\x1a", " ", "/", "?", "j", "k", "d", "x", "s", "u", "n", "e", "y",
	"a", "@", "7", "é", "e\u0301", "山", "株式会社", "한", "ا", "مُ", "👍",
}

var disputed = []string{"नि", "👍🏽", "👨‍👩‍👧", "❤️", "🇩🇪"}

// Whatever is pressed and however the window changes, the terminal shows what the
// View says, cell by cell, whoever draws and however it counts. Bubble Tea's renderer
// is spared what it counts otherwise than the terminal.
func TestTheTerminalShowsWhatTheViewSays(t *testing.T) {
	t.Parallel()
	for _, standard := range []bool{false, true} {
		for _, method := range []ansi.Method{ansi.WcWidth, ansi.GraphemeWidth} {
			t.Run(fmt.Sprintf("standard %v, method %d", standard, method), func(t *testing.T) {
				t.Parallel()
				seed := rand.Uint64()
				synctest.Test(t, func(t *testing.T) {
					w := newWalked(t, standard, method)
					defer w.stop()
					keys := 1000
					if standard {
						keys = 250
					}
					w.walk(queuetest.Trials(keys), seed)
				})
			})
		}
	}
}

func newWalked(t *testing.T, standard bool, method ansi.Method) *walked {
	t.Helper()
	q, err := sqlite.Open(t.Context(), "", queue.Options{})
	check(t, err)
	t.Cleanup(func() { check(t, q.Close()) })
	w := &walked{keys: walkedKeys, sizes: make(chan terminal.Size, 1), ended: make(chan error, 1), method: method}
	names := []string{"Acme GmbH", "株式会社山田", "شركة النور مُ", "Café e\u0301", "한국전자"}
	if !standard {
		names, w.keys = append(names, disputed...), append(slices.Clone(walkedKeys), disputed...)
	}
	for _, name := range names {
		for i := range 9 {
			e := queuetest.Company(fmt.Sprint(name, " ", i))
			e.Workspace = "sandbox"
			queuetest.Save(t, q, e)
		}
	}
	ws := newWorkspace(t, q, "sandbox", "SANDBOX", true)
	keys, err := kit.NewKeymap(nil)
	check(t, err)
	host := &fakeHost{open: map[string]*app.Session{"sandbox": ws}, list: []app.Info{{Name: "sandbox", Title: "SANDBOX", Practice: true}}}
	m := newModel(Options{Host: host, Start: ws, Now: func() time.Time { return time.Now().UTC() }}, keys)
	w.rig = &rig{t: t, model: m, workspace: ws, host: host, wire: make(wire)}
	w.display = &display{emu: vt.NewEmulator(120, 40), cooked: standard}
	w.sizes <- terminal.Size{Width: 120, Height: 40}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { _, _ = io.Copy(io.Discard, w.display.emu) }()
	go func() {
		w.ended <- terminal.Run(ctx, seen{m, w.rig}, terminal.Options{
			In: terminal.Stream(w.wire), Out: w.display, Env: []string{"TERM=xterm-256color", "COLORTERM=truecolor"},
			Sizes: w.sizes, Standard: standard, Frames: 120,
		})
	}()
	w.after(5 * time.Second)
	if method == ansi.GraphemeWidth {
		w.wire <- "\x1b[?2027;2$y"
		w.after(5 * time.Second)
	}
	w.cancel = cancel
	return w
}

func (w *walked) stop() {
	w.cancel()
	if err := <-w.ended; !errors.Is(err, tea.ErrProgramKilled) {
		w.t.Error(err)
	}
	close(w.wire)
	w.model.Close()
	check(w.t, w.display.emu.Close())
	time.Sleep(time.Minute)
}

func (w *walked) walk(keys int, seed uint64) {
	r := rand.New(rand.NewPCG(seed, 0))
	var pressed []string
	for range keys {
		if r.IntN(25) == 0 {
			s := []terminal.Size{{Width: 60, Height: 15}, {Width: 80, Height: 24}, {Width: 120, Height: 40}, {Width: 140, Height: 45}, {Width: 20, Height: 5}}[r.IntN(5)]
			w.display.mu.Lock()
			w.display.emu.Resize(s.Width, s.Height)
			w.display.mu.Unlock()
			w.sizes <- s
			pressed = append(pressed, fmt.Sprint(s))
			w.after(time.Second)
		}
		key := w.keys[r.IntN(len(w.keys))]
		pressed = append(pressed, key)
		w.wire <- key
		w.after(300 * time.Millisecond)
		wrong := w.wrong()
		for range 9 { // a frame may be due just now
			if wrong == "" {
				break
			}
			w.after(20 * time.Millisecond)
			wrong = w.wrong()
		}
		if wrong != "" {
			w.t.Fatalf("seed %d, after %d: %q\n%s\n%s\n%s", seed, len(pressed), pressed[max(len(pressed)-8, 0):], wrong,
				ansi.Strip(w.display.emu.Render()), ansi.Strip(w.frame().Content))
		}
	}
}

func (w *walked) wrong() string {
	w.display.mu.Lock()
	defer w.display.mu.Unlock()
	return termtest.Wrong(w.display.emu, w.frame().Content, w.method, colorprofile.TrueColor)
}
