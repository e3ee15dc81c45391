//go:build unix

package sshd

import (
	"encoding/pem"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
	"golang.org/x/crypto/ssh/knownhosts"

	gossh "golang.org/x/crypto/ssh"
)

// openssh runs the real client in a pseudo-terminal of 100×30. keys are those that
// it has, by the names of people; public is one whose private half it has not.
func (h *house) openssh(public string, keys []string, args ...string) *screen {
	h.t.Helper()
	x, _ := h.opensshIn(public, keys, args...)
	return x
}

func (h *house) opensshIn(public string, keys []string, args ...string) (*screen, *os.File) {
	h.t.Helper()
	program, err := exec.LookPath("ssh")
	if err != nil {
		h.t.Skip("no ssh here: install OpenSSH's client")
	}
	dir := h.t.TempDir()
	host, _, err := net.SplitHostPort(h.addr)
	must(h.t, err)
	all := h.opensshOptions(dir, public, keys)
	c := exec.Command(program, append(append(all, args...), host)...)
	c.Env = []string{"TERM=xterm-256color", "PATH=" + os.Getenv("PATH"), "HOME=" + dir}
	master, err := pty.StartWithSize(c, &pty.Winsize{Cols: 100, Rows: 30})
	must(h.t, err)
	x := &screen{t: h.t, keys: master, done: make(chan struct{}), emu: vt.NewEmulator(100, 30), changed: make(chan struct{})}
	go func() {
		buf := make([]byte, 1<<12)
		for {
			n, err := x.emu.Read(buf)
			if err != nil {
				return
			}
			_, _ = master.Write(buf[:n])
		}
	}()
	go func() {
		buf := make([]byte, 32<<10)
		for {
			n, err := master.Read(buf)
			_, _ = x.Write(buf[:n])
			if err != nil {
				break
			}
		}
		x.err = c.Wait()
		close(x.done)
	}()
	h.t.Cleanup(func() {
		_ = c.Process.Kill()
		<-x.done
		_ = master.Close()
	})
	return x, master
}

// opensshOptions are those of a client that has nothing but what lies in dir.
func (h *house) opensshOptions(dir, public string, keys []string) []string {
	h.t.Helper()
	_, port, err := net.SplitHostPort(h.addr)
	must(h.t, err)
	known := filepath.Join(dir, "known_hosts")
	must(h.t, os.WriteFile(known, []byte(knownhosts.Line([]string{h.addr}, h.host)+"\n"), 0o600))
	all := []string{"-F", "none", "-p", port, "-o", "UserKnownHostsFile=" + known, "-o", "StrictHostKeyChecking=yes", "-o", "IdentitiesOnly=yes", "-o", "IdentityAgent=none", "-o", "BatchMode=yes"}
	if public != "" {
		path := filepath.Join(dir, "public")
		must(h.t, os.WriteFile(path+".pub", gossh.MarshalAuthorizedKey(h.keys[public].PublicKey()), 0o600))
		all = append(all, "-o", "IdentityFile="+path)
	}
	for _, name := range keys {
		path := filepath.Join(dir, name)
		block, err := gossh.MarshalPrivateKey(h.private[name], "")
		must(h.t, err)
		must(h.t, os.WriteFile(path, pem.EncodeToMemory(block), 0o600))
		all = append(all, "-o", "IdentityFile="+path)
	}
	return all
}

// The real client enters as who signed, also where it offered somebody else's key
// first, with whatever user name.
func TestOpenSSHEntersAsWhoSigned(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "victim", "own")
	for _, user := range []string{"victim", "own", "nobody-known"} {
		x := h.openssh("victim", []string{"own"}, "-l", user)
		s := x.waits("ACME", "own", "New lead")
		if strings.Contains(s, "victim") {
			t.Fatalf("it is the victim:\n%s", s)
		}
		if all := h.server.people.all(); len(all) != 1 || all[0].user.Name != "own" {
			t.Errorf("%d are here", len(all))
		}
		x.sends(ctrlC)
		if code := x.ended(); code != 0 {
			t.Errorf("leaving gives %d", code)
		}
		eventually(t, "the end of the session", func() bool { return h.server.people.count() == 0 })
	}
	stranger := h.openssh("victim", nil)
	if stranger.ended() == 0 {
		t.Error("the victim's public key is enough")
	}
}

// A window is resized before the login is over and after, and the screens are as
// large as it.
func TestOpenSSHsWindowIsResized(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana")
	x, master := h.opensshIn("", []string{"ana"})
	sized := func(cols, rows int) {
		x.mu.Lock()
		x.emu.Resize(cols, rows)
		x.mu.Unlock()
		must(t, pty.Setsize(master, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)}))
	}
	for i := range 20 { // while it logs in
		sized(90+i%2, 28)
		time.Sleep(5 * time.Millisecond)
	}
	full := func(cols, rows int) func(string) bool {
		return func(s string) bool {
			lines := strings.Split(strings.TrimRight(s, "\n"), "\n")
			last := lines[len(lines)-1]
			return len(lines) == rows && strings.Contains(last, "F1") && strings.Contains(last, "help") && len([]rune(last)) > cols-5
		}
	}
	x.until("91×28", full(91, 28))
	sized(120, 40)
	x.until("120×40", full(120, 40))
	sized(70, 20)
	x.until("70×20", full(70, 20))
}
