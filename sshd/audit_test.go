package sshd

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"charm.land/log/v2"
	gossh "golang.org/x/crypto/ssh"

	"leadpad/queue"
)

// recorded waits until the audit record has so many lines, and gives them.
func (h *house) recorded(n int) (rs []queue.Record) {
	h.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		rs = nil
		must(h.t, h.app.Records(h.t.Context(), time.Time{}, func(r queue.Record) error {
			rs = append(rs, r)
			return nil
		}))
		if len(rs) >= n {
			return rs
		}
		if time.Now().After(end) {
			h.t.Fatalf("the record has %+v, want %d lines", rs, n)
		}
	}
}

// Who logs in, who does not, and which keys came and went is in the audit record, with
// fingerprint and address.
func TestLoginsAndKeysAreInTheAuditRecord(t *testing.T) {
	t.Parallel()
	h := open(t, nil, "ana")
	x := h.screens("ana")
	x.waits("New lead")
	login := h.recorded(1)[0]
	hers := gossh.FingerprintSHA256(h.keys["ana"].PublicKey())
	if login.Act != queue.LoggedIn || login.User != "ana" || login.Key != hers || login.Address != "127.0.0.1" || login.Workspace != "acme" {
		t.Errorf("%+v", login)
	}
	h.key("eve")
	if client, err := h.connect(h.keys["eve"]); err == nil {
		_ = client.Close()
		t.Fatal("a foreign key enters")
	}
	denied := h.recorded(2)[1]
	if denied.Act != queue.LoginDenied || denied.User != "" || denied.Key != gossh.FingerprintSHA256(h.keys["eve"].PublicKey()) ||
		denied.Address != "127.0.0.1" || denied.Detail == "" {
		t.Errorf("%+v", denied)
	}
	must(t, os.WriteFile(h.users, []byte(`leadpad-user="eve" `+authorized(h.keys["eve"])+"\n"), 0o600))
	h.server.Reload(t.Context())
	x.waits("your key is not valid any more")
	var got []string
	for _, r := range h.recorded(4)[2:] {
		got = append(got, fmt.Sprint(r.Act, " ", r.Subject, " ", r.Key == hers))
	}
	if slices.Sort(got); !slices.Equal(got, []string{"key allowed eve false", "key removed ana true"}) {
		t.Errorf("%q", got)
	}
}

// Who floods the door fills neither memory nor record: what is too much at once is
// counted.
func TestAFloodAtTheDoorIsCounted(t *testing.T) {
	t.Parallel()
	var rs []queue.Record
	a := &auditor{ring: make(chan struct{}, 1), log: log.New(&shown{}), to: func(_ context.Context, some ...queue.Record) error {
		rs = append(rs, some...)
		return nil
	}}
	for range auditAhead + 70 {
		a.add(queue.Record{Act: queue.LoginDenied})
	}
	a.add(queue.Record{Act: queue.LoggedIn})
	a.flush(t.Context())
	if last := rs[len(rs)-1]; len(rs) != auditAhead+2 || rs[len(rs)-2].Act != queue.LoggedIn || !strings.HasPrefix(last.Detail, "and 70 more") {
		t.Errorf("%d lines, the last %+v", len(rs), last)
	}
}
