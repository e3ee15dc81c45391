package ui

import (
	"testing"
	"time"

	"leadpad/lead"
	"leadpad/queue"
	"leadpad/ui/kit"
)

// What the footers of Compose and Drafts show does there what they say, in each
// of their states.
func TestFootersShowKeysThatWork(t *testing.T) {
	t.Parallel()
	run(t, 200, 40, func(r *rig) {
		r.put(lead.Lead{Person: lead.Person{Name: "Acme"}}, queue.Ready)
		r.put(lead.Lead{Person: lead.Person{Name: "Bolt"}}, queue.Draft)
		for _, state := range []struct {
			on   kit.Context
			keys []string
		}{
			{kit.InForm, []string{"f2"}},
			{kit.InForm, []string{"ctrl+t"}},
			{kit.InDrafts, []string{"f3"}},
			{kit.InDrafts, []string{"space"}},
			{kit.InDrafts, []string{"v"}},
			{kit.InDrafts, []string{"esc", "A", "p"}},
			{kit.InDrafts, []string{"esc", "!"}},
		} {
			r.keys(state.keys...)
			r.after(time.Second)
			for _, h := range r.model.screens[r.model.on].Footer() {
				b, ok := r.model.keys.Binding(h.Action, state.on)
				if !ok || r.model.keys.At(b.Keys()[0], state.on) != h.Action {
					t.Errorf("after %q %s %q does %q", state.keys, h.Action, b.Keys(), r.model.keys.At(b.Keys()[0], state.on))
				}
			}
		}
	})
}
