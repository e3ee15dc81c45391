package sshd

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"charm.land/log/v2"
	"github.com/charmbracelet/x/vt"
	gossh "golang.org/x/crypto/ssh"

	"leadpad/api/sandbox"
	"leadpad/app"
	"leadpad/config"
	"leadpad/lead"
	"leadpad/queue"
)

// patience is how long a test waits for the server before it calls that a fault.
const patience = 30 * time.Second

// house is a server with all that it serves, and those who may enter.
type house struct {
	t     testing.TB
	addr  string
	host  gossh.PublicKey
	app   *app.App // nil in a demo
	api   *sandbox.Server
	users string // the file
	log   *shown
	keys  map[string]gossh.Signer
	// private are the same keys.
	private map[string]ed25519.PrivateKey

	server *Server
	stop   context.CancelFunc
	served chan error
}

// open opens a house for people, each with a key, in the workspace acme, which is a
// sandbox over real HTTP. Without people it is a demo.
func open(t testing.TB, change func(*Options), people ...string) *house {
	t.Helper()
	h := &house{t: t, log: &shown{}, keys: map[string]gossh.Signer{}, private: map[string]ed25519.PrivateKey{}, served: make(chan error, 1)}
	host, _ := newKey(t)
	h.host = host.PublicKey()
	o := Options{
		HostKey: host, Limits: DefaultLimits(), Bounds: DefaultBounds(), Workspace: "acme",
		Log:      log.NewWithOptions(h.log, log.Options{Formatter: log.LogfmtFormatter}),
		Settings: app.Settings{Config: config.Default()},
	}
	if len(people) > 0 {
		h.workspace(&o)
		var lines strings.Builder
		for _, name := range people {
			h.key(name)
			lines.WriteString(`leadpad-user="` + name + `" ` + authorized(h.keys[name]) + "\n")
		}
		h.users = usersFile(t, lines.String())
		o.Users = h.users
	}
	if change != nil {
		change(&o)
	}
	var err error
	h.server, err = New(o)
	must(t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	h.addr = l.Addr().String()
	ctx, stop := context.WithCancel(context.Background())
	h.stop = stop
	go func() { h.served <- h.server.Serve(ctx, l) }()
	t.Cleanup(h.close)
	return h
}

// key makes somebody's key.
func (h *house) key(name string) {
	h.t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	must(h.t, err)
	h.private[name] = private
	h.keys[name], err = gossh.NewSignerFromKey(private)
	must(h.t, err)
}

// workspace opens the queue, and the API that its leads go to.
func (h *house) workspace(o *Options) {
	h.t.Helper()
	var err error
	h.api, err = sandbox.New(sandbox.Options{Keys: []string{"sandbox-key"}})
	must(h.t, err)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(h.t, err)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = h.api.Serve(ctx, l)
	}()
	dir := h.t.TempDir()
	path := filepath.Join(dir, "config.toml")
	must(h.t, os.WriteFile(path, []byte("hold_seconds = 1\ncanary = false\n[profiles.acme]\nbase_url = \"http://"+l.Addr().String()+"\"\n"), 0o600))
	c, err := config.Load(path)
	must(h.t, err)
	h.app, err = app.Open(context.Background(), app.Settings{
		Config: c, Path: path, Dir: filepath.Join(dir, "data"), State: filepath.Join(dir, "state"), Key: "sandbox-key", Look: true, Watch: true,
		Because: func(queue.Batch, int, *queue.Entry) string { return "" },
	})
	must(h.t, err)
	o.App = h.app
	h.t.Cleanup(func() {
		ctx, cancel := context.WithTimeout(context.Background(), patience)
		defer cancel()
		must(h.t, h.app.Close(ctx))
		stop()
		<-done
		_ = h.api.Close()
	})
}

// close ends the server as SIGTERM does.
func (h *house) close() {
	h.stop()
	select {
	case err := <-h.served:
		h.served <- err
		if err != nil {
			h.t.Errorf("the server ended: %v", err)
		}
	case <-time.After(patience):
		h.t.Error("the server does not end")
	}
}

// connect logs in by a key.
func (h *house) connect(key gossh.Signer) (*gossh.Client, error) {
	return gossh.Dial("tcp", h.addr, &gossh.ClientConfig{
		User: "somebody", Auth: []gossh.AuthMethod{gossh.PublicKeys(key)}, HostKeyCallback: gossh.FixedHostKey(h.host), Timeout: patience,
	})
}

// screen is a client's terminal with a session on it.
type screen struct {
	t       testing.TB
	conn    net.Conn
	client  *gossh.Client
	session *gossh.Session
	keys    io.WriteCloser
	done    chan struct{} // closed when the session has ended
	err     error         // of the session, behind done

	mu      sync.Mutex
	emu     *vt.Emulator
	raw     bytes.Buffer
	changed chan struct{} // closed at the next change
}

// screens opens them for one of the people, "" for a visitor, 100×30.
func (h *house) screens(name string) *screen {
	h.t.Helper()
	return h.screensOf(name, 100, 30)
}

