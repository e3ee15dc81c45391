package api

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leadpad/config"
)

// want4 is docs/api.md's last table for an answer whose envelope agrees with its
// status, written apart from the code.
func want4(status int, succeeded bool) Outcome {
	is := func(list ...int) bool { return slices.Contains(list, status) }
	switch {
	case status < 300:
		if succeeded {
			return Created
		}
		return Unsure
	case succeeded, status >= 500, is(408):
		return Unsure
	case is(401, 403, 407):
		return BadKey
	case is(413):
		return TooMany
	case is(429):
		return Limited
	case is(301, 302, 307, 308, 404, 405, 415):
		return Misdirected
	case status >= 400:
		return AtFault
	}
	return Unsure
}

// S4: every status from 200 to 599 with both envelope values, over the wire and
// by the table alone.
func TestEveryStatus(t *testing.T) {
	t.Parallel()
	n := 0
	for status := 200; status <= 599; status++ {
		for _, succeeded := range []bool{true, false} {
			n++
			body := envelopeBody(succeeded, status, "No.")
			e, ok := DecodeEnvelope(body)
			want := want4(status, succeeded)
			if got := judge(status, e, ok, true); got != want {
				t.Errorf("%d %t: %v, want %v", status, succeeded, got, want)
			}
			carries := status != 204 && status != 304 // HTTP allows them no body
			if !carries {
				want = Unsure
			}
			a := answerOf(t, say(status, "application/json; charset=utf-8", body))
			if a.Outcome != want || a.Status != status || a.IsEnvelope != carries {
				t.Errorf("%d %t over the wire: %+v, want %v", status, succeeded, a, want)
			}
		}
	}
	t.Logf("%d answers", n)
}

// answerOf is what the client makes of one raw answer.
func answerOf(t *testing.T, raw []byte) Answer {
	t.Helper()
	s := newScripted(t, func(c net.Conn, _ *http.Request, _ []byte) { _, _ = c.Write(raw) })
	a := newClient(t, s.URL(), nil).Create(t.Context(), theBody(t))
	told(t, a)
	return a
}

func TestOddAnswers(t *testing.T) {
	t.Parallel()
	const jsonType = "application/json"
	tests := map[string]struct {
		status int
		body   string
		want   Outcome
	}{
		"documented 101 leads":      {400, `{"succeeded":false,"statusCode":400,"statusCodeDescription":"NONE","message":"The maximum amount of leads to create at once is 100, but was 101."}`, TooMany},
		"documented downgraded":     {400, `{"succeeded":false,"statusCode":400,"message":"Reached the maximum limit of leads on the free plan."}`, PlanLimit},
		"documented plan, any n":    {400, `{"succeeded":false,"statusCode":400,"message":"Can not have more than 12,345 leads on the Free Plan."}`, PlanLimit},
		"names of any case":         {200, `{"Succeeded":true,"STATUSCODE":200}`, Created},
		"BOM and spaces":            {200, "\uFEFF \n{\"succeeded\":true}\n", Created},
		"no statusCode":             {200, `{"succeeded":true}`, Created},
		"succeeded null":            {200, `{"succeeded":null,"statusCode":200}`, Unsure},
		"succeeded a string":        {200, `{"succeeded":"true","statusCode":200}`, Unsure},
		"statusCode a string":       {200, `{"succeeded":true,"statusCode":"200"}`, Unsure},
		"twice, differing":          {200, `{"succeeded":true,"Succeeded":false}`, Unsure},
		"twice, the same":           {200, `{"succeeded":true,"Succeeded":true}`, Created},
		"garbage behind":            {200, `{"succeeded":true}{`, Unsure},
		"array":                     {200, `[{"succeeded":true}]`, Unsure},
		"other envelope":            {200, `{"success":true,"data":{}}`, Unsure},
		"200 with 400 inside":       {200, `{"succeeded":true,"statusCode":400}`, Unsure},
		"200 false with 401 inside": {200, `{"succeeded":false,"statusCode":401}`, Unsure},
		"400 with 200 inside":       {400, `{"succeeded":false,"statusCode":200}`, Unsure},
		"400 with 401 inside":       {400, `{"succeeded":false,"statusCode":401}`, BadKey},
		"400 with 429 inside":       {400, `{"succeeded":false,"statusCode":429}`, Limited},
		"429 with 400 inside":       {429, `{"succeeded":false,"statusCode":400}`, Limited},
		"401 with 500 inside":       {401, `{"succeeded":false,"statusCode":500}`, Unsure},
		"401 without envelope":      {401, `nope`, BadKey},
		"403 page":                  {403, `<html><title>Forbidden</title>`, BadKey},
		"429 page":                  {429, `<html>`, Limited},
		"413 empty":                 {413, ``, TooMany},
		"404 page":                  {404, `<html>`, Misdirected},
		"400 page":                  {400, `<html>`, Unsure},
		"400 problem details":       {400, `{"type":"about:blank","title":"Bad","status":400}`, Unsure},
		"422 envelope":              {422, `{"succeeded":false,"statusCode":422,"message":"lead 3"}`, AtFault},
		"451 without succeeded":     {451, `{"statusCode":451}`, Unsure},
		"204":                       {204, ``, Unsure},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if a := answerOf(t, say(test.status, jsonType, []byte(test.body))); a.Outcome != test.want {
				t.Errorf("got %v, want %v: %+v", a.Outcome, test.want, a)
			}
		})
	}
}

