package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// A disk that is full, or cannot be written to, when leadpad starts does not lock
// the rep out: commands and screens read, a save says why it cannot, doctor is not
// content, and when the disk takes it again the typed text is saved.
func TestDiskAtStart(t *testing.T) {
	t.Parallel()
	for range trials(3) {
		t.Run("full", func(t *testing.T) {
			t.Parallel()
			m := onSmallDisk(t)
			ballast := filepath.Join(m.data, "ballast")
			readsOn(m, "no room left on the disk", func() {
				if err := os.WriteFile(ballast, make([]byte, 6<<20), 0o600); err == nil {
					t.Fatal("the small disk is large")
				}
			}, func() error { return os.Truncate(ballast, 0) })
		})
		t.Run("read-only", func(t *testing.T) {
			t.Parallel()
			m := onSmallDisk(t)
			readsOn(m, "the disk or the folder cannot be written to", func() {
				if err := remounted(m.data, unix.MS_RDONLY); err != nil {
					t.Fatal(err)
				}
			}, func() error { return remounted(m.data, 0) })
		})
	}
	for range trials(2) {
		t.Run("no rights", func(t *testing.T) {
			t.Parallel()
			m := newMachine(t)
			m.asNobody()
			for _, dir := range []string{m.dir, m.data} {
				if err := os.MkdirAll(dir, 0o700); err != nil {
					t.Fatal(err)
				}
				if m.nobody {
					if err := os.Chown(dir, 65534, 65534); err != nil {
						t.Fatal(err)
					}
				}
			}
			readsOn(m, "the disk or the folder cannot be written to", func() {
				if err := os.Chmod(m.data, 0o500); err != nil {
					t.Fatal(err)
				}
			}, func() error { return os.Chmod(m.data, 0o700) })
		})
	}
}

func onSmallDisk(t *testing.T) *machine {
	t.Helper()
	m := newMachine(t)
	if err := os.Mkdir(m.data, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := unix.Mount("tmpfs", m.data, "tmpfs", 0, "size=6m,mode=0700"); err != nil {
		t.Skipf("mounting a small disk is not allowed here: %v", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(m.data, unix.MNT_DETACH) })
	return m
}

// remounted changes the flags of a disk, which files that are open to be written
// keep busy for a moment.
func remounted(dir string, flags uintptr) (err error) {
	for began := time.Now(); time.Since(began) < patience; {
		if err = unix.Mount("tmpfs", dir, "tmpfs", unix.MS_REMOUNT|flags, "size=6m,mode=0700"); err != unix.EBUSY {
			return err
		}
		time.Sleep(time.Millisecond)
	}
	return err
}

// readsOn works while the disk refuses from the start, and saves when it takes.
func readsOn(m *machine, why string, refuse func(), take func() error) {
	m.t.Helper()
	if r := m.run("add", "--name", "Kept AG"); r.code != 0 {
		m.t.Fatal(r.err)
	}
	refuse()
	for _, args := range [][]string{{"list"}, {"export"}, {"status"}, {"history"}} {
		r := m.run(args...)
		if r.code != 0 || !strings.Contains(r.err, why) || args[0] != "history" && args[0] != "status" && !strings.Contains(r.out, "Kept AG") {
			m.t.Errorf("%v: %d %s%s", args, r.code, r.out, r.err)
		}
	}
	if r := m.run("add", "--name", "New AG"); r.code != 1 || strings.Count(r.err, why) != 2 {
		m.t.Errorf("add: %d %s%s", r.code, r.out, r.err)
	}
	if r := m.run("doctor"); r.code != 1 || !strings.Contains(r.out, "!!  disk") || !strings.Contains(r.out, "ok  database") {
		m.t.Errorf("doctor: %d %s%s", r.code, r.out, r.err)
	}
	x := m.start(common)
	x.Wait(why)
	x.Key("f3")
	x.Wait("Kept AG")
	x.Key("f5")
	x.Gone("Kept AG")
	x.Key("f2")
	x.Wait("New lead")
	x.On("Name")
	x.Type("Typed AG")
	x.Wait("Not saved:", "disk")
	if err := take(); err != nil {
		m.t.Fatal(err)
	}
	x.Gone("Not saved:")
	x.Key("ctrl+s")
	x.Wait("saved · Typed AG is Ready")
	if out := m.run("list").out; !strings.Contains(out, "Typed AG") || !strings.Contains(out, "Kept AG") {
		m.t.Errorf("list: %s", out)
	}
}

// The disk of the request window, full or read-only while that of the leads is
// well: a submission says which one refuses, sends nothing and ends, and goes when
// the disk takes it again.
func TestDiskOfTheWindow(t *testing.T) {
	t.Parallel()
	for _, full := range []bool{true, false} {
		m := newMachine(t)
		state := onSmallDisk(t).data
		m.set("LEADPAD_STATE", state)
		api := m.serve()
		m.acme(api)
		m.imports("First AG")
		if r := m.run("submit", "--yes"); r.code != 0 {
			t.Fatal(r.out, r.err)
		}
		m.imports("Next AG")
		ballast, why := filepath.Join(state, "ballast"), "no room left on the disk"
		if full {
			if err := os.WriteFile(ballast, make([]byte, 6<<20), 0o600); err == nil {
				t.Fatal("the small disk is large")
			}
		} else {
			why = "the disk or the folder cannot be written to"
			if err := remounted(state, unix.MS_RDONLY); err != nil {
				t.Fatal(err)
			}
		}
		r := m.run("submit", "--yes")
		if r.code != 1 || strings.Count(r.err, state+" ("+why+")") != 2 || !strings.Contains(r.err, "1 lead is Ready again") {
			t.Errorf("submit: %d %s%s", r.code, r.out, r.err)
		}
		_ = os.Remove(ballast)
		if !full {
			if err := remounted(state, 0); err != nil {
				t.Fatal(err)
			}
		}
		if r := m.run("submit", "--yes"); r.code != 0 || !strings.Contains(r.out, "1 sent") {
			t.Errorf("submit: %d %s%s", r.code, r.out, r.err)
		}
		if n := len(api.leads()); n != 2 {
			t.Errorf("%d leads arrived", n)
		}
	}
}