func (h *house) screensOf(name string, cols, rows int) *screen {
	h.t.Helper()
	conn, err := net.Dial("tcp", h.addr)
	must(h.t, err)
	c := &gossh.ClientConfig{User: "somebody", HostKeyCallback: gossh.FixedHostKey(h.host), Timeout: patience}
	if name != "" {
		c.Auth = []gossh.AuthMethod{gossh.PublicKeys(h.keys[name])}
	}
	sc, channels, requests, err := gossh.NewClientConn(conn, h.addr, c)
	must(h.t, err)
	x := &screen{t: h.t, conn: conn, client: gossh.NewClient(sc, channels, requests), done: make(chan struct{}), emu: vt.NewEmulator(cols, rows), changed: make(chan struct{})}
	h.t.Cleanup(func() { _ = x.client.Close() })
	x.session, err = x.client.NewSession()
	must(h.t, err)
	x.keys, err = x.session.StdinPipe()
	must(h.t, err)
	x.session.Stdout = x
	x.session.Stderr = x
	must(h.t, x.session.Setenv("COLORTERM", "truecolor"))
	must(h.t, x.session.RequestPty("xterm-256color", rows, cols, nil))
	must(h.t, x.session.Shell())
	go func() { _, _ = io.Copy(x.keys, x.emu) }() // its answers
	go func() {
		x.err = x.session.Wait()
		close(x.done)
	}()
	return x
}

// Write draws.
func (x *screen) Write(p []byte) (int, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	x.raw.Write(p)
	_, _ = x.emu.Write(p)
	close(x.changed)
	x.changed = make(chan struct{})
	return len(p), nil
}

// text is what is shown, and a channel that is closed when that changes.
func (x *screen) text() (string, <-chan struct{}) {
	x.mu.Lock()
	defer x.mu.Unlock()
	var out strings.Builder
	for y := range x.emu.Height() {
		line := ""
		for at := range x.emu.Width() {
			if c := x.emu.CellAt(at, y); c != nil && c.Width > 0 {
				line += c.Content
			} else if c == nil {
				line += " "
			}
		}
		out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	return out.String(), x.changed
}

// until waits until the screen is as a condition says.
func (x *screen) until(what string, ok func(string) bool) string {
	x.t.Helper()
	late := time.After(patience)
	for {
		s, changed := x.text()
		if ok(s) {
			return s
		}
		select {
		case <-changed:
		case <-x.done:
			if s, _ = x.text(); ok(s) {
				return s
			}
			x.t.Fatalf("the session ended (%v), without %s:\n%s", x.err, what, s)
		case <-late:
			x.t.Fatalf("waited in vain for %s:\n%s", what, s)
		}
	}
}

// waits waits for texts.
func (x *screen) waits(texts ...string) string {
	x.t.Helper()
	return x.until(strings.Join(texts, " | "), func(s string) bool {
		flat := strings.Join(strings.Fields(s), " ")
		for _, text := range texts {
			if !strings.Contains(s, text) && !strings.Contains(flat, text) {
				return false
			}
		}
		return true
	})
}

// sends sends keys; letters that are commands go alone and with a rest before them.
func (x *screen) sends(keys ...string) {
	x.t.Helper()
	for _, k := range keys {
		if k[0] != 0x1b {
			time.Sleep(handsRest)
		}
		if _, err := io.WriteString(x.keys, k); err != nil {
			x.t.Fatal(err)
		}
	}
}

// handsRest is a rest between two keys of a hand: what is closer is no command.
const handsRest = 120 * time.Millisecond

// insists sends a key until it leads somewhere: a question is deaf at first.
func (x *screen) insists(key string, texts ...string) {
	x.t.Helper()
	for range 20 {
		x.sends(key)
		select {
		case <-time.After(500 * time.Millisecond):
		case <-x.done:
		}
		s, _ := x.text()
		flat, there := strings.Join(strings.Fields(s), " "), true
		for _, text := range texts {
			there = there && strings.Contains(flat, text)
		}
		if there {
			return
		}
	}
	s, _ := x.text()
	x.t.Fatalf("%q does not lead to %q:\n%s", key, texts, s)
}

// The keys that tests press.
const (
	tab, enter       = "\t", "\r"
	ctrlC, ctrlS     = "\x03", "\x13"
	f2, f3, f4, f5   = "\x1bOQ", "\x1bOR", "\x1bOS", "\x1b[15~"
	ctrlL, ctrlP     = "\x0c", "\x10"
	pasteOn, pasteUp = pasteStart, pasteEnd
)

// ended waits for the session's end and gives its exit code, -1 where the line went.
func (x *screen) ended() int {
	x.t.Helper()
	select {
	case <-x.done:
	case <-time.After(patience):
		s, _ := x.text()
		x.t.Fatalf("the session does not end:\n%s", s)
	}
	if exit, ok := errors.AsType[*gossh.ExitError](x.err); ok {
		return exit.ExitStatus()
	}
	if x.err != nil {
		return -1
	}
	return 0
}

// leads are the names that somebody's queue has, in acme.
func (h *house) leads(user string) []string {
	h.t.Helper()
	s, err := h.app.SessionServed(h.t.Context(), user, "acme", nil)
	must(h.t, err)
	rows, err := s.Queue.Rows(h.t.Context(), queue.Query{Workspace: "acme", Sent: true}, 0, 1000)
	must(h.t, err)
	names := []string{}
	for _, r := range rows {
		names = append(names, r.Name)
	}
	return names
}

// adds puts n leads into somebody's queue.
func (h *house) adds(user string, n int) {
	h.t.Helper()
	s, err := h.app.SessionServed(h.t.Context(), user, "acme", nil)
	must(h.t, err)
	for i := range n {
		_, err := s.Add(h.t.Context(), lead.Lead{Person: lead.Person{Name: fmt.Sprintf("Lead %03d", i), Emails: []string{fmt.Sprintf("somebody%03d@long-domain.example", i)}}})
		must(h.t, err)
	}
}
