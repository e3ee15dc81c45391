package sandbox

import (
	"bytes"
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/google/uuid"

	"leadpad/api"
)

const (
	// maxBody is far above what 100 leads within their limits take.
	maxBody = 8 << 20
	// Of a larger body this much is read and dropped, while each part comes within
	// this long, so that a client that writes all before it reads still gets its 413.
	dropBody = 128 << 20
	dropPart = 1 << 20
	dropTime = 2 * time.Second
)

// scratch is the memory of one request, used again for the next.
type scratch struct {
	body bytes.Buffer
	doc  document
}

// keepScratch bounds what waits in the pool for the next request.
const keepScratch = 1 << 20

func (s *Server) release(sc *scratch) {
	const nodeSize = 32
	if sc.body.Cap() <= keepScratch && cap(sc.doc.nodes)*nodeSize <= keepScratch {
		s.documents.Put(sc)
	}
}

// serveAPI judges one request, writes the ledger and then answers. The checks
// come in this order: key, window, size, plan, leads.
func (s *Server) serveAPI(w http.ResponseWriter, r *http.Request) {
	sc := s.documents.Get().(*scratch)
	defer s.release(sc)
	req := Request{ID: newID(), Key: maskKey(r.Header.Get("X-API-Key"))}

	early, fault := s.admit(r)
	readErr := s.readBody(w, r, sc)
	req.Bytes = int64(sc.body.Len())
	if errors.Is(readErr, errTooLarge) {
		req.Bytes = max(req.Bytes, r.ContentLength)
	}
	// A client that leaves meanwhile does not stop a server that has the request.
	_ = sleep(r.Context(), s.latency)
	verdict := s.judge(sc, r, &req, early, fault, readErr)
	s.answer(w, r, verdict, fault)
}

