package api

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// K3: addresses.
func TestCheckAddress(t *testing.T) {
	t.Parallel()
	good := map[string]string{
		"https://app.closingdealz.io": "https://app.closingdealz.io/api/v1/leads",
		"https://crm.example/base/":   "https://crm.example/base/api/v1/leads",
		"https://münchen.example":     "https://m%C3%BCnchen.example/api/v1/leads",
		"https://[2001:db8::1]:8443":  "https://[2001:db8::1]:8443/api/v1/leads",
		"https://192.0.2.7":           "https://192.0.2.7/api/v1/leads",
		"http://localhost:8787":       "http://localhost:8787/api/v1/leads",
		"http://LOCALHOST":            "http://LOCALHOST/api/v1/leads",
		"http://127.0.0.1:1":          "http://127.0.0.1:1/api/v1/leads",
		"http://127.255.3.4":          "http://127.255.3.4/api/v1/leads",
		"http://[::1]:80":             "http://[::1]:80/api/v1/leads",
		"https://crm.example:1":       "https://crm.example:1/api/v1/leads",
		"https://crm.example:65535":   "https://crm.example:65535/api/v1/leads",
	}
	for address, want := range good {
		u, err := CheckAddress(address)
		if err != nil {
			t.Errorf("%s: %v", address, err)
		} else if got := u.JoinPath(Path).String(); got != want {
			t.Errorf("%s: %s, want %s", address, got, want)
		}
	}
	bad := []string{
		"", "app.closingdealz.io", "ftp://localhost", "http://app.closingdealz.io", "http://127.1", "http://0x7f000001", "http://2130706433",
		"http://0177.0.0.1", "http://127.0.0.1.example", "http://localhost.example", "http://localhost.", "http://0.0.0.0", "http://[::ffff:127.0.0.1]",
		"http://[::1%25lo]", "http://[fe80::1]", "http://10.0.0.1", "http://ⓛocalhost", "https://user@crm.example", "https://user:secret@crm.example",
		"https://crm.example?x=1", "https://crm.example?", "https://crm.example#x", "https://crm.example#", "https://", "https://crm.example:0",
		"https://crm.example:65536", "https://crm.example:99999", "https://crm.example:", "https:crm.example", "https://crm.example/api/v1/leads", "https://crm example",
	}
	for _, address := range bad {
		if u, err := CheckAddress(address); err == nil {
			t.Errorf("%s was allowed as %s", address, u)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: the error repeats the password: %v", address, err)
		}
	}
	t.Logf("%d addresses", len(good)+len(bad))
}

// K1 for this package: a server that echoes the key, in every form.
func TestKeyIsRedacted(t *testing.T) {
	t.Parallel()
	quoted, _ := json.Marshal(canaryKey)
	var escaped strings.Builder
	for _, r := range canaryKey {
		fmt.Fprintf(&escaped, `\u%04X`, r)
	}
	forms := map[string]string{
		"plain": canaryKey, "query": url.QueryEscape(canaryKey), "path": url.PathEscape(canaryKey), "html": html.EscapeString(canaryKey),
		"json": string(quoted[1 : len(quoted)-1]), "escapes": escaped.String(), "slash": strings.ReplaceAll(canaryKey, "/", `\/`),
		"base64": base64.StdEncoding.EncodeToString([]byte(canaryKey)), "base64url": base64.RawURLEncoding.EncodeToString([]byte(canaryKey)),
		"in base64": base64.StdEncoding.EncodeToString([]byte("X-API-Key: " + canaryKey + "\r\nX: y")),
		"hex":       hex.EncodeToString([]byte(canaryKey)),
	}
	for name, form := range forms {
		for place, raw := range map[string][]byte{
			"message":  say(500, "application/json", fmt.Appendf(nil, `{"succeeded":false,"message":"key %s is bad","extra":["%s"]}`, form, form)),
			"page":     say(500, "text/html", []byte("<title>"+form+"</title><p>"+form)),
			"headers":  say(302, "text/html", nil, "Location: https://x.example/?k="+form, "X-RateLimit-Key: "+form),
			"cut body": say(200, "text/html", []byte("key: "+form))[:len(say(200, "text/html", []byte("key: "+form)))-2],
		} {
			t.Run(name+" in "+place, func(t *testing.T) {
				t.Parallel()
				if name == "escapes" && place != "message" {
					t.Skip("JSON escapes outside of JSON")
				}
				a := answerOf(t, raw)
				a.Begun, a.Ended = a.Begun.Round(0), a.Ended.Round(0)
				seen, _ := json.Marshal(a)
				seen = append(seen, a.Envelope.Raw...)
				if place != "cut body" && !bytes.Contains(seen, []byte(redaction)) && name != "in base64" {
					t.Errorf("nothing was redacted: %s", seen)
				}
				core := form[len(form)/3 : 2*len(form)/3]
				if bytes.Contains(seen, []byte(core)) {
					t.Errorf("%q is in %s", core, seen)
				}
			})
		}
	}
}

