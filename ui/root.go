package ui

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"leadpad/app"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/compose"
	"leadpad/ui/drafts"
	"leadpad/ui/history"
	"leadpad/ui/kit"
	"leadpad/ui/send"
	"leadpad/ui/terminal"
	"leadpad/words"
)

// Model is the root: a router that owns the header, the footer and the dialogs.
type Model struct {
	o     Options
	keys  *kit.Keymap
	theme *kit.Theme

	width, height int
	dark          bool
	profile       colorprofile.Profile
	method        ansi.Method

	workspace *app.Session
	session   int
	screens   [kit.Screens]kit.Screen
	compose   *compose.Model // the one of screens, for Flush
	on        kit.ScreenID
	dialogs   []kit.Dialog
	ahead     ahead
	gate      gate
	scanner   scanner
	foot      footed
	waiting   string // pasted text that waits for the end of a dialog
	notice    kit.Notice
	errors    [kit.Screens]kit.Notice // that were not read, of the screens that are not on show
	unread    bool                    // no key was pressed since the notice came
	ran       string                  // what the palette ran, until something else is said or a key is pressed
	failing   bool                    // the last read of the header's figures failed
	// looks numbers the reads of the header's figures: they end in any order.
	looks struct{ begun, shown int }

	now      time.Time
	counts   queue.Counts
	meter    outbox.Meter
	progress outbox.Progress
	// ticks is the clock message that is on its way: its number and its rest.
	ticks struct {
		gen   int
		every time.Duration
	}

	watch   context.Context // ends when the workspace is left
	unwatch context.CancelFunc
	// queueCh and senderCh bring news until watch ends.
	queueCh, senderCh <-chan struct{}
	end               End      // as it came
	asked             bool     // the demo's question was asked
	warned            []string // the leads that were said not to be saved
}

// New makes the root with its workspace's screens.
func New(o Options) (*Model, error) {
	keys, err := kit.NewKeymap(o.Keys)
	if err != nil {
		return nil, err
	}
	return newModel(o, keys), nil
}

// newModel makes the root with its key map.
func newModel(o Options, keys *kit.Keymap) *Model {
	if o.Now == nil {
		o.Now = clockIn(o.Start.Zone)
	}
	m := &Model{o: o, keys: keys, dark: startsDark(o.Theme, o.colors), profile: colorprofile.TrueColor, method: ansi.WcWidth, now: o.Now()}
	m.theme = kit.NewTheme(m.dark, m.profile, m.method)
	if n := len(o.Notices); n > 0 {
		m.notice = o.Notices[n-1]
	}
	m.enter(o.Start)
	return m
}

// clockIn is a clock of a zone, nil for this computer's.
func clockIn(zone *time.Location) func() time.Time {
	if zone == nil {
		return time.Now
	}
	return func() time.Time { return time.Now().In(zone) }
}

// startsDark is the background before the terminal said its own: the config's, else
// that of COLORFGBG ("15;0", "0;default;15": its last number is the background, of
// which white and light grey are light), else dark.
func startsDark(theme, colors string) bool {
	switch theme {
	case "dark", "light":
		return theme == "dark"
	}
	background := colors[strings.LastIndexByte(colors, ';')+1:]
	return background != "7" && background != "15"
}

// enter makes the screens of a workspace; what is addressed to the old ones is
// dropped from now on.
func (m *Model) enter(w *app.Session) {
	m.Close()
	m.workspace, m.session = w, m.session+1
	m.counts, m.meter, m.progress = queue.Counts{}, outbox.Meter{}, outbox.Progress{}
	m.watch, m.unwatch = context.WithCancel(context.Background())
	m.queueCh, m.senderCh = w.Queue.Watch(m.watch, w.Name, queue.OfAll), w.Sender.Subscribe(m.watch)
	d := kit.Deps{Workspace: w, Theme: m.theme, Keys: m.keys, Session: m.session, Now: m.now, Filters: m.o.Filters, Outside: m.o.Outside}
	m.compose = compose.New(d)
	m.screens = [kit.Screens]kit.Screen{
		kit.ComposeScreen: m.compose, kit.DraftsScreen: drafts.New(d),
		kit.SendScreen: send.New(d), kit.HistoryScreen: history.New(d),
	}
	if m.on = kit.ComposeScreen; w.Demo {
		m.on = kit.DraftsScreen // its samples are there to be tried
	}
	m.resize()
}

