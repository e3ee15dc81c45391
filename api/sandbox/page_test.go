package sandbox

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func get(t testing.TB, r *http.Request) (*http.Response, string) {
	t.Helper()
	c := &http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	res, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res, string(b)
}

func TestPageShowsWhatCame(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{Requests: 300, Faults: []Fault{{"status-after", "503", 2}}})
	c := client(t, s)
	const lead = `[{"isContact":true,"name":"Zoë","lastName":"<script>alert(1)</script>","labels":["hot","\u202Efine"],
		"emails":[{"Address":"zoe@example.com"},{"address":"z@example.org"}],"phoneNumber":[{"Number":"+15552047789","ext":"9"}],
		"socials":[{"Type":"LinkedIn","Url":"https://linkedin.com/in/zoe"}],"e-mails":"lost",
		"addresses":[{"Street":"1 Main St","City":"Αθήνα","Country":"GR"}],
		"contacts":[{"name":"Ann","lastName":"Lee","role":"CTO","emailz":[]}],"notes":"\"/><img src=x>"}]`
	post(t, c, lead)
	post(t, c, `[{"company":"山田商事"}]`)
	if got := post(t, c, `[{"company":7}]`); got.HTTP != 400 {
		t.Fatal(got.Raw)
	}
	base := "http://" + serve(t, s)
	res, page := get(t, newRequest(t, http.MethodGet, base+"/", ""))
	if res.StatusCode != 200 || res.Header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Fatalf("%s %v", res.Status, res.Header)
	}
	for _, want := range []string{
		"Zoë &lt;script&gt;alert(1)&lt;/script&gt;", "山田商事", "zoe@example.com", "z@example.org", "&#43;15552047789",
		"LinkedIn, https://linkedin.com/in/zoe", "1 Main St, Αθήνα, GR", "Ann Lee", "CTO", "hot",
		`<code>&#34;e-mails&#34;</code>`, "<code>phoneNumber[0].ext</code>", "<code>contacts[0].emailz</code>",
		"&#34;succeeded&#34;:true", "leads[0].company: must be a string, but was a number", "fault: status-after=503",
		"&#34;/&gt;&lt;img src=x&gt;", "None is switched on",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(page, "<script") || strings.Contains(page, "<img") {
		t.Error("something came through unescaped")
	}
	if strings.Index(page, "山田商事") > strings.Index(page, "Zoë") {
		t.Error("the newest lead is not first")
	}
	policy := res.Header.Get("Content-Security-Policy")
	for _, want := range []string{"default-src 'none'", "style-src 'sha256-", "form-action 'self'", "frame-ancestors 'none'"} {
		if !strings.Contains(policy, want) {
			t.Errorf("policy %q lacks %q", policy, want)
		}
	}
	if got := s.Stats().Requests; got != 3 {
		t.Errorf("%d requests: looking at the page is none", got)
	}
}

func TestPageTurns(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{})
	c := client(t, s)
	for i := range 60 {
		post(t, c, fmt.Sprintf(`[{"company":"Company %02d"}]`, i))
	}
	base := "http://" + serve(t, s)
	_, first := get(t, newRequest(t, http.MethodGet, base+"/", ""))
	_, second := get(t, newRequest(t, http.MethodGet, base+"/?from=50", ""))
	if !strings.Contains(first, "Company 59") || strings.Contains(first, "Company 09<") || !strings.Contains(first, `href="/?from=50#leads"`) {
		t.Error("the first page is wrong")
	}
	if !strings.Contains(second, "Company 09") || !strings.Contains(second, "51 to 60 of 60") || !strings.Contains(second, `href="/?from=0#leads"`) {
		t.Error("the second page is wrong")
	}
	for _, from := range []string{"-5", "x", "99999999999999999999"} {
		if res, _ := get(t, newRequest(t, http.MethodGet, base+"/?from="+from, "")); res.StatusCode != 200 {
			t.Errorf("from=%s: %s", from, res.Status)
		}
	}
}

func form(t testing.TB, base string, values url.Values, edit func(*http.Request)) *http.Request {
	t.Helper()
	r := newRequest(t, http.MethodPost, base+"/faults", values.Encode())
	r.Header = http.Header{"Content-Type": {"application/x-www-form-urlencoded"}, "Sec-Fetch-Site": {"same-origin"}}
	if edit != nil {
		edit(r)
	}
	return r
}

