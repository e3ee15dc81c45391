package sshd

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"charm.land/ssh"
	gossh "golang.org/x/crypto/ssh"
)

// tellSizes writes each size that a session learns, a line each, until the client
// says "bye".
func tellSizes(s ssh.Session) {
	pty, sizes, ok := s.Pty()
	_, _ = fmt.Fprintf(s, "start %v %s %dx%d %q\n", ok, pty.Term, pty.Window.Width, pty.Window.Height, s.Environ())
	read := make(chan struct{})
	go func() {
		defer close(read)
		_, _ = io.Copy(io.Discard, s)
	}()
	for {
		select {
		case w := <-sizes:
			_, _ = fmt.Fprintf(s, "size %dx%d\n", w.Width, w.Height)
		case <-read:
			_, _ = fmt.Fprint(s, "bye\n")
			return
		case <-s.Context().Done():
			return
		}
	}
}

// shown collects what a session writes.
type shown struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (s *shown) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

func (s *shown) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

func resize(columns, rows uint32) []byte {
	return gossh.Marshal(sizeRequest{Columns: columns, Rows: rows})
}

func ptyOf(term string, columns, rows uint32) []byte {
	return gossh.Marshal(ptyRequest{Term: term, Columns: columns, Rows: rows, Modes: "\x03\x00\x00\x00\x7f\x00"})
}

// ask sends a request that wants an answer.
func ask(t testing.TB, s *gossh.Session, name string, payload []byte) bool {
	t.Helper()
	ok, err := s.SendRequest(name, true, payload)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return ok
}

// H10: whatever comes before the shell, the shell answers, at the last size.
func TestWhateverComesBeforeTheShellItAnswers(t *testing.T) {
	t.Parallel()
	s := serveSmall(t, DefaultLimits(), tellSizes)
	client := s.dial(t)
	for i := range 20 {
		session, err := client.NewSession()
		must(t, err)
		var out shown
		session.Stdout = &out
		in, err := session.StdinPipe()
		must(t, err)
		if i%3 == 0 {
			_, err = session.SendRequest("window-change", false, resize(10, 10)) // before there is a terminal
			must(t, err)
		}
		if !ask(t, session, "pty-req", ptyOf("xterm-256color", 100, 30)) {
			t.Fatal("no terminal")
		}
		for n := range i * i {
			_, err := session.SendRequest("window-change", n%5 == 4, resize(uint32(40+n), 20))
			must(t, err)
			switch n % 7 {
			case 1:
				_ = ask(t, session, "env", gossh.Marshal(struct{ Name, Value string }{"LC_TIME", "C"}))
			case 3:
				if ask(t, session, "auth-agent-req@openssh.com", nil) || ask(t, session, "x11-req", nil) || ask(t, session, "break", nil) {
					t.Error("the agent or X11")
				}
			}
		}
		_, err = session.SendRequest("window-change", false, resize(77, 33))
		must(t, err)
		must(t, session.Shell())
		eventually(t, "the last size: "+out.String(), func() bool {
			return strings.Contains(out.String(), "start true xterm-256color 77x33") && strings.Contains(out.String(), "size 77x33")
		})
		_, err = session.SendRequest("window-change", false, resize(78, 34))
		must(t, err)
		eventually(t, "a size after it", func() bool { return strings.Contains(out.String(), "size 78x34") })
		must(t, in.Close())
		must(t, session.Wait())
		_ = session.Close()
	}
}

// H4: sizes that cannot be are drawn as ones that can, before anything is made
// for them, and a thousand a second are as few as are seen.
func TestSizesAreClampedAndPaced(t *testing.T) {
	t.Parallel()
	s := serveSmall(t, DefaultLimits(), tellSizes)
	client := s.dial(t)
	const most = 1<<32 - 1
	for _, c := range []struct {
		columns, rows uint32
		want          string
	}{
		{0, 0, "80x24"},
		{1, 1, "1x1"},
		{10_000, 10_000, "250x80"},
		{most, most, "250x80"},
		{0, most, "80x80"},
		{251, 81, "250x80"},
		{120, 40, "120x40"},
	} {
		for _, early := range []bool{true, false} {
			session, err := client.NewSession()
			must(t, err)
			var out shown
			session.Stdout = &out
			_, err = session.StdinPipe() // else its end ends the session
			must(t, err)
			first := ptyOf("xterm", 99, 9)
			if early {
				first = ptyOf("xterm", c.columns, c.rows)
			}
			if !ask(t, session, "pty-req", first) {
				t.Fatal("no terminal")
			}
			must(t, session.Shell())
			if !early {
				_, err := session.SendRequest("window-change", false, resize(c.columns, c.rows))
				must(t, err)
			}
			eventually(t, c.want, func() bool { return strings.Contains(out.String(), "size "+c.want+"\r\n") })
			_ = session.Close()
		}
	}
	session, err := client.NewSession()
	must(t, err)
	var out shown
	session.Stdout = &out
	_, err = session.StdinPipe()
	must(t, err)
	if !ask(t, session, "pty-req", ptyOf("xterm", 80, 24)) {
		t.Fatal("no terminal")
	}
	must(t, session.Shell())
	begun := time.Now()
	for i := range 10_000 {
		_, err := session.SendRequest("window-change", false, resize(uint32(20+i%200), 30))
		must(t, err)
	}
	_, err = session.SendRequest("window-change", false, resize(123, 45))
	must(t, err)
	eventually(t, "the last", func() bool { return strings.Contains(out.String(), "size 123x45\r\n") })
	if told, most := strings.Count(out.String(), "size "), int(time.Since(begun)/resizePace)+3; told > most {
		t.Errorf("it was told %d sizes, at most %d in %s", told, most, time.Since(begun))
	}
}