func TestBrokenBodyOfACertainStatus(t *testing.T) {
	t.Parallel()
	whole := say(401, "application/json", envelopeBody(false, 401, "Invalid API key."))
	if a := answerOf(t, whole[:len(whole)-9]); a.Outcome != BadKey || a.Err == "" {
		t.Errorf("got %+v", a)
	}
	whole = say(400, "application/json", envelopeBody(false, 400, "No."))
	if a := answerOf(t, whole[:len(whole)-9]); a.Outcome != Unsure {
		t.Errorf("got %+v", a)
	}
}

func TestUnknownMembersAreKept(t *testing.T) {
	t.Parallel()
	body := `{"succeeded":true,"statusCode":200,"data":{"ids":[1, 2]},"message":{"text":"odd"}}`
	a := answerOf(t, say(200, "application/json", []byte(body)))
	if string(a.Envelope.Raw) != body || string(a.Envelope.Extra["data"]) != `{"ids":[1, 2]}` || *a.Envelope.Message != `{"text":"odd"}` {
		t.Errorf("got %+v", a.Envelope)
	}
}

func TestBodiesThatAreNoEnvelope(t *testing.T) {
	t.Parallel()
	page := []byte("<html><head><TITLE lang=en>Log in to\n the &quot;Hotel&quot; \x1b[31m\u202eWiFi</TITLE>" + strings.Repeat("x", 100))
	tests := map[string]struct {
		contentType string
		body        []byte
		want        string
	}{
		"page":    {"text/html", page, `the page “Log in to the "Hotel"`},
		"text":    {"text/plain; charset=utf-8", []byte("busy"), "4 bytes of text/plain"},
		"empty":   {"text/plain", nil, "an empty body"},
		"no type": {"", []byte("x"), "1 byte of an unnamed type"},
		"blank":   {"text/plain", []byte(strings.Repeat(" ", maxHeaderText)), "an empty body"},
		"blanks":  {"text/plain", []byte(strings.Repeat(" ", maxHeaderText+1)), "201 bytes of text/plain"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := answerOf(t, say(200, test.contentType, test.body))
			if !strings.HasPrefix(a.Other, test.want) || strings.ContainsAny(a.Other, "\x1b\n\u202e") {
				t.Errorf("got %q", a.Other)
			}
		})
	}
}

func TestRetryAfterAndLimits(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	tests := map[string]time.Duration{
		"": 0, "7": 7 * time.Second, "07": 7 * time.Second, "1.5": 0, "-5": 0, "+5": 0, "soon": 0, "NaN": 0, "0x10p4": 0, "5 s": 0, "٣": 0,
		"99999999999999999999": 0, "999999999": time.Hour, "3601": time.Hour, "Inf": 0, "Infinity": 0, fmt.Sprint(now.Unix() + 4): 0,
		now.Add(90 * time.Second).Format(http.TimeFormat): 90 * time.Second,
		now.Add(-time.Hour).Format(http.TimeFormat):       0,
		now.Add(48 * time.Hour).Format(http.TimeFormat):   time.Hour,
	}
	for value, want := range tests {
		if got := retryAfter(http.Header{"Retry-After": {value}}, now); got != want {
			t.Errorf("%q: %v, want %v", value, got, want)
		}
	}
	// Both dates half an hour ahead of this computer, four seconds apart.
	ahead := now.Add(30 * time.Minute)
	if got := retryAfter(http.Header{"Date": {ahead.Format(http.TimeFormat)}, "Retry-After": {ahead.Add(4 * time.Second).Format(http.TimeFormat)}}, now); got != 4*time.Second {
		t.Errorf("a date under another clock: %v, want 4s", got)
	}
	a := answerOf(t, say(429, "application/json", envelopeBody(false, 429, "Too many requests. Please try again later."),
		"Retry-After: 12", "X-RateLimit-Remaining: 0", "RateLimit: limit=100\u202e", "X-Other: 1"))
	if a.RetryAfter != 12*time.Second {
		t.Errorf("got %v", a.RetryAfter)
	}
	want := []string{"Retry-After: 12", "Ratelimit: limit=100", "X-Ratelimit-Remaining: 0"}
	if diff := cmp.Diff(want, a.Envelope.Headers); diff != "" {
		t.Error(diff)
	}
}

