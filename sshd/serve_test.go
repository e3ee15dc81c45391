package sshd

import (
	"slices"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"
)

// The main job, by keys, over SSH: a lead is typed, reviewed, submitted to a server
// over HTTP, and its receipt read. The leads are their owner's.
func TestTheMainJobOverSSH(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana", "bo")
	x := h.screens("ana")
	x.waits("ACME", "ana", "New lead")
	x.sends("Acme Robotics", tab, "Manufacturing", tab, "info@acme.example", tab, "+1 555 204 7789")
	x.waits("+1 555 204 7789")
	x.sends(ctrlS)
	x.waits("saved · Acme Robotics is Ready", "1 ready")
	x.sends(f3)
	x.waits("1 to do", "Acme Robotics")
	x.insists("S", "1 lead →", "Enter start")
	x.insists(enter, "1 sent")
	x.sends(f5)
	x.waits("Sent", "200")
	if n := len(h.api.Leads(0, 10)); n != 1 {
		t.Errorf("the server has %d leads", n)
	}
	x.sends(ctrlC)
	if code := x.ended(); code != 0 {
		t.Errorf("leaving gives %d", code)
	}
	if names := h.leads("ana"); !slices.Equal(names, []string{"Acme Robotics"}) {
		t.Errorf("ana has %q", names)
	}
	if names := h.leads("bo"); len(names) != 0 {
		t.Errorf("bo has %q", names)
	}
	for _, what := range []string{"sandbox-key", "Acme", "info@acme"} {
		if strings.Contains(h.log.String(), what) {
			t.Errorf("%q is in the log:\n%s", what, h.log)
		}
	}
	if strings.Contains(x.raw.String(), "sandbox-key") {
		t.Error("the key is on the screen")
	}
}

// forged offers one key and signs with another.
type forged struct {
	offered gossh.PublicKey
	gossh.Signer
}

func (f forged) PublicKey() gossh.PublicKey { return f.offered }

// Whoever forges a signature does not enter. A key that is in no line does not enter, and one line of the log says so.
func TestAForgedSignatureDoesNotEnter(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "victim", "own")
	// The victim's public key is offered, which anybody can do, and signed for with
	// another.
	for i := range 20 {
		client, err := gossh.Dial("tcp", h.addr, &gossh.ClientConfig{
			User: []string{"victim", "own", "root", "\x1b]0;x\a"}[i%4], HostKeyCallback: gossh.FixedHostKey(h.host),
			Auth: []gossh.AuthMethod{gossh.PublicKeys(forged{h.keys["victim"].PublicKey(), h.keys["own"]}, h.keys["own"])},
		})
		if err == nil {
			_ = client.Close()
			t.Fatal("a forged signature entered")
		}
	}
	stranger, _ := newKey(t)
	if client, err := h.connect(stranger); err == nil {
		_ = client.Close()
		t.Error("a stranger entered")
	}
	eventually(t, "the line of a failed login", func() bool {
		return strings.Contains(h.log.String(), `level=warn msg="login denied" address=127.0.0.1 user=somebody reason="unknown key" key=SHA256:`)
	})
	if strings.Contains(h.log.String(), "\x1b") {
		t.Error("an escape sequence is in the log")
	}
}

// Nobody enters without a key where reps do.
func TestThereIsNoOtherWayThanAKey(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana")
	for name, way := range map[string]gossh.AuthMethod{
		"a password": gossh.Password("x"),
		"answers": gossh.KeyboardInteractive(func(_, _ string, questions []string, _ []bool) ([]string, error) {
			return make([]string, len(questions)), nil
		}),
	} {
		if client, err := gossh.Dial("tcp", h.addr, &gossh.ClientConfig{User: "ana", HostKeyCallback: gossh.FixedHostKey(h.host), Auth: []gossh.AuthMethod{way}}); err == nil {
			_ = client.Close()
			t.Errorf("%s let somebody in", name)
		}
	}
	if client, err := gossh.Dial("tcp", h.addr, &gossh.ClientConfig{User: "ana", HostKeyCallback: gossh.FixedHostKey(h.host)}); err == nil {
		_ = client.Close()
		t.Error("nothing let somebody in")
	}
}

// A line that is lost in the middle of typing leaves the draft, and the next session
// of that person, and of nobody else, is back in it.
func TestALostLineComesBackToItsDraft(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana", "bo")
	x := h.screens("ana")
	x.waits("New lead")
	x.sends("Half a Na")
	x.waits("Half a Na")
	must(t, x.conn.Close())
	eventually(t, "the end of the session", func() bool { return len(h.server.people.all()) == 0 })
	other := h.screens("bo")
	if s := other.waits("New lead", "bo"); strings.Contains(s, "Half") {
		t.Errorf("bo sees ana's draft:\n%s", s)
	}
	again := h.screens("ana")
	again.waits("ana", "Name Half a Na")
	again.sends("me GmbH")
	again.waits("Half a Name GmbH")
}
