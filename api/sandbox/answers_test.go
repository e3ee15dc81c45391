package sandbox

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
)

const vendorLegacyLead = `{ "company": "Company Name", "contactPerson": "Contact Person Name", "jobTitle": "Job Title",
   "email": "email@example.com", "phoneNumber": "Phone Number",
   "notes": "Any relevant notes or information about the lead" }`

// The bodies of docs/api.md, byte for byte.
func TestAnswersTheVendorsExamples(t *testing.T) {
	t.Parallel()
	for _, body := range []string{
		"[" + vendorLead + "]",
		`[{ "isContact": false, "Name": "ClosingDealz" }]`,
		"[" + vendorLegacyLead + "]",
		`[{ "Company": "Open AI", "Notes": "Interested in API integration" }]`,
	} {
		l := &ledger{}
		s := newServer(t, Options{Ledger: l})
		got := post(t, client(t, s), body)
		want := `{"succeeded":true,"statusCode":200,"statusCodeDescription":"NONE","message":null}`
		if got.HTTP != http.StatusOK || got.Raw != want {
			t.Errorf("%s: got %d %s, want 200 %s", body, got.HTTP, got.Raw, want)
		}
		if n := len(l.all()); n != 2 {
			t.Errorf("%s: %d ledger lines, want a request and a lead", body, n)
		}
	}
}

func TestSentences(t *testing.T) {
	t.Parallel()
	const company = `{"isContact":false,"name":"A"}`
	const legacy = `{"company":"A"}`
	for _, c := range []struct {
		name   string
		o      Options
		edit   func(*http.Request)
		body   string
		status int
		want   string
	}{
		{"no key", Options{}, func(r *http.Request) { r.Header.Del("X-API-Key") }, "[" + company + "]", 401, "Invalid API key."},
		{"empty key", Options{}, func(r *http.Request) { r.Header.Set("X-API-Key", "") }, "[" + company + "]", 401, "Invalid API key."},
		{"wrong key", Options{}, func(r *http.Request) { r.Header.Set("X-API-Key", "sandbox-kez") }, "[" + company + "]", 401, "Invalid API key."},
		{"doubled key", Options{}, func(r *http.Request) { r.Header.Add("X-API-Key", testKey) }, "[" + company + "]", 401, "Invalid API key."},
		{"wrong key before bad body", Options{}, func(r *http.Request) { r.Header.Set("X-API-Key", "x") }, "}", 401, "Invalid API key."},
		{"second key", Options{Keys: []string{"a", testKey}}, nil, "[" + company + "]", 200, ""},
		{"no leads", Options{}, nil, " [ ] ", 400, "The request holds no leads: the array is empty, so nothing was created."},
		{"101 leads", Options{}, nil, batchOf(101, company), 400, "The maximum amount of leads to create at once is 100, but was 101."},
		{"100 leads", Options{}, nil, batchOf(100, company), 200, ""},
		{"size before plan", Options{Plan: "downgraded"}, nil, batchOf(250, company), 400, "The maximum amount of leads to create at once is 100, but was 250."},
		{"downgraded", Options{Plan: "downgraded"}, nil, "[" + company + "]", 400, "Reached the maximum limit of leads on the free plan."},
		{"plan before leads", Options{Plan: "downgraded"}, nil, `[{"isContact":1}]`, 400, "Reached the maximum limit of leads on the free plan."},
		{"free, current", Options{Plan: "free", Leads: 200}, nil, "[" + company + "]", 400, "Can not have more than 200 leads on the free plan."},
		{"free, current, fits", Options{Plan: "free", Leads: 199}, nil, "[" + company + "]", 200, ""},
		{"free, legacy", Options{Plan: "free", Leads: 5}, nil, "[" + legacy + "]", 400, "Can not have more than 5 leads on the free plan."},
		{"free, legacy only", Options{Plan: "free", Docs: "legacy"}, nil, batchOf(6, legacy), 400, "Can not have more than 5 leads on the free plan."},
		{"free, legacy, fits", Options{Plan: "free"}, nil, batchOf(5, legacy), 200, ""},
		{"no media type", Options{}, func(r *http.Request) { r.Header.Del("Content-Type") }, "[" + company + "]", 415, msgMediaType},
		{"form", Options{}, func(r *http.Request) { r.Header.Set("Content-Type", "application/x-www-form-urlencoded") }, "[" + company + "]", 415, msgMediaType},
		{"charset", Options{}, func(r *http.Request) { r.Header.Set("Content-Type", "application/json; charset=latin1") }, "[" + company + "]", 415, msgMediaType},
		{"utf-8", Options{}, func(r *http.Request) { r.Header.Set("Content-Type", "Application/JSON;charset=UTF-8") }, "[" + company + "]", 200, ""},
		{"gzip", Options{}, func(r *http.Request) { r.Header.Set("Content-Encoding", "gzip") }, "[" + company + "]", 415, msgMediaType},
		{"GET", Options{}, func(r *http.Request) { r.Method = http.MethodGet }, "", 405, "Only POST is allowed here."},
		{"GET without key", Options{}, func(r *http.Request) { r.Method = http.MethodGet; r.Header.Del("X-API-Key") }, "", 405, "Only POST is allowed here."},
		{"PUT", Options{}, func(r *http.Request) { r.Method = http.MethodPut }, "[]", 405, "Only POST is allowed here."},
		{"elsewhere", Options{}, func(r *http.Request) { r.URL.Path = "/api/v1/lead" }, "[" + company + "]", 404, msgNotFound},
		{"root", Options{}, func(r *http.Request) { r.URL.Path = "/" }, "[" + company + "]", 404, msgNotFound},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			l := &ledger{}
			c.o.Ledger = l
			s := newServer(t, c.o)
			r := newRequest(t, http.MethodPost, "http://sandbox"+leadsPath, c.body)
			if c.edit != nil {
				c.edit(r)
			}
			got := do(t, client(t, s), r)
			if got.HTTP != c.status || got.message() != c.want || *got.Succeeded != (c.status == 200) {
				t.Errorf("got %d %s, want %d %q", got.HTTP, got.Raw, c.status, c.want)
			}
			created := s.Stats().Created
			if (created > 0) != (c.status == 200) || len(l.all()) != 1+created {
				t.Errorf("%d leads created, %d ledger lines", created, len(l.all()))
			}
		})
	}
}

