package history

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/exp/golden"

	"leadpad/api"
	"leadpad/app"
	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
)

type size struct {
	name          string
	width, height int
}

func sizes() []size {
	return []size{{"80x24", 80, 20}, {"120x40", 120, 36}, {"60x15", 60, 13}}
}

// rig is a screen over a queue in memory.
type rig struct {
	*Model
	w     *app.Session
	clock *kittest.Clock
	ids   []kit.ID
}

// open runs f on a screen, over batches that fill made, in a bubble.
func open(t *testing.T, z size, fill func(*testing.T, *rig), f func(*testing.T, *rig)) {
	t.Helper()
	openIn(t, z, colorprofile.TrueColor, fill, f)
}

func openIn(t *testing.T, z size, p colorprofile.Profile, fill func(*testing.T, *rig), f func(*testing.T, *rig)) {
	t.Helper()
	openWith(t, z, p, nil, fill, f)
}

// openWith is openIn with a key map; nil for the built-in one.
func openWith(t *testing.T, z size, p colorprofile.Profile, keys *kit.Keymap, fill func(*testing.T, *rig), f func(*testing.T, *rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &rig{clock: &kittest.Clock{At: kittest.Noon()}}
		r.w = kittest.Open(t, r.clock)
		if fill != nil {
			fill(t, r)
		}
		d := kittest.Deps(t, r.w, p)
		if keys != nil {
			d.Keys = keys
		}
		r.Model = New(d)
		r.SetSize(z.width, z.height)
		kittest.Pump(r, kittest.Run(r.Init())...)
		kittest.Pump(r, kittest.Run(r.Show())...)
		f(t, r)
	})
}

func (r *rig) keys(names string) []tea.Msg { return kittest.Keys(r, kittest.Named(r.d.Keys, names)) }

// leads saves n ready leads and gives their ids.
func (r *rig) leads(t *testing.T, n int, names ...string) []kit.ID {
	es := make([]queue.Entry, n)
	for i := range es {
		l := lead.Lead{Kind: lead.Company}
		l.Name = fmt.Sprintf("Company %02d", len(r.ids)+i)
		if i < len(names) {
			l.Name = names[i]
		}
		es[i] = queue.Entry{ID: kittest.ID(len(r.ids) + i + 1), State: queue.Ready, Finished: true, Lead: l}
	}
	ids := kittest.Save(t, r.w, r.clock, es...)
	r.ids = append(r.ids, ids...)
	return ids
}

// batch records one that began so long before noon.
func (r *rig) batch(t *testing.T, n int, ago time.Duration, ids []kit.ID, to queue.State, state queue.BatchState, rc queue.Receipt) {
	rc.Begun, rc.Ended = kittest.Noon().Add(-ago), kittest.Noon().Add(-ago+611*time.Millisecond)
	kittest.Sent(t, r.w, queue.Batch{
		ID: kittest.ID(1000 + n), Submission: kittest.ID(2000 + n), Seq: n, State: state, Leads: ids,
		Payload: []byte(`[{"isContact":false,"name":"Northwind","email":[{"Address":"a@b.example"}]}]`), Hash: strings.Repeat("ab", 32), Receipt: rc,
	}, to)
}

func ptr[T any](v T) *T { return &v }

