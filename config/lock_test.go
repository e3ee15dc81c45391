package config

import (
	"fmt"
	"path/filepath"
	"sync"
	"testing"
)

// Fifty programs that change the config at once: every change is there.
func TestChangesAtOnceAreAllKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "leadpad", "config.toml")
	const n = 50
	if err := SetProfile(path, Profile{Name: "first"}, true); err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			var err error
			if i%2 == 0 {
				err = SetProfile(path, Profile{Name: fmt.Sprint("p", i), Docs: "legacy"}, false)
			} else {
				err = SetWire(path, fmt.Sprint("p", i), map[string]string{"preset": "plural"})
			}
			if err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	c, err := Load(path)
	if err != nil {
		t.Fatal(err)
	}
	if len(c.Profiles) != n+1 || c.DefaultProfile != "first" {
		t.Errorf("%d of %d profiles are there, the default is %q", len(c.Profiles), n+1, c.DefaultProfile)
	}
}
