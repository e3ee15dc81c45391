package lazyregexp_test

import (
	"testing"

	"leadpad/safe/lazyregexp"
)

// TestCompiledWhenUsed makes an expression that cannot be compiled, which is found
// out at its first use.
func TestCompiledWhenUsed(t *testing.T) {
	t.Parallel()
	wrong := lazyregexp.New(`(`)
	defer func() {
		if recover() == nil {
			t.Error("a wrong expression was used")
		}
	}()
	wrong.MatchString("")
}

// TestAsRegexp finds and replaces.
func TestAsRegexp(t *testing.T) {
	t.Parallel()
	r := lazyregexp.New(`a(.)`)
	if m := r.FindStringSubmatch("xab"); len(m) != 2 || m[1] != "b" {
		t.Errorf("found %q", m)
	}
	if got := r.ReplaceAllString("xab", "$1$1"); got != "xbb" {
		t.Errorf("replaced to %q", got)
	}
}