func TestWrongOptions(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		o    Options
		want string
	}{
		{Options{Docs: "v2"}, "current, legacy, both"},
		{Options{Plan: "gold"}, "basic, free, downgraded"},
		{Options{WindowKind: "round"}, "exact, segmented, fixed, weighted, leaky"},
		{Options{Keys: []string{""}}, "empty"},
		{Options{Requests: -1}, "negative"},
		{Options{Faults: []Fault{{Kind: "nope"}}}, "status-after=CODE"},
	} {
		if _, err := New(c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%+v: got %v, want an error with %q", c.o, err, c.want)
		}
	}
}

func TestLimitsByDocs(t *testing.T) {
	t.Parallel()
	for docs, want := range map[string]string{"": "100 in 1m0s", "both": "100 in 1m0s", "current": "100 in 1m0s", "legacy": "1000 in 5m0s"} {
		st := newServer(t, Options{Docs: docs}).Stats()
		if got := fmt.Sprintf("%d in %s", st.Limit, st.Window); got != want {
			t.Errorf("docs %q: got %s, want %s", docs, got, want)
		}
	}
}

// All but 401 and 429 counts in the window.
func TestWhatCountsInTheWindow(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{Requests: 6})
	c := client(t, s)
	used := func(want int) {
		t.Helper()
		if got := s.Stats().Used; got != want {
			t.Fatalf("%d requests used, want %d", got, want)
		}
	}
	bad := newRequest(t, http.MethodPost, "http://sandbox"+leadsPath, "[]")
	bad.Header.Set("X-API-Key", "wrong")
	do(t, c, bad)
	used(0)
	if err := s.SetFault(Fault{Kind: FaultLimited}); err != nil {
		t.Fatal(err)
	}
	post(t, c, "[]")
	used(0)
	post(t, c, "[]") // 400
	used(1)
	do(t, c, newRequest(t, http.MethodGet, "http://sandbox"+leadsPath, "")) // 405
	used(2)
	do(t, c, newRequest(t, http.MethodPost, "http://sandbox/x", "")) // 404
	used(3)
	r := newRequest(t, http.MethodPost, "http://sandbox"+leadsPath, "[]")
	r.Header.Set("Content-Type", "text/plain") // 415
	do(t, c, r)
	used(4)
	if err := s.SetFault(Fault{Kind: FaultStatus, Arg: "500"}); err != nil {
		t.Fatal(err)
	}
	post(t, c, "[]") // 500
	used(5)
	post(t, c, `[{"company":"A"}]`)
	used(6)
	for range 3 {
		got := post(t, c, "}") // the window comes before the body
		if got.HTTP != 429 || got.message() != "Too many requests. Please try again later." {
			t.Fatalf("got %d %s, want 429", got.HTTP, got.Raw)
		}
	}
	used(6)
}