func TestMessageIndex(t *testing.T) {
	t.Parallel()
	tests := map[string][]int{
		"lead 37: email is invalid":                     {37, 36},
		"leads[3].email: maximum is 124":                {3, 2},
		"Lead #12 has an invalid phone":                 {12, 11},
		"index 12, member name, limit 256":              {12, 11},
		"Invalid value at index: 0":                     {0},
		"$[5].employeeCount could not be converted":     {5, 4},
		"[7].name is too long (300 > 256)":              {7, 6},
		"The JSON value at '$[2].contacts[1].email'":    {2, 1},
		"lead 4: contacts[1].email is too long":         {4, 3},
		"the 5th lead is invalid":                       {4},
		"/3/email is not valid":                         {3, 2},
		"body.6.labels must be an array":                {6, 5},
		"lead 1 and lead 2":                             {1, 0, 2},
		"Can not have more than 200 leads on the plan.": nil,
		"employeeCount must be at most 5000000":         nil,
		"lead 4711 is unknown":                          nil,
		"lead 100 has no name":                          {100, 99},
		"lead 101 has no name":                          nil,
		"the 100th lead has no name":                    {99},
		"contacts[1].email is too long":                 nil,
		"":                                              nil,
	}
	for message, want := range tests {
		if got := MessageIndex(message); !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", message, got, want)
		}
	}
}

func TestCurlIsOneSafeCommand(t *testing.T) {
	t.Parallel()
	shell, err := exec.LookPath("sh")
	if err != nil {
		t.Skip("no shell")
	}
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.String().Draw(t, "name") + "'; echo pwned; '$(id)`id`\u009b\u202e\x7f"
		body := append(appendString([]byte(`[{"name":`), name), "}]"...)
		command := Curl(string(body), DefaultBaseURL)
		if strings.ContainsAny(command, "\u009b\u202e\x7f\x1b") {
			t.Fatalf("%q could act on a terminal", command)
		}
		script := `curl() { for a; do printf '%s\0' "$a"; done; }; CLOSINGDEALZ_API_KEY=k; ` + command
		out, err := exec.Command(shell, "-c", script).Output()
		args := strings.Split(string(out), "\x00")
		if err != nil || len(args) < 10 {
			t.Fatalf("%v: %q", err, args)
		}
		var got, want any
		if json.Unmarshal([]byte(args[9]), &got) != nil || json.Unmarshal(body, &want) != nil || fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("sent %q, want %q", args[9], body)
		}
		if args[3] != DefaultBaseURL+Path || args[7] != "X-API-Key: k" {
			t.Fatalf("got %q", args)
		}
	})
}

func TestPreviewBody(t *testing.T) {
	t.Parallel()
	got := string(PreviewBody([]byte(`[{"a":[{"Address":"x@example.com"}],"b":{},"c":[],"long":["` + strings.Repeat("x", 60) + `",1],"n":null}]`)))
	want := `[
  {
    "a": [
      { "Address": "x@example.com" }
    ],
    "b": {},
    "c": [],
    "long": [
      "` + strings.Repeat("x", 60) + `",
      1
    ],
    "n": null
  }
]`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := string(PreviewBody([]byte("no JSON"))); got != "no JSON" {
		t.Errorf("got %q", got)
	}
	deep := []byte(strings.Repeat("[", 9000) + strings.Repeat("]", 9000))
	if n := len(PreviewBody(deep)); n > 4<<20 {
		t.Errorf("deep nesting grew to %d bytes", n)
	}
}

