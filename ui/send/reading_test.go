package send

import (
	"strings"
	"testing"

	"leadpad/api"
	"leadpad/outbox"
	"leadpad/queue"
	"leadpad/ui/kit"
)

func TestAnOpenedRequest(t *testing.T) {
	t.Parallel()
	s := &script{progress: progress(outbox.Stopped, failed(3, 2, 3, 400, api.AtFault, "no"))}
	m := open(t, s)
	keys(m, "enter")
	text := plain(m)
	for _, want := range []string{`"message":"lead 37`, "X-API-Key: ••••••••", `"Address": "info@northwind.example"`, "山田 太郎"} {
		if !strings.Contains(text, want) {
			t.Errorf("the opened request lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(show(m), "\x1b[31m\"}") {
		t.Error("the envelope's escape sequence reached the screen")
	}
	keys(m, "esc")
	if m.open != nil {
		t.Error("Esc did not close it")
	}
}

func TestAnOpenedRequestShowsTheHeadersOfItsAnswer(t *testing.T) {
	t.Parallel()
	r := failed(3, 2, 3, 429, api.Limited, "no")
	r.Envelope.Headers = []string{"Retry-After: 30", "X-Ratelimit-Remaining: \x1b[31m0"}
	m := open(t, &script{progress: progress(outbox.Waiting, r)})
	keys(m, "enter")
	text := plain(m)
	for _, want := range r.Envelope.Headers {
		if !strings.Contains(text, strings.ReplaceAll(want, "\x1b[31m", "")) {
			t.Errorf("the opened request lacks %q:\n%s", want, text)
		}
	}
}

func TestAnOpenedRequestGetsItsAnswer(t *testing.T) {
	t.Parallel()
	flying := failed(3, 2, 3, 400, api.AtFault, "no")
	flying.State = outbox.InFlight
	s := &script{progress: progress(outbox.Running, flying)}
	m := open(t, s)
	b := receipt()
	b.State = queue.InFlight
	m.store = shelf{b}
	keys(m, "enter")
	if text := plain(m); !strings.Contains(text, "not here yet") {
		t.Fatalf("a request without an answer does not say so:\n%s", text)
	}
	s.progress, m.store = progress(outbox.Stopped, failed(3, 2, 3, 400, api.AtFault, "no")), shelf{receipt()}
	pump(m, kit.ProgressChanged{})
	if text := plain(m); !strings.Contains(text, `"message":"lead 37`) {
		t.Errorf("the answer came, but is not shown:\n%s", text)
	}
}

func TestAPageInsteadOfAnEnvelopeIsNamedInItsRow(t *testing.T) {
	t.Parallel()
	r := outbox.Request{
		Batch: id(3), Leads: 2, State: outbox.Answered, Begun: at(3), Outcome: api.Unsure, Status: 200,
		Seen: api.Seen{Other: "the page “Welcome to Hotel\x1b[31m Wi-Fi”"},
	}
	m := open(t, &script{progress: progress(outbox.Stopped, r)})
	if text := plain(m); !strings.Contains(text, "Welcome to Hotel Wi-Fi") {
		t.Errorf("the row does not name the page:\n%s", text)
	}
}
