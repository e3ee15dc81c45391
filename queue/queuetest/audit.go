package queuetest

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leadpad/queue"
)

// records are the lines of the audit record that a handle reads.
func records(t *testing.T, q queue.Queue, since time.Time) (rs []queue.Record) {
	t.Helper()
	Must(t, q.Records(t.Context(), since, func(r queue.Record) error {
		rs = append(rs, r)
		return nil
	}))
	return rs
}

// testAudit appends lines, which come back in their order to the machine's own user,
// and to nobody else, also where they see all leads. Nobody writes in another's name.
func testAudit(t *testing.T, q queue.Queue) {
	begun := time.Now().Add(-time.Second)
	first := queue.Record{
		At: begun.Add(-time.Hour), Act: queue.LoggedIn, User: "ana", Workspace: "w", Address: "192.0.2.7", Key: "SHA256:abc",
		Subject: "s", Leads: 3, Detail: strings.Repeat("ä", queue.AuditText),
	}
	Must(t, q.Record(t.Context()))
	Must(t, q.Record(t.Context(), first, queue.Record{Act: queue.LoginDenied, Detail: "broken\xff"}))
	Must(t, q.As(queue.Scope{Owner: "bob"}).Record(t.Context(), queue.Record{Act: queue.Exported, User: "ana", Leads: 7}))
	for _, s := range []queue.Scope{{Owner: "ana"}, {Owner: "bob"}, {Owner: "lea", All: true}} {
		if rs := records(t, q.As(s), time.Time{}); len(rs) > 0 {
			t.Errorf("%+v reads %+v", s, rs)
		}
	}
	rs := records(t, q, time.Time{})
	if len(rs) != 3 || rs[0].N >= rs[1].N || rs[1].N >= rs[2].N {
		t.Fatalf("%+v", rs)
	}
	got := rs[0]
	if !got.At.Equal(first.At) || len(got.Detail) > queue.AuditText || !strings.HasPrefix(first.Detail, got.Detail) {
		t.Errorf("%+v", got)
	}
	got.N, got.At, got.Detail = first.N, first.At, first.Detail
	if got != first {
		t.Errorf("%+v, want %+v", got, first)
	}
	if rs[1].At.Before(begun) || rs[1].Detail != "broken\uFFFD" || rs[2].User != "bob" {
		t.Errorf("%+v", rs[1:])
	}
	if late := records(t, q, begun); len(late) != 2 || late[0].N != rs[1].N {
		t.Errorf("since then: %+v", late)
	}
	stop := errors.New("stop")
	if err := q.Records(t.Context(), time.Time{}, func(queue.Record) error { return stop }); !errors.Is(err, stop) {
		t.Error(err)
	}
}

// testAuditOfResolves has a line for each word of somebody with a name about a request
// that was not sure, and none where there is no name or nothing came of it.
func testAuditOfResolves(t *testing.T, q queue.Queue) {
	Lease(t, q)
	unsure := func(owner string) (queue.Queue, queue.Batch) {
		mine := q.As(queue.Scope{Owner: owner})
		b := Begin(t, mine, []queue.ID{Save(t, mine, Company("a")).ID, Save(t, mine, Company("b")).ID})
		Settle(t, mine, b, queue.BatchUnsure, queue.Unsure)
		return mine, b
	}
	ana, hers := unsure("ana")
	nobody, theirs := unsure("")
	if _, err := nobody.Resolve(t.Context(), "w", theirs.ID, queue.Sent); err != nil {
		t.Fatal(err)
	}
	if _, err := ana.Resolve(t.Context(), "w", theirs.ID, queue.Sent); !errors.Is(err, queue.ErrNotFound) {
		t.Fatal(err)
	}
	Must(t, ana.ResolveLead(t.Context(), "w", hers.Leads[0], queue.Ready))
	if _, err := ana.Resolve(t.Context(), "w", hers.ID, queue.Sent); err != nil {
		t.Fatal(err)
	}
	if _, err := ana.Unresolve(t.Context(), "w", hers.ID); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range records(t, q, time.Time{}) {
		if r.User != "ana" || r.Workspace != "w" || r.Subject != hers.ID.String() {
			t.Errorf("%+v", r)
		}
		got = append(got, fmt.Sprint(r.Act, " ", r.Leads, " ", r.Detail))
	}
	if want := []string{"resolve 1 ready", "resolve 1 sent", "resolve undone 2 "}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}

// testAuditIsBounded knocks more often than is kept: the newest stay, and nothing else
// is pushed out. What is too old goes.
func testAuditIsBounded(t *testing.T, q queue.Queue) {
	Must(t, q.Record(t.Context(), queue.Record{At: time.Now().Add(-queue.KeepAudit - time.Hour), Act: queue.LoggedIn, User: "old"}))
	Must(t, q.Record(t.Context(), queue.Record{Act: queue.LoggedIn, User: "ana"}))
	knocks := make([]queue.Record, queue.AuditDenied+500)
	for i := range knocks {
		knocks[i] = queue.Record{Act: queue.LoginDenied, Leads: i}
	}
	Must(t, q.Record(t.Context(), knocks...))
	rs := records(t, q, time.Time{})
	if len(rs) != 1+queue.AuditDenied || rs[0].User != "ana" || rs[1].Leads != 500 || rs[len(rs)-1].Leads != len(knocks)-1 {
		t.Errorf("%d lines: %+v, %+v", len(rs), rs[0], rs[1])
	}
}
