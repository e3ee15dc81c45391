package send

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/google/uuid"

	"leadpad/api"
	"leadpad/app"
	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
	"leadpad/ui/terminal"
)

var _ kit.Screen = (*Model)(nil)

// noon is the time on every clock of these tests.
func noon() time.Time { return time.Date(2026, 3, 12, 14, 7, 0, 0, time.UTC) }

// id makes the n-th id, the same in every run.
func id(n int) queue.ID {
	var u uuid.UUID
	u[0], u[14], u[15] = 1, byte(n>>8), byte(n)
	return u
}

func ids(n int) []queue.ID {
	list := make([]queue.ID, n)
	for i := range list {
		list[i] = id(i + 1)
	}
	return list
}

// script is a sender that shows what a test wrote and keeps what was asked.
type script struct {
	plan     outbox.Plan
	planErr  error
	subErr   error
	sameErr  error
	progress outbox.Progress
	calls    []string
}

func (s *script) say(format string, a ...any) { s.calls = append(s.calls, fmt.Sprintf(format, a...)) }

func (s *script) Plan(_ context.Context, ids []queue.ID) (outbox.Plan, error) {
	s.say("plan %d", len(ids))
	return s.plan, s.planErr
}

func (s *script) Submit(_ context.Context, p outbox.Plan) (queue.ID, error) {
	s.say("submit %d", len(p.IDs))
	return id(900), s.subErr
}

func (s *script) SameWorkspace(context.Context) error {
	s.say("same")
	s.plan.Changed = false
	return s.sameErr
}

func (s *script) TakeBack(context.Context) (int, bool) {
	s.say("take back")
	return s.progress.Total, s.progress.Phase == outbox.Holding
}
func (s *script) Pause()      { s.say("pause") }
func (s *script) Resume()     { s.say("resume") }
func (s *script) CancelRest() { s.say("cancel") }
func (s *script) FindAtFault(_ context.Context, b queue.ID) (queue.ID, error) {
	s.say("find %d", b[15])
	return queue.ID{}, nil
}
func (s *script) Look(there bool)           { s.say("look %v", there) }
func (s *script) Progress() outbox.Progress { return s.progress }

// shelf is a queue of one batch and two leads.
type shelf struct{ batch queue.Batch }

func (shelf) IDs(_ context.Context, q queue.Query) ([]queue.ID, error) {
	if q != (queue.Query{Workspace: q.Workspace, State: queue.Ready}) {
		return nil, fmt.Errorf("asked for %+v", q)
	}
	return ids(3), nil
}

func (shelf) Get(_ context.Context, _ string, x queue.ID) (queue.Entry, error) {
	e := queue.Entry{ID: x, State: queue.Ready, Updated: noon().Add(-240 * time.Hour)}
	e.Lead.Name, e.Lead.Emails = "Northwind Traders", []string{"info@northwind.example"}
	if x == id(2) {
		e.State = queue.Sent
		e.Lead = lead.Lead{Person: lead.Person{Name: "Northwind Trading", Emails: []string{"info@northwind.example"}, Phones: []string{"+1 555 204 7789"}}}
	}
	if x == id(5) {
		e.State = queue.Draft
	}
	return e, nil
}

func (s shelf) Entries(ctx context.Context, w string, list []queue.ID) (es []queue.Entry, err error) {
	for _, x := range list {
		e, err := s.Get(ctx, w, x)
		if err != nil {
			return nil, err
		}
		e.Lead.Name += fmt.Sprintf(" %d", int(x[14])<<8+int(x[15]))
		es = append(es, e)
	}
	return es, nil
}

func (s shelf) Batch(_ context.Context, _ string, x queue.ID) (queue.Batch, error) {
	if x == id(1) { // the canary
		return queue.Batch{ID: x, Seq: 1, State: queue.BatchSent, Leads: ids(1), Names: []string{"Northwind\x1b[31m Traders"}, Payload: []byte(`[{"name":"Northwind"}]`)}, nil
	}
	if x != s.batch.ID {
		return queue.Batch{}, queue.ErrNotFound
	}
	return s.batch, nil
}

// size of a body, and the terminal's that it belongs to.
type size struct {
	name          string
	width, height int
}

func sizes() []size {
	return []size{{"80x24", 80, 20}, {"120x40", 120, 36}, {"60x15", 60, 13}}
}

// screen makes a Send screen over a script.
func screen(t testing.TB, s *script, z size) *Model {
	t.Helper()
	keys, err := kit.NewKeymap(nil)
	if err != nil {
		t.Fatal(err)
	}
	return screenWith(t, s, z, colorprofile.TrueColor, keys)
}

