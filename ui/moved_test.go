package ui

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
	"leadpad/ui/kit/kittest"
)

// movedTest begins the name of the test whose program has other keys.
const movedTest = "TestNoScreenNamesAKeyThatIsNotBound"

// With every key rebound, no golden state of Compose and of the dialogs over it
// names a key that does nothing.
func TestNoScreenNamesAKeyThatIsNotBound(t *testing.T) {
	t.Parallel()
	for name, do := range compositions() {
		for _, s := range sizes() {
			t.Run(fmt.Sprintf("%s/%dx%d", name, s[0], s[1]), func(t *testing.T) {
				t.Parallel()
				path := ""
				if name == "error" {
					path = filepath.Join(t.TempDir(), "data", "queue.db")
				}
				runOn(t, path, s[0], s[1], func(r *rig) {
					do(r)
					r.namesNoStray(name)
				})
			})
		}
	}
	for name, do := range findings() {
		t.Run("found/"+name, func(t *testing.T) {
			t.Parallel()
			run(t, 100, 30, func(r *rig) {
				do(r)
				r.namesNoStray(name)
			})
		})
	}
	for _, s := range sizes() {
		t.Run(fmt.Sprintf("tour/%dx%d", s[0], s[1]), func(t *testing.T) {
			t.Parallel()
			run(t, s[0], s[1], tour)
		})
	}
}

// namesNoStray looks for keys on the screen that do nothing.
func (r *rig) namesNoStray(where string) {
	r.t.Helper()
	fixed := []string{"right"}   // it accepts offers, and is a sign
	if r.model.dialog() != nil { // dialogs and the filter read these themselves
		fixed = []string{"right", "enter", "esc", "tab", "shift+tab", "up", "down", "ctrl+c", "k"}
	}
	for _, bad := range kittest.Unbound(r.model.keys, r.screen(), fixed...) {
		r.t.Errorf("%s: %s\n%s", where, bad, r.screen())
	}
}

// tour goes through the screens and the dialogs over them, from an empty queue to
// a batch that was sent.
func tour(r *rig) {
	look := func(keys ...string) {
		r.t.Helper()
		r.keys(keys...)
		r.after(time.Second)
		r.namesNoStray(strings.Join(keys, " "))
	}
	screens := func() {
		r.t.Helper()
		for _, screen := range []string{"f5", "f4", "f3"} {
			look(screen)
			look("f1")
			r.program.Send(kit.Press("esc")) // which dialogs read themselves
			look("ctrl+p")
			r.program.Send(kit.Press("esc"))
			r.settle()
		}
	}
	screens()
	r.put(full(), queue.Draft)
	for _, name := range []string{"Acme", "Bolt", "Acme"} {
		r.put(lead.Lead{Person: lead.Person{Name: name}}, queue.Ready)
	}
	screens()
	for _, key := range []string{"v", "j", "space", "p", "p", "!", "!", "D", "u", "e"} {
		look(key)
	}
	r.program.Send(kit.Press("esc"))
	look("S")
	look("o")
	look("esc")
	look("enter")
	look("u")
	look("S")
	look("enter")
	r.after(time.Minute)
	look("enter")
	look("esc")
	look("f5")
	look("enter")
	look("p")
	look("esc")
	look("f2")
	look("f3", "a", "d")
	r.program.Send(kit.Press("esc"))
	r.settle()
	r.keys("A", "ctrl+p")
	r.text("trash")
	r.program.Send(kit.Press("enter"))
	look()
	look("f1")
}