// admit checks key and window and takes the request's fault. An answer with a
// status ends the matter.
func (s *Server) admit(r *http.Request) (answer, Fault) {
	key, ok := s.key(r)
	here := r.URL.Path == leadsPath
	if !ok {
		switch {
		case !here:
			return refused(http.StatusNotFound, msgNotFound), Fault{}
		case r.Method != http.MethodPost:
			return refused(http.StatusMethodNotAllowed, msgMethod), Fault{}
		}
		return refused(http.StatusUnauthorized, msgBadKey), Fault{}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	post := here && r.Method == http.MethodPost
	if post && len(s.faults) > 0 && s.faults[0].Kind == FaultLimited {
		return answer{}, s.nextFault()
	}
	if !s.window(key).take(s.now()) {
		return refused(http.StatusTooManyRequests, msgLimited), Fault{}
	}
	switch {
	case !here:
		return refused(http.StatusNotFound, msgNotFound), Fault{}
	case !post:
		return refused(http.StatusMethodNotAllowed, msgMethod), Fault{}
	}
	return answer{}, s.nextFault()
}

// key gives the request's key when it is the only one and right.
func (s *Server) key(r *http.Request) (string, bool) {
	sent := r.Header.Values("X-API-Key")
	if len(sent) != 1 {
		return "", false
	}
	for _, key := range s.keys {
		if subtle.ConstantTimeCompare([]byte(key), []byte(sent[0])) == 1 {
			return key, true
		}
	}
	return "", false
}

// window gives a key's window. The caller holds mu.
func (s *Server) window(key string) window {
	w := s.windows[key]
	if w == nil {
		// The kind was checked by New.
		w, _ = newWindow(s.windowKind, s.requests, s.per)
		s.windows[key] = w
	}
	return w
}

var errTooLarge = errors.New("body too large")

// readBody reads at most maxBody bytes; of more it drops what comes at once.
func (s *Server) readBody(w http.ResponseWriter, r *http.Request, sc *scratch) error {
	sc.body.Reset()
	if r.ContentLength <= maxBody {
		_, err := sc.body.ReadFrom(io.LimitReader(r.Body, maxBody+1))
		if err != nil || sc.body.Len() <= maxBody {
			return err
		}
	}
	if r.Header.Get("Expect") == "" { // who asks before sending is not invited
		drop(http.NewResponseController(w), r.Body)
	}
	return errTooLarge
}

// drop reads on while what comes comes quickly: who is cut off while writing may not
// read the answer.
func drop(c *http.ResponseController, body io.Reader) {
	for range dropBody / dropPart {
		_ = c.SetReadDeadline(time.Now().Add(dropTime))
		if _, err := io.CopyN(io.Discard, body, dropPart); err != nil {
			return
		}
	}
}

// judge finds the verdict and records it.
func (s *Server) judge(sc *scratch, r *http.Request, req *Request, early answer, fault Fault, readErr error) answer {
	if early.status == 0 && readErr != nil {
		early = bodyRefusal(readErr)
	}
	var b batch
	wrong := refusal("")
	if readErr == nil {
		b, wrong = s.dec.read(&sc.doc, sc.body.Bytes())
		if wrong == "" {
			req.Leads = b.doc.count(0)
		}
	}
	if early.status == 0 && fault.Kind != "" && !fault.creates() {
		return s.record(req, fault, fault.verdict(req.Leads))
	}
	switch {
	case early.status != 0:
	case !isJSON(r.Header):
		early = refused(http.StatusUnsupportedMediaType, msgMediaType)
	case wrong != "":
		early = refused(http.StatusBadRequest, string(wrong))
	case req.Leads == 0:
		early = refused(http.StatusBadRequest, msgNoLeads)
	case req.Leads > api.MaxLeads:
		early = refused(http.StatusBadRequest, fmt.Sprintf(msgTooMany, api.MaxLeads, req.Leads))
	default:
		return s.create(req, fault, b)
	}
	return s.record(req, fault, early)
}

func bodyRefusal(err error) answer {
	switch {
	case errors.Is(err, errTooLarge):
		return refused(http.StatusRequestEntityTooLarge, fmt.Sprintf(msgTooLarge, maxBody))
	case errors.Is(err, os.ErrDeadlineExceeded):
		return refused(http.StatusRequestTimeout, msgTimeout)
	}
	return refused(http.StatusBadRequest, msgCut)
}

func isJSON(h http.Header) bool {
	t, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	encoding := h.Get("Content-Encoding")
	charset := params["charset"]
	return err == nil && t == "application/json" &&
		(charset == "" || strings.EqualFold(charset, "utf-8")) &&
		(encoding == "" || strings.EqualFold(encoding, "identity"))
}

// create makes all leads of a batch, or none.
func (s *Server) create(req *Request, fault Fault, b batch) answer {
	wrong := s.dec.check(b) // the costly part, outside the lock
	form := s.dec.spoken(b.form)
	c := creation{request: req.ID, form: form}
	if wrong == "" {
		c.raw = make([]byte, 0, len(b.doc.src))
		c.ends = make([]uint32, 0, req.Leads)
		for lead := range b.doc.children(0) {
			c.raw = compact(c.raw, b.doc.raw(lead))
			c.ends = append(c.ends, uint32(len(c.raw)))
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if message := s.planRefusal(form, req.Leads); message != "" {
		return s.commit(req, fault, refused(http.StatusBadRequest, message), creation{})
	}
	if wrong != "" {
		return s.commit(req, fault, refused(http.StatusBadRequest, string(wrong)), creation{})
	}
	return s.commit(req, fault, created(), c)
}

// planRefusal says why n more leads do not fit; "" when they do. The caller
// holds mu.
func (s *Server) planRefusal(form api.Form, n int) string {
	switch s.plan {
	case planDowngraded:
		return msgDowngraded
	case planFree:
		limit := planLimitCurrent
		if form == api.Legacy {
			limit = planLimitLegacy
		}
		if s.existing+s.store.created+n > limit {
			return fmt.Sprintf(msgPlanLimit, limit)
		}
	}
	return ""
}

// record commits a verdict that creates nothing.
func (s *Server) record(req *Request, fault Fault, verdict answer) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.commit(req, fault, verdict, creation{})
}

// commit writes the ledger and keeps the request and its leads. The caller
// holds mu, so that the ledger's order is the order of what happened.
func (s *Server) commit(req *Request, fault Fault, verdict answer, c creation) answer {
	req.Time, req.Status, req.Envelope = s.now(), verdict.status, verdict.body
	req.Created = len(c.ends)
	if fault.Kind != "" {
		req.Fault = fault.String()
	}
	if s.ledger != nil {
		leads := make([][]byte, len(c.ends))
		for i := range leads {
			leads[i] = c.lead(i)
		}
		if err := writeLedger(s.ledger, *req, leads); err != nil {
			verdict, c = refused(http.StatusInternalServerError, msgLedger), creation{}
			req.Status, req.Envelope, req.Created = verdict.status, verdict.body, 0
		}
	}
	c.time = req.Time
	s.store.add(*req, c)
	return verdict
}

func newID() string { return uuid.Must(uuid.NewV7()).String() }