// screenWith is screen with a key map.
func screenWith(t testing.TB, s *script, z size, profile colorprofile.Profile, keys *kit.Keymap) *Model {
	t.Helper()
	d := kit.Deps{
		Workspace: &app.Session{Workspace: &app.Workspace{
			Name: "acme", Title: "ACME", Address: "https://app.closingdealz.io",
			Encoding: func() api.Encoding { return api.Encoding{Wire: api.DefaultWire()} },
		}},
		Theme: kit.NewTheme(true, profile, ansi.GraphemeWidth), Keys: keys, Session: 7, Now: noon(),
	}
	m := New(d)
	m.sender, m.store = s, shelf{receipt()}
	m.SetSize(z.width, z.height)
	pump(m, run(m.Init())...)
	return m
}

// pump runs messages and what their commands bring, until nothing is left. It
// gives the messages that were for the root. Ticks come at once.
func pump(m *Model, msgs ...tea.Msg) []tea.Msg {
	var out []tea.Msg
	for len(msgs) > 0 {
		msg := msgs[0]
		msgs = msgs[1:]
		switch msg.(type) {
		case kit.Notice, kit.GoTo, kit.EditLead, kit.Leave, kit.ChangeKey, kit.ShowLead, kit.PickLeads, kit.UseNames:
			out = append(out, msg)
			continue
		}
		msgs = append(msgs, run(m.Update(msg))...)
	}
	return out
}

// run gives the messages of a command, sequences and batches flattened.
func run(cmd tea.Cmd) []tea.Msg {
	if cmd == nil {
		return nil
	}
	switch msg := cmd().(type) {
	case nil:
		return nil
	case terminal.Panic:
		panic(msg.Trace)
	case tea.BatchMsg:
		var all []tea.Msg
		for _, c := range msg {
			all = append(all, run(c)...)
		}
		return all
	default:
		if list, ok := sequence(msg); ok {
			var all []tea.Msg
			for _, c := range list {
				all = append(all, run(c)...)
			}
			return all
		}
		return []tea.Msg{msg}
	}
}

// sequence takes tea.Sequence's unexported message apart.
func sequence(msg tea.Msg) ([]tea.Cmd, bool) {
	v := reflect.ValueOf(msg)
	if v.Kind() != reflect.Slice || v.Type().Elem() != reflect.TypeFor[tea.Cmd]() {
		return nil, false
	}
	list := make([]tea.Cmd, v.Len())
	for i := range list {
		list[i], _ = v.Index(i).Interface().(tea.Cmd)
	}
	return list, true
}

// keys presses the named keys, one after the other.
func keys(m *Model, names string) []tea.Msg {
	var out []tea.Msg
	for name := range strings.FieldsSeq(names) {
		out = append(out, pump(m, kit.Press(kittest.Key(m.d.Keys, name)))...)
	}
	return out
}

func show(m *Model) string {
	f := m.View()
	return strings.Join(f.Lines, "\n") + "\n"
}

func plain(m *Model) string {
	lines := strings.Split(ansi.Strip(show(m)), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n")
}

func yes(b bool) *bool       { return &b }
func code(n int) *int        { return &n }
func ptr(s string) *string   { return &s }
func at(s int) time.Time     { return noon().Add(time.Duration(s) * time.Second) }
func ms(n int) time.Duration { return time.Duration(n) * time.Millisecond }

// created, refusedBatch and unsureBatch are answered requests.
func created(n, leads, second int) outbox.Request {
	return outbox.Request{
		Batch: id(n), Leads: leads, State: outbox.Answered, Begun: at(second), Took: ms(182 + 40*n), Outcome: api.Created, Status: 200,
		Envelope: api.Envelope{Succeeded: yes(true), StatusCode: code(200), Description: ptr("NONE")},
	}
}

func failed(n, leads, second, status int, o api.Outcome, message string) outbox.Request {
	return outbox.Request{
		Batch: id(n), Leads: leads, State: outbox.Answered, Begun: at(second), Took: ms(95), Outcome: o, Status: status,
		Envelope: api.Envelope{Succeeded: yes(false), StatusCode: code(status), Description: ptr("NONE"), Message: ptr(message)},
	}
}

// receipt is the batch behind request 3.
func receipt() queue.Batch {
	return queue.Batch{
		ID: id(3), Seq: 3, State: queue.BatchRefused, Leads: ids(2),
		Payload: []byte(`[{"isContact":false,"name":"Northwind Traders","email":[{"Address":"info@northwind.example"}]},{"isContact":true,"name":"山田 太郎"}]`),
		Receipt: queue.Receipt{
			Begun: at(3), Ended: at(3), Status: 400,
			Body: []byte("{\"succeeded\":false,\"statusCode\":400,\"statusCodeDescription\":\"NONE\",\"message\":\"lead 37: email is not valid\x1b[31m\"}"),
		},
	}
}