// batches are one of each end.
func batches(t *testing.T, r *rig) {
	answer := func(status int, message *string, o api.Outcome) queue.Receipt {
		ok := status == 200
		body := fmt.Sprintf(`{"succeeded":%v,"statusCode":%d,"statusCodeDescription":"NONE","message":null}`, ok, status)
		if message != nil {
			body = strings.Replace(body, "null", `"`+*message+`"`, 1)
		}
		return queue.Receipt{
			Outcome: o.String(), Status: status, Succeeded: &ok, StatusCode: &status, Description: ptr("NONE"), Message: message,
			Body: []byte(body), Bytes: 1234, Seen: []byte(`{"host":"app.closingdealz.io"}`),
		}
	}
	r.batch(t, 1, 26*time.Hour, r.leads(t, 2, "Northwind Traders", "山田商事株式会社"), queue.Sent, queue.BatchSent, answer(200, nil, api.Created))
	r.batch(t, 2, time.Hour, r.leads(t, 3), queue.Ready, queue.BatchReturned, answer(401, ptr("Invalid API key."), api.BadKey))
	r.batch(t, 3, 50*time.Minute, r.leads(t, 100), queue.Ready, queue.BatchReturned, answer(429, ptr("Too many requests. Please try again later."), api.Limited))
	r.batch(t, 4, 40*time.Minute, r.leads(t, 1), queue.Failed, queue.BatchRefused, answer(400, ptr("lead 0: email \x1b[31mis not valid"), api.AtFault))
	r.batch(t, 5, time.Minute, r.leads(t, 100, "Northwind Traders", "Umbrella Retail"), queue.Unsure, queue.BatchUnsure, queue.Receipt{
		Outcome: api.Unsure.String(), Bytes: 12345, Err: "time-out", Seen: []byte(`{"trouble":"no answer","host":"app.closingdealz.io","timeout":60000000000}`),
	})
	r.batch(t, 6, 30*time.Second, r.leads(t, 14), queue.Sent, queue.BatchSent, answer(200, nil, api.Created))
}

// many adds a refused batch of several leads.
func many(t *testing.T, r *rig) {
	batches(t, r)
	r.batch(t, 7, 10*time.Second, r.leads(t, 5), queue.Ready, queue.BatchRefused, queue.Receipt{
		Outcome: api.AtFault.String(), Status: 400, Bytes: 900, Message: ptr("email is not valid"), Seen: []byte("{}"),
	})
}

// cut is one whose connection broke, of a single lead.
func cut(t *testing.T, r *rig) {
	r.batch(t, 1, 30*time.Second, r.leads(t, 1), queue.Unsure, queue.BatchUnsure, queue.Receipt{
		Outcome: api.Unsure.String(), Err: "read tcp 127.0.0.1:46132->127.0.0.1:8080: read: connection reset by peer",
		Seen: []byte(`{"trouble":"connection ended","host":"127.0.0.1:8080"}`),
	})
}

// earlier are batches whose receipts an earlier version wrote, with sentences that
// name keys of its own.
func earlier(t *testing.T, r *rig) {
	r.batch(t, 1, 30*time.Second, r.leads(t, 1), queue.Unsure, queue.BatchUnsure, queue.Receipt{
		Outcome: api.Unsure.String(), Err: "read tcp 127.0.0.1:46132->127.0.0.1:8080: read: connection reset by peer",
		What: "127.0.0.1:8080 closed the connection before it answered.", Certain: "Nobody knows about this lead (Not sure, F5).",
		Next: "Look for one of them in ClosingDealz and settle the batch in History (F5).",
	})
	r.batch(t, 2, 10*time.Second, r.leads(t, 5), queue.Ready, queue.BatchRefused, queue.Receipt{
		Outcome: api.AtFault.String(), Status: 400, Bytes: 900, What: "The request of 5 leads was refused: email is not valid.",
		Certain: "None of its 5 leads was created; at least one is at fault. All are Ready again.",
		Next:    "f finds the lead at fault (at most 6 requests for one, about 2 s) and sends the others; r leaves all Ready.",
	})
}

// abandoned is one whose process died while it was under way; another noticed
// that 15 s later.
func abandoned(t *testing.T, r *rig) {
	ctx := t.Context()
	ids := r.leads(t, 2)
	lease, ok, err := r.w.Queue.TakeLease(ctx, r.w.Name)
	if err != nil || !ok {
		t.Fatalf("no lease: %v", err)
	}
	b := queue.Batch{
		ID: kittest.ID(1001), Submission: kittest.ID(2001), Seq: 1, Workspace: r.w.Name, Leads: ids, Names: []string{"Company 00", "Company 01"},
		Payload: []byte("[]"), Hash: strings.Repeat("ab", 32), Receipt: queue.Receipt{Begun: kittest.Noon().Add(-15 * time.Second)},
	}
	if _, err := r.w.Queue.Claim(ctx, r.w.Name, b.Submission, ids); err != nil {
		t.Fatal(err)
	}
	if err := r.w.Queue.Begin(ctx, b); err != nil {
		t.Fatal(err)
	}
	if err := lease.Release(); err != nil {
		t.Fatal(err)
	}
	if lease, ok, err = r.w.Queue.TakeLease(ctx, r.w.Name); err != nil || !ok {
		t.Fatalf("no lease: %v", err)
	}
	if _, n, err := r.w.Queue.Recover(ctx, r.w.Name); err != nil || n != 2 {
		t.Fatalf("%d leads are not sure: %v", n, err)
	}
	if err := lease.Release(); err != nil {
		t.Fatal(err)
	}
}

