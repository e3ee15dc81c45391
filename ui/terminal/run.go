package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"sync"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// Options of a terminal.
type Options struct {
	In  io.Reader // what File or Stream gave
	Out io.Writer
	Env []string // the terminal's environment (TERM, NO_COLOR, …)
	// Standard draws with Bubble Tea's renderer.
	Standard bool
	// Sizes are those of a terminal that has no file descriptor here; the first one
	// is there at the start. nil: In's.
	Sizes <-chan Size
	// Frames is how many frames a second are drawn at most.
	Frames int
}

// No terminal is larger: what claims more would cost a gigabyte.
const (
	widest  = 500
	highest = 200
)

// bounded is a size to go by, 80×24 where the terminal does not say.
func (s Size) bounded() Size {
	if s.Width <= 0 || s.Height <= 0 {
		return Size{80, 24}
	}
	return Size{min(s.Width, widest), min(s.Height, highest)}
}

// What screens ask of their terminal. The messages are this package's own, since
// the painter cannot see into Bubble Tea's.
type (
	copied  struct{ text string }
	asked   struct{}
	redrawn struct{}
	outside struct {
		pause func()
		run   func() error
		then  func(error) tea.Msg
	}
)

// Panic is a command's, with its trace: Run ends with it.
type Panic struct{ Trace string }

func (p Panic) Error() string { return p.Trace }

// Sequence is tea.Sequence. Of a panic in that one's commands Bubble Tea itself
// would print the trace, before the terminal is back.
func Sequence(cmds ...tea.Cmd) tea.Cmd { return tea.Sequence(guarded(cmds)...) } //nolint:forbidigo // this is the one

// Copy puts text into the terminal's clipboard, where the terminal lets it.
func Copy(text string) tea.Cmd { return func() tea.Msg { return copied{text} } }

// AskBackground asks for the background's colour; a tea.BackgroundColorMsg
// answers, or nothing.
func AskBackground() tea.Msg { return asked{} }

// Redraw draws the screen anew.
func Redraw() tea.Msg { return redrawn{} }

// Outside gives the terminal to another program: pause ends the reading, and run runs
// the program and has the reading begin anew; its error goes to then.
func Outside(pause func(), run func() error, then func(error) tea.Msg) tea.Cmd {
	return func() tea.Msg { return outside{pause, run, then} }
}

// ErrPanic is the error of a program that has panicked; the trace is in its text.
var ErrPanic = errors.New("panic")

// session is a program on its terminal.
type session struct {
	model   tea.Model
	painter *painter // nil: Bubble Tea's renderer
	program *tea.Program
	read    func() // reads the input until it ends or another program has it
	cancel  context.CancelFunc
	trace   string // of the first panic
	lost    error  // why the terminal cannot be read any more

	lent sync.Mutex // held while another program has the terminal

	mu    sync.Mutex
	modes modes // that the last View asked for
}

// Run runs a program until it quits, panics, loses its terminal or ctx ends. The
// terminal is then as it was.
func Run(ctx context.Context, model tea.Model, o Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &session{model: model, cancel: cancel}
	on := s.local
	if o.Sizes != nil {
		on = s.stream
	}
	err := errors.Join(on(ctx, o), s.lost)
	if s.trace != "" {
		return fmt.Errorf("%w: %s", ErrPanic, s.trace)
	}
	return err
}

// Init is the program's.
func (s *session) Init() (cmd tea.Cmd) {
	defer s.recover()
	if s.painter != nil {
		go s.read()
		go func() { _ = s.program.ReleaseTerminal() }() // of Bubble Tea's there is its ticker alone, which goes
	}
	return guard(s.model.Init())
}

// Update answers what concerns the terminal, and hands on the rest.
func (s *session) Update(msg tea.Msg) (_ tea.Model, cmd tea.Cmd) {
	defer s.recover()
	switch m := msg.(type) {
	case Panic:
		s.fail(m.Trace)
		return s, nil
	case lost:
		s.lost = m.err
		s.cancel()
		return s, nil
	case copied:
		if s.painter == nil {
			return s, tea.SetClipboard(m.text)
		}
		s.painter.say(ansi.SetSystemClipboard(m.text))
		return s, nil
	case asked:
		if s.painter == nil {
			return s, tea.RequestBackgroundColor
		}
		s.painter.ask(ansi.RequestBackgroundColor)
		return s, nil
	case outside:
		return s, s.elsewhere(m)
	case redrawn:
		if s.painter == nil {
			return s, tea.ClearScreen
		}
		s.painter.tell(func() { s.painter.anew = true })
		return s, nil
	case tea.KeyPressMsg:
		if m.Code < 0x80 { // a key that the layout in force has is that key
			m.BaseCode = 0
		}
		msg = m
	}
	if s.painter != nil {
		s.painter.learn(msg)
	}
	var next tea.Cmd
	s.model, next = s.model.Update(msg)
	return s, guard(next)
}

