package kit

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"leadpad/outbox"
	"leadpad/queue"
)

// ScreenID names a screen.
type ScreenID uint8

// The four screens, in the order of their keys.
const (
	ComposeScreen ScreenID = iota
	DraftsScreen
	SendScreen
	HistoryScreen
	Screens // how many there are
)

// Frame is what a screen draws: at most the lines and cells it was given.
type Frame struct {
	Lines []string
	// Cursor is where the terminal's cursor stands, nil to hide it.
	Cursor *tea.Position
}

// Hint is one key of the footer.
type Hint struct {
	Action Action
	Text   string // what it does here, "" for the key map's own word
	And    Action // its key stands beside the first one's, "" for none
	// Care marks what sends leads here: the palette never selects it by one word.
	Care bool
}

// Screen is one of the four rooms of the app. Its methods are called from the
// one Update loop; none of them does I/O.
type Screen interface {
	// Init runs once, when the workspace is opened.
	Init() tea.Cmd
	// Show runs every time the screen comes on show, Hide when it leaves.
	Show() tea.Cmd
	Hide() tea.Cmd
	// Update takes keys and pastes while on show, and always the messages that
	// are addressed to it and the broadcasts of this package.
	Update(tea.Msg) tea.Cmd
	// SetSize and SetTheme drop what was drawn before.
	SetSize(width, height int)
	SetTheme(*Theme)
	// View draws; it changes nothing that can be seen elsewhere.
	View() Frame
	// Footer gives the keys that matter here and now, most important first.
	Footer() []Hint
	// Typing says that letters are text now: a field or a filter has the focus.
	Typing() bool
	// Context is the key map's context of the focus.
	Context() Context
	// Busy says what leaving the app now would lose or stop, "" for nothing.
	Busy() string
}

// Dialog stands over a screen and takes its keys.
type Dialog interface {
	Init() tea.Cmd
	// Update gives the commands to run and whether the dialog is over.
	Update(tea.Msg) (tea.Cmd, bool)
	// View draws into at most width × height cells.
	View(t *Theme, width, height int) Frame
	Footer() []Hint
	// Typing says that letters are text now.
	Typing() bool
}

// Address says for whom a data message is: embed it in the message.
type Address struct {
	Screen ScreenID
	// Session is Deps.Session of the screen that asked; the root drops messages
	// for a workspace that was left.
	Session int
}

// To gives the address itself.
func (a Address) To() Address { return a }

// Addressed is a data message for one screen, shown or not.
type Addressed interface{ To() Address }

// Broadcasts: every screen gets them, shown or not.
type (
	// QueueChanged says that leads on disk changed, here or in another process.
	QueueChanged struct{}
	// ProgressChanged says that the sender moved on.
	ProgressChanged struct{}
	// Counted brings what the queue holds, read anew, and how many requests the
	// window has room for, -1 for not known; Send alone gets it.
	Counted struct {
		Counts queue.Counts
		Free   int
	}
	// Clock brings the time: every second while something counts, else every
	// half minute.
	Clock struct{ Now time.Time }
)

// Level of a notice.
type Level uint8

// What a notice is about; errors stay until they were read. Quiet ones tell of
// what happened by itself, and never take an error's place.
const (
	Said Level = iota
	Good
	Wrong
	Quiet
)

// Requests of a screen to the root, given as messages by commands.
type (
	// Notice shows one sentence at the right of the footer.
	Notice struct {
		Level Level
		Text  string // already safe to draw
		// Passing: it is about what the sender does now, and goes when that changes.
		Passing bool
	}
	// GoTo shows a screen.
	GoTo struct{ Screen ScreenID }
	// OpenDialog puts a dialog over the screen.
	OpenDialog struct{ Dialog Dialog }
	// EditLead opens a lead in Compose. Then is asked for the next row of the
	// filter once the lead is saved; empty for a new lead. From is the screen on
	// which it was asked for; the root fills it in. Copy says that the lead is a
	// copy that was just made.
	EditLead struct {
		ID   ID
		Then []ID
		From ScreenID
		Copy bool
	}
	// NewLead opens an empty form.
	NewLead struct{}
	// SubmitLeads opens Send with the preflight of these leads. Skipped says in
	// words what was asked for and will not go ("3 marked are hidden by the filter").
	SubmitLeads struct {
		IDs     []ID
		Skipped []string
	}
	// ShowLead puts Drafts' cursor on a lead.
	ShowLead struct{ ID ID }
	// LeadSaved says which lead Compose saved last: Drafts puts its cursor on it,
	// shown or not.
	LeadSaved struct{ ID ID }
	// LeadScanned tells Drafts of a lead that was saved as it was scanned there, and
	// what to say of it: undo there takes it back.
	LeadScanned struct {
		ID   ID
		Said string
	}
	// ShowBatch puts History's cursor on a batch.
	ShowBatch struct{ ID ID }
	// PickLeads lets the rep pick, in Drafts, the leads that go into a plan that
	// is nearly full. Submission is the one that the plan refused.
	PickLeads struct {
		Plan       outbox.PlanFacts
		Submission ID
	}
	// ShowTrash opens the Trash, in Drafts.
	ShowTrash struct{}
	// UseNames changes the names on the wire to a preset ("default" or "plural"),
	// and then the preflight of IDs opens. Send is told the end of it as NamesUsed.
	UseNames struct {
		Preset string
		IDs    []ID
	}
	// NamesUsed is for Send: IDs go with the new names, or Err says why the old
	// ones stay.
	NamesUsed struct {
		IDs []ID
		Err error
	}
	// NamesChanged says that the workspace has other names on the wire, whoever
	// chose them: what was made of the old ones is made anew.
	NamesChanged struct{}
	// ChangeKey asks for another key of the workspace.
	ChangeKey struct{}
	// Ran names what the palette runs next; the title stands until something else
	// is said or a key is pressed.
	Ran struct{ Title string }
	// Perform runs an action of the palette as if its key had been pressed.
	Perform struct{ Action Action }
	// SwitchTo opens another workspace.
	SwitchTo struct{ Workspace string }
	// Leave asks to end the program.
	Leave struct{}
)

// Do makes a command of a message.
func Do(m tea.Msg) tea.Cmd { return func() tea.Msg { return m } }

// Say makes the command of a notice.
func Say(l Level, text string) tea.Cmd { return Do(Notice{Level: l, Text: text}) }

// SayNow makes the command of a notice that holds only while the sender does
// what it does now.
func SayNow(text string) tea.Cmd { return Do(Notice{Level: Said, Text: text, Passing: true}) }

// Answer is what a screen's command brought; Take takes it in.
type Answer struct {
	Address
	Take func() tea.Cmd
}

// Ask runs f in a command. What f gives takes the answer in: that runs in Update,
// while f itself must not touch the screen.
func (a Address) Ask(f func(ctx context.Context) func() tea.Cmd) tea.Cmd {
	return Command(func(ctx context.Context) tea.Msg { return Answer{a, f(ctx)} })
}

// After runs take in Update when d is over.
func (a Address) After(d time.Duration, take func() tea.Cmd) tea.Cmd {
	return tea.Tick(d, func(time.Time) tea.Msg { return Answer{a, take} })
}
