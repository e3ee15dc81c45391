package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/gofrs/flock"
)

// Others hold the lock for longer than a change waits: while each of them changes
// the config, it waits on; while nobody does, one of them hangs.
func TestAChangeWaitsForThoseThatChange(t *testing.T) {
	t.Parallel()
	for _, busy := range []bool{true, false} {
		t.Run(fmt.Sprint(busy), func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "config.toml")
			if err := SetProfile(path, Profile{Name: "first"}, true); err != nil {
				t.Fatal(err)
			}
			synctest.Test(t, func(t *testing.T) {
				others := flock.New(path + ".lock")
				if err := others.Lock(); err != nil {
					t.Fatal(err)
				}
				late := make(chan error, 1)
				go func() { late <- SetProfile(path, Profile{Name: "late"}, false) }()
				for range 5 {
					time.Sleep(LockFor * 3 / 4)
					if !busy {
						continue
					}
					if err := os.Chtimes(path, time.Now(), time.Now()); err != nil {
						t.Error(err)
					}
				}
				if err := others.Unlock(); err != nil {
					t.Error(err)
				}
				hangs := new(Locked)
				if err := <-late; busy != (err == nil) || !busy && !errors.As(err, &hangs) {
					t.Errorf("the change ended with %v", err)
				}
			})
		})
	}
}

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
