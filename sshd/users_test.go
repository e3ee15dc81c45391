package sshd

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"fmt"
	"io/fs"
	mathrand "math/rand/v2"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"leadpad/config"
)

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// newKey is a signer with the line that an authorized_keys file has for it.
func newKey(t testing.TB) (gossh.Signer, string) {
	t.Helper()
	_, private, err := ed25519.GenerateKey(rand.Reader)
	must(t, err)
	signer, err := gossh.NewSignerFromKey(private)
	must(t, err)
	return signer, authorized(signer)
}

func authorized(signer gossh.Signer) string {
	return strings.TrimSpace(string(gossh.MarshalAuthorizedKey(signer.PublicKey())))
}

var (
	noon = time.Date(2026, 11, 3, 12, 0, 0, 0, time.UTC)
	desk = netip.MustParseAddr("192.0.2.7")
)

func usersFile(t testing.TB, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "users")
	must(t, os.WriteFile(path, []byte(text), 0o600))
	return path
}

// A line with all that is understood gives its user, and a comment names nobody.
func TestUsersAreReadWithTheirOptions(t *testing.T) {
	t.Parallel()
	ana, anaLine := newKey(t)
	phone, phoneLine := newKey(t)
	ben, benLine := newKey(t)
	elliptic256, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	must(t, err)
	cleo, err := gossh.NewSignerFromKey(elliptic256)
	must(t, err)
	text := "# our reps\n\n" +
		`restrict,PTY,leadpad-user="Ana Müller",leadpad-workspace="acme",leadpad-tz="Europe/Berlin",from="192.0.2.*,!192.0.2.9,2001:db8::/32",expiry-time="20261231" ` + anaLine + " ben@laptop\n" +
		"\t " + `leadpad-user="Ana Mu` + "\u0308" + `ller",restrict` + "\t" + phoneLine + "\n" +
		`leadpad-user="O'Neil-Smith.2@acme+x_y" ` + benLine + "\n" +
		`leadpad-user="cleo" ` + authorized(cleo) // no line end
	users, err := ReadUsers(usersFile(t, text), noon)
	must(t, err)
	got, err := users.Find(ana.PublicKey(), desk, noon)
	must(t, err)
	if got.Name != "Ana Müller" || got.Workspace != "acme" || got.Zone.String() != "Europe/Berlin" || got.NoTerminal || got.Line != 3 ||
		got.Fingerprint != gossh.FingerprintSHA256(ana.PublicKey()) {
		t.Errorf("got %+v", got)
	}
	if got, err := users.Find(phone.PublicKey(), netip.Addr{}, noon); err != nil || got.Name != "Ana Müller" || !got.NoTerminal || got.Zone != nil {
		t.Errorf("another key of hers: %+v, %v", got, err)
	}
	if got, err := users.Find(ben.PublicKey(), desk, noon); err != nil || got.Name != "O'Neil-Smith.2@acme+x_y" {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := users.Find(cleo.PublicKey(), desk, noon); err != nil {
		t.Errorf("a line without an end: %v", err)
	}
	stranger, _ := newKey(t)
	for _, c := range []struct {
		key  gossh.PublicKey
		from string
		at   time.Time
		why  DeniedWhy
	}{
		{stranger.PublicKey(), "192.0.2.7", noon, UnknownKey},
		{certified(t, ana), "192.0.2.7", noon, UnknownKey},
		{ana.PublicKey(), "192.0.2.9", noon, ElsewhereKey},
		{ana.PublicKey(), "198.51.100.1", noon, ElsewhereKey},
		{ana.PublicKey(), "192.0.2.7", time.Date(2026, 12, 31, 0, 0, 1, 0, time.UTC), ExpiredKey},
	} {
		_, err := users.Find(c.key, netip.MustParseAddr(c.from), c.at)
		denied, ok := errors.AsType[*Denied](err)
		if !ok || denied.Why != c.why {
			t.Errorf("from %s at %s: %v, want %s", c.from, c.at, err, c.why)
		}
	}
	for _, from := range []string{"::ffff:192.0.2.7", "2001:db8::1", "2001:db8:1::2%eth0"} {
		if _, err := users.Find(ana.PublicKey(), netip.MustParseAddr(from), noon); err != nil {
			t.Errorf("from %s: %v", from, err)
		}
	}
}

// certified is a certificate of a key that may enter, by that key.
func certified(t *testing.T, signer gossh.Signer) gossh.PublicKey {
	t.Helper()
	c := &gossh.Certificate{Key: signer.PublicKey(), CertType: gossh.UserCert, ValidPrincipals: []string{"ana"}, ValidBefore: gossh.CertTimeInfinity}
	must(t, c.SignCert(rand.Reader, signer))
	return c
}

// Whatever is wrong refuses the whole file, with the line.
func TestAFileWithAMistakeLetsNobodyIn(t *testing.T) {
	t.Parallel()
	_, good := newKey(t)
	_, key := newKey(t)
	weak, err := rsa.GenerateKey(rand.Reader, 1024)
	must(t, err)
	weakSigner, err := gossh.NewSignerFromKey(weak)
	must(t, err)
	const long = 1 << 20
	for name, c := range map[string]struct {
		line, name string
		what       UsersFault
	}{
		"no options":                {key, "", NoName},
		"no user":                   {"restrict " + key, "", NoName},
		"only a comment for a user": {`from="10.0.0.0/8" ` + key + " ana", "", NoName},
		"an empty user":             {`leadpad-user="" ` + key, "", BadName},
		"an option of OpenSSH":      {`leadpad-user="ana",command="/bin/sh" ` + key, "command", UnknownOption},
		"a negated one":             {`leadpad-user="ana",no-pty ` + key, "no-pty", UnknownOption},
		"an authority":              {`cert-authority,leadpad-user="ana" ` + key, "cert-authority", UnknownOption},
		"a slip":                    {`leadpad-usr="ana" ` + key, "leadpad-usr", UnknownOption},
		"an empty option":           {`leadpad-user="ana",,restrict ` + key, "", UnknownOption},
		"a comma at the end":        {`leadpad-user="ana", ` + key, "", OpenQuote},
		"an option twice":           {`leadpad-user="ana",Leadpad-User="ben" ` + key, "Leadpad-User", TwiceOption},
		"restrict with a value":     {`leadpad-user="ana",restrict="yes" ` + key, "restrict", OddOption},
		"a user without a value":    {`leadpad-user ` + key, "leadpad-user", OddOption},
		"no quotes":                 {`leadpad-user=ana ` + key, "", OpenQuote},
		"open quotes":               {`leadpad-user="ana ` + key, "", OpenQuote},
		"text behind quotes":        {`leadpad-user="ana"x ` + key, "", OpenQuote},
		"options alone":             {`leadpad-user="ana"`, "", NoKey},
		"a word":                    {"hello", "", NoKey},
		"no base64":                 {`leadpad-user="ana" ssh-ed25519 AAA!`, "", BadKey},
		"a cut key":                 {`leadpad-user="ana" ` + key[:60], "", BadKey},
		"another kind":              {`leadpad-user="ana" ` + strings.Replace(key, "ssh-ed25519", "ssh-rsa", 1), "ssh-rsa", OtherKind},
		"DSA":                       {"ssh-dss AAAAB3NzaC1kc3MAAACB", "ssh-dss", OddKind},
		"a certificate":             {`leadpad-user="ana" ssh-ed25519-cert-v01@openssh.com AAAA`, "ssh-ed25519-cert-v01@openssh.com", OddKind},
		"a short RSA key":           {`leadpad-user="ana" ` + authorized(weakSigner), "", WeakKey},
		"the key of another":        {`leadpad-user="ana" ` + good, "ana", SameKey},
		"the same key again":        {`leadpad-user="ben" ` + good, "ben", SameKey},
		"another case":              {`leadpad-user="Ben" ` + key, "Ben", LikeName},
		"an escape in the name":     {"leadpad-user=\"a\x1b[2Jna\" " + key, "", OddByte},
		"a C1 control":              {"leadpad-user=\"a\u009b2Jna\" " + key, "a\u009b2Jna", BadName},
		"text turned round":         {"leadpad-user=\"ana\u202egnp\" " + key, "ana\u202egnp", BadName},
		"no width":                  {"leadpad-user=\"an\u200ba\" " + key, "an\u200ba", BadName},
		"no UTF-8":                  {"leadpad-user=\"an\xff\" " + key, "an\xff", BadName},
		"a blank before":            {`leadpad-user=" ana" ` + key, " ana", BadName},
		"a blank behind":            {`leadpad-user="ana " ` + key, "ana ", BadName},
		"two blanks":                {`leadpad-user="ana  b" ` + key, "ana  b", BadName},
		"a flag for a name":         {`leadpad-user="-rf" ` + key, "-rf", BadName},
		"a path for a name":         {`leadpad-user="../ana" ` + key, "../ana", BadName},
		"a quote in the name":       {`leadpad-user="a\"na" ` + key, `a"na`, BadName},
		"a long name":               {`leadpad-user="` + strings.Repeat("a", 65) + `" ` + key, strings.Repeat("a", 65), BadName},
		"a mark alone":              {"leadpad-user=\"\u0308\" " + key, "\u0308", BadName},
		"no workspace":              {`leadpad-user="ana",leadpad-workspace="../x" ` + key, "../x", BadWorkspace},
		"practice":                  {`leadpad-user="ana",leadpad-workspace="sandbox" ` + key, "sandbox", BadWorkspace},
		"no zone":                   {`leadpad-user="ana",leadpad-tz="Europe/Atlantis" ` + key, "Europe/Atlantis", BadZone},
		"this machine's zone":       {`leadpad-user="ana",leadpad-tz="Local" ` + key, "Local", BadZone},
		"a file for a zone":         {`leadpad-user="ana",leadpad-tz="../../etc/passwd" ` + key, "../../etc/passwd", BadZone},
		"a host":                    {`leadpad-user="ana",from="10.0.0.1,*.example.com" ` + key, "*.example.com", BadFrom},
		"a net with a host's bits":  {`leadpad-user="ana",from="10.1.2.3/8" ` + key, "10.1.2.3/8", BadFrom},
		"nowhere":                   {`leadpad-user="ana",from="" ` + key, "", BadFrom},
		"no time":                   {`leadpad-user="ana",expiry-time="tomorrow" ` + key, "tomorrow", BadExpiry},
		"no day":                    {`leadpad-user="ana",expiry-time="20260230" ` + key, "20260230", BadExpiry},
		"Windows' line ends":        {`leadpad-user="ana" ` + key + "\r", "", WindowsLine},
		"a NUL":                     {`leadpad-user="ana" ` + key + " \x00", "", OddByte},
		"a byte order mark":         {"\ufeff" + `leadpad-user="ana" ` + key, "", OddByte},
		"1 MiB":                     {`leadpad-user="ana" ` + key + strings.Repeat(" x", long/2), "", LongLine},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := usersFile(t, `leadpad-user="ben" `+good+"\n\n# next\n"+c.line+"\n"+`leadpad-user="cleo" `+good+"\n")
			users, err := ReadUsers(path, noon)
			got, ok := errors.AsType[*UsersError](err)
			if users != nil || !ok || got.What != c.what || got.Line != 4 || got.Name != c.name || got.Path != path {
				t.Errorf("got %v, %+v; want line 4, %s, %q", users, got, c.what, c.name)
			}
			if ok && (len(got.Error()) > 500 || strings.ContainsAny(got.Error(), "\x1b\x00\u009b\u202e")) {
				t.Errorf("its text: %q", got.Error())
			}
		})
	}
}

