package words

import (
	"testing"
	"time"
)

func TestTook(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		-time.Second: "–", 0: "<1 ms", 999 * time.Microsecond: "<1 ms", 4900 * time.Microsecond: "4 ms", 999*time.Millisecond + 1: "999 ms",
		time.Second: "1.0 s", 1940 * time.Millisecond: "1.9 s", 9900 * time.Millisecond: "9.9 s", 10 * time.Second: "10 s",
		60 * time.Second: "60 s", 99*time.Second + 999*time.Millisecond: "99 s", 100 * time.Second: "1 min", time.Hour: "60 min",
	} {
		if got := Took(d); got != want {
			t.Errorf("%v is %q, want %q", d, got, want)
		}
	}
}
