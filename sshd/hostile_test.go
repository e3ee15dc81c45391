package sshd

import (
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"
)

// hostile are strings that would do something to a terminal which draws them.
var hostile = []string{
	"\x1b[31mowned\x1b[0m", "\x1b[H", "\x1b[2J\x1b[3J", "\x1b[?1049h", "\x1b[0 q", "\x1b[38:2::1:2:3m", "\x1b]0;owned\a", "\x1b]2;owned\x1b\\",
	"\x1b]52;c;b3duZWQ=\a", "\x1b]8;;http://owned.example\x1b\\x\x1b]8;;\x1b\\", "\x1b]4;1;?\a", "\x1bP$q\"p\x1b\\", "\x1bPq#0~~\x1b\\", "\x1b_Gowned\x1b\\",
	"\x1b^owned\x1b\\", "\x1bXowned\x1b\\", "\u009b31m", "\u009d0;owned\u009c", "\u0090q\u009c", "\u009fG\u009c", "\x9b31m", "\x1b]0;own\x18ed",
	"\x1b]0;a\x1b[31mb\a", "\x1b]0;owned", "\x1b[12", "\x1b(0lqqk\x1b(B", "\x1bc", "x\x1b", "\x1b\x1b[31m", "a\ab\bc\x7fd\x00", "\x0eab\x0f",
	"a\r\nb\rc\nd\u2028e", "a\u202eb\u202c", "a\u200bb\ufeff", "a\U000e0001b", "a\ue000b", "a" + strings.Repeat("\u0301", 50), "\u200d \u200d",
	"a\xff\xfe\xed\xa0\x80", "%s%n%x level=error msg=\"owned\"\n",
}

// X1: what a client says of itself, 40 hostile strings in each place, reaches
// neither a terminal nor the log, and lets nobody in or out.
func TestHostileClientsAreHarmless(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana")
	stranger, _ := newKey(t)
	for i, text := range hostile {
		config := &gossh.ClientConfig{
			User: text, HostKeyCallback: gossh.FixedHostKey(h.host), Auth: []gossh.AuthMethod{gossh.PublicKeys(h.keys["ana"])},
			ClientVersion: "SSH-2.0-" + strings.Map(func(r rune) rune {
				if r < ' ' || r > '~' {
					return -1
				}
				return r
			}, text),
			BannerCallback: func(message string) error { t.Errorf("a banner: %q", message); return nil },
		}
		client, err := gossh.Dial("tcp", h.addr, config)
		must(t, err)
		x := bare(t, client)
		session := x.session
		for _, name := range []string{"LANG", "COLORTERM", "NO_COLOR", text} {
			_, err := session.SendRequest("env", true, gossh.Marshal(struct{ Name, Value string }{name, text}))
			must(t, err)
		}
		if !ask(t, session, "pty-req", ptyOf(text, 100, 30)) {
			t.Errorf("%q: no terminal", text)
		}
		must(t, session.Shell())
		x.waits("ACME", "ana", "New lead")
		x.harmless(text)
		command, err := client.NewSession()
		must(t, err)
		if out, _ := command.CombinedOutput(text); strings.ContainsFunc(string(out), func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' || r == 0x7f }) {
			t.Errorf("the command %q: %q", text, out)
		}
		x.gone()
		_ = client.Close()
		if i%4 == 0 {
			config.Auth = []gossh.AuthMethod{gossh.PublicKeys(stranger)}
			if client, err := gossh.Dial("tcp", h.addr, config); err == nil {
				_ = client.Close()
				t.Errorf("%q entered", text)
			}
		}
	}
	eventually(t, "the denied logins", func() bool { return strings.Count(h.log.String(), "login denied") == len(hostile)/4 })
	for line := range strings.Lines(h.log.String()) {
		if !strings.HasPrefix(line, "level=") || len(line) > 400 || strings.ContainsFunc(strings.TrimSuffix(line, "\n"), func(r rune) bool {
			return r < ' ' || r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0x202e || r == 0x2028
		}) {
			t.Errorf("the log has %q", line)
		}
	}
}

// harmless finds in what was drawn a sequence that the program never uses.
func (x *screen) harmless(text string) {
	x.t.Helper()
	x.mu.Lock()
	defer x.mu.Unlock()
	raw := x.raw.String()
	for _, odd := range []string{"owned", "\x1b]52", "\x1b]8;", "\x1bc", "\x1b_", "\x1b^", "\x1bX", "\x1b(0", "\u009b", "\u009d", "\u202e", "b3du"} {
		if strings.Contains(raw, odd) {
			x.t.Errorf("%q: %q was drawn", text, odd)
		}
	}
}

// A name of 64 kB is nobody's: the key says who it is, and the log stays short.
func TestALongNameCountsForNothing(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana")
	stranger, _ := newKey(t)
	for _, key := range []gossh.Signer{h.keys["ana"], stranger} {
		client, err := gossh.Dial("tcp", h.addr, &gossh.ClientConfig{
			User: strings.Repeat("\x1b]0;x\a", 64<<10/6), HostKeyCallback: gossh.FixedHostKey(h.host), Auth: []gossh.AuthMethod{gossh.PublicKeys(key)},
		})
		if (err == nil) != (key != stranger) {
			t.Errorf("got %v", err)
		}
		if client != nil {
			_ = client.Close()
		}
	}
	eventually(t, "the denied login", func() bool { return strings.Contains(h.log.String(), "login denied") })
	if text := h.log.String(); len(text) > 1000 || strings.Contains(text, "\x1b") {
		t.Errorf("%d bytes of log", len(text))
	}
}