// Init starts the screens and the subscriptions.
func (m *Model) Init() tea.Cmd {
	return tea.Batch(m.start(), terminal.AskBackground, m.waitNews())
}

// start runs what a fresh workspace needs.
func (m *Model) start() tea.Cmd {
	cmds := []tea.Cmd{m.waitQueue(0), m.waitSender(), m.load(), m.clock(), m.offerMove(), m.hello(), m.fillDemo()}
	for _, s := range m.screens {
		cmds = append(cmds, s.Init())
	}
	return tea.Batch(append(cmds, m.screens[m.on].Show())...)
}

// Close ends the subscriptions.
func (m *Model) Close() {
	if m.unwatch != nil {
		m.unwatch()
	}
}

// Flush saves what was typed and not yet saved, after the program has ended. Its
// error names each lead of which something is lost, one a line.
func (m *Model) Flush() error {
	lost := m.compose.Flush(m.on == kit.ComposeScreen)
	if len(lost) == 0 {
		return nil
	}
	return fmt.Errorf("what was typed last in %s was not saved and is lost:\n%w", words.Leads(len(lost)), errors.Join(lost...))
}

// Update routes one message.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	if m.environment(msg) {
		return m, nil
	}
	switch msg := msg.(type) {
	case tea.KeyPressMsg, tea.PasteMsg:
		m.ran = ""
		return m, m.arrive(msg)
	case rested:
		if msg.gen == m.gate.gen {
			return m, m.decide()
		}
		return m, nil
	case scanRested:
		if msg.gen != m.scanner.gen {
			return m, nil
		}
		if m.scanner.card != "" {
			return m, m.scanned()
		}
		m.scanner.owes = false
		return m, nil
	case arrived:
		if msg.gen == m.ahead.gen && m.ahead.shut {
			return m, m.release()
		}
		return m, nil
	case kit.Addressed:
		if a := msg.To(); a.Session == m.session {
			cmd := m.screens[a.Screen].Update(msg)
			return m, tea.Batch(cmd, m.proceed(msg))
		}
		return m, nil
	}
	cmd := m.request(msg)
	return m, tea.Batch(cmd, m.proceed(msg))
}

// environment takes what the terminal says of itself: its size, its colours, how it
// measures.
func (m *Model) environment(msg tea.Msg) bool {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		m.resize()
	case tea.BackgroundColorMsg:
		if m.o.Theme != "dark" && m.o.Theme != "light" {
			m.dark = msg.IsDark()
		}
		m.restyle()
	case tea.ColorProfileMsg:
		m.profile = msg.Profile
		m.restyle()
	case tea.ModeReportMsg:
		if msg.Mode == ansi.ModeUnicodeCore && (msg.Value == ansi.ModeReset || msg.Value == ansi.ModeSet || msg.Value == ansi.ModePermanentlySet) {
			m.method = ansi.GraphemeWidth
			m.restyle()
		}
	default:
		return false
	}
	return true
}

// resize tells the screens how much room the body has.
func (m *Model) resize() {
	for _, s := range m.screens {
		s.SetSize(m.width, m.bodyHeight())
	}
}

// restyle makes the theme anew.
func (m *Model) restyle() {
	m.theme = kit.NewTheme(m.dark, m.profile, m.method)
	for _, s := range m.screens {
		s.SetTheme(m.theme)
	}
}

// dialog is the top one, nil for none.
func (m *Model) dialog() kit.Dialog {
	if n := len(m.dialogs); n > 0 {
		return m.dialogs[n-1]
	}
	return nil
}

// tell hands a message to a dialog and takes it down when it is over.
func (m *Model) tell(d kit.Dialog, msg tea.Msg) tea.Cmd {
	cmd, over := d.Update(msg)
	if over {
		for i := range m.dialogs {
			if m.dialogs[i] == d {
				m.dialogs = append(m.dialogs[:i:i], m.dialogs[i+1:]...)
				break
			}
		}
		return terminal.Sequence(cmd, m.offerWaiting())
	}
	return cmd
}

// broadcast hands a message to every screen.
func (m *Model) broadcast(msg tea.Msg) tea.Cmd {
	cmds := make([]tea.Cmd, 0, len(m.screens))
	for _, s := range m.screens {
		cmds = append(cmds, s.Update(msg))
	}
	return tea.Batch(cmds...)
}