// View hands what there is to see to the painter.
func (s *session) View() tea.View {
	defer s.recover()
	v := s.model.View()
	v.KeyboardEnhancements.ReportAlternateKeys = true
	if s.painter != nil {
		s.painter.show(v)
	}
	s.mu.Lock()
	s.modes = modesOf(v, known{})
	s.mu.Unlock()
	return v
}

// shown are the modes of the last View.
func (s *session) shown() modes {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.modes
}

func (s *session) recover() {
	if r := recover(); r != nil {
		s.fail(traceOf(r))
	}
}

// fail ends the program with the trace of a panic.
func (s *session) fail(trace string) {
	if s.trace == "" {
		s.trace = trace
	}
	s.cancel()
}

func traceOf(r any) string { return fmt.Sprintf("%v\n\n%s", r, debug.Stack()) }

// guard has a panic in a command end the program as one in Update does.
func guard(cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	return func() tea.Msg {
		msg := caught(cmd)
		if batch, ok := msg.(tea.BatchMsg); ok {
			return tea.BatchMsg(guarded(batch))
		}
		return msg
	}
}

// caught is what do gives, or its panic.
func caught(do func() tea.Msg) (msg tea.Msg) {
	defer func() {
		if r := recover(); r != nil {
			msg = Panic{traceOf(r)}
		}
	}()
	return do()
}

func guarded(cmds []tea.Cmd) []tea.Cmd {
	all := make([]tea.Cmd, len(cmds))
	for i, c := range cmds {
		all[i] = guard(c)
	}
	return all
}

// learn takes what the terminal says about itself.
func (p *painter) learn(msg tea.Msg) {
	p.mu.Lock()
	switch msg.(type) {
	case tea.ModeReportMsg, tea.BackgroundColorMsg:
		p.due--
	}
	k := p.knows
	p.mu.Unlock()
	was := k
	switch m := msg.(type) {
	case tea.WindowSizeMsg:
		k.size = Size{m.Width, m.Height}
	case tea.ColorProfileMsg:
		k.profile = m.Profile
	case tea.ModeReportMsg:
		switch {
		case m.Mode == ansi.ModeSynchronizedOutput && m.Value == ansi.ModeReset:
			k.synchronised = true
		case m.Mode == ansi.ModeUnicodeCore && (m.Value == ansi.ModeReset || m.Value == ansi.ModeSet || m.Value == ansi.ModePermanentlySet):
			k.method = ansi.GraphemeWidth
		}
	}
	if k != was {
		p.tell(func() { p.knows = k })
	}
}

// asks says whether the terminal can be asked which modes it has: some print what
// they do not know, and over a line the answer may come when nobody reads it.
func asks(env []string) bool {
	get := func(name string) (value string) {
		for _, v := range env {
			if rest, ok := strings.CutPrefix(v, name+"="); ok {
				value = rest
			}
		}
		return value
	}
	for _, able := range []string{"ghostty", "wezterm", "alacritty", "kitty", "rio", "foot"} {
		if strings.Contains(get("TERM"), able) {
			return true
		}
	}
	return get("SSH_TTY") == "" && !strings.Contains(get("TERM_PROGRAM"), "Apple")
}

// start makes Bubble Tea's program, for a terminal whose size and modes are ours.
func (s *session) start(ctx context.Context, o Options, out io.Writer, k known) {
	opts := []tea.ProgramOption{
		tea.WithContext(ctx), tea.WithoutSignalHandler(), tea.WithEnvironment(o.Env),
		tea.WithWindowSize(k.size.Width, k.size.Height), tea.WithColorProfile(k.profile),
	}
	if s.painter != nil {
		opts = append(opts, tea.WithoutRenderer(), tea.WithInput(nil), tea.WithOutput(io.Discard), tea.WithFPS(1))
	} else {
		opts = append(opts, tea.WithInput(o.In), tea.WithOutput(out), tea.WithFPS(o.Frames))
	}
	s.program = tea.NewProgram(s, opts...)
	s.read = func() { s.decode(ctx, o) }
}