// A file that is not there, empty, or in which others had a hand lets nobody in.
func TestFilesThatAreNotReadLetNobodyIn(t *testing.T) {
	t.Parallel()
	_, key := newKey(t)
	line := `leadpad-user="ana" ` + key + "\n"
	open := usersFile(t, line)
	must(t, os.Chmod(open, 0o646))
	for name, path := range map[string]string{
		"missing": filepath.Join(t.TempDir(), "none"), "empty": usersFile(t, ""), "comments": usersFile(t, "# none yet\n\n"),
		"nothing": os.DevNull, "a folder": t.TempDir(), "written by others": open,
		"endless": usersFile(t, strings.Repeat(line, maxUsers/len(line)+1)),
	} {
		users, err := ReadUsers(path, noon)
		got, ok := errors.AsType[*UsersError](err)
		if users != nil || !ok {
			t.Fatalf("%s: %v, %v", name, users, err)
		}
		_, exposed := errors.AsType[*config.Exposed](err)
		_, refused := errors.AsType[*config.Refused](err)
		switch name {
		case "missing":
			ok = errors.Is(err, fs.ErrNotExist)
		case "empty", "comments":
			ok = got.What == NoUsers
		case "written by others":
			ok = exposed
		default:
			ok = refused
		}
		if !ok {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The times of OpenSSH, with and without a zone.
func TestExpiryTimesAreOpenSSHs(t *testing.T) {
	t.Parallel()
	berlin, err := time.LoadLocation("Europe/Berlin")
	must(t, err)
	for text, want := range map[string]string{
		"20260704": "2026-07-03T22:00:00Z", "20260704Z": "2026-07-04T00:00:00Z", "20260704utc": "2026-07-04T00:00:00Z",
		"202607041830": "2026-07-04T16:30:00Z", "202607041830z": "2026-07-04T18:30:00Z", "20260704183059": "2026-07-04T16:30:59Z",
		"": "", "2026": "", "20261301": "", "202607042500": "", "20260704183061Z": "", "+2607041": "", "19700101Z": "", "20260704ZZ": "", "2026070418Z": "",
	} {
		at, ok := parseExpiry(text, berlin)
		if ok != (want != "") || ok && at.UTC().Format(time.RFC3339) != want {
			t.Errorf("%q: %s, %v, want %s", text, at, ok, want)
		}
	}
}

// The patterns of OpenSSH, as far as they are of addresses.
func TestFromIsOpenSSHs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		list, from string
		want       bool
	}{
		{"192.0.2.7", "192.0.2.7", true},
		{"192.0.2.7", "192.0.2.8", false},
		{"*", "2001:db8::1", true},
		{"192.0.2.?", "192.0.2.7", true},
		{"192.0.2.?", "192.0.2.77", false},
		{"192.*.7", "192.0.2.7", true},
		{"10.0.0.0/8", "10.255.0.1", true},
		{"10.0.0.0/8", "11.0.0.1", false},
		{"::ffff:10.0.0.1", "10.0.0.1", true},
		{"2001:DB8::/32", "2001:db8:ffff::1", true},
		{"2001:db8:*", "2001:db8::1", true},
		{"2001:0db8::0001", "2001:db8::1", true},
		{"!10.0.0.1,10.0.0.0/8", "10.0.0.1", false},
		{"10.0.0.0/8,!10.0.0.1", "10.0.0.1", false},
		{"10.0.0.0/8,!10.0.0.1", "10.0.0.2", true},
		{"!10.0.0.1", "10.0.0.2", false},
		{"0.0.0.0/0", "2001:db8::1", false},
	} {
		list, bad := parseAddresses(c.list)
		if list == nil {
			t.Errorf("%s: bad %q", c.list, bad)
		} else if got := list.allow(netip.MustParseAddr(c.from)); got != c.want {
			t.Errorf("%s from %s: %v", c.list, c.from, got)
		}
	}
	list, _ := parseAddresses("*")
	if list.allow(netip.Addr{}) {
		t.Error("an address that is not known entered")
	}
	for _, bad := range []string{"", ",", "!", "host", "10.0.0.1,", "10.0.0.0/33", "*.de", "f*.de", "10.0.0.1:22", " 10.0.0.1", "fe80::1%eth0", "::ffff:10.0.0.0/104"} {
		if list, _ := parseAddresses(bad); list != nil {
			t.Errorf("%q was taken: %+v", bad, list)
		}
	}
	if glob(strings.Repeat("*a", 5000)+"b", strings.Repeat("a", 16000)) { // ends soon
		t.Error("it fits")
	}
}

// Whatever a file holds, each key that enters stands in a line of it with its
// user, and a line more or less changes nothing for the others.
func TestUsersGoOutAsTheyCameIn(t *testing.T) {
	t.Parallel()
	random := mathrand.New(mathrand.NewPCG(1, 2))
	pick := func(all ...string) string { return all[random.IntN(len(all))] }
	for range 50 {
		want := map[string]string{}
		var text strings.Builder
		for i := range 1 + random.IntN(20) {
			signer, key := newKey(t)
			name := fmt.Sprintf("%s %d", pick("Ana", "José", "李", "O'Neil"), i%5)
			options := []string{`leadpad-user="` + name + `"`}
			for _, more := range []string{pick("", "restrict", "pty"), pick("", `from="*"`), pick("", `leadpad-tz="Asia/Tokyo"`), pick("", `expiry-time="20990101"`)} {
				if more != "" {
					options = append(options, more)
				}
			}
			random.Shuffle(len(options), func(a, b int) { options[a], options[b] = options[b], options[a] })
			text.WriteString(pick("", "# a line\n", "\n", "  ") + strings.Join(options, ",") + pick(" ", "\t ") + key + pick("", " a comment, with=\"quotes\"") + "\n")
			want[string(signer.PublicKey().Marshal())] = name
		}
		users, mistake := parseUsers([]byte(text.String()), time.UTC)
		if mistake != nil {
			t.Fatalf("%v in\n%s", mistake, text.String())
		}
		if len(users.keys) != len(want) {
			t.Fatalf("%d of %d keys", len(users.keys), len(want))
		}
		for wire, name := range want {
			if users.keys[wire].user.Name != name {
				t.Errorf("%q is %q", name, users.keys[wire].user.Name)
			}
		}
	}
}

func FuzzUsers(f *testing.F) {
	_, key := newKey(f)
	for _, seed := range []string{
		`leadpad-user="ana" ` + key, `restrict,from="10.*,!::1",leadpad-user="a",expiry-time="20261231Z",leadpad-tz="UTC" ` + key,
		`leadpad-user="a\"b` + key, key, "#\n\n", "a=\"\\\"", ",,,", "leadpad-user=\"\xff\" " + key,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		users, mistake := parseUsers(data, time.UTC)
		if (users == nil) == (mistake == nil) {
			t.Fatalf("%v and %v", users, mistake)
		}
		if mistake != nil {
			if len(mistake.Error()) > 1000 || mistake.Line > bytes.Count(data, []byte("\n"))+1 {
				t.Fatalf("%q", mistake.Error())
			}
			return
		}
		for wire, e := range users.keys {
			if e.user.Name == "" || e.user.Line < 1 {
				t.Fatalf("a key of nobody: %+v", e)
			}
			key, err := gossh.ParsePublicKey([]byte(wire))
			if err != nil {
				t.Fatal(err)
			}
			_, _ = users.Find(key, desk, noon)
			if name, ok := userName(e.user.Name); !ok || name != e.user.Name {
				t.Fatalf("the name %q is not its own form", e.user.Name)
			}
		}
	})
}
