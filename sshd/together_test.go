package sshd

import (
	"context"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"leadpad/api/sandbox"
	"leadpad/app"
	"leadpad/queue"
)

// holds sets how long a submission is held.
func (h *house) holds(seconds int) {
	s := h.app.Settings()
	s.HoldSeconds = seconds
	h.app.Renew(h.t.Context(), s)
}

// submitsAll has a screen submit all that is ready, and waits for a text.
func (x *screen) submitsAll(texts ...string) {
	x.t.Helper()
	x.sends(f3)
	x.waits("to do")
	x.insists("S", "Enter start")
	x.insists(enter, texts...)
}

// counts waits until somebody has so many leads in a state.
func (h *house) counts(user string, state queue.State, n int) {
	h.t.Helper()
	s, err := h.app.SessionServed(h.t.Context(), user, "acme", nil)
	must(h.t, err)
	eventually(h.t, user+"'s leads in a state", func() bool {
		c, err := s.Queue.Counts(h.t.Context(), "acme")
		must(h.t, err)
		return c.ByState[state] == n
	})
}

// Two people share a workspace: neither one's keys nor the loss of their line touches
// what the other has in its hold, and what is on the other's screen.
func TestTwoPeopleLeaveEachOtherAlone(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana", "bo")
	h.holds(30)
	h.adds("ana", 3)
	h.adds("bo", 2)
	ana, bo := h.screens("ana"), h.screens("bo")
	ana.waits("3 ready")
	bo.waits("2 ready")
	ana.submitsAll("Sending in")
	h.counts("ana", queue.Held, 3)
	bo.sends(f4)
	bo.waits("begun by ana")
	bo.sends("u", "u")
	bo.waits("taken back only there")
	h.counts("ana", queue.Held, 3)
	bo.sends(f2)
	bo.waits("New lead")
	bo.sends("Of Bo")
	bo.waits("Of Bo")
	// Bo's line is lost: Ana's hold stays.
	must(t, bo.conn.Close())
	eventually(t, "the end of bo's session", func() bool { return h.server.people.count() == 1 })
	h.counts("ana", queue.Held, 3)
	// Bo's submission goes, whatever Ana holds; hers is taken back when her line is lost.
	bo = h.screens("bo")
	bo.waits("Name Of Bo")
	h.holds(5)
	bo.submitsAll("Sending in")
	h.counts("bo", queue.Sent, 2)
	h.counts("ana", queue.Held, 3)
	must(t, ana.conn.Close())
	h.counts("ana", queue.Ready, 3)
	for _, l := range h.api.Leads(0, 100) {
		if !strings.Contains(string(l.Raw), "Lead 00") {
			t.Errorf("sent: %s", l.Raw)
		}
	}
	if n := len(h.api.Leads(0, 100)); n != 2 {
		t.Errorf("%d leads were sent", n)
	}
}

// What belongs to the server is named in the palette, with why it does not work.
func TestWhatIsTheServersIsNotChanged(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana")
	x := h.screens("ana")
	x.waits("New lead")
	for _, item := range []string{"connect work", "settings", "change key"} {
		x.sends(ctrlP)
		x.waits("type what you want to do")
		x.sends(item)
		x.waits("the server's own")
		x.sends(enter)
		x.waits("the server's own")
		x.sends("\x1b[27u", "\x1b[27u")
		x.until("no palette", func(s string) bool { return !strings.Contains(s, "type what you want to do") })
	}
	// There is no other workspace than one's own and practice.
	x.sends(ctrlP)
	x.waits("type what you want to do")
	x.sends("switch work")
	x.waits("Switch workspace")
	x.sends(enter)
	if s := x.waits("Workspaces", "ACME", "SANDBOX"); strings.Contains(s, "Notes in your editor") {
		t.Errorf("the editor:\n%s", s)
	}
}

// A visitor has a demo of their own, on Drafts, and it is gone when they leave.
func TestADemoIsEachVisitorsOwn(t *testing.T) {
	t.Parallel()
	h := open(t, nil)
	x, other := h.screens(""), h.screens("")
	x.waits("DEMO · nothing is kept", "12 to do")
	other.waits("DEMO · nothing is kept", "12 to do")
	x.sends(f2)
	x.waits("New lead")
	x.sends("Mine alone", ctrlS)
	x.waits("saved · Mine alone")
	x.sends(f3)
	x.waits("13 to do")
	if s := other.waits("12 to do"); strings.Contains(s, "Mine alone") {
		t.Errorf("another visitor sees it:\n%s", s)
	}
	x.sends(ctrlC)
	x.waits("again leaves")
	x.sends(ctrlC)
	if code := x.ended(); code != 0 {
		t.Errorf("leaving gives %d", code)
	}
	h.screens("").waits("12 to do")
	other.sends(ctrlP)
	other.waits("type what you want to do")
	other.sends("connect work")
	other.waits("a demo keeps nothing")
}

// A demo of which nobody takes notice is wiped, with a warning before.
func TestADemoWithoutKeysIsWiped(t *testing.T) {
	t.Parallel()
	h := open(t, func(o *Options) { o.Bounds.Idle = 3 * time.Second })
	x := h.screens("")
	x.waits("12 to do")
	x.waits("Nobody types: the demo is wiped in")
	x.waits("no key was pressed for too long; the demo is gone")
	if x.ended() == 0 {
		t.Error("it ended well")
	}
	eventually(t, "the end of the session", func() bool { return h.server.people.count() == 0 })
}

