package intake

import (
	"bytes"
	"fmt"
	"testing"
)

// BenchmarkReadJSON reads 20,000 JSON lines; its time grows with their number
// and not with its square.
func BenchmarkReadJSON(b *testing.B) {
	var text bytes.Buffer
	for i := range 20_000 {
		fmt.Fprintf(&text, `{"isContact":false,"name":"Company %d","email":[{"Address":"a%d@example.com"}],"phoneNumber":[{"Number":"+1-555-204-7789"}]}`+"\n", i, i)
	}
	b.SetBytes(int64(text.Len()))
	for b.Loop() {
		n := 0
		if err := ReadJSON(bytes.NewReader(text.Bytes()), func(Item) error { n++; return nil }); err != nil || n != 20_000 {
			b.Fatal(n, err)
		}
	}
}