// What is not served is refused: by the session's requests, by the connection's,
// and as channels.
func TestWhatIsNotServedIsRefused(t *testing.T) {
	t.Parallel()
	s := serveSmall(t, DefaultLimits(), tellSizes)
	client := s.dial(t)
	for _, channel := range []string{"direct-tcpip", "direct-streamlocal@openssh.com", "forwarded-tcpip", "x11", "auth-agent@openssh.com", "tun@openssh.com", "", "session "} {
		if _, _, err := client.OpenChannel(channel, gossh.Marshal(struct {
			Host       string
			Port       uint32
			Origin     string
			OriginPort uint32
		}{"127.0.0.1", 22, "127.0.0.1", 1})); err == nil {
			t.Errorf("a channel %q", channel)
		}
	}
	for _, request := range []string{"tcpip-forward", "cancel-tcpip-forward", "streamlocal-forward@openssh.com", "hostkeys-prove-00@openssh.com", "no-more-sessions@openssh.com", "keepalive@openssh.com"} {
		if ok, _, err := client.SendRequest(request, true, gossh.Marshal(struct {
			Host string
			Port uint32
		}{"127.0.0.1", 0})); err != nil || ok {
			t.Errorf("%s: %v, %v", request, ok, err)
		}
	}
	session, err := client.NewSession()
	must(t, err)
	for _, request := range []string{"subsystem", "x11-req", "auth-agent-req@openssh.com", "signal", "break", "xon-xoff", "eow@openssh.com", "tty", "pty-req", "window-change"} {
		if ask(t, session, request, gossh.Marshal(struct{ Name string }{"sftp"})) {
			t.Errorf("%s was granted", request)
		}
	}
	if ask(t, session, "exec", gossh.Marshal(struct{ Command string }{strings.Repeat("x", 8192)})) {
		t.Error("a command without end")
	}
	if !ask(t, session, "shell", nil) || ask(t, session, "shell", nil) || ask(t, session, "exec", gossh.Marshal(struct{ Command string }{"list"})) ||
		ask(t, session, "pty-req", ptyOf("xterm", 80, 24)) || ask(t, session, "env", gossh.Marshal(struct{ Name, Value string }{"LANG", "C"})) {
		t.Error("a session is begun once")
	}
}

// What a session brings along is what tells of its terminal, and little of it.
func TestTheEnvironmentIsBounded(t *testing.T) {
	t.Parallel()
	s := serveSmall(t, DefaultLimits(), tellSizes)
	session, err := s.dial(t).NewSession()
	must(t, err)
	var out shown
	session.Stdout = &out
	_, err = session.StdinPipe()
	must(t, err)
	set := func(name, value string) bool {
		return ask(t, session, "env", gossh.Marshal(struct{ Name, Value string }{name, value}))
	}
	for _, name := range []string{"TERM", "PATH", "LD_PRELOAD", "EDITOR", "HOME", "CLOSINGDEALZ_API_KEY", "LEADPAD_DATA", "LC_", "LC_a", "LC_X=Y", "lang", "NO_COLOR ", "", "TZ"} {
		if set(name, "x") {
			t.Errorf("%q came in", name)
		}
	}
	for _, value := range []string{"a\nb", "\x1b[2J", "\x00", "ü", strings.Repeat("x", 5000)} {
		if set("LANG", value) {
			t.Errorf("%q came in", value)
		}
	}
	if !set("LANG", "de_DE.UTF-8") || !set("COLORTERM", "truecolor") || !set("NO_COLOR", "") || !set("LC_TERMINAL", "iTerm2") {
		t.Error("what should come in did not")
	}
	taken := 0
	for range 1000 {
		if set("LC_ALL", "C") {
			taken++
		}
	}
	if want := DefaultLimits().Environment - 4; taken != want {
		t.Errorf("%d of 1,000 came in, want %d", taken, want)
	}
	if !ask(t, session, "pty-req", ptyOf("evil\x1b]0;x\a", 80, 24)) {
		t.Error("no terminal")
	}
	must(t, session.Shell())
	eventually(t, "a terminal of which nothing is known", func() bool {
		return strings.Contains(out.String(), `start true dumb 80x24 ["LANG=de_DE.UTF-8" "COLORTERM=truecolor" "NO_COLOR=" "LC_TERMINAL=iTerm2" "LC_ALL=C"`)
	})
}

