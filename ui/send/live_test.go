package send

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"leadpad/api"
	"leadpad/api/sandbox"
	"leadpad/app"
	"leadpad/config"
	"leadpad/lead"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/queue/sqlite"
	"leadpad/ui/kit"
)

// live is the screen over a real queue, sender and sandbox, in virtual time.
type live struct {
	*Model
	t     *testing.T
	queue queue.Queue
	box   *sandbox.Server
	ids   []queue.ID
	news  <-chan struct{}
}

func onLive(t *testing.T, leads int, test func(*live)) {
	t.Helper()
	onLiveWith(t, leads, false, test)
}

// onLiveCanary is onLive with one lead that goes first.
func onLiveCanary(t *testing.T, leads int, test func(*live)) {
	t.Helper()
	onLiveWith(t, leads, true, test)
}

func onLiveWith(t *testing.T, leads int, canary bool, test func(*live)) {
	t.Helper()
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		ctx := t.Context()
		must := func(err error) {
			t.Helper()
			if err != nil {
				t.Fatal(err)
			}
		}
		q, err := sqlite.Open(ctx, "", queue.Options{})
		must(err)
		windows, err := sqlite.OpenWindows(ctx, "")
		must(err)
		box, err := sandbox.New(sandbox.Options{Latency: 100 * time.Millisecond})
		must(err)
		client, err := api.NewClient(api.Options{
			BaseURL: "http://127.0.0.1/", Dial: box.Dial,
			Key: func(context.Context) (config.Secret, error) { return config.NewSecret("sandbox-key"), nil },
		})
		must(err)
		encoding, err := api.NewEncoding(config.Profile{}, lead.Rules{})
		must(err)
		s, err := outbox.New(ctx, outbox.Options{
			Queue: q, Windows: windows, Client: client, Encoding: encoding, Workspace: "acme", Practice: true, Hold: 5 * time.Second, Canary: canary,
		})
		must(err)
		keys, err := kit.NewKeymap(nil)
		must(err)
		r := &live{t: t, queue: q, box: box, news: s.Subscribe(ctx)}
		for range leads {
			e := queue.Entry{Workspace: "acme", State: queue.Ready, Finished: true}
			e.Lead.Name = "Northwind " + string(rune('A'+len(r.ids)%26)) + string(rune('a'+len(r.ids)/26))
			e, err = q.Save(ctx, e)
			must(err)
			r.ids = append(r.ids, e.ID)
		}
		r.Model = New(kit.Deps{
			Workspace: &app.Session{Queue: q, Sender: s.Seat(outbox.Who{}), Workspace: &app.Workspace{
				Name: "acme", Title: "SANDBOX", Practice: true, Encoding: s.Encoding, Sandbox: box,
			}},
			Theme: kit.NewTheme(true, colorprofile.TrueColor, ansi.GraphemeWidth), Keys: keys, Now: time.Now(),
		})
		r.SetSize(120, 36)
		t.Cleanup(func() {
			closing, end := context.WithTimeout(context.Background(), time.Minute)
			defer end()
			if err := errors.Join(s.Close(closing), box.Close(), windows.Close(), q.Close()); err != nil {
				t.Errorf("close: %v", err)
			}
		})
		test(r)
	})
}

// press presses keys and lets everything that follows at once happen.
func (r *live) press(names string) {
	keys(r.Model, names)
	r.settle()
}

// settle waits until nothing moves and shows the sender's news.
func (r *live) settle() {
	synctest.Wait()
	select {
	case <-r.news:
	default:
	}
	pump(r.Model, kit.ProgressChanged{}, kit.Clock{Now: time.Now()})
}

// after lets d go by.
func (r *live) after(d time.Duration) {
	time.Sleep(d) // virtual
	r.settle()
}

// sees wants every text on the screen.
func (r *live) sees(texts ...string) {
	r.t.Helper()
	shown := plain(r.Model)
	for _, s := range texts {
		if !strings.Contains(shown, s) {
			r.t.Fatalf("the screen lacks %q:\n%s", s, shown)
		}
	}
}

func (r *live) count(s queue.State) int {
	r.t.Helper()
	c, err := r.queue.Counts(r.t.Context(), "acme")
	if err != nil {
		r.t.Fatal(err)
	}
	return c.ByState[s]
}

func TestASubmissionFromPlanToEnvelope(t *testing.T) {
	onLive(t, 114, func(r *live) {
		pump(r.Model, kit.SubmitLeads{IDs: r.ids})
		r.sees("114 leads → 2 requests (100+14) to SANDBOX")
		r.press("enter")
		r.sees("Sending in 5 s · u takes everything back")
		if n := r.count(queue.Held); n != 114 {
			t.Errorf("%d leads are held", n)
		}
		r.after(2 * time.Second)
		r.sees("Sending in 3 s")
		r.press("u")
		r.sees("Taken back: 114 leads are Ready again")
		if n := r.count(queue.Ready); n != 114 {
			t.Errorf("%d leads are ready after taking back", n)
		}

		r.press("S")
		r.press("enter")
		r.after(20 * time.Second)
		r.sees("114 of 114", "200   true", "null", "All 114 leads were created")
		if n := r.count(queue.Sent); n != 114 {
			t.Errorf("%d leads are sent", n)
		}
		r.press("enter")
		r.sees(`"succeeded":true`, "X-API-Key: ••••", `"name": "Northwind`)
		if strings.Contains(plain(r.Model), "sandbox-key") {
			t.Error("the key is on the screen")
		}
	})
}

func TestARefusedBatchIsFoundOut(t *testing.T) {
	onLive(t, 8, func(r *live) {
		if err := r.box.SetFault(sandbox.Fault{Kind: "reject", Arg: "an email is not valid", N: 1}); err != nil {
			t.Fatal(err)
		}
		pump(r.Model, kit.SubmitLeads{IDs: r.ids})
		r.press("enter")
		r.after(20 * time.Second)
		r.sees("400", "false", "“an email is not valid”", "f  ", "find it: at most")
		if n := r.count(queue.Ready); n != 8 {
			t.Errorf("%d leads are ready after the refusal", n)
		}
		r.press("f")
		r.after(20 * time.Second)
		r.sees("All 8 leads were created")
		if n := r.count(queue.Sent); n != 8 {
			t.Errorf("%d leads are sent", n)
		}
	})
}

func TestPauseAndCancel(t *testing.T) {
	onLive(t, 300, func(r *live) {
		pump(r.Model, kit.SubmitLeads{IDs: r.ids})
		r.press("enter")
		r.after(5*time.Second + 50*time.Millisecond)
		r.press("space")
		r.after(10 * time.Second)
		r.sees("Paused", "100 of 300", "200 to go")
		r.press("c")
		r.after(time.Second)
		r.sees("200 back to Ready")
		if sent, ready := r.count(queue.Sent), r.count(queue.Ready); sent != 100 || ready != 200 {
			t.Errorf("%d sent and %d ready, want 100 and 200", sent, ready)
		}
	})
}
