package sandbox

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"time"
)

// answer writes the verdict, or what the fault makes of it.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, verdict answer, fault Fault) {
	switch fault.Kind {
	case FaultResetBefore, FaultResetAfter:
		reset(w)
	case FaultHang:
		_ = sleep(r.Context(), hangTime)
		reset(w)
	case FaultTruncate:
		truncate(w, verdict)
	case FaultHTML:
		limitWrite(w)
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, htmlFault)
	case FaultStatusAfter:
		send(w, r, statusAnswer(fault.code(), fault.code() < 300))
	case FaultSlow:
		if sleep(r.Context(), fault.delay()) {
			send(w, r, verdict)
		}
	default:
		send(w, r, verdict)
	}
}

const htmlFault = `<!DOCTYPE html>
<html><head><title>Welcome to Hotel Wi-Fi</title></head>
<body><h1>Welcome</h1><p>Please accept our terms to use the internet.</p></body></html>
`

// hangTime ends a hang whose client cannot be seen leaving, because it has sent
// more behind the request.
const hangTime = 15 * time.Minute

// writeTime is how long a client may take to read its answer.
const writeTime = 30 * time.Second

// limitWrite begins writeTime; net/http lifts it when the answer is out.
func limitWrite(w http.ResponseWriter) {
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(writeTime))
}

func send(w http.ResponseWriter, r *http.Request, a answer) {
	limitWrite(w)
	h := w.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	if a.problem {
		h.Set("Content-Type", "application/problem+json; charset=utf-8")
	}
	if a.status == http.StatusMethodNotAllowed && r.URL.Path == leadsPath {
		h.Set("Allow", http.MethodPost)
	}
	w.WriteHeader(a.status)
	_, _ = w.Write(a.body) // a client that is gone has nothing to be told
}

// reset ends the connection without an answer, by RST where there is TCP.
func reset(w http.ResponseWriter) {
	conn, _, err := http.NewResponseController(w).Hijack()
	if err != nil { // a recorder in a test, or HTTP/2: abort as net/http can
		panic(http.ErrAbortHandler)
	}
	if l, ok := conn.(interface{ SetLinger(sec int) error }); ok {
		_ = l.SetLinger(0)
	}
	_ = conn.Close()
}

// truncate announces the whole answer and sends half of it.
func truncate(w http.ResponseWriter, a answer) {
	conn, buf, err := http.NewResponseController(w).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetWriteDeadline(time.Now().Add(writeTime))
	_, _ = fmt.Fprintf(buf, "HTTP/1.1 %d %s\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: %d\r\n\r\n%s",
		a.status, http.StatusText(a.status), len(a.body), a.body[:len(a.body)/2])
	_ = buf.Flush()
}

// sleep waits for d and says whether it came to its end.
func sleep(ctx context.Context, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
}
