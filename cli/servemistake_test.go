package cli_test

import (
	"crypto/ed25519"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	wirebytes "encoding/binary"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// keyLine is a new key as a line of a users file has it, without options.
func keyLine(t *testing.T) string {
	t.Helper()
	public, _, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return wire("ssh-ed25519", public)
}

// wire is a key of a kind in its form of RFC 4253: parts with their lengths before
// them, in base64.
func wire(kind string, parts ...[]byte) string {
	var out []byte
	for _, part := range append([][]byte{[]byte(kind)}, parts...) {
		out = append(wirebytes.BigEndian.AppendUint32(out, uint32(len(part))), part...)
	}
	return kind + " " + base64.StdEncoding.EncodeToString(out)
}

// refusesUsers says that a server does not start with a users file, in which words.
func refusesUsers(t *testing.T, u *user, text string, mode os.FileMode, says string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "users")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
	r := u.run("", "serve", "--authorized-keys", path, "--addr", "127.0.0.1:0")
	if r.code != 1 || !strings.Contains(r.err, says) || strings.Contains(r.out, "listening") || strings.Contains(r.err, " | ") || strings.Count(strings.TrimSpace(r.err), "leadpad: ") != 1 {
		t.Errorf("%q: %d, %s%s", says, r.code, r.out, r.err)
	}
}

// H9: whatever is wrong with the users file, the server says where and what to do,
// and nobody enters.
func TestAUsersFileWithAMistakeIsExplained(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	good, key := `leadpad-user="ana" `+keyLine(t)+"\n", keyLine(t)
	short, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	for says, line := range map[string]string{
		`line 2: option "command" is not honoured here; leadpad-user,`:      `leadpad-user="bo",command="sh" ` + key,
		`line 2: whose key it is stands nowhere; write leadpad-user="NAME"`: key,
		`line 2: option "from" stands there twice`:                          `leadpad-user="bo",from="*",from="*" ` + key,
		`line 2: option "restrict" is written like`:                         `leadpad-user="bo",restrict="x" ` + key,
		`line 2: an option's value stands in quotes`:                        `leadpad-user=bo ` + key,
		`line 2: the key of "ana" (line 1); a key is one person's`:          strings.Replace(good, "ana", "bo", 1),
		`line 2: the same key as in line 1`:                                 good,
		`line 2: "Ana" and "ana" (line 1) would be two people`:              `leadpad-user="Ana" ` + key,
		`line 2: no key in it`:                                              `leadpad-user="bo"`,
		`line 2: the key is damaged; copy it whole`:                         `leadpad-user="bo" ` + key[:50],
		`line 2: keys of kind "ssh-dss" do not enter`:                       `leadpad-user="bo" ssh-dss AAAA`,
		`line 2: it says ssh-rsa and is a key of kind ssh-ed25519`:          `leadpad-user="bo" ` + strings.Replace(key, "ssh-ed25519", "ssh-rsa", 1),
		`line 2: an RSA key of 1024 bits can be broken`:                     `leadpad-user="bo" ` + wire("ssh-rsa", []byte{1, 0, 1}, append([]byte{0}, short.N.Bytes()...)),
		`line 2: a user's name has 1 to 64 bytes`:                           `leadpad-user="a/b" ` + key,
		`line 2: no workspace can be called "sandbox"`:                      `leadpad-user="bo",leadpad-workspace="sandbox" ` + key,
		`line 2: no time zone is called "Berlin"; write one like "Europe`:   `leadpad-user="bo",leadpad-tz="Berlin" ` + key,
		`line 2: from= takes addresses such as`:                             `leadpad-user="bo",from="*.example.com" ` + key,
		`line 2: expiry-time= is a time like 20271231`:                      `leadpad-user="bo",expiry-time="soon" ` + key,
		`line 2: it ends as Windows ends lines (CRLF); save the file`:       `leadpad-user="bo" ` + key + "\r",
		`line 2: a character that no such line has`:                         "leadpad-user=\"b\x1b[2Jo\" " + key,
		`line 2: longer than a key's line can be`:                           `leadpad-user="bo" ` + key + strings.Repeat(" x", 1<<19),
	} {
		refusesUsers(t, u, good+line+"\n", 0o600, says)
	}
	refusesUsers(t, u, "# nobody yet\n", 0o600, "no key in it; nobody could enter")
	if os.PathSeparator == '/' {
		refusesUsers(t, u, good, 0o646, "can be written by others (mode 0646); run chmod go-w on it")
	}
	r := u.run("", "serve", "--authorized-keys", filepath.Join(u.home, "none"), "--addr", "127.0.0.1:0")
	if r.code != 1 || !strings.Contains(r.err, "there is none; nobody could enter") {
		t.Errorf("%d, %s", r.code, r.err)
	}
}

// A host key that cannot be used, a data folder of another user and metrics for
// everybody keep a server from starting, and what is there stays.
func TestAServerLeavesWhatIsNotItsOwn(t *testing.T) {
	t.Parallel()
	u := newUser(t)
	path := filepath.Join(t.TempDir(), "host_key")
	if err := os.WriteFile(path, []byte("damaged"), 0o600); err != nil {
		t.Fatal(err)
	}
	refused := func(code int, says string, args ...string) {
		t.Helper()
		r := u.run("", append([]string{"serve", "--demo", "--addr", "127.0.0.1:0"}, args...)...)
		if r.code != code || !strings.Contains(r.err, says) || strings.Contains(r.out, "listening") {
			t.Errorf("%d, %s%s; want %q", r.code, r.out, r.err, says)
		}
	}
	refused(1, "is damaged; put a backup of it back", "--host-key", path)
	if text, _ := os.ReadFile(path); string(text) != "damaged" {
		t.Error("it was replaced")
	}
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	refused(1, "address already in use", "--metrics", taken.Addr().String())
	refused(2, "--metrics takes an address of this machine", "--metrics", "0.0.0.0:0")
	if os.PathSeparator != '/' {
		return
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	refused(1, "can be read by others (mode 0644); run chmod 600", "--host-key", path)
	if os.Getuid() == 0 {
		theirs := filepath.Join(t.TempDir(), "theirs")
		if err := os.Mkdir(theirs, 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.Chown(theirs, 65534, 65534); err != nil {
			t.Fatal(err)
		}
		refused(1, "belongs to somebody else (user 65534)", "--host-key", filepath.Join(theirs, "host_key"))
		if left, _ := os.ReadDir(theirs); len(left) != 0 {
			t.Errorf("left there: %v", left)
		}
	}
}
