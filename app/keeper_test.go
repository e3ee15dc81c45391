package app

import (
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"leadpad/config"
)

// A key that is changed in the middle of a submission is not used by it; the
// next look finds it.
func TestKeeperKeepsTheKeyOfASubmission(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	path := filepath.Join(dir, "acme.key")
	write := func(key string) {
		if err := os.WriteFile(path, []byte(key), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("first")
	synctest.Test(t, func(t *testing.T) {
		k := &keeper{keys: config.Keys{Dir: dir, NoKeyring: true}, profile: config.Profile{Name: "acme"}}
		want := func(what string, get func() (config.Secret, error), key string) {
			t.Helper()
			if got, err := get(); err != nil || got.Reveal() != key {
				t.Errorf("%s gave %q, %v; want %q", what, got.Reveal(), err, key)
			}
		}
		look := func() (config.Secret, error) { return k.look(t.Context()) }
		last := func() (config.Secret, error) { return k.last(t.Context()) }
		want("last", last, "first")
		write("second")
		time.Sleep(time.Hour)
		want("last", last, "first")
		want("look", look, "second")
		want("last", last, "second")
		// A key that was kept from here is found at once, and not before it is
		// looked for.
		write("third")
		want("look", look, "second")
		k.stale()
		want("last", last, "second")
		want("look", look, "third")
	})
}