func TestNoKeyIsSaid(t *testing.T) {
	t.Parallel()
	s := newScripted(t, nil)
	keys := map[string]func(context.Context) (config.Secret, error){
		"error":   func(context.Context) (config.Secret, error) { return config.Secret{}, errors.New("keyring is locked") },
		"empty":   func(context.Context) (config.Secret, error) { return config.NewSecret(" \n"), nil },
		"control": func(context.Context) (config.Secret, error) { return config.NewSecret("a\r\nX-Evil: 1"), nil },
		"delete":  func(context.Context) (config.Secret, error) { return config.NewSecret("a\x7fX-Evil"), nil },
	}
	for name, key := range keys {
		a := newClient(t, s.URL(), func(o *Options) { o.Key = key }).Create(t.Context(), theBody(t))
		told(t, a)
		if a.Outcome != BadKey || a.Bytes != 0 || a.Err == "" || strings.Contains(fmt.Sprint(a), "X-Evil") {
			t.Errorf("%s: %+v", name, a)
		}
	}
	if s.conns.Load() != 0 {
		t.Error("connected without a key")
	}
	twoWords := func(context.Context) (config.Secret, error) { return config.NewSecret(" two words\n"), nil }
	if a := newClient(t, s.URL(), func(o *Options) { o.Key = twoWords }).Create(t.Context(), theBody(t)); a.Trouble == NoKey || s.whole.Load() != 1 {
		t.Errorf("a key with a space: %+v", a)
	}
}

func TestKeyVerdict(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		raw  []byte
		want Verdict
	}{
		"let in":         {say(400, "application/json", envelopeBody(false, 400, "Send at least one lead.")), KeyGood},
		"let in, 200":    {created(), KeyGood},
		"plan":           {say(400, "application/json", envelopeBody(false, 400, "Reached the maximum limit of leads on the free plan.")), KeyGood},
		"401":            {say(401, "application/json", envelopeBody(false, 401, "Invalid API key.")), KeyBad},
		"401 page":       {say(401, "text/html", []byte("<html>")), KeyBad},
		"403":            {say(403, "text/html", nil), KeyBad},
		"429":            {say(429, "application/json", envelopeBody(false, 429, "Too many requests.")), KeyUnknown},
		"500":            {say(500, "application/json", envelopeBody(false, 500, "Oops.")), KeyUnknown},
		"captive portal": {say(200, "text/html", []byte("<title>Hotel</title>")), KeyUnknown},
		"cut envelope":   {created()[:len(created())-20], KeyUnknown},
		"other address":  {say(404, "application/json", envelopeBody(false, 404, "Nothing here.")), KeyGood},
		"nothing":        {nil, KeyUnknown},
		"499":            {say(499, "application/json", envelopeBody(false, 499, "Gone.")), KeyGood},
		"401 within":     {say(200, "application/json", envelopeBody(false, 401, "Invalid API key.")), KeyBad},
		"400 within":     {say(200, "application/json", envelopeBody(false, 400, "Send at least one lead.")), KeyGood},
		"no code within": {say(200, "application/json", []byte(`{"succeeded":true}`)), KeyGood},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var body []byte
			s := newScripted(t, func(c net.Conn, _ *http.Request, b []byte) {
				body = b
				_, _ = c.Write(test.raw)
			})
			a := newClient(t, s.URL(), nil).TestKey(t.Context())
			if verdict := KeyVerdict(a); verdict != test.want || string(body) != "[]" {
				t.Errorf("got %v for %q", verdict, body)
			}
		})
	}
}

func TestOutcomeNames(t *testing.T) {
	t.Parallel()
	// As receipts on disk spell them: History must still know them.
	names := []string{
		Unsure: "unsure", Created: "created", NotSent: "not sent", BadKey: "bad key", TooMany: "too many leads",
		PlanLimit: "plan limit", Limited: "too many requests", Misdirected: "wrong address", AtFault: "refused",
	}
	for o, name := range names {
		if o := Outcome(o); o.String() != name || ParseOutcome(name) != o {
			t.Errorf("%q is written as %q and read as %q", name, o, ParseOutcome(name))
		}
	}
	if ParseOutcome("sideways") != Unsure {
		t.Error("an unknown name is certain")
	}
}
