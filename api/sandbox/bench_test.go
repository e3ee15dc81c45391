package sandbox

import (
	"net/http"
	"strings"
	"testing"
)

// vendorLead is the example lead of the API's current documentation.
const vendorLead = `{ "isContact": false, "name": "Company Name", "industry": "Industry",
   "email": [{ "Address": "email@example.com" }],
   "phoneNumber": [{ "Number": "+1-555-204-7789" }] }`

// BenchmarkSandbox100 posts batches of 100 small leads with keep-alive; the
// budget is 1,000 requests a second over loopback.
func BenchmarkSandbox100(b *testing.B) {
	body := batchOf(100, vendorLead)
	run := func(b *testing.B, c *http.Client, host string) {
		b.SetBytes(int64(len(body)))
		for b.Loop() {
			r, err := http.NewRequest(http.MethodPost, "http://"+host+leadsPath, strings.NewReader(body))
			if err != nil {
				b.Fatal(err)
			}
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("X-API-Key", testKey)
			if got := do(b, c, r); got.HTTP != http.StatusOK {
				b.Fatal(got.Raw)
			}
		}
		b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "req/s")
	}
	b.Run("loopback", func(b *testing.B) {
		s := newServer(b, Options{Requests: 1 << 40})
		run(b, http.DefaultClient, serve(b, s))
	})
	b.Run("memory", func(b *testing.B) {
		s := newServer(b, Options{Requests: 1 << 40})
		run(b, client(b, s), "sandbox")
	})
	b.Run("ledger", func(b *testing.B) {
		s := newServer(b, Options{Requests: 1 << 40, Ledger: newLedgerFile(b)})
		run(b, http.DefaultClient, serve(b, s))
	})
}

// BenchmarkDecode is the share of scanning and checking.
func BenchmarkDecode(b *testing.B) {
	body := []byte(batchOf(100, vendorLead))
	dec := decoder{docs: docsBoth, current: currentSchema(), legacy: legacySchema()}
	doc := new(document)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		batch, wrong := dec.read(doc, body)
		if wrong == "" {
			wrong = dec.check(batch)
		}
		if wrong != "" {
			b.Fatal(wrong)
		}
	}
}
