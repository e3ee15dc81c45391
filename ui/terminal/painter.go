package terminal

import (
	"strings"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// painter draws Views on a terminal: at once when it was idle, never more often
// than its pace, never while the terminal still takes the frame before. Whoever
// shows a View never waits; of those that came meanwhile the newest is drawn.
type painter struct {
	gate *gate
	pace time.Duration // between two frames
	wake chan struct{} // has room for one

	mu    sync.Mutex
	view  tea.View
	some  bool   // there is one
	said  []byte // requests, to be written as they are
	anew  bool   // what the terminal shows is not known
	knows known
	due   int       // replies that were asked for and have not come
	asked time.Time // for the last of them

	// Of who has the gate:
	picture picture
	modes   modes
	line    string // what stands on the main screen
}

func newPainter(g *gate, pace time.Duration, k known) *painter {
	return &painter{gate: g, pace: pace, wake: make(chan struct{}, 1), knows: k}
}

// show draws a View, soon.
func (p *painter) show(v tea.View) {
	p.mu.Lock()
	old, k, some := p.view, p.knows, p.some
	p.mu.Unlock()
	if !some || v.Content != old.Content || spot(v) != spot(old) || modesOf(v, k) != modesOf(old, k) {
		p.tell(func() { p.view, p.some = v, true })
	}
}

// spot is where a View has its cursor.
func spot(v tea.View) tea.Position {
	if v.Cursor == nil {
		return tea.Position{X: -1}
	}
	return v.Cursor.Position
}

// say writes a request to the terminal, soon and in the order of the frames.
func (p *painter) say(request string) {
	p.tell(func() { p.said = append(p.said, request...) })
}

// ask writes requests that a terminal may answer.
func (p *painter) ask(requests ...string) {
	p.tell(func() {
		p.due, p.asked = p.due+len(requests), time.Now()
		p.said = append(p.said, strings.Join(requests, "")...)
	})
}

// answerFor is how long a terminal's reply may be on its way.
const answerFor = 200 * time.Millisecond

// awaits is how long a reply may still come, which is not for who has the terminal next.
func (p *painter) awaits() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.due <= 0 {
		return 0
	}
	return time.Until(p.asked.Add(answerFor))
}

// tell changes what the painter goes by, and wakes it.
func (p *painter) tell(change func()) {
	p.mu.Lock()
	change()
	p.mu.Unlock()
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// start begins to draw, and gives what ends that.
func (p *painter) start() (end func()) {
	quit, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		p.run(quit)
	}()
	return func() {
		close(quit)
		select {
		case <-done:
		case <-time.After(patience): // its terminal takes nothing any more
		}
	}
}

func (p *painter) run(quit <-chan struct{}) {
	rest := time.NewTimer(0)
	defer rest.Stop()
	for {
		select {
		case <-p.wake:
		case <-quit:
			return
		}
		select {
		case <-rest.C:
		case <-quit:
			return
		}
		if p.gate.pass(p.frame) != nil {
			return // the terminal is lost, which its reader says
		}
		rest.Reset(p.pace)
	}
}

// back is what takes back all modes; it is called in the gate.
func (p *painter) back() []byte {
	var out string
	if p.line != "" && !p.modes.alt {
		out = "\r\n"
	}
	out += p.modes.change(modes{})
	p.modes, p.line = modes{}, ""
	return []byte(out)
}

// frame is what makes the terminal show the newest View.
func (p *painter) frame() []byte {
	p.mu.Lock()
	v, said, anew, k, some := p.view, p.said, p.anew, p.knows, p.some
	if some {
		p.said, p.anew = nil, false
	}
	p.mu.Unlock()
	if !some {
		return nil
	}
	want := modesOf(v, k)
	out := []byte(p.modes.change(want))
	anew = anew || p.modes.alt != want.alt
	p.modes = want
	if !want.alt {
		return append(append(out, p.inline(v.Content, k.size.Width)...), said...)
	}
	if anew || p.picture.known != k {
		p.picture = picture{known: k, styles: newStyles()}
	}
	out = append(out, enclose(p.picture.draw(v.Content), k.synchronised, !want.hidden)...)
	if v.Cursor != nil {
		out = append(out, p.picture.point(v.Cursor.Position)...)
	}
	return append(out, said...)
}

// small is how many bytes a terminal takes at once.
const small = 128

// enclose keeps a terminal from showing half of a frame, or its cursor on the way.
func enclose(drawn []byte, synchronised, cursor bool) []byte {
	var before, after string
	switch {
	case len(drawn) <= small:
	case synchronised:
		before, after = ansi.SetModeSynchronizedOutput, ansi.ResetModeSynchronizedOutput
	case cursor:
		before, after = ansi.HideCursor, ansi.ShowCursor
	}
	return append(append([]byte(before), drawn...), after...)
}

// inline writes a few lines on the main screen, in place of those before.
func (p *painter) inline(text string, width int) []byte {
	if text == p.line {
		return nil
	}
	var out strings.Builder
	if p.line != "" {
		out.WriteByte('\r')
		if up := strings.Count(p.line, "\n"); up > 0 {
			out.WriteString(ansi.CursorUp(up))
		}
		out.WriteString(ansi.EraseScreenBelow)
	}
	for i, line := range strings.Split(text, "\n") {
		if i > 0 {
			out.WriteString("\r\n")
		}
		out.WriteString(ansi.Truncate(line, max(width-1, 0), ""))
	}
	p.line = text
	return []byte(out.String())
}
