package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"leadpad/api/sandbox"
)

// many are n leads, a line each.
func many(n int) string {
	var lines strings.Builder
	for i := range n {
		fmt.Fprintf(&lines, `{"isContact":false,"name":"Lead %d","email":["lead%[1]d@acme.example"]}`+"\n", i)
	}
	return lines.String()
}

// counts are somebody's leads by state.
func (h *house) counts(user string) map[string]int {
	h.t.Helper()
	var s struct{ Leads map[string]int }
	if err := json.Unmarshal([]byte(h.run(user, "", "status", "--json").out), &s); err != nil {
		h.t.Fatal(err)
	}
	return s.Leads
}

func TestALineImportsTenThousandLeads(t *testing.T) {
	t.Parallel()
	h := newHouse(t, sandbox.Options{})
	h.wants(h.run("Ana", many(10_000), "import", "-"), 0, "10,000 Ready, 0 Draft")
	h.wants(h.run("Ana", many(10_000), "import", "-", "--json"), 0, `"alreadyHere": 10000`)
	if c, b := h.counts("Ana"), h.counts("Ben"); c["ready"] != 10_000 || b["ready"] != 0 {
		t.Errorf("Ana has %v, Ben %v", c, b)
	}
}

// cut gives a text, and then the line is gone: it ends, or it says nothing any more.
type cut struct {
	io.Reader
	gone func()
	mute <-chan struct{} // closed for a line that ends
}

func (c *cut) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	if err != nil {
		c.gone()
		<-c.mute
	}
	return n, err
}

// A line that is lost in the middle of what it brings leaves nothing, also where what
// came would be something whole.
func TestWhatALostLineBringsInHalfIsNotKept(t *testing.T) {
	t.Parallel()
	h := newHouse(t, sandbox.Options{})
	ends := make(chan struct{})
	close(ends)
	for _, in := range []struct {
		text string
		args []string
	}{
		{many(3), []string{"import", "-"}},
		{many(5_000), []string{"import", "-"}},
		{`{"isContact":false,"name":"Acme"}`, []string{"add", "--json", "-"}},
		{"Acme GmbH\ninfo@acme.example\n", []string{"add", "--paste", "-"}},
	} {
		mutes := []<-chan struct{}{ends}
		if in.args[0] == "import" {
			mutes = append(mutes, t.Context().Done()) // nobody says that it is over
		}
		for _, mute := range mutes {
			ctx, gone := context.WithCancel(t.Context())
			r := h.on(ctx, "Ana", &cut{strings.NewReader(in.text), gone, mute}, in.args...)
			if r.code != codeInterrupted {
				t.Errorf("%v: %d %s%s", in.args, r.code, r.out, r.err)
			}
		}
	}
	if got := h.ids("Ana"); len(got) != 0 {
		t.Errorf("%d leads are kept", len(got))
	}
}

// heard calls told when a text was written.
type heard struct {
	mu   sync.Mutex
	buf  bytes.Buffer
	text string
	told func()
}

func (w *heard) Write(b []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.buf.Write(b); strings.Contains(w.buf.String(), w.text) {
		w.told()
	}
	return len(b), nil
}

// A client that goes away while its leads are sent: the request in flight is recorded,
// the others are Ready, and no other session's are touched.
func TestALineThatIsLostWhileItSendsLeavesNothingNotSure(t *testing.T) {
	t.Parallel()
	h := newHouse(t, sandbox.Options{Latency: 100 * time.Millisecond})
	h.run("Ana", many(350), "import", "-")
	h.run("Ben", many(3), "import", "-")
	who, err := h.app.SessionServed(t.Context(), "Ana", "acme", nil)
	if err != nil {
		t.Fatal(err)
	}
	ctx, gone := context.WithCancel(t.Context())
	out := &heard{text: `"event":"request"`, told: gone}
	code := (&program{}).inSession(ctx, who, []string{"submit", "--yes", "--json"}, strings.NewReader(""), out, io.Discard)
	c, created := h.counts("Ana"), h.api.Stats().Created
	if code != codeInterrupted || c["sent"] == 0 || c["sent"] == 350 || c["sent"]+c["ready"] != 350 || c["sent"] != created {
		t.Errorf("it ended with %d; Ana has %v, the sandbox %d\n%s", code, c, created, out.buf.String())
	}
	if b := h.counts("Ben"); b["ready"] != 3 {
		t.Errorf("Ben has %v", b)
	}
}