// hintsWork checks that each key of the footer does here what it says.
func (r *rig) hintsWork(t *testing.T) {
	t.Helper()
	for _, h := range r.Footer() {
		b, ok := r.d.Keys.Binding(h.Action, r.Context())
		if !ok || r.d.Keys.At(b.Keys()[0], r.Context()) != h.Action {
			t.Errorf("%s %q does %q here", h.Action, b.Keys(), r.d.Keys.At(b.Keys()[0], r.Context()))
		}
	}
}

// look is a state of the screen.
type look struct {
	name string
	fill func(*testing.T, *rig)
	do   func(r *rig)
}

// looks are the states that golden files hold.
func looks() []look {
	return []look{
		{"empty", nil, func(*rig) {}},
		{"unsure", batches, func(*rig) {}},
		{"asked", batches, func(r *rig) { r.keys("m") }},
		{"refused", batches, func(r *rig) { r.keys("j j") }},
		{"resolved", batches, func(r *rig) { r.keys("t") }},
		{"refused-many", many, func(r *rig) { r.keys("j") }},
		{"abandoned", abandoned, func(*rig) {}},
		{"open-abandoned", abandoned, func(r *rig) { r.keys("enter") }},
		{"cut", cut, func(*rig) {}},
		{"open-cut", cut, func(r *rig) { r.keys("enter") }},
		{"earlier", earlier, func(r *rig) { r.keys("j") }},
		{"open-earlier", earlier, func(r *rig) { r.keys("enter") }},
		{"open-asked", batches, func(r *rig) { r.keys("enter m") }},
		{"single", batches, func(r *rig) { r.keys("l j t") }},
		{"open", batches, func(r *rig) { r.keys("G enter") }},
		{"scrolled", batches, func(r *rig) { r.keys("j enter p G") }},
		{"error", batches, func(r *rig) {
			r.reload(kit.ID{})
			kittest.Pump(r, loadedMsg{Address: r.to(), gen: r.load.gen, err: errors.New("disk I/O error\x1b[2J")})
		}},
	}
}

func TestLooks(t *testing.T) {
	t.Parallel()
	for _, l := range looks() {
		for _, z := range sizes() {
			t.Run(l.name+"/"+z.name, func(t *testing.T) {
				t.Parallel()
				open(t, z, l.fill, func(t *testing.T, r *rig) {
					l.do(r)
					r.hintsWork(t)
					kittest.Fits(t, r, z.width, z.height)
					golden.RequireEqual(t, []byte(kittest.Text(r)))
				})
			})
		}
	}
	t.Run("colours", func(t *testing.T) {
		t.Parallel()
		openIn(t, sizes()[1], colorprofile.TrueColor, batches, func(t *testing.T, r *rig) {
			golden.RequireEqual(t, []byte(kittest.Raw(r)))
		})
	})
}

// With every key rebound, no state of the screen names one that does nothing.
func TestNoStateNamesAKeyThatIsNotBound(t *testing.T) {
	t.Parallel()
	moved := kittest.Moved(t)
	for _, l := range looks() {
		for _, z := range sizes() {
			t.Run(l.name+"/"+z.name, func(t *testing.T) {
				t.Parallel()
				openWith(t, z, colorprofile.TrueColor, moved, l.fill, func(t *testing.T, r *rig) {
					l.do(r)
					r.hintsWork(t)
					for _, bad := range kittest.Unbound(moved, kittest.Text(r)) {
						t.Errorf("%s\n%s", bad, kittest.Text(r))
					}
				})
			})
		}
	}
}

func (r *rig) count(t *testing.T, s queue.State) int {
	c, err := r.w.Queue.Counts(t.Context(), r.w.Name)
	if err != nil {
		t.Fatal(err)
	}
	return c.ByState[s]
}