// A list or an object stands on one line as long as the line is no wider than the
// preview, and each value on its own from there on.
func TestPreviewBreaksLongLines(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		most       int
		form, line string
	}{
		{50, `{"k":["%s"]}`, `  "k": ["%s"]`},
		{45, `{"k":["é","%s"]}`, `  "k": ["é", "%s"]`},
		{37, `{"k":{"a":1,"b":"%s"}}`, `  "k": { "a": 1, "b": "%s" }`},
		{32, `{"k":[true,null,-1.5,"%s"],"l":1}`, `  "k": [true, null, -1.5, "%s"],`},
	} {
		for n := test.most; n <= test.most+1; n++ {
			text := strings.Repeat("x", n)
			got := string(PreviewBody(fmt.Appendf(nil, test.form, text)))
			if fits := strings.Contains(got, "\n"+fmt.Sprintf(test.line, text)+"\n"); fits != (n == test.most) {
				t.Errorf("%s with %d: got\n%s", test.form, n, got)
			}
		}
	}
	deep := string(PreviewBody([]byte(strings.Repeat("[", 60) + `"x",[1]` + strings.Repeat("]", 60))))
	if got := strings.Count(deep, "\n"+strings.Repeat(" ", 2*maxIndent)+"["); got != 21 || strings.Contains(deep, strings.Repeat(" ", 2*maxIndent+1)) {
		t.Errorf("%d lines at the last indentation: %s", got, deep)
	}
}

func TestPreviewChangesOnlySpaces(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		body, err := json.Marshal(anyJSON(4).Draw(t, "value"))
		if err != nil {
			t.Skip()
		}
		var before, after bytes.Buffer
		if json.Compact(&before, body) != nil || json.Compact(&after, PreviewBody(body)) != nil || before.String() != after.String() {
			t.Fatalf("%s became %s", body, PreviewBody(body))
		}
	})
}

func anyJSON(depth int) *rapid.Generator[any] {
	leaf := rapid.OneOf(rapid.Just[any](nil), rapid.Bool().AsAny(), rapid.Int().AsAny(), rapid.String().AsAny())
	if depth == 0 {
		return leaf
	}
	inner := rapid.Deferred(func() *rapid.Generator[any] { return anyJSON(depth - 1) })
	return rapid.OneOf(leaf, rapid.SliceOfN(inner, 0, 4).AsAny(), rapid.MapOfN(rapid.String(), inner, 0, 4).AsAny())
}

func FuzzEnvelope(f *testing.F) {
	f.Add(200, []byte(`{"succeeded":true,"statusCode":200,"statusCodeDescription":"NONE","message":null}`))
	f.Add(400, []byte(`{"Succeeded":false,"statusCode":4e2,"message":"\u0000","succeeded":null}`))
	f.Add(429, []byte(`<html><title>x</title>`))
	f.Add(200, []byte(canaryKey+`\u0063"`))
	r := newRedactor(canaryKey)
	f.Fuzz(func(t *testing.T, status int, body []byte) {
		e, ok := DecodeEnvelope(body)
		out := judge(status, e, ok, true)
		if out == Created && (!ok || e.Succeeded == nil || !*e.Succeeded || status < 200 || status > 299) {
			t.Fatalf("created by %d %q", status, body)
		}
		if !bytes.Equal(e.Raw, body) {
			t.Fatal("Raw is not the body")
		}
		if ok && e.redacted(r).Succeeded != e.Succeeded {
			t.Fatal("redacting changed the meaning")
		}
		if shown := r.body(body); bytes.Contains(shown, []byte(canaryKey)) {
			t.Fatalf("the key is in %q", shown)
		}
		a := Answer{Status: status, Outcome: out, Envelope: e, IsEnvelope: ok, Seen: Seen{Host: "host"}}
		a.Other = summary(body, "text/html", r)
		told(t, a)
		PreviewBody(body)
	})
}