// A command gets what the client sent, and its exit code goes back; from a line that
// is lost in the middle it gets no end.
func TestACommandReadsToTheEndThatTheClientMeant(t *testing.T) {
	t.Parallel()
	got := make(chan error, 2)
	h := open(t, func(o *Options) {
		o.Commands = func(_ context.Context, who *app.Session, args []string, in io.Reader, out, _ io.Writer) int {
			text, err := io.ReadAll(in)
			_, _ = io.WriteString(out, who.User+" "+strings.Join(args, ",")+" "+string(text))
			got <- err
			return 3
		}
	}, "ana")
	client, err := h.connect(h.keys["ana"])
	must(t, err)
	session, err := client.NewSession()
	must(t, err)
	session.Stdin = strings.NewReader("leads")
	out, err := session.Output(`add "--json x" -`)
	if err == nil || !strings.Contains(err.Error(), "status 3") || string(out) != "ana add,--json x,- leads" {
		t.Errorf("%q, %v", out, err)
	}
	must(t, <-got)
	session, err = client.NewSession()
	must(t, err)
	in, err := session.StdinPipe()
	must(t, err)
	must(t, session.Start("import -"))
	_, err = io.WriteString(in, "half a fi")
	must(t, err)
	eventually(t, "the command", func() bool { return h.server.people.count() == 1 })
	must(t, client.Close())
	if err := <-got; err == nil {
		t.Error("half of a file is a whole one")
	}
	if n := strings.Count(h.log.String(), "screens=false"); n != 2 {
		t.Errorf("%d sessions without screens", n)
	}
}

// Times are those of the person's zone.
func TestTimesAreThePersons(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana")
	far := "Pacific/Kiritimati" // UTC+14
	must(t, writeUsers(h, `leadpad-user="ana",leadpad-tz="`+far+`" `+authorized(h.keys["ana"])))
	zone, err := time.LoadLocation(far)
	must(t, err)
	x := h.screens("ana")
	x.waits("New lead")
	x.sends("Acme", ctrlS)
	x.waits("1 ready")
	before := time.Now()
	x.submitsAll("1 sent")
	x.sends(f5)
	x.until("the time of the batch, at "+far, func(s string) bool {
		minutes := []string{before.In(zone).Format("15:04:"), time.Now().In(zone).Format("15:04:")}
		return slices.ContainsFunc(minutes, func(at string) bool { return strings.Contains(s, at) })
	})
}

// writeUsers has the users file be text, and read.
func writeUsers(h *house, text string) error {
	err := os.WriteFile(h.users, []byte(text+"\n"), 0o600)
	h.server.Reload(h.t.Context())
	return err
}

// Somebody's second window leaves the first one its draft; when the first line is lost,
// the next window is back in it.
func TestTwoWindowsOfOnePerson(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana")
	first := h.screens("ana")
	first.waits("New lead")
	first.sends("Of the first")
	first.waits("Of the first")
	second := h.screens("ana")
	second.waits("New lead", "1 draft")
	second.sends("Of the second")
	s := second.waits("Of the second", "2 drafts")
	if strings.Contains(s, "Of the firstOf") {
		t.Errorf("one draft is in two windows:\n%s", s)
	}
	first.sends(", still")
	first.waits("Of the first, still")
	must(t, first.conn.Close())
	eventually(t, "the end of the first", func() bool { return h.server.people.count() == 1 })
	h.screens("ana").waits("Name Of the first, still")
	if names := h.leads("ana"); len(names) != 2 {
		t.Errorf("ana has %q", names)
	}
}

// Who leaves while leads are being sent is told that they are, and the answer is there
// the next time.
func TestWhoLeavesWhileSendingFindsTheAnswer(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana")
	must(t, h.api.SetFault(sandbox.Fault{Kind: sandbox.FaultSlow, Arg: "3s"}))
	h.adds("ana", 1)
	x := h.screens("ana")
	x.waits("1 ready")
	x.submitsAll("1 sending")
	x.sends(ctrlC)
	x.waits("what you are sending goes on")
	if code := x.ended(); code != 0 {
		t.Errorf("leaving gives %d", code)
	}
	h.counts("ana", queue.Sent, 1)
	h.screens("ana").waits("1 sent")
}

// A line that is lost between the login and the first frame leaves what its person was
// to come back to for the next one.
func TestALineLostAtLoginTakesNothingAlong(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana")
	x := h.screens("ana")
	x.waits("New lead")
	x.sends("Half a Na")
	x.waits("Half a Na")
	must(t, x.conn.Close())
	eventually(t, "the end of the session", func() bool { return h.server.people.count() == 0 })
	p := &person{user: User{Name: "ana"}, workspace: "acme"}
	for _, late := range []bool{false, true} {
		var at seat
		if late { // the line is gone before it sits
			at.leave(t.Context(), false)
		}
		who, err := at.sit(t.Context(), h.server, p)
		if late && !errors.Is(err, errLeft) {
			t.Errorf("got %v", err)
		}
		if !late && (err != nil || !who.Left.Found) {
			t.Fatalf("it comes back to %+v, %v", who.Left, err)
		}
		at.leave(t.Context(), false)
	}
	h.screens("ana").waits("Name Half a Na")
}