func TestTheNameWasNotSentBefore(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], batches, func(t *testing.T, r *rig) {
		if r.card.name != "Umbrella Retail" || !r.card.clear {
			t.Fatalf("look for %q: a lead of that name was sent before", r.card.name)
		}
		msgs := r.keys("y")
		if !strings.Contains(fmt.Sprint(msgs), "{Umbrella Retail}") && !strings.Contains(fmt.Sprint(msgs), "Umbrella Retail") {
			t.Fatalf("copied %v", msgs)
		}
	})
}

func TestKeysThatCannotWorkSayWhy(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], batches, func(t *testing.T, r *rig) {
		r.keys("j")
		for _, key := range []string{"t", "m", "l"} {
			if got := kittest.Said(r.keys(key)); !strings.HasPrefix(got, "Nothing to settle") {
				t.Errorf("%s said %q", key, got)
			}
		}
	})
	open(t, sizes()[0], nil, func(t *testing.T, r *rig) {
		for _, key := range []string{"t", "enter", "y"} {
			if got := kittest.Said(r.keys(key)); !strings.HasPrefix(got, "There is no batch here yet") {
				t.Errorf("%s said %q", key, got)
			}
		}
	})
}

func TestExport(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], batches, func(t *testing.T, r *rig) {
		if got := kittest.Said(r.keys("E")); !strings.HasPrefix(got, "The demo keeps nothing") {
			t.Errorf("where nothing can be written it said %q", got)
		}
		var asked []kit.ID
		var fail error
		r.w.ExportBatch = func(_ context.Context, id kit.ID) ([]string, error) {
			asked = append(asked, id)
			return []string{"/home/\x1b[2Jrep/receipts/leadpad-0003ed-failed.csv", "/home/\x1b[2Jrep/receipts/leadpad-0003ed.json"}, fail
		}
		if got := kittest.Said(r.keys("j E")); got != "Wrote 2 files to /home/rep/receipts" {
			t.Errorf("it said %q", got)
		}
		fail = errors.New("no room left on the disk\x1b[2J")
		if got := kittest.Said(r.keys("enter E")); got != "The batch cannot be exported: no room left on the disk" {
			t.Errorf("it said %q", got)
		}
		if b, _ := r.current(); len(asked) != 2 || asked[0] != b.ID || asked[1] != b.ID {
			t.Errorf("asked for %v", asked)
		}
		// While one is being written, another does not begin.
		r.press(kit.Press("E"))
		if got := kittest.Said(r.keys("E")); got != "The files of a batch are being written" || len(asked) != 2 {
			t.Errorf("it said %q, asked for %v", got, asked)
		}
	})
	open(t, sizes()[0], nil, func(t *testing.T, r *rig) {
		if got := kittest.Said(r.keys("E")); got != "There is no batch here yet" {
			t.Errorf("without a batch it said %q", got)
		}
	})
}

func TestShowBatch(t *testing.T) {
	t.Parallel()
	open(t, sizes()[0], batches, func(t *testing.T, r *rig) {
		kittest.Pump(r, kit.ShowBatch{ID: kittest.ID(1003)})
		if b, _ := r.current(); b.ID != kittest.ID(1003) {
			t.Fatalf("the cursor is on %v", b.ID)
		}
		// A batch that comes does not move it.
		r.batch(t, 7, 0, r.leads(t, 1), queue.Sent, queue.BatchSent, queue.Receipt{Outcome: api.Created.String()})
		kittest.Pump(r, kit.QueueChanged{})
		if b, _ := r.current(); b.ID != kittest.ID(1003) || r.rows.Total != 7 {
			t.Fatalf("the cursor is on %v of %d", b.ID, r.rows.Total)
		}
	})
}

