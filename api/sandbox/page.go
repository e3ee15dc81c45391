package sandbox

import (
	"bytes"
	"crypto/sha256"
	_ "embed" // the page's template and style
	"encoding/base64"
	"fmt"
	"html/template"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"time"
)

//go:embed assets/page.html
var pageHTML string

//go:embed assets/page.css
var pageCSS string

// How much one page shows.
const (
	leadsAPage    = 50
	requestsShown = 50
	maxForm       = 64 << 10
)

// page is the sandbox's own page: the "look into the CRM" of practice.
type page struct {
	html   *template.Template
	policy string
	cross  *http.CrossOriginProtection
}

func newPage() (*page, error) {
	t, err := template.New("page").Parse(pageHTML)
	if err != nil {
		return nil, fmt.Errorf("parse the sandbox's page: %w", err)
	}
	sum := sha256.Sum256([]byte(pageCSS))
	return &page{
		html: t,
		policy: "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) +
			"'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
		cross: http.NewCrossOriginProtection(),
	}, nil
}

// pageRequest says whether a request is for the page and not for the API.
func pageRequest(r *http.Request) bool {
	get := r.Method == http.MethodGet || r.Method == http.MethodHead
	return r.URL.Path == "/" && get || r.URL.Path == "/faults" && r.Method == http.MethodPost
}

// pageData is what the template draws.
type pageData struct {
	CSS         template.CSS
	Stats       Stats
	Per         string // the window's length
	Plan        string
	Docs        string
	Latency     time.Duration
	Windows     []windowView
	Leads       []leadView
	From, To    int
	Newer       int
	Older       int
	HasNewer    bool
	HasOlder    bool
	Requests    []requestView
	Pending     []Fault
	Switches    []faultSwitch
	Usages      []string
	Notice      string
	RequestsCut bool
}

// windowView is one key's window.
type windowView struct {
	Key         string
	Used, Limit int
}

// requestView is one line of the requests.
type requestView struct {
	Request
	Clock, Short, Text string
}

// faultSwitch is one button.
type faultSwitch struct{ Value, Label, Creates string }

func faultSwitches() []faultSwitch {
	const no, yes = "creates nothing", "creates, then spoils the answer"
	return []faultSwitch{
		{FaultLimited, "429", no},
		{FaultReject + "=Practice: this batch is refused.", "400", no},
		{FaultProblem, "400, a lead named", no},
		{FaultStatus + "=500", "500", no},
		{FaultResetBefore, "reset", no},
		{FaultStatusAfter + "=500", "500 after", yes},
		{FaultHang, "hang", yes},
		{FaultResetAfter, "cut after body", yes},
		{FaultTruncate, "half an answer", yes},
		{FaultHTML, "HTML page", yes},
		{FaultSlow + "=5s", "slow (5 s)", yes},
	}
}

// servePage shows the page and works its switches, to this machine only.
func (s *Server) servePage(w http.ResponseWriter, r *http.Request) {
	limitWrite(w)
	h := w.Header()
	h.Set("Content-Security-Policy", s.page.policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
	if !loopback(r.RemoteAddr) || !loopbackHost(r.Host) {
		http.Error(w, "This page is for the machine that the sandbox runs on: open it as http://127.0.0.1:PORT/.", http.StatusForbidden)
		return
	}
	if r.Method == http.MethodPost {
		s.switchFault(w, r)
		return
	}
	var body bytes.Buffer
	if err := s.page.html.Execute(&body, s.pageData(r.URL.Query())); err != nil {
		http.Error(w, "The page could not be drawn.", http.StatusInternalServerError)
		return
	}
	h.Set("Content-Type", "text/html; charset=utf-8")
	_, _ = w.Write(body.Bytes())
}

// switchFault works the form of the faults.
func (s *Server) switchFault(w http.ResponseWriter, r *http.Request) {
	if err := s.page.cross.Check(r); err != nil {
		http.Error(w, "The switches work from this page only.", http.StatusForbidden)
		return
	}
	r.Body = http.MaxBytesReader(w, r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		http.Error(w, "The form could not be read.", http.StatusBadRequest)
		return
	}
	to := "/#faults"
	if r.PostForm.Has("clear") {
		s.ClearFaults()
	} else if err := s.setFromForm(r.PostForm); err != nil {
		to = "/?notice=" + url.QueryEscape(err.Error()) + "#faults"
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
}

func (s *Server) setFromForm(form url.Values) error {
	f, err := ParseFault(form.Get("fault"))
	if err != nil {
		return err
	}
	if n := form.Get("n"); n != "" {
		if f.N, err = strconv.Atoi(n); err != nil || f.N < 1 {
			return fmt.Errorf("the number of requests must be from 1 up, but was %q", n)
		}
	}
	return s.SetFault(f)
}

// loopback says whether an address with a port is this machine's.
func loopback(addr string) bool {
	if addr == pipeNetwork {
		return true
	}
	ap, err := netip.ParseAddrPort(addr)
	return err == nil && ap.Addr().Unmap().IsLoopback()
}

// loopbackHost says whether a Host header names this machine, so that no
// foreign name that resolves to it can reach the page.
func loopbackHost(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	if name == "localhost" {
		return true
	}
	if len(name) > 1 && name[0] == '[' && name[len(name)-1] == ']' {
		name = name[1 : len(name)-1]
	}
	ip, err := netip.ParseAddr(name)
	return err == nil && ip.IsLoopback()
}

func (s *Server) pageData(query url.Values) pageData {
	from, _ := strconv.Atoi(query.Get("from")) // anything else is the first page
	from = max(from, 0)
	d := pageData{
		CSS:   template.CSS(pageCSS), //nolint:gosec // G203: a constant of this package
		Stats: s.Stats(), Per: seconds(s.per), Plan: s.plan, Docs: s.dec.docs, Latency: s.latency,
		Windows: s.windowViews(), Pending: s.Faults(), Switches: faultSwitches(), Usages: FaultUsages(),
		Notice: query.Get("notice"),
	}
	for _, l := range s.Leads(from, leadsAPage) {
		d.Leads = append(d.Leads, s.dec.view(l))
	}
	d.From, d.To = from+1, from+len(d.Leads)
	d.Newer, d.HasNewer = max(0, from-leadsAPage), from > 0
	d.Older, d.HasOlder = from+leadsAPage, d.To < d.Stats.Kept && len(d.Leads) > 0
	for _, r := range s.Requests(0, requestsShown) {
		d.Requests = append(d.Requests, requestView{r, clock(r.Time), r.ID[len(r.ID)-8:], string(r.Envelope)})
	}
	d.RequestsCut = d.Stats.Requests > len(d.Requests)
	return d
}

func clock(t time.Time) string { return t.Local().Format("2006-01-02 15:04:05") }

// seconds writes a duration as people say it.
func seconds(d time.Duration) string {
	return strconv.FormatFloat(d.Seconds(), 'f', -1, 64) + " s"
}

func (s *Server) windowViews() []windowView {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []windowView
	for _, key := range s.keys {
		if w := s.windows[key]; w != nil {
			out = append(out, windowView{maskKey(key), w.used(s.now()), s.requests})
		}
	}
	return out
}
