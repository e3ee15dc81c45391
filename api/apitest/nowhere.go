// Package apitest helps tests that need a server which is not there.
package apitest

import (
	"fmt"
	"math/rand/v2"
	"net"
	"testing"
)

// Nowhere is an address (host:port) of this machine where nothing listens. A port
// that the system gave and took back is given again, within seconds and to any other
// test's server; systems give theirs from 32768 or 49152 up, so this one is below.
func Nowhere(t testing.TB) string {
	t.Helper()
	for range 1000 {
		addr := fmt.Sprintf("127.0.0.1:%d", 20000+rand.IntN(10000)) //nolint:gosec // any number that nobody else has will do
		l, err := (&net.ListenConfig{}).Listen(t.Context(), "tcp", addr)
		if err != nil {
			continue
		}
		if err := l.Close(); err != nil {
			t.Fatal(err)
		}
		return addr
	}
	t.Fatal("every port tried is in use")
	return ""
}