func TestPageSwitchesFaults(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{})
	base := "http://" + serve(t, s)
	set := func(values url.Values, location, pending string) {
		t.Helper()
		res, _ := get(t, form(t, base, values, nil))
		if res.StatusCode != http.StatusSeeOther || !strings.HasPrefix(res.Header.Get("Location"), location) {
			t.Errorf("%v: %s to %q", values, res.Status, res.Header.Get("Location"))
		}
		if got := fmt.Sprint(s.Faults()); got != pending {
			t.Errorf("%v: pending %s, want %s", values, got, pending)
		}
	}
	set(url.Values{"fault": {"429"}}, "/#faults", "[429]")
	set(url.Values{"fault": {"status=503"}, "n": {"3"}}, "/#faults", "[429 status=503]")
	if f := s.Faults()[1]; f.N != 3 {
		t.Errorf("%+v, want it for 3 requests", f)
	}
	set(url.Values{"fault": {"explode"}}, "/?notice=unknown", "[429 status=503]")
	set(url.Values{"fault": {"hang"}, "n": {"0"}}, "/?notice=", "[429 status=503]")
	_, page := get(t, newRequest(t, http.MethodGet, base+"/", ""))
	if !strings.Contains(page, "<code>status=503</code> for 3 requests") {
		t.Error("the page does not show what is pending")
	}
	set(url.Values{"clear": {"1"}}, "/#faults", "[]")
	for _, sw := range faultSwitches() {
		s.ClearFaults()
		set(url.Values{"fault": {sw.Value}}, "/#faults", "["+sw.Value+"]")
	}
}

// The page is for this machine and its switches for the page itself.
func TestPageKeepsOthersOut(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{})
	base := "http://" + serve(t, s)
	values := url.Values{"fault": {"hang"}}
	for name, edit := range map[string]func(*http.Request){
		"another site":     func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "cross-site") },
		"another port":     func(r *http.Request) { r.Header.Set("Sec-Fetch-Site", "same-site") },
		"another origin":   func(r *http.Request) { r.Header.Del("Sec-Fetch-Site"); r.Header.Set("Origin", "http://evil.example") },
		"opaque origin":    func(r *http.Request) { r.Header.Del("Sec-Fetch-Site"); r.Header.Set("Origin", "null") },
		"a rebound name":   func(r *http.Request) { r.Host = "evil.example" },
		"a public address": func(r *http.Request) { r.Host = "192.0.2.1:8787" },
	} {
		if res, _ := get(t, form(t, base, values, edit)); res.StatusCode != http.StatusForbidden || len(s.Faults()) != 0 {
			t.Errorf("%s: %s, %v", name, res.Status, s.Faults())
		}
	}
	r := newRequest(t, http.MethodGet, base+"/", "")
	r.Host = "evil.example"
	if res, _ := get(t, r); res.StatusCode != http.StatusForbidden {
		t.Errorf("the page under a foreign name: %s", res.Status)
	}
	big := url.Values{"fault": {strings.Repeat("x", maxForm)}}
	if res, _ := get(t, form(t, base, big, nil)); res.StatusCode != http.StatusBadRequest {
		t.Errorf("a huge form: %s", res.Status)
	}
	for addr, want := range map[string]bool{"127.0.0.1:80": true, "[::1]:80": true, "[::ffff:127.0.0.1]:1": true, "memory": true, "192.0.2.1:80": false, "": false} {
		if got := loopback(addr); got != want {
			t.Errorf("loopback(%q) = %v", addr, got)
		}
	}
	for host, want := range map[string]bool{
		"localhost": true, "localhost:1": true, "127.0.0.1": true, "127.9.9.9:80": true, "[::1]": true, "[::1]:80": true,
		"": false, "localhost.evil.example": false, "127.0.0.1.evil.example:80": false, "10.0.0.1": false, "[": false,
	} {
		if got := loopbackHost(host); got != want {
			t.Errorf("loopbackHost(%q) = %v", host, got)
		}
	}
}