func TestTerminalsNames(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"xterm-256color": "xterm-256color", "rxvt-unicode-256color": "rxvt-unicode-256color", "st-0.8+x": "st-0.8+x",
		"": "dumb", strings.Repeat("x", 65): "dumb", "../../x": "dumb", "x\x00": "dumb", "x term": "dumb", "términal": "dumb",
	} {
		if got := termName(name); got != want {
			t.Errorf("%q is %q, want %q", name, got, want)
		}
	}
}

// A session ends with its channel, not with the connection, and a panic in one
// leaves the others alone.
func TestASessionEndsWithItsChannel(t *testing.T) {
	t.Parallel()
	ended := make(chan struct{})
	s := serveSmall(t, DefaultLimits(), func(s ssh.Session) {
		switch s.RawCommand() {
		case "wait":
			_, _ = fmt.Fprintln(s, "waits")
			<-s.Context().Done()
			close(ended)
		case "panic":
			panic("at the disco")
		default:
			_, _ = fmt.Fprint(s, "here")
		}
	})
	client := s.dial(t)
	session, err := client.NewSession()
	must(t, err)
	out, err := session.StdoutPipe()
	must(t, err)
	must(t, session.Start("wait"))
	_, err = io.ReadFull(out, make([]byte, 5))
	must(t, err)
	must(t, session.Close())
	select {
	case <-ended:
	case <-time.After(30 * time.Second):
		t.Fatal("it goes on")
	}
	for _, command := range []string{"panic", "x"} {
		session, err := client.NewSession()
		must(t, err)
		got, err := session.Output(command)
		if (command == "panic") != (err != nil) || command == "x" && string(got) != "here" {
			t.Errorf("%s: %q, %v", command, got, err)
		}
	}
}

// H8: 501 sessions on a connection; the eleventh is refused, and one that ends
// makes room.
func TestSessionsOfAConnectionAreCounted(t *testing.T) {
	t.Parallel()
	s := serveSmall(t, DefaultLimits(), tellSizes)
	client := s.dial(t)
	var all []*gossh.Session
	for range 501 {
		if session, err := client.NewSession(); err == nil {
			all = append(all, session)
		}
	}
	if len(all) != 10 {
		t.Fatalf("%d sessions", len(all))
	}
	must(t, all[0].Close())
	eventually(t, "room for another", func() bool {
		session, err := client.NewSession()
		return err == nil && session.Shell() == nil
	})
}

// A session that does not say what it is for, and a connection without one, end.
func TestWhoDoesNothingGivesItsPlaceBack(t *testing.T) {
	t.Parallel()
	limits := DefaultLimits()
	limits.Start, limits.Unused = 50*time.Millisecond, 300*time.Millisecond
	s := serveSmall(t, limits, tellSizes)
	client := s.dial(t)
	session, err := client.NewSession()
	must(t, err)
	ok, err := session.SendRequest("pty-req", true, ptyOf("xterm", 80, 24))
	if err != nil || !ok {
		t.Fatal(ok, err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = client.Wait()
	}()
	select {
	case <-ended:
	case <-time.After(30 * time.Second):
		t.Fatal("it stays")
	}
	eventually(t, "it is told", func() bool { return s.turned(NothingStarted) == 1 })
	busy := s.dial(t)
	session, err = busy.NewSession()
	must(t, err)
	var out shown
	session.Stdout = &out
	in, err := session.StdinPipe()
	must(t, err)
	must(t, session.Shell())
	time.Sleep(3 * limits.Unused) // the limit passes while a session runs
	must(t, in.Close())
	if err := session.Wait(); err != nil || !strings.Contains(out.String(), "bye") {
		t.Errorf("one that runs was ended: %v, %q", err, out.String())
	}
}
