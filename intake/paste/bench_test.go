package paste_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"leadpad/intake/paste"
)

// long are texts of 100 kB of many kinds.
func long(t testing.TB) map[string]string {
	out := map[string]string{"signatures": signatures(t)}
	for name, part := range map[string]string{
		"a word":    "a",
		"digits":    "1 ",
		"capitals":  "Ab ",
		"lines":     "Jane Doe works at Hooli\n",
		"emails":    "jane.doe@hooli.example\n",
		"commas":    "Berlin, ",
		"bars":      "Jane | ",
		"numbers":   "030 901820, ",
		"separated": "Jane Doe\n\njane.doe@hooli.example\n\n",
		"cards":     "Jane Doe\nHead of Sales\nHooli GmbH\nHafenstraße 12\n10117 Berlin\nTel. 030 901820\njane.doe@hooli.example\n\n",
		"a log":     "2026-11-01 12:00:01.123 INFO server started on 127.0.0.1:8080 pid=1234567890\n",
		"code":      "\tif err := c.read(ctx, \"https://example.com/a\"); err != nil { return 12, err }\n",
		"prose":     "The quick brown fox jumps over the lazy dog and runs to 12 Main Street in Springfield. ",
		"rows":      "Jane\tDoe\tHooli Inc.\tCTO\tjane.doe@hooli.example\t+1 555 204 7789\t1 Main St\tSpringfield\tIL\t62701\tUSA\n",
	} {
		out[name] = strings.Repeat(part, size/len(part))
	}
	// %[1]s is another word each time, %[2]d another number.
	for name, form := range map[string]string{
		"people":           "Jane Sm%[1]s\nHead of Sales\nHooli%[1]s GmbH\nHafenstraße %[2]d\n10117 Berlin\nTel. 030 90%04[2]d\njane.sm%[1]s@hooli%[1]s.example\n\n",
		"short cards":      "Jane Sm%[1]s\nHooli%[1]s GmbH\n+49 30 90%04[2]d\njane.sm%[1]s@hooli%[1]s.example\n\n",
		"cards, no gaps":   "Jane Sm%[1]s\nHead of Sales\nTel. 030 90%04[2]d\njane.sm%[1]s@hooli%[1]s.example\n",
		"list of people":   "Jane Sm%[1]s, Hooli%[1]s Inc., jane.sm%[1]s@hooli%[1]s.example, (212) 555-%04[2]d\n",
		"different rows":   "Jane\tSm%[1]s\tHooli%[1]s Inc.\tCTO\tjane.sm%[1]s@hooli%[1]s.example\t+1 212 555 %04[2]d\t%[2]d Main St\tSpringfield\tIL\t62701\tUSA\n",
		"vCards":           "BEGIN:VCARD\nVERSION:3.0\nN:Sm%[1]s;Jane;;;\nFN:Jane Sm%[1]s\nORG:Hooli%[1]s GmbH\nTITLE:Head of Sales\nADR;TYPE=WORK:;;Hafenstraße %[2]d;Berlin;;10117;Germany\nTEL;TYPE=WORK:+49 30 90%04[2]d\nEMAIL:jane.sm%[1]s@hooli%[1]s.example\nEND:VCARD\n",
		"MECARDs":          "MECARD:N:Sm%[1]s,Jane;ORG:Hooli%[1]s GmbH;TEL:+493090%04[2]d;EMAIL:jane.sm%[1]s@hooli%[1]s.example;ADR:Hafenstraße %[2]d, 10117 Berlin;;\n",
		"different emails": "Jane Sm%[1]s <jane.sm%[1]s@hooli%[1]s.example>,\n",
	} {
		var b strings.Builder
		if name == "different rows" {
			out["below a header"] = "First name\tLast name\tCompany\tJob title\tEmail\tPhone\tStreet\tCity\tState\tZip\tCountry\n"
		}
		for i := 0; b.Len() < size; i++ {
			fmt.Fprintf(&b, form, fmt.Sprintf("%c%c%c", 'a'+i%26, 'a'+i/26%26, 'a'+i/676), i)
		}
		out[name] = b.String()
	}
	out["below a header"] += out["different rows"]
	return out
}

const size = 100_000

// signatures are the texts of the corpus, one behind the other, less those that quote
// a mail or hold a vCard: what follows is not read as a signature.
func signatures(t testing.TB) string {
	t.Helper()
	var b strings.Builder
	for _, s := range samples(t) {
		if !ends.MatchString(s.text) {
			b.WriteString(s.text + "\n\n")
		}
	}
	return strings.Repeat(b.String(), size/b.Len()+1)[:size]
}

var ends = regexp.MustCompile(`(?im)^>|^begin:|^-{2,}|:\s.*@|(wrote|schrieb|écrit).*:$`)

var anEmail = regexp.MustCompile(`[\p{L}\p{N}._-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+`)

// BenchmarkRead100kB reads each of the texts. Its figure is the ratio to what one
// regular expression takes that finds the emails of the same text: "x-emails".
func BenchmarkRead100kB(b *testing.B) {
	for name, text := range long(b) {
		b.Run(name, func(b *testing.B) {
			start := time.Now()
			for range 5 {
				anEmail.FindAllStringIndex(text, -1)
			}
			reference := time.Since(start) / 5
			for b.Loop() {
				paste.Read(text, paste.Options{})
			}
			b.ReportMetric(float64(b.Elapsed())/float64(b.N)/float64(reference), "x-emails")
		})
	}
}
