package lead

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// What is taken for a plain address has no fault when it is looked at closely.
func TestPlainAddressesHaveNoFault(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(3, 4))
	parts := []string{
		"a", "Z", "0", "9", "-", ".", ".", "_", "+", "@", "@", "ab", "com", "example", "xn--mnchen-3ya", " ", "é", "<", "\"", strings.Repeat("x", 30), strings.Repeat("1", 33),
	}
	plain := 0
	for range 200_000 {
		s := ""
		for _, between := range []string{"@", ".", ""} {
			for range rnd.IntN(4) {
				s += parts[rnd.IntN(len(parts))]
			}
			s += between
		}
		if !plainMail(s) {
			continue
		}
		plain++
		if fault := mailFault(s); fault != "" {
			t.Errorf("%q: %s", s, fault)
		}
	}
	for _, s := range []string{"anna@acme.example", "a.b+c@x-y.co.uk", "info@acme1.com"} {
		if !plainMail(s) {
			t.Errorf("%q is not plain", s)
		}
	}
	if plain < 1000 {
		t.Errorf("only %d addresses were plain", plain)
	}
}