func TestShowGoesToTheBatchThatWaits(t *testing.T) {
	t.Parallel()
	sent := func(t *testing.T, r *rig) {
		r.batch(t, 1, time.Hour, r.leads(t, 2), queue.Sent, queue.BatchSent, queue.Receipt{Outcome: api.Created.String()})
	}
	open(t, sizes()[0], sent, func(t *testing.T, r *rig) {
		on := func(n int, when string) {
			t.Helper()
			if b, _ := r.current(); b.ID != kittest.ID(1000+n) {
				t.Fatalf("%s the cursor is on %v", when, b.ID)
			}
		}
		unsure := func(n int) {
			kittest.Pump(r, kittest.Run(r.Hide())...)
			r.batch(t, n, 0, r.leads(t, 1), queue.Unsure, queue.BatchUnsure, queue.Receipt{Outcome: api.Unsure.String()})
			kittest.Pump(r, kit.QueueChanged{})
		}
		show := func() { kittest.Pump(r, kittest.Run(r.Show())...) }
		r.keys("enter") // its receipt is on show
		unsure(2)
		show()
		on(2, "after one became unsure")
		if got := kittest.Said(r.keys("t")); got != "1 lead → Sent; u takes it back" {
			t.Fatalf("t said %q", got)
		}
		r.keys("u g j")
		on(1, "after the rep went away from it")
		kittest.Pump(r, kittest.Run(r.Hide())...)
		show()
		on(1, "a second time")
		unsure(3)
		kittest.Pump(r, kittest.Run(r.Show())...)
		on(3, "after another became unsure")
		unsure(4)
		cmd := r.Show()
		kittest.Pump(r, kit.ShowBatch{ID: kittest.ID(1001)})
		kittest.Pump(r, kittest.Run(cmd)...)
		on(1, "when that batch was asked for")
	})
}

func TestBodyIsExact(t *testing.T) {
	t.Parallel()
	open(t, sizes()[1], batches, func(t *testing.T, r *rig) {
		r.keys("j enter p G")
		got := kittest.Text(r)
		for _, want := range []string{`[{"isContact":false,"name":"Northwind","email":[{"Address":"a@b.example"}]}]`, "X-API-Key: ••••••••", "POST https://app.closingdealz.io/api/v1/leads"} {
			if !strings.Contains(got, want) {
				t.Errorf("%q is missing in\n%s", want, got)
			}
		}
	})
}

func BenchmarkStep(b *testing.B) {
	clock := &kittest.Clock{At: kittest.Noon()}
	w := kittest.Open(b, clock)
	for i := range 60 {
		l := lead.Lead{Kind: lead.Company}
		l.Name = fmt.Sprintf("Company %02d", i)
		ids := kittest.Save(b, w, clock, queue.Entry{ID: kittest.ID(i + 1), State: queue.Ready, Finished: true, Lead: l})
		kittest.Sent(b, w, queue.Batch{
			ID: kittest.ID(1000 + i), Submission: kittest.ID(2000 + i), Seq: 1, State: queue.BatchSent, Leads: ids, Payload: []byte("[]"),
			Receipt: queue.Receipt{Outcome: api.Created.String(), Status: 200, Begun: clock.At, Ended: clock.At},
		}, queue.Sent)
	}
	m := New(kittest.Deps(b, w, colorprofile.TrueColor))
	m.SetSize(120, 36)
	kittest.Pump(m, kittest.Run(m.Init())...)
	keys := [2]tea.KeyPressMsg{kit.Press("j"), kit.Press("k")}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		m.Update(keys[i&1])
		m.View()
	}
}

// What the server said stands whole, under the list and in the opened receipt.
func TestTheMessageStandsWhole(t *testing.T) {
	t.Parallel()
	said := "Lead 37: the email address sabine.krueger@northwind is not valid, a domain ends in a name like .com; and " +
		"lead 38: the phone number 0 is too short, a number in Germany has at least five digits behind the area code"
	fill := func(t *testing.T, r *rig) {
		r.batch(t, 1, time.Hour, r.leads(t, 2), queue.Ready, queue.BatchRefused,
			queue.Receipt{Status: 400, Outcome: api.AtFault.String(), Message: &said, Body: []byte("{}")})
	}
	open(t, sizes()[0], fill, func(t *testing.T, r *rig) {
		for _, keys := range []string{"", "enter"} {
			r.keys(keys)
			if got := strings.Join(strings.Fields(kittest.Text(r)), " "); !strings.Contains(got, said) {
				t.Errorf("after %q it is cut:\n%s", keys, kittest.Text(r))
			}
		}
	})
}
