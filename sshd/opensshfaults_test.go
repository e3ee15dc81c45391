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

	"golang.org/x/crypto/ssh/knownhosts"

	gossh "golang.org/x/crypto/ssh"
)

// The real client's ways around a session: files, forwarding, an agent, X11, other
// programs. None leads anywhere, and the server lives.
func TestOpenSSHsOtherWaysLeadNowhere(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana")
	dir := t.TempDir()
	host, port, err := net.SplitHostPort(h.addr)
	must(t, err)
	file, known, id := filepath.Join(dir, "file"), filepath.Join(dir, "known_hosts"), filepath.Join(dir, "id")
	must(t, os.WriteFile(file, []byte("x"), 0o600))
	must(t, os.WriteFile(known, []byte(knownhosts.Line([]string{h.addr}, h.host)+"\n"), 0o600))
	block, err := gossh.MarshalPrivateKey(h.private["ana"], "")
	must(t, err)
	must(t, os.WriteFile(id, pem.EncodeToMemory(block), 0o600))
	options := []string{"-F", "none", "-o", "UserKnownHostsFile=" + known, "-o", "IdentitiesOnly=yes", "-o", "IdentityFile=" + id, "-o", "BatchMode=yes", "-o", "ConnectTimeout=20"}
	ssh := func(more ...string) []string { return append([]string{"ssh", "-p", port}, append(options, more...)...) }
	copier := func(program string, more ...string) []string {
		return append([]string{program, "-P", port}, append(options, more...)...)
	}
	for name, c := range map[string]struct {
		args []string
		says string
	}{
		"scp":               {copier("scp", file, host+":/tmp/x"), ""},
		"scp, the old way":  {copier("scp", "-O", file, host+":/tmp/x"), ""},
		"sftp":              {copier("sftp", "-b", "/dev/null", host), "subsystem request failed"},
		"a shell's command": {ssh(host, "sh -c id"), ""},
		"a subsystem":       {ssh("-s", host, "netconf"), "subsystem request failed"},
		"a way out":         {ssh("-W", "127.0.0.1:22", host), "open failed"},
		"a port":            {ssh("-N", "-o", "ExitOnForwardFailure=yes", "-R", "0:127.0.0.1:22", host), "remote port forwarding failed"},
		"a socket":          {ssh("-N", "-o", "ExitOnForwardFailure=yes", "-R", filepath.Join(dir, "s")+":127.0.0.1:22", host), "remote port forwarding failed"},
		"agent and X11":     {ssh("-A", "-X", host, "id"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			program, err := exec.LookPath(c.args[0])
			if err != nil {
				t.Skip("no " + c.args[0] + " here")
			}
			cmd := exec.Command(program, c.args[1:]...)
			cmd.Env = []string{"PATH=" + os.Getenv("PATH"), "HOME=" + dir, "DISPLAY=:0", "SSH_AUTH_SOCK=" + filepath.Join(dir, "none")}
			out, err := cmd.CombinedOutput()
			if err == nil || !strings.Contains(string(out), c.says) || strings.Contains(string(out), "uid=") {
				t.Errorf("%v: %s", err, out)
			}
		})
	}
	t.Cleanup(func() {
		if _, err := os.Stat(filepath.Join(dir, "s")); err == nil {
			t.Error("a socket was made")
		}
	})
}
