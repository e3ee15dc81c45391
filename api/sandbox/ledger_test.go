package sandbox

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

func TestLedgerLines(t *testing.T) {
	t.Parallel()
	l := &ledger{}
	s := newServer(t, Options{
		Ledger: l,
		Now:    func() time.Time { return time.Date(2026, 1, 2, 3, 4, 5, 6000, time.FixedZone("", 3600)) },
	})
	body := "[ { \"company\" : \"A \\\" b\" , \"x\":[ 1 , 2 ] },\n\t{\"Company\":\"é\"} ]"
	if got := post(t, client(t, s), body); got.HTTP != 200 {
		t.Fatal(got.Raw)
	}
	lines := l.all()
	if len(lines) != 3 {
		t.Fatalf("%d writes, want one for each of 3 lines: %q", len(lines), lines)
	}
	id := regexp.MustCompile(`"id":"([0-9a-f-]{36})"`).FindStringSubmatch(lines[0])
	if id == nil {
		t.Fatalf("no id in %s", lines[0])
	}
	for i, want := range []string{
		fmt.Sprintf(`{"event":"request","id":%q,"time":"2026-01-02T02:04:05.000006Z","key":"…-key","bytes":%d,"leads":2,"status":200,"fault":""}`, id[1], len(body)),
		fmt.Sprintf(`{"event":"lead","request":%q,"lead":{"company":"A \" b","x":[1,2]}}`, id[1]),
		fmt.Sprintf(`{"event":"lead","request":%q,"lead":{"Company":"é"}}`, id[1]),
	} {
		if lines[i] != want+"\n" {
			t.Errorf("line %d:\n got %swant %s", i, lines[i], want)
		}
	}
}

// What the client was told is on the ledger already.
func TestLedgerIsWrittenBeforeTheAnswer(t *testing.T) {
	t.Parallel()
	f := newLedgerFile(t)
	s := newServer(t, Options{Ledger: f, Requests: 1000})
	c := client(t, s)
	for n := range 50 {
		post(t, c, batchOf(3, `{"company":"A"}`))
		data, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Count(string(data), "\n"); got != (n+1)*4 {
			t.Fatalf("%d lines after %d answers", got, n+1)
		}
	}
}

func TestLedgerKey(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{"sandbox-key": "…-key", "12345678": "…5678", "short": "…", "": "…", "schlüssel-äöü€": "…äöü€"} {
		if got := maskKey(key); got != want {
			t.Errorf("%q: got %s, want %s", key, got, want)
		}
	}
}

type failingWriter struct{}

func (failingWriter) Write([]byte) (int, error) { return 0, errors.New("disk full") }

// Without its ledger the sandbox creates nothing.
func TestLedgerThatCannotBeWritten(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{Ledger: failingWriter{}})
	got := post(t, client(t, s), `[{"company":"A"}]`)
	if got.HTTP != 500 || got.message() != msgLedger || s.Stats().Created != 0 {
		t.Errorf("got %d %s, %+v", got.HTTP, got.Raw, s.Stats())
	}
}

func TestLeadsAndRequestsNewestFirst(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{Leads: 7})
	c := client(t, s)
	for i := range 4 {
		post(t, c, fmt.Sprintf(`[{"company":"%da"}, {"company":"%db"}]`, i, i))
		post(t, c, "[]")
	}
	s.AddLeads(3)
	s.AddLeads(-3)
	if st := s.Stats(); st.Created != 8 || st.Kept != 8 || st.Existing != 10 || st.Requests != 8 || st.Used != 8 {
		t.Errorf("%+v", st)
	}
	names := func(leads []Lead) (out string) {
		for _, l := range leads {
			var lead struct{ Company string }
			if err := json.Unmarshal(l.Raw, &lead); err != nil {
				t.Fatal(err)
			}
			out += lead.Company + " "
		}
		return out
	}
	for _, q := range []struct {
		offset, limit int
		want          string
	}{
		{0, 3, "3b 3a 2b "}, {3, 3, "2a 1b 1a "}, {6, 9, "0b 0a "}, {8, 9, ""}, {-1, 9, ""}, {0, 0, ""},
	} {
		if got := names(s.Leads(q.offset, q.limit)); got != q.want {
			t.Errorf("Leads(%d, %d): got %q, want %q", q.offset, q.limit, got, q.want)
		}
	}
	reqs := s.Requests(1, 2)
	if len(reqs) != 2 || reqs[0].Status != 200 || reqs[0].Created != 2 || reqs[1].Status != http.StatusBadRequest {
		t.Errorf("Requests(1, 2): %+v", reqs)
	}
	if got := s.Requests(8, 5); len(got) != 0 {
		t.Errorf("Requests past the end: %+v", got)
	}
}

// Memory is bounded; counts are not.
func TestStoreLetsTheOldestGo(t *testing.T) {
	t.Parallel()
	var st store
	raw := make([]byte, 8<<20)
	for i := range keepRequests + 50 {
		c := creation{request: fmt.Sprint(i)}
		if i%500 == 0 {
			c.raw, c.ends = raw, []uint32{uint32(len(raw)) / 2, uint32(len(raw))}
		}
		st.add(Request{ID: fmt.Sprint(i)}, c)
	}
	if len(st.requests) != keepRequests || st.requests[0].ID != "50" || st.seen != keepRequests+50 {
		t.Errorf("%d requests kept from %s, %d seen", len(st.requests), st.requests[0].ID, st.seen)
	}
	if st.bytes != keepBytes || len(st.creations) != 8 || st.created != 42 {
		t.Errorf("%d bytes in %d creations, %d created", st.bytes, len(st.creations), st.created)
	}
	if n := len(st.leads(0, 100)); n != 16 {
		t.Errorf("%d leads kept, want 16", n)
	}
	if n := len(st.leads(16, 100)); n != 0 {
		t.Errorf("%d leads beyond what is kept", n)
	}
}

func TestLedgerOfConcurrentClientsStaysInOrder(t *testing.T) {
	t.Parallel()
	f := newLedgerFile(t)
	s := newServer(t, Options{Ledger: f, Requests: 1000})
	c := client(t, s)
	done := make(chan struct{})
	for range 8 {
		go func() {
			defer func() { done <- struct{}{} }()
			for range 20 {
				post(t, c, batchOf(5, `{"company":"A"}`))
			}
		}()
	}
	for range 8 {
		<-done
	}
	if _, err := f.Seek(0, 0); err != nil {
		t.Fatal(err)
	}
	current, leads := "", 5
	for lines := bufio.NewScanner(f); lines.Scan(); {
		var line struct{ Event, ID, Request string }
		if err := json.Unmarshal(lines.Bytes(), &line); err != nil {
			t.Fatal(err)
		}
		if line.Event == "request" {
			if leads != 5 {
				t.Fatalf("request %s has %d leads before the next", current, leads)
			}
			current, leads = line.ID, 0
			continue
		}
		leads++
		if line.Request != current {
			t.Fatalf("a lead of %s among those of %s", line.Request, current)
		}
	}
}
